"""Units × indicators and the weights that put them together: shapes and values checked.

``data`` is (R, m, J): R replicates, m units (branches, provinces, respondents), J indicators, NaN
where a unit has no value. ``weights`` are (J,), or (R, J) where they differ between replicates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError

_CELLS, _ROWS = 3, 2


def checked_data(data: npt.ArrayLike) -> FloatArray:
    """(R, m, J) data of units.

    Raises
    ------
    RequestError
        If there aren't three axes, no unit or no indicator, or a value is infinite.

    Examples
    --------
    >>> checked_data([[1.0, 2.0]])
    Traceback (most recent call last):
    clientlens.errors.RequestError: data of units come as (R, m, J), none of m and J 0, got (1, 2)
    """
    values = np.asarray(data, dtype=np.float64)
    if values.ndim != _CELLS or 0 in values.shape[1:]:
        raise RequestError(
            f"data of units come as (R, m, J), none of m and J 0, got {values.shape}"
        )
    refuse(np.isinf(values), values, "is infinite", "Correct it, or leave it empty.")
    return values


def checked_weights(weights: npt.ArrayLike, J: int) -> FloatArray:
    """(R, J) or (1, J) weights, brought to sum 1; NaN in a replicate without weights.

    Raises
    ------
    RequestError
        If a weight is negative, all are zero, or they aren't as many as indicators.

    Examples
    --------
    >>> checked_weights([3, 1], 2)
    array([[0.75, 0.25]])
    >>> checked_weights([3, -1], 2)
    Traceback (most recent call last):
    clientlens.errors.RequestError: the weight of indicator 2 is -1. Weights must be 0 or more; \
turn a reversed item round instead
    """
    array = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    if array.ndim != _ROWS or array.shape[1] != J:
        raise RequestError(f"{J} indicators need weights ({J},) or (R, {J}), got {array.shape}")
    if (array < 0).any() or np.isinf(array).any():
        r, j = np.argwhere((array < 0) | np.isinf(array))[0]
        raise RequestError(
            f"the weight of indicator {j + 1} is {array[r, j]:g}. Weights must be 0 or more; turn "
            "a reversed item round instead"
        )
    total = array.sum(axis=1, keepdims=True)
    if (total == 0).any():
        raise RequestError("all weights are 0. Give one indicator or more something to count")
    return np.asarray(array / total)


def checked_directions(directions: npt.ArrayLike | None, J: int) -> IntArray:
    """(J,) directions, 1 or -1; all 1 where left out.

    Raises
    ------
    RequestError
        If one is neither 1 nor -1, or they aren't as many as indicators.

    Examples
    --------
    >>> checked_directions(None, 2)
    array([1, 1])
    """
    array = np.ones(J) if directions is None else np.asarray(directions)
    if array.shape != (J,) or not np.isin(array, (1, -1)).all():
        raise RequestError(
            f"{J} indicators need as many directions, 1 where more is better and -1 where less "
            f"is, got {array.tolist()}"
        )
    return array.astype(np.int64)


def refuse(at_fault: BoolArray, values: FloatArray, what: str, hint: str) -> None:
    """Raise `RequestError` that names the first cell at fault, counting from 1."""
    if at_fault.any():
        r, unit, indicator = np.argwhere(at_fault)[0]
        raise RequestError(
            f"unit {unit + 1} has {values[r, unit, indicator]:g} of indicator {indicator + 1}, "
            f"which {what}. {hint}"
        )


def lowest(values: FloatArray) -> FloatArray:
    """(R, 1, J) smallest known value of each indicator; NaN where there is none."""
    low = np.where(np.isnan(values), np.inf, values).min(axis=1, keepdims=True)
    return np.where(np.isinf(low), np.nan, low)


def highest(values: FloatArray) -> FloatArray:
    """(R, 1, J) largest known value of each indicator; NaN where there is none."""
    return -lowest(-values)


def without_incomplete(values: FloatArray) -> FloatArray:
    """Data in which a unit with a missing value has none at all."""
    return np.where(np.isnan(values).any(axis=2, keepdims=True), np.nan, values)
