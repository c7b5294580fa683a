"""TOPSIS: units ranked by how near they come to an ideal, and how far from its opposite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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

Scaling = Literal["vector", "min-max"]


@dataclass(frozen=True, slots=True, eq=False)
class Closeness:
    """How near units come to the ideal.

    Attributes
    ----------
    closeness : (R, m) array
        D⁻ / (D⁺ + D⁻), 1 at the ideal; NaN for a unit with a missing value, and for all where the
        ideal and its opposite are the same.
    to_best, to_worst : (R, m) array
        Distances D⁺ and D⁻.
    """

    closeness: FloatArray
    to_best: FloatArray
    to_worst: FloatArray


def topsis(
    data: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    scaling: Scaling = "vector",
    directions: npt.ArrayLike | None = None,
) -> Closeness:
    """Rank units beside the best and the worst values among them.

    Parameters
    ----------
    data : (R, m, J) array
        A unit with a missing value is left out.
    weights : (J,) or (R, J) array
    scaling : {"vector", "min-max"}
        Values divided by the root of their sum of squares, or taken from 0 to 1. Winners differ.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.

    Returns
    -------
    Closeness
        An indicator in which all units are equal counts for nothing.

    Raises
    ------
    RequestError
        If weights are negative, all zero or not as many as indicators, a direction is neither 1 nor
        -1, or the scaling is unknown.

    Notes
    -----
    Both ends depend on the units: leaving out the last can turn the order of the first. Where that
    matters use `topsis_on_scale`.

    References
    ----------
    .. [1] Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> topsis([[[1.0, 1.0], [3.0, 1.0], [2.0, 1.0]]], [1, 1], scaling="min-max").closeness
    array([[0. , 1. , 0.5]])
    """
    if scaling not in ("vector", "min-max"):
        raise RequestError(f"`scaling` must be vector or min-max, got {scaling!r}")
    values = without_incomplete(checked_data(data))
    sign = checked_directions(directions, values.shape[2])
    weight = checked_weights(weights, values.shape[2])[:, None, :]
    scaled = sign * weight * values / _size(values, scaling)
    return _closeness(scaled, highest(scaled), lowest(scaled))


def topsis_on_scale(
    data: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    directions: npt.ArrayLike | None = None,
) -> Closeness:
    """Rank units beside the ends of the answer scale, so that no unit depends on another.

    Parameters
    ----------
    data : (R, m, J) array
        A unit with a missing value has no result.
    weights : (J,) or (R, J) array
    low, high : float or (J,) array
        Ends of the scale.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.

    Returns
    -------
    Closeness

    Raises
    ------
    RequestError
        As `topsis`, or if a value lies outside its scale.

    Examples
    --------
    >>> topsis_on_scale([[[1.0], [4.0], [5.0]]], [1], low=1, high=5).closeness
    array([[0.  , 0.75, 1.  ]])
    """
    values = without_incomplete(anchored(data, low, high)) / 100
    sign = checked_directions(directions, values.shape[2])
    weight = checked_weights(weights, values.shape[2])[:, None, :]
    good = np.where(sign > 0, values, 1 - values)
    return _closeness(weight * good, weight, np.zeros_like(weight))


def _size(values: FloatArray, scaling: Scaling) -> FloatArray:
    """(R, 1, J) what values are divided by; 1 where there is nothing to divide by."""
    if scaling == "vector":
        size = np.sqrt((np.nan_to_num(values) ** 2).sum(axis=1, keepdims=True))
    else:
        size = highest(values) - lowest(values)
    return np.where(size > 0, size, 1.0)


def _closeness(values: FloatArray, best: FloatArray, worst: FloatArray) -> Closeness:
    to_best = np.sqrt(((values - best) ** 2).sum(axis=2))
    to_worst = np.sqrt(((values - worst) ** 2).sum(axis=2))
    total = to_best + to_worst
    return Closeness(to_worst / np.where(total > 0, total, np.nan), to_best, to_worst)
