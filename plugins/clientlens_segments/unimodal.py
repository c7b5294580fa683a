"""The unimodal distribution that comes closest to shares in order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray


def closest_unimodal(shares: npt.ArrayLike) -> FloatArray:
    """Rise to one peak and fall again, as near to the given shares as that can be.

    Parameters
    ----------
    shares : (K,) array
        Shares of ordered categories; they needn't sum to one.

    Returns
    -------
    (K,) array
        Sums to one, never falls before its peak and never rises behind it.

    Notes
    -----
    For every place of the peak, least squares under the two monotone halves is isotonic
    regression by pooling adjacent violators [1]_; the peak with the smallest sum of squares wins,
    the first of equals. What stands at the peak itself is the larger of what the halves say.

    References
    ----------
    .. [1] Frisén (1986), Unimodal regression, The Statistician 35(4), 479-485.

    Examples
    --------
    >>> closest_unimodal([0.4, 0.2, 0.4]).round(4).tolist()
    [0.4, 0.3, 0.3]
    """
    given = np.asarray(shares, dtype=np.float64)
    given = given / given.sum()
    candidates = [_peaked(given, peak) for peak in range(len(given))]
    misfits = [((found - given) ** 2).sum() for found in candidates]
    return candidates[int(np.argmin(misfits))]


def _peaked(shares: FloatArray, peak: int) -> FloatArray:
    rising = _rising(shares[: peak + 1])
    falling = _rising(shares[peak:][::-1])[::-1]
    top = max(rising[-1], falling[0])
    found = np.concatenate([rising[:-1], [top], falling[1:]])
    return np.asarray(found / found.sum())


def _rising(values: FloatArray) -> FloatArray:
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(values).x)
