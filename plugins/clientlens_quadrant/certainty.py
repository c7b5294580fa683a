"""The certainty chart: the probability of every class, indicator by indicator."""

from __future__ import annotations

from typing import Any

from clientlens.drawing import theme
from clientlens.plugin_api import Chart, Messages
from clientlens_quadrant.looks import as_drawn, look_of
from clientlens_quadrant.points import DIGITS, Points
from clientlens_quadrant.quadrants import CLASSES

_WIDE, _NARROW = 560, 170
_STEP = 21
"""Pixels from bar to bar."""


def certainty_chart(points: Points, words: Messages) -> Chart:
    """Stacked bars, dimension by dimension: one colour is certain, several are not."""
    return Chart(
        name="certainty",
        title=words("quadrant-chart-certainty"),
        description=words("quadrant-chart-certainty-describes"),
        wide=_spec(points, words, _WIDE, theme.FONT_SIZE),
        narrow=_spec(points, words, _NARROW, theme.FONT_SIZE_SMALL - 1),
        note=words("quadrant-chart-certainty-note"),
    )


def _spec(points: Points, words: Messages, width: int, size: float) -> dict[str, Any]:
    names = [row["name"] for row in points.rows]
    bars = {
        "mark": {"type": "bar", "height": _STEP - 6},
        "encoding": {
            "x": {
                "field": "from",
                "type": "quantitative",
                "title": words("quadrant-probability"),
                "scale": {"domain": [0, 1], "nice": False},
                "axis": {"format": ".0%", "values": [0, 0.5, 0.8, 1], "orient": "top"},
            },
            "x2": {"field": "to"},
            "y": {
                "field": "name",
                "type": "nominal",
                "title": None,
                "sort": names,
                "axis": {"labelLimit": 240, "labelFontSize": size, "ticks": False},
            },
            "color": as_drawn("colour"),
            "stroke": as_drawn("edge"),
            "tooltip": _tooltip(words),
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": theme.config(),
        "data": {"values": _bars(points, words)},
        "width": width,
        "height": {"step": _STEP},
        "layer": [bars, _shares(words, names), *_dividers(points, names)],
    }


def _bars(points: Points, words: Messages) -> list[dict[str, Any]]:
    """One bar for each class of each indicator; what has no share is left out."""
    bars = []
    for row in points.rows:
        start = 0.0
        for name in CLASSES:
            share = row[f"p_{name}"]
            if share > 0:
                bars.append(_bar(row, name, start, share, words))
            start += share
    return bars


def _bar(
    row: dict[str, Any], name: str, start: float, share: float, words: Messages
) -> dict[str, Any]:
    look = look_of(name)
    is_own = name == row["class"]
    return {
        "name": row["name"],
        "dimension": row["dimension"],
        "class_name": words(f"quadrant-class-{name}"),
        "share": share,
        "from": round(start, DIGITS),
        "to": round(start + share, DIGITS),
        "colour": look["fill"],
        "edge": theme.WHITE if look["fill"] == look["colour"] else look["colour"],
        "own": is_own,
    }
