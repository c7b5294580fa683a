"""Collinearity of drivers: whether a regression on them can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.regression import SINGULAR, correlation, drivers_of

HIGHEST_VIF = 10.0
"""A variance inflation above this is commonly called harmful (Marquardt 1970)."""


def variance_inflation(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """How many times collinearity multiplies the variance of each coefficient: 1 / (1 - R²_j).

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating, which is left aside.

    Returns
    -------
    (R, J) array
        1 for a driver uncorrelated with the others; NaN in a replicate that isn't estimable.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    References
    ----------
    .. [1] Marquardt (1970), Generalized inverses, ridge regression, biased linear estimation, and
           nonlinear estimation, Technometrics 12(3), 591-612.

    Examples
    --------
    >>> matrix = [[1.0, 0.6, 0.5], [0.6, 1.0, 0.5], [0.5, 0.5, 1.0]]
    >>> variance_inflation([matrix])
    array([[1.5625, 1.5625]])
    """
    drivers = drivers_of(matrices, target)
    return drivers.or_nan(drivers.power(-1).diagonal(axis1=1, axis2=2))


def condition_number(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """Largest eigenvalue of the correlations among the drivers, divided by the smallest.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating, which is left aside.

    Returns
    -------
    (R,) array
        1 for uncorrelated drivers; NaN in a replicate that isn't estimable. Its square root is the
        largest condition index of centred and scaled drivers.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    Examples
    --------
    >>> matrix = [[1.0, 0.6, 0.5], [0.6, 1.0, 0.5], [0.5, 0.5, 1.0]]
    >>> condition_number([matrix]).round(10)
    array([4.])
    """
    drivers = drivers_of(matrices, target)
    return drivers.or_nan(drivers.eigenvalues[:, -1] / drivers.eigenvalues[:, 0])


def why_not_estimable(
    matrix: npt.ArrayLike,
    n: int,
    *,
    target: int = -1,
    names: Sequence[str] = (),
    highest_vif: float = HIGHEST_VIF,
) -> str:
    """Why the drivers can't be told apart in a sample, as a sentence; empty where they can.

    Parameters
    ----------
    matrix : (p, p) array
        Correlations of the sample as answered.
    n : int
        Respondents they rest on.
    target : int
        Column of the overall rating.
    names : (p,) sequence of str
        Columns, for the sentence; they are numbered from 1 where left out.
    highest_vif : float
        Largest variance inflation that is let through.

    Returns
    -------
    str
        Too few respondents (n ≤ J + 1 leaves no remainder to judge by), a column without
        variance, a singular matrix, or a driver too near to a combination of the others.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`, or if the names don't fit the columns.

    Examples
    --------
    >>> matrix = [[1.0, 0.96, 0.5], [0.96, 1.0, 0.5], [0.5, 0.5, 1.0]]
    >>> why_not_estimable(matrix, 3, names=["outlets", "staff", "overall"])
    '3 respondents are too few for 2 drivers: at least 4 are needed'
    >>> why_not_estimable(matrix, 56, names=["outlets", "staff", "overall"])
    "'outlets' is nearly a combination of the other drivers: variance inflation 12.8, above 10"
    >>> why_not_estimable(matrix, 56, highest_vif=20)
    ''
    """
    stack = np.asarray(matrix, dtype=np.float64)[None]  # (1, p, p)
    J = correlation(stack, target).shape[1]
    labels = _labels(names, J + 1)
    if n <= J + 1:
        return f"{n} respondents are too few for {J} drivers: at least {J + 2} are needed"
    constant = [labels[i] for i in np.flatnonzero(np.isnan(stack[0].diagonal()))]
    if constant:
        return f"everybody answered {', '.join(constant)} alike: no variance to relate"
    if np.isnan(stack).any():
        return "nobody answered some pair of the questions together: no correlation to go by"
    inflation = variance_inflation(stack, target)[0]  # (J,)
    if np.isnan(inflation).any():
        return _why_singular(stack[0], target)
    return _why_inflated(inflation, _without(labels, target), highest_vif)


def _why_singular(matrix: FloatArray, target: int) -> str:
    others = np.delete(np.delete(matrix, target, axis=0), target, axis=1)
    if np.linalg.eigvalsh(others)[0] < -SINGULAR:
        return (
            "the pairs of questions were answered by different respondents, "
            "and their correlations contradict each other"
        )
    return "a driver is a combination of the others: their correlation matrix is singular"


def _why_inflated(inflation: FloatArray, drivers: list[str], highest: float) -> str:
    worst = int(inflation.argmax())
    if inflation[worst] <= highest:
        return ""
    return (
        f"{drivers[worst]} is nearly a combination of the other drivers: "
        f"variance inflation {inflation[worst]:.1f}, above {highest:g}"
    )


def _without(labels: list[str], target: int) -> list[str]:
    target %= len(labels)
    return labels[:target] + labels[target + 1 :]


def _labels(names: Sequence[str], p: int) -> list[str]:
    if not names:
        return [f"column {i}" for i in range(1, p + 1)]
    if len(names) != p:
        raise RequestError(f"`names` must name all {p} columns, got {len(names)}")
    return [f"'{name}'" for name in names]
