"""The structure: whether indicators go with the quality dimension that they are put into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray
from clientlens.stats.moments import column_correlation, correlation
from clientlens.stats.reliability import loadings_of_blocks
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
    belongs = member.any(axis=0)
    r_own = _with_the_rest(w, rows, member)
    others = np.where(member.T, np.nan, _with_dimensions(w, rows, member))  # (J, K)
    r_other, other = _highest(others)
    return Structure(
        loading=_loadings(w, rows, member),
        r_own=np.where(belongs, r_own, np.nan),
        r_other=np.where(belongs, r_other, np.nan),
        other=np.where(belongs, other, np.nan),
    )


def _loadings(w: FloatArray, rows: FloatArray, member: BoolArray) -> FloatArray:
    """(J,) loadings on the factor of each dimension."""
    found = np.full(rows.shape[1], np.nan)
    rated = member[member.any(axis=1)]
    blocks = [correlation(w, rows[:, own])[0] for own in rated]
    for own, loadings in zip(rated, loadings_of_blocks(blocks), strict=True):
        found[own] = loadings
    return found


def _with_the_rest(w: FloatArray, rows: FloatArray, member: BoolArray) -> FloatArray:
    """(J,) correlation with the mean of the other indicators of the dimension."""
    siblings = member.T.astype(np.float64) @ member  # (J, J)
    np.fill_diagonal(siblings, 0.0)
    return np.asarray(column_correlation(w, rows, dimension_means(rows, siblings > 0))[0])


def _with_dimensions(w: FloatArray, rows: FloatArray, member: BoolArray) -> FloatArray:
    """(J, K) correlation with the mean of each dimension."""
    K, J = member.shape
    means = np.tile(dimension_means(rows, member), J)  # (n, J K)
    return np.asarray(column_correlation(w, np.repeat(rows, K, axis=1), means)[0].reshape(J, K))


def _highest(r: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(J,) the largest of K correlations, and its number: of those that tie, the first."""
    known = np.where(np.isnan(r), -np.inf, r)
    highest = known.max(axis=1, keepdims=True)  # (J, 1)
    first = np.argmax(known >= highest - _TIE, axis=1)
    is_any = np.isfinite(highest[:, 0])
    of_first = r[np.arange(len(r)), first]
    return np.where(is_any, of_first, np.nan), np.where(is_any, first.astype(np.float64), np.nan)
