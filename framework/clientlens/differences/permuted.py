"""The permutations: every model on groups that chance has made, as rows of weights.

Who is compared is dealt out anew into groups of the same sizes. A group that chance made is a row
of weights, zero outside of it, so that a model estimates hundreds of them at once. Structural
weights and roles stay those of everybody as answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray, IntArray
from clientlens.chunks import Progress, in_parallel, split_rows
from clientlens.estimation import Estimation, repeated
from clientlens.model import Values
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.stacking import joined
from clientlens.stats.resample import permuted_labels, rows_per_block
from clientlens.survey.groups import Group
from clientlens.task import Task, checked, means_for

Wanted = Mapping[str, tuple[str, ...]]
"""Entry under ``models:`` → the quantities of it that are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Permutation:
    """Respondents who are dealt out anew.

    Attributes
    ----------
    members : (m,) integer array
        Their positions among those kept.
    labels : (m,) integer array
        The group of each.
    sides : tuple of tuple of int
        What is estimated: groups, or several of them together.
    seed : int
        Seed of the random stream.
    unit : (m,) integer array or None
        The cluster of each, where whole clusters are dealt out.
    """

    members: IntArray
    labels: IntArray
    sides: tuple[tuple[int, ...], ...]
    seed: int
    unit: IntArray | None = None

    def rows(self, start: int, stop: int) -> IntArray:
        """(stop − start, m) labels; row 0 as they are."""
        return permuted_labels(self.seed, self.labels, start, stop, self.unit)


def permutation_of(
    estimation: Estimation, groups: Sequence[Group], sides: Sequence[Sequence[int]], seed: int
) -> Permutation | None:
    """Groups to be dealt out anew; None where they split a cluster that must stay whole.

    Respondents come in the order of their answers, not of the file, so that moving rows of the
    file changes nothing.
    """
    labels = np.full(len(estimation.plan.base), -1)
    for number, group in enumerate(groups):
        labels[group.mask] = number
    members = np.flatnonzero(labels >= 0)
    own = tuple(map(tuple, sides))
    plan = estimation.plan
    if plan.units < len(plan.unit):
        unit = plan.unit[members]
        if _splits(labels[members], unit):
            return None
        return Permutation(members, labels[members], own, seed, unit)
    known = np.nan_to_num(estimation.ratings.values[members], nan=-np.inf)
    order = np.lexsort([labels[members], plan.base[members], *known.T])
    return Permutation(members[order], labels[members[order]], own, seed)


def _splits(labels: IntArray, unit: IntArray) -> bool:
    """Whether a cluster has members in several groups."""
    return len(np.unique(np.stack([labels, unit]), axis=1).T) > len(np.unique(unit))


_A_SIDE = "side"
"""Whoever is dealt to a side isn't everybody."""


def estimate_permuted(
    estimation: Estimation,
    permutations: Sequence[Permutation],
    rows: int,
    wanted: Wanted,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[list[dict[str, Values]]]:
    """[permutation][side] → entry → quantity → (1 + rows, …) estimates, row 0 as labelled.

    Parameters
    ----------
    estimation : Estimation
        The study with all of its clients, models and roles.
    permutations : sequence of Permutation
        Whom to deal out, and what to estimate.
    rows : int
        How often.
    wanted : mapping
        Entry → quantities to keep; other models aren't estimated.
    jobs : int
        Chunks that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Told after every chunk.
    """
    weighed = estimation.weighed()
    pools = [_Pool(estimation, permutation, weighed, wanted) for permutation in permutations]
    means = means_for(estimation.tasks)
    chunks = [
        (number, start, stop)
        for number, own in enumerate(permutations)
        for start, stop in split_rows(
            1 + rows, len(own.members), rows_per_block(len(own.members)), means
        )
    ]

    def work(chunk: tuple[int, int, int]) -> list[dict[str, Values]]:
        number, start, stop = chunk
        return pools[number].estimate(start, stop)

    found = list(in_parallel(work, chunks, jobs, progress, means))
    return [
        _joined([part for (n, *_), part in zip(chunks, found, strict=True) if n == number])
        for number in range(len(permutations))
    ]


def _joined(chunks: list[list[dict[str, Values]]]) -> list[dict[str, Values]]:
    """The rows of each side and entry put together."""
    return [
        {entry: joined([chunk[side][entry] for chunk in chunks]) for entry in first}
        for side, first in enumerate(chunks[0])
    ]


class _Pool:
    """Those who are dealt out, ready to be estimated chunk by chunk."""

    def __init__(
        self,
        estimation: Estimation,
        permutation: Permutation,
        weighed: Weighed | None,
        wanted: Wanted,
    ) -> None:
        self._estimation = estimation
        self._weighed = weighed
        self._permutation = permutation
        self._wanted = wanted
        self._ratings = _ratings(estimation, permutation)
        everybody = Group("", np.ones(len(estimation.plan.base), dtype=bool))
        self._beside = estimation.roles.beside(everybody)
        self._base = estimation.plan.base[permutation.members]  # (m,)
        self._tasks = [task for task in estimation.tasks if task.choice.name in wanted]

    def estimate(self, start: int, stop: int) -> list[dict[str, Values]]:
        """[side] → entry → quantity → estimates of the rows from `start` to `stop`."""
        labels = self._permutation.rows(start, stop)
        samples = [self._sample(labels, side) for side in self._permutation.sides]
        return [{t.choice.name: self._of(t, sample) for t in self._tasks} for sample in samples]

    def _of(self, task: Task, sample: Sample) -> Values:
        values = checked(task, sample, self._estimation.study)
        return {name: values[name] for name in self._wanted[task.choice.name]}

    def _sample(self, labels: IntArray, side: tuple[int, ...]) -> Sample:
        rows = len(labels)
        weighting = repeated(self._weighed, rows) if self._weighed else None
        once = self._estimation.roles.weights(0, 1)
        alike = {code: np.repeat(weights, rows, axis=0) for code, weights in once.items()}
        return Sample(
            self._ratings,
            self._weights(labels, side),
            self._weights(self._permutation.labels[None], side),
            roles=self._beside.samples(alike, once, weighting, {}),
            absent_roles=self._beside.absent,
            weighting=weighting,
            group=_A_SIDE,
        )

    def _weights(self, labels: IntArray, side: tuple[int, ...]) -> FloatArray:
        """(R, m) weights of those whose label is in `side`; the design weights of the others, 0."""
        return np.where(np.isin(labels, side), self._base, 0.0)


def _ratings(estimation: Estimation, permutation: Permutation) -> Ratings:
    """The answers of all who take part, without questions that are hidden on any side."""
    minimum = estimation.study.report.minimum_group
    everybody = estimation.ratings
    hidden: set[int] = set()
    of_groups = list(zip(estimation.groups, estimation.hidden_questions(), strict=True))
    for side in permutation.sides:
        own = np.zeros(len(everybody.values), dtype=bool)
        own[permutation.members[np.isin(permutation.labels, side)]] = True
        hidden |= set(everybody.select(own).rare(minimum))
        for group, questions in of_groups:
            if np.array_equal(group.mask, own):
                hidden |= set(np.flatnonzero(questions).tolist())
    return everybody.select(permutation.members).without(sorted(hidden))
