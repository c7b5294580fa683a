"""Regression of an overall rating on its drivers, from stacks of correlation matrices.

A stack is (R, p, p): R replicates, and among the p columns one target, the overall rating, and
J = p - 1 drivers, which keep the order of their columns. A replicate whose matrix is singular or
holds NaN gives NaN. Nothing here needs the answers themselves, only their correlations: those of
ln(ratings) make a partial correlation the "derived importance" of Deng (2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError

SINGULAR = 1e-10
"""An eigenvalue of a correlation matrix, or a share of variance, below this is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Drivers:
    """A stack of correlation matrices taken apart: drivers, and their part in the rating.

    Attributes
    ----------
    correlations : (R, J, J) array
        Among the drivers; the identity where `is_estimable` is false.
    with_target : (R, J) array
        Of each driver with the target; 0 where `is_estimable` is false.
    eigenvalues : (R, J) array
        Of `correlations`, rising.
    eigenvectors : (R, J, J) array
        In columns, in the order of the eigenvalues.
    is_estimable : (R,) boolean array
        False where the matrix holds NaN, is singular, or can't be that of any data (pairwise
        correlations can give a negative eigenvalue or an R² above 1).
    """

    correlations: FloatArray
    with_target: FloatArray
    eigenvalues: FloatArray
    eigenvectors: FloatArray
    is_estimable: npt.NDArray[np.bool_]

    def power(self, exponent: float) -> FloatArray:
        """(R, J, J) power of the correlations among drivers: -1 the inverse, 0.5 the root."""
        scaled = self.eigenvectors * self.eigenvalues[:, None, :] ** exponent
        return scaled @ self.eigenvectors.swapaxes(1, 2)

    def or_nan(self, values: FloatArray) -> FloatArray:
        """(R, …) values, NaN in replicates that aren't estimable."""
        keep = self.is_estimable.reshape(-1, *[1] * (values.ndim - 1))
        return np.where(keep, values, np.nan)


def drivers_of(matrices: npt.ArrayLike, target: int = -1) -> Drivers:
    """Take a stack of correlation matrices apart.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Drivers

    Raises
    ------
    RequestError
        If this is no stack of correlation matrices with two or more columns, or has no such
        target.
    """
    stack = _checked(matrices, target)
    R, r = _split(stack, target)
    J = r.shape[1]
    is_known = np.asarray(~np.isnan(stack).any(axis=(1, 2)))
    values, vectors = np.linalg.eigh(np.where(is_known[:, None, None], R, np.eye(J)))
    is_estimable = is_known & (values[:, 0] > SINGULAR)
    is_estimable &= _explained(values, vectors, r, is_estimable) <= 1 + SINGULAR
    keep = is_estimable[:, None]
    return Drivers(
        correlations=np.where(keep[:, :, None], R, np.eye(J)),
        with_target=np.where(keep, r, 0.0),
        eigenvalues=np.where(keep, values, 1.0),
        eigenvectors=np.where(keep[:, :, None], vectors, np.eye(J)),
        is_estimable=is_estimable,
    )


def correlation(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """Correlation of each driver with the target.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    (R, J) array
        NaN where the matrix has NaN: a driver without variance leaves the others their value.

    Raises
    ------
    RequestError
        As `drivers_of`.
    """
    return _split(_checked(matrices, target), target)[1]


def standardised_betas(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """Standardised regression coefficients of the drivers.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    (R, J) array
        Standard deviations of the target by standard deviation of the driver; NaN in a replicate
        that isn't estimable.

    Raises
    ------
    RequestError
        As `drivers_of`.

    Examples
    --------
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.6], [0.6, 0.6, 1.0]]
    >>> standardised_betas([matrix])
    array([[0.4, 0.4]])
    """
    drivers = drivers_of(matrices, target)
    return drivers.or_nan(_betas(drivers))


def r_squared(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """(R,) share of the target's variance that the drivers explain, unadjusted.

    Examples
    --------
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.6], [0.6, 0.6, 1.0]]
    >>> r_squared([matrix])
    array([0.48])
    """
    drivers = drivers_of(matrices, target)
    return drivers.or_nan((_betas(drivers) * drivers.with_target).sum(axis=1))


def partial_correlation(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """Correlation of each driver with the target, all other drivers held constant.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations. Of ln(ratings) of the drivers for the importance of Deng [2]_.
    target : int
        Column of the overall rating.

    Returns
    -------
    (R, J) array
        NaN in a replicate that isn't estimable, or in which the drivers explain the target
        without remainder.

    Raises
    ------
    RequestError
        As `drivers_of`.

    Notes
    -----
    With the inverse P of the whole matrix this is -P_jy / √(P_jj P_yy). Here the same is had from
    the drivers alone: β_j / √(β_j² + (1 - R²) c_jj), where c is the inverse of their correlations.

    References
    ----------
    .. [1] Whittaker (1990), Graphical Models in Applied Multivariate Statistics, Wiley, ch. 5.
    .. [2] Deng (2007), Using a revised importance-performance analysis approach, Tourism
           Management 28(5), 1274-1284.

    Examples
    --------
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.6], [0.6, 0.6, 1.0]]
    >>> partial_correlation([matrix]).round(4)
    array([[0.433, 0.433]])
    """
    drivers = drivers_of(matrices, target)
    betas, inverse = _betas(drivers), drivers.power(-1)
    unexplained = 1 - (betas * drivers.with_target).sum(axis=1)  # (R,)
    has_remainder = unexplained > SINGULAR
    spread = np.where(has_remainder, unexplained, 1.0)[:, None]
    partial = betas / np.sqrt(betas**2 + spread * inverse.diagonal(axis1=1, axis2=2))
    return drivers.or_nan(np.where(has_remainder[:, None], partial, np.nan))


def _betas(drivers: Drivers) -> FloatArray:
    return np.asarray((drivers.power(-1) @ drivers.with_target[:, :, None])[:, :, 0])  # (R, J)


def _explained(
    values: FloatArray, vectors: FloatArray, r: FloatArray, where: npt.NDArray[np.bool_]
) -> FloatArray:
    """(R,) R², 0 elsewhere."""
    along = (np.where(where[:, None], r, 0.0)[:, None, :] @ vectors)[:, 0, :]  # (R, J)
    return np.asarray((along**2 / np.where(where[:, None], values, 1.0)).sum(axis=1))


def _split(stack: FloatArray, target: int) -> tuple[FloatArray, FloatArray]:
    """(R, J, J) correlations among the drivers, and (R, J) with the target."""
    drivers = np.delete(np.arange(stack.shape[1]), target)
    return stack[:, drivers[:, None], drivers], stack[:, drivers, target]


def _checked(matrices: npt.ArrayLike, target: int) -> FloatArray:
    stack = np.asarray(matrices, dtype=np.float64)
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2]:  # noqa: PLR2004  (R, p, p)
        raise RequestError(f"correlation matrices come as a stack (R, p, p), got {stack.shape}")
    p = stack.shape[1]
    if p < 2:  # noqa: PLR2004  a driver and the target
        raise RequestError(f"a target needs one driver or more, got {p} column in all")
    if not -p <= target < p:
        raise RequestError(f"`target` must be a column number below {p}, got {target}")
    diagonal = stack.diagonal(axis1=1, axis2=2)
    if np.nanmax(np.abs(diagonal - 1), initial=0.0) > SINGULAR:
        raise RequestError(
            "the diagonal of a correlation matrix is 1; these look like covariances. "
            "Pass them through `correlation_of` first"
        )
    if not np.allclose(stack, stack.swapaxes(1, 2), atol=SINGULAR, equal_nan=True):
        raise RequestError("a correlation matrix is symmetric; these are not")
    return stack
