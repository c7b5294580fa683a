"""The charts of the composite index, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_composite.bars import Bar, bar_specs

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"
_TOP = 100.0
_STEP = 10.0


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Dimensions and indicators with their intervals; with fuzzy evaluation the grades."""
    if "index" not in result.estimates or (EVERYBODY, "index") in result.estimates.absent:
        return
    for name, dim in (("index_dimension", "dimension"), ("index_indicator", "indicator")):
        yield from _dots(result, words, name, dim)
    if "grade_share" in result.estimates:
        yield _grades(result, words)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _summary(result: Result, name: str) -> xr.Dataset:
    values = result.estimates[name].sel(group=[EVERYBODY])
    return result.estimates.summary(values).isel(group=0)


def _dots(result: Result, words: Messages, name: str, dim: str) -> Iterator[Chart]:
    """Indices with their intervals, the weakest on top."""
    summary = _summary(result, name)
    known = summary["estimate"].to_series().dropna().sort_values(kind="stable")
    dots = [_dot(result, words, summary.sel({dim: code}), str(code)) for code in known.index]
    if not dots:
        return
    whole = float(_summary(result, "index")["estimate"])
    axis = _axis(dots, words("composite-axis"), None if isnan(whole) else whole)
    wide, narrow = dot_specs(dots, axis)
    yield Chart(
        name=f"{dim}s",
        title=words(f"composite-chart-{dim}s"),
        description=words(f"composite-chart-{dim}s-describes", count=len(dots)),
        wide=wide,
        narrow=narrow,
        note=words("composite-chart-note"),
    )


def _dot(result: Result, words: Messages, summary: xr.Dataset, code: str) -> Dot:
    value, low, high = (float(summary[part]) for part in ("estimate", "ci_low", "ci_high"))
    is_known = not isnan(low)
    name = result.hierarchy.name(code, _language(words))
    return Dot(name, value, low if is_known else None, high if is_known else None)


def _axis(dots: list[Dot], title: str, whole: float | None) -> DotAxis:
    """From the lowest to the highest end, to the next ten; the line is the index of the whole."""
    ends = [end for d in dots for end in (d.low, d.high, d.estimate) if end is not None]
    ends += [] if whole is None else [whole]
    low = max(float(np.floor(min(ends) / _STEP) * _STEP), 0.0)
    high = min(float(np.ceil(max(ends) / _STEP) * _STEP), _TOP)
    return DotAxis(title, low, max(high, low + _STEP), 1, threshold=whole)


def _grades(result: Result, words: Messages) -> Chart:
    """How the answers fall on the grades, of the whole and of each dimension."""
    whole = result.estimates.answered("grade_share").sel(group=EVERYBODY)
    parts = result.estimates.answered("dimension_grade_share").sel(group=EVERYBODY)
    bars = [Bar(words("composite-whole"), _shares(whole))]
    for code in parts["dimension"].to_numpy():
        name = result.hierarchy.name(str(code), _language(words))
        bars.append(Bar(name, _shares(parts.sel(dimension=code))))
    grades = [result.name_of(str(code), _language(words)) for code in whole["grade"].to_numpy()]
    wide, narrow = bar_specs([bar for bar in bars if bar.shares], grades, words("composite-share"))
    return Chart(
        name="grades",
        title=words("composite-chart-grades"),
        description=words("composite-chart-grades-describes", count=len(bars) - 1),
        wide=wide,
        narrow=narrow,
        note=words("composite-chart-grades-note"),
    )


def _shares(values: Any) -> tuple[float, ...]:  # Any: a DataArray of one group
    found = values.to_numpy()
    return () if np.isnan(found).any() else tuple(map(float, found))
