"""The chart of silhouettes: how they are spread in each segment, without a single respondent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_WIDE, _NARROW = 480, 170
_STEP = 30
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of the silhouettes of one segment."""

    name: str
    p10: float
    p25: float
    median: float
    p75: float
    p90: float


def silhouette_specs(
    spreads: Sequence[Spread], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone."""
    return _spec(spreads, title, _WIDE), _spec(spreads, title, _NARROW)


def _spec(spreads: Sequence[Spread], title: str, width: int) -> dict[str, Any]:
    rows = [
        {"number": i, **{key: _rounded(getattr(own, key)) for key in Spread.__slots__}}
        for i, own in enumerate(spreads)
    ]
    low = min(-0.1, *(row["p10"] for row in rows)) - 0.02
    high = max(own.p90 for own in spreads) + 0.05
    x = {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [round(low, 2), round(high, 2)], "nice": False},
        "axis": {"grid": True, "tickCount": 5},
    }
    y = {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(len(rows))),
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelColor": theme.TEXT,
            "labelLimit": 320 if width == _WIDE else 165,
            "ticks": False,
            "domain": False,
        },
    }
    colour = theme.CLASS_STYLES["keep_up"].colour
    return {
        "params": [{"name": "names", "value": [own.name for own in spreads]}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
                "encoding": {"x": {**x, "datum": 0}, "y": None},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 1.5, "color": theme.LINE_STRONG},
                "encoding": {"x": {**x, "field": "p10"}, "x2": {"field": "p90"}},
            },
            {
                "mark": {"type": "bar", "height": 11, "color": theme.LINE},
                "encoding": {"x": {**x, "field": "p25"}, "x2": {"field": "p75"}},
            },
            {
                "mark": {"type": "point", "filled": True, "color": colour, "opacity": 1},
                "encoding": {"x": {**x, "field": "median"}},
            },
        ],
        "config": theme.config(),
    }


def _rounded(value: float | str) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value
