"""The zone-of-tolerance chart: bars from the acceptable to the desired level, perception at 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme

DIGITS = 4
_WIDE, _NARROW = 560, 170
_STEP = 22
_ZONE = theme.CLASS_STYLES["overkill"].colour


@dataclass(frozen=True, slots=True)
class ZoneBar:
    """An indicator: both levels, in scale points above perception (negative is below)."""

    name: str
    acceptable: float
    desired: float


def zone_specs(bars: Sequence[ZoneBar], title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone; ``title`` is that of the axis."""
    return (
        _spec(bars, _x(bars, title, ticks=6), _WIDE, theme.FONT_SIZE),
        _spec(bars, _x(bars, title, ticks=4), _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def _spec(bars: Sequence[ZoneBar], x: dict[str, Any], width: int, font: float) -> dict[str, Any]:
    perceived = {
        "mark": {"type": "rule", "color": theme.TEXT, "strokeWidth": 1.5},
        "encoding": {"x": {**x, "datum": 0}, "y": None},
    }
    return {
        "params": [{"name": "names", "value": [bar.name for bar in bars]}],
        "data": {"values": [_row(number, bar) for number, bar in enumerate(bars)]},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(bars), font)},
        "layer": [_zone(x), perceived],
        "config": theme.config(),
    }


def _row(number: int, bar: ZoneBar) -> dict[str, Any]:
    return {
        "number": number,
        "name": bar.name,
        "acceptable": round(bar.acceptable, DIGITS),
        "desired": round(bar.desired, DIGITS),
        "text": f"{bar.acceptable:+.2f} … {bar.desired:+.2f}",
    }


def _x(bars: Sequence[ZoneBar], title: str, ticks: int) -> dict[str, Any]:
    """From the lowest to the highest end and 0, to the next half point."""
    ends = [0.0, *(b.acceptable for b in bars), *(b.desired for b in bars)]
    low, high = float(np.floor(2 * min(ends)) / 2), float(np.ceil(2 * max(ends)) / 2)
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [low, max(high, low + 0.5)], "nice": False, "zero": False},
        "axis": {"tickCount": ticks, "grid": False},
    }


def _y(count: int, font: float) -> dict[str, Any]:
    axis = {
        "labelExpr": "names[datum.value]",
        "labelFontSize": font,
        "labelColor": theme.TEXT,
        "labelLimit": 300,
        "ticks": False,
        "domain": False,
        "grid": True,
    }
    sort = list(range(count))
    return {"field": "number", "type": "nominal", "title": None, "sort": sort, "axis": axis}


def _zone(x: dict[str, Any]) -> dict[str, Any]:
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "text", "type": "nominal", "title": "  "},
    ]
    ends = {"x": {**x, "field": "acceptable"}, "x2": {"field": "desired"}}
    return {
        "mark": {"type": "bar", "height": 10, "color": _ZONE, "opacity": 0.8},
        "encoding": {**ends, "tooltip": tooltip},
    }
