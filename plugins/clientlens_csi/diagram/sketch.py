"""The sketch: a path diagram laid out, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from clientlens.drawing.layers import Orientation, lay_out, least_width
from clientlens.plugin_api import FloatArray
from clientlens_csi.diagram.blocks import Box, Side, Way, blocks_of
from clientlens_csi.diagram.facts import Arrow, Diagram
from clientlens_csi.diagram.lettering import Lettering, label_size
from clientlens_csi.diagram.strokes import stroke_of

_HAIR = 1e-6
"""Pixels lost in rounding."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a diagram may be laid out: where arrows lead, how texts are set, how wide it may be."""

    orientation: Orientation
    lettering: Lettering
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Where everything stands.

    Attributes
    ----------
    boxes : tuple of Box
        Of all constructs.
    ways : tuple of Way
        Of all arrows.
    size : (2,) array
        Width and height of the whole.
    lettering : Lettering
        In which it is set.
    """

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    size: FloatArray
    lettering: Lettering


def sketch(diagram: Diagram, forms: Sequence[Form]) -> Sketch:
    """Lay a diagram out in the first form that keeps to its width; in the last, if none does."""
    for form in forms:
        found = _sketch(diagram, form)
        if found and found.size[0] <= form.width + _HAIR:
            return found
    return _Plan(diagram, forms[-1], _sides(diagram, forms[-1])[0]).sketch()


@lru_cache(maxsize=16)  # screen and paper share forms
def _sketch(diagram: Diagram, form: Form) -> Sketch | None:
    """With the shortest lines; None where it's clear that the form is too wide."""
    first, *others = _sides(diagram, form)
    plan = _Plan(diagram, form, first)
    if not plan.may_fit():
        return None
    plans = [plan, *(_Plan(diagram, form, side) for side in others)]
    return min((some.sketch() for some in plans), key=_length)


def _sides(diagram: Diagram, form: Form) -> tuple[Side, ...]:
    """Where parts may stand; nothing to choose where there are none."""
    if form.orientation == "down":
        return ("beside",)
    return ("below", "above") if diagram.attached else ("below",)


def _length(drawn: Sketch) -> float:
    return sum(float(np.hypot(*np.diff(way.points, axis=0).T).sum()) for way in drawn.ways)


class _Plan:
    """A diagram set in one form, about to be laid out."""

    def __init__(self, diagram: Diagram, form: Form, side: Side) -> None:
        self.diagram = diagram
        self.form = form
        self.blocks = blocks_of(diagram, form.lettering, side)
        self.sizes = np.array([block.size for block in self.blocks]).reshape(-1, 2)
        block_of = {block.boxes[0].node: i for i, block in enumerate(self.blocks)}
        joins = diagram.joins
        self.arrows = [i for i, ends in enumerate(joins) if set(ends) <= block_of.keys()]
        self.edges = [(block_of[joins[i][0]], block_of[joins[i][1]]) for i in self.arrows]
        self.labels = [self._label(diagram.arrows[i]) for i in self.arrows]

    def may_fit(self) -> bool:
        """Whether it's worth a try."""
        if self.form.orientation == "down":
            return bool(self.sizes[:, 0].max(initial=0.0) <= self.form.width)
        return least_width(self.sizes, self.edges, self.labels) <= self.form.width

    def sketch(self) -> Sketch:
        """Lay it out."""
        layout = lay_out(
            self.sizes,
            self.edges,
            self.labels,
            orientation=self.form.orientation,
            width=self.form.width,
            docks=[block.dock for block in self.blocks],
        )
        ways = [
            Way(arrow, route, label)
            for arrow, route, label in zip(self.arrows, layout.routes, layout.labels, strict=True)
        ]
        boxes: list[Box] = []
        for block, frame in zip(self.blocks, layout.boxes, strict=True):
            corner = frame[:2]
            boxes += [replace(b, frame=b.frame + np.tile(corner, 2)) for b in block.boxes]
            ways += [_moved(way, corner) for way in block.ways]
        return Sketch(tuple(boxes), tuple(ways), layout.size, self.form.lettering)

    def _label(self, arrow: Arrow) -> tuple[float, float]:
        return label_size(arrow.text, self.form.lettering.label, stroke_of(arrow).weight)


def _moved(way: Way, by: FloatArray) -> Way:
    return replace(way, points=way.points + by, label=way.label + np.tile(by, 2))
