"""The runs that Sobol' indices are estimated from.

D factors, N rows, a power of two. The runs are D + 2 blocks of N points in the unit cube: A, B, and
for every factor A with that factor's column from B.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError


def sobol_design(factors: int, rows: int, rng: np.random.Generator) -> FloatArray:
    """Points of all runs, from scrambled Sobol' points.

    Parameters
    ----------
    factors : int
        Number of factors D.
    rows : int
        Number of rows N, a power of two; the cost is N (D + 2) runs.
    rng : numpy.random.Generator
        Scrambles the points.

    Returns
    -------
    (D + 2, N, D) array
        Points in [0, 1)ᴰ of A, of B, and of A with column i from B for i = 1 to D. As
        ``design.reshape(-1, D)`` they are the runs, one a row; the outputs of these, reshaped to
        (D + 2, N, …), are what `clientlens.stats.sobol` takes.

    Raises
    ------
    RequestError
        If there isn't a factor, or the number of rows isn't a power of two.

    References
    ----------
    .. [1] Saltelli et al. (2010), Variance based sensitivity analysis of model output, Comput.
           Phys. Commun. 181(2), 259-270.
    .. [2] Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, J. Complexity 14(4),
           466-489.

    Examples
    --------
    >>> design = sobol_design(3, 8, np.random.default_rng(1))
    >>> design.shape
    (5, 8, 3)
    >>> A, B, _, with_second, _ = design
    >>> bool((with_second[:, 1] == B[:, 1]).all() and (with_second[:, 0] == A[:, 0]).all())
    True
    """
    from scipy.stats.qmc import Sobol

    _check(factors, rows)
    points = Sobol(2 * factors, scramble=True, seed=rng).random(rows)  # (N, 2D)
    A, B = points[:, :factors], points[:, factors:]
    is_swapped = np.eye(factors, dtype=bool)[:, None, :]  # (D, 1, D)
    return np.concatenate([A[None], B[None], np.where(is_swapped, B, A)])


def chosen(points: npt.ArrayLike, alternatives: int) -> IntArray:
    """(…) which of so many alternatives a factor takes, all equally probable, counted from 0.

    Parameters
    ----------
    points : (…) array-like
        Points of one factor, in [0, 1).
    alternatives : int
        How many there are: methods, weight sets drawn beforehand, replicates.

    Raises
    ------
    RequestError
        If there is no alternative, or a point lies outside [0, 1].

    Examples
    --------
    >>> chosen([0.0, 0.4, 0.5, 0.99], 2)
    array([0, 0, 1, 1])
    """
    at = np.asarray(points, dtype=np.float64)
    if alternatives < 1:
        raise RequestError(f"`alternatives` must be at least 1, got {alternatives}")
    if not ((at >= 0) & (at <= 1)).all():
        raise RequestError("`points` must lie between 0 and 1")
    return np.minimum((at * alternatives).astype(np.int64), alternatives - 1)


def _check(factors: int, rows: int) -> None:
    if factors < 1:
        raise RequestError(f"`factors` of `sobol_design` must be at least 1, got {factors}")
    if rows < 1 or rows & (rows - 1):
        below = 1 << max(rows, 1).bit_length() - 1
        raise RequestError(
            f"`rows` of `sobol_design` must be a power of two, got {rows}. "
            f"Did you mean {below} or {2 * below}?"
        )
