"""The bar of variance: what part of it is sampling, what part method, what part both together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clientlens.drawing import theme
from clientlens_units.rows import DIGITS

_WIDE, _NARROW = 520, 250
_HEIGHT = 34
_LOOKS = {
    "sampling": (theme.CLASS_STYLES["keep_up"].colour, theme.WHITE),
    "method": (theme.CLASS_STYLES["overkill"].colour, theme.TEXT),
    "interaction": (theme.LINE, theme.TEXT),
}
_LEAST_NAMED = 0.06
"""A smaller part has no room for its percent; the note names all."""


def variance_specs(
    parts: Sequence[tuple[str, str, float]], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen and for a telephone; ``parts`` are codes, names and shares."""
    return _spec(parts, title, _WIDE), _spec(parts, title, _NARROW)


def _spec(parts: Sequence[tuple[str, str, float]], title: str, width: int) -> dict[str, Any]:
    rows, start = [], 0.0
    for code, name, share in parts:
        colour, text = _LOOKS[code]
        rows.append(
            {
                "name": name,
                "start": round(start, DIGITS),
                "end": round(start + share, DIGITS),
                "middle": round(start + share / 2, DIGITS),
                "text": f"{share:.0%}" if share >= _LEAST_NAMED else "",
                "colour": colour,
                "ink": text,
            }
        )
        start += share
    legend = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "symbolType": "square",
        "columns": len(rows) if width == _WIDE else 1,
    }
    scale = {"domain": [row["name"] for row in rows], "range": [row["colour"] for row in rows]}
    x = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}, "title": title}
    axis = {"format": "%", "tickCount": 5, "grid": False}
    return {
        "data": {"values": rows},
        "width": width,
        "height": _HEIGHT,
        "layer": [
            {
                "mark": {"type": "bar", "stroke": theme.WHITE, "strokeWidth": 1},
                "encoding": {
                    "x": {"field": "start", "axis": axis, **x},
                    "x2": {"field": "end"},
                    "color": {
                        "field": "name", "type": "nominal", "scale": scale, "legend": legend,
                    },
                },
            },
            {
                "mark": {"type": "text", "fontSize": theme.FONT_SIZE},
                "encoding": {
                    "x": {"field": "middle", "axis": axis, **x},
                    "text": {"field": "text"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
            },
        ],
        "config": theme.config(),
    }  # fmt: skip
