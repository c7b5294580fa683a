"""The tables of the composite index, tidy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from clientlens.plugin_api import Result, Table, stack

if TYPE_CHECKING:
    import pandas as pd

_INDICATORS = {
    "index": "index_indicator",
    "performance": "performance",
    "priority": "priority",
    "weight_share": "importance",
}
_DIMENSIONS = {"index": "index_dimension", "weight_share": "dimension_weight"}
"""What a row is called → the quantity that it holds."""


def tables_of(result: Result) -> Iterator[Table]:
    """The index, its dimensions and indicators; with fuzzy evaluation the grades."""
    if "index" not in result.estimates:
        return
    counts = result.estimates.counts
    yield Table(
        "indicators",
        ("group", "dimension", "indicator", "quantity"),
        _with_dimension(_frame(result, "indicator", _INDICATORS, "n_rated"), result),
    )
    yield Table(
        "dimensions",
        ("group", "dimension", "quantity"),
        _frame(result, "dimension", _DIMENSIONS, "n_dimension"),
    )
    overall = stack(
        {"index": result.estimates.summary("index")}, ("group",), counts["n_respondents"]
    )
    yield Table("overall", ("group", "quantity"), overall, is_detail=True)
    if "grade_share" in result.estimates:
        yield from _grades(result)


def _frame(result: Result, dim: str, names: Mapping[str, str], n: str) -> pd.DataFrame:
    found = {label: result.estimates.summary(name) for label, name in names.items()}
    return stack(found, ("group", dim), result.estimates.counts[n])


def _with_dimension(frame: pd.DataFrame, result: Result) -> pd.DataFrame:
    hierarchy = result.hierarchy
    owner = {code: hierarchy.parent(code) for code in hierarchy.indicators}
    frame.insert(1, "dimension", frame["indicator"].map(owner))
    return frame


def _grades(result: Result) -> Iterator[Table]:
    """Shares of the grades, of the whole and of each dimension."""
    estimates, counts = result.estimates, result.estimates.counts
    whole = estimates.summary("grade_share")
    n = counts["n_respondents"].broadcast_like(whole["estimate"])
    yield Table(
        "grades",
        ("group", "grade", "quantity"),
        stack({"share": whole}, ("group", "grade"), n),
        is_detail=True,
    )
    parts = estimates.summary("dimension_grade_share")
    n = counts["n_dimension"].broadcast_like(parts["estimate"])
    yield Table(
        "dimension_grades",
        ("group", "dimension", "grade", "quantity"),
        stack({"share": parts}, ("group", "dimension", "grade"), n),
        is_detail=True,
    )
