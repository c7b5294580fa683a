"""Which indicators make a unit's score what it is, and a difference between two scores.

Scores are weighted means of the indicators, with weights that sum to one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import weighted_mean


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceSplit:
    """A difference of two scores, by indicator.

    Attributes
    ----------
    rating, weight : (…, J) arrays
        What the other ratings and what the other weights contribute. Together, over all
        indicators, they are the difference. The weight effects of one indicator say that it gained
        weight and lies above the average, or lost it and lies below, where they're positive.
    """

    rating: FloatArray
    weight: FloatArray


def contributions(
    scores: npt.ArrayLike, weights: npt.ArrayLike, unit_weights: npt.ArrayLike | None = None
) -> FloatArray:
    """What each indicator adds to a unit's distance from the mean of the units.

    Parameters
    ----------
    scores : (U, J) array-like
        Scores of the units on the indicators; NaN where there is none.
    weights : (J,) array-like
        Weights of the indicators, taken as they are.
    unit_weights : (U,) array-like, optional
        Weights of the units in the mean, such as their numbers of clients; equal by default.

    Returns
    -------
    (U, J) array
        w_j (x_uj − mean of x_j): strengths are positive, weaknesses negative. A row sums to the
        unit's score less that of the mean. NaN where the unit has no score; the mean is of those
        that have one.

    Raises
    ------
    RequestError
        Shapes that don't fit, or a negative weight of a unit.

    Examples
    --------
    >>> contributions([[80.0, 60.0], [70.0, 70.0], [60.0, 80.0]], [0.75, 0.25])
    array([[ 7.5, -2.5],
           [ 0. ,  0. ],
           [-7.5,  2.5]])
    """
    x, w = np.asarray(scores, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != x.shape[1:]:  # noqa: PLR2004
        raise RequestError(
            f"`scores` must hold (U, J) numbers and `weights` J, got {x.shape} and {w.shape}"
        )
    mean = weighted_mean(_unit_weights(unit_weights, len(x))[None], x)[0]  # (J,)
    return np.asarray(w * (x - mean))


def difference_split(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    other_scores: npt.ArrayLike,
    other_weights: npt.ArrayLike,
) -> DifferenceSplit:
    """Split a score less another one, of a later and an earlier wave or of two units.

    Parameters
    ----------
    scores, other_scores : (…, J) array-like
        Scores on the indicators; NaN where there is none.
    weights, other_weights : (…, J) array-like
        Weights of the indicators, which sum to one.

    Returns
    -------
    DifferenceSplit
        NaN at an indicator without a score in either; with one of those missing, the weight
        effects of all others are missing too.

    Raises
    ------
    RequestError
        Shapes that don't fit, or weights that don't sum to one.

    Notes
    -----
    Neither side is the base: the rating effect is the mean of both weights times the difference of
    the ratings, the weight effect the difference of the weights times the mean of both ratings
    [1]_. As differences of weights sum to zero, that mean may be counted from anywhere; it is
    counted from its own average over the indicators, so that a shift of the scale moves no effect.

    References
    ----------
    .. [1] Kitagawa (1955), Components of a difference between two rates, J. Am. Stat. Assoc. 50,
           1168-1194.

    Examples
    --------
    >>> found = difference_split([80.0, 60.0], [0.5, 0.5], [70.0, 60.0], [0.25, 0.75])
    >>> found.rating, found.weight
    (array([3.75, 0.  ]), array([2.34375, 1.40625]))
    """
    x, w, other_x, other_w = _alike(scores, weights, other_scores, other_weights)
    share, level = (w + other_w) / 2, (x + other_x) / 2
    middle = (share * level).sum(axis=-1, keepdims=True)
    return DifferenceSplit(share * (x - other_x), (w - other_w) * (level - middle))


def _alike(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    other_scores: npt.ArrayLike,
    other_weights: npt.ArrayLike,
) -> tuple[FloatArray, ...]:
    arrays = [np.asarray(a, float) for a in (scores, weights, other_scores, other_weights)]
    if len({a.shape[-1:] for a in arrays}) > 1 or not arrays[0].ndim:
        shapes = ", ".join(str(a.shape) for a in arrays)
        raise RequestError(f"scores and weights must be of the same indicators, got {shapes}")
    for w in arrays[1::2]:
        _check_shares(w)
    return tuple(arrays)


def _check_shares(w: FloatArray) -> None:
    total = w.sum(axis=-1)
    if not np.allclose(total, 1.0):
        worst = total.flat[int(np.argmax(np.abs(np.nan_to_num(total, nan=np.inf) - 1)))]
        raise RequestError(f"weights must sum to one, got a sum of {worst:g}. Divide by the sum")


def _unit_weights(unit_weights: npt.ArrayLike | None, U: int) -> FloatArray:
    if unit_weights is None:
        return np.ones(U)
    w = np.asarray(unit_weights, dtype=np.float64)
    if w.shape != (U,):
        raise RequestError(f"`unit_weights` must hold one weight for each of {U}, got {w.shape}")
    wrong = w[~((w >= 0) & np.isfinite(w))]
    if wrong.size:
        raise RequestError(f"`unit_weights` must be finite and not negative, got {wrong[0]:g}")
    return w
