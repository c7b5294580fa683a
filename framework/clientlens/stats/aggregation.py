"""Aggregation: the indicators of a unit put together by their weights.

Data are (R, m, J) and weights (J,) or (R, J) as in `clientlens.stats.unit_data`. A missing value
leaves its weight to the others. A unit with too few values has no result (NaN): ``availability``
is the least share of its J indicators that it must have.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.unit_data import checked_data, checked_weights, refuse


def arithmetic_mean(
    data: npt.ArrayLike, weights: npt.ArrayLike, *, availability: float = 0.0
) -> FloatArray:
    """Weighted arithmetic mean: a weak indicator can be made up for by a strong one.

    Parameters
    ----------
    data : (R, m, J) array
    weights : (J,) or (R, J) array
    availability : float
        Least share of indicators with a value.

    Returns
    -------
    (R, m) array

    Raises
    ------
    RequestError
        If weights are negative, all zero or not as many as indicators, or the availability lies
        outside 0 to 1.

    Examples
    --------
    >>> arithmetic_mean([[[60.0, 80.0], [60.0, np.nan]]], [3, 1])
    array([[65., 60.]])
    >>> arithmetic_mean([[[60.0, 80.0], [60.0, np.nan]]], [3, 1], availability=0.6)
    array([[65., nan]])
    """
    return power_mean(data, weights, 1.0, availability=availability)


def geometric_mean(
    data: npt.ArrayLike, weights: npt.ArrayLike, *, availability: float = 0.0
) -> FloatArray:
    """Weighted geometric mean: a weak indicator is made up for only in part, a zero never.

    Parameters
    ----------
    data : (R, m, J) array
        Not negative. A zero is a veto: the mean is 0, unless the indicator's weight is 0 as well.
    weights : (J,) or (R, J) array
    availability : float
        Least share of indicators with a value.

    Returns
    -------
    (R, m) array

    Raises
    ------
    RequestError
        As `arithmetic_mean`, or if a value is negative.

    Examples
    --------
    >>> geometric_mean([[[20.0, 80.0], [0.0, 80.0]]], [1, 1]).round(10)
    array([[40.,  0.]])
    """
    return power_mean(data, weights, 0.0, availability=availability)


def harmonic_mean(
    data: npt.ArrayLike, weights: npt.ArrayLike, *, availability: float = 0.0
) -> FloatArray:
    """Weighted harmonic mean, stricter than the geometric with weak indicators.

    Parameters
    ----------
    data : (R, m, J) array
        Not negative; a zero is a veto, as in `geometric_mean`.
    weights : (J,) or (R, J) array
    availability : float
        Least share of indicators with a value.

    Returns
    -------
    (R, m) array

    Raises
    ------
    RequestError
        As `geometric_mean`.

    Examples
    --------
    >>> harmonic_mean([[[20.0, 80.0]]], [1, 1])
    array([[32.]])
    """
    return power_mean(data, weights, -1.0, availability=availability)


def power_mean(
    data: npt.ArrayLike, weights: npt.ArrayLike, exponent: float, *, availability: float = 0.0
) -> FloatArray:
    """Generalised mean, (Σ w x^p)^(1/p): the smaller the exponent, the less is made up for.

    Parameters
    ----------
    data : (R, m, J) array
        Not negative, unless the exponent is 1. With an exponent of 0 or less a zero is a veto.
    weights : (J,) or (R, J) array
    exponent : float
        1 is the arithmetic mean, 0 the geometric (the limit), -1 the harmonic.
    availability : float
        Least share of indicators with a value.

    Returns
    -------
    (R, m) array

    Raises
    ------
    RequestError
        As `geometric_mean`, or if the exponent is infinite.

    Examples
    --------
    >>> power_mean([[[3.0, 4.0]]], [1, 1], 2).round(4)
    array([[3.5355]])
    """
    if not np.isfinite(exponent):
        raise RequestError(f"`exponent` must be a finite number, got {exponent:g}")
    values = checked_data(data)
    if exponent != 1:
        hint = "Powers and logarithms need values of 0 or more: use another normalisation."
        refuse(values < 0, values, "is negative", hint)
    share = _known_share(values, checked_weights(weights, values.shape[2]), availability)
    counts = share > 0  # false for NaN
    filled = np.where(counts, values, 1.0)
    if exponent > 0:
        mean = (np.where(counts, share, 0.0) * filled**exponent).sum(axis=2) ** (1 / exponent)
        return np.where(np.isnan(share).any(axis=2), np.nan, mean)
    vetoed = (filled == 0).any(axis=2)
    mean = _below(np.where(filled == 0, 1.0, filled), np.where(counts, share, 0.0), exponent)
    return np.where(np.isnan(share).any(axis=2), np.nan, np.where(vetoed, 0.0, mean))


def outranking(data: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """By how much weight one unit is better than another, ties counted by half.

    Parameters
    ----------
    data : (R, m, J) array
    weights : (J,) or (R, J) array

    Returns
    -------
    (R, m, m) array
        Row over column, 0 to 1; 0.5 on the diagonal. Two units are compared by the indicators that
        both have, whose weights are brought to sum 1; NaN where there are none. So an entry and its
        mirror add up to 1, and the order of units doesn't matter.

    Raises
    ------
    RequestError
        If weights are negative, all zero or not as many as indicators.

    Examples
    --------
    >>> outranking([[[1.0, np.nan, 3.0], [2.0, 2.0, 1.0]]], [1, 1, 1])
    array([[[0.5, 0.5],
            [0.5, 0.5]]])
    """
    values = checked_data(data)
    share = np.broadcast_to(
        checked_weights(weights, values.shape[2]), (len(values), values.shape[2])
    )
    won, both = np.zeros((2, len(values), values.shape[1], values.shape[1]))
    for j in range(values.shape[2]):
        own, other = values[:, :, None, j], values[:, None, :, j]
        weight = share[:, None, None, j]
        won += weight * ((own > other) + 0.5 * (own == other))
        both += weight * ~(np.isnan(own) | np.isnan(other))
    return np.asarray(won / np.where(both > 0, both, np.nan))


def copeland(data: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Copeland's score: units that a unit outranks, less those that outrank it.

    Parameters
    ----------
    data : (R, m, J) array
    weights : (J,) or (R, J) array

    Returns
    -------
    (R, m) array
        -(m - 1) to m - 1. A pair without a common indicator counts for neither; NaN for a unit
        without any value.

    Raises
    ------
    RequestError
        As `outranking`.

    References
    ----------
    .. [1] Munda & Nardo (2009), Noncompensatory/nonlinear composite indicators for ranking
           countries, Applied Economics 41(12), 1513-1523.

    Examples
    --------
    >>> copeland([[[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]], [2, 1])
    array([[ 2.,  0., -2.]])
    """
    over = outranking(data, weights)
    known = ~np.isnan(over)
    half = _halves(np.where(known, over, 0.5))
    is_known = known.diagonal(axis1=1, axis2=2)
    return np.where(is_known, half.sum(axis=2), np.nan)


def _halves(over: FloatArray) -> FloatArray:
    """1 where more than half of the weight is won, -1 where less; rounding makes no winner."""
    difference = over - 0.5
    return np.where(np.abs(difference) < 1e-12, 0.0, np.sign(difference))  # noqa: PLR2004


def _known_share(values: FloatArray, weights: FloatArray, availability: float) -> FloatArray:
    """(R, m, J) weights over what a unit has; NaN for a unit with too little."""
    if not 0 <= availability <= 1:
        raise RequestError(f"`availability` is a share between 0 and 1, got {availability:g}")
    known = ~np.isnan(values)
    used = weights[:, None, :] * known
    total = used.sum(axis=2, keepdims=True)
    # 0.6 · 5 is a little more than 3 in binary.
    enough = known.mean(axis=2, keepdims=True) >= availability - 1e-12
    return np.asarray(used / np.where(enough & (total > 0), total, np.nan))


def _below(values: FloatArray, share: FloatArray, exponent: float) -> FloatArray:
    """Means with an exponent of 0 or less, of values above zero."""
    if exponent == 0:
        return np.asarray(np.exp((share * np.log(values)).sum(axis=2)))
    total = (share * values**exponent).sum(axis=2)
    return np.where(total > 0, total, 1.0) ** (1 / exponent)
