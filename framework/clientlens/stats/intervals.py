"""Intervals read from replicates: bootstrap draws or jackknife rows on axis 0.

A NaN among the replicates is one that could not be estimated: it is left out here and counted by
the caller. Quantiles are those of type 7 (linear interpolation), as NumPy's and R's default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.errors import RequestError

FloatArray = npt.NDArray[np.float64]
IntervalMethod = Literal["percentile", "basic", "normal", "bca"]


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Lower and upper ends (…), NaN where there is no interval."""

    low: FloatArray
    high: FloatArray


def check_level(level: float, name: str) -> None:
    """Refuse a level outside (0, 1).

    Raises
    ------
    RequestError
        Naming what was probably meant.
    """
    if not 0 < level < 1:
        meant = f" Did you mean {level / 100:g}?" if 1 < level < 100 else ""  # noqa: PLR2004
        raise RequestError(f"`level` of `{name}` must lie in (0, 1), got {level:g}.{meant}")


def interval(
    estimate: FloatArray,
    draws: FloatArray,
    *,
    level: float = 0.95,
    method: IntervalMethod = "percentile",
    jackknife: FloatArray | None = None,
) -> Interval:
    """Intervals of many quantities at once.

    Parameters
    ----------
    estimate : (…) array
        The estimate from the sample as answered.
    draws : (R, …) array
        The same from every bootstrap draw.
    level : float
        Level of the interval.
    method : {"percentile", "basic", "normal", "bca"}
        Quantiles of the draws; these mirrored at the estimate; a normal with their standard error;
        or bias-corrected and accelerated.
    jackknife : (m, …) array, optional
        Estimates with one unit left out, for ``bca``.

    Returns
    -------
    Interval
        NaN where fewer than two draws could be estimated. Where all draws equal the estimate, both
        ends are the estimate.

    References
    ----------
    .. [1] Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14.
    .. [2] Davison & Hinkley (1997), Bootstrap Methods and their Application, chapter 5.

    Examples
    --------
    >>> draws = np.arange(101.0)
    >>> found = interval(np.array(40.0), draws, level=0.9)
    >>> round(float(found.low), 9), round(float(found.high), 9)
    (5.0, 95.0)
    """
    check_level(level, "interval")
    if len(draws) == 0:
        nothing = np.full(np.shape(estimate), np.nan)
        return Interval(nothing, nothing)
    if method == "normal":
        return _normal(estimate, draws, level)
    if method == "bca":
        return _bca(estimate, draws, level, jackknife)
    low, high = _quantiles(draws, (1 - level) / 2, (1 + level) / 2)
    if method == "percentile":
        return Interval(low, high)
    return Interval(2 * estimate - high, 2 * estimate - low)


def standard_error(draws: FloatArray) -> FloatArray:
    """(…) standard deviation of the draws (R, …), divisor R − 1; NaN below two draws."""
    count = (~np.isnan(draws)).sum(axis=0)
    deviations = draws - _mean(draws)
    squares = np.where(np.isnan(deviations), 0.0, deviations**2).sum(axis=0)
    return np.sqrt(_divide(squares, count - 1.0))


def jackknife_standard_error(left_out: FloatArray) -> FloatArray:
    """(…) jackknife standard error of estimates (m, …) with one of m units left out.

    References
    ----------
    .. [1] Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, section 3.
    """
    count = (~np.isnan(left_out)).sum(axis=0)
    deviations = left_out - _mean(left_out)
    squares = np.where(np.isnan(deviations), 0.0, deviations**2).sum(axis=0)
    return np.sqrt(_divide((count - 1.0) * squares, count * (count > 1)))


def jackknife_interval(estimate: FloatArray, left_out: FloatArray, level: float = 0.95) -> Interval:
    """Student's t interval with the jackknife's standard error and m − 1 degrees of freedom."""
    from scipy.special import stdtrit

    check_level(level, "jackknife_interval")
    count = (~np.isnan(left_out)).sum(axis=0)
    t = stdtrit(np.maximum(count - 1.0, 1.0), 0.5 + level / 2)
    half = t * jackknife_standard_error(left_out)
    return Interval(estimate - half, estimate + half)


def _normal(estimate: FloatArray, draws: FloatArray, level: float) -> Interval:
    from scipy.special import ndtri

    half = float(ndtri(0.5 + level / 2)) * standard_error(draws)
    return Interval(estimate - half, estimate + half)


def _bca(
    estimate: FloatArray, draws: FloatArray, level: float, jackknife: FloatArray | None
) -> Interval:
    from scipy.special import ndtr, ndtri

    if jackknife is None or len(jackknife) == 0:
        raise RequestError("a `bca` interval needs jackknife replicates: give `jackknife`")
    count = (~np.isnan(draws)).sum(axis=0).astype(float)
    # A draw equal to the estimate counts half, as answers on a scale tie often.
    below = (draws < estimate).sum(axis=0) + 0.5 * (draws == estimate).sum(axis=0)
    edge = 0.5 / np.maximum(count, 1.0)
    bias = ndtri(np.clip(_divide(below, count), edge, 1 - edge))
    acceleration = _acceleration(jackknife)
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        shifted = bias + float(ndtri(tail))
        ends.append(_quantile_each(draws, ndtr(bias + shifted / (1 - acceleration * shifted))))
    return Interval(*ends)


def _acceleration(jackknife: FloatArray) -> FloatArray:
    """Skewness of the jackknife's influence, zero where nothing varies."""
    influence = _mean(jackknife) - jackknife
    known = np.where(np.isnan(influence), 0.0, influence)
    squares = (known**2).sum(axis=0)
    found = _divide((known**3).sum(axis=0), 6 * squares**1.5)
    return np.where(np.isnan(found), 0.0, found)


def _quantiles(draws: FloatArray, *probabilities: float) -> FloatArray:
    """(len(probabilities), …) quantiles, NaN below two draws."""
    enough = (~np.isnan(draws)).sum(axis=0) > 1
    safe = np.where(enough, draws, 0.0)
    find = np.nanquantile if np.isnan(safe).any() else np.quantile
    return np.where(enough, find(safe, probabilities, axis=0), np.nan)


def _quantile_each(draws: FloatArray, probability: FloatArray) -> FloatArray:
    """(…) quantile of each quantity at a probability of its own."""
    ordered = np.sort(draws, axis=0)  # NaN last
    last = np.maximum((~np.isnan(draws)).sum(axis=0) - 1.0, 0.0)
    position = np.clip(np.where(np.isnan(probability), 0.0, probability), 0, 1) * last
    lower = np.floor(position).astype(np.int64)
    upper = np.minimum(lower + 1, last.astype(np.int64))
    low = np.take_along_axis(ordered, lower[None], axis=0)[0]
    high = np.take_along_axis(ordered, upper[None], axis=0)[0]
    found = low + (position - lower) * (high - low)
    return np.where((last > 0) & ~np.isnan(probability), found, np.nan)


def _mean(values: FloatArray) -> FloatArray:
    known = ~np.isnan(values)
    return _divide(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0).astype(float))


def _divide(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    out = np.full(np.broadcast_shapes(np.shape(numerator), np.shape(denominator)), np.nan)
    np.divide(numerator, denominator, out=out, where=np.asarray(denominator) > 0)
    return out
