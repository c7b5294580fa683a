"""The certainty chart: the probability of every class, indicator by indicator."""

from __future__ import annotations

from typing import Any

from clientlens.drawing import theme
from clientlens.plugin_api import Chart, Messages
from clientlens_quadrant.legend import strip
from clientlens_quadrant.looks import as_drawn, look_of
from clientlens_quadrant.marks import finished
from clientlens_quadrant.points import DIGITS, Points, names_by_number
from clientlens_quadrant.quadrants import CLASSES

_WIDE, _NARROW = 560, 150
_STEP = 20
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
    dimensions = list(dict.fromkeys(row["dimension"] for row in points.rows))
    header = {
        "title": None,
        "labelExpr": "dimensions[datum.value]",
        "labelOrient": "top",
        "labelAnchor": "start",
        "labelFontWeight": "bold",
        "labelPadding": 2,
    }
    bars = {
        "data": {"values": _bars(points, dimensions, words)},
        "facet": {"row": {"field": "block", "type": "nominal", "header": header}},
        "spacing": 10,
        "spec": {
            "width": width,
            "height": {"step": _STEP},
            "view": {"stroke": None},
            "layer": [_stacked(points, words, size), _share_of_own(points, size)],
        },
        "resolve": {"scale": {"y": "independent"}},
    }
    classes = [(words(f"class-{name}"), _solid(name)) for name in CLASSES]
    params = [names_by_number(points), {"name": "dimensions", "value": dimensions}]
    return finished({"params": params, "vconcat": [strip(classes, width, "square"), bars]})


def _solid(name: str) -> dict[str, str]:
    """The look of a class in a bar, which has no open marks."""
    return {**look_of(name), "fill": look_of(name)["colour"]}


def _stacked(points: Points, words: Messages, size: float) -> dict[str, Any]:
    title = words("quadrant-probability")
    tooltip = {
        "name": words("quadrant-indicator"),
        "class_name": words("quadrant-class"),
        "share_text": title,
    }
    return {
        "mark": {"type": "bar", "height": _STEP - 6, "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "from",
                "type": "quantitative",
                "title": None,
                "scale": {"domain": [0, 1], "nice": False},
                "axis": {"format": ".0%", "values": [0, 0.5, 0.8, 1], "gridColor": theme.LINE},
            },
            "x2": {"field": "to"},
            "y": _by_indicator(points, size),
            "fill": as_drawn("colour"),
            "stroke": as_drawn("edge"),
            "tooltip": [
                {"field": field, "type": "nominal", "title": text}
                for field, text in tooltip.items()
            ],
        },
    }


def _share_of_own(points: Points, size: float) -> dict[str, Any]:
    """The probability of its class, behind the bar."""
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 6,
            "fontSize": size - 1,
            "color": theme.TEXT_QUIET,
        },
        "encoding": {
            "x": {"datum": 1, "type": "quantitative"},
            "y": _by_indicator(points, size),
            "text": {"field": "own_text", "type": "nominal"},
        },
    }


def _by_indicator(points: Points, size: float) -> dict[str, Any]:
    return {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": [row["number"] for row in points.rows],
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": 240,
            "ticks": False,
            "domain": False,
        },
    }


def _bars(points: Points, dimensions: list[str], words: Messages) -> list[dict[str, Any]]:
    """One bar for each class of each indicator; what has no share is left out, but for its own."""
    bars = []
    for row in points.rows:
        start = 0.0
        for name in CLASSES:
            share = row[f"p_{name}"]
            if share > 0 or name == row["class"]:
                block = dimensions.index(row["dimension"])
                bars.append({"block": block, **_bar(row, name, start, words)})
            start += share
    return bars


def _bar(row: dict[str, Any], name: str, start: float, words: Messages) -> dict[str, Any]:
    look, share = look_of(name), row[f"p_{name}"]
    return {
        "indicator": row["indicator"],
        "number": row["number"],
        "name": row["name"],
        "dimension": row["dimension"],
        "class_name": words(f"class-{name}"),
        "share_text": f"{share:.0%}",
        "from": round(start, DIGITS),
        "to": round(start + share, DIGITS),
        "colour": look["colour"],
        "edge": theme.WHITE,
        "own_text": f"{share:.0%}" if name == row["class"] else "",
    }
