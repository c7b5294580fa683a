"""The funnel: scores beside numbers of respondents, with the limits of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Placement, Surroundings, place_labels
from clientlens.plugin_api import FloatArray
from clientlens_units.rows import DIGITS

_MARGIN = 0.06
"""Of the range of numbers, around the outermost."""

_LINE_HEIGHT = 1.25
_RADIUS = float(np.sqrt(theme.MARKER_AREA / np.pi))


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit; ``side`` is ``far_below`` … ``far_above`` as the table has it."""

    name: str
    n: float
    score: float
    side: str

    @property
    def is_named(self) -> bool:
        """Whether it lies beyond the outer limits."""
        return self.side.startswith("far_")


@dataclass(frozen=True, slots=True)
class FunnelLimit:
    """Limits at a number of respondents: at 95 %, and the outer ones at 99.8 %."""

    n: float
    low: float
    high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """What is drawn; ``titles`` are of the number of respondents and of the score."""

    points: Sequence[FunnelPoint]
    limits: Sequence[FunnelLimit]
    centre: float
    titles: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot in pixels, the range of numbers that it shows, and the size of its names."""

    width: int
    height: int
    size: float
    n: tuple[float, float]
    score: tuple[float, float]

    def pixels(self, points: Sequence[FunnelPoint]) -> FloatArray:
        """(m, 2) where points lie, y downwards."""
        at = np.array([(point.n, point.score) for point in points], dtype=np.float64)
        return (at - self._origin) / self._step

    def values(self, pixels: FloatArray) -> FloatArray:
        """(m, 2) the number and the score at pixels."""
        return np.asarray(self._origin + pixels * self._step)

    @property
    def _origin(self) -> FloatArray:
        return np.array([self.n[0], self.score[1]])

    @property
    def _step(self) -> FloatArray:
        down = self.score[0] - self.score[1]
        return np.array([(self.n[1] - self.n[0]) / self.width, down / self.height])


_LOOKS = {
    "far_below": (theme.CLASS_STYLES["concentrate"].colour, "triangle-down"),
    "below": (theme.CLASS_STYLES["concentrate"].colour, "circle"),
    "inside": (theme.LINE_STRONG, "circle"),
    "above": (theme.CLASS_STYLES["keep_up"].colour, "circle"),
    "far_above": (theme.CLASS_STYLES["keep_up"].colour, "triangle-up"),
}
_LIMITS = (("low", [5, 3]), ("high", [5, 3]), ("outer_low", [1, 0]), ("outer_high", [1, 0]))


def funnel_specs(funnel: Funnel) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen and for a telephone."""
    small = theme.FONT_SIZE_SMALL
    return _spec(funnel, (620, 360, small)), _spec(funnel, (250, 280, small - 1))


def _spec(funnel: Funnel, measures: tuple[int, int, float]) -> dict[str, Any]:
    frame = _frame(funnel, measures)
    axes = _axes(funnel, frame)
    curve = [{"n": round(limit.n, DIGITS), **_ends(limit)} for limit in funnel.limits]
    layers = [
        *({"data": {"values": curve}, **_limit(name, dash, axes)} for name, dash in _LIMITS),
        _centre(funnel.centre),
        {"data": {"values": [_point(point) for point in funnel.points]}, **_marks(axes, funnel)},
    ]
    if any(point.is_named for point in funnel.points):
        layers += _names(funnel.points, frame, axes)
    size = {"width": frame.width, "height": frame.height}
    return {**size, "layer": layers, "config": theme.config()}


def _frame(funnel: Funnel, measures: tuple[int, int, float]) -> _Frame:
    """Numbers from the least to the most with some room, whatever unit they are of."""
    n = [point.n for point in funnel.points]
    scores = [point.score for point in funnel.points]
    scores += [end for limit in funnel.limits for end in (limit.outer_low, limit.outer_high)]
    return _Frame(*measures, _with_room(n), _with_room(scores))


def _with_room(numbers: Sequence[float]) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    room = _MARGIN * (high - low) or 1.0
    return round(low - room, DIGITS), round(high + room, DIGITS)


def _ends(limit: FunnelLimit) -> dict[str, float]:
    return {name: round(getattr(limit, name), DIGITS) for name, _ in _LIMITS}


def _point(point: FunnelPoint) -> dict[str, Any]:
    colour, shape = _LOOKS[point.side]
    score = round(point.score, DIGITS)
    return {"name": point.name, "n": point.n, "score": score, "colour": colour, "shape": shape}


def _axes(funnel: Funnel, frame: _Frame) -> tuple[dict[str, Any], dict[str, Any]]:
    """The channels of both axes but for their fields."""
    x = {
        "type": "quantitative",
        "title": funnel.titles[0],
        "scale": {"domain": list(frame.n), "nice": False, "zero": False},
        "axis": {"grid": False, "tickCount": 6, "tickMinStep": 1},
    }
    y = {
        "type": "quantitative",
        "title": funnel.titles[1],
        "scale": {"domain": list(frame.score), "nice": False, "zero": False},
    }
    return x, y


_Axes = tuple[dict[str, Any], dict[str, Any]]


def _limit(name: str, dash: list[int], axes: _Axes) -> dict[str, Any]:
    x, y = axes
    return {
        "mark": {"type": "line", "color": theme.LINE_STRONG, "strokeWidth": 1, "strokeDash": dash},
        "encoding": {"x": {"field": "n", **x}, "y": {"field": name, **y}},
    }


def _centre(centre: float) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "color": theme.LINE_STRONG, "strokeWidth": 0.5},
        "encoding": {"y": {"datum": round(centre, DIGITS)}},
    }


def _marks(axes: _Axes, funnel: Funnel) -> dict[str, Any]:
    x, y = axes
    titles = funnel.titles
    return {
        "mark": {"type": "point", "size": theme.MARKER_AREA, "filled": True, "opacity": 1},
        "encoding": {
            "x": {"field": "n", **x},
            "y": {"field": "score", **y},
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None},
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "n", "type": "quantitative", "title": titles[0]},
                {"field": "score", "type": "quantitative", "title": titles[1], "format": ".1f"},
            ],
        },
    }


def _names(points: Sequence[FunnelPoint], frame: _Frame, axes: _Axes) -> list[dict[str, Any]]:
    """Names of the units beyond the outer limits, where they cover nothing; others on a touch."""
    named = [point for point in points if point.is_named]
    placement = _placed(named, [point for point in points if not point.is_named], frame)
    left, top, _, bottom = placement.boxes.T
    middle = frame.values(np.column_stack([left, (top + bottom) / 2])).round(DIGITS).tolist()
    rows = [
        {"name": point.name, "n": n, "score": score}
        for point, (n, score), is_placed in zip(named, middle, placement.is_placed, strict=True)
        if is_placed
    ]
    return [*_leaders(placement, frame, axes), _written(rows, frame.size, axes)]


def _placed(named: Sequence[FunnelPoint], rest: Sequence[FunnelPoint], frame: _Frame) -> Placement:
    marks = frame.pixels(rest) if rest else np.zeros((0, 2))
    extents = [[text_width(p.name, frame.size) + 1, frame.size * _LINE_HEIGHT] for p in named]
    surroundings = Surroundings(
        frame=(2, 2, frame.width - 2, frame.height - 2),
        marker_radius=_RADIUS,
        obstacles=np.hstack([marks - _RADIUS, marks + _RADIUS]),
    )
    return place_labels(frame.pixels(named), np.array(extents), surroundings)


def _leaders(placement: Placement, frame: _Frame, axes: _Axes) -> list[dict[str, Any]]:
    """Lines from marks to names that stand apart from them."""
    kept = placement.leaders[placement.has_leader]
    starts, ends = (frame.values(kept[:, own]).round(DIGITS) for own in ([0, 1], [2, 3]))
    keys = ("n", "score", "n_end", "score_end")
    rows = [dict(zip(keys, row, strict=True)) for row in np.hstack([starts, ends]).tolist()]
    x, y = axes
    layer = {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": theme.LINE_STRONG, "strokeWidth": 0.7},
        "encoding": {
            "x": {"field": "n", **x},
            "y": {"field": "score", **y},
            "x2": {"field": "n_end"},
            "y2": {"field": "score_end"},
        },
    }
    return [layer] if rows else []


def _written(rows: list[dict[str, Any]], size: float, axes: _Axes) -> dict[str, Any]:
    x, y = axes
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": size}
    return {
        "data": {"values": rows},
        "mark": {**mark, "color": theme.TEXT},
        "encoding": {
            "x": {"field": "n", **x},
            "y": {"field": "score", **y},
            "text": {"field": "name"},
        },
    }
