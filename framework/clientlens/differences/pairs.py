"""The pairs: which groups are compared with which."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import IntArray
from clientlens.config.schema import Differences
from clientlens.results.differences import REST
from clientlens.survey.groups import EVERYBODY, FEW, Group

MOST_IN_PAIRS = 5
"""So many groups of an attribute are compared two by two unless the study says otherwise."""
FEWEST_TESTED = FEW
"""Smaller groups tell of large differences alone, and are tested only by force."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two groups that are compared; ``second`` may be made for it, and is then called `other`."""

    first: Group
    second: Group
    other: str

    @property
    def is_disjoint(self) -> bool:
        """Whether nobody belongs to both."""
        return not (self.first.mask & self.second.mask).any()

    @property
    def is_large(self) -> bool:
        """Whether both may be tested."""
        return min(self.first.n, self.second.n) >= FEWEST_TESTED


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The shown groups of one attribute, and the pairs of them that are compared."""

    attribute: str
    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]

    @property
    def members(self) -> IntArray:
        """(m,) positions of who belongs to any of the groups."""
        return np.flatnonzero(np.any([group.mask for group in self.groups], axis=0))

    @property
    def made(self) -> tuple[Group, ...]:
        """The groups that were made for it."""
        return tuple(pair.second for pair in self.pairs if pair.other == REST)


def comparisons_of(settings: Differences, groups: Sequence[Group]) -> tuple[Comparison, ...]:
    """What is compared, attribute by attribute; none where fewer than two groups are shown.

    Parameters
    ----------
    settings : Differences
        What the study asks for.
    groups : sequence of Group
        Everybody first, then all groups.
    """
    found = []
    for attribute in settings.by or _attributes(groups):
        shown = [g for g in groups if g.attribute == attribute and not g.is_suppressed]
        if len(shown) > 1:
            against = settings.against or ("pairs" if len(shown) <= MOST_IN_PAIRS else REST)
            pairs = tuple(_pairs(shown, groups[0], against))
            found.append(Comparison(attribute, tuple(shown), pairs))
    return tuple(found)


def _attributes(groups: Sequence[Group]) -> list[str]:
    return list(dict.fromkeys(group.attribute for group in groups if group.attribute))


def _pairs(shown: Sequence[Group], everybody: Group, against: str) -> Iterator[Pair]:
    if against == "everybody":
        yield from (Pair(group, everybody, EVERYBODY) for group in shown)
    elif against == "pairs" or len(shown) == 2:  # noqa: PLR2004  the rest of two is the other
        yield from (Pair(a, b, b.code) for a, b in itertools.combinations(shown, 2))
    else:
        yield from (Pair(group, _rest(group, shown), REST) for group in shown)


def _rest(group: Group, shown: Sequence[Group]) -> Group:
    """The other groups that are shown; who can't be shown isn't told by subtraction either."""
    mask = np.any([other.mask for other in shown if other is not group], axis=0)
    return Group(f"{group.code} {REST}", mask)
