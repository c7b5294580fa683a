"""The charts of the comparison: differences with their intervals, and what they are set against."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.drawing.dots import Dot, axis_around, dot_specs
from clientlens.plugin_api import Axis, Chart, Messages, Result, class_chart
from clientlens_ipca.classes import AXES, classes_of
from clientlens_ipca.model import CompetitorOptions

_CORNERS = (
    *({"top": 0.0, "right": 0.0}, {"top": 0.0, "left": 0.0}),
    *({"bottom": 0.0, "right": 0.0}, {"bottom": 0.0, "left": 0.0}),
)
"""In the order of `AXES`."""


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, of everybody."""
    if result.estimates.ranked("difference"):
        yield from _matrix(result, words)
        yield _differences(result, words)


def _matrix(result: Result, words: Messages) -> Iterator[Chart]:
    options: CompetitorOptions = result.options  # type: ignore[assignment]
    rows = classes_of(result).query("group == 'all'")
    estimates = result.estimates
    above = estimates["importance"] - estimates["importance_line"]
    height = estimates["gap"] if options.axis == "gap" else above
    across = Axis(words("ipca-difference"), estimates.ranked("difference"))
    up = Axis(words(f"ipca-axis-{options.axis}"), estimates.ranked(height))
    areas = dict(zip(AXES[options.axis], _CORNERS, strict=False))
    if len(rows):
        yield class_chart("ipca-chart-matrix", rows, (across, up), areas, result, words)


def _differences(result: Result, words: Messages) -> Chart:
    """Differences with their intervals, the worst on top."""
    dots = [
        Dot(result.name_of(code, words.language), *own.parts, is_marked=own.side == "below")
        for code, own in result.estimates.numbers("difference").items()
    ]
    axis = axis_around(dots, words("ipca-difference"), threshold=0.0)
    return Chart.said("ipca-chart-differences", dot_specs(dots, axis), words, count=len(dots))
