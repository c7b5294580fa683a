"""The plot: one line for each node, on it a mark for each weighting.

Marks differ in hue, in lightness and in shape, so that a grey print tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_DIGITS = 5
_WIDE, _NARROW = 560, 170
_STEP = 24
_STYLES = ("keep_up", "concentrate", "overkill", "low_priority", "boundary")
MOST_SERIES = len(_STYLES)
_AREA = 80
_LEGEND_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A weight: of which node, by which weighting; its interval where one is drawn."""

    row: str
    series: str
    value: float
    interval: tuple[float, float] | None


def plot_specs(
    marks: Sequence[Mark], rows: Sequence[str], series: Sequence[str], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plot for a screen, and for a telephone.

    Parameters
    ----------
    marks : sequence of Mark
        Those of the first series are drawn on top.
    rows, series : sequence of str
        Names in the order in which they stand.
    title : str
        Of the axis.
    """
    wide = _spec(marks, rows, series, title, (_WIDE, theme.FONT_SIZE, _LEGEND_COLUMNS))
    small = theme.FONT_SIZE_SMALL - 1
    return wide, _spec(marks, rows, series, title, (_NARROW, small, 1))


def _spec(
    marks: Sequence[Mark],
    rows: Sequence[str],
    series: Sequence[str],
    title: str,
    page: tuple[int, float, int],
) -> dict[str, Any]:
    width, size, columns = page
    values = [_value(mark, list(rows).index(mark.row)) for mark in reversed(marks)]
    ends = [end for mark in marks for end in (mark.value, *(mark.interval or ()))]
    x = {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, round(1.04 * max(ends), _DIGITS)], "nice": False},
        "axis": {"tickCount": 5, "grid": False},
    }
    return {
        "params": [{"name": "names", "value": list(rows)}],
        "data": {"values": values},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(rows), size)},
        "layer": [_intervals(x), _points(x, series, columns)],
        "config": theme.config(),
    }


def _value(mark: Mark, number: int) -> dict[str, Any]:
    ends = mark.interval or ()
    interval = f"  [{ends[0]:.3f}, {ends[1]:.3f}]" if ends else ""
    return {
        "number": number,
        "row": mark.row,
        "series": mark.series,
        "value": round(mark.value, _DIGITS),
        "text": f"{mark.value:.3f}{interval}",
        **dict(zip(("low", "high"), (round(end, _DIGITS) for end in ends), strict=False)),
    }


def _y(count: int, size: float) -> dict[str, Any]:
    return {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(count)),
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": 300,
            "ticks": False,
            "domain": False,
            "grid": True,
        },
    }


def _intervals(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {
            "x": {"field": "low", **x},
            "x2": {"field": "high"},
            "color": {"value": theme.CLASS_STYLES[_STYLES[0]].colour},
        },
    }


def _points(x: dict[str, Any], series: Sequence[str], columns: int) -> dict[str, Any]:
    styles = [theme.CLASS_STYLES[name] for name in _STYLES[: len(series)]]
    legend = {"title": None, "orient": "top", "columns": columns, "labelLimit": 260}
    if len(series) == 1:
        legend = None  # type: ignore[assignment]  # one needs no legend
    domain = list(series)
    return {
        "mark": {"type": "point", "filled": False, "size": _AREA, "opacity": 1, "strokeWidth": 1.8},
        "encoding": {
            "x": {"field": "value", **x},
            "stroke": _scaled(domain, [style.colour for style in styles], legend),
            "fill": _scaled(domain, [_fill(style) for style in styles], legend),
            "shape": _scaled(domain, [style.shape for style in styles], legend),
            "tooltip": [
                {"field": "row", "type": "nominal", "title": " "},
                {"field": "series", "type": "nominal", "title": "  "},
                {"field": "text", "type": "nominal", "title": "   "},
            ],
        },
    }


def _fill(style: theme.ClassStyle) -> str:
    return style.colour if style.is_filled else theme.WHITE


def _scaled(domain: list[str], colours: list[str], legend: Any) -> dict[str, Any]:  # Any: a legend
    scale = {"domain": domain, "range": colours}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend}
