"""Normalisation: indicators brought to a common unit.

Data are (R, m, J) as in `clientlens.stats.unit_data`, and a missing value stays missing.
`anchored` and `goalposts` take declared ends, so that a unit's value depends on no other unit and
waves can be compared. All others depend on which units are there: use them to look, not to track.
An indicator in which all units are equal has no value (NaN) where a method divides by its spread.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.unit_data import (
    checked_data,
    checked_directions,
    highest,
    lowest,
    refuse,
)

_TOP = 100.0


def directed(data: npt.ArrayLike, directions: npt.ArrayLike) -> FloatArray:
    """Data in which more is better throughout, for methods that set units beside one another.

    Parameters
    ----------
    data : (R, m, J) array
    directions : (J,) array
        1 where more is better, -1 where less is.

    Returns
    -------
    (R, m, J) array
        The negative of what is better when less.

    Raises
    ------
    RequestError
        If a direction is neither 1 nor -1.

    Examples
    --------
    >>> directed([[[5.0, 30.0]]], [1, -1])
    array([[[  5., -30.]]])
    """
    values = checked_data(data)
    return values * checked_directions(directions, values.shape[2])


def turned(
    data: npt.ArrayLike, directions: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike
) -> FloatArray:
    """Reversed items turned round on their scale: low + high - x.

    Parameters
    ----------
    data : (R, m, J) array
    directions : (J,) array
        -1 for an item to be turned.
    low, high : float or (J,) array
        Ends of the scale.

    Returns
    -------
    (R, m, J) array

    Raises
    ------
    RequestError
        If a direction is neither 1 nor -1, or a value lies outside its scale.

    Examples
    --------
    >>> turned([[[5.0, 5.0]]], [1, -1], 1, 5)
    array([[[5., 1.]]])
    """
    values = _on_scale(data, low, high)
    reverse = np.asarray(low, dtype=np.float64) + np.asarray(high) - values
    return np.where(checked_directions(directions, values.shape[2]) > 0, values, reverse)


def anchored(data: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> FloatArray:
    """0 to 100 between the ends of the answer scale: 1 to 5 becomes 0, 25, 50, 75, 100.

    Parameters
    ----------
    data : (R, m, J) array
        Scale points.
    low, high : float or (J,) array
        Ends of the scale as declared, not as observed.

    Returns
    -------
    (R, m, J) array

    Raises
    ------
    RequestError
        If a value lies outside its scale, or the ends are the wrong way round.

    Examples
    --------
    >>> anchored([[[1.0, 3.8, 5.0]]], 1, 5)
    array([[[  0.,  70., 100.]]])
    """
    values = _on_scale(data, low, high)
    bottom = np.asarray(low, dtype=np.float64)
    return np.asarray(_TOP * (values - bottom) / (np.asarray(high) - bottom))


def goalposts(data: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> FloatArray:
    """0 to 1 between goalposts that were set beforehand; what lies beyond counts as the post.

    Parameters
    ----------
    data : (R, m, J) array
    low, high : float or (J,) array

    Returns
    -------
    (R, m, J) array

    Raises
    ------
    RequestError
        If the posts are the wrong way round.

    Examples
    --------
    >>> goalposts([[[0.5, 3.0, 12.0]]], 1, 5)
    array([[[0. , 0.5, 1. ]]])
    """
    values = checked_data(data)
    bottom, top = _ends(low, high)
    return np.clip((values - bottom) / (top - bottom), 0.0, 1.0)


def min_max(data: npt.ArrayLike, low: float = 0.0, high: float = 100.0) -> FloatArray:
    """From ``low`` at the least unit to ``high`` at the best.

    Parameters
    ----------
    data : (R, m, J) array
    low, high : float

    Returns
    -------
    (R, m, J) array

    Raises
    ------
    RequestError
        If the ends are the wrong way round.

    Examples
    --------
    >>> min_max([[[2.0], [3.0], [6.0]]], 0, 1).ravel()
    array([0.  , 0.25, 1.  ])
    """
    values = checked_data(data)
    _ends(low, high)
    least = lowest(values)
    return low + (high - low) * _or_nan(values - least, highest(values) - least)


def z_score(data: npt.ArrayLike, mean: float = 0.0, deviation: float = 1.0) -> FloatArray:
    """Standard deviations (of m - 1) from the mean of the units.

    Parameters
    ----------
    data : (R, m, J) array
    mean, deviation : float
        Of the result.

    Returns
    -------
    (R, m, J) array

    Examples
    --------
    >>> z_score([[[1.0], [2.0], [3.0]]]).ravel()
    array([-1.,  0.,  1.])
    """
    values = checked_data(data)
    known = ~np.isnan(values)
    number = known.sum(axis=1, keepdims=True)
    filled = np.where(known, values, 0.0)
    centre = filled.sum(axis=1, keepdims=True) / np.maximum(number, 1)
    deviations = np.where(known, values - centre, 0.0)
    spread = np.sqrt((deviations**2).sum(axis=1, keepdims=True) / np.maximum(number - 1, 1))
    varies = highest(values) > lowest(values)
    return mean + deviation * _or_nan(values - centre, np.where(varies, spread, 0.0))


def rank(data: npt.ArrayLike) -> FloatArray:
    """Place from the lowest, which is 1; equal units share the lower place.

    Parameters
    ----------
    data : (R, m, J) array

    Returns
    -------
    (R, m, J) array

    Examples
    --------
    >>> rank([[[5.0], [2.0], [5.0]]]).ravel()
    array([2., 1., 2.])
    """
    values = checked_data(data)
    order = values.argsort(axis=1)  # NaN comes last
    in_order = np.take_along_axis(values, order, axis=1)
    place = np.arange(1.0, values.shape[1] + 1)[None, :, None]
    is_new = np.ones(values.shape, dtype=bool)
    is_new[:, 1:] = in_order[:, 1:] != in_order[:, :-1]
    shared = np.maximum.accumulate(np.where(is_new, place, 0.0), axis=1)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, shared, axis=1)
    return np.where(np.isnan(values), np.nan, ranks)


def borda(data: npt.ArrayLike) -> FloatArray:
    """(R, m, J) how many units lie below."""
    return rank(data) - 1


def percentile(data: npt.ArrayLike) -> FloatArray:
    """Share of the other units that lie below, 0 to 1.

    Parameters
    ----------
    data : (R, m, J) array

    Returns
    -------
    (R, m, J) array
        NaN where there is no other unit.

    Examples
    --------
    >>> percentile([[[5.0], [2.0], [7.0]]]).ravel()
    array([0.5, 0. , 1. ])
    """
    below = borda(data)
    others = (~np.isnan(below)).sum(axis=1, keepdims=True) - 1
    return _or_nan(below, others)


def distance_to_reference(data: npt.ArrayLike, reference: int, *, capped: bool) -> FloatArray:
    """Share of the way from the least unit to a reference unit.

    Parameters
    ----------
    data : (R, m, J) array
    reference : int
        Number of the unit, from 0.
    capped : bool
        Whether what is better than the reference counts as 1.

    Returns
    -------
    (R, m, J) array
        NaN where the reference has no value, or is the least itself.

    Raises
    ------
    RequestError
        If there is no such unit.

    Examples
    --------
    >>> distance_to_reference([[[2.0], [4.0], [8.0]]], 1, capped=False).ravel()
    array([0., 1., 3.])
    """
    values = checked_data(data)
    if not 0 <= reference < values.shape[1]:
        raise RequestError(f"`reference` must be 0 to {values.shape[1] - 1}, got {reference}")
    return _towards(values, values[:, reference : reference + 1], capped=capped)


def distance_to_target(data: npt.ArrayLike, targets: npt.ArrayLike, *, capped: bool) -> FloatArray:
    """Share of the way from the least unit to a target.

    Parameters
    ----------
    data : (R, m, J) array
    targets : float or (J,) array
    capped : bool
        Whether what is better than the target counts as 1.

    Returns
    -------
    (R, m, J) array
        NaN where no unit lies below the target.

    Examples
    --------
    >>> distance_to_target([[[2.0], [4.0], [8.0]]], 6, capped=True).ravel()
    array([0. , 0.5, 1. ])
    """
    return _towards(checked_data(data), np.asarray(targets, dtype=np.float64), capped=capped)


def distance_to_maximum(data: npt.ArrayLike) -> FloatArray:
    """(R, m, J) share of the way from the least unit to the best: 0 to 1."""
    return min_max(data, 0.0, 1.0)


def fraction_of_maximum(data: npt.ArrayLike) -> FloatArray:
    """Share of what the best unit has.

    Parameters
    ----------
    data : (R, m, J) array

    Returns
    -------
    (R, m, J) array
        NaN where the best has nothing.

    Raises
    ------
    RequestError
        If a value is negative.

    Examples
    --------
    >>> fraction_of_maximum([[[2.0], [8.0]]]).ravel()
    array([0.25, 1.  ])
    """
    values = checked_data(data)
    refuse(values < 0, values, "is negative", "A fraction of the maximum needs a true zero.")
    return _or_nan(values, highest(values))


def _towards(values: FloatArray, goal: FloatArray, *, capped: bool) -> FloatArray:
    least = lowest(values)
    share = _or_nan(values - least, goal - least)
    return np.minimum(share, 1.0) if capped else share


def _on_scale(data: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> FloatArray:
    values = checked_data(data)
    bottom, top = _ends(low, high)
    hint = "Correct the value, or the declared ends."
    refuse((values < bottom) | (values > top), values, "lies outside its scale", hint)
    return values


def _ends(low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    bottom, top = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    if not (bottom < top).all():
        raise RequestError(
            f"the low end must lie below the high one, got {bottom.tolist()} and {top.tolist()}"
        )
    return bottom, top


def _or_nan(numerator: FloatArray, denominator: npt.ArrayLike) -> FloatArray:
    """Quotient, NaN where the denominator isn't above zero."""
    bottom = np.asarray(denominator, dtype=np.float64)
    return numerator / np.where(bottom > 0, bottom, np.nan)
