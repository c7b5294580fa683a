"""The diverging bars: how answers part into low and high ones, to the left and right of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.rows import NARROW, Rows

_WIDE = 520
_BEHIND = 40
"""Pixels for what stands behind a bar on a telephone."""

_STEP = 28
_ROOM = 25
"""Pixels that a part needs for its number."""

_NEUTRAL = (214, 219, 225)
_WORST, _BEST = (163, 24, 44), (20, 98, 127)
_PALE = 0.62
"""How far the mildest part is on its way to white."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line: its name, the share of each part, lowest first, which sum to one; what stands behind.

    The text is long for a screen and short for a telephone.
    """

    name: str
    shares: tuple[float, ...]
    text: str = ""
    short: str = ""


def diverging_specs(
    bars: Sequence[Bar], parts: Sequence[str], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone.

    Parameters
    ----------
    bars : sequence of Bar
        From top to bottom, each with as many shares as there are parts.
    parts : sequence of str
        Names of the parts, lowest first; of an odd number the middle one lies on the line.
    title : str
        Of the axis.

    Returns
    -------
    wide, narrow : dict
        Vega-Lite specifications.
    """
    narrow = NARROW - _BEHIND if any(bar.short for bar in bars) else NARROW
    return (
        _spec(bars, parts, title, _WIDE, is_narrow=False),
        _spec(bars, parts, title, narrow, is_narrow=True),
    )


def colours(count: int) -> list[str]:
    """Colours of so many parts: red, ever paler, grey in the middle, blue, ever darker.

    In a grey print both ends are dark; the line between them and the numbers tell which is which.

    Examples
    --------
    >>> colours(3)
    ['#a3182c', '#d6dbe1', '#14627f']
    """
    half = count // 2
    fade = [_PALE * i / max(half - 1, 1) if half > 1 else 0.0 for i in range(half)]
    low = [_mixed(_WORST, way) for way in fade]
    high = [_mixed(_BEST, way) for way in reversed(fade)]
    return [*low, *([_mixed(_NEUTRAL, 0.0)] * (count % 2)), *high]


def _mixed(colour: tuple[int, int, int], way: float) -> str:
    """A colour on its way to white."""
    red, green, blue = (round(c + way * (255 - c)) for c in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _spec(
    bars: Sequence[Bar], parts: Sequence[str], title: str, width: int, *, is_narrow: bool
) -> dict[str, Any]:
    rows = Rows([bar.name for bar in bars], _STEP, is_narrow)
    values = [row for number, bar in enumerate(bars) for row in _rows(number, bar, parts)]
    ends = _ends([row[end] for row in values for end in ("start", "end")])
    shown = _ROOM * (ends[1] - ends[0]) / width
    layers = [_line(), _parts(parts, title, ends, is_narrow), _numbers(ends, rows.size, shown)]
    if any(bar.text for bar in bars):
        layers.append(_texts(bars, ends[1], rows.size, is_narrow))
    return rows.spec(values, width, layers)


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Both ends of the axis, at full tenths; the line is within."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return floor(10 * min(low, -0.05)) / 10, ceil(10 * max(high, 0.05)) / 10


def _rows(number: int, bar: Bar, parts: Sequence[str]) -> list[dict[str, Any]]:
    """The parts of a bar, so that the middle lies on zero."""
    half = len(parts) // 2
    middle = bar.shares[half] / 2 if len(parts) % 2 else 0.0
    starts = accumulate(bar.shares, initial=-sum(bar.shares[:half]) - middle)
    is_dark = [_is_dark(i, len(parts)) for i in range(len(parts))]
    return [
        {
            "number": number,
            "name": bar.name,
            "part": part,
            "share": round(share, DIGITS),
            "start": round(start, DIGITS),
            "end": round(start + share, DIGITS),
            "centre": round(start + share / 2, DIGITS),
            "ink": theme.WHITE if dark else theme.TEXT,
        }
        for part, share, start, dark in zip(parts, bar.shares, starts, is_dark, strict=False)
    ]


def _is_dark(part: int, count: int) -> bool:
    """Whether white reads better on a part than black: on the outer ones."""
    return min(part, count - 1 - part) <= (count // 2 - 1) // 2 and part * 2 != count - 1


def _x(field: str, ends: tuple[float, float]) -> dict[str, Any]:
    scale = {"domain": list(ends), "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale}


def _parts(
    parts: Sequence[str], title: str, ends: tuple[float, float], is_narrow: bool
) -> dict[str, Any]:
    axis = {"labelExpr": "format(abs(datum.value), '.0%')", "tickCount": 5, "grid": False}
    scale = {"domain": list(parts), "range": colours(len(parts))}
    legend = {
        "orient": "top",
        "title": None,
        "columns": 3 if is_narrow else 0,
        "symbolType": "square",
    }
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "part", "type": "nominal", "title": "  "},
        {"field": "share", "type": "quantitative", "format": ".1%", "title": "   "},
    ]
    return {
        "mark": {"type": "bar", "height": _STEP - 9},
        "encoding": {
            "x": {**_x("start", ends), "title": title, "axis": axis},
            "x2": {"field": "end"},
            "color": {
                "field": "part",
                "type": "nominal",
                "sort": list(parts),
                "scale": scale,
                "legend": legend,
            },
            "tooltip": tooltip,
        },
    }


def _numbers(ends: tuple[float, float], size: float, shown: float) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.share >= {shown:.4f}"}],
        "mark": {"type": "text", "fontSize": size - 1},
        "encoding": {
            "x": _x("centre", ends),
            "text": {"field": "share", "type": "quantitative", "format": ".0%"},
            "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
        },
    }


def _line() -> dict[str, Any]:
    mark = {"type": "rule", "color": theme.LINE_STRONG, "strokeDash": [4, 3]}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"datum": 0}, "y": None}}


def _texts(bars: Sequence[Bar], end: float, size: float, is_narrow: bool) -> dict[str, Any]:
    """What stands behind each bar, right of the plot."""
    values = [
        {"number": number, "behind": bar.short if is_narrow else bar.text}
        for number, bar in enumerate(bars)
    ]
    mark = {"type": "text", "align": "left", "dx": 6, "fontSize": size, "color": theme.TEXT}
    x = {"datum": end, "type": "quantitative"}
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": x, "text": {"field": "behind", "type": "nominal"}},
    }
