"""The limits of a funnel plot: how far a unit may lie from the centre by chance, given its answers.

References
----------
.. [1] Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med.
       24(8), 1185-1202.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError, did_you_mean
from clientlens.stats.intervals import Interval, check_level
from clientlens.stats.moments import divide

Overdispersion = Literal["none", "multiplicative", "additive"]

WARNING_LEVEL, ACTION_LEVEL = 0.95, 0.998
"""Levels of the inner and the outer limits [1]_."""

WINSORISED = 0.1
"""Share of the units at each end that don't get to say how much all of them scatter [1]_."""

_MOST_WINSORISED = 0.5


@dataclass(frozen=True, slots=True)
class Funnel:
    """What limits are drawn from.

    Attributes
    ----------
    centre : float
        Mean of all answers; NaN without a unit.
    deviation : float
        Standard deviation of answers within a unit.
    dispersion : float
        How many times more than by chance the units' squares scatter, at least 1; 1 where this
        isn't allowed for.
    between : float
        Variance of true values between units, 0 where this isn't allowed for.
    """

    centre: float
    deviation: float
    dispersion: float = 1.0
    between: float = 0.0

    def error(self, n: npt.ArrayLike) -> FloatArray:
        """(…) standard deviation around the centre of a unit of n answers; NaN without any."""
        count = np.asarray(n, dtype=np.float64)
        chance = divide(np.full(count.shape, self.deviation**2), count)
        return np.sqrt(self.dispersion * chance + self.between)

    def limits(self, n: npt.ArrayLike, level: float = WARNING_LEVEL) -> Interval:
        """Limits (…) for units of n (…) answers; NaN without answers.

        Raises
        ------
        RequestError
            A level outside (0, 1).

        Examples
        --------
        >>> found = Funnel(centre=75.0, deviation=15.0).limits([25, 100])
        >>> found.low.round(2), found.high.round(2)
        (array([69.12, 72.06]), array([80.88, 77.94]))
        """
        from scipy.special import ndtri

        check_level(level, "limits")
        half = float(ndtri(0.5 + level / 2)) * self.error(n)
        return Interval(self.centre - half, self.centre + half)

    def side(
        self, estimates: npt.ArrayLike, n: npt.ArrayLike, level: float = ACTION_LEVEL
    ) -> IntArray:
        """(U,) 1 of a unit above its upper limit, −1 below its lower one, 0 within or not known.

        Examples
        --------
        >>> Funnel(centre=75.0, deviation=15.0).side([81.0, 81.0, 60.0], [25, 100, 100])
        array([ 0,  1, -1])
        """
        value, limits = np.asarray(estimates, dtype=np.float64), self.limits(n, level)
        above, below = value > limits.high, value < limits.low
        return np.asarray(above.astype(np.int64) - below.astype(np.int64))


def fit_funnel(
    estimates: npt.ArrayLike,
    n: npt.ArrayLike,
    deviation: float,
    *,
    overdispersion: Overdispersion = "none",
    winsorised: float = WINSORISED,
) -> Funnel:
    """Fit the funnel of units.

    Parameters
    ----------
    estimates : (U,) array-like
        Mean of each unit.
    n : (U,) array-like
        Its number of answers, or its effective number; a unit of none, or with a NaN, is left out.
    deviation : float
        Standard deviation of answers within a unit, as from `pooled_deviation`.
    overdispersion : {"none", "multiplicative", "additive"}
        What is done where the units scatter more than by chance: nothing, so that those that truly
        differ fall outside; limits widened by one factor; or limits widened by a variance between
        units, for when differences between units are nothing to report.
    winsorised : float
        Share of the units at each end whose distances are pulled in before the scatter is measured.

    Returns
    -------
    Funnel

    Raises
    ------
    RequestError
        Shapes that don't fit, a negative n, a deviation that isn't positive, an unknown
        overdispersion, or a share outside [0, 0.5).

    Notes
    -----
    With z the winsorised distances in standard errors and φ the mean of z², the factor is φ where
    that is above 1, and the variance max(0, (Uφ − (U − 1)) / (Σw − Σw² / Σw)) with w = 1 / s² [1]_.

    Examples
    --------
    >>> fit_funnel([70.0, 75.0, 80.0], [25, 50, 25], 15.0)
    Funnel(centre=75.0, deviation=15.0, dispersion=1.0, between=0.0)
    """
    if overdispersion not in typing.get_args(Overdispersion):
        hint = did_you_mean(overdispersion, typing.get_args(Overdispersion))
        raise RequestError(f"unknown `overdispersion` '{overdispersion}' of `fit_funnel`. {hint}")
    _check_numbers(deviation, winsorised)
    value, count = _known_units(estimates, n)
    if not len(value):
        return Funnel(np.nan, deviation)
    plain = Funnel(float(np.average(value, weights=count)), deviation)
    error = plain.error(count)
    scatter = _scatter((value - plain.centre) / error, winsorised)
    if overdispersion == "multiplicative":
        return Funnel(plain.centre, deviation, dispersion=max(scatter, 1.0))
    if overdispersion == "additive":
        return Funnel(plain.centre, deviation, between=_between(scatter, error))
    return plain


def pooled_deviation(deviations: npt.ArrayLike, n: npt.ArrayLike) -> float:
    """Standard deviation within units: the root of Σ (n − 1) s² / Σ (n − 1).

    Parameters
    ----------
    deviations, n : (U,) array-like
        Standard deviation (divisor n − 1) and number of answers of each unit; a unit of fewer than
        two answers, or with a NaN, says nothing.

    Returns
    -------
    float
        NaN where no unit says anything.

    Examples
    --------
    >>> round(pooled_deviation([14.0, 16.0, float("nan")], [21, 41, 1]), 4)
    15.3623
    """
    s, count = np.asarray(deviations, dtype=np.float64), np.asarray(n, dtype=np.float64)
    freedom = np.where(np.isnan(s) | ~(count > 1), 0.0, count - 1)
    squares = np.where(freedom > 0, freedom * s**2, 0.0).sum()
    return float(np.sqrt(divide(squares, freedom.sum())))


def _scatter(z: FloatArray, winsorised: float) -> float:
    """φ: mean square of distances, the outer ones pulled in."""
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    return float((np.clip(z, low, high) ** 2).mean())


def _between(scatter: float, error: FloatArray) -> float:
    w, U = 1 / error**2, len(error)
    room = divide(np.array(U * scatter - (U - 1)), w.sum() - (w**2).sum() / w.sum())
    return max(float(np.nan_to_num(room)), 0.0)


def _known_units(estimates: npt.ArrayLike, n: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    value, count = np.asarray(estimates, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if value.ndim != 1 or value.shape != count.shape:
        raise RequestError(
            f"`estimates` and `n` must hold one number a unit, got {value.shape} and {count.shape}"
        )
    if (count < 0).any():
        raise RequestError(f"`n` must not be negative, got {count[count < 0][0]:g}")
    known: BoolArray = ~np.isnan(value) & (count > 0)
    return value[known], count[known]


def _check_numbers(deviation: float, winsorised: float) -> None:
    if not deviation > 0:
        raise RequestError(f"`deviation` of `fit_funnel` must be positive, got {deviation:g}")
    if not 0 <= winsorised < _MOST_WINSORISED:
        raise RequestError(f"`winsorised` of `fit_funnel` must lie in [0, 0.5), got {winsorised:g}")
