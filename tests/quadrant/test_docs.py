from pathlib import Path

from clientlens_quadrant.model import Quadrant
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import CLASSES

PAGE = (Path(__file__).parents[2] / "docs" / "quadrant.md").read_text(encoding="utf-8")


def test_every_option_is_on_its_page_with_its_default():
    for name, field in QuadrantOptions.model_fields.items():
        default = "none" if field.default is None else f"`{_written(field.default)}`"
        assert f"| `{name}` | {default} |" in PAGE, name


def test_every_table_class_and_own_quantity_is_on_the_page(evaluate, clear_answers):
    result = evaluate(clear_answers)
    own = ("gap", "conformity", "priority", "top_box", "index", "index_max_share")
    assert set(own) <= set(Quadrant.dims)
    names = [*(table.name for table in result.tables), *own, *(f"p_{name}" for name in CLASSES)]
    for name in names:
        assert f"`{name}`" in PAGE, name


def _written(value):
    return "1e-9" if value == 1e-9 else str(value)
