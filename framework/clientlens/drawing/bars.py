"""The bar chart to both sides: what pulls down and what lifts up, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.rows import NARROW, Rows

_WIDE = 520
_STEP, _STEP_NARROW = 26, 22
_HEIGHT = 16
_APART = 3
"""Pixels by which the intervals of a line's bars lie above and below each other."""


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
    is_narrow = width == NARROW
    rows = Rows(
        [line.name for line in lines], _STEP_NARROW if is_narrow else _STEP, is_narrow=is_narrow
    )
    values = [
        _row(number, place, line.name, side)
        for number, line in enumerate(lines)
        for place, side in enumerate(line.sides)
    ]
    x = {"type": "quantitative", "title": title, "axis": {"tickCount": 5}}
    most = max((len(line.sides) for line in lines), default=0)
    intervals = [_intervals(x, place, most) for place in range(most)]
    return rows.spec(values, width, [_bars(x), *intervals, _nought(x)])


def _row(number: int, place: int, name: str, side: Side) -> dict[str, Any]:
    row = {
        "number": number,
        "place": place,
        "name": name,
        "value": round(side.value, DIGITS),
        "colour": theme.CLASS_STYLES[side.style].colour,
        "ink": theme.CLASS_STYLES[side.style].text,
        "text": side.text,
    }
    if side.low is None or side.high is None:
        return row
    return {**row, "low": round(side.low, DIGITS), "high": round(side.high, DIGITS)}


def _bars(x: dict[str, Any]) -> dict[str, Any]:
    tooltip = [{"field": field, "type": "nominal", "title": " "} for field in ("name", "text")]
    # Without it bars to the same side would stand one behind the other.
    from_nought = {**x, "field": "value", "stack": None}
    return {
        "mark": {"type": "bar", "height": _HEIGHT, "opacity": 0.5},
        "encoding": {"x": from_nought, "color": _own("colour"), "tooltip": tooltip},
    }


def _intervals(x: dict[str, Any], place: int, most: int) -> dict[str, Any]:
    """Those of one bar of each line, in its colour and apart from the others."""
    offset = _APART * (2 * place - (most - 1))
    return {
        "transform": [{"filter": f"isValid(datum.low) && datum.place === {place}"}],
        "mark": {"type": "rule", "strokeWidth": 1.5, "yOffset": offset},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": _own("ink")},
    }


def _own(field: str) -> dict[str, Any]:
    """A colour that a row brings itself."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _nought(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": theme.LINE_STRONG},
        "encoding": {"x": {**x, "datum": 0}, "y": None},
    }
