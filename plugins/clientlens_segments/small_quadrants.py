"""The small quadrants: importance against performance, one small picture a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Surroundings, place_labels

_WIDE, _NARROW = 250, 300
_ACROSS = 3
_DIGITS = 4
_HIGH = 0.8
"""Height of a panel by its width."""

_MARK, _RADIUS = 36, 4.0
"""Of what is urgent: its area in square pixels, and its radius."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One segment: its name, and for every indicator number, importance and performance."""

    name: str
    points: tuple[tuple[int, float, float], ...]

    @property
    def cross(self) -> tuple[float, float]:
        """The means of importance and of performance."""
        n = len(self.points)
        return sum(p[1] for p in self.points) / n, sum(p[2] for p in self.points) / n

    @property
    def urgent(self) -> list[int]:
        """Indicators above the mean in importance and below it in performance."""
        x, y = self.cross
        return [number for number, a, b in self.points if a > x and b < y]


def quadrant_specs(
    panels: Sequence[Panel], titles: tuple[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The charts for a screen, and for a telephone."""
    return _spec(panels, titles, _WIDE, _ACROSS), _spec(panels, titles, _NARROW, 1)


def _spec(
    panels: Sequence[Panel], titles: tuple[str, str], size: int, across: int
) -> dict[str, Any]:
    all_points = [point for panel in panels for point in panel.points]
    domains = []
    for i in (1, 2):
        low, high = min(p[i] for p in all_points), max(p[i] for p in all_points)
        margin = 0.06 * (high - low) or 0.1
        domains.append([round(low - margin, 2), round(high + margin, 2)])
    return {
        "concat": [_panel(panel, titles, domains, size) for panel in panels],
        "columns": across,
        "config": theme.config(),
    }


def _panel(
    panel: Panel, titles: tuple[str, str], domains: list[list[float]], size: int
) -> dict[str, Any]:
    x = _axis("importance", titles[0], domains[0])
    y = _axis("performance", titles[1], domains[1])
    rows = {
        number: {"importance": round(a, _DIGITS), "performance": round(b, _DIGITS)}
        for number, a, b in panel.points
    }
    urgent = panel.urgent
    cross = dict(zip("xy", (round(v, _DIGITS) for v in panel.cross), strict=True))
    dashed = {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG}
    plain, marked = theme.CLASS_STYLES["low_priority"], theme.CLASS_STYLES["concentrate"]
    point = {"type": "point", "filled": True, "opacity": 1}
    return {
        "title": {"text": panel.name, "fontSize": theme.FONT_SIZE, "limit": size},
        "width": size,
        "height": size * _HIGH,
        "layer": [
            {"mark": dashed, "data": {"values": [{}]}, "encoding": {"x": _at(x, cross["x"])}},
            {"mark": dashed, "data": {"values": [{}]}, "encoding": {"y": _at(y, cross["y"])}},
            {
                "data": {"values": [row for number, row in rows.items() if number not in urgent]},
                "mark": {**point, "size": 24, "color": plain.colour},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": [rows[number] for number in urgent]},
                "mark": {**point, "size": _MARK, "color": marked.colour, "shape": marked.shape},
                "encoding": {"x": x, "y": y},
            },
            *_numbers(panel, domains, size),
        ],
    }


def _numbers(panel: Panel, domains: list[list[float]], size: int) -> list[dict[str, Any]]:
    """The numbers of the urgent ones beside their marks, none on another; else left out."""
    numbers = [str(number) for number in panel.urgent]  # in the order of the points
    extent = np.array([size, size * _HIGH])
    low, high = np.array(domains).T
    share = (np.array([*(p[1:] for p in panel.points), panel.cross]) - low) / (high - low)
    *pixels, (x, y) = np.column_stack([share[:, 0], 1 - share[:, 1]]) * extent
    is_urgent = np.array([number in panel.urgent for number, _, _ in panel.points])
    others = np.array(pixels)[~is_urgent]
    around = Surroundings(
        frame=(1, 1, extent[0] - 1, extent[1] - 1),
        marker_radius=_RADIUS,
        obstacles=np.hstack([others - _RADIUS, others + _RADIUS]),
        lines=[[x, 0, x, extent[1]], [0, y, extent[0], y]],
    )
    letters = theme.FONT_SIZE_SMALL - 1
    sizes = [[text_width(number, letters, "bold") + 1, letters] for number in numbers]
    own = np.array(pixels)[is_urgent]
    placed = place_labels(own, np.array(sizes).reshape(-1, 2), around)
    left, top, _, bottom = placed.boxes.T
    rows = [
        {"x": round(float(x), 1), "y": round(float(y), 1), "number": number}
        for number, x, y, is_placed in zip(
            numbers, left, (top + bottom) / 2, placed.is_placed, strict=True
        )
        if is_placed
    ]
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "color": theme.CLASS_STYLES["concentrate"].text,
        "fontWeight": "bold",
        "fontSize": letters,
    }
    leaders = [
        dict(zip(("x", "y", "x2", "y2"), map(float, line.round(1)), strict=True))
        for line in placed.leaders[placed.has_leader]
    ]
    where = {
        name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in "xy"
    }
    return [
        {
            "data": {"values": leaders},
            "mark": {"type": "rule", "strokeWidth": 0.7, "color": theme.LINE_STRONG},
            "encoding": {**where, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        {
            "data": {"values": rows},
            "mark": mark,
            "encoding": {**where, "text": {"field": "number", "type": "nominal"}},
        },
    ]


def _axis(field: str, title: str, domain: list[float]) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": {"grid": False, "tickCount": 4},
    }


def _at(axis: dict[str, Any], value: float) -> dict[str, Any]:
    return {**{k: v for k, v in axis.items() if k != "field"}, "datum": value}
