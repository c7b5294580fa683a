"""The radar: two levels of every dimension around a wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.plugin_api import FloatArray

DIGITS = 4
_WIDE, _NARROW = 560, 300
_RADIUS_WIDE, _RADIUS_NARROW = 150, 85
_LABEL_GAP = 14
"""How far beyond the rim names stand, in pixels."""
_ABOVE, _BELOW = 1.3, 1.2
"""What the picture shows above and below the hub, in radii."""
_ABOVE_HUB = 0.1
"""Nearer to the middle than that a name stands above or below the hub."""

_INNER, _OUTER = theme.CLASS_STYLES["keep_up"].colour, theme.TEXT_QUIET


@dataclass(frozen=True, slots=True)
class Spoke:
    """A dimension: what is expected (outer) and what is perceived (inner), scale points."""

    name: str
    outer: float
    inner: float


@dataclass(frozen=True, slots=True)
class _Page:
    """The room of the picture: its width and the wheel's radius in pixels, the size of names."""

    width: int
    radius: int
    font: float

    @property
    def height(self) -> int:
        return round(self.radius * (_ABOVE + _BELOW))

    def axis(self, field: str) -> dict[str, Any]:
        """One of both axes, in radii; a radius is as long on either."""
        side = self.width / 2 / self.radius
        domain = [-_BELOW, _ABOVE] if field.startswith("y") else [-side, side]
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def radar_specs(
    spokes: Sequence[Spoke], points: tuple[int, int], titles: tuple[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The wheel for a screen, and for a telephone; ``titles`` name the outer and inner level."""
    return (
        _spec(spokes, points, titles, _Page(_WIDE, _RADIUS_WIDE, theme.FONT_SIZE)),
        _spec(spokes, points, titles, _Page(_NARROW, _RADIUS_NARROW, theme.FONT_SIZE_SMALL)),
    )


def _spec(
    spokes: Sequence[Spoke], points: tuple[int, int], titles: tuple[str, str], page: _Page
) -> dict[str, Any]:
    low = _floor(spokes, points)
    angles = np.linspace(0, 2 * np.pi, len(spokes), endpoint=False)
    around = np.column_stack([np.sin(angles), np.cos(angles)])  # (m, 2), the first one on top
    levels = {
        title: _share(np.array([getattr(s, part) for s in spokes]), low, points[1])
        for title, part in zip(titles, ("outer", "inner"), strict=True)
    }
    return {
        "width": page.width,
        "height": page.height,
        "layer": [
            _rings(around, low, points[1], page),
            _spokes(around, page),
            _outlines(_points_of(levels, around, spokes, is_closed=True), titles, page),
            _dots(_points_of(levels, around, spokes, is_closed=False), titles, page),
            _names(around, spokes, page),
            _ring_labels(low, points[1], page),
        ],
        "config": {**theme.config(), "view": {"stroke": None}},
    }


def _floor(spokes: Sequence[Spoke], points: tuple[int, int]) -> int:
    """Where the wheel begins: the scale point below every level, so that differences show."""
    lowest = min(min(spoke.outer, spoke.inner) for spoke in spokes)
    return max(points[0], int(np.floor(lowest)) - 1)


def _share(values: FloatArray, low: float, high: float) -> FloatArray:
    return np.asarray((values - low) / (high - low))


def _place(xy: FloatArray) -> dict[str, float]:
    return {"x": round(float(xy[0]), DIGITS), "y": round(float(xy[1]), DIGITS)}


def _rings(around: FloatArray, low: int, high: int, page: _Page) -> dict[str, Any]:
    values = [
        {**_place(corner * radius), "ring": point, "order": i}
        for point in range(low + 1, high + 1)
        for radius in [(point - low) / (high - low)]
        for i, corner in enumerate([*around, around[0]])
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 1, "color": theme.LINE},
        "encoding": {
            "x": page.axis("x"),
            "y": page.axis("y"),
            "detail": {"field": "ring", "type": "nominal"},
            "order": {"field": "order"},
        },
    }


def _spokes(around: FloatArray, page: _Page) -> dict[str, Any]:
    values = [{**_place(corner), "x0": 0, "y0": 0} for corner in around]
    encoding = {
        "x": page.axis("x0"),
        "y": page.axis("y0"),
        "x2": {"field": "x"},
        "y2": {"field": "y"},
    }
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "strokeWidth": 1, "color": theme.LINE},
        "encoding": encoding,
    }


def _points_of(
    levels: dict[str, FloatArray], around: FloatArray, spokes: Sequence[Spoke], *, is_closed: bool
) -> list[dict[str, Any]]:
    return [
        {
            **_place(around[i % len(spokes)] * radii[i % len(spokes)]),
            "level": title,
            "name": spokes[i % len(spokes)].name,
            "value": round((spokes[i % len(spokes)].outer, spokes[i % len(spokes)].inner)[k], 2),
            "order": i,
        }
        for k, (title, radii) in enumerate(levels.items())
        for i in range(len(spokes) + is_closed)
    ]


def _outlines(points: list[dict[str, Any]], titles: tuple[str, str], page: _Page) -> dict[str, Any]:
    """One line for each level; their colours are those of the dots, which the legend names."""
    encoding = {"x": page.axis("x"), "y": page.axis("y"), "order": {"field": "order"}}
    looks = ((_OUTER, [5, 3]), (_INNER, [1, 0]))
    return {
        "layer": [
            {
                "data": {"values": [point for point in points if point["level"] == title]},
                "mark": {"type": "line", "strokeWidth": 2, "color": colour, "strokeDash": dash},
                "encoding": encoding,
            }
            for title, (colour, dash) in zip(titles, looks, strict=True)
        ]
    }


def _dots(points: list[dict[str, Any]], titles: tuple[str, str], page: _Page) -> dict[str, Any]:
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "level", "type": "nominal", "title": "  "},
        {"field": "value", "type": "quantitative", "title": "   "},
    ]
    encoding = {"x": page.axis("x"), "y": page.axis("y"), "color": _colour(titles)}
    return {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": theme.MARKER_AREA},
        "encoding": {**encoding, "tooltip": tooltip},
    }


def _colour(titles: tuple[str, str]) -> dict[str, Any]:
    return {
        "field": "level",
        "type": "nominal",
        "title": None,
        "sort": list(titles),
        "scale": {"domain": list(titles), "range": [_OUTER, _INNER]},
        "legend": {"orient": "top"},
    }


def _names(around: FloatArray, spokes: Sequence[Spoke], page: _Page) -> dict[str, Any]:
    """The names beyond the rim, growing away from it."""
    values: list[dict[str, Any]] = [
        {**_place(corner * (1 + _LABEL_GAP / page.radius)), "name": spoke.name}
        for corner, spoke in zip(around, spokes, strict=True)
    ]
    encoding = {
        "x": page.axis("x"),
        "y": page.axis("y"),
        "text": {"field": "name", "type": "nominal"},
    }
    return {
        "layer": [
            {
                "data": {"values": [value for value in values if _align(value["x"]) == align]},
                "mark": {
                    "type": "text",
                    "align": align,
                    "baseline": "middle",
                    "fontSize": page.font,
                },
                "encoding": encoding,
            }
            for align in ("center", "left", "right")
        ]
    }


def _align(x: float) -> str:
    """Which way a name grows: away from the hub."""
    if abs(x) < _ABOVE_HUB:
        return "center"
    return "left" if x > 0 else "right"


def _ring_labels(low: int, high: int, page: _Page) -> dict[str, Any]:
    values = [
        {"x": 0.02, "y": round((point - low) / (high - low), DIGITS), "text": str(point)}
        for point in range(low + 1, high + 1)
    ]
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "fontSize": theme.FONT_SIZE_SMALL - 1,
        "color": theme.TEXT_QUIET,
    }
    encoding = {
        "x": page.axis("x"),
        "y": page.axis("y"),
        "text": {"field": "text", "type": "nominal"},
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}
