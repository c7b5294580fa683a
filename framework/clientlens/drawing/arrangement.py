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

from collections.abc import Sequence

import numpy as np

from clientlens.arrays import FloatArray, IntArray
from clientlens.drawing.plane import boxes_meet, hull, segment_meets_box, segments_cross
from clientlens.drawing.positions import Positions

SPACE = np.array([-4.0, -1.0, 4.0, 1.0])
"""Pixels kept free around a label, to the sides and above and below."""

COST_OF_A_CROSSING = 150.0
"""Of two leader lines, in pixels of leader line."""

COST_OF_A_CLASH = 10_000.0
"""More than a label costs that is left out, so that no clash remains."""

NOT_YET = -1

ROUNDS = 700
"""In one series, in which the heat goes from `HEAT` to nothing."""

MOST_SERIES = 4
"""A further series starts from the best so far as long as a label is outside its region."""

MOST_TO_MOVE = 8
"""So many labels at most choose anew in one round."""

HEAT = 200.0
"""Cost by which labels misjudge positions, and by which a round may worsen things, at first.

It cools down to nothing, so that the last rounds only mend."""

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
    for _ in range(MOST_SERIES):
        _improve(choice, neighbours, rng)
        choice.settle()
        if choice.are_all_home():
            break
    return choice.taken - choice.first


def _improve(choice: _Choice, neighbours: IntArray, rng: np.random.Generator) -> None:
    """One series of rounds; `neighbours` (m, m) has the labels from the nearest to each on."""
    for heat in np.linspace(HEAT, 0, ROUNDS):
        envy = np.minimum(choice.envy(), MOST_ENVY).cumsum()  # (m,)
        if envy[-1] == 0:
            break
        label = int(envy.searchsorted(envy[-1] * rng.random(), side="right"))
        how_many = rng.integers(2, MOST_TO_MOVE, endpoint=True)
        choice.try_anew(rng.permutation(neighbours[label, :how_many]), heat, rng)


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
        self._is_placed = np.concatenate([own.is_placed for own in positions])  # (C,)
        self._is_home = np.concatenate([own.is_home for own in positions])  # (C,)
        # Column by column in memory, since they are compared so; each (C, 4).
        self._boxes = np.asfortranarray(np.vstack([own.boxes for own in positions]))
        self._leaders = np.asfortranarray(np.vstack([own.leaders for own in positions]))
        self._roomy = self._boxes + SPACE
        self._lines = np.asfortranarray(hull(self._leaders))
        self._presses: dict[int, FloatArray] = {}  # what is asked for once is asked for again
        self._pressure = np.zeros(len(self._costs))  # (C,) from all positions taken
        self.taken: IntArray = np.full(len(counts), NOT_YET)  # (m,) among all C
        for label in range(len(counts)):
            self._take(label, misjudged=0.0)
        self._best, self._cost = self.taken.copy(), self._cost_now()
        self._best_cost = self._cost

    def envy(self) -> FloatArray:
        """(m,) how much dearer each label has it than it might."""
        return np.asarray(self._cost_of_each() - self._cheapest)

    def try_anew(self, labels: IntArray, heat: float, rng: np.random.Generator) -> None:
        """Let some labels give up what they have and choose anew, in this order.

        Back to what was, if that was better by more than chance and heat allow.
        """
        taken, pressure = self.taken.copy(), self._pressure.copy()
        for label in labels:
            self._give_up(label)
        for label in labels:
            self._take(label, heat * rng.random(self.last[label] - self.first[label]))
        cost = self._cost_now()
        if cost > self._cost + heat * rng.exponential():
            self.taken, self._pressure = taken, pressure
            return
        self._cost = cost
        if cost < self._best_cost:
            self._best, self._best_cost = self.taken.copy(), cost

    def settle(self) -> None:
        """Back to the best of all; then until nobody can have it cheaper by moving alone."""
        for label, position in enumerate(self._best):
            self._give_up(label)
            self._put(label, int(position))
        before = np.full_like(self.taken, NOT_YET)
        while not np.array_equal(before, self.taken):
            before = self.taken.copy()
            for label in range(len(before)):
                self._give_up(label)
                self._take(label, misjudged=0.0)
        self._best, self._cost = self.taken.copy(), self._cost_now()
        self._best_cost = self._cost

    def are_all_home(self) -> bool:
        """Whether every label is in its region."""
        return bool(self._is_home[self.taken].all())

    def _cost_of_each(self) -> FloatArray:
        """(m,) what each label pays; a pair's cost is shared."""
        return np.asarray(self._costs[self.taken] + self._pressure[self.taken] / 2)

    def _cost_now(self) -> float:
        return float(self._cost_of_each().sum())

    def _give_up(self, label: int) -> None:
        if self.taken[label] != NOT_YET:
            self._pressure -= self._press(int(self.taken[label]))
            self.taken[label] = NOT_YET

    def _take(self, label: int, misjudged: FloatArray | float) -> None:
        """Take what seems cheapest, given what the others have taken."""
        own = slice(self.first[label], self.last[label])
        chosen = (self._costs[own] + self._pressure[own] + misjudged).argmin()
        self._put(label, int(self.first[label] + chosen))

    def _put(self, label: int, position: int) -> None:
        self.taken[label] = position
        self._pressure += self._press(position)

    def _press(self, position: int) -> FloatArray:
        """(C,) what every position costs more when this one is taken."""
        if position not in self._presses:
            self._presses[position] = self._find_press(position)
        return self._presses[position]

    def _find_press(self, position: int) -> FloatArray:
        press = np.zeros(len(self._costs))  # whole numbers, so that adding them up is exact
        if not self._is_placed[position]:
            return press
        leader, roomy = self._leaders[position], self._roomy[position]
        crossed = np.flatnonzero(boxes_meet(self._lines[position], self._lines))
        press[crossed] = COST_OF_A_CROSSING * segments_cross(leader, self._leaders[crossed])

        clash = boxes_meet(roomy, self._boxes)
        over = np.flatnonzero(boxes_meet(roomy, self._lines))
        clash[over] |= segment_meets_box(self._leaders[over], roomy)
        under = np.flatnonzero(boxes_meet(self._lines[position], self._roomy))
        clash[under] |= segment_meets_box(leader, self._roomy[under])
        press[clash & self._is_placed] = COST_OF_A_CLASH

        label = self.last.searchsorted(position, side="right")
        press[self.first[label] : self.last[label]] = 0.0
        return press
