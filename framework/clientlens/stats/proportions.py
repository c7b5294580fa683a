"""Intervals of a proportion."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.intervals import Interval, check_level


def wilson_interval(
    successes: npt.ArrayLike, trials: npt.ArrayLike, level: float = 0.95
) -> Interval:
    """Wilson's score interval of a proportion; it stays within 0 and 1.

    Parameters
    ----------
    successes, trials : (…) array-like
        Counts, ``0 <= successes <= trials`` and ``trials > 0``.
    level : float
        Level of the interval.

    Returns
    -------
    Interval
        ``low`` and ``high`` (…) as shares.

    Raises
    ------
    RequestError
        A level outside (0, 1), no trials, or more successes than trials.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical inference,
           J. Am. Stat. Assoc. 22, 209-212.

    Examples
    --------
    >>> interval = wilson_interval(56, 64)
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (0.7723, 0.9353)
    """
    check_level(level, "wilson_interval")
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    _check_counts(k, n)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = k / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # At 0 and 1 the formula gives the bound itself, but for rounding.
    low = np.where(k == 0, 0.0, np.maximum(centre - half, 0.0))
    return Interval(low, np.where(k == n, 1.0, np.minimum(centre + half, 1.0)))


def _check_counts(successes: FloatArray, trials: FloatArray) -> None:
    for k, n in zip(successes.flat, trials.flat, strict=True):
        if not n > 0:
            raise RequestError(f"`trials` must be positive, got {n:g}")
        if not 0 <= k <= n:
            raise RequestError(f"`successes` must lie between 0 and `trials`, got {k:g} of {n:g}")
