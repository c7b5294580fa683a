"""Several sources of weights made into one set.

Sources are (R, S, J): S sources, each of them weights that add up to one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, RequestError
from clientlens_weighting.weights import Weights, nan_where_absent, weights_of

HIGHEST_CONDITION = 1e3
"""Beyond it the sources are too much alike for their shares to be told."""

_ROUNDING = 1e-9
"""A coefficient this little below zero is zero: beside an equal source another often has it all."""

_SUM = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class GameWeights(Weights):
    """Weights by the game-theoretic rule.

    Attributes
    ----------
    shares : (R, S) array
        What each source counts, in a row sum 1.
    coefficients : (R, S) array
        α as solved for; NaN where the sources are too much alike.
    condition : (R,) array
        Condition number of the products of the sources.
    is_fallback : (R,) boolean array
        Whether the sources count equally, because they are too much alike, or a coefficient is
        negative: the rule would then take its size and prefer the source that it rejects.
    """

    shares: FloatArray
    coefficients: FloatArray
    condition: FloatArray
    is_fallback: BoolArray


def additive(sources: npt.ArrayLike, shares: npt.ArrayLike | None = None) -> Weights:
    """Weighted arithmetic mean of the sources.

    Parameters
    ----------
    sources : (R, S, J) array
        A replicate in which a source is NaN has no weights.
    shares : (S,) array, optional
        What each source counts, in any unit; equal where left out.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        If a source is negative or doesn't add up to 1, or the shares are negative, all zero, or not
        as many as sources.

    Examples
    --------
    >>> additive([[[0.4, 0.3, 0.2, 0.1], [0.15, 0.2, 0.25, 0.4]]]).weights
    array([[0.275, 0.25 , 0.225, 0.25 ]])
    """
    stack = _checked(sources)
    return weights_of(_share(shares, stack) @ stack)


def multiplicative(sources: npt.ArrayLike) -> Weights:
    """Products of the sources, brought to sum 1; a zero in one of them is a veto.

    Parameters
    ----------
    sources : (R, S, J) array

    Returns
    -------
    Weights
        None where every indicator has a veto.

    Raises
    ------
    RequestError
        As `additive`.

    Examples
    --------
    >>> multiplicative([[[0.4, 0.3, 0.2, 0.1], [0.15, 0.2, 0.25, 0.4]]]).weights.round(6)
    array([[0.285714, 0.285714, 0.238095, 0.190476]])
    """
    return weights_of(_checked(sources).prod(axis=1))


def minimum_relative_entropy(
    sources: npt.ArrayLike, shares: npt.ArrayLike | None = None
) -> Weights:
    """Weights with the least relative entropy to the sources: their geometric mean.

    Parameters
    ----------
    sources : (R, S, J) array
    shares : (S,) array, optional
        What each source counts, in any unit; equal where left out.

    Returns
    -------
    Weights
        A zero in a source that counts is a veto; none where every indicator has one.

    Raises
    ------
    RequestError
        As `additive`.

    References
    ----------
    .. [1] Kullback & Leibler (1951), On information and sufficiency, Annals of Mathematical
           Statistics 22(1), 79-86.

    Examples
    --------
    >>> minimum_relative_entropy([[[0.4, 0.3, 0.2, 0.1], [0.15, 0.2, 0.25, 0.4]]]).weights.round(6)
    array([[0.268142, 0.268142, 0.244779, 0.218937]])
    """
    stack = _checked(sources)
    return weights_of((stack ** _share(shares, stack)[:, None]).prod(axis=1))


def game_theoretic(sources: npt.ArrayLike) -> GameWeights:
    """Weights by the game-theoretic rule: G α = diag G with G the products of the sources.

    Parameters
    ----------
    sources : (R, S, J) array

    Returns
    -------
    GameWeights
        Equal shares, and said so, where the condition of G is 1000 or more or an α is negative.

    Raises
    ------
    RequestError
        As `additive`.

    Notes
    -----
    A convention and no optimum: the weights nearest to all sources are their mean. It tends to
    favour the more concentrated source.

    Examples
    --------
    >>> found = game_theoretic([[[0.4, 0.3, 0.2, 0.1], [0.15, 0.2, 0.25, 0.4]]])
    >>> found.weights.round(6), found.shares.round(6)
    (array([[0.283178, 0.253271, 0.223364, 0.240187]]), array([[0.53271, 0.46729]]))
    """
    stack = _checked(sources)
    known = np.where(np.isnan(stack).any(axis=(1, 2), keepdims=True), 0.0, stack)
    products = known @ known.swapaxes(1, 2)  # (R, S, S)
    condition = _condition(products)
    is_apart = condition < HIGHEST_CONDITION
    solvable = np.where(is_apart[:, None, None], products, np.eye(stack.shape[1]))
    own = products.diagonal(axis1=1, axis2=2)
    alpha = np.linalg.solve(solvable, own[:, :, None])[:, :, 0]
    is_fallback = ~is_apart | (alpha < -_ROUNDING).any(axis=1)
    counted = np.where(is_fallback[:, None], 1.0, np.maximum(alpha, 0.0))
    shares = counted / counted.sum(axis=1, keepdims=True)
    base = weights_of((shares[:, :, None] * stack).sum(axis=1))
    coefficients = np.where(is_apart[:, None], alpha, np.nan)
    return GameWeights(
        base.weights,
        base.reasons,
        nan_where_absent(shares, base),
        coefficients,
        nan_where_absent(condition, base),
        is_fallback & base.is_known,
    )


def order_relation(ratios: npt.ArrayLike) -> Weights:
    """Weights by the order relation G1: how many times as important each is as the next.

    Parameters
    ----------
    ratios : (R, J - 1) array
        Of the first to the second, the second to the third, and so on; 1 or more, as the indicators
        stand in falling order of importance.

    Returns
    -------
    Weights
        Nothing can contradict, so there is no consistency to test.

    Raises
    ------
    RequestError
        If a ratio is below 1.

    References
    ----------
    .. [1] Guo (2007), Comprehensive Evaluation: Theory, Methods and Applications (in Chinese),
           Science Press.

    Examples
    --------
    >>> order_relation([[1.2, 1.4, 1.2]]).weights.round(6)
    array([[0.341927, 0.284939, 0.203528, 0.169607]])
    """
    array = np.asarray(ratios, dtype=np.float64)
    if array.ndim != 2:  # noqa: PLR2004  (R, J - 1)
        raise RequestError(f"ratios come as (R, J - 1), got {array.shape}")
    if (array < 1).any():
        r, place = np.argwhere(array < 1)[0]
        raise RequestError(
            f"ratio {place + 1} is {array[r, place]:g}, below 1. Put the indicators in falling "
            "order of importance"
        )
    above_last = array[:, ::-1].cumprod(axis=1)[:, ::-1]
    return weights_of(np.concatenate([above_last, np.ones((len(array), 1))], axis=1))


def _condition(products: FloatArray) -> FloatArray:
    """(R,) largest over smallest eigenvalue; infinite where the smallest is zero."""
    values = np.linalg.eigvalsh(products)
    smallest = np.maximum(values[:, 0], 0.0)
    out = np.full(len(values), np.inf)
    np.divide(values[:, -1], smallest, out=out, where=smallest > 0)
    return out


def _checked(sources: npt.ArrayLike) -> FloatArray:
    stack = np.asarray(sources, dtype=np.float64)
    if stack.ndim != 3 or 0 in stack.shape[1:]:  # noqa: PLR2004  (R, S, J)
        raise RequestError(f"sources of weights come as (R, S, J), got {stack.shape}")
    is_wrong = (stack < 0).any(axis=2) | (np.abs(stack.sum(axis=2) - 1) > _SUM)
    if is_wrong.any():
        r, source = np.argwhere(is_wrong)[0]
        raise RequestError(
            f"source {source + 1} holds {stack[r, source].tolist()}, which are no weights: they "
            "must be 0 or more and add up to 1"
        )
    return stack


def _share(shares: npt.ArrayLike | None, stack: FloatArray) -> FloatArray:
    """(S,) what each source counts."""
    S = stack.shape[1]
    array = np.ones(S) if shares is None else np.asarray(shares, dtype=np.float64)
    if array.shape != (S,) or not (array >= 0).all() or not array.sum() > 0:
        raise RequestError(
            f"{S} sources need as many shares, 0 or more and not all 0, got {array.tolist()}"
        )
    return np.asarray(array / array.sum())
