"""The charts of the quadrant model, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.plugin_api import Chart, Messages, Result
from clientlens_quadrant.certainty import certainty_chart
from clientlens_quadrant.gaps import gap_chart
from clientlens_quadrant.matrix import matrix_chart
from clientlens_quadrant.points import points_of


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """The quadrants; how certain they are, where there are draws; both means side by side."""
    points = points_of(result, words)
    if points is None:
        return
    yield matrix_chart(points, result, words)
    if points.has_draws:
        yield certainty_chart(points, words)
    if points.is_on_one_scale:
        yield gap_chart(points, words)
