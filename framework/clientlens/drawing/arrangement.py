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

NOT_YET = -1

HAIR = 1e-6
"""Pixels."""

ROUNDS = 2500
MOST_TO_MOVE = 12
"""So many labels at most choose anew in one round."""

TOLERANCE = 100.0
"""Cost by which a round may worsen things at first; less and less, and nothing at the end."""

MOST_ENVY = 300.0
"""Who could have it so much cheaper gets the first word oftenest."""

SEED = 1
"""Of the rounds, which are the same every time."""


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
    neighbours = np.argsort(((marks[:, None] - marks) ** 2).sum(axis=2), axis=1, kind="stable")
    rng = np.random.default_rng(SEED)
    for tolerance in np.linspace(TOLERANCE, 0, ROUNDS):
        envy = np.minimum(choice.envy(), MOST_ENVY).cumsum()  # (m,)
        if envy[-1] == 0:
            break
        label = int(envy.searchsorted(envy[-1] * rng.random(), side="right"))
        how_many = rng.integers(2, MOST_TO_MOVE, endpoint=True)
        near = rng.permutation(neighbours[label, :how_many])
        choice.try_anew(near, tolerance * rng.exponential())
    return choice.best - choice.first


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
        self._costs = np.concatenate([own.costs for own in positions])  # (C,)
        self._cheapest = np.minimum.reduceat(self._costs, self.first)  # (m,)
        self._table = _table(positions, self.first, self.last)  # (C, C)
        self._pressure = np.zeros(len(self._costs))  # (C,) from all positions taken
        self._taken: IntArray = np.full(len(counts), NOT_YET)  # (m,) among all C
        self._renew(range(len(counts)))
        self.best, self._cost = self._taken.copy(), self._cost_now()
        self._best_cost = self._cost

    def envy(self) -> FloatArray:
        """(m,) how much dearer each label has it than it might."""
        return np.asarray(self._cost_of_each() - self._cheapest)

    def try_anew(self, labels: Iterable[int], tolerance: float) -> None:
        """Let some labels choose anew; back to what was, if that was better by a tolerance."""
        taken, pressure = self._taken.copy(), self._pressure.copy()
        self._renew(list(labels))
        cost = self._cost_now()
        if cost > self._cost + tolerance:
            self._taken, self._pressure = taken, pressure
            return
        self._cost = cost
        if cost < self._best_cost:
            self.best, self._best_cost = self._taken.copy(), cost

    def _cost_of_each(self) -> FloatArray:
        """(m,) what each label pays; a pair's cost is shared."""
        return np.asarray(self._costs[self._taken] + self._pressure[self._taken] / 2)

    def _cost_now(self) -> float:
        return float(self._cost_of_each().sum())

    def _renew(self, labels: Sequence[int]) -> None:
        """Let labels give up what they have, then take the cheapest in this order."""
        for label in labels:
            self._give_up(label)
        for label in labels:
            self._take_cheapest(label)

    def _give_up(self, label: int) -> None:
        if self._taken[label] != NOT_YET:
            self._pressure -= self._table[self._taken[label]]
            self._taken[label] = NOT_YET

    def _take_cheapest(self, label: int) -> None:
        own = slice(self.first[label], self.last[label])
        cheapest = (self._costs[own] + self._pressure[own]).argmin()
        self._taken[label] = self.first[label] + cheapest
        self._pressure += self._table[self._taken[label]]


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
