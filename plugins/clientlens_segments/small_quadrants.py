"""The small quadrants: importance against performance, one small picture a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_WIDE, _NARROW = 250, 300
_ACROSS = 3
_DIGITS = 4


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
    urgent = set(panel.urgent)
    rows = [
        {
            "number": str(number),
            "importance": round(a, _DIGITS),
            "performance": round(b, _DIGITS),
            "is_urgent": number in urgent,
        }
        for number, a, b in panel.points
    ]
    cross = dict(zip("xy", (round(v, _DIGITS) for v in panel.cross), strict=True))
    dashed = {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG}
    plain, marked = theme.CLASS_STYLES["low_priority"], theme.CLASS_STYLES["concentrate"]
    return {
        "title": {"text": panel.name, "fontSize": theme.FONT_SIZE, "limit": size},
        "width": size,
        "height": size * 0.8,
        "layer": [
            {"mark": dashed, "data": {"values": [{}]}, "encoding": {"x": _at(x, cross["x"])}},
            {"mark": dashed, "data": {"values": [{}]}, "encoding": {"y": _at(y, cross["y"])}},
            {
                "data": {"values": [row for row in rows if not row["is_urgent"]]},
                "mark": {"type": "point", "filled": True, "size": 28, "color": plain.colour},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": [row for row in rows if row["is_urgent"]]},
                "mark": {
                    "type": "text",
                    "color": marked.text,
                    "fontWeight": "bold",
                    "fontSize": theme.FONT_SIZE_SMALL,
                },
                "encoding": {"x": x, "y": y, "text": {"field": "number", "type": "nominal"}},
            },
        ],
    }


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
