"""Scores of units without one of the indicators."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide
from clientlens.stats.weight_draws import shares_within


def leave_one_out_weights(
    weights: npt.ArrayLike, parents: npt.ArrayLike | None = None
) -> FloatArray:
    """Weights of the indicators when each in turn is left out.

    Parameters
    ----------
    weights : (J,) array-like
        Weights of the indicators in the whole, not negative; taken as shares.
    parents : (J,) integer array-like, optional
        Parent of each indicator. With it the weight of one that is left out goes to its siblings,
        so that the parent keeps its own, and where it was the parent's only weight, to all others;
        without it, to all others. In proportion to their weights.

    Returns
    -------
    (J, J) array
        Row j is the weights without indicator j, which sum to one; NaN where it has all the weight.

    Raises
    ------
    RequestError
        As `clientlens.stats.weight_draws.shares_within`.

    Examples
    --------
    >>> leave_one_out_weights([0.25, 0.25, 0.5], [0, 0, 1])
    array([[0. , 0.5, 0.5],
           [0.5, 0. , 0.5],
           [0.5, 0.5, 0. ]])
    """
    w = np.asarray(weights, dtype=np.float64)
    one = np.zeros(w.shape, dtype=np.int64)
    w = shares_within(w, one)
    of = one if parents is None else _as_parents(parents, w)
    J = len(w)
    is_other = ~np.eye(J, dtype=bool)
    siblings = np.where(is_other & (of[:, None] == of), w, 0.0)
    all_others = np.where(is_other, w, 0.0)
    has_siblings = (siblings.sum(axis=1) > 0)[:, None]
    heirs = np.where(has_siblings, siblings, all_others)
    inherited = w[:, None] * heirs / np.where(heirs.any(axis=1), heirs.sum(axis=1), np.nan)[:, None]
    return np.asarray(all_others + inherited)


def leave_one_out_scores(
    scores: npt.ArrayLike, weights: npt.ArrayLike, parents: npt.ArrayLike | None = None
) -> FloatArray:
    """Weighted means of units when each indicator in turn is left out.

    Parameters
    ----------
    scores : (U, J) array-like
        Scores of the units on the indicators. Where a unit has none, NaN, its others share the
        weight.
    weights, parents
        As `leave_one_out_weights`.

    Returns
    -------
    (J, U) array
        Row j is the units' scores without indicator j, to be ranked by `clientlens.stats.ranks`
        and compared by `clientlens.stats.rank_agreement`. NaN for a unit without another indicator
        of any weight.

    Raises
    ------
    RequestError
        Shapes that don't fit, or as `leave_one_out_weights`.

    Examples
    --------
    >>> leave_one_out_scores([[4.0, 0.0, 1.0], [0.0, 2.0, 0.0]], [0.5, 0.25, 0.25])
    array([[0.5       , 1.        ],
           [3.        , 0.        ],
           [2.66666667, 0.66666667]])
    """
    x = np.asarray(scores, dtype=np.float64)
    W = leave_one_out_weights(weights, parents)  # (J, J)
    if x.ndim != 2 or x.shape[1] != len(W):  # noqa: PLR2004
        raise RequestError(f"`scores` must hold (U, {len(W)}) numbers, got {x.shape}")
    known = ~np.isnan(x)
    of_known = W @ known.T.astype(np.float64)  # (J, U)
    return divide(W @ np.where(known, x, 0.0).T, of_known)


def _as_parents(parents: npt.ArrayLike, w: FloatArray) -> IntArray:
    of = np.asarray(parents)
    if of.shape != w.shape:
        raise RequestError(f"`parents` must name one parent an indicator, got {of.shape}")
    return of.astype(np.int64)
