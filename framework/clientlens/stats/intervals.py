"""Intervals read from replicates: bootstrap draws or jackknife rows on axis 0.

A replicate that isn't a finite number could not be estimated: it is left out, and `failed_count`
tells how many there are. Quantiles are those of type 7 (linear interpolation), as NumPy's and R's
default.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError, did_you_mean
from clientlens.stats.moments import divide

IntervalMethod = Literal["percentile", "basic", "normal", "bca"]

_FEWEST = 2
"""So many replicates at least make an interval."""
_TIE = 1e-12
"""Draws as near as that to the estimate, relative to it, are equal but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Lower and upper ends (…), NaN where there is no interval."""

    low: FloatArray
    high: FloatArray


def check_level(level: float, name: str = "interval") -> None:
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
    estimate: npt.ArrayLike,
    draws: npt.ArrayLike,
    *,
    level: float = 0.95,
    method: IntervalMethod = "percentile",
    jackknife: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
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
    strata : (m,) array, optional
        The stratum that each of these units was drawn in; one for all by default.

    Returns
    -------
    Interval
        NaN without an estimate, with fewer than two draws that could be estimated, or for ``bca``
        with fewer than two such jackknife rows. Where all draws equal the estimate, both ends are
        the estimate.

    Raises
    ------
    RequestError
        A level outside (0, 1), an unknown method, shapes that don't fit, or no jackknife rows.

    References
    ----------
    .. [1] Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14.
    .. [2] Davison & Hinkley (1997), Bootstrap Methods and their Application, chapter 5.

    Examples
    --------
    >>> found = interval(40.0, np.arange(101.0), level=0.9)
    >>> round(float(found.low), 9), round(float(found.high), 9)
    (5.0, 95.0)
    """
    check_level(level)
    if method not in typing.get_args(IntervalMethod):
        hint = did_you_mean(method, typing.get_args(IntervalMethod))
        raise RequestError(f"unknown `method` '{method}' of `interval`. {hint}")
    point, drawn = np.asarray(estimate, dtype=np.float64), _finite_or_nan(draws)
    if drawn.shape[1:] != point.shape:
        message = f"`draws` must hold one row of {point.shape} per replicate, got {drawn.shape}"
        raise RequestError(message)
    if method == "bca":
        low, high = _bca_ends(point, drawn, level, _acceleration_of(jackknife, strata))
    else:
        low, high = _ends(point, drawn, level, method)
    known = (np.isfinite(drawn).sum(axis=0) >= _FEWEST) & np.isfinite(point)
    return Interval(np.where(known, low, np.nan), np.where(known, high, np.nan))


def standard_error(draws: npt.ArrayLike) -> FloatArray:
    """(…) standard deviation of the draws (R, …), divisor R − 1; NaN below two draws."""
    values = _finite_or_nan(draws)
    count = np.isfinite(values).sum(axis=0)
    return np.sqrt(divide(_squares(values), count - 1.0))


def jackknife_standard_error(
    left_out: npt.ArrayLike, strata: npt.ArrayLike | None = None
) -> FloatArray:
    """(…) jackknife standard error of estimates (m, …) with one of m units left out.

    Parameters
    ----------
    left_out : (m, …) array
        The estimates.
    strata : (m,) array, optional
        The stratum that each unit was drawn in; one for all by default. Their variances add up.

    References
    ----------
    .. [1] Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, section 3.
    .. [2] Wolter (2007), Introduction to Variance Estimation, section 4.5.
    """
    return np.asarray(np.sqrt(_variances(left_out, strata)[0].sum(axis=0)))


def jackknife_interval(
    estimate: npt.ArrayLike,
    left_out: npt.ArrayLike,
    level: float = 0.95,
    strata: npt.ArrayLike | None = None,
) -> Interval:
    """Student's t interval with the jackknife's standard error and m − 1 degrees of freedom.

    With several strata the degrees of freedom are Satterthwaite's; a stratum that changes nothing
    doesn't count.
    """
    from scipy.special import stdtrit

    check_level(level, "jackknife_interval")
    variance, free = _variances(left_out, strata)  # (s, …)
    total = variance.sum(axis=0)
    # In units of the total, so that tiny variances don't vanish when they are squared.
    parts = np.where(total > 0, variance / np.where(total > 0, total, 1.0), 0.0)
    degrees = divide(np.ones_like(total), (parts**2 / np.maximum(free, 1.0)).sum(axis=0))
    degrees = np.where(np.isnan(degrees), free.max(axis=0), degrees)
    half = stdtrit(np.maximum(degrees, 1.0), 0.5 + level / 2) * np.sqrt(total)
    point = np.asarray(estimate, dtype=np.float64)
    return Interval(point - half, point + half)


def acceleration(jackknife: npt.ArrayLike, strata: npt.ArrayLike | None = None) -> FloatArray:
    """(…) skewness of the jackknife's influence; 0 where nothing varies, NaN below two rows.

    References
    ----------
    .. [1] Efron & Tibshirani (1993), equation 14.15.
    .. [2] Davison & Hinkley (1997), section 5.3.2, for several samples.
    """
    values = _finite_or_nan(jackknife)
    cubes, squares = np.zeros((2, *values.shape[1:]))
    is_known = np.zeros(values.shape[1:], dtype=bool)
    for own in _split(values, strata):
        count = np.isfinite(own).sum(axis=0)
        # The influence is (m − 1) times the deviation; a stratum has the weight 1 / m.
        scale = divide(count - 1.0, count.astype(np.float64))
        influence = scale * (_mean(own) - own)
        cubes += np.where(np.isnan(influence), 0.0, influence**3).sum(axis=0)
        squares += np.nan_to_num(scale**2) * _squares(own)
        is_known |= count >= _FEWEST
    found = divide(cubes, 6 * squares**1.5)
    return np.where(is_known & (squares == 0), 0.0, np.where(is_known, found, np.nan))


def failed_count(draws: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """(…) number of the draws (R, …) that could not be estimated."""
    return np.asarray((~np.isfinite(np.asarray(draws, dtype=np.float64))).sum(axis=0))


def failed_share(draws: npt.ArrayLike) -> FloatArray:
    """(…) share of the draws (R, …) that could not be estimated; NaN where there are none."""
    count = failed_count(draws).astype(np.float64)
    return divide(count, np.full(count.shape, float(len(np.asarray(draws)))))


def _ends(
    point: FloatArray,
    draws: FloatArray,
    level: float,
    method: IntervalMethod,
) -> tuple[FloatArray, FloatArray]:
    if method == "normal":
        from scipy.special import ndtri

        half = float(ndtri(0.5 + level / 2)) * standard_error(draws)
        return point - half, point + half
    ordered, last = _in_order(draws)
    tails = (np.full(point.shape, (1 + side * level) / 2) for side in (-1, 1))
    low, high = (_quantile(ordered, last, tail) for tail in tails)
    return (low, high) if method == "percentile" else (2 * point - high, 2 * point - low)


def _acceleration_of(jackknife: npt.ArrayLike | None, strata: npt.ArrayLike | None) -> FloatArray:
    if jackknife is None or len(np.asarray(jackknife)) == 0:
        raise RequestError("a `bca` interval needs jackknife replicates: give `jackknife`")
    return acceleration(jackknife, strata)


def _bca_ends(
    point: FloatArray, draws: FloatArray, level: float, a: FloatArray
) -> tuple[FloatArray, FloatArray]:
    from scipy.special import ndtr, ndtri

    bias = _bias(point, draws)
    ordered, last = _in_order(draws)

    def end(tail: float) -> FloatArray:
        shifted = bias + float(ndtri(tail))
        room = 1 - a * shifted
        # Past room = 0 the corrected tail has gone beyond infinity, on the side of `shifted`.
        moved = bias + shifted / np.where(room > 0, room, np.nan)
        beyond = np.where(np.isnan(room), np.nan, (shifted > 0).astype(np.float64))
        return _quantile(ordered, last, np.where(room > 0, ndtr(moved), beyond))

    return end((1 - level) / 2), end((1 + level) / 2)


def _bias(point: FloatArray, draws: FloatArray) -> FloatArray:
    """z0: how far the estimate lies from the median of the draws; a tie counts half."""
    from scipy.special import ndtri

    near = _TIE * np.maximum(np.abs(point), 1.0)
    count = np.isfinite(draws).sum(axis=0).astype(np.float64)
    below = (draws < point - near).sum(axis=0)
    tied = (np.abs(draws - point) <= near).sum(axis=0)
    edge = 0.5 / np.maximum(count, 1.0)
    return np.asarray(ndtri(np.clip(divide(below + 0.5 * tied, count), edge, 1 - edge)))


def _in_order(draws: FloatArray) -> tuple[FloatArray, IntArray]:
    """The draws in order, NaN last; and (…) the place of the last that is none, 0 without any."""
    return np.sort(draws, axis=0), np.maximum(np.isfinite(draws).sum(axis=0) - 1, 0)


def _quantile(ordered: FloatArray, last: IntArray, probability: FloatArray) -> FloatArray:
    """(…) quantile of draws in order at a probability of its own; NaN at NaN."""
    if len(ordered) == 0:
        return np.full(probability.shape, np.nan)
    position = np.where(np.isnan(probability), 0.0, probability) * last
    lower = np.floor(position).astype(np.int64)
    upper = np.minimum(lower + 1, last)
    low = np.take_along_axis(ordered, lower[None], axis=0)[0]
    high = np.take_along_axis(ordered, upper[None], axis=0)[0]
    return np.where(np.isnan(probability), np.nan, low + (position - lower) * (high - low))


def _variances(
    left_out: npt.ArrayLike, strata: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray]:
    """(s, …) what each stratum adds to the variance, and its degrees of freedom.

    NaN throughout where no stratum has two estimates; a stratum without them adds nothing.
    """
    parts = list(_split(_finite_or_nan(left_out), strata))
    count = np.stack([np.isfinite(own).sum(axis=0) for own in parts]).astype(np.float64)
    squares = np.stack([_squares(own) for own in parts])
    found = divide((count - 1.0) * squares, count * (count >= _FEWEST))
    is_known = (count >= _FEWEST).any(axis=0)
    return np.where(is_known, np.nan_to_num(found), np.nan), count - 1.0


def _split(values: FloatArray, strata: npt.ArrayLike | None) -> Iterator[FloatArray]:
    """The rows of each stratum; all rows where there are no strata."""
    if strata is None or not len(values):
        yield values
        return
    codes = np.asarray(strata)
    for code in np.unique(codes):
        yield values[codes == code]


def _finite_or_nan(values: npt.ArrayLike) -> FloatArray:
    array = np.asarray(values, dtype=np.float64)
    is_finite = np.isfinite(array)
    return array if is_finite.all() else np.where(is_finite, array, np.nan)


def _squares(values: FloatArray) -> FloatArray:
    """(…) sum of squared deviations; exactly zero where all values are equal."""
    if len(values) == 0:
        return np.zeros(values.shape[1:])
    known = np.isfinite(values)
    if known.all():
        lowest, highest = values.min(axis=0), values.max(axis=0)
        total = values - values.sum(axis=0) / len(values)
    else:
        lowest = np.where(known, values, np.inf).min(axis=0)
        highest = np.where(known, values, -np.inf).max(axis=0)
        total = np.where(known, values - _mean(values), 0.0)
    return np.where(lowest == highest, 0.0, (total**2).sum(axis=0))


def _mean(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    return divide(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0).astype(float))
