"""The scatter chart: named points on a plane, over areas that say what a place means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Placement, Surroundings, place_labels

Layer = dict[str, Any]
_WIDE, _NARROW = (680, 460), (290, 340)
_LINE_HEIGHT = 1.25
_KEY_ROW = 17
_MARGIN = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A point: its name, its place, the class in `theme.CLASS_STYLES` that it looks like.

    ``text`` is what a tooltip adds to the name; an unsure point is drawn open.
    """

    name: str
    x: float
    y: float
    style: str
    text: str
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the plane with its title; sides that have no end are infinite."""

    title: str
    style: str
    left: float = -inf
    right: float = inf
    bottom: float = -inf
    top: float = inf


@dataclass(frozen=True, slots=True)
class Plane:
    """Titles of the axes, and their ends (low, high)."""

    x_title: str
    y_title: str
    x: tuple[float, float]
    y: tuple[float, float]


def scatter_specs(
    spots: Sequence[Spot], areas: Sequence[Area], plane: Plane
) -> tuple[Layer, Layer]:
    """The chart for a screen, with names; and for a telephone, with numbers and their key.

    Parameters
    ----------
    spots : sequence of Spot
        One or more, within the plane.
    areas : sequence of Area
        What lies below them; their borders are drawn.
    plane : Plane
        The axes.

    Returns
    -------
    wide, narrow : dict
        Vega-Lite specifications.
    """
    names = [spot.name for spot in spots]
    numbers = [str(number) for number in range(1, len(spots) + 1)]
    wide = _Drawing(spots, areas, plane, _WIDE, theme.FONT_SIZE_SMALL).layered(names)
    small = theme.FONT_SIZE_SMALL - 1
    narrow = _Drawing(spots, areas, plane, _NARROW, small).layered(numbers)
    return (
        {**wide, "config": theme.config()},
        {"vconcat": [narrow, _key(spots, _NARROW[0], small)], "config": theme.config()},
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One size of the chart."""

    spots: Sequence[Spot]
    areas: Sequence[Area]
    plane: Plane
    extent: tuple[int, int]
    size: float

    def layered(self, names: Sequence[str]) -> Layer:
        placement = self._placement(names)
        layers = [
            self._tints(),
            *self._borders(),
            self._titles(),
            self._leaders(placement),
            self._marks(),
            self._names(placement, names),
        ]
        return {"width": self.extent[0], "height": self.extent[1], "layer": layers}

    @property
    def axes(self) -> Layer:
        ends_of = {"x": (self.plane.x, self.plane.x_title), "y": (self.plane.y, self.plane.y_title)}
        return {
            field: {
                "field": field,
                "type": "quantitative",
                "title": title,
                "scale": {"domain": list(bounds), "zero": False, "nice": False},
                "axis": {"tickCount": 5, "grid": False},
            }
            for field, (bounds, title) in ends_of.items()
        }

    def pixels(self, places: FloatArray) -> FloatArray:
        """(m, 2) pixels from the upper left corner, of places (m, 2)."""
        (x0, x1), (y0, y1) = self.plane.x, self.plane.y
        share = (places - [x0, y0]) / [x1 - x0, y1 - y0]
        return np.asarray(np.column_stack([share[:, 0], 1 - share[:, 1]]) * self.extent)

    def values(self, pixels: FloatArray) -> list[tuple[float, float]]:
        (x0, x1), (y0, y1) = self.plane.x, self.plane.y
        share = pixels / np.array(self.extent)
        places = np.column_stack([x0 + share[:, 0] * (x1 - x0), y1 - share[:, 1] * (y1 - y0)])
        return [(round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in places]

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of an area within the plane."""
        (x0, x1), (y0, y1) = self.plane.x, self.plane.y
        left, right = (float(np.clip(side, x0, x1)) for side in (area.left, area.right))
        bottom, top = (float(np.clip(side, y0, y1)) for side in (area.bottom, area.top))
        return left, right, bottom, top

    def _tints(self) -> Layer:
        rows = [
            {
                **dict(zip(("x", "x2", "y", "y2"), self.box(area), strict=True)),
                "tint": tint_of(area),
            }
            for area in self.areas
        ]
        encoding = {**self.axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        return {
            "data": {"values": rows},
            "mark": {"type": "rect", "opacity": 1},
            "encoding": {**encoding, "color": _drawn("tint")},
        }

    def _sides(self) -> dict[str, list[float]]:
        """Where borders cross each axis."""
        sides = {
            "x": {side for area in self.areas for side in (area.left, area.right)},
            "y": {side for area in self.areas for side in (area.bottom, area.top)},
        }
        return {
            field: sorted(side for side in found if low < side < high)
            for (field, found), (low, high) in zip(
                sides.items(), (self.plane.x, self.plane.y), strict=True
            )
        }

    def _borders(self) -> list[Layer]:
        mark = {"type": "rule", "color": theme.LINE_STRONG, "strokeDash": [4, 3]}
        return [
            {
                "data": {"values": [{field: side} for side in sides]},
                "mark": mark,
                "encoding": {field: self.axes[field]},
            }
            for field, sides in self._sides().items()
        ]

    def _border_lines(self) -> list[list[float]]:
        """The borders from end to end, in pixels."""
        width, height = self.extent
        x0, y0 = self.plane.x[0], self.plane.y[0]
        sides = self._sides()
        across = [self.pixels(np.array([[side, y0]]))[0, 0] for side in sides["x"]]
        up = [self.pixels(np.array([[x0, side]]))[0, 1] for side in sides["y"]]
        return [[x, 0, x, height] for x in across] + [[0, y, width, y] for y in up]

    def _corner(self, area: Area) -> tuple[float, float, str, str]:
        """Where a title stands, in pixels, and how it is aligned: at the outer corner."""
        left, right, bottom, top = self.box(area)
        is_right = area.right == inf
        is_low = area.bottom == -inf and area.top < inf
        place = np.array([[right if is_right else left, bottom if is_low else top]])
        x, y = self.pixels(place)[0]
        x += -_MARGIN if is_right else _MARGIN
        y += -_MARGIN if is_low else _MARGIN
        return float(x), float(y), "right" if is_right else "left", "bottom" if is_low else "top"

    def _title_lines(self, area: Area) -> list[str]:
        """The title; parted between words where it is wider than its area."""
        left, right, _, _ = self.box(area)
        room = (right - left) / (self.plane.x[1] - self.plane.x[0]) * self.extent[0] - 2 * _MARGIN
        words = area.title.split()
        if len(words) == 1 or text_width(area.title, self.size, "bold") <= room:
            return [area.title]
        breaks = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
        return list(min(breaks, key=lambda lines: max(map(len, lines))))

    def _title_box(self, area: Area) -> list[float]:
        x, y, align, baseline = self._corner(area)
        lines, line = self._title_lines(area), self.size * _LINE_HEIGHT
        width = max(text_width(text, self.size, "bold") for text in lines)
        left = x - width if align == "right" else x
        top = y - len(lines) * line if baseline == "bottom" else y
        return [left, top, left + width, top + len(lines) * line]

    def _titles(self) -> Layer:
        layers = []
        for area in self.areas:
            x, y, align, baseline = self._corner(area)
            lines, line = self._title_lines(area), self.size * _LINE_HEIGHT
            first = y - (len(lines) - 1) * line if baseline == "bottom" else y
            places = self.values(np.array([[x, first + i * line] for i in range(len(lines))]))
            mark = {
                "type": "text",
                "align": align,
                "baseline": baseline,
                "fontSize": self.size,
                "fontWeight": "bold",
                "color": theme.CLASS_STYLES[area.style].text,
            }
            rows = [
                {"x": x, "y": y, "text": text} for text, (x, y) in zip(lines, places, strict=True)
            ]
            encoding = {**self.axes, "text": {"field": "text", "type": "nominal"}}
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
        return {"layer": layers}

    def _marks(self) -> Layer:
        rows = [_look(spot) for spot in self.spots]
        tooltip = [
            {"field": "name", "type": "nominal", "title": " "},
            {"field": "text", "type": "nominal", "title": "  "},
        ]
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "size": theme.MARKER_AREA, "strokeWidth": 1.5, "opacity": 1},
            "encoding": {
                **self.axes,
                "fill": _drawn("fill"),
                "stroke": _drawn("colour"),
                "shape": _drawn("shape"),
                "tooltip": tooltip,
            },
        }

    def _placement(self, names: Sequence[str]) -> Placement:
        sizes = [[text_width(name, self.size) + 1, self.size * _LINE_HEIGHT] for name in names]
        around = Surroundings(
            frame=(2, 2, self.extent[0] - 2, self.extent[1] - 2),
            marker_radius=float(np.sqrt(theme.MARKER_AREA / np.pi)),
            obstacles=[self._title_box(area) for area in self.areas],
            lines=self._border_lines(),
        )
        places = np.array([[spot.x, spot.y] for spot in self.spots])
        return place_labels(self.pixels(places), sizes, around)

    def _names(self, placement: Placement, names: Sequence[str]) -> Layer:
        left, top, _, bottom = placement.boxes.T
        places = self.values(np.column_stack([left, (top + bottom) / 2]))
        rows = [
            {"x": x, "y": y, "name": name}
            for name, (x, y), is_placed in zip(names, places, placement.is_placed, strict=True)
            if is_placed
        ]
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": self.size}
        encoding = {**self.axes, "text": {"field": "name", "type": "nominal"}}
        return {"data": {"values": rows}, "mark": mark, "encoding": encoding}

    def _leaders(self, placement: Placement) -> Layer:
        lines = placement.leaders[placement.has_leader]
        start, stop = self.values(lines[:, :2]), self.values(lines[:, 2:])
        rows = [
            {"x": x, "y": y, "x2": x2, "y2": y2}
            for (x, y), (x2, y2) in zip(start, stop, strict=True)
        ]
        mark = {"type": "rule", "strokeWidth": 0.7, "color": theme.LINE_STRONG}
        encoding = {**self.axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def tint_of(area: Area) -> str:
    """The pale colour of an area."""
    return theme.CLASS_STYLES[area.style].tint


def _look(spot: Spot) -> Layer:
    style = theme.CLASS_STYLES[spot.style]
    return {
        "name": spot.name,
        "text": spot.text,
        "x": round(spot.x, DIGITS),
        "y": round(spot.y, DIGITS),
        "colour": style.colour,
        "fill": theme.WHITE if spot.is_unsure or not style.is_filled else style.colour,
        "shape": style.shape,
    }


def _key(spots: Sequence[Spot], width: int, size: float) -> Layer:
    """Numbers and names, one below the other."""
    rows = [
        {"y": i, "text": f"{i + 1}  {spot.name}", "colour": theme.CLASS_STYLES[spot.style].text}
        for i, spot in enumerate(spots)
    ]
    return {
        "width": width,
        "height": {"step": _KEY_ROW},
        "view": {"stroke": None},
        "data": {"values": rows},
        "mark": {"type": "text", "x": 0, "align": "left", "baseline": "middle", "fontSize": size},
        "encoding": {
            "y": {"field": "y", "type": "ordinal", "axis": None},
            "text": {"field": "text", "type": "nominal"},
            "color": _drawn("colour"),
        },
    }


def _drawn(field: str) -> Layer:
    """Encoding by a field that holds the colour or shape itself."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
