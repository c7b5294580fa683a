"""The page of the model names every option, table and quantity."""

from pathlib import Path

from clientlens_units.model import Units
from clientlens_units.options import UnitsOptions, Vary
from units.studies import evaluate, ratings_of

PAGE = (Path(__file__).parents[2] / "docs" / "units.md").read_text(encoding="utf-8")


def default_of(field):
    if field.is_required():
        return "required"
    if isinstance(field.default, Vary):
        return "see below"
    return "none" if field.default in (None, ()) else f"`{field.default}`"


def test_every_option_is_on_its_page_with_its_default():
    for options in (UnitsOptions, Vary):
        for name, field in options.model_fields.items():
            assert f"| `{name}` | {default_of(field)} |" in PAGE, name


def test_every_table_and_quantity_is_on_the_page(tmp_path):
    answers, units = ratings_of([3, 3.5, 4], 20)
    result = evaluate(tmp_path, {}, answers, units)
    names = {table.name for table in result.tables} | {"score", "dimension_score", "item"}
    names |= set(result.table("overview")["quantity"])
    assert not {name for name in names if f"`{name}`" not in PAGE}
    assert f"`{Units.name}`" in PAGE
