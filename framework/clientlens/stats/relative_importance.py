"""Relative importance of drivers: R² shared out among them, from stacks of correlation matrices.

Both measures add up to R² and are never negative. Stacks are (R, p, p) as in
`clientlens.stats.regression`; R replicates, J = p - 1 drivers.
"""

from __future__ import annotations

from math import comb

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.regression import Drivers, drivers_of

MOST_DRIVERS = 15
"""`lmg` goes through 2^J subsets; a model refuses more drivers before it estimates."""

_BLOCK_CELLS = 2_000_000
"""So many R² of subsets are held at a time; with what leads to them about 150 MB."""


def johnson(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """Johnson's relative weights, which are Genizi's as well.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    (R, J) array
        Shares of the target's variance, in a row R²; NaN in a replicate that isn't estimable.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    Notes
    -----
    The orthogonal variables nearest to the drivers take R² apart without dispute, b_k²; driver j
    gets of each the share λ_jk² of its own variance that lies in it, λ being the symmetric root of
    the drivers' correlations.

    References
    ----------
    .. [1] Johnson (2000), A heuristic method for estimating the relative weight of predictor
           variables in multiple regression, Multivariate Behavioral Research 35(1), 1-19.
    .. [2] Genizi (1993), Decomposition of R² in multiple regression with correlated regressors,
           Statistica Sinica 3(2), 407-420.

    Examples
    --------
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.6], [0.6, 0.6, 1.0]]
    >>> johnson([matrix]).round(10)
    array([[0.24, 0.24]])
    """
    drivers = drivers_of(matrices, target)
    orthogonal = drivers.power(-0.5) @ drivers.with_target[:, :, None]  # (R, J, 1)
    return drivers.or_nan((drivers.power(0.5) ** 2 @ orthogonal**2)[:, :, 0])


def lmg(matrices: npt.ArrayLike, target: int = -1) -> FloatArray:
    """LMG, the Shapley value of R²: what a driver adds, averaged over all orders of entry.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations, of at most 15 drivers.
    target : int
        Column of the overall rating.

    Returns
    -------
    (R, J) array
        Shares of the target's variance, in a row R²; NaN in a replicate that isn't estimable.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`, or for more than 15 drivers.

    References
    ----------
    .. [1] Lindeman, Merenda & Gold (1980), Introduction to Bivariate and Multivariate Analysis,
           Scott Foresman, 119 ff.
    .. [2] Grömping (2007), Estimators of relative importance in linear regression based on
           variance decomposition, The American Statistician 61(2), 139-147.

    Examples
    --------
    >>> matrix = [[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]
    >>> lmg([matrix]).round(10)
    array([[0.36, 0.09]])
    """
    check_lmg_size(np.shape(matrices)[-1] - 1 if np.ndim(matrices) else 0)
    drivers = drivers_of(matrices, target)
    count, J = drivers.with_target.shape
    gains = _shapley_coefficients(J)  # (2^J, J)
    step = max(1, _BLOCK_CELLS >> J)
    blocks = [slice(start, start + step) for start in range(0, count, step)]
    shares = [subset_r_squared(drivers, rows) @ gains for rows in blocks]
    return drivers.or_nan(np.concatenate([np.empty((0, J)), *shares]))


def check_lmg_size(drivers: int) -> None:
    """Raise `RequestError` where there are too many drivers for `lmg`.

    Examples
    --------
    >>> check_lmg_size(26)
    Traceback (most recent call last):
    clientlens.errors.RequestError: `lmg` takes at most 15 drivers, got 26: it goes through all \
67,108,864 subsets. Use `johnson`, or take the drivers of one dimension at a time
    """
    if drivers > MOST_DRIVERS:
        raise RequestError(
            f"`lmg` takes at most {MOST_DRIVERS} drivers, got {drivers}: it goes through all "
            f"{2**drivers:,} subsets. Use `johnson`, or take the drivers of one dimension at a time"
        )


def subset_r_squared(drivers: Drivers, rows: slice = slice(None)) -> FloatArray:
    """R² of the target on every subset of the drivers.

    Parameters
    ----------
    drivers : Drivers
        As from `drivers_of`.
    rows : slice
        Replicates wanted.

    Returns
    -------
    (R, 2^J) array
        Column s holds the subset in which driver j is when the bit of worth 2^(J-1-j) is set in s.

    Notes
    -----
    One driver after the other is either passed over or partialled out of all that come after it:
    a Cholesky factorisation of all subsets at once, in which subsets share their first steps.
    """
    joint: FloatArray = _with_target_last(drivers, rows)[:, None]  # (R, 1, J + 1, J + 1)
    for _ in range(drivers.with_target.shape[1]):
        pivot, row = joint[:, :, :1, :1], joint[:, :, :1, 1:]
        passed_over = joint[:, :, 1:, 1:]
        partialled_out = passed_over - row.swapaxes(2, 3) * (row / pivot)
        pair = np.stack([passed_over, partialled_out], axis=2)  # (R, 2^k, 2, …)
        joint = pair.reshape(len(joint), -1, *pair.shape[3:])
    return np.asarray(1.0 - joint[:, :, 0, 0])


def _with_target_last(drivers: Drivers, rows: slice) -> FloatArray:
    """(R, J + 1, J + 1) correlations, the target in the last column."""
    among, r = drivers.correlations[rows], drivers.with_target[rows, :, None]
    corner = np.ones((len(among), 1, 1))
    return np.block([[among, r], [r.swapaxes(1, 2), corner]])


def _shapley_coefficients(J: int) -> FloatArray:
    """(2^J, J) what the R² of each subset counts in the importance of each driver."""
    subsets = np.arange(2**J)[:, None]
    is_member = (subsets >> np.arange(J)[::-1]) & 1 == 1  # (2^J, J)
    size = is_member.sum(axis=1, keepdims=True)  # (2^J, 1)
    # A driver enters after s others with probability 1 / J, behind each set of s equally often.
    share = np.array([1 / (J * comb(J - 1, s)) for s in range(J)] + [0.0])
    return np.asarray(np.where(is_member, share[size - 1], -share[size]))
