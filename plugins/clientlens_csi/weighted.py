"""The weighted index: ratings on 0 to 100, weighted by what clients care about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens_csi.layout import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class WeightedIndex:
    """An index that is a weighted mean of ratings.

    Attributes
    ----------
    performance : (R, J) array
        Mean rating of each indicator on 0 to 100.
    share : (R, J) array
        Weight of each indicator in the whole, which is what a point of it moves the index; sums to
        one over those with a rating.
    priority : (R, J) array
        Points that the index would gain if the indicator reached 100; they add up to what it lacks.
    value : (R,) array
        The index; NaN where nothing has both a weight and a rating.
    """

    performance: FloatArray
    share: FloatArray
    priority: FloatArray
    value: FloatArray


def weighted_index(mean: FloatArray, weights: FloatArray, low: float, high: float) -> WeightedIndex:
    """Weigh the ratings of indicators.

    Parameters
    ----------
    mean : (R, J) array
        Mean ratings, scale points; NaN without a rating.
    weights : (R, J) array
        Not negative; NaN without one.
    low, high : float
        Ends of the declared scale.

    Returns
    -------
    WeightedIndex
        An indicator without a rating or a weight leaves its part to the others.

    References
    ----------
    .. [1] Martilla & James (1977), J. Marketing 41(1), 77-79, for importance as a weight.

    Examples
    --------
    >>> found = weighted_index(np.array([[5.0, 3.0]]), np.array([[3.0, 1.0]]), 1, 5)
    >>> found.value, found.priority
    (array([87.5]), array([[ 0. , 12.5]]))
    """
    performance = 100 * (mean - low) / (high - low)
    is_known = ~np.isnan(performance) & (weights >= 0)
    known = np.where(is_known, weights, 0.0)
    total = known.sum(axis=1, keepdims=True)
    share = np.where(is_known, known / np.where(total > 0, total, np.nan), np.nan)
    value = np.nansum(share * performance, axis=1)
    return WeightedIndex(
        performance=performance,
        share=share,
        priority=share * (100 - performance),
        value=np.where(total[:, 0] > 0, value, np.nan),
    )


def by_dimension(found: WeightedIndex, dimension_of: tuple[int, ...], D: int) -> WeightedIndex:
    """The same for every dimension: its own index, its part of the whole, what it lacks.

    Parameters
    ----------
    found : WeightedIndex
        Of J indicators.
    dimension_of : (J,) integers
        The dimension of each indicator, of D.

    Returns
    -------
    WeightedIndex
        With dimensions in place of indicators.
    """
    member = np.asarray(dimension_of)[:, None] == np.arange(D)  # (J, D)
    share = np.nan_to_num(found.share) @ member
    points = np.nan_to_num(found.share * found.performance) @ member
    performance = points / np.where(share > 0, share, np.nan)
    part = np.where(share > 0, share, np.nan)
    return WeightedIndex(performance, part, part * (100 - performance), found.value)
