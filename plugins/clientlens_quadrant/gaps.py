"""The gap chart: importance beside performance, the widest gap on top."""

from __future__ import annotations

from typing import Any

from clientlens.drawing import theme
from clientlens.plugin_api import Chart, Messages
from clientlens_quadrant.legend import strip
from clientlens_quadrant.looks import as_drawn
from clientlens_quadrant.marks import finished
from clientlens_quadrant.points import Points, names_by_number

_WIDE, _NARROW = 600, 170
_STEP = 22
_APART = 5
"""Pixels between the middle of a row and the interval of each mean."""

_IMPORTANCE = {"colour": theme.TEXT, "fill": theme.WHITE, "shape": "diamond"}
_PERFORMANCE = {"colour": theme.TEXT_QUIET, "fill": theme.TEXT_QUIET, "shape": "circle"}


def gap_chart(points: Points, words: Messages) -> Chart:
    """Both means of every indicator with their intervals, joined by a bar."""
    return Chart(
        name="gaps",
        title=words("quadrant-chart-gaps"),
        description=words("quadrant-chart-gaps-describes"),
        wide=_spec(points, _WIDE, theme.FONT_SIZE),
        narrow=_spec(points, _NARROW, theme.FONT_SIZE_SMALL - 1),
        note=words("quadrant-chart-gaps-note"),
    )


def _spec(points: Points, width: int, size: float) -> dict[str, Any]:
    rows = sorted(points.rows, key=lambda row: row["performance"] - row["importance"])
    y = {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": [row["number"] for row in rows],
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": 240,
            "ticks": False,
            "domain": False,
            "grid": True,
        },
    }
    has_intervals = "importance_low" in rows[0]
    layers = [_joint(y)]
    for field, shift, look in (
        ("importance", -_APART, _IMPORTANCE),
        ("performance", _APART, None),
    ):
        layers += [_interval(field, shift, y)] if has_intervals else []
        layers.append(_mean(field, look, y, points))
    plot = {
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "layer": layers,
    }
    legend = [(points.importance, _IMPORTANCE), (points.performance, _PERFORMANCE)]
    return finished({"params": [names_by_number(points)], "vconcat": [strip(legend, width), plot]})


def _x(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False},
        "axis": {"format": ".1f", "tickCount": 6, "grid": False},
    }


def _joint(y: dict[str, Any]) -> dict[str, Any]:
    encoding = {"x": _x("importance"), "x2": {"field": "performance"}, "y": y}
    mark = {"type": "rule", "strokeWidth": 4, "opacity": 0.35}
    return {"mark": mark, "encoding": {**encoding, "color": as_drawn("colour")}}


def _interval(field: str, shift: int, y: dict[str, Any]) -> dict[str, Any]:
    encoding = {"x": _x(f"{field}_low"), "x2": {"field": f"{field}_high"}, "y": y}
    mark = {"type": "rule", "strokeWidth": 1, "yOffset": shift, "y2Offset": shift}
    return {"mark": mark, "encoding": {**encoding, "color": as_drawn("text_colour")}}


def _mean(
    field: str,
    look: dict[str, str] | None,
    y: dict[str, Any],
    points: Points,
) -> dict[str, Any]:
    """A mean; in the look of the class, or in one look for all."""
    encoding: dict[str, Any] = {
        "fill": as_drawn("fill"),
        "stroke": as_drawn("colour"),
        "shape": {"value": "circle"},
    }
    if look:
        encoding = {
            "fill": {"value": look["fill"]},
            "stroke": {"value": look["colour"]},
            "shape": {"value": look["shape"]},
        }
    return {
        "mark": {"type": "point", "size": theme.MARKER_AREA, "opacity": 1, "strokeWidth": 1.3},
        "encoding": {
            "x": _x(field),
            "y": y,
            **encoding,
            "tooltip": points.tooltip(),
        },
    }
