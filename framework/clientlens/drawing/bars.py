"""The bar chart to both sides: what pulls down and what lifts up, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.rows import NARROW, Rows

_WIDE = 520
_STEP = 26
_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class Side:
    """One bar from nought; ``low`` and ``high`` are None without an interval.

    ``style`` is that of `theme.CLASS_STYLES` that it looks like, ``text`` what a pointer reads.
    """

    value: float
    low: float | None
    high: float | None
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart: its name and its bars."""

    name: str
    sides: tuple[Side, ...]


def bar_specs(lines: Sequence[Line], title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone.

    Parameters
    ----------
    lines : sequence of Line
        From top to bottom.
    title : str
        Of the axis.
    """
    return _spec(lines, title, _WIDE), _spec(lines, title, NARROW)


def _spec(lines: Sequence[Line], title: str, width: int) -> dict[str, Any]:
    rows = Rows([line.name for line in lines], _STEP, width == NARROW)
    values = [_row(n, line, side) for n, line in enumerate(lines) for side in line.sides]
    x = {"type": "quantitative", "title": title, "axis": {"tickCount": 5}}
    return rows.spec(values, width, [_bars(x), _intervals(x), _nought(x)])


def _row(number: int, line: Line, side: Side) -> dict[str, Any]:
    row = {
        "number": number,
        "name": line.name,
        "value": round(side.value, DIGITS),
        "colour": theme.CLASS_STYLES[side.style].colour,
        "text": side.text,
    }
    if side.low is None or side.high is None:
        return row
    return {**row, "low": round(side.low, DIGITS), "high": round(side.high, DIGITS)}


def _bars(x: dict[str, Any]) -> dict[str, Any]:
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    tooltip = [{"field": field, "type": "nominal", "title": " "} for field in ("name", "text")]
    return {
        "mark": {"type": "bar", "height": _HEIGHT, "opacity": 0.65},
        "encoding": {"x": {**x, "field": "value"}, "color": colour, "tooltip": tooltip},
    }


def _intervals(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": theme.TEXT},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
    }


def _nought(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": theme.LINE_STRONG},
        "encoding": {"x": {**x, "datum": 0}, "y": None},
    }
