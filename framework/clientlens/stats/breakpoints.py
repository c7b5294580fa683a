"""At which weight of an indicator two units change places, under a weighted mean."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.weight_draws import shares_within

_ROUNDING = 1e-12
"""A difference of that part of the largest of its pair is zero."""


def weight_breakpoints(scores: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Weights at which two units are equal, for every pair and every indicator.

    Parameters
    ----------
    scores : (U, J) array-like
        Scores of the units on the indicators; NaN where there is none.
    weights : (J,) array-like
        Weights of the indicators in the whole, not negative; taken as shares.

    Returns
    -------
    (U, U, J) array
        The share that indicator j must have for row u and column v to be equal, while the others
        share the rest as before; on one side of it u is above v, on the other below. NaN where no
        share from 0 to 1 makes them equal, where every share does, where an indicator has all the
        weight, and where a score of the pair is missing.

    Raises
    ------
    RequestError
        Shapes that don't fit, or as `clientlens.stats.weight_draws.shares_within`.

    Notes
    -----
    With d the differences of the scores, D = Σ w d and E = (D − w_j d_j) / (1 − w_j), a share w of
    indicator j makes the difference E + w (d_j − E), which is zero at w = E / (E − d_j).

    Examples
    --------
    >>> found = weight_breakpoints([[4.0, 0.0, 1.0], [0.0, 2.0, 0.0]], [0.5, 0.3, 0.2])
    >>> found[0, 1].round(6)
    array([0.166667, 0.611111,      nan])
    """
    x, w = _checked(scores, weights)
    d = x[:, None, :] - x[None, :, :]  # (U, U, J)
    share_of_others = np.where(w < 1, 1 - w, np.nan)
    others = _without_rounding(((d @ w)[:, :, None] - w * d) / share_of_others, d)  # E
    run = others - d
    found = np.full(d.shape, np.nan)
    # Within the range exactly where the others and the indicator itself pull to different sides.
    is_between = (others * d <= 0) & (run != 0)
    np.divide(others, run, out=found, where=is_between)
    return found


def _without_rounding(others: FloatArray, d: FloatArray) -> FloatArray:
    return np.where(np.abs(others) <= _ROUNDING * np.abs(d).max(axis=2, keepdims=True), 0.0, others)


def _checked(scores: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, w = np.asarray(scores, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != x.shape[1:]:  # noqa: PLR2004
        raise RequestError(
            f"`scores` must hold (U, J) numbers and `weights` J, got {x.shape} and {w.shape}"
        )
    if np.isinf(x).any():
        raise RequestError("`scores` must be finite, or NaN where there is none, got infinity")
    return x, shares_within(w, np.zeros(len(w), dtype=np.int64))
