"""One population without segments: answers with the margins and correlations of those given.

It is what segments must be told from. Every margin is the closest unimodal one, and all of them
hang together as one multivariate normal does (a Gaussian copula): so a single cloud of any shape,
skew, flat or cut at the ends of an answer scale, and a common factor such as a halo or a style of
answering are in it; lumps are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens_segments.unimodal import closest_unimodal

_MOST_CATEGORIES = 20
"""Columns with more different values are taken as continuous."""

_PROBES = 4000
_ROUNDS = 6
"""Draws and rounds by which underlying correlations are found."""

_MOST_CORRELATED = 0.995
_LEAST_EIGENVALUE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """A distribution function by its steps: `cumulated` (K,) up to `values` (K,).

    Between two values it rises in a straight line where it `is_continuous`, else at the value.
    """

    values: FloatArray
    cumulated: FloatArray
    is_continuous: bool

    def quantile(self, p: FloatArray) -> FloatArray:
        """Values below which the shares `p` lie."""
        if self.is_continuous:
            return np.interp(p, self.cumulated, self.values)
        place = np.searchsorted(self.cumulated, p)
        return np.asarray(self.values[np.minimum(place, len(self.values) - 1)])


@dataclass(frozen=True, slots=True, eq=False)
class OnePopulation:
    """Margins, and a root (m, m) of the correlations of the normal variates underneath."""

    margins: tuple[Margin, ...]
    root: FloatArray

    def draw(self, n: int, rng: np.random.Generator) -> FloatArray:
        """(n, m) answers of so many respondents."""
        return _answers(self, rng.standard_normal((n, len(self.margins))))


def margin_of(values: FloatArray, weights: FloatArray) -> Margin:
    """The closest unimodal margin of one column (n,), NaN where missing."""
    known = ~np.isnan(values)
    values, weights = values[known], weights[known]
    points, place = np.unique(values, return_inverse=True)
    if len(points) <= _MOST_CATEGORIES:
        shares = closest_unimodal(np.bincount(place, weights))
        return Margin(points, np.cumsum(shares), is_continuous=False)
    bins = int(np.ceil(2 * len(values) ** (1 / 3)))  # Terrell & Scott (1985)
    counts, edges = np.histogram(values, bins, weights=weights)
    shares = closest_unimodal(counts)
    return Margin(edges, np.concatenate([[0.0], np.cumsum(shares)]), is_continuous=True)


def fit_one_population(
    answers: FloatArray, weights: FloatArray, rng: np.random.Generator
) -> OnePopulation:
    """The one population that answers most like those given.

    Parameters
    ----------
    answers : (n, m) array
        Columns with variance, NaN where missing.
    weights : (n,) array
        Weights of the rows.
    rng : numpy.random.Generator
        For the probes by which the correlations underneath are found.

    Notes
    -----
    The correlations of the normal variates are moved by what those of the answers miss, six times
    on the same probes (the fixed point that Cario and Nelson's NORTA [1]_ solves for).

    References
    ----------
    .. [1] Cario & Nelson (1997), Modeling and generating random vectors with arbitrary marginal
           distributions and correlation matrix. Northwestern University.
    """
    margins = tuple(margin_of(column, weights) for column in answers.T)
    wanted = _correlations(answers, weights)
    probes = rng.standard_normal((_PROBES, len(margins)))
    underneath = wanted.copy()
    for _ in range(_ROUNDS):
        reached = np.corrcoef(_answers(OnePopulation(margins, _root(underneath)), probes).T)
        missed = wanted - np.nan_to_num(np.atleast_2d(reached))
        underneath = np.clip(underneath + missed, -_MOST_CORRELATED, _MOST_CORRELATED)
        np.fill_diagonal(underneath, 1.0)
    return OnePopulation(margins, _root(underneath))


def _answers(population: OnePopulation, variates: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    p = ndtr(variates @ population.root.T)  # (n, m)
    columns = [margin.quantile(p[:, j]) for j, margin in enumerate(population.margins)]
    return np.column_stack(columns)


def _correlations(answers: FloatArray, weights: FloatArray) -> FloatArray:
    from clientlens.stats.moments import correlation

    return np.asarray(np.nan_to_num(correlation(weights[None], answers, "pairwise")[0]))


def _root(correlations: FloatArray) -> FloatArray:
    """A root of the nearest matrix without negative eigenvalues, rows of length one."""
    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, _LEAST_EIGENVALUE))
    return np.asarray(root / np.sqrt((root**2).sum(axis=1, keepdims=True)))
