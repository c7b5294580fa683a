"""The boxes of a path diagram: names set in lines, lower-order constructs attached.

A block is what the layout moves as one: the box of a construct and, on a side where no arrow
ends, the boxes of the constructs that measure it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.fonts import Weight, text_width
from clientlens.drawing.paragraph import wrap
from clientlens.plugin_api import FloatArray
from clientlens_csi.diagram.facts import Diagram, Node

Side = Literal["below", "above", "beside"]
"""Where the parts of a construct stand."""

LINE_HEIGHT = 1.3
"""Of a line of text, in font sizes."""

_PAD_X, _PAD_Y = 8.0, 6.0
_PART_PAD_X, _PART_PAD_Y = 7.0, 3.0
"""Pixels between a text and its box."""

_LABEL_PAD = 3.0
"""Pixels to the left and the right of a label."""

_ARROW_ROOM = 13.0
"""Pixels of a box's side for each arrow that ends there."""

_SIDE_MARGIN = 12.0

_TRUNK = 9.0
"""Pixels from the left of a construct to the line that joins it with its parts."""

_PARTS_APART = 6.0
_BEFORE_PARTS = 14.0
"""Pixels between the boxes of parts, and before the first of them; a head needs some."""

_TWIG, _TWIG_WITH_HEAD = 5.0, 11.0
"""Pixels of a line to a part that its label leaves free, at either end."""

_PART_SHARE = 0.75
"""Of the width of a name, that of a part's name."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Font sizes, and how wide the lines of a name may be, in pixels."""

    name: float
    small: float
    label: float
    line: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it is set."""

    text: str
    size: float
    weight: Weight
    colour: str

    @property
    def width(self) -> float:
        """Pixels."""
        return text_width(self.text, self.size, self.weight)

    @property
    def height(self) -> float:
        """Pixels, with the space between lines."""
        return self.size * LINE_HEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A construct's box.

    Attributes
    ----------
    node : int
        Which construct.
    lines : tuple of Line
        What is written in it.
    frame : (4,) array
        Left, top, right, bottom.
    """

    node: int
    lines: tuple[Line, ...]
    frame: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """An arrow's line.

    Attributes
    ----------
    arrow : int
        Which arrow.
    points : (k, 2) array
        From its source to the tip of its head.
    label : (4,) array
        Box of its label.
    """

    arrow: int
    points: FloatArray
    label: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A construct with its parts, from the upper left corner.

    Attributes
    ----------
    boxes : tuple of Box
        The construct's own, then those of its parts.
    ways : tuple of Way
        Of the arrows between them.
    size : (2,) array
        Width and height of the whole.
    dock : (2,) array
        Where arrows may end, along the side on which they do.
    """

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    size: FloatArray
    dock: FloatArray


def label_size(text: str, size: float, weight: Weight) -> tuple[float, float]:
    """Width and height of an arrow's label; nothing for one without text."""
    if not text.strip():
        return 0.0, 0.0
    return text_width(text, size, weight) + 2 * _LABEL_PAD, size * LINE_HEIGHT


def blocks_of(diagram: Diagram, lettering: Lettering, side: Side) -> list[Block]:
    """The blocks of a diagram, in the order of its constructs that aren't attached.

    Parameters
    ----------
    diagram : Diagram
        What is shown.
    lettering : Lettering
        How texts are set.
    side : {"below", "above", "beside"}
        Where parts stand: beside where arrows lead down, otherwise above or below.

    Returns
    -------
    list of Block
    """
    maker = _Maker(diagram, lettering, side)
    return [maker.block(node) for node in range(len(diagram.nodes)) if node not in maker.attached]


class _Maker:
    """Makes the blocks of one diagram in one lettering."""

    def __init__(self, diagram: Diagram, lettering: Lettering, side: Side) -> None:
        self.nodes = diagram.nodes
        self.arrows = diagram.arrows
        self.joins = diagram.joins
        self.attached = diagram.attached
        self.lettering = lettering
        self.side = side

    def block(self, node: int) -> Block:
        """A construct with its parts."""
        lines = self._lines(self.nodes[node])
        size = _size(lines, _PAD_X, _PAD_Y)
        across = 0 if self.side == "beside" else 1
        size[across] = max(size[across], self._room_for_arrows(node))
        parts = [part for part, (whole, _) in self.attached.items() if whole == node]
        if not parts:
            own = Box(node, lines, np.array([0.0, 0.0, *size]))
            return Block((own,), (), size, np.array([0.0, size[across]]))
        if self.side == "beside":
            return self._with_beside(node, lines, size, parts)
        if self.side == "below":
            return self._with_below(node, lines, size, parts)
        return _upside_down(self._with_below(node, lines, size, parts[::-1]))

    def _with_below(
        self, node: int, lines: tuple[Line, ...], size: FloatArray, parts: Sequence[int]
    ) -> Block:
        """Parts in a column below, each joined to a line that comes from the construct."""
        set_parts = [self._part_lines(part) for part in parts]
        sizes = np.array([_size(own, _PART_PAD_X, _PART_PAD_Y) for own in set_parts])  # (q, 2)
        begin = _TRUNK + self._twig(parts)
        width = max(size[0], begin + sizes[:, 0].max())
        tops = size[1] + _BEFORE_PARTS + _stacked(sizes[:, 1])
        boxes = [Box(node, lines, np.array([0.0, 0.0, width, size[1]]))]
        ways = []
        for part, own, top, height in zip(parts, set_parts, tops, sizes[:, 1], strict=True):
            boxes.append(Box(part, own, np.array([begin, top, width, top + height])))
            middle = top + height / 2
            points = [(_TRUNK, size[1]), (_TRUNK, middle), (begin, middle)]
            ways.append(self._way(part, points))
        whole = np.array([width, tops[-1] + sizes[-1, 1]])
        return Block(tuple(boxes), tuple(ways), whole, np.array([0.0, size[1]]))

    def _with_beside(
        self, node: int, lines: tuple[Line, ...], size: FloatArray, parts: Sequence[int]
    ) -> Block:
        """Parts in a column to the right; the construct is as high as all of them."""
        set_parts = [self._part_lines(part) for part in parts]
        sizes = np.array([_size(own, _PART_PAD_X, _PART_PAD_Y) for own in set_parts])  # (q, 2)
        begin = size[0] + self._twig(parts)
        width, stack = begin + sizes[:, 0].max(), _stacked(sizes[:, 1])
        height = max(size[1], stack[-1] + sizes[-1, 1])
        tops = stack + (height - stack[-1] - sizes[-1, 1]) / 2
        boxes = [Box(node, lines, np.array([0.0, 0.0, size[0], height]))]
        ways = []
        for part, own, top, tall in zip(parts, set_parts, tops, sizes[:, 1], strict=True):
            boxes.append(Box(part, own, np.array([begin, top, width, top + tall])))
            middle = top + tall / 2
            ways.append(self._way(part, [(size[0], middle), (begin, middle)]))
        whole = np.array([width, height])
        return Block(tuple(boxes), tuple(ways), whole, np.array([0.0, size[0]]))

    def _way(self, part: int, points: Sequence[tuple[float, float]]) -> Way:
        """The arrow between a part and its construct, from which the points lead."""
        _, arrow = self.attached[part]
        (left, middle), (right, _) = points[-2:]
        leads_to_part = self.joins[arrow][1] == part
        is_straight = len(points) == 2  # noqa: PLR2004  then a head may be at either end
        shift = (_TWIG_WITH_HEAD - _TWIG) / 2
        centre = (left + right) / 2 + (-shift if leads_to_part else shift if is_straight else 0.0)
        width, height = self._label_size(arrow)
        label = [centre - width / 2, middle - height / 2, centre + width / 2, middle + height / 2]
        drawn = np.array(points if leads_to_part else points[::-1])
        return Way(arrow, drawn, np.array(label))

    def _twig(self, parts: Sequence[int]) -> float:
        """How long the lines to the parts are."""
        widest = max(self._label_size(self.attached[part][1])[0] for part in parts)
        return widest + _TWIG + _TWIG_WITH_HEAD

    def _label_size(self, arrow: int) -> tuple[float, float]:
        return label_size(self.arrows[arrow].text, self.lettering.small, "regular")

    def _room_for_arrows(self, node: int) -> float:
        """So much of a side that all arrows which end there can be told apart."""
        among = [ends for ends in self.joins if not self.attached.keys() & set(ends)]
        most = max(sum(ends[side] == node for ends in among) for side in (0, 1))
        return (most - 1) * _ARROW_ROOM + 2 * _SIDE_MARGIN

    def _lines(self, node: Node) -> tuple[Line, ...]:
        size = self.lettering.name
        name = wrap(node.name.strip() or node.code, self.lettering.line, size, "bold")
        title = [Line(text, size, "bold", theme.TEXT) for text in name]
        return (*title, *self._small_lines(node))

    def _part_lines(self, part: int) -> tuple[Line, ...]:
        node, size = self.nodes[part], self.lettering.small
        name = wrap(node.name.strip() or node.code, _PART_SHARE * self.lettering.line, size)
        title = [Line(text, size, "regular", theme.TEXT) for text in name]
        return (*title, *self._small_lines(node))

    def _small_lines(self, node: Node) -> Iterator[Line]:
        size = self.lettering.small
        colour = theme.TEXT if node.is_index else theme.TEXT_QUIET
        for line in node.lines:
            yield from (
                Line(text, size, "regular", colour)
                for text in wrap(line, self.lettering.line, size)
            )


def _upside_down(block: Block) -> Block:
    """What was below above; texts stay upright."""
    height = block.size[1]
    return Block(
        tuple(replace(box, frame=_turned(box.frame, height)) for box in block.boxes),
        tuple(
            replace(
                way,
                points=way.points * [1.0, -1.0] + [0.0, height],
                label=_turned(way.label, height),
            )
            for way in block.ways
        ),
        block.size,
        height - block.dock[::-1],
    )


def _turned(frame: FloatArray, height: float) -> FloatArray:
    left, top, right, bottom = frame
    return np.array([left, height - bottom, right, height - top])


def _size(lines: Sequence[Line], pad_x: float, pad_y: float) -> FloatArray:
    """(2,) of a box around lines."""
    width = max((line.width for line in lines), default=0.0)
    return np.array([width + 2 * pad_x, sum(line.height for line in lines) + 2 * pad_y])


def _stacked(heights: FloatArray) -> FloatArray:
    """(q,) where each of the boxes begins that stand one below the other."""
    return np.concatenate([[0.0], (heights + _PARTS_APART).cumsum()[:-1]])
