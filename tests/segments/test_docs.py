"""The page of segments names every method, every option of the model, and every table."""

from pathlib import Path

from clientlens_segments.options import SegmentsOptions
from clientlens_segments.segmenters import SEGMENTERS
from segments.studies import QUICK, evaluate, two_sorts

PAGE = (Path(__file__).parents[2] / "docs" / "segments.md").read_text(encoding="utf-8")


def test_every_method_and_option_is_on_the_page():
    assert not [method.name for method in SEGMENTERS if f"| `{method.name}` |" not in PAGE]
    for name, field in SegmentsOptions.model_fields.items():
        default = "none" if field.default in (None, ()) else f"`{field.default}`"
        assert f"| `{name}` | {default} |" in PAGE, name


def test_every_table_and_quantity_is_on_the_page(tmp_path):
    answers, city, _ = two_sorts(80)
    result = evaluate(tmp_path, {"needs": QUICK}, answers, city)["segments"]
    names = {table.name for table in result.tables}
    names |= {"feature_mean", "difference", "standardised_difference", "level_share", "lift"}
    assert not {name for name in names if f"`{name}`" not in PAGE}
