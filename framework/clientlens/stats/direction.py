"""The direction of a difference, read from its draws: which side of 0, and how surely."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.stats.moments import divide


def direction_probability(estimate: npt.ArrayLike, draws: npt.ArrayLike) -> FloatArray:
    """How probable it is that a difference has the sign that was estimated.

    Parameters
    ----------
    estimate : (…) array-like
        The difference from the samples as answered.
    draws : (R, …) array-like
        The same in every draw; NaN where it couldn't be estimated.

    Returns
    -------
    (…) array
        Share of the draws on the side of the estimate; a draw of 0 counts half. One half where the
        estimate is 0. NaN without an estimate or without draws.

    Examples
    --------
    >>> direction_probability(0.2, [0.3, 0.1, 0.0, -0.1])
    array(0.625)
    """
    point, drawn = np.asarray(estimate, dtype=np.float64), np.asarray(draws, dtype=np.float64)
    known = (~np.isnan(drawn)).sum(axis=0).astype(np.float64)
    above = (drawn > 0).sum(axis=0) + 0.5 * (drawn == 0).sum(axis=0)
    share = divide(above, known)
    found = np.where(point > 0, share, np.where(point < 0, 1 - share, np.where(known, 0.5, np.nan)))
    return np.where(np.isnan(point), np.nan, found)


def two_sided_p(draws: npt.ArrayLike) -> FloatArray:
    """Two-sided p value of a difference being 0, from its bootstrap draws.

    Parameters
    ----------
    draws : (R, …) array-like
        The difference in every draw; NaN where it couldn't be estimated.

    Returns
    -------
    (…) array
        Twice the smaller of the shares of draws at or below 0 and at or above it, one draw added to
        each as no finite number of draws shows that nothing lies beyond; at most 1. NaN without
        draws. It is below 0.05 where a percentile interval of 95 % leaves out 0, but for that draw.

    References
    ----------
    .. [1] Davison & Hinkley (1997), Bootstrap Methods and their Application, section 4.2.

    Examples
    --------
    >>> two_sided_p([0.3, 0.1, 0.4, 0.2, -0.1, 0.2, 0.1, 0.2, 0.4])
    array(0.4)
    """
    drawn = np.asarray(draws, dtype=np.float64)
    known = (~np.isnan(drawn)).sum(axis=0)
    tail = np.minimum((drawn <= 0).sum(axis=0), (drawn >= 0).sum(axis=0))
    found = np.minimum(2.0 * (tail + 1) / (known + 1), 1.0)
    return np.where(known > 0, found, np.nan)
