"""How much units truly differ: the variance between them, behind the errors of their estimates.

The model is that of a random effect: unit u has a true value from N(μ, τ²), and its estimate lies
around it with the known standard error s_u. The weights are w_u = 1 / (s_u² + τ²).
"""

from __future__ import annotations

import typing
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError, did_you_mean
from clientlens.stats.roots import increasing_roots
from clientlens.stats.unit_estimates import unit_estimates

BetweenMethod = Literal["paule_mandel", "reml"]

_FEWEST = 2
"""So many units at least vary."""
_NONE = 1e-14
"""A variance between units below this share of the largest that could be is none."""
_GRID = 200
"""The restricted likelihood is looked at in so many places: it may have more than one peak."""


def between_variance(
    estimates: npt.ArrayLike, errors: npt.ArrayLike, method: BetweenMethod = "paule_mandel"
) -> float:
    """Variance τ² of the true values of units.

    Parameters
    ----------
    estimates, errors : (U,) array-like
        Estimates and standard errors of independent units; NaN in either leaves the unit out.
    method : {"paule_mandel", "reml"}
        The τ² at which the weighted squares Σ w (θ − μ)² are what is expected of them, U − 1; or
        that of the largest restricted likelihood, which assumes normal true values.

    Returns
    -------
    float
        Not negative, in squared units of the estimates; NaN below two units. Estimates known
        exactly, with an error of zero, are allowed: two of them that differ show that τ² > 0.

    Raises
    ------
    RequestError
        As `unit_estimates`, or an unknown method.

    References
    ----------
    .. [1] Paule & Mandel (1982), Consensus values and weighting factors, J. Res. Natl. Bur. Stand.
           87(5), 377-385.
    .. [2] Viechtbauer (2005), Bias and efficiency of meta-analytic variance estimators in the
           random-effects model, J. Educ. Behav. Statist. 30(3), 261-293.

    Examples
    --------
    >>> round(between_variance([0.0, 10.0, 20.0], [1.0, 1.0, 1.0]), 9)
    99.0
    >>> between_variance([9.0, 10.0, 11.0], [5.0, 4.0, 5.0], "reml")
    0.0
    """
    if method not in typing.get_args(BetweenMethod):
        hint = did_you_mean(method, typing.get_args(BetweenMethod))
        raise RequestError(f"unknown `method` '{method}' of `between_variance`. {hint}")
    units = unit_estimates(estimates, errors)
    value, variance = units.value[units.known], units.error[units.known] ** 2
    if len(value) < _FEWEST:
        return float("nan")
    spread = value.max() - value.min()
    if spread == 0:
        return 0.0
    # In units of the spread: squares of very large or small estimates stay within the numbers.
    find = _paule_mandel if method == "paule_mandel" else _reml
    return float(find((value - value.mean()) / spread, variance / spread**2) * spread**2)


def centre(value: FloatArray, variance: FloatArray, between: npt.ArrayLike) -> FloatArray:
    """Mean μ of the true values, weighted by 1 / (variance + τ²).

    Parameters
    ----------
    value, variance : (U,) array
        Estimates and squares of their errors.
    between : (…) array-like
        One or many τ².

    Returns
    -------
    (…) array
        Where τ² is zero and estimates are known exactly, their plain mean.
    """
    shares = _shares(variance, np.asarray(between, dtype=np.float64))
    return np.asarray((shares * value).sum(axis=-1))


def _paule_mandel(value: FloatArray, variance: FloatArray) -> float:
    def shortfall(between: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What the weighted squares lack of U − 1, and its slope; the mean moves neither."""
        weight = 1 / (variance + between[:, None])  # (1, U)
        squares = (value - centre(value, variance, between)[:, None]) ** 2
        lack = len(value) - 1 - (weight * squares).sum(axis=1)
        return lack, np.asarray((weight**2 * squares).sum(axis=1))

    low = np.array([_NONE])
    if shortfall(low)[0] >= 0:
        return 0.0
    # The weighted squares are least around the weighted mean, so at the plain variance of the
    # estimates they are at most U − 1.
    return float(increasing_roots(shortfall, low, np.array([value.var(ddof=1)]))[0])


def _reml(value: FloatArray, variance: FloatArray) -> float:
    def descent(between: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Increases through zero at a peak; its slope isn't given, and brackets are halved."""
        return -_reml_score(value, variance, between), np.zeros(len(between))

    # Beyond this the score is negative whatever the estimates.
    most = 4.0 + float(variance.max())
    grid = np.concatenate([[_NONE], np.geomspace(most * 1e-8, most, _GRID)])
    score = _reml_score(value, variance, grid)
    falls = np.flatnonzero((score[:-1] > 0) & (score[1:] <= 0))
    peaks = increasing_roots(descent, grid[falls], grid[falls + 1])
    peaks = np.concatenate([[0.0] if score[0] <= 0 else [], peaks])
    heights = _restricted_likelihood(value, variance, np.maximum(peaks, _NONE))
    return float(peaks[np.argmax(heights)])


def _reml_score(value: FloatArray, variance: FloatArray, between: FloatArray) -> FloatArray:
    """(G,) twice the slope of the restricted log likelihood at many τ² (G,)."""
    weight = 1 / (variance + between[:, None])  # (G, U)
    residual = value - centre(value, variance, between)[:, None]
    square = weight**2
    return np.asarray(
        (square * residual**2).sum(axis=1)
        - weight.sum(axis=1)
        + square.sum(axis=1) / weight.sum(axis=1)
    )


def _restricted_likelihood(
    value: FloatArray, variance: FloatArray, between: FloatArray
) -> FloatArray:
    """(G,) twice the restricted log likelihood at many τ² (G,), less a constant."""
    weight = 1 / (variance + between[:, None])
    residual = value - centre(value, variance, between)[:, None]
    return np.asarray(
        np.log(weight).sum(axis=1) - np.log(weight.sum(axis=1)) - (weight * residual**2).sum(axis=1)
    )


def _shares(variance: FloatArray, between: FloatArray) -> FloatArray:
    """(…, U) weights of the units as shares; equal ones among those known exactly at τ² = 0."""
    total = variance + between[..., None]
    is_exact = total == 0
    ordinary = 1 / np.where(is_exact, 1.0, total)
    weight = np.where(is_exact.any(axis=-1, keepdims=True), is_exact.astype(np.float64), ordinary)
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))
