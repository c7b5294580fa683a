"""The blocks of a path diagram: what the layout moves as one.

A block is the box of a construct and, on a side where no path ends, a column with the boxes of
the constructs that measure it: its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens_csi.diagram.facts import Diagram
from clientlens_csi.diagram.lettering import Lettering, Line, box_size, label_size, lines_of

Side = Literal["below", "above", "beside"]
"""Where the parts of a construct stand."""

_ARROW_ROOM, _SIDE_MARGIN = 13.0, 12.0
"""Pixels of a box's side for each arrow that ends there, and at its corners."""

_TRUNK = 9.0
"""Pixels from the left of a construct to the line that joins it with parts below it."""

_TWIG, _TWIG_WITH_HEAD = 5.0, 11.0
"""Pixels of a line to a part that its label leaves free, at either end."""

_PARTS_APART, _BEFORE_PARTS = 6.0, 14.0
"""Pixels between the boxes of parts, and before the first of them; a head needs some."""


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
        Where paths may end, along the sides on which they do.
    """

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    size: FloatArray
    dock: FloatArray


def blocks_of(diagram: Diagram, lettering: Lettering, side: Side) -> list[Block]:
    """The blocks of a diagram, in the order of its constructs that are no parts.

    Parameters
    ----------
    diagram : Diagram
        What is shown.
    lettering : Lettering
        How texts are set.
    side : {"below", "above", "beside"}
        Where parts stand: beside where paths lead down, otherwise above or below.

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
        self.across = 0 if side == "beside" else 1  # the axis along which paths end side by side

    def block(self, node: int) -> Block:
        """A construct with its parts."""
        lines = lines_of(self.nodes[node], self.lettering, is_part=False)
        size = box_size(lines, is_part=False)
        size[self.across] = max(size[self.across], self._room_for_paths(node))
        parts = [part for part, (whole, _) in self.attached.items() if whole == node]
        if not parts:
            frame = np.array([0.0, 0.0, *size])
            return Block((Box(node, lines, frame),), (), size, np.array([0.0, size[self.across]]))
        if self.side == "above":
            return _upside_down(self._with_parts(Box(node, lines, size), parts[::-1]))
        return self._with_parts(Box(node, lines, size), parts)

    def _with_parts(self, own: Box, parts: Sequence[int]) -> Block:
        """The construct, of which `own` holds the size, grows as wide or high as its parts."""
        lines = [lines_of(self.nodes[part], self.lettering, is_part=True) for part in parts]
        sizes = np.array([box_size(each, is_part=True) for each in lines])  # (q, 2)
        bottoms = (sizes[:, 1] + _PARTS_APART).cumsum() - _PARTS_APART  # (q,)
        width, height = own.frame
        if self.side == "beside":
            height = max(height, bottoms[-1])
            left, top = width + self._twig(parts), (height - bottoms[-1]) / 2
            right = left + sizes[:, 0].max()
        else:
            left, top = _TRUNK + self._twig(parts), height + _BEFORE_PARTS
            right = width = max(width, left + sizes[:, 0].max())
        ends = top + bottoms
        frames = [
            np.array([left, y, right, end]) for y, end in zip(ends - sizes[:, 1], ends, strict=True)
        ]
        return Block(
            (
                replace(own, frame=np.array([0.0, 0.0, width, height])),
                *(Box(*part) for part in zip(parts, lines, frames, strict=True)),
            ),
            tuple(
                self._way(part, frame, width, height)
                for part, frame in zip(parts, frames, strict=True)
            ),
            np.array([right, max(height, ends[-1])]),
            np.array([0.0, (width, height)[self.across]]),
        )

    def _way(self, part: int, frame: FloatArray, width: float, height: float) -> Way:
        """The arrow between a part and its construct, which is so wide and so high."""
        _, arrow = self.attached[part]
        leads_to_part = self.joins[arrow][1] == part
        left, middle = frame[0], (frame[1] + frame[3]) / 2
        begin = width if self.side == "beside" else _TRUNK
        points = [(begin, middle), (left, middle)]
        room = [_TWIG, _TWIG_WITH_HEAD] if leads_to_part else [_TWIG_WITH_HEAD, _TWIG]
        if self.side != "beside":
            points.insert(0, (_TRUNK, height))
            room[0] = _TWIG  # a head that leads to the construct is farther up
        centre = np.array([(begin + room[0] + left - room[1]) / 2, middle])
        half = np.array(self._label_size(arrow)) / 2
        drawn = np.array(points if leads_to_part else points[::-1])
        return Way(arrow, drawn, np.concatenate([centre - half, centre + half]))

    def _twig(self, parts: Sequence[int]) -> float:
        """How long the lines to the parts are."""
        widest = max(self._label_size(self.attached[part][1])[0] for part in parts)
        return widest + _TWIG + _TWIG_WITH_HEAD

    def _label_size(self, arrow: int) -> tuple[float, float]:
        return label_size(self.arrows[arrow].text, self.lettering.small, "regular")

    def _room_for_paths(self, node: int) -> float:
        """So much of a side that all paths which end there can be told apart."""
        paths = [ends for ends in self.joins if not self.attached.keys() & set(ends)]
        most = max(sum(ends[side] == node for ends in paths) for side in (0, 1))
        return (most - 1) * _ARROW_ROOM + 2 * _SIDE_MARGIN


def _upside_down(block: Block) -> Block:
    """What was below above; texts stay upright."""
    height = block.size[1]
    return Block(
        tuple(replace(box, frame=_turned(box.frame, height)) for box in block.boxes),
        tuple(
            Way(way.arrow, _turned(way.points, height), _turned(way.label, height))
            for way in block.ways
        ),
        block.size,
        height - block.dock[::-1],
    )


def _turned(corners: FloatArray, height: float) -> FloatArray:
    """A box (4,) or points (k, 2) upside down; of a box the upper corner still comes first."""
    turned = corners.reshape(-1, 2) * [1.0, -1.0] + [0.0, height]
    if corners.ndim == 1:
        turned[:, 1] = turned[::-1, 1].copy()
    return turned.reshape(corners.shape)
