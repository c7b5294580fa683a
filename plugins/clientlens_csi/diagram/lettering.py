"""The lettering of a path diagram: what is written in boxes and on arrows, set in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.fonts import Weight, text_width
from clientlens.drawing.paragraph import wrap
from clientlens.plugin_api import FloatArray
from clientlens_csi.diagram.facts import Node

LINE_HEIGHT = 1.3
"""Of a line of text, in font sizes."""

_PAD = (8.0, 6.0)
_PART_PAD = (7.0, 3.0)
"""Pixels between a text and its box, beside it and above."""

_LABEL_PAD = 3.0
"""Pixels to the left and the right of a label."""

_PART_SHARE = 0.75
"""Of the width of a name, that of a part's name."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Font sizes of names, of small type and of labels on paths, and the width of a name.

    A name is broken into lines of this many pixels.
    """

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


def lines_of(node: Node, lettering: Lettering, *, is_part: bool) -> tuple[Line, ...]:
    """What is written in the box of a construct, or of one that measures another."""
    size = lettering.small if is_part else lettering.name
    width = lettering.line * (_PART_SHARE if is_part else 1.0)
    weight: Weight = "regular" if is_part else "bold"
    name = wrap(node.name.strip() or node.code, width, size, weight)
    title = [Line(text, size, weight, theme.TEXT) for text in name]
    return (*title, *_small_lines(node, lettering))


def _small_lines(node: Node, lettering: Lettering) -> Iterator[Line]:
    colour = theme.TEXT if node.is_index else theme.TEXT_QUIET
    for line in node.lines:
        for text in wrap(line, lettering.line, lettering.small):
            yield Line(text, lettering.small, "regular", colour)


def box_size(lines: Sequence[Line], *, is_part: bool) -> FloatArray:
    """(2,) width and height of the box around lines."""
    pad = np.array(_PART_PAD if is_part else _PAD)
    width = max((line.width for line in lines), default=0.0)
    return 2 * pad + [width, sum(line.height for line in lines)]


def label_size(text: str, size: float, weight: Weight) -> tuple[float, float]:
    """Width and height of an arrow's label; nothing for one without text."""
    if not text.strip():
        return 0.0, 0.0
    return text_width(text.strip(), size, weight) + 2 * _LABEL_PAD, size * LINE_HEIGHT
