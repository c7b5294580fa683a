"""The legend of the quadrant chart: what marks mean, and the key from numbers to names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width
from clientlens_quadrant.looks import as_drawn, look_of
from clientlens_quadrant.marks import RING_AREA, Layer
from clientlens_quadrant.points import Points
from clientlens_quadrant.quadrants import CLASSES

_ROW = 22
_KEY_ROW = 17
"""Pixels from line to line."""

_KEY_SIZE = 10
_WIDTH = 220
_INDENT = 26
_MARK = 12


def legend(points: Points) -> Layer:
    """The classes that occur, the ring of doubt and the diagonal, one below the other."""
    words, counts = points.words, points.counts()
    rows: list[dict[str, Any]] = [
        {"text": words(f"class-{name}"), "area": theme.MARKER_AREA, **look_of(name)}
        for name in CLASSES
        if counts[name]
    ]
    if any(row["near"] for row in points.rows):
        ring = {**look_of("boundary"), "fill": theme.WHITE, "shape": "circle", "area": RING_AREA}
        rows.append({"text": words("quadrant-near"), **ring, "dashes": True})
    lines = [{"text": words("quadrant-diagonal")}] if points.is_on_one_scale else []
    placed = [{**row, "y": i * _ROW + _ROW / 2} for i, row in enumerate([*rows, *lines])]
    height = len(placed) * _ROW
    layers = [_marks(placed[: len(rows)], height), _text(placed, height)]
    if lines:
        layers.append(_line(placed[-1]["y"], height))
    return {"width": _WIDTH, "height": height, "view": {"stroke": None}, "layer": layers}


def strip(entries: Sequence[tuple[str, Mapping[str, str]]], width: int, shape: str = "") -> Layer:
    """Texts with their marks side by side, in as many lines as the width asks for."""
    rows: list[dict[str, Any]] = []
    x, line = 0.0, 0
    for text, look in entries:
        length = _INDENT + text_width(text, theme.FONT_SIZE) + _MARK
        if x and x + length > width:
            x, line = 0.0, line + 1
        own = {**look, "shape": shape or look["shape"], "area": theme.MARKER_AREA}
        rows.append({"text": text, "x": x + _MARK / 2, "y": (line + 0.5) * _ROW, **own})
        x += length
    height = (line + 1) * _ROW
    layers = [_marks(rows, height), _text(rows, height)]
    for layer, shift in zip(layers, (0, _MARK), strict=True):
        layer["mark"].pop("x")
        layer["mark"]["xOffset"] = shift
        layer["encoding"]["x"] = _pixels("x", width)
    return {"width": width, "height": height, "view": {"stroke": None}, "layer": layers}


def key(points: Points, width: int) -> Layer:
    """Numbers and names in leaf order, in two columns where they are short enough."""
    texts = [f"{row['number']}  {row['name']}" for row in points.rows]
    widest = max(text_width(text, _KEY_SIZE) for text in texts)
    columns = 2 if widest + _MARK <= width / 2 else 1
    length = -(-len(texts) // columns)
    values = [
        {
            "x": (i // length) * width / columns,
            "y": (i % length) * _KEY_ROW,
            "text": text,
            "text_colour": row["text_colour"],
        }
        for i, (text, row) in enumerate(zip(texts, points.rows, strict=True))
    ]
    height = length * _KEY_ROW
    return {
        "width": width,
        "height": height,
        "view": {"stroke": None},
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": _KEY_SIZE},
        "encoding": {
            "x": _pixels("x", width),
            "y": _pixels("y", height),
            "text": {"field": "text", "type": "nominal"},
            "color": as_drawn("text_colour"),
        },
    }


def _marks(rows: list[dict[str, Any]], height: int) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "x": _MARK, "opacity": 1, "strokeWidth": 1.3},
        "encoding": {
            "y": _pixels("y", height),
            "fill": as_drawn("fill"),
            "stroke": as_drawn("colour"),
            "shape": as_drawn("shape"),
            "size": {"field": "area", "type": "quantitative", "scale": None, "legend": None},
            "strokeDash": {"condition": {"test": "datum.dashes", "value": [2.5, 2.5]}, "value": []},
        },
    }


def _text(rows: list[dict[str, Any]], height: int) -> Layer:
    values = [{k: row[k] for k in ("text", "x", "y") if k in row} for row in rows]
    mark = {"type": "text", "x": _INDENT, "align": "left", "baseline": "middle"}
    encoding = {"y": _pixels("y", height), "text": {"field": "text", "type": "nominal"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _line(y: float, height: int) -> Layer:
    mark = {"type": "rule", "x": 2, "x2": 22, "strokeDash": [1, 3], "color": theme.LINE_STRONG}
    return {
        "data": {"values": [{"y": y}]},
        "mark": mark,
        "encoding": {"y": _pixels("y", height)},
    }


def _pixels(field: str, extent: int) -> Layer:
    """Encoding by a field that holds pixels from the upper left corner."""
    scale = {"domain": [0, extent], "reverse": field == "y", "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}
