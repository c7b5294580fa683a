"""The names in the quadrant chart: overlapping nothing, each in its own quadrant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Placement, Surroundings, place_labels
from clientlens.drawing.paragraph import wrap
from clientlens.plugin_api import FloatArray
from clientlens_quadrant.looks import as_drawn
from clientlens_quadrant.marks import CORNER_MARGIN, Layer, Panel, corners
from clientlens_quadrant.points import DIGITS

_LINE_HEIGHT = 1.25
"""Of a line of text, in font sizes."""

_BESIDE_MARK = 16
"""Pixels of a quadrant's width that a name beside its mark can't have."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How names are set: the field that is written, font sizes, what marks take up.

    ``corner_size`` is that of the titles in the corners, None where there are none.
    """

    text: str
    size: float
    corner_size: float | None
    mark_area: float


def names(panel: Panel, lettering: Lettering) -> list[Layer]:
    """A label for each point of a panel, and leader lines where a label stands apart."""
    rows = panel.rows
    if not rows:
        return []
    points = panel.frame.pixels(np.array([[r["performance"], r["importance"]] for r in rows]))
    size = lettering.size
    regions = np.array([_region(panel, row["class"]) for row in rows])  # (m, 4)
    room = regions[:, 2] - regions[:, 0] - _BESIDE_MARK  # (m,)
    texts = [
        wrap(str(row[lettering.text]), max(own, panel.frame.width / 4), size)
        for row, own in zip(rows, room.tolist(), strict=True)
    ]
    extents = [
        [max(text_width(line, size) for line in lines) + 1, len(lines) * size * _LINE_HEIGHT]
        for lines in texts
    ]
    placement = place_labels(
        points,
        np.array(extents),
        _surroundings(panel, lettering),
        regions=regions,
    )
    colours = [row["text_colour"] for row in rows]
    return [_leaders(panel, placement), _written(panel, placement, texts, colours, size)]


def _surroundings(panel: Panel, lettering: Lettering) -> Surroundings:
    width, height = panel.frame.width, panel.frame.height
    size = lettering.corner_size
    titles = [] if size is None else [_corner_box(panel, c, size) for c in corners(panel)]
    x, y = _crossing(panel)
    return Surroundings(
        frame=(2, 2, width - 2, height - 2),
        marker_radius=float(np.sqrt(lettering.mark_area / np.pi)),
        obstacles=titles,
        lines=[(x, 0, x, height), (0, y, width, y)],
    )


def _corner_box(panel: Panel, corner: tuple[str, str, bool, bool], size: float) -> list[float]:
    """Left, top, right, bottom of a title in a corner, with some room."""
    _, title, is_right, is_top = corner
    width, height = text_width(title, size, "bold") + CORNER_MARGIN, size * _LINE_HEIGHT
    left = panel.frame.width - width - CORNER_MARGIN if is_right else 0
    top = 0 if is_top else panel.frame.height - height - CORNER_MARGIN
    return [left, top, left + width + CORNER_MARGIN, top + height + CORNER_MARGIN]


def _crossing(panel: Panel) -> FloatArray:
    return np.asarray(panel.frame.pixels(panel.points.crossing[None])[0])


def _region(panel: Panel, quadrant: str) -> list[float]:
    """The quadrant in pixels; the whole frame for what lies on a line."""
    width, height = panel.frame.width, panel.frame.height
    x, y = np.clip(_crossing(panel), 0, [width, height]).tolist()
    return {
        "keep_up": [x, 0, width, y],
        "concentrate": [0, 0, x, y],
        "low_priority": [0, y, x, height],
        "overkill": [x, y, width, height],
    }.get(quadrant, [0, 0, width, height])


def _written(
    panel: Panel,
    placement: Placement,
    texts: Sequence[Sequence[str]],
    colours: list[str],
    size: float,
) -> Layer:
    """The names, in the colour of their class: one that found no room at home still tells it."""
    values = [
        {"text": line, "text_colour": colour, **_at(place)}
        for lines, colour, box, is_placed in zip(
            texts, colours, placement.boxes, placement.is_placed, strict=True
        )
        if is_placed
        for line, place in zip(lines, panel.frame.values(_middles(box, len(lines))), strict=True)
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": size,
        },
        "encoding": panel.axes
        | {"text": {"field": "text", "type": "nominal"}, "color": as_drawn("text_colour")},
    }


def _middles(box: FloatArray, lines: int) -> FloatArray:
    """(lines, 2) where the lines of a label begin, halfway up each."""
    left, top, _, bottom = box
    middles = top + (np.arange(lines) + 0.5) * (bottom - top) / lines
    return np.column_stack([np.full(lines, left), middles])


def _leaders(panel: Panel, placement: Placement) -> Layer:
    ends = placement.leaders[placement.has_leader]  # (l, 4)
    start, stop = panel.frame.values(ends[:, :2]), panel.frame.values(ends[:, 2:])
    values = [
        {**_at(one), "x2": _at(other)["performance"], "y2": _at(other)["importance"]}
        for one, other in zip(start, stop, strict=True)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "strokeWidth": 0.7, "color": theme.LINE_STRONG},
        "encoding": panel.axes | {"x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _at(place: FloatArray) -> dict[str, float]:
    return {
        "performance": round(float(place[0]), DIGITS),
        "importance": round(float(place[1]), DIGITS),
    }
