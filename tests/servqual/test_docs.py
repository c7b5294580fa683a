from pathlib import Path

from clientlens_servqual.model import Servqual
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.presets import PRESETS
from servqual.studies import evaluate, many

PAGE = (Path(__file__).parents[2] / "docs" / "servqual.md").read_text(encoding="utf-8")


def test_every_option_is_on_its_page_with_its_default():
    for name, field in ServqualOptions.model_fields.items():
        default = f"`{field.default}`" if field.default not in (None, {}) else "none"
        assert f"| `{name}` | {default} |" in PAGE, name


def test_every_table_and_own_quantity_is_on_the_page(tmp_path):
    options = {"minimum": "minimum", "overall": "overall", "weights": "importance"}
    result = evaluate(
        tmp_path,
        options,
        many(),
        items={"overall": {"scale": "five"}},
        extra={"overall": [3, 4] * 40},
    )
    names = {table.name for table in result.tables}
    names |= {name for name in result.estimates.data if not name.startswith("dimension_")}
    comparable = {"performance", "importance"}
    assert not {name for name in names - comparable if f"`{name}`" not in PAGE}
    assert Servqual.name in PAGE


def test_every_preset_is_on_the_page_with_its_dimensions():
    for name, preset in PRESETS.items():
        (row,) = [
            line for line in PAGE.splitlines() if line.startswith(f"| `{name}` | {preset.items}")
        ]
        assert all(code in row for code in preset.dimensions)
