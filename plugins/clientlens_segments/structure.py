"""The test of structure: whether answers lump together more than one population's would.

Whatever splits a cloud finds halves of it; k-means halves a normal cloud as well as any. So before
a number of segments is chosen, the answers are held against those of one population
(`one_population`): is any number of segments tighter than chance makes them there?
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens_segments.one_population import OnePopulation

MOST_ROWS = 1000
"""The test looks at so many rows at most; what it finds is said of all."""

_FIRST_LOOK, _DRAWS = 19, 99
"""Draws of one population; where the answers don't lead the first, no more are made."""

LEVEL = 0.01
_FIRST_LEVEL = 0.05
_STARTS = 2

MakeFeatures = Callable[[FloatArray], FloatArray]
"""Answers → the features that segments are found by, as they are made of the real ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """What the test found.

    Attributes
    ----------
    p : float
        Share of one population's draws, and the answers themselves, that lump as much.
    departure : dict
        Number of segments → how many standard deviations the answers are tighter.
    draws : int
        How many draws were made.
    """

    p: float
    departure: dict[int, float]
    draws: int

    @property
    def is_there(self) -> bool:
        """Whether segments may be looked for."""
        return self.p <= LEVEL + 1e-12


def hold_to_one_population(
    features: FloatArray,
    weights: FloatArray,
    population: OnePopulation,
    make_features: MakeFeatures,
    numbers: Sequence[int],
    rng: np.random.Generator,
) -> Structure:
    """Hold features against those of one population.

    Parameters
    ----------
    features : (n, q) array
        As segments are to be found by; not too many rows, see `MOST_ROWS`.
    weights : (n,) array
        Weights of the rows.
    population : OnePopulation
        Fitted to the answers that the features were made of.
    make_features : callable
        Makes (n, q) features of drawn answers (n, m), by the same steps.
    numbers : sequence of int
        Numbers of segments, two or more.
    rng : numpy.random.Generator
        Makes the draws.

    Returns
    -------
    Structure
        With the p-value of the largest departure over all numbers, each in its own standard
        deviations among the draws and the answers, so that no number has to be chosen first.

    Notes
    -----
    The statistic of one number is the logarithm of the share of variance left within the segments
    of k-means: the cluster index of SigClust [1]_ for two, that of the gap statistic [2]_ for more.
    SigClust draws from one normal; here it is a normal behind unimodal margins, for answers on a
    scale are never normal. The answers and the draws are exchangeable under one population, so the
    rank of the answers is a p-value (Monte Carlo test [3]_, ended early where it can't succeed).

    References
    ----------
    .. [1] Liu, Hayes, Nobel & Marron (2008), Statistical significance of clustering for
           high-dimension, low-sample size data, J. Am. Statist. Ass. 103(483), 1281-1293.
    .. [2] Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via
           the gap statistic, J. Royal Statist. Soc. B 63(2), 411-423.
    .. [3] Besag & Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78(2), 301-304.
    """
    seed = int(rng.integers(2**31))
    tightness = [_tightness(features, weights, numbers, seed)]
    p = 1.0
    departures = np.zeros(len(numbers))
    for look, most, level in ((0, _FIRST_LOOK, _FIRST_LEVEL), (_FIRST_LOOK, _DRAWS, LEVEL)):
        for _ in range(look, most):
            drawn = make_features(population.draw(len(features), rng))
            tightness.append(_tightness(drawn, weights, numbers, seed))
        all_departures = _standardised(np.array(tightness))  # (1 + draws, numbers)
        largest = all_departures.max(axis=1)
        p = float((largest >= largest[0]).mean())
        departures = all_departures[0]
        if p > level + 1e-12:
            break
    found = {k: float(z) for k, z in zip(numbers, departures, strict=True)}
    return Structure(p, found, len(tightness) - 1)


def _standardised(tightness: FloatArray) -> FloatArray:
    """How far below their mean the tightnesses lie, number by number."""
    deviation = tightness.std(axis=0)
    return np.asarray((tightness.mean(axis=0) - tightness) / np.where(deviation > 0, deviation, 1))


def _tightness(
    features: FloatArray, weights: FloatArray, numbers: Sequence[int], seed: int
) -> FloatArray:
    """(numbers,) log share of the variance that is left within the segments of k-means."""
    mean = np.average(features, axis=0, weights=weights)
    total = float((weights[:, None] * (features - mean) ** 2).sum())
    left = [_within(features, weights, k, seed) for k in numbers]
    return np.log(np.maximum(left, total * 1e-12) / total)


def _within(features: FloatArray, weights: FloatArray, k: int, seed: int) -> float:
    from clientlens_segments.methods.kmeans import fit_kmeans

    return float(fit_kmeans(features, k, weights, seed, starts=_STARTS).inertia)
