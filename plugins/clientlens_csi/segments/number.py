"""How many classes REBUS finds, if any: its quality against that of one population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from clientlens_csi.layout import FloatArray, IntArray
from clientlens_csi.segments.homogeneous import homogeneous
from clientlens_csi.segments.local import Clients, local_models, residuals
from clientlens_csi.segments.rebus import Rebus, Rule, rebus
from clientlens_csi.segments.ward import MOST_ROWS, classes_of, nearest, ward_tree
from clientlens_csi.solution import Settings
from clientlens_csi.structure import PathStructure

_MOST_LOST = 0.5
"""A number of classes is judged where REBUS ends well in at least so many drawn populations."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What REBUS is run with: the model, how it is estimated, when the iteration stops."""

    structure: PathStructure
    settings: Settings
    rule: Rule


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Qualities of partitions beside those that one population gives.

    Attributes
    ----------
    quality, expected, deviation : mapping
        Number of classes → group quality index; its mean, and standard deviation, in populations
        without segments.
    p_value : float
        Of the largest excess over all numbers of classes, in standard deviations; NaN without
        draws.
    """

    quality: Mapping[int, float]
    expected: Mapping[int, float]
    deviation: Mapping[int, float]
    p_value: float

    @property
    def gap(self) -> dict[int, float]:
        """Number of classes → how much better they are than chance makes them."""
        return {k: self.quality[k] - self.expected[k] for k in self.expected}

    def chosen(self) -> int:
        """The smallest number whose gap no next one exceeds by more than a standard error.

        References
        ----------
        .. [1] Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data
               set via the gap statistic, J. R. Stat. Soc. B 63(2), 411-423.
        """
        gap = self.gap
        numbers = sorted(gap)
        for k, following in pairwise(numbers):
            if gap[k] >= gap[following] - self.deviation[following]:
                return k
        return numbers[-1]


def partitions(
    clients: Clients, numbers: Sequence[int], search: Search, rng: np.random.Generator
) -> dict[int, Rebus]:
    """REBUS for several numbers of classes; a number that comes to nothing is left out.

    Parameters
    ----------
    clients : Clients
        Their answers.
    numbers : sequence of int
        Numbers of classes.
    search : Search
        The model and the rule.
    rng : Generator
        Draws those whom Ward's clustering begins with, where they are too many for it.
    """
    structure, settings = search.structure, search.settings
    everybody = np.ones((1, clients.n), dtype=bool)
    models = local_models(clients, everybody, structure, settings)
    if not models.has_estimate.all():
        return {}
    rows = np.hstack(residuals(clients.X, models, 0))
    known = _some(clients.n, rng)
    tree = ward_tree(rows[known])
    found = {}
    for k in numbers:
        start = _start(rows, known, tree, k)
        if start.max() + 1 < k:
            continue
        partition = rebus(clients, start, structure, settings, search.rule)
        if partition is not None:
            found[k] = partition
    return found


def judge(
    clients: Clients,
    found: Mapping[int, Rebus],
    search: Search,
    draws: int,
    rng: np.random.Generator,
) -> Judged:
    """Hold partitions against those of populations without segments.

    Parameters
    ----------
    clients : Clients
        The answers.
    found : mapping
        Number of classes → partition.
    search : Search
        As it was found.
    draws : int
        How many populations are drawn.
    rng : Generator
        Where chance comes from.

    Notes
    -----
    Populations are drawn with `MOST_ROWS` respondents at most. Of fewer respondents chance makes
    better partitions, so this is on the safe side.
    """
    numbers = sorted(found)
    some = _some(clients.n, rng)
    clients = Clients(clients.X[some], clients.w[some])
    quality = {k: found[k].quality for k in numbers}
    null = np.full((draws, len(numbers)), np.nan)
    # A class that dwindles in a drawn population is no reason to leave that population out.
    lenient = replace(search, rule=replace(search.rule, smallest=_FEWEST))
    for row, drawn in enumerate(homogeneous(clients, draws, rng)):
        of_drawn = partitions(drawn, numbers, lenient, rng)
        null[row] = [of_drawn[k].quality if k in of_drawn else np.nan for k in numbers]
    return _held_against(quality, null)


_FEWEST = 6
"""A class of fewer has no local model worth the name."""


def _held_against(quality: Mapping[int, float], null: FloatArray) -> Judged:
    lost = np.isnan(null).mean(axis=0) if len(null) else np.ones(len(quality))
    is_known = lost <= _MOST_LOST
    numbers = [k for k, known in zip(quality, is_known, strict=True) if known]
    kept = null[:, is_known]
    if not numbers:
        return Judged(quality, {}, {}, np.nan)
    mean, deviation = np.nanmean(kept, axis=0), np.nanstd(kept, axis=0, ddof=1)
    observed = np.array([quality[k] for k in numbers])
    excess = ((observed - mean) / deviation).max()
    chance = np.nanmax((kept - mean) / deviation, axis=1, initial=-np.inf)
    p_value = (1 + (chance >= excess).sum()) / (1 + len(chance))
    return Judged(
        quality,
        dict(zip(numbers, mean.tolist(), strict=True)),
        dict(zip(numbers, (deviation * np.sqrt(1 + 1 / len(kept))).tolist(), strict=True)),
        float(p_value),
    )


def _some(n: int, rng: np.random.Generator) -> IntArray:
    """Positions of those whom Ward's clustering takes: all, or as many as it can."""
    if n <= MOST_ROWS:
        return np.arange(n)
    return np.sort(rng.choice(n, MOST_ROWS, replace=False))


def _start(rows: FloatArray, known: IntArray, tree: FloatArray, k: int) -> IntArray:
    classes = classes_of(tree, k)
    return classes if len(known) == len(rows) else nearest(rows, known, classes)
