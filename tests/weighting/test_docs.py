"""The page of weights tells every method, option, measure and table."""

import typing
from pathlib import Path

import pytest

from clientlens_weighting import clientlens_weightings
from clientlens_weighting.options import WeightsOptions
from weighting.studies import evaluate

PAGE = (Path(__file__).parents[2] / "docs" / "weighting.md").read_text(encoding="utf-8")
METHODS = {method.name: method for method in clientlens_weightings()}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_on_the_page_with_its_options_and_their_values(name):
    named = {name, *METHODS[name].Options.model_fields}
    for field in METHODS[name].Options.model_fields.values():
        if typing.get_origin(field.annotation) is typing.Literal:
            named |= set(typing.get_args(field.annotation))
    named -= {"kaiser"}  # the table of all options is enough
    assert not {word for word in named if f"`{word}`" not in PAGE and f"{word}:" not in PAGE}


def test_every_option_of_the_model_is_on_the_page_with_its_default():
    for name, field in WeightsOptions.model_fields.items():
        assert f"| `{name}` | `{field.default}` |" in PAGE


def test_every_table_and_quantity_is_on_the_page(tmp_path):
    result = evaluate(tmp_path, {"method": "stated", "compare": {"entropy": {}}})
    assert not {t.name for t in result.tables if f"`weights.{t.name}`" not in PAGE}
    assert not {name for name in result.estimates.data if f"`{name}`" not in PAGE}
