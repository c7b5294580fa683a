"""The structure: whether indicators go with the quality dimension that they are put into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray
from clientlens.stats.moments import correlation
from clientlens.stats.reliability import one_factor_loadings
from clientlens_servqual.gaps import dimension_means

_TIE = 1e-9
"""Correlations that differ by less are alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """How J indicators go with K dimensions; all (J,).

    Attributes
    ----------
    loading : array
        On one common factor of the dimension; NaN in one of fewer than three indicators.
    r_own : array
        Correlation with the mean of the rest of the dimension; NaN where there is no rest.
    r_other : array
        The highest correlation with the mean of another dimension.
    other : array
        Number of that dimension, from 0; of those that tie, the first.
    """

    loading: FloatArray
    r_own: FloatArray
    r_other: FloatArray
    other: FloatArray


def structure_of(w: FloatArray, rows: FloatArray, member: BoolArray) -> Structure:
    """The structure of the ratings of one facet.

    Parameters
    ----------
    w : (1, n) array
        Weights as answered.
    rows : (n, J) array
        Ratings, NaN where missing. Each correlation rests on those who gave both.
    member : (K, J) boolean array
        Which indicator belongs to which dimension; one may belong to none, and stays NaN.
    """
    found = Structure(*(np.full(rows.shape[1], np.nan) for _ in range(4)))
    means = dimension_means(rows, member)  # (n, K)
    for k in np.flatnonzero(member.any(axis=1)):
        own = member[k]
        found.loading[own] = one_factor_loadings(correlation(w, rows[:, own])[0])
        others = np.delete(np.arange(len(member)), k)
        for j in np.flatnonzero(own):
            rest = dimension_means(rows, (own & (np.arange(len(own)) != j))[None])  # (n, 1)
            columns = np.column_stack([rows[:, j], rest, means[:, others]])
            r = correlation(w, columns)[0, 0, 1:]
            found.r_own[j] = r[0]
            if not np.isnan(r[1:]).all():
                best = int(np.flatnonzero(r[1:] >= np.nanmax(r[1:]) - _TIE)[0])
                found.r_other[j], found.other[j] = r[1 + best], others[best]
    return found
