"""The overlap of two rankings from the top down: what stands high in both.

R pairs of rankings, U units. They are given as scores, the highest first; NaN is a unit that a
ranking doesn't hold. Tied units all stand at the first of the ranks that they take up together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide
from clientlens.stats.ranks import ranks

PERSISTENCE = 0.9
"""The first ten ranks then have 86 % of the weight [1]_, and the first three 52 %."""


def top_overlap(first: npt.ArrayLike, second: npt.ArrayLike, k: int) -> FloatArray:
    """Overlap of the k best of two rankings.

    Parameters
    ----------
    first, second : (R, U) array-like
        Scores; a unit that either lacks is left out of both.
    k : int
        How many the best are: units of rank k or less, so that ties may make them more.

    Returns
    -------
    (R,) array
        2 |A ∩ B| / (|A| + |B|), which without ties is the share of the k best that are common. NaN
        where no unit is in both rankings.

    Raises
    ------
    RequestError
        Shapes that don't fit, or k below 1.

    Examples
    --------
    >>> top_overlap([[9, 8, 7, 1]], [[9, 1, 7, 8]], 2)
    array([0.5])
    """
    if k < 1:
        raise RequestError(f"`k` of `top_overlap` must be at least 1, got {k}")
    one, other = _as_pairs(first, second)
    missing = np.isnan(one) | np.isnan(other)
    best = [ranks(np.where(missing, np.nan, scores)) <= k for scores in (one, other)]
    common = (best[0] & best[1]).sum(axis=1)
    return divide(2.0 * common, (best[0].sum(axis=1) + best[1].sum(axis=1)).astype(np.float64))


def rank_biased_overlap(
    first: npt.ArrayLike, second: npt.ArrayLike, p: float = PERSISTENCE
) -> FloatArray:
    """Rank-biased overlap, extrapolated: agreement of the tops, averaged over how far one reads.

    Parameters
    ----------
    first, second : (R, U) array-like
        Scores; NaN where a ranking doesn't hold a unit, so that two may hold different ones.
    p : float
        Persistence: the probability that a reader who has seen one rank goes on to the next.

    Returns
    -------
    (R,) array
        0 where nothing is common, 1 where both rank alike. NaN where a ranking is empty.

    Raises
    ------
    RequestError
        Shapes that don't fit, or p outside (0, 1).

    Notes
    -----
    (1 − p) / p · Σ_d A_d p^d + A_l p^l, where A_d = 2 X_d / (S_d + L_d) is the agreement at depth
    d: X_d units are in both tops, S_d and L_d in each, which with ties are more than d. Behind the
    end s of the shorter ranking its agreement so far, A_s, is taken to go on, up to the end l of
    the longer one. Ties count as units that truly share a rank, the variant "w" of [2]_.

    References
    ----------
    .. [1] Webber, Moffat & Zobel (2010), A similarity measure for indefinite rankings, ACM
           Transactions on Information Systems 28(4), 20, equations 23, 28 and 32.
    .. [2] Corsi & Urbano (2024), The treatment of ties in rank-biased overlap, SIGIR, 251-260.

    Examples
    --------
    >>> rank_biased_overlap([[3, 2, 1]], [[3, 2, 1]])
    array([1.])
    >>> rank_biased_overlap([[3, 2, 1]], [[1, 2, 3]]).round(4)
    array([0.855])
    """
    if not 0 < p < 1:
        raise RequestError(f"`p` of `rank_biased_overlap` must lie in (0, 1), got {p:g}")
    one, other = (ranks(scores) for scores in _as_pairs(first, second))
    sizes = [(~np.isnan(place)).sum(axis=1) for place in (one, other)]
    agreement = _agreement(one, other, sizes)  # (R, U)
    depth = np.arange(1, one.shape[1] + 1)
    longer = np.maximum(*sizes)
    seen = np.where(depth <= longer[:, None], agreement * p**depth, 0.0).sum(axis=1)
    last = np.take_along_axis(agreement, np.maximum(longer - 1, 0)[:, None], axis=1)[:, 0]
    found = (1 - p) / p * seen + last * p**longer
    # A sum of powers misses 1 by some last bits.
    return np.where(np.minimum(*sizes) > 0, np.clip(found, 0.0, 1.0), np.nan)


def _agreement(one: FloatArray, other: FloatArray, sizes: list[IntArray]) -> FloatArray:
    """(R, U) agreement of the tops at every depth, extrapolated behind the shorter ranking."""
    U = one.shape[1]
    depth = np.arange(1, U + 1)
    common = _counted(np.fmax(one, other), ~np.isnan(one) & ~np.isnan(other))
    tops = [_counted(place, ~np.isnan(place)) for place in (one, other)]
    plain = divide(2.0 * common, tops[0] + tops[1])
    shorter = np.minimum(*sizes)[:, None]
    ends_first = (sizes[0] <= sizes[1])[:, None]
    longer_top = np.where(ends_first, tops[1], tops[0])
    at_end = np.take_along_axis(plain, np.maximum(shorter - 1, 0), axis=1)
    beyond = 2.0 * (common + at_end * (depth - shorter)) / (longer_top + depth)
    return np.where(depth <= shorter, plain, beyond)


def _counted(place: FloatArray, is_in: BoolArray) -> FloatArray:
    """(R, U) how many of the units that are in stand at depth d or above it."""
    R, U = place.shape
    rows = np.broadcast_to(np.arange(R)[:, None], place.shape)
    cells = rows[is_in] * U + place[is_in].astype(np.int64) - 1
    found = np.bincount(cells, minlength=R * U).reshape(R, U)
    return np.cumsum(found, axis=1).astype(np.float64)


def _as_pairs(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    one, other = (np.asarray(each, dtype=np.float64) for each in (first, second))
    if one.ndim != 2 or one.shape != other.shape or not one.shape[1]:  # noqa: PLR2004  (R, U)
        raise RequestError(
            "`first` and `second` must hold one row of the same units per pair of rankings (R, U), "
            f"got {one.shape} and {other.shape}"
        )
    return one, other
