"""The arrangement: which of its positions each label has chosen, given the others.

The labels choose in turn, each the cheapest given the others. What stays in conflict grows
dearer until somebody gives way [1]_; if nobody can, the label with most conflicts is left out.

References
----------
.. [1] Morris (1993), The breakout method for escaping from local minima, AAAI-93, 40-45.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clientlens.drawing.plane import (
    BoolArray,
    FloatArray,
    boxes_meet,
    segment_meets_box,
    segments_cross,
)
from clientlens.drawing.positions import Positions

SPACE = np.array([-4.0, -1.0, 4.0, 1.0])
"""Pixels kept free around a label, to the sides and above and below."""

COST_OF_A_CROSSING = 60.0
"""Of two leader lines, in pixels of leader line."""

COST_OF_A_CLASH = 1000.0
"""Of two labels that cover each other or each other's leader lines, at first."""

NEVER = 1e6
"""A clash this dear is chosen by nobody who has another position."""

MOST_TURNS = 30
"""Turns of all labels; one that is still in conflict then is left out."""

NOWHERE = -1


class Arrangement:
    """The choices of all labels, and how dear the clash of each pair has become.

    Parameters
    ----------
    marks : (m, 2) array
        The points.
    positions : sequence of Positions
        Of each label.

    Attributes
    ----------
    chosen : (m,) array of int
        Which position; `NOWHERE` for a label that is left out.
    boxes, leaders : (m, 4) array
        The labels and their leader lines; at the point of a label that is left out.
    """

    def __init__(self, marks: FloatArray, positions: Sequence[Positions]) -> None:
        m = len(marks)
        self.positions = positions
        self.chosen: npt.NDArray[np.int64] = np.full(m, NOWHERE)
        self._nowhere = np.hstack([marks, marks])
        self.boxes, self.leaders = self._nowhere.copy(), self._nowhere.copy()
        self._dearness = np.full((m, m), COST_OF_A_CLASH)

    def settle(self, order: Sequence[int]) -> None:
        """Let the labels choose, in this order, until nobody wants to move."""
        best, best_cost = self.chosen.copy(), np.inf
        for _ in range(MOST_TURNS):
            has_moved = self._take_turns(order)
            clashes = self._clashes()
            cost = self._cost(clashes)
            if cost < best_cost:
                best, best_cost = self.chosen.copy(), cost
            if not has_moved and not clashes.any():
                break
            self._dearness[clashes] += COST_OF_A_CLASH
        self._take(best)
        self._leave_out_what_clashes()
        self._dearness[:] = NEVER
        self._take_turns(order)

    def _take_turns(self, order: Sequence[int]) -> bool:
        """Let each label choose once; whether any has moved."""
        before = self.chosen.copy()
        for label in order:
            self._choose(label)
        return not np.array_equal(before, self.chosen)

    def _choose(self, label: int) -> None:
        """Move a label to its cheapest position; nowhere if that is dearer than `NEVER`."""
        costs = self._costs(label)
        if not len(costs) or costs.min() >= NEVER:
            self._put(label, NOWHERE)
        else:
            self._put(label, int(costs.argmin()))

    def _costs(self, label: int) -> FloatArray:
        """(c,) what each position of a label costs, given the others."""
        own = self.positions[label]
        others = np.flatnonzero(self.chosen != NOWHERE)
        others = others[others != label]  # (o,)
        boxes, leaders = own.boxes[:, None], own.leaders[:, None]  # (c, 1, 4)
        clash = _clash(boxes, leaders, self.boxes[others], self.leaders[others])  # (c, o)
        cross = segments_cross(leaders, self.leaders[others])  # (c, o)
        pairs = clash @ self._dearness[label, others] + COST_OF_A_CROSSING * cross.sum(axis=1)
        return np.asarray(own.costs + pairs)

    def _put(self, label: int, position: int) -> None:
        self.chosen[label] = position
        own, is_out = self.positions[label], position == NOWHERE
        self.boxes[label] = self._nowhere[label] if is_out else own.boxes[position]
        self.leaders[label] = self._nowhere[label] if is_out else own.leaders[position]

    def _take(self, chosen: npt.NDArray[np.int64]) -> None:
        for label, position in enumerate(chosen):
            self._put(label, int(position))

    def _clashes(self) -> BoolArray:
        """(m, m) which labels cover each other or each other's leader lines."""
        one, other = (self.boxes[:, None], self.leaders[:, None]), (self.boxes, self.leaders)
        is_there = self.chosen != NOWHERE
        apart = ~np.eye(len(self.chosen), dtype=bool)
        clash = _clash(*one, *other) & is_there & is_there[:, None] & apart
        return np.asarray(clash | clash.T)

    def _cost(self, clashes: BoolArray) -> float:
        """What the whole arrangement costs; each pair in conflict more than all else."""
        there = np.flatnonzero(self.chosen != NOWHERE)
        alone = sum(float(self.positions[i].costs[self.chosen[i]]) for i in there)
        crossings = np.triu(segments_cross(self.leaders[:, None], self.leaders)).sum()
        return alone + COST_OF_A_CROSSING * float(crossings) + NEVER * float(clashes.sum())

    def _leave_out_what_clashes(self) -> None:
        """Take away the label with most conflicts until there are none."""
        while (clashes := self._clashes()).any():
            self._put(int(clashes.sum(axis=1).argmax()), NOWHERE)


def _clash(
    boxes: FloatArray, leaders: FloatArray, other_boxes: FloatArray, other_leaders: FloatArray
) -> BoolArray:
    """Whether labels cover each other or each other's leader lines, with some `SPACE`."""
    roomy = other_boxes + SPACE
    return np.asarray(
        boxes_meet(boxes, roomy)
        | segment_meets_box(leaders, roomy)
        | segment_meets_box(other_leaders, boxes + SPACE)
    )
