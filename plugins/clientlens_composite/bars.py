"""The grade chart: one bar for the whole and for each dimension, parted by grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

DIGITS = 4
_WIDE, _NARROW = 560, 190
_STEP = 30
_LEAST_SHOWN = 0.08
"""A part narrower than that has no room for its number."""

_PALE, _DARK = (225, 233, 240), (20, 66, 99)
"""The lowest and the highest grade; in between the steps are alike, in a grey print too."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart: its name, and the share of each grade, lowest first; they sum to one."""

    name: str
    shares: tuple[float, ...]


def bar_specs(
    bars: Sequence[Bar], grades: Sequence[str], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone; ``grades`` are named, lowest first."""
    return (
        _spec(bars, grades, title, _WIDE, theme.FONT_SIZE),
        _spec(bars, grades, title, _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def colours(count: int) -> list[str]:
    """As many colours, from pale to dark."""
    steps = [i / max(count - 1, 1) for i in range(count)]
    mixed = ([round(p + s * (d - p)) for p, d in zip(_PALE, _DARK, strict=True)] for s in steps)
    return ["#{:02x}{:02x}{:02x}".format(*parts) for parts in mixed]


def _spec(
    bars: Sequence[Bar], grades: Sequence[str], title: str, width: int, size: float
) -> dict[str, Any]:
    rows = [row for number, bar in enumerate(bars) for row in _rows(number, bar, grades)]
    x = {
        "field": "start",
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"format": ".0%", "tickCount": 5, "grid": False},
    }
    colour = {
        "field": "grade",
        "type": "nominal",
        "sort": list(grades),
        "scale": {"domain": list(grades), "range": colours(len(grades))},
        "legend": {"orient": "top", "title": None, "columns": 3 if width == _NARROW else 0},
    }
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "grade", "type": "nominal", "title": "  "},
        {"field": "share", "type": "quantitative", "format": ".1%", "title": "   "},
    ]
    parts = {
        "mark": {"type": "bar", "height": 18},
        "encoding": {"x": x, "x2": {"field": "end"}, "color": colour, "tooltip": tooltip},
    }
    numbers = {
        "transform": [{"filter": f"datum.share >= {_LEAST_SHOWN}"}],
        "mark": {"type": "text", "fontSize": size - 1},
        "encoding": {
            "x": {**x, "field": "middle"},
            "text": {"field": "share", "type": "quantitative", "format": ".0%"},
            "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
        },
    }
    return {
        "params": [{"name": "names", "value": [bar.name for bar in bars]}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(bars), size)},
        "layer": [parts, numbers],
        "config": theme.config(),
    }


def _rows(number: int, bar: Bar, grades: Sequence[str]) -> list[dict[str, Any]]:
    start, rows = 0.0, []
    for i, (grade, share) in enumerate(zip(grades, bar.shares, strict=True)):
        is_dark = i >= len(grades) / 2
        rows.append({
            "number": number, "name": bar.name, "grade": grade, "share": round(share, DIGITS),
            "start": round(start, DIGITS), "end": round(start + share, DIGITS),
            "middle": round(start + share / 2, DIGITS),
            "ink": theme.WHITE if is_dark else theme.TEXT,
        })  # fmt: skip
        start += share
    return rows


def _y(count: int, size: float) -> dict[str, Any]:
    axis = {
        "labelExpr": "names[datum.value]",
        "labelFontSize": size,
        "labelColor": theme.TEXT,
        "labelLimit": 300,
        "ticks": False,
        "domain": False,
    }
    sort = list(range(count))
    return {"field": "number", "type": "nominal", "title": None, "sort": sort, "axis": axis}
