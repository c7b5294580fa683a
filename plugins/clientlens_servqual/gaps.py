"""The arithmetic of gaps: arrays with the replicate first, NaN where something wasn't answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray
from clientlens.stats.moments import divide

_NO_WIDTH = 1e-9
"""A zone narrower than so many scale points has no width: its ends differ by rounding."""


def dimension_means(values: FloatArray, member: BoolArray) -> FloatArray:
    """Mean of the indicators of every quality dimension.

    Parameters
    ----------
    values : (R, J) array
        Of the indicators.
    member : (K, J) boolean array
        Which indicator belongs to which dimension; one may belong to none.

    Returns
    -------
    (R, K) array
        An indicator without a value leaves the mean to the others.

    Examples
    --------
    >>> member = np.array([[True, True, False], [False, False, True]])
    >>> dimension_means(np.array([[1.0, 2.0, 5.0]]), member)
    array([[1.5, 5. ]])
    """
    known = ~np.isnan(values)
    if len(known) and (known == known[0]).all():
        return means_of_known(values, known[0], member)
    total = np.where(known, values, 0.0) @ member.T
    count = known.astype(np.float64) @ member.T
    return divide(total, count)


def means_of_known(values: FloatArray, known: BoolArray, member: BoolArray) -> FloatArray:
    """`dimension_means` where every row knows the same indicators: one product.

    Parameters
    ----------
    values : (R, J) array
    known : (J,) boolean array
        Indicators that count.
    member : (K, J) boolean array
        Which indicator belongs to which dimension.

    Returns
    -------
    (R, K) array
        NaN for a dimension without known indicators, and in a row that lacks one of them.

    Examples
    --------
    >>> member = np.array([[True, True, False], [False, False, True]])
    >>> means_of_known(np.array([[1.0, 2.0, 5.0]]), np.array([True, True, False]), member)
    array([[1.5, nan]])
    """
    own = member[:, known]
    count = own.sum(axis=1)
    means = values[:, known] @ (own / np.maximum(count, 1)[:, None]).T
    return np.where(count > 0, means, np.nan)


def mean_of_known(values: FloatArray) -> FloatArray:
    """Mean over the last axis of what has a value.

    Parameters
    ----------
    values : (R, K) array

    Returns
    -------
    (R,) array
        NaN where there is no value.

    Examples
    --------
    >>> mean_of_known(np.array([[-1.0, -2.0], [np.nan, -3.0]]))
    array([-1.5, -3. ])
    """
    known = ~np.isnan(values)
    if len(known) and known[0].any() and (known == known[0]).all():
        return np.asarray(values[:, known[0]] @ np.full(known[0].sum(), 1 / known[0].sum()))
    return divide(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))


def weighted_whole(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean over the last axis of what has both a value and a weight.

    Parameters
    ----------
    values, weights : (R, J) array
        Weights aren't negative; their unit doesn't matter.

    Returns
    -------
    (R,) array

    Examples
    --------
    >>> weighted_whole(np.array([[-1.0, -2.0]]), np.array([[3.0, 1.0]]))
    array([-1.25])
    """
    known = ~np.isnan(values) & (weights > 0)
    used = np.where(known, weights, 0.0)
    total = used.sum(axis=-1)
    return divide((np.where(known, values, 0.0) * used).sum(axis=-1), total)


def allocated_whole(
    W: FloatArray, gaps: FloatArray, points: FloatArray, member: BoolArray
) -> FloatArray:
    """Weighted quality by the points that each respondent gives the dimensions.

    Parameters
    ----------
    W : (R, n) array
        Replicate weights.
    gaps : (n, J) array
        Of respondents, NaN where a pair is incomplete.
    points : (n, K) array
        Points of each dimension, NaN where none are given; rescaled here to sum to one.
    member : (K, J) boolean array
        Which indicator belongs to which dimension.

    Returns
    -------
    (R,) array
        Over respondents who gave points and have a gap in every dimension that they gave some.

    References
    ----------
    .. [1] Zeithaml, Parasuraman & Berry (1990), Delivering Quality Service, Free Press.
    """
    of_dimension = dimension_means(gaps, member)  # (n, K)
    total = points.sum(axis=1)
    share = divide(points, total[:, None])
    own = np.where(share == 0, 0.0, share * of_dimension).sum(axis=1)  # (n,) NaN where incomplete
    known = ~np.isnan(own)
    weight = W[:, known].sum(axis=1)
    return divide(W[:, known] @ own[known], weight)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """The zone of tolerance, (R, J).

    Attributes
    ----------
    adequacy : array
        Perception above the acceptable level.
    superiority : array
        Perception above the desired level; negative within the zone.
    width : array
        Desired above acceptable.
    position : array
        Where perception lies in the zone: 0 at the acceptable level, 1 at the desired one; NaN
        where the zone has no width.

    References
    ----------
    .. [1] Zeithaml, Berry & Parasuraman (1993), J. Acad. Marketing Science 21(1), 1-12.
    """

    adequacy: FloatArray
    superiority: FloatArray
    width: FloatArray
    position: FloatArray


def zone_of_tolerance(adequacy: FloatArray, superiority: FloatArray) -> Zone:
    """The zone from both of its ends.

    Parameters
    ----------
    adequacy, superiority : (R, J) array
        Mean perception above the acceptable, and above the desired level.

    Examples
    --------
    >>> zone = zone_of_tolerance(np.array([[0.5]]), np.array([[-1.5]]))
    >>> zone.width, zone.position
    (array([[2.]]), array([[0.25]]))
    """
    width = adequacy - superiority
    position = divide(adequacy, np.where(width > _NO_WIDTH, width, 0.0))
    return Zone(adequacy, superiority, width, position)
