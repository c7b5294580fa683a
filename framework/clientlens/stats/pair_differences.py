"""Differences of every two units, and how sure each of them is."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError, did_you_mean
from clientlens.stats.intervals import Interval, check_level
from clientlens.stats.multiplicity import benjamini_hochberg, bonferroni, holm
from clientlens.stats.unit_estimates import UnitEstimates, unit_estimates

Adjustment = Literal["none", "bonferroni", "holm", "benjamini_hochberg"]

_ADJUST = {
    "bonferroni": bonferroni,
    "holm": holm,
    "benjamini_hochberg": benjamini_hochberg,
}


@dataclass(frozen=True, slots=True, eq=False)
class PairDifferences:
    """Row u less column v, for every two of U units; NaN where either isn't known.

    Attributes
    ----------
    difference, error, z : (U, U) arrays
        Difference of the estimates, its standard error, and the one by the other: infinite where
        both are known exactly and differ, 0 where they're equal.
    p : (U, U) array
        Two-sided p value of the normal distribution, adjusted as asked; NaN on the diagonal, where
        there is no test.
    above : (U, U) array
        Φ(z): how probable it is that row u truly lies above column v, taken by themselves and
        without a prior; one half on the diagonal.
    """

    difference: FloatArray
    error: FloatArray
    z: FloatArray
    p: FloatArray
    above: FloatArray


def pair_differences(
    estimates: npt.ArrayLike,
    errors: npt.ArrayLike,
    *,
    adjustment: Adjustment = "benjamini_hochberg",
) -> PairDifferences:
    """Compare every two units.

    Parameters
    ----------
    estimates : (U,) array-like
        Estimates of the units, NaN where there is none.
    errors : (U,) or (U, U) array-like
        Their standard errors where they're independent, or their covariances.
    adjustment : {"none", "bonferroni", "holm", "benjamini_hochberg"}
        How the p values of all pairs are adjusted, as one family.

    Returns
    -------
    PairDifferences

    Raises
    ------
    RequestError
        As `unit_estimates`, or an unknown adjustment.

    Examples
    --------
    >>> found = pair_differences([82.4, 80.1], [1.1, 1.4])
    >>> found.above.round(4)
    array([[0.5   , 0.9018],
           [0.0982, 0.5   ]])
    """
    from scipy.special import ndtr

    if adjustment not in typing.get_args(Adjustment):
        hint = did_you_mean(adjustment, typing.get_args(Adjustment))
        raise RequestError(f"unknown `adjustment` '{adjustment}' of `pair_differences`. {hint}")
    units = unit_estimates(estimates, errors)
    difference = units.value[:, None] - units.value  # (U, U)
    error = difference_errors(units)
    z = studentised(difference, error)
    p = _adjusted(np.asarray(2 * ndtr(-np.abs(z))), adjustment)
    return PairDifferences(difference, error, z, p, np.asarray(ndtr(z)))


def difference_errors(units: UnitEstimates) -> FloatArray:
    """(U, U) standard errors of the differences; rounding below zero is zero."""
    variance = units.covariance.diagonal()
    return np.sqrt(np.maximum(variance[:, None] + variance - 2 * units.covariance, 0.0))


def studentised(difference: FloatArray, error: FloatArray) -> FloatArray:
    """(…) differences by their errors: infinite where only the error is zero, 0 where both are."""
    exact = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    z = np.where(np.isnan(difference), np.nan, exact)
    np.divide(difference, error, out=z, where=error > 0)
    return z


def comparison_interval(
    estimates: npt.ArrayLike, errors: npt.ArrayLike, level: float = 0.95
) -> Interval:
    """Intervals of units that may be compared by eye: two that don't overlap differ.

    Parameters
    ----------
    estimates, errors : (U,) array-like
        Estimates and standard errors of independent units.
    level : float
        Level at which two units are told apart.

    Returns
    -------
    Interval
        Estimates ± z errors (U,), where z is such that two intervals overlap by chance, on the
        average of all pairs, as often as `level` says. NaN where a unit isn't known, and
        everywhere below two units that are, or where all are known exactly.

    Raises
    ------
    RequestError
        As `unit_estimates`; a level outside (0, 1).

    Notes
    -----
    z is z_level times the mean of √(s² + t²) / (s + t) over the pairs. For equal errors that is
    z_level / √2, 1.39 at 0.95, which makes intervals of a level of 83 %. It holds for pairs on the
    average, one at a time: an aid to the eye, where `pair_differences` makes the finding.

    References
    ----------
    .. [1] Goldstein & Healy (1995), The graphical presentation of a collection of means,
           J. Royal Statist. Soc. A 158(1), 175-177.

    Examples
    --------
    >>> found = comparison_interval([70.0, 80.0], [1.0, 1.0])
    >>> found.low.round(4)
    array([68.6141, 78.6141])
    """
    from scipy.special import ndtri

    check_level(level, "comparison_interval")
    units = unit_estimates(estimates, errors)
    error = units.error
    pairs = np.triu_indices(len(error), 1)
    joint, apart = np.hypot(*error[np.array(pairs)]), error[np.array(pairs)].sum(axis=0)
    usable = apart > 0
    share = (joint[usable] / apart[usable]).mean() if usable.any() else np.nan
    half = float(ndtri(0.5 + level / 2)) * share * error
    return Interval(units.value - half, units.value + half)


def _adjusted(p: FloatArray, adjustment: Adjustment) -> FloatArray:
    """(U, U) p values of the pairs above the diagonal, adjusted, on both sides of it."""
    matrix = np.full(p.shape, np.nan)
    pairs = np.triu_indices(len(p), 1)
    adjusted = p[pairs] if adjustment == "none" else _ADJUST[adjustment](p[pairs])
    matrix[pairs] = adjusted
    matrix[pairs[::-1]] = adjusted
    return matrix
