"""The arrangement: which of its positions each label takes, given the others.

Two positions of different labels may clash; which do is found once, in a table. The labels then
take the cheapest positions in turn, and again and again a few neighbours give theirs up and
choose anew in another order, which is kept if it is no worse [1]_. The orders are fixed.

References
----------
.. [1] Schrimpf, Schneider, Stamm-Wilbrandt & Dueck (2000), Record breaking optimization results
       using the ruin and recreate principle, J. Computational Physics 159(2), 139-171.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from clientlens.drawing.plane import (
    FloatArray,
    boxes_meet,
    segment_meets_box,
    segments_cross,
)
from clientlens.drawing.positions import Positions

IntArray = npt.NDArray[np.int64]

SPACE = np.array([-4.0, -1.0, 4.0, 1.0])
"""Pixels kept free around a label, to the sides and above and below."""

COST_OF_A_CROSSING = 60.0
"""Of two leader lines, in pixels of leader line."""

COST_OF_A_CLASH = 10_000.0
"""More than a label costs that is left out, so that no clash remains."""

HAIR = 1e-6
"""Pixels."""

ROUNDS = 4000
MOST_TO_MOVE = 8
"""So many labels at most choose anew in one round."""

SEED = 1
"""Of the orders in which labels choose anew: the same every time."""


def arrange(marks: FloatArray, positions: Sequence[Positions]) -> IntArray:
    """Choose a position for each label.

    Parameters
    ----------
    marks : (m, 2) array
        The points; neighbours choose anew together.
    positions : sequence of Positions
        Of each label; at least one of them, such as being left out, clashes with nothing.

    Returns
    -------
    (m,) array of int
        Which of its positions each label takes.
    """
    m = len(marks)
    if m == 0:
        return np.zeros(0, dtype=np.int64)
    choice = _Choice(positions)
    choice.renew(range(m))
    neighbours = np.argsort(((marks[:, None] - marks) ** 2).sum(axis=2), axis=1, kind="stable")
    rng = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        how_many = rng.integers(2, MOST_TO_MOVE, endpoint=True)
        choice.improve(rng.permutation(neighbours[rng.integers(m), :how_many]))
    return choice.taken - choice.first


class _Choice:
    """The positions taken, and how hard they press on every other position.

    Parameters
    ----------
    positions : sequence of Positions
        Of each label; C in all.
    """

    def __init__(self, positions: Sequence[Positions]) -> None:
        counts = [len(own) for own in positions]
        self.last: IntArray = np.cumsum(counts)  # (m,) behind the last position of each label
        self.first: IntArray = self.last - counts  # (m,)
        self.taken: IntArray = np.full(len(counts), -1)  # (m,) among all C
        self._costs = np.concatenate([own.costs for own in positions])  # (C,)
        self._table = _table(positions, self.first, self.last)  # (C, C)
        self._pressure = np.zeros(len(self._costs))  # (C,) from all positions taken

    def renew(self, labels: Iterable[int]) -> None:
        """Let labels give up what they have, then take the cheapest in this order."""
        labels = list(labels)
        for label in labels:
            self._give_up(label)
        for label in labels:
            self._take_cheapest(label)

    def improve(self, labels: Iterable[int]) -> None:
        """Renew some labels; back to what was, if that was better."""
        before, taken, pressure = self.cost(), self.taken.copy(), self._pressure.copy()
        self.renew(labels)
        if self.cost() > before:
            self.taken, self._pressure = taken, pressure

    def cost(self) -> float:
        """Of all positions taken, each pair counted once."""
        each = self._costs[self.taken] + self._pressure[self.taken] / 2
        return float(each.sum())

    def _give_up(self, label: int) -> None:
        if self.taken[label] >= 0:
            self._pressure -= self._table[self.taken[label]]
            self.taken[label] = -1

    def _take_cheapest(self, label: int) -> None:
        own = slice(self.first[label], self.last[label])
        cheapest = (self._costs[own] + self._pressure[own]).argmin()
        self.taken[label] = self.first[label] + cheapest
        self._pressure += self._table[self.taken[label]]


def _table(positions: Sequence[Positions], first: IntArray, last: IntArray) -> FloatArray:
    """(C, C) what two positions of different labels cost together."""
    boxes = np.vstack([own.boxes for own in positions])  # (C, 4)
    leaders = np.vstack([own.leaders for own in positions])  # (C, 4)
    owner = np.repeat(np.arange(len(positions)), last - first)  # (C,)
    drawn = np.flatnonzero((leaders[:, :2] != leaders[:, 2:]).any(axis=1))
    placed = np.flatnonzero(np.concatenate([own.is_placed for own in positions]))
    roomy, hulls = boxes + SPACE, _hulls(leaders)
    table = np.zeros((len(boxes), len(boxes)), dtype=np.float32)  # whole numbers, so exact

    one, other = _pairs(hulls, hulls, drawn, drawn, owner)
    cross = segments_cross(leaders[one], leaders[other])
    table[one[cross], other[cross]] = COST_OF_A_CROSSING

    one, other = _pairs(hulls, roomy, drawn, placed, owner)
    through = segment_meets_box(leaders[one], roomy[other])
    one, other = one[through], other[through]
    table[one, other] = table[other, one] = COST_OF_A_CLASH

    one, other = _pairs(boxes, roomy, placed, placed, owner)
    table[one, other] = COST_OF_A_CLASH
    return table


def _pairs(
    boxes: FloatArray, other_boxes: FloatArray, some: IntArray, others: IntArray, owner: IntArray
) -> tuple[IntArray, IntArray]:
    """Which of some boxes meet which of others that belong to another label."""
    is_near = boxes_meet(boxes[some, None], other_boxes[others])
    is_near &= owner[some, None] != owner[others]
    one, other = np.nonzero(is_near)
    return some[one], others[other]


def _hulls(segments: FloatArray) -> FloatArray:
    """(…, 4) the box around a segment, widened by a hair so that a level one meets others."""
    low = np.minimum(segments[..., :2], segments[..., 2:])
    high = np.maximum(segments[..., :2], segments[..., 2:])
    return np.concatenate([low - HAIR, high + HAIR], axis=-1)
