"""The roots of many increasing functions of one variable at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from clientlens.arrays import BoolArray, FloatArray

Increasing = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""Points (m,) → values and slopes (m,) there, each of its own function."""

_CLOSE = 4 * np.finfo(np.float64).eps
_MOST_STEPS = 200
"""Every step halves the bracket or the step before it, so that far fewer are enough."""


def increasing_roots(function: Increasing, low: FloatArray, high: FloatArray) -> FloatArray:
    """Where increasing functions are zero: Newton's method, kept within brackets.

    A step that leaves the bracket, or is more than half as long as the one before, is replaced by
    a halving of the bracket.

    Parameters
    ----------
    function : callable
        Points (m,) → values and slopes (m,); element i belongs to function i.
    low, high : (m,) array
        Ends of the brackets.

    Returns
    -------
    (m,) array
        The roots, to the last bits; the nearer end of the bracket where a function has none in it.

    Examples
    --------
    >>> targets = np.array([1.0, 8.0, 27.0])
    >>> increasing_roots(lambda x: (x**3 - targets, 3 * x**2), np.zeros(3), np.full(3, 10.0))
    array([1., 2., 3.])
    """
    x = (low + high) / 2  # (m,)
    width = np.maximum(np.abs(low), np.abs(high))
    before = high - low
    for _ in range(_MOST_STEPS):
        value, slope = function(x)
        low, high = np.where(value < 0, x, low), np.where(value < 0, high, x)
        step = (low + high) / 2 - x
        np.divide(-value, slope, out=step, where=_is_newtons(x, value, slope, (low, high), before))
        x = x + step
        before = np.abs(step)
        if (before <= _CLOSE * width).all():
            break
    return x


def _is_newtons(
    x: FloatArray,
    value: FloatArray,
    slope: FloatArray,
    bracket: tuple[FloatArray, FloatArray],
    before: FloatArray,
) -> BoolArray:
    """(m,) whether Newton's step stays within the bracket and is at most half the last one."""
    low, high = bracket
    is_inside = ((x - high) * slope < value) & (value < (x - low) * slope)
    is_short = 2 * np.abs(value) <= before * slope
    return np.asarray(is_inside & is_short & (slope > 0))
