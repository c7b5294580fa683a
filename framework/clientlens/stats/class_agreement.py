"""Agreement of two classifications of the same units, beyond what chance would give."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide


def same_share(first: npt.ArrayLike, second: npt.ArrayLike) -> FloatArray:
    """(R,) share of the units that have one class in both; NaN where none has a class in both.

    Examples
    --------
    >>> same_share([[0, 0, 1, 2]], [[0, 1, 1, 2]])
    array([0.75])
    """
    one, other, known = _as_pairs(first, second)
    return divide(((one == other) & known).sum(axis=1), known.sum(axis=1).astype(np.float64))


def cohen_kappa(first: npt.ArrayLike, second: npt.ArrayLike, classes: int) -> FloatArray:
    """Cohen's kappa of two classifications.

    Parameters
    ----------
    first, second : (R, U) array-like
        R pairs of classifications of U units: positions 0 to `classes` − 1, NaN without a class. A
        unit without one in either is left out of that pair.
    classes : int
        How many classes there are.

    Returns
    -------
    (R,) array
        (p_o − p_e) / (1 − p_e): 1 where all units agree, 0 where no more do than by chance. NaN
        where nothing has a class in both, or all units have one and the same, so that chance alone
        would make them agree.

    Raises
    ------
    RequestError
        Shapes that don't fit.

    References
    ----------
    .. [1] Cohen (1960), A coefficient of agreement for nominal scales, Educational and
           Psychological Measurement 20(1), 37-46.

    Examples
    --------
    >>> cohen_kappa([[0, 0, 1, 1]], [[0, 1, 1, 1]], 2)
    array([0.5])
    """
    one, other, known = _as_pairs(first, second)
    n = known.sum(axis=1).astype(np.float64)
    counts = [
        np.stack([((each == k) & known).sum(axis=1) for k in range(classes)], axis=1)
        for each in (one, other)
    ]  # (R, K)
    observed = ((one == other) & known).sum(axis=1)
    expected = divide((counts[0] * counts[1]).sum(axis=1).astype(np.float64), n)
    return divide(observed - expected, n - expected)


def _as_pairs(
    first: npt.ArrayLike, second: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, BoolArray]:
    one, other = (np.asarray(each, dtype=np.float64) for each in (first, second))
    if one.ndim != 2 or one.shape != other.shape:  # noqa: PLR2004  (R, U)
        raise RequestError(
            "`first` and `second` must hold one row of the same units per pair (R, U), got "
            f"{one.shape} and {other.shape}"
        )
    return one, other, ~np.isnan(one) & ~np.isnan(other)
