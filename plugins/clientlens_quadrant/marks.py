"""The marks of the quadrant chart: one layer for each thing that is drawn in a panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from clientlens.drawing import theme
from clientlens_quadrant.frames import Frame
from clientlens_quadrant.looks import as_drawn, look_of
from clientlens_quadrant.points import DIGITS, Points
from clientlens_quadrant.quadrants import QUADRANTS

Layer = dict[str, Any]
Row = dict[str, Any]

RING_AREA = 200
CORNER_MARGIN = 8
"""Pixels between the frame and the titles in its corners."""

_ROOMY = 500
"""Pixels from which on the titles in the corners give advice as well."""

_ENDS = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
_FAINTEST = 0.35
"""Opacity of a mark whose class has no certainty at all; with full certainty it is 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One panel: its frame, the points it is about, and what its axes are called."""

    frame: Frame
    points: Points
    x_title: str | None = None
    y_title: str | None = None
    left_out: Frame | None = None

    @property
    def rows(self) -> list[Row]:
        """The points that lie within the frame, and not within what is left out."""
        shown = self.frame.contains(self.points.places)
        if self.left_out:
            shown &= ~self.left_out.contains(self.points.places)
        return [row for row, is_shown in zip(self.points.rows, shown, strict=True) if is_shown]

    def without(self, part: Frame) -> Panel:
        """The same panel, about the points outside `part` alone."""
        return replace(self, left_out=part)

    @property
    def axes(self) -> Layer:
        """Encoding of both axes, the same in every layer."""
        return {"x": self._axis("x"), "y": self._axis("y")}

    def layered(self, layers: list[Layer], **more: Any) -> Layer:
        """The panel as a specification."""
        size = {"width": self.frame.width, "height": self.frame.height}
        return {**size, "layer": layers, **more}

    def _axis(self, channel: str) -> Layer:
        is_x = channel == "x"
        pixels = self.frame.width if is_x else self.frame.height
        return {
            "field": "performance" if is_x else "importance",
            "type": "quantitative",
            "title": self.x_title if is_x else self.y_title,
            "scale": {
                "domain": list(self.frame.x if is_x else self.frame.y),
                "nice": False,
                "zero": False,
            },
            "axis": {"grid": False, "tickCount": max(3, pixels // 70), "format": ".2f"},
        }


def tints(panel: Panel) -> Layer:
    """The four quadrants as pale areas."""
    x, y = (round(float(value), DIGITS) for value in panel.points.crossing)
    (left, right), (bottom, top) = panel.frame.x, panel.frame.y
    corners = {
        "keep_up": (x, right, y, top),
        "concentrate": (left, x, y, top),
        "low_priority": (left, x, bottom, y),
        "overkill": (x, right, bottom, y),
    }
    rows = [
        {"performance": x1, "x2": x2, "importance": y1, "y2": y2, **look_of(name)}
        for name, (x1, x2, y1, y2) in corners.items()
    ]
    encoding = panel.axes | _ENDS | {"color": as_drawn("tint")}
    return {"data": {"values": rows}, "mark": {"type": "rect", "clip": True}, "encoding": encoding}


def corners(panel: Panel) -> list[tuple[str, str, bool, bool]]:
    """Class, title with its count, and whether the corner is right, is on top."""
    words, counts = panel.points.words, panel.points.counts()
    message = "quadrant-corner" if panel.frame.width >= _ROOMY else "quadrant-corner-short"
    return [
        (
            name,
            words(
                message,
                name=words(f"class-{name}"),
                advice=words(f"quadrant-advice-{name}"),
                count=str(counts[name]),
            ),
            name in ("keep_up", "overkill"),
            name in ("keep_up", "concentrate"),
        )
        for name in QUADRANTS
    ]


def corner_titles(panel: Panel, size: float) -> list[Layer]:
    """Name of each quadrant with its count, in its corner."""
    width, height = panel.frame.width, panel.frame.height
    return [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "text": title,
                "fontSize": size,
                "fontWeight": "bold",
                "color": theme.CLASS_STYLES[name].text,
                "align": "right" if is_right else "left",
                "baseline": "top" if is_top else "bottom",
                "x": width - CORNER_MARGIN if is_right else CORNER_MARGIN,
                "y": CORNER_MARGIN if is_top else height - CORNER_MARGIN,
            },
        }
        for name, title, is_right, is_top in corners(panel)
    ]


def crosshair(panel: Panel) -> list[Layer]:
    """The two lines."""
    x, y = (round(float(value), DIGITS) for value in panel.points.crossing)
    mark = {"type": "rule", "strokeDash": [6, 4], "color": theme.LINE_STRONG, "clip": True}
    axes = panel.axes
    return [
        {"data": {"values": [{"performance": x}]}, "mark": mark, "encoding": {"x": axes["x"]}},
        {"data": {"values": [{"importance": y}]}, "mark": mark, "encoding": {"y": axes["y"]}},
    ]


def diagonal(panel: Panel) -> list[Layer]:
    """The line of equal ratings, where it crosses the frame and the axes compare."""
    low = max(panel.frame.x[0], panel.frame.y[0])
    high = min(panel.frame.x[1], panel.frame.y[1])
    if not panel.points.is_on_one_scale or low >= high:
        return []
    ends = [{"performance": low, "importance": low, "x2": high, "y2": high}]
    line = {"type": "rule", "color": theme.LINE_STRONG, "opacity": 0.45, "strokeDash": [1, 3]}
    return [{"data": {"values": ends}, "mark": line, "encoding": panel.axes | _ENDS}]


def intervals(panel: Panel, opacity: Layer) -> list[Layer]:
    """A cross for each point: the intervals of both means. None without intervals."""
    if not panel.rows or "importance_low" not in panel.rows[0]:
        return []
    return [
        {
            "data": {"values": panel.rows},
            "mark": {"type": "rule", "strokeWidth": 1.5, "clip": True},
            "encoding": panel.axes
            | {
                axis: {**panel.axes[axis], "field": f"{field}_low"},
                f"{axis}2": {"field": f"{field}_high"},
                "color": as_drawn("colour"),
                "opacity": opacity,
            },
        }
        for axis, field in (("x", "performance"), ("y", "importance"))
    ]


def rings(panel: Panel, area: int = RING_AREA) -> Layer:
    """A dashed ring around what lies near a line."""
    rows = [row for row in panel.rows if row["near"]]
    mark = {
        "type": "point",
        "shape": "circle",
        "filled": False,
        "size": area,
        "strokeDash": [2.5, 2.5],
        "strokeWidth": 1.2,
        "opacity": 1,
    }
    encoding = panel.axes | {"color": as_drawn("text_colour")}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def marks(panel: Panel, area: int = theme.MARKER_AREA, **more: Any) -> Layer:
    """The points: colour and shape tell the class, paleness the doubt."""
    return {
        "data": {"values": panel.rows},
        "mark": {"type": "point", "size": area, "strokeWidth": 1.5},
        "encoding": panel.axes
        | {
            "fill": as_drawn("fill"),
            "stroke": as_drawn("colour"),
            "shape": as_drawn("shape"),
            "opacity": {
                "field": "certainty",
                "type": "quantitative",
                "scale": {"domain": [0.25, 1], "range": [_FAINTEST, 1], "clamp": True},
                "legend": None,
            },
        },
        **more,
    }


def window(panel: Panel, inner: Frame) -> Layer:
    """The part of a panel that another one enlarges."""
    row = {
        "performance": inner.x[0],
        "x2": inner.x[1],
        "importance": inner.y[0],
        "y2": inner.y[1],
    }
    mark = {"type": "rect", "fillOpacity": 0, "stroke": theme.TEXT_QUIET, "strokeWidth": 1}
    return {"data": {"values": [row]}, "mark": mark, "encoding": panel.axes | _ENDS}


def finished(spec: Layer) -> Layer:
    """A specification with our settings."""
    schema = "https://vega.github.io/schema/vega-lite/v6.json"
    return {"$schema": schema, "config": theme.config(), **spec}
