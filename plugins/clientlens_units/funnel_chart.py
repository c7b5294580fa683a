"""The funnel: scores beside numbers of respondents, with the limits of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens_units.rows import DIGITS

_WIDE, _NARROW = (620, 360), (250, 270)


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit; ``side`` is ``far_below`` … ``far_above`` as the table has it."""

    name: str
    n: float
    score: float
    side: str


@dataclass(frozen=True, slots=True)
class FunnelLimit:
    """Limits at a number of respondents: at 95 %, and the outer ones at 99.8 %."""

    n: float
    low: float
    high: float
    outer_low: float
    outer_high: float


_LOOKS = {
    "far_below": (theme.CLASS_STYLES["concentrate"].colour, "triangle-down"),
    "below": (theme.CLASS_STYLES["concentrate"].colour, "circle"),
    "inside": (theme.LINE_STRONG, "circle"),
    "above": (theme.CLASS_STYLES["keep_up"].colour, "circle"),
    "far_above": (theme.CLASS_STYLES["keep_up"].colour, "triangle-up"),
}
_OFFSETS = {"far_below": 13, "far_above": -12}
_LIMITS = (("low", [5, 3]), ("high", [5, 3]), ("outer_low", [1, 0]), ("outer_high", [1, 0]))


def funnel_specs(
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimit],
    centre: float,
    titles: tuple[str, str],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen and for a telephone; ``titles`` are of n and of the score."""
    return (
        _spec(points, limits, centre, titles, _WIDE),
        _spec(points, limits, centre, titles, _NARROW),
    )


def _spec(
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimit],
    centre: float,
    titles: tuple[str, str],
    size: tuple[int, int],
) -> dict[str, Any]:
    curve = [{"n": round(x.n, DIGITS), **_ends(x)} for x in limits]
    rows = [_point(point) for point in points]
    return {
        "width": size[0],
        "height": size[1],
        "layer": [
            *({"data": {"values": curve}, **_limit(name, dash, titles)} for name, dash in _LIMITS),
            _centre(centre),
            {"data": {"values": rows}, **_marks(titles)},
            *({"data": {"values": rows}, **_names(titles, size[0], side)} for side in _OFFSETS),
        ],
        "config": theme.config(),
    }


def _ends(limit: FunnelLimit) -> dict[str, float]:
    return {name: round(getattr(limit, name), DIGITS) for name, _ in _LIMITS}


def _point(point: FunnelPoint) -> dict[str, Any]:
    colour, shape = _LOOKS[point.side]
    return {
        "name": point.name,
        "n": point.n,
        "score": round(point.score, DIGITS),
        "colour": colour,
        "shape": shape,
        "side": point.side,
    }


def _x(titles: tuple[str, str]) -> dict[str, Any]:
    scale = {"zero": False, "nice": False, "padding": 18}
    axis = {"grid": False, "tickCount": 6}
    return {"field": "n", "type": "quantitative", "title": titles[0], "scale": scale, "axis": axis}


def _y(field: str, titles: tuple[str, str]) -> dict[str, Any]:
    scale = {"zero": False, "nice": True}
    return {"field": field, "type": "quantitative", "title": titles[1], "scale": scale}


def _limit(name: str, dash: list[int], titles: tuple[str, str]) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "color": theme.LINE_STRONG, "strokeWidth": 1, "strokeDash": dash},
        "encoding": {"x": _x(titles), "y": _y(name, titles)},
    }


def _centre(centre: float) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "color": theme.LINE},
        "encoding": {"y": {"datum": round(centre, DIGITS)}},
    }


def _marks(titles: tuple[str, str]) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "size": theme.MARKER_AREA, "filled": True, "opacity": 1},
        "encoding": {
            "x": _x(titles),
            "y": _y("score", titles),
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None},
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "n", "type": "quantitative", "title": titles[0]},
                {"field": "score", "type": "quantitative", "title": titles[1], "format": ".1f"},
            ],
        },
    }


def _names(titles: tuple[str, str], width: int, side: str) -> dict[str, Any]:
    """Names of the units outside on one side, away from the limits."""
    size = theme.FONT_SIZE_SMALL if width == _WIDE[0] else theme.FONT_SIZE_SMALL - 1
    return {
        "transform": [{"filter": f"datum.side === '{side}'"}],
        "mark": {"type": "text", "dy": _OFFSETS[side], "fontSize": size, "color": theme.TEXT},
        "encoding": {"x": _x(titles), "y": _y("score", titles), "text": {"field": "name"}},
    }
