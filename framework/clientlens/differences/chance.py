"""The chance: what differences groups of these sizes show when they are dealt out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.schema import Differences
from clientlens.differences.pairs import FEWEST_TESTED, Comparison, Pair
from clientlens.differences.permuted import (
    Permutation,
    Wanted,
    estimate_permuted,
    permutation_of,
)
from clientlens.estimation import Estimation, Progress
from clientlens.model import Values
from clientlens.results.differences import REST
from clientlens.stats.resample import seed_of

SPLIT_CLUSTERS = "the groups split the clusters that are drawn"
"""Reason why nobody is dealt out anew."""
_PAIR = 2
Side = Mapping[str, Values]
"""Entry under ``models:`` → quantity → (1 + P, …) estimates of one side."""


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
    reason : str
        Why there are none.
    """

    groups: Mapping[int, Side] = field(default_factory=dict)
    pairs: Mapping[int, tuple[Side, Side]] = field(default_factory=dict)
    reason: str = ""

    def differences(self, pair: int, entry: str, quantity: str) -> FloatArray | None:
        """(1 + P, …) differences of a pair; None where it wasn't dealt out."""
        sides = [side[entry][quantity] for side in self.pairs.get(pair, ())]
        arrays = [side for side in sides if isinstance(side, np.ndarray)]
        return arrays[0] - arrays[1] if len(arrays) == _PAIR else None

    def estimates(self, entry: str, quantity: str) -> dict[int, FloatArray]:
        """Number of a group → (1 + P, …) estimates; without groups that have none."""
        found = {number: side[entry][quantity] for number, side in self.groups.items()}
        return {number: v for number, v in found.items() if isinstance(v, np.ndarray)}


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
    values = iter(
        estimate_permuted(estimation, permutations, settings.permutations, wanted, jobs, progress)
    )
    return [
        Chance(reason=SPLIT_CLUSTERS) if own is None else _chance([(d, next(values)) for d in own])
        for own in deals
    ]


def _chance(dealt: Sequence[tuple[_Deal, list[dict[str, Values]]]]) -> Chance:
    groups = {n: sides[side] for deal, sides in dealt for n, side in deal.groups.items()}
    pairs = {
        i: (sides[first], sides[second])
        for deal, sides in dealt
        for i, (first, second) in deal.pairs.items()
    }
    return Chance(groups, pairs)


def _deals(
    estimation: Estimation, comparison: Comparison, settings: Differences
) -> list[_Deal] | None:
    """All groups at once, then pairs among themselves; None where clusters forbid it."""
    seed = seed_of(estimation.study.uncertainty.seed, f"permutation {comparison.attribute}")
    tested = {i: p for i, p in enumerate(comparison.pairs) if settings.force or p.is_large}
    sides, groups, pairs = _joint(comparison, tested, settings)
    joint = permutation_of(estimation, comparison.groups, sides, seed)
    if joint is None:
        return None
    deals = [_Deal(joint, groups, pairs)] if sides else []
    for i, pair in tested.items():
        if i not in pairs and pair.is_disjoint:
            own = seed_of(seed, f"{pair.first.code} {pair.second.code}")
            alone = permutation_of(estimation, (pair.first, pair.second), ((0,), (1,)), own)
            if alone is not None:
                deals.append(_Deal(alone, {}, {i: (0, 1)}))
    return deals


def _joint(
    comparison: Comparison, tested: Mapping[int, Pair], settings: Differences
) -> tuple[list[tuple[int, ...]], dict[int, int], dict[int, tuple[int, int]]]:
    """The sides of all groups dealt out at once, what groups and what pairs they stand for.

    A group against all others is in it: each is a choice by chance of so many out of all. Of two
    groups the one pair is. Other pairs are dealt out among themselves, so that a third group that
    differs doesn't disturb them.
    """
    count = len(comparison.groups)
    large = [n for n in range(count) if settings.force or _is_large(comparison, n)]
    large = large if len(large) > 1 else []
    sides: list[tuple[int, ...]] = [(number,) for number in large]
    groups = {number: side for side, number in enumerate(large)}
    if len(large) == count == _PAIR and comparison.pairs[0].is_disjoint:
        return sides, groups, {0: (0, 1)}
    pairs = {}
    for i, number in _against_rest(comparison, tested):
        if number not in groups and (number,) not in sides:
            sides.append((number,))
        others = tuple(other for other in range(count) if other != number)
        pairs[i] = (sides.index((number,)), len(sides))
        sides.append(others)
    return sides, groups, pairs


def _against_rest(comparison: Comparison, tested: Mapping[int, Pair]) -> Iterator[tuple[int, int]]:
    """The number of each pair of a group with the rest, and of the group."""
    for i, pair in tested.items():
        if pair.other == REST:
            yield i, comparison.groups.index(pair.first)


def _is_large(comparison: Comparison, number: int) -> bool:
    return comparison.groups[number].n >= FEWEST_TESTED
