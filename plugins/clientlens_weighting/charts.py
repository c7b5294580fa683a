"""The charts: weights by weighting side by side, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Literal

from clientlens.plugin_api import Chart, Messages, Result
from clientlens_weighting.labels import labels_of
from clientlens_weighting.plot import MOST_SERIES, Mark, plot_specs
from clientlens_weighting.tables import EVERYBODY

if TYPE_CHECKING:
    import xarray as xr


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Dimensions where there are several, then indicators."""
    if len(result.hierarchy.dimensions) > 1:
        yield _chart(result, words, "dimension", "dimension_weight")
    yield _chart(result, words, "indicator", "effective")


def _chart(result: Result, words: Messages, dim: str, quantity: str) -> Chart:
    """Nodes from the heaviest to the lightest by the weights that are used."""
    weights = result.estimates[quantity].sel(group=EVERYBODY)
    summary = result.estimates.summary(weights)
    labels = labels_of(result.study)[:MOST_SERIES]
    used = summary["estimate"].sel(weighting=labels[0]).to_series()
    order = [str(code) for code in used.sort_values(ascending=False, kind="stable").index]
    marks = [
        _mark(result, words, summary.sel({dim: code, "weighting": label}), code, label)
        for label in labels
        for code in order
    ]
    language = _language(words)
    rows = [result.name_of(code, language) for code in order]
    series = [result.name_of(label, language) for label in labels]
    wide, narrow = plot_specs(marks, rows, series, words("weights-axis"))
    left_out = len(labels_of(result.study)) - len(labels)
    note = words(f"weights-chart-note-{'one' if len(labels) == 1 else 'several'}")
    if left_out:
        note += " " + words("weights-chart-left-out", count=left_out)
    return Chart(
        name=f"{dim}s",
        title=words(f"weights-chart-{dim}s"),
        description=words(f"weights-chart-{dim}s-describes", count=len(order), most=rows[0]),
        wide=wide,
        narrow=narrow,
        note=note,
    )


def _mark(result: Result, words: Messages, summary: xr.Dataset, code: str, label: str) -> Mark:
    estimate, low, high = (float(summary[name]) for name in ("estimate", "ci_low", "ci_high"))
    is_first = label == labels_of(result.study)[0] and not isnan(low)
    language = _language(words)
    return Mark(
        result.name_of(code, language),
        result.name_of(label, language),
        estimate,
        (low, high) if is_first else None,
    )


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"
