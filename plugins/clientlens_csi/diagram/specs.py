"""The specifications of a path diagram: wide, narrow and for print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.plugin_api import FloatArray
from clientlens_csi.diagram.blocks import Way
from clientlens_csi.diagram.facts import Diagram
from clientlens_csi.diagram.lettering import Lettering, Line
from clientlens_csi.diagram.sketch import Form, Sketch, sketch
from clientlens_csi.diagram.strokes import Stroke, stroke_of

Spec = dict[str, Any]
Row = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

_WIDE, _WIDER, _NARROW, _PRINT = 888, 1000, 348, 680
"""Pixels. With a border of `_BORDER` a screen has 900, a telephone 360, a sheet of A4 692.

A page scales what is wider: to nine tenths at most on a screen, and to three quarters on paper.
"""

_BORDER = 6

_DIGITS = 1
"""Of a coordinate in pixels."""

_HEAD = "M0,0L-1,0.36L-0.86,0L-1,-0.36Z"
"""An arrow's head that points to the right, one unit long; its tip is at the end of the line."""

_CORNER, _PART_CORNER = 5, 3
"""Radius of boxes."""

_BETWEEN = " · "
"""What a tooltip tells, in one line."""

_INDEX = theme.CLASS_STYLES["keep_up"]


def diagram_specs(diagram: Diagram) -> tuple[Spec, Spec, Spec]:
    """The diagram as Vega-Lite, with everything in fixed pixels.

    Arrows lead to the right where columns are not too many for the width, otherwise and on a
    telephone down. The same diagram gives the same specifications.

    Parameters
    ----------
    diagram : Diagram
        One construct or more.

    Returns
    -------
    wide, narrow, print : dict
        For a screen of 900 px, with tooltips; for one of 360 px; for paper, still.

    Raises
    ------
    RequestError
        If an arrow names an unknown construct, or paths run in a circle.
    """
    wide = sketch(diagram, [*_to_the_right(_WIDE), *_to_the_right(_WIDER), *_down(_WIDE)])
    narrow = sketch(diagram, list(_down_narrow(_NARROW)))
    still = sketch(diagram, [*_to_the_right(_PRINT), *_to_the_right(_WIDE), *_down(_PRINT)])
    return (
        _spec(wide, [*_layers(wide, diagram), _tooltips(wide, diagram)]),
        _spec(narrow, list(_layers(narrow, diagram))),
        _spec(still, list(_layers(still, diagram))),
    )


def _to_the_right(width: float) -> Iterator[Form]:
    for line in (140.0, 112.0, 92.0, 76.0):
        yield Form("right", Lettering(12, 11, 12, line), width)


def _down(width: float) -> Iterator[Form]:
    for line in (120.0, 92.0):
        yield Form("down", Lettering(12, 11, 12, line), width)


def _down_narrow(width: float) -> Iterator[Form]:
    for line in (104.0, 84.0, 66.0):
        yield Form("down", Lettering(11, 10, 11, line), width)


def _spec(drawn: Sketch, layers: list[Spec]) -> Spec:
    """A specification with our settings; every layer has fields in pixels."""
    width, height = np.ceil(drawn.size.round(_DIGITS)).astype(int).tolist()
    return {
        "$schema": _SCHEMA,
        "config": theme.config(),
        "width": width,
        "height": height,
        "padding": _BORDER,
        "view": {"stroke": None},
        "encoding": {"x": _pixels("x", width), "y": _pixels("y", height)},
        "layer": layers,
    }


def _pixels(field: str, extent: int) -> Spec:
    """Encoding by a field that holds pixels from the upper left corner."""
    scale = {"domain": [0, extent], "reverse": field == "y", "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _layers(drawn: Sketch, diagram: Diagram) -> Iterator[Spec]:
    """From the ground up; paths that are sure lie over the others."""
    strokes = [stroke_of(diagram.arrows[way.arrow]) for way in drawn.ways]
    for stroke in sorted(set(strokes), key=lambda own: (own.width, own.colour)):
        ways = [way for way, own in zip(drawn.ways, strokes, strict=True) if own == stroke]
        yield _lines(ways, stroke)
        yield _heads(ways, stroke)
    yield _label_grounds(drawn.ways)
    yield from _boxes(drawn, diagram)
    yield from _texts([*_labels(drawn, diagram), *_box_texts(drawn)])


def _lines(ways: Iterable[Way], stroke: Stroke) -> Spec:
    """Lines as far as their heads."""
    rows = [
        {"x": x, "y": y, "arrow": way.arrow, "step": step}
        for way in ways
        for step, (x, y) in enumerate(_rounded(_trimmed(way.points, stroke.head)))
    ]
    mark = {
        "type": "line",
        "color": stroke.colour,
        "strokeWidth": stroke.width,
        "strokeDash": list(stroke.dash),
        "strokeJoin": "round",
    }
    encoding = {
        "detail": {"field": "arrow", "type": "nominal"},
        "order": {"field": "step", "type": "quantitative"},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _heads(ways: Iterable[Way], stroke: Stroke) -> Spec:
    """Heads with their tips at the ends of the lines."""
    rows = []
    for way in ways:
        neck, tip = _trimmed(way.points, stroke.head)[-1], way.points[-1]
        along, down = tip - neck
        (x, y), angle = _rounded(tip), np.degrees(np.arctan2(down, along))
        rows.append({"x": x, "y": y, "angle": round(float(angle), _DIGITS)})
    size = (2 * stroke.head) ** 2  # Vega draws a unit of a shape half a root of this long
    mark = {"type": "point", "shape": _HEAD, "size": size, "color": stroke.colour}
    angle = {"field": "angle", "type": "quantitative", "scale": None}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"angle": angle}}


def _trimmed(points: FloatArray, by: float) -> FloatArray:
    """A line without its last pixels."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    length = np.concatenate([[0.0], steps.cumsum()])
    end = max(length[-1] - by, 0.0)
    neck = [np.interp(end, length, points[:, axis]) for axis in (0, 1)]
    return np.vstack([points[length < end], neck])


def _label_grounds(ways: Iterable[Way]) -> Spec:
    """White behind labels, so that no line runs through them."""
    rows = [_corners(way.label) for way in ways]
    return _rectangles(rows, {"fill": theme.WHITE})


def _boxes(drawn: Sketch, diagram: Diagram) -> Iterator[Spec]:
    """The index stands out; lower-order constructs stand back."""
    plain = {"fill": theme.WHITE, "stroke": theme.LINE_STRONG, "cornerRadius": _CORNER}
    index = plain | {"fill": _INDEX.tint, "stroke": _INDEX.colour, "strokeWidth": 2.5}
    part = plain | {"stroke": theme.LINE, "cornerRadius": _PART_CORNER}
    looks = [
        index if node.is_index else part if node.is_lower_order else plain for node in diagram.nodes
    ]
    for look in (part, plain, index):
        rows = [_corners(box.frame) for box in drawn.boxes if looks[box.node] == look]
        if rows:
            yield _rectangles(rows, look)


def _tooltips(drawn: Sketch, diagram: Diagram) -> Spec:
    """Areas that can't be seen, over boxes and labels."""
    names = {node.code: node.name.strip() or node.code for node in diagram.nodes}
    rows = [
        {**_corners(box.frame), "told": _BETWEEN.join([names[node.code], *node.lines])}
        for box, node in ((box, diagram.nodes[box.node]) for box in drawn.boxes)
    ]
    for way in drawn.ways:
        arrow = diagram.arrows[way.arrow]
        joined = f"{names[arrow.source]} → {names[arrow.target]}"
        rows.append({**_corners(way.label), "told": f"{joined}: {arrow.detail or arrow.text}"})
    areas = _rectangles(rows, {"fill": theme.WHITE, "fillOpacity": 0})
    areas["encoding"]["tooltip"] = {"field": "told", "type": "nominal"}
    return areas


def _rectangles(rows: Sequence[Row], look: Spec) -> Spec:
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {"data": {"values": list(rows)}, "mark": {"type": "rect", **look}, "encoding": ends}


def _corners(frame: FloatArray) -> Row:
    return dict(zip(("x", "y", "x2", "y2"), _rounded(frame), strict=True))


def _labels(drawn: Sketch, diagram: Diagram) -> Iterator[tuple[Line, FloatArray]]:
    """The labels of arrows, and where their middle is."""
    for way in drawn.ways:
        arrow = diagram.arrows[way.arrow]
        stroke = stroke_of(arrow)
        sizes = drawn.lettering
        size = sizes.small if arrow.is_measurement else sizes.label
        line = Line(arrow.text.strip(), size, stroke.weight, stroke.text)
        yield line, (way.label[:2] + way.label[2:]) / 2


def _box_texts(drawn: Sketch) -> Iterator[tuple[Line, FloatArray]]:
    """The lines in boxes, centred."""
    for box in drawn.boxes:
        left, top, right, bottom = box.frame
        height = sum(line.height for line in box.lines)
        y = (top + bottom - height) / 2
        for line in box.lines:
            yield line, np.array([(left + right) / 2, y + line.height / 2])
            y += line.height


def _texts(lines: Sequence[tuple[Line, FloatArray]]) -> Iterator[Spec]:
    """A layer for each size and weight of text."""
    for size, weight in sorted({(line.size, line.weight) for line, _ in lines}):
        rows = [
            {"x": x, "y": y, "text": line.text, "colour": line.colour}
            for line, (x, y) in ((line, _rounded(place)) for line, place in lines)
            if (line.size, line.weight) == (size, weight) and line.text
        ]
        bold = {"fontWeight": "bold"} if weight == "bold" else {}
        mark = {"type": "text", "fontSize": size, "baseline": "middle", **bold}
        encoding = {
            "text": {"field": "text", "type": "nominal"},
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        }
        yield {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _rounded(places: FloatArray) -> Any:
    """Numbers as they are written, in lists of the array's shape."""
    return places.round(_DIGITS).tolist()
