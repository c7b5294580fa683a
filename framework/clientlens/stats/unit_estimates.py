"""Estimates of units with their standard errors, checked once for all that compares units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError


@dataclass(frozen=True, slots=True, eq=False)
class UnitEstimates:
    """What is known of U units.

    Attributes
    ----------
    value : (U,) array
        Estimates; NaN where the estimate or its error is missing.
    covariance : (U, U) array
        Their covariances; NaN in rows and columns of such units.
    """

    value: FloatArray
    covariance: FloatArray

    @property
    def known(self) -> BoolArray:
        """(U,) whether there is both an estimate and its error."""
        return np.asarray(~np.isnan(self.value))

    @property
    def error(self) -> FloatArray:
        """(U,) standard errors."""
        return np.sqrt(self.covariance.diagonal())

    def in_order(self) -> tuple[IntArray, UnitEstimates]:
        """The known units from the worst to the best, and what is known of these.

        Random numbers that are dealt out in this order don't depend on the order of the units. Of
        equal estimates the one with the smaller error comes first.
        """
        order = np.lexsort((self.covariance.diagonal(), self.value))
        kept = order[self.known[order]]
        return kept, UnitEstimates(self.value[kept], self.covariance[np.ix_(kept, kept)])


def unit_estimates(estimates: npt.ArrayLike, errors: npt.ArrayLike) -> UnitEstimates:
    """Check estimates and their errors.

    Parameters
    ----------
    estimates : (U,) array-like
        Estimates of the units, NaN where there is none.
    errors : (U,) or (U, U) array-like
        Standard errors of independent estimates, or the estimates' covariance matrix. An error of
        zero is an estimate that is known exactly; NaN is no error, and its unit isn't compared.

    Returns
    -------
    UnitEstimates

    Raises
    ------
    RequestError
        If there isn't one finite estimate and one error, not negative, for every unit, or the
        covariance matrix isn't symmetric, or has a gap between two variances.

    Examples
    --------
    >>> found = unit_estimates([70.0, 80.0, 75.0], [1.0, 0.0, float("nan")])
    >>> found.value, found.error
    (array([70., 80., nan]), array([ 1.,  0., nan]))
    """
    value = _one_a_unit(estimates)
    covariance = _covariance(np.asarray(errors, dtype=np.float64), len(value))
    known = ~np.isnan(value) & ~np.isnan(covariance.diagonal())
    both = known[:, None] & known
    _check_covariance(covariance, both)
    return UnitEstimates(np.where(known, value, np.nan), np.where(both, covariance, np.nan))


def _one_a_unit(estimates: npt.ArrayLike) -> FloatArray:
    value = np.asarray(estimates, dtype=np.float64)
    if value.ndim != 1:
        raise RequestError(f"`estimates` must hold one number a unit, got {value.shape}")
    if np.isinf(value).any():
        raise RequestError("`estimates` must be finite, or NaN where there is none, got infinity")
    return value


def _covariance(errors: FloatArray, U: int) -> FloatArray:
    """(U, U) covariances, from these or from standard errors."""
    if errors.shape == (U, U):
        return errors
    if errors.shape != (U,):
        raise RequestError(
            f"`errors` must hold a standard error for each of {U} units, or their covariances "
            f"({U}, {U}), got {errors.shape}"
        )
    wrong = errors[errors < 0]
    if wrong.size:
        raise RequestError(f"`errors` must not be negative, got {wrong[0]:g}")
    _check_finite(errors)
    matrix = np.zeros((U, U))
    np.fill_diagonal(matrix, errors**2)
    return matrix


def _check_covariance(covariance: FloatArray, both: BoolArray) -> None:
    among = np.where(both, covariance, 0.0)
    if np.isnan(among).any():
        raise RequestError(
            "a covariance of two units of `errors` is missing, and its variances not"
        )
    _check_finite(among)
    wrong = among.diagonal()[among.diagonal() < 0]
    if wrong.size:
        raise RequestError(f"variances in `errors` must not be negative, got {wrong[0]:g}")
    if not np.allclose(among, among.T):
        raise RequestError(
            "`errors`, as covariances, must be the same on both sides of the diagonal"
        )


def _check_finite(errors: FloatArray) -> None:
    if np.isinf(errors).any():
        raise RequestError("`errors` must be finite, or NaN where there is none, got infinity")
