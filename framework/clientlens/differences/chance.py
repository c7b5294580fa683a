"""The chance: what differences groups of these sizes show when they are dealt out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.chunks import Progress
from clientlens.config.schema import Differences
from clientlens.differences.pairs import FEWEST_TESTED, Comparison
from clientlens.differences.permuted import (
    Permutation,
    Wanted,
    estimate_permuted,
    permutation_of,
)
from clientlens.estimation import Estimation
from clientlens.model import Values
from clientlens.results.differences import REST
from clientlens.results.estimates import Absent
from clientlens.stats.moments import divide
from clientlens.stats.resample import seed_of

SPLIT_CLUSTERS = "the groups split the clusters that are drawn"
"""Reason why nobody is dealt out anew."""
_PAIR = 2
Side = Mapping[str, Values]
"""Entry under ``models:`` → quantity → (1 + P, …) estimates of one side."""


@dataclass(frozen=True, slots=True, eq=False)
class Dealt:
    """What chance makes of one pair in one quantity, label by label.

    Attributes
    ----------
    rows : (1 + P, L) array
        How far the groups lie apart: those that they are, then those that chance has made.
    first, second : (L,) arrays
        Estimates of the groups as they are; the second is NaN where only the first is dealt out.
    """

    rows: FloatArray
    first: FloatArray
    second: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Estimates of groups that chance has made, in place of those of one comparison.

    Row 0 is of the groups as they are.

    Attributes
    ----------
    groups : mapping
        Number of a group → its estimates when all groups are dealt out at once.
    pairs : mapping
        Number of a pair → estimates of its two sides.
    rest : mapping
        Number of a pair of a group with the rest → number of the group.
    reason : str
        Why there are none.
    """

    groups: Mapping[int, Side] = field(default_factory=dict)
    pairs: Mapping[int, tuple[Side, Side]] = field(default_factory=dict)
    rest: Mapping[int, int] = field(default_factory=dict)
    reason: str = ""

    def dealt(self, pair: int, entry: str, quantity: str) -> Dealt | None:
        """What chance makes of a pair; None where it wasn't dealt out.

        A group and the rest are all there are, so that a group that lies apart from the rest lies
        apart from groups of its size that are drawn from all: it is held against their mean, and
        the rest needn't be estimated again. Of means it is the same test.
        """
        if pair in self.rest:
            alone = self.groups[self.rest[pair]][entry][quantity]
            if isinstance(alone, Absent):
                return None
            rows = alone.reshape(len(alone), -1)
            return Dealt(_centred(rows), rows[0], np.full(rows.shape[1], np.nan))
        arrays = [side[entry][quantity] for side in self.pairs.get(pair, ())]
        known = [array.reshape(len(array), -1) for array in arrays if not isinstance(array, Absent)]
        if len(known) < _PAIR:
            return None
        return Dealt(known[0] - known[1], known[0][0], known[1][0])

    def estimates(self, entry: str, quantity: str) -> dict[int, FloatArray]:
        """Number of a group → (1 + P, …) estimates; without groups that have none."""
        found = {number: side[entry][quantity] for number, side in self.groups.items()}
        return {number: v for number, v in found.items() if not isinstance(v, Absent)}


def _centred(rows: FloatArray) -> FloatArray:
    """Rows less their mean over those that could be had."""
    known = np.isfinite(rows)
    total = np.where(known, rows, 0.0).sum(axis=0)
    return np.asarray(rows - divide(total, known.sum(axis=0).astype(np.float64)))


@dataclass(frozen=True, slots=True, eq=False)
class _Deal:
    """Groups that are dealt out anew together, and what each side stands for."""

    permutation: Permutation
    groups: Mapping[int, int]
    """Number of a group → its side."""
    pairs: Mapping[int, tuple[int, int]]
    """Number of a pair → its two sides."""


def chances_of(
    estimation: Estimation,
    comparisons: Sequence[Comparison],
    settings: Differences,
    wanted: Wanted,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Chance]:
    """What chance makes of each comparison; all that is dealt out is worked on together.

    Parameters
    ----------
    estimation : Estimation
        The study with the models that are compared.
    comparisons : sequence of Comparison
        Groups and their pairs.
    settings : Differences
        How often groups are dealt out, and whether small ones are as well.
    wanted : mapping
        Entry → quantities.
    jobs, progress
        As for `clientlens.differences.compare.compare_groups`.
    """
    if not (settings.permutations and wanted):
        return [Chance() for _ in comparisons]
    deals = [_deals(estimation, comparison, settings) for comparison in comparisons]
    permutations = [deal.permutation for own in deals for deal in own or ()]
    values: Iterator[Sequence[Side]] = iter(
        estimate_permuted(estimation, permutations, settings.permutations, wanted, jobs, progress)
    )
    return [
        Chance(reason=SPLIT_CLUSTERS)
        if own is None
        else _chance(comparison, [(deal, next(values)) for deal in own])
        for comparison, own in zip(comparisons, deals, strict=True)
    ]


def _chance(comparison: Comparison, dealt: Sequence[tuple[_Deal, Sequence[Side]]]) -> Chance:
    groups = {n: sides[side] for deal, sides in dealt for n, side in deal.groups.items()}
    pairs = {
        i: (sides[first], sides[second])
        for deal, sides in dealt
        for i, (first, second) in deal.pairs.items()
    }
    numbers = {i: comparison.groups.index(pair.first) for i, pair in enumerate(comparison.pairs)}
    rest = {
        i: number
        for i, number in numbers.items()
        if comparison.pairs[i].other == REST and number in groups
    }
    return Chance(groups, pairs, rest)


def _deals(
    estimation: Estimation, comparison: Comparison, settings: Differences
) -> list[_Deal] | None:
    """All groups at once, then pairs among themselves; None where clusters forbid it.

    Of two groups the one pair is dealt out with all. Other pairs are dealt out by themselves, so
    that a third group that differs doesn't disturb them.
    """
    seed = seed_of(estimation.study.uncertainty.seed, f"permutation {comparison.attribute}")
    count = len(comparison.groups)
    large = [n for n in range(count) if settings.force or _is_large(comparison, n)]
    sides = [(number,) for number in large]
    joint = permutation_of(estimation, comparison.groups, sides, seed)
    if joint is None:
        return None
    groups = {number: side for side, number in enumerate(large)}
    if len(large) == count == _PAIR and comparison.pairs[0].is_disjoint:
        return [_Deal(joint, groups, {0: (0, 1)})]
    deals = [_Deal(joint, groups, {})] if sides else []
    for i, pair in enumerate(comparison.pairs):
        if pair.other == REST or not pair.is_disjoint or not (settings.force or pair.is_large):
            continue
        own = seed_of(seed, f"{pair.first.code} {pair.second.code}")
        alone = permutation_of(estimation, (pair.first, pair.second), ((0,), (1,)), own)
        if alone is not None:
            deals.append(_Deal(alone, {}, {i: (0, 1)}))
    return deals


def _is_large(comparison: Comparison, number: int) -> bool:
    return comparison.groups[number].n >= FEWEST_TESTED
