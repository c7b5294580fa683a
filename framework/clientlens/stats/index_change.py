"""The change of an index that is a weighted mean, parted into ratings, weights and coverage.

R replicates, J indicators; ratings and indices on one scale, such as 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide


@dataclass(frozen=True, slots=True, eq=False)
class IndexChange:
    """The second index less the first, and what makes it up: the three parts add up to it.

    Attributes
    ----------
    total : (R,) array
        The change.
    ratings, weights : (R, J) arrays
        What each shared indicator adds because it is rated otherwise, and because it weighs
        otherwise; NaN of an indicator that isn't shared.
    coverage : (R,) array
        What indicators add that only one of the two indices has; 0 where both have the same.
    """

    total: FloatArray
    ratings: FloatArray
    weights: FloatArray
    coverage: FloatArray


def index_change(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    first_weights: npt.ArrayLike,
    second_weights: npt.ArrayLike,
) -> IndexChange:
    """Part the change of a weighted mean.

    Parameters
    ----------
    first, second : (R, J) array-like
        Ratings of the same indicators in both indices; NaN where an index has none.
    first_weights, second_weights : (R, J) array-like
        Their weights, not negative; made to sum to one over what has a rating. NaN weighs nothing.

    Returns
    -------
    IndexChange
        NaN in a replicate in which no shared indicator has a weight in both.

    Raises
    ------
    RequestError
        Shapes that don't fit.

    Notes
    -----
    Over shared indicators, with weights made to sum to one, the change is exactly
    Σ w̄ Δx + Σ (x̄ − c) Δw, bars being means of both sides and c any number, as Σ Δw = 0; c is the
    mean of the two indices, so that more weight on an indicator above it raises the index. It is
    the decomposition of Kitagawa [1]_, and the Shapley value of two factors [2]_: neither side is
    taken for the standard, and exchanging them turns the signs.

    References
    ----------
    .. [1] Kitagawa (1955), Components of a difference between two rates, J. Am. Stat. Assoc. 50,
           1168-1194.
    .. [2] Shorrocks (2013), Decomposition procedures for distributional analysis, J. Economic
           Inequality 11(1), 99-126.

    Examples
    --------
    >>> found = index_change([[50.0, 70.0]], [[60.0, 70.0]], [[1, 1]], [[1, 3]])
    >>> found.total, found.ratings.sum(axis=1), found.weights.sum(axis=1)
    (array([7.5]), array([3.75]), array([3.75]))
    """
    ratings = [np.asarray(each, dtype=np.float64) for each in (first, second)]
    raw = [np.asarray(each, dtype=np.float64) for each in (first_weights, second_weights)]
    if any(each.ndim != 2 or each.shape != ratings[0].shape for each in (*ratings, *raw)):  # noqa: PLR2004  (R, J)
        shapes = ", ".join(str(each.shape) for each in (*ratings, *raw))
        raise RequestError(f"ratings and weights must all be of one shape (R, J), got {shapes}")
    shared = ~np.isnan(ratings[0]) & ~np.isnan(ratings[1])
    whole = [_mean(x, _shares(w, ~np.isnan(x))) for x, w in zip(ratings, raw, strict=True)]
    shares = [_shares(w, shared) for w in raw]
    common = [_mean(x, w) for x, w in zip(ratings, shares, strict=True)]
    centre = (common[0] + common[1])[:, None] / 2
    of_ratings = (shares[0] + shares[1]) / 2 * (ratings[1] - ratings[0])
    of_weights = ((ratings[0] + ratings[1]) / 2 - centre) * (shares[1] - shares[0])
    total = whole[1] - whole[0]
    return IndexChange(
        total=np.where(np.isnan(common[0] + common[1]), np.nan, total),
        ratings=np.where(shared, of_ratings, np.nan),
        weights=np.where(shared, of_weights, np.nan),
        coverage=total - (common[1] - common[0]),
    )


def weighted_index(ratings: FloatArray, weights: FloatArray) -> FloatArray:
    """(R,) mean of ratings (R, J) under weights (R, J), over the indicators that have both."""
    return _mean(ratings, _shares(weights, ~np.isnan(ratings)))


def _shares(weights: FloatArray, known: BoolArray) -> FloatArray:
    """(R, J) weights of what is known, summing to one; NaN throughout where nothing weighs."""
    kept = np.where(known, np.maximum(np.nan_to_num(weights), 0.0), 0.0)
    total = kept.sum(axis=1, keepdims=True)
    return divide(kept, np.broadcast_to(total, kept.shape).copy())


def _mean(ratings: FloatArray, shares: FloatArray) -> FloatArray:
    return np.asarray((np.where(np.isnan(ratings), 0.0, ratings) * shares).sum(axis=1))
