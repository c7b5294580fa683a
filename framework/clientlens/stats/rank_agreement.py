"""How well rankings agree with a reference ranking of the same units.

R rankings, U units. The reference is one ranking (U,), or one for each (R, U). A unit with NaN in a
ranking or in the reference is left out of that comparison, as if the others were all there are; its
shift isn't counted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide
from clientlens.stats.ranks import ranks

_BLOCK_CELLS = 500_000
"""Pairs of units are compared in so many cells at a time: 4 MB, which stays near the processor."""


def average_shift(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> FloatArray:
    """Average shift in ranks R̄_S: the mean of |rank in the reference − rank| over the units.

    Parameters
    ----------
    reference : (U,) or (R, U) array-like
        Ranks that are compared with.
    rankings : (R, U) array-like
        Ranks of the same units.

    Returns
    -------
    (R,) array
        In places; NaN where no unit has both ranks.

    Raises
    ------
    RequestError
        Shapes that don't fit.

    References
    ----------
    .. [1] Saisana, Saltelli & Tarantola (2005), Uncertainty and sensitivity analysis techniques as
           tools for the quality assessment of composite indicators, J. Royal Statist. Soc. A
           168(2), 307-323.

    Examples
    --------
    >>> average_shift([1, 2, 3, 4], [[1, 2, 3, 4], [2, 1, 4, 3], [4, 3, 2, 1]])
    array([0., 1., 2.])
    """
    shift = _shifts(reference, rankings)
    known = ~np.isnan(shift)
    return divide(np.where(known, shift, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))


def largest_shift(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> FloatArray:
    """(R,) largest |rank in the reference − rank (R, U)|; NaN where no unit has both.

    Examples
    --------
    >>> largest_shift([1, 2, 3, 4], [[1, 2, 3, 4], [4, 3, 2, 1]])
    array([0., 3.])
    """
    return np.asarray(np.fmax.reduce(_shifts(reference, rankings), axis=1, initial=np.nan))


def same_top(reference: npt.ArrayLike, rankings: npt.ArrayLike, k: int) -> FloatArray:
    """Whether the k best are the same units as in the reference.

    Parameters
    ----------
    reference : (U,) or (R, U) array-like
        Ranks that are compared with.
    rankings : (R, U) array-like
        Ranks of the same units.
    k : int
        How many the best are: units of rank k or less, so with ties it may be more or fewer.

    Returns
    -------
    (R,) array
        1 where they are, 0 where not; its mean is the share of the rankings in which they are.
        NaN where no unit has both ranks.

    Raises
    ------
    RequestError
        Shapes that don't fit, or k below 1.

    Examples
    --------
    >>> same_top([1, 2, 3, 4], [[2, 1, 3, 4], [1, 3, 2, 4]], 2)
    array([1., 0.])
    """
    if k < 1:
        raise RequestError(f"`k` of `same_top` must be at least 1, got {k}")
    first, second = _in_common(reference, rankings)
    is_same = ((first <= k) == (second <= k)).all(axis=1)
    return np.where(np.isnan(first).all(axis=1), np.nan, is_same.astype(np.float64))


def spearman(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> FloatArray:
    """(R,) Spearman's rank correlation with the reference; ties have the mean of their ranks.

    Takes ranks or scores, `reference` (U,) or (R, U) and `rankings` (R, U) alike. NaN where all
    units are tied in either, or fewer than two have both.

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [[1, 2, 3, 4], [2, 1, 4, 3]])
    array([1. , 0.6])
    """
    first, second = (ranks(each, ties="average") for each in _in_common(reference, rankings))
    first, second = _deviations(first), _deviations(second)
    squares = (first**2).sum(axis=1) * (second**2).sum(axis=1)
    return _bounded(divide((first * second).sum(axis=1), np.sqrt(squares)))


def kendall(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> FloatArray:
    """(R,) Kendall's rank correlation τ_b with the reference, which allows for ties.

    Takes ranks or scores, `reference` (U,) or (R, U) and `rankings` (R, U) alike. NaN where all
    units are tied in either, or fewer than two have both.

    References
    ----------
    .. [1] Kendall (1945), The treatment of ties in ranking problems, Biometrika 33(3), 239-251.

    Examples
    --------
    >>> kendall([1, 2, 3, 4], [[1, 2, 3, 4], [2, 1, 4, 3]]).round(4)
    array([1.    , 0.3333])
    """
    first, second = _in_common(reference, rankings)
    step = max(1, _BLOCK_CELLS // max(first.shape[1] ** 2, 1))
    blocks = [slice(start, start + step) for start in range(0, len(first), step)]
    found = [_kendall(first[rows], second[rows]) for rows in blocks]
    return np.concatenate([np.empty(0), *found])


def _kendall(first: FloatArray, second: FloatArray) -> FloatArray:
    sign_1, sign_2 = _signs(first), _signs(second)  # (r, U, U)
    untied = np.sqrt(_products(sign_1, sign_1) * _products(sign_2, sign_2))
    return _bounded(divide(_products(sign_1, sign_2), untied))


def _products(A: FloatArray, B: FloatArray) -> FloatArray:
    """(r,) sums of the products of two stacks (r, U, U)."""
    return np.asarray(np.einsum("rij,rij->r", A, B))


def _signs(values: FloatArray) -> FloatArray:
    """(r, U, U) sign of the difference of every two units, 0 where either is NaN."""
    sign = np.sign(values[:, :, None] - values[:, None, :])
    return np.where(np.isnan(sign), 0.0, sign) if np.isnan(values).any() else sign


def _deviations(values: FloatArray) -> FloatArray:
    """(R, U) deviations from the mean of each row, 0 where NaN."""
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=1)
    mean = divide(total, known.sum(axis=1).astype(np.float64))
    return np.where(known, values - mean[:, None], 0.0)


def _bounded(correlation: FloatArray) -> FloatArray:
    return np.asarray(np.clip(correlation, -1.0, 1.0))


def _shifts(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> FloatArray:
    first, second = _in_common(reference, rankings)
    return np.abs(first - second)


def _in_common(reference: npt.ArrayLike, rankings: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """(R, U) the reference and the rankings, both NaN where either is."""
    first = np.asarray(reference, dtype=np.float64)
    second = np.asarray(rankings, dtype=np.float64)
    is_one_for_each = second.ndim == 2 and first.shape == second.shape  # noqa: PLR2004  (R, U)
    if not is_one_for_each and (first.ndim != 1 or second.shape[1:] != first.shape):
        raise RequestError(
            "`rankings` must hold one row of the units of `reference` per ranking (R, U), got "
            f"{second.shape} for {first.shape}"
        )
    missing = np.isnan(first) | np.isnan(second)
    return np.where(missing, np.nan, first), np.where(missing, np.nan, second)
