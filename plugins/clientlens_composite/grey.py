"""Grey relational analysis: units ranked by how closely they follow an ideal, point by point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, RequestError
from clientlens.stats.normalise import anchored
from clientlens.stats.unit_data import (
    checked_data,
    checked_directions,
    checked_weights,
    highest,
    lowest,
    without_incomplete,
)

COEFFICIENTS = (0.3, 0.5, 0.7)
"""The distinguishing coefficient changes the order of units: report all three."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """How closely units follow the ideal.

    Attributes
    ----------
    grades : (R, m) array
        Weighted means of the coefficients; NaN for a unit with a missing value.
    coefficients : (R, m, J) array
        1 where a unit is at the ideal.
    """

    grades: FloatArray
    coefficients: FloatArray


def relation(
    data: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    distinguishing: float = 0.5,
    directions: npt.ArrayLike | None = None,
) -> Relation:
    """Grey relation of units to the best values among them (Deng).

    Parameters
    ----------
    data : (R, m, J) array
        Taken from 0 to 1 over the units; one with a missing value is left out.
    weights : (J,) or (R, J) array
    distinguishing : float
        ρ, above 0 and at most 1: the smaller, the farther apart the coefficients.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.

    Returns
    -------
    Relation
        Where all units are equal in an indicator they are all at its ideal.

    Raises
    ------
    RequestError
        If weights are negative, all zero or not as many as indicators, a direction is neither 1 nor
        -1, or ρ lies outside its range.

    Notes
    -----
    As with TOPSIS the ends depend on the units, and a unit more or less can turn the order of
    others; `relation_on_scale` doesn't have that.

    References
    ----------
    .. [1] Deng (1989), Introduction to grey system theory, The Journal of Grey System 1(1), 1-24.

    Examples
    --------
    >>> relation([[[1.0], [3.0], [2.0]]], [1]).grades.round(4)
    array([[0.3333, 1.    , 0.5   ]])
    """
    values = without_incomplete(checked_data(data))
    sign = checked_directions(directions, values.shape[2])
    low, high = lowest(values), highest(values)
    width = high - low
    distance = np.where(sign > 0, high - values, values - low) / np.where(width > 0, width, 1.0)
    ends = _ends(distance)
    return _relation(distance, checked_weights(weights, values.shape[2]), distinguishing, ends)


def relation_on_scale(
    data: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    distinguishing: float = 0.5,
    directions: npt.ArrayLike | None = None,
) -> Relation:
    """Grey relation of units to the best end of the answer scale; no unit depends on another.

    Parameters
    ----------
    data : (R, m, J) array
        A unit with a missing value has no result.
    weights : (J,) or (R, J) array
    low, high : float or (J,) array
        Ends of the scale.
    distinguishing : float
        As in `relation`.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.

    Returns
    -------
    Relation

    Raises
    ------
    RequestError
        As `relation`, or if a value lies outside its scale.

    Examples
    --------
    >>> relation_on_scale([[[1.0], [4.0], [5.0]]], [1], low=1, high=5).grades.round(4)
    array([[0.3333, 0.6667, 1.    ]])
    """
    values = without_incomplete(anchored(data, low, high)) / 100
    sign = checked_directions(directions, values.shape[2])
    distance = np.where(sign > 0, 1 - values, values)
    ends = (np.zeros((1, 1, 1)), np.ones((1, 1, 1)))
    return _relation(distance, checked_weights(weights, values.shape[2]), distinguishing, ends)


def _ends(distance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(R, 1, 1) smallest and largest distance of any unit in any indicator."""
    known = ~np.isnan(distance)
    axes = (1, 2)
    least = np.where(known, distance, np.inf).min(axis=axes, keepdims=True)
    most = np.where(known, distance, 0.0).max(axis=axes, keepdims=True)
    return least, most


def _relation(
    distance: FloatArray,
    weights: FloatArray,
    distinguishing: float,
    ends: tuple[FloatArray, FloatArray],
) -> Relation:
    if not 0 < distinguishing <= 1:
        raise RequestError(
            f"`distinguishing` must lie above 0 and at most at 1, got {distinguishing:g}"
        )
    least, most = ends
    top, bottom = least + distinguishing * most, distance + distinguishing * most
    # Without any distance between units all of them are at the ideal.
    coefficients = np.where(bottom == 0, 1.0, top / np.where(bottom == 0, 1.0, bottom))
    return Relation((weights[:, None, :] * coefficients).sum(axis=2), coefficients)
