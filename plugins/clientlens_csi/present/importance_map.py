"""The importance-performance map: what moves the index against how it is judged today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Placement, Surroundings, place_labels
from clientlens.plugin_api import FloatArray

_WIDE, _NARROW = (700, 420), (300, 320)
_ROOM = 0.06
_LINE_HEIGHT = 1.25
_SMALLEST_EXTENT = (2.0, 0.02)
"""An axis shows at least so many points of the score, and of the effect."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A construct on the map: score and effect, each with the ends of its interval or NaN."""

    name: str
    performance: tuple[float, float, float]
    importance: tuple[float, float, float]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class MapTitles:
    """What the axes are called."""

    performance: str
    importance: str


def map_specs(spots: Sequence[Spot], titles: MapTitles) -> tuple[dict[str, Any], dict[str, Any]]:
    """The map for a screen, and for a telephone."""
    wide = _spec(spots, titles, _WIDE, theme.FONT_SIZE)
    return wide, _spec(spots, titles, _NARROW, theme.FONT_SIZE_SMALL - 1)


def _spec(
    spots: Sequence[Spot], titles: MapTitles, extent: tuple[int, int], size: float
) -> dict[str, Any]:
    np.array([[s.performance[0], s.importance[0]] for s in spots])  # (m, 2)
    low, high = _frame(_with_ends(spots))
    rows = [_row(spot, low, high) for spot in spots]
    placement = _labels(spots, (low, high), extent, size)
    axes = {
        "x": _axis("x", titles.performance, low[0], high[0], ".0f"),
        "y": _axis("y", titles.importance, low[1], high[1], ".2f"),
    }
    return {
        "width": extent[0],
        "height": extent[1],
        "layer": [
            _cross(rows, axes),
            _upright(rows, axes),
            _leaders(placement, (low, high), extent, axes),
            _points(rows, axes, titles),
            _names(placement, [s.name for s in spots], (low, high), extent, axes, size),
        ],
        "config": theme.config(),
    }


def _frame(places: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lower left and the upper right corner, with room for names."""
    low, high = places.min(axis=0), places.max(axis=0)
    width = np.maximum(high - low, _SMALLEST_EXTENT)
    middle = (low + high) / 2
    half = width * (0.5 + _ROOM)
    return np.round(middle - half, DIGITS), np.round(middle + half, DIGITS)


def _row(spot: Spot, low: FloatArray, high: FloatArray) -> dict[str, Any]:
    """Values of one construct; intervals end at the frame."""
    style = theme.CLASS_STYLES["low_priority" if spot.is_part else "keep_up"]
    row: dict[str, Any] = {"name": spot.name, "colour": style.colour}
    for i, (field, bounds) in enumerate((("x", spot.performance), ("y", spot.importance))):
        digits = 1 if field == "x" else 3
        row[field] = round(bounds[0], DIGITS)
        row[f"{field}_text"] = f"{bounds[0]:.{digits}f}"
        if not np.isnan(bounds[1]):
            ends = np.clip(bounds[1:], low[i], high[i])
            row[f"{field}_low"], row[f"{field}_high"] = (round(float(e), DIGITS) for e in ends)
            row[f"{field}_text"] += f"  [{bounds[1]:.{digits}f}, {bounds[2]:.{digits}f}]"
    return row


def _axis(field: str, title: str, low: float, high: float, form: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [float(low), float(high)], "zero": False, "nice": False},
        "axis": {"tickCount": 6, "format": form},
    }


def _labels(
    spots: Sequence[Spot],
    frame: tuple[FloatArray, FloatArray],
    extent: tuple[int, int],
    size: float,
) -> Placement:
    """Room for the names, rather beside the intervals than on them."""
    sizes = [[text_width(spot.name, size) + 1, size * _LINE_HEIGHT] for spot in spots]
    around = Surroundings(
        frame=(2, 2, extent[0] - 2, extent[1] - 2),
        marker_radius=float(np.sqrt(theme.MARKER_AREA / np.pi)),
        lines=_interval_lines(spots, frame, extent),
    )
    places = np.array([[s.performance[0], s.importance[0]] for s in spots])
    return place_labels(_pixels(places, frame, extent), np.array(sizes), around)


def _interval_lines(
    spots: Sequence[Spot], frame: tuple[FloatArray, FloatArray], extent: tuple[int, int]
) -> FloatArray:
    """(l, 4) both intervals of every construct that has them, in pixels."""
    ends = [
        end
        for s in spots
        if not np.isnan([*s.performance, *s.importance]).any()
        for end in (
            [s.performance[1], s.importance[0]],
            [s.performance[2], s.importance[0]],
            [s.performance[0], s.importance[1]],
            [s.performance[0], s.importance[2]],
        )
    ]
    return _pixels(np.array(ends).reshape(-1, 2), frame, extent).reshape(-1, 4)


def _with_ends(spots: Sequence[Spot]) -> FloatArray:
    """(3m, 2) the constructs, and the ends of their intervals where there are some."""
    corners = np.array([[s.performance, s.importance] for s in spots])  # (m, 2, 3)
    points = corners.transpose(2, 0, 1).reshape(-1, 2)
    return np.asarray(points[~np.isnan(points).any(axis=1)])


def _pixels(
    places: FloatArray, frame: tuple[FloatArray, FloatArray], extent: tuple[int, int]
) -> FloatArray:
    share = (places - frame[0]) / (frame[1] - frame[0])
    return np.asarray(np.column_stack([share[:, 0], 1 - share[:, 1]]) * extent)


def _values(
    pixels: FloatArray, frame: tuple[FloatArray, FloatArray], extent: tuple[int, int]
) -> FloatArray:
    share = pixels / np.array(extent)
    upright = np.column_stack([share[:, 0], 1 - share[:, 1]])
    return np.asarray(frame[0] + upright * (frame[1] - frame[0]))


def _cross(rows: list[dict[str, Any]], axes: dict[str, Any]) -> dict[str, Any]:
    x = {**axes["x"], "field": "x_low"}
    return _rule(rows, {"x": x, "x2": {"field": "x_high"}, "y": axes["y"]})


def _upright(rows: list[dict[str, Any]], axes: dict[str, Any]) -> dict[str, Any]:
    y = {**axes["y"], "field": "y_low"}
    return _rule(rows, {"x": axes["x"], "y": y, "y2": {"field": "y_high"}})


def _rule(rows: list[dict[str, Any]], encoding: dict[str, Any]) -> dict[str, Any]:
    known = [row for row in rows if "x_low" in row and "y_low" in row]
    mark = {"type": "rule", "strokeWidth": 1, "opacity": 0.45}
    return {"data": {"values": known}, "mark": mark, "encoding": {**encoding, "color": _colour()}}


def _points(rows: list[dict[str, Any]], axes: dict[str, Any], titles: MapTitles) -> dict[str, Any]:
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "x_text", "type": "nominal", "title": titles.performance},
        {"field": "y_text", "type": "nominal", "title": titles.importance},
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": theme.MARKER_AREA, "opacity": 1},
        "encoding": {**axes, "color": _colour(), "tooltip": tooltip},
    }


def _names(
    placement: Placement,
    names: Sequence[str],
    frame: tuple[FloatArray, FloatArray],
    extent: tuple[int, int],
    axes: dict[str, Any],
    size: float,
) -> dict[str, Any]:
    left, top, _, bottom = placement.boxes.T
    places = _values(np.column_stack([left, (top + bottom) / 2]), frame, extent)
    values = [
        {"name": name, "x": round(float(x), DIGITS), "y": round(float(y), DIGITS)}
        for name, (x, y), is_placed in zip(names, places, placement.is_placed, strict=True)
        if is_placed
    ]
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": size}
    text = {"field": "name", "type": "nominal"}
    return {"data": {"values": values}, "mark": mark, "encoding": {**axes, "text": text}}


def _leaders(
    placement: Placement,
    frame: tuple[FloatArray, FloatArray],
    extent: tuple[int, int],
    axes: dict[str, Any],
) -> dict[str, Any]:
    ends = placement.leaders[placement.has_leader]
    start, stop = (_values(part, frame, extent) for part in (ends[:, :2], ends[:, 2:]))
    values = [
        {
            "x": round(float(one[0]), DIGITS),
            "y": round(float(one[1]), DIGITS),
            "x2": round(float(other[0]), DIGITS),
            "y2": round(float(other[1]), DIGITS),
        }
        for one, other in zip(start, stop, strict=True)
    ]
    encoding = {**axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    mark = {"type": "rule", "strokeWidth": 0.7, "color": theme.LINE_STRONG}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _colour() -> dict[str, Any]:
    return {"field": "colour", "type": "nominal", "scale": None, "legend": None}
