"""Varimax: loadings of factors turned so that each is either large or small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray, IntArray

_SMALLEST_ANGLE = 1e-10
_MOST_SWEEPS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """Rotated loadings.

    Attributes
    ----------
    loadings : (R, J, k) array
        Signs and order of factors are arbitrary; 0 beyond the factors that a replicate keeps.
    has_converged : (R,) boolean array
        Whether the last sweep turned no pair of factors any more.
    """

    loadings: FloatArray
    has_converged: BoolArray


def varimax(loadings: FloatArray, factors: IntArray, *, kaiser: bool = False) -> Rotation:
    """Turn loadings until the variance of their squares is largest.

    Parameters
    ----------
    loadings : (R, J, k) array
        The most important factor first.
    factors : (R,) integer array
        How many are kept and turned in each replicate; the others become 0.
    kaiser : bool
        Whether rows are brought to length one for the rotation.

    Returns
    -------
    Rotation

    Notes
    -----
    Pairs of factors are turned one after the other by the angle that is best for the pair.

    References
    ----------
    .. [1] Kaiser (1958), The varimax criterion for analytic rotation in factor analysis,
           Psychometrika 23(3), 187-200.

    Examples
    --------
    >>> turned = varimax(np.array([[[0.6, 0.6], [0.5, -0.5]]]), np.array([2]))
    >>> np.abs(turned.loadings).round(4)
    array([[[0.8485, 0.    ],
            [0.    , 0.7071]]])
    """
    most = int(factors.max(initial=1))
    keeps = np.arange(most) < factors[:, None]  # (R, k)
    kept = np.where(keeps[:, None, :], loadings[:, :, :most], 0.0)
    length = _row_length(kept) if kaiser else np.ones((1, 1, 1))
    turned = kept / length
    turning = np.full(len(kept), most > 1)
    for _ in range(_MOST_SWEEPS):
        if not turning.any():
            break
        turned[turning], moved = _sweep(turned[turning], keeps[turning])
        turning[turning] = moved
    return Rotation(turned * length, ~turning)


def _sweep(loadings: FloatArray, keeps: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Turn every pair once; which replicates were turned by more than rounding."""
    turned = loadings.copy()
    moved = np.zeros(len(loadings), dtype=bool)
    for one, other in combinations(range(loadings.shape[2]), 2):
        x, y = turned[:, :, one], turned[:, :, other]
        angle = np.where(keeps[:, one] & keeps[:, other], _best_angle(x, y), 0.0)
        cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
        turned[:, :, one], turned[:, :, other] = cos * x + sin * y, cos * y - sin * x
        moved |= np.abs(angle) > _SMALLEST_ANGLE
    return turned, moved


def _best_angle(x: FloatArray, y: FloatArray) -> FloatArray:
    """(R,) angle that turns two factors (R, J) into the best place for both."""
    u, v = x**2 - y**2, 2 * x * y
    A, B, J = u.sum(axis=1), v.sum(axis=1), x.shape[1]
    sine = 2 * (u * v).sum(axis=1) - 2 * A * B / J
    cosine = (u**2 - v**2).sum(axis=1) - (A**2 - B**2) / J
    size = np.maximum(((x**2 + y**2) ** 2).sum(axis=1), 1e-300)
    # Where both parts are rounding any angle is as good as another, and none is taken.
    is_flat = np.hypot(sine, cosine) <= 1e-14 * size
    return np.where(is_flat, 0.0, np.arctan2(sine, cosine) / 4)


def _row_length(loadings: FloatArray) -> FloatArray:
    length = np.sqrt((loadings**2).sum(axis=2, keepdims=True))
    return np.where(length > 0, length, 1.0)
