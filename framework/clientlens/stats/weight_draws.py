"""Random weights of a hierarchy: other opinions on what matters, drawn around those stated.

J children, each with a parent; N draws. Parents are whole numbers from 0, one a child, in any
order. Weights are shares within the parent: those of its children sum to one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError

CONCENTRATION = 100.0
"""κ of moderately sure weights; from 50, less sure, to 200."""

NOISE = 0.25
"""Weights are taken as certain to a quarter of what they are."""


def shares_within(weights: npt.ArrayLike, parents: npt.ArrayLike) -> FloatArray:
    """Weights as shares of their parent.

    Parameters
    ----------
    weights : (…, J) array-like
        Weights of the children on any measure, not negative.
    parents : (J,) integer array-like
        Parent of each child.

    Returns
    -------
    (…, J) array
        Weights that sum to one within each parent.

    Raises
    ------
    RequestError
        If a weight is negative, NaN or infinite, or all children of a parent weigh nothing.

    Examples
    --------
    >>> shares_within([2.0, 2.0, 3.0, 1.0], [0, 0, 1, 1])
    array([0.5 , 0.5 , 0.75, 0.25])
    """
    w = np.asarray(weights, dtype=np.float64)
    of = _as_parents(parents, w.shape)
    wrong = w[~((w >= 0) & np.isfinite(w))]
    if wrong.size:
        raise RequestError(f"`weights` must be finite and not negative, got {wrong[0]:g}")
    total = _sums(w, of)
    if not (total > 0).all():
        parent = of[int(np.argwhere(~(total > 0))[0, -1])]
        raise RequestError(f"all children of parent {parent} have a weight of zero: give one more")
    return np.asarray(w / total)


def dirichlet_weights(
    weights: npt.ArrayLike,
    parents: npt.ArrayLike,
    *,
    draws: int,
    rng: np.random.Generator,
    concentration: float = CONCENTRATION,
) -> FloatArray:
    """Draw the weights of every parent's children from Dirichlet(κ w).

    Parameters
    ----------
    weights : (J,) array-like
        Weights that the draws lie around, on any measure; a weight of zero stays zero.
    parents : (J,) integer array-like
        Parent of each child.
    draws : int
        Number of draws N.
    rng : numpy.random.Generator
        Random numbers.
    concentration : float
        κ: the share w of a parent's weight has the variance w (1 − w) / (κ + 1).

    Returns
    -------
    (N, J) array
        Weights that sum to one within each parent, and on average are those given.

    Raises
    ------
    RequestError
        As `shares_within`; a κ that isn't positive; no draw.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = dirichlet_weights([1.0, 1.0, 2.0], [0, 0, 0], draws=10_000, rng=rng)
    >>> drawn.mean(axis=0).round(2), drawn.std(axis=0).round(3)
    (array([0.25, 0.25, 0.5 ]), array([0.043, 0.043, 0.049]))
    """
    if not concentration > 0:
        raise RequestError(f"`concentration` must be positive, got {concentration:g}")
    w = _stated(weights, parents, draws)
    gamma = rng.standard_gamma(concentration * w, size=(draws, len(w)))
    # Of very small shapes all draws of a parent may come out as zero: then one child has it all,
    # the limit of such a distribution; which one is drawn by the weights.
    return _shares_or_one(gamma, w, _as_parents(parents, w.shape), rng)


def multiplied_weights(
    weights: npt.ArrayLike,
    parents: npt.ArrayLike,
    *,
    draws: int,
    rng: np.random.Generator,
    noise: float = NOISE,
) -> FloatArray:
    """Draw weights that are multiplied by a number between 1 − noise and 1 + noise.

    Parameters
    ----------
    weights : (J,) array-like
        Weights that are multiplied, on any measure; a weight of zero stays zero.
    parents : (J,) integer array-like
        Parent of each child.
    draws : int
        Number of draws N.
    rng : numpy.random.Generator
        Random numbers.
    noise : float
        Half width of the uniform distribution of the multipliers, in [0, 1).

    Returns
    -------
    (N, J) array
        Weights that sum to one within each parent.

    Raises
    ------
    RequestError
        As `shares_within`; noise outside [0, 1); no draw.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> multiplied_weights([1.0, 1.0, 3.0], [0, 0, 1], draws=2, rng=rng).round(3)
    array([[0.451, 0.549, 1.   ],
           [0.575, 0.425, 1.   ]])
    """
    if not 0 <= noise < 1:
        raise RequestError(f"`noise` must lie in [0, 1), got {noise:g}")
    w = _stated(weights, parents, draws)
    return shares_within(w * rng.uniform(1 - noise, 1 + noise, size=(draws, len(w))), parents)


def effective_weights(
    shares: npt.ArrayLike, parents: npt.ArrayLike, parent_shares: npt.ArrayLike
) -> FloatArray:
    """Weights of children in the whole: their share of the parent times what the parent weighs.

    Parameters
    ----------
    shares : (…, J) array-like
        Share of each child in its parent.
    parents : (J,) integer array-like
        Parent of each child, its column in `parent_shares`.
    parent_shares : (…, G) array-like
        Effective weights of the parents.

    Returns
    -------
    (…, J) array

    Raises
    ------
    RequestError
        If a parent has no column.

    Examples
    --------
    >>> effective_weights([0.5, 0.5, 1.0], [0, 0, 1], [0.4, 0.6])
    array([0.2, 0.2, 0.6])
    """
    w, above = np.asarray(shares, dtype=np.float64), np.asarray(parent_shares, dtype=np.float64)
    of = _as_parents(parents, w.shape)
    if of.size and of.max() >= above.shape[-1]:
        message = f"`parents` names parent {of.max()}, and `parent_shares` has {above.shape[-1]}"
        raise RequestError(f"{message}, counted from 0")
    return np.asarray(w * above[..., of])


def _shares_or_one(
    gamma: FloatArray, w: FloatArray, parents: IntArray, rng: np.random.Generator
) -> FloatArray:
    empty = _sums(gamma, parents) == 0
    if empty.any():
        # Exponential races: the child that comes first is child j with probability w_j.
        time = rng.standard_exponential(gamma.shape) / np.where(w > 0, w, np.nan)
        gamma = np.where(empty, _is_first(time, parents), gamma)
    return shares_within(gamma, parents)


def _is_first(time: FloatArray, parents: IntArray) -> FloatArray:
    """(N, J) 1 of the child of the least time within its parent, 0 of the others and of NaN."""
    first = np.zeros(time.shape)
    for parent in np.unique(parents):
        children = np.flatnonzero(parents == parent)
        winner = children[np.nanargmin(time[:, children], axis=1)]
        first[np.arange(len(time)), winner] = 1.0
    return first


def _sums(values: FloatArray, parents: IntArray) -> FloatArray:
    """(…, J) sum over the children of a parent, at each of them."""
    is_same = (parents[:, None] == np.unique(parents)).astype(np.float64)  # (J, G)
    return np.asarray((values @ is_same) @ is_same.T)


def _as_parents(parents: npt.ArrayLike, shape: tuple[int, ...]) -> IntArray:
    of = np.asarray(parents)
    if len(shape) == 0 or of.shape != shape[-1:]:
        raise RequestError(f"`parents` must name one parent a child, got {of.shape} for {shape}")
    if of.size and (not np.issubdtype(of.dtype, np.integer) or of.min() < 0):
        raise RequestError("`parents` must be whole numbers from 0")
    return of.astype(np.int64)


def _stated(weights: npt.ArrayLike, parents: npt.ArrayLike, draws: int) -> FloatArray:
    """(J,) the shares that draws lie around."""
    if draws < 1:
        raise RequestError(f"`draws` of weights must be at least 1, got {draws}")
    w = shares_within(weights, parents)
    if w.ndim != 1:
        raise RequestError(f"`weights` must hold one weight a child, got {w.shape}")
    return w
