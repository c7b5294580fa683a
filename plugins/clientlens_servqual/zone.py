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
    return _spec(bars, title, _WIDE, theme.FONT_SIZE), _spec(
        bars, title, _NARROW, theme.FONT_SIZE_SMALL - 1
    )


def _spec(bars: Sequence[ZoneBar], title: str, width: int, font: float) -> dict[str, Any]:
    rows = [
        {
            "number": i,
            "name": bar.name,
            "acceptable": round(bar.acceptable, DIGITS),
            "desired": round(bar.desired, DIGITS),
            "text": f"{bar.acceptable:+.2f} … {bar.desired:+.2f}",
        }
        for i, bar in enumerate(bars)
    ]
    ends = [0.0, *(b.acceptable for b in bars), *(b.desired for b in bars)]
    x = {
        "type": "quantitative",
        "title": title,
        "scale": {
            "domain": [float(np.floor(2 * min(ends)) / 2), float(np.ceil(2 * max(ends)) / 2)],
            "nice": False,
            "zero": False,
        },
        "axis": {"tickCount": 6, "grid": False},
    }
    y = {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(len(rows))),
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": font,
            "labelColor": theme.TEXT,
            "labelLimit": 300,
            "ticks": False,
            "domain": False,
            "grid": True,
        },
    }
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "text", "type": "nominal", "title": "  "},
    ]
    return {
        "params": [{"name": "names", "value": [row["name"] for row in rows]}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "height": 10, "color": _ZONE, "opacity": 0.8},
                "encoding": {
                    "x": {**x, "field": "acceptable"},
                    "x2": {"field": "desired"},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "rule", "color": theme.TEXT, "strokeWidth": 1.5},
                "encoding": {"x": {**x, "datum": 0}, "y": None},
            },
        ],
        "config": theme.config(),
    }
