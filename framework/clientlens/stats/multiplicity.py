"""Adjusted p values: many tests at once, and few false findings among them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError


def bonferroni(p: npt.ArrayLike) -> FloatArray:
    """Bonferroni: p values times the number of tests; the chance of any false finding is held.

    Parameters
    ----------
    p : (…, J) array-like
        p values of the tests of one family, on the last axis; NaN is no test and isn't counted.

    Returns
    -------
    (…, J) array
        Adjusted p values, at most 1 and never below `p`; NaN where `p` is.

    Raises
    ------
    RequestError
        A p value outside 0 to 1, or no axis at all.

    References
    ----------
    .. [1] Dunn (1961), Multiple comparisons among means, J. Am. Stat. Assoc. 56, 52-64.

    Examples
    --------
    >>> bonferroni([0.01, 0.02, 0.5])
    array([0.03, 0.06, 1.  ])
    """
    values = _checked(p)
    return np.minimum(values * _tests(values), 1.0)


def holm(p: npt.ArrayLike) -> FloatArray:
    """Holm's step down: the chance of any false finding is held, whatever depends on what.

    Parameters
    ----------
    p : (…, J) array-like
        p values of the tests of one family, on the last axis; NaN is no test and isn't counted.

    Returns
    -------
    (…, J) array
        Adjusted p values in the order of `p`, at most 1, never below `p` nor above Bonferroni's;
        NaN where `p` is.

    Raises
    ------
    RequestError
        A p value outside 0 to 1, or no axis at all.

    Notes
    -----
    The i-th smallest of m is multiplied by m − i + 1, and isn't less than the one before.

    References
    ----------
    .. [1] Holm (1979), A simple sequentially rejective multiple test procedure,
           Scand. J. Statist. 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values = _checked(p)
    order = np.argsort(values, axis=-1)  # NaN last
    factor = np.maximum(_tests(values) - np.arange(values.shape[-1]), 1.0)
    raised = np.take_along_axis(values, order, axis=-1) * factor
    return _in_place(np.maximum.accumulate(raised, axis=-1), order)


def benjamini_hochberg(p: npt.ArrayLike) -> FloatArray:
    """Benjamini and Hochberg: the expected share of false findings among the findings is held.

    Parameters
    ----------
    p : (…, J) array-like
        p values of the tests of one family, on the last axis; NaN is no test and isn't counted.

    Returns
    -------
    (…, J) array
        Adjusted p values in the order of `p`, at most 1, never below `p` nor above Holm's; NaN
        where `p` is. They hold for tests that are independent or depend positively.

    Raises
    ------
    RequestError
        A p value outside 0 to 1, or no axis at all.

    Notes
    -----
    The i-th smallest of m is multiplied by m / i, and isn't more than the one after.

    References
    ----------
    .. [1] Benjamini & Hochberg (1995), Controlling the false discovery rate,
           J. Royal Statist. Soc. B 57(1), 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    array([0.03, 0.04, 0.04])
    """
    values = _checked(p)
    order = np.argsort(values, axis=-1)  # NaN last
    place = np.arange(1, values.shape[-1] + 1)
    # The quotient first: it is exactly 1 for the largest p value, which so stays as it is.
    raised = np.take_along_axis(values, order, axis=-1) * (_tests(values) / place)
    from_above = np.where(np.isnan(raised), np.inf, raised)[..., ::-1]
    lowest = np.minimum.accumulate(from_above, axis=-1)[..., ::-1]
    return _in_place(np.where(np.isnan(raised), np.nan, lowest), order)


def _checked(p: npt.ArrayLike) -> FloatArray:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim == 0:
        raise RequestError(f"`p` must hold the p values of a family of tests, got {values:g}")
    wrong = values[(values < 0) | (values > 1)]
    if wrong.size:
        raise RequestError(f"`p` must lie between 0 and 1, got {wrong[0]:g}")
    return values


def _tests(values: FloatArray) -> IntArray:
    """(…, 1) how many tests there are."""
    return np.asarray((~np.isnan(values)).sum(axis=-1, keepdims=True), dtype=np.int64)


def _in_place(ordered: FloatArray, order: IntArray) -> FloatArray:
    """Values given from the smallest p value up, at most 1, back in the order of the tests."""
    adjusted = np.empty_like(ordered)
    np.put_along_axis(adjusted, order, np.minimum(ordered, 1.0), axis=-1)
    return adjusted
