"""Moderation: a path whose strength depends on another construct, as the product of the two.

Products of answers join the items before moments are taken. What a replicate makes of them,
centred at its own means and weighted by its own weights, is a linear combination of these columns,
so that all replicates are again estimated from covariances alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from clientlens.plugin_api import RequestError, did_you_mean
from clientlens_csi.estimates import PathEstimates, estimate
from clientlens_csi.layout import FloatArray, IntArray, replicates_first, replicates_last
from clientlens_csi.moments import ItemMoments, correlations, item_moments
from clientlens_csi.pls import MAX_ITERATIONS, TOLERANCE
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import PRODUCT, Mode, PathStructure, path_structure
from clientlens_csi.symmetric import solve

Method = Literal["two_stage", "product_indicators", "orthogonal"]
"""One product of scores; products of all items; or these freed from the items they are made of."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Moderation:
    """A model with products of constructs, as a plain one and one that holds the products.

    Attributes
    ----------
    plain : PathStructure
        The model without products; it gives the scores that are multiplied.
    full : PathStructure
        The model as meant, its products constructs named ``a*b`` behind the others.
    factors : tuple of pairs of int
        For each product the two constructs of `plain`.
    pairs : (q, 2) integer array
        Items whose products are needed.
    method : str
        How a product is measured.
    """

    plain: PathStructure
    full: PathStructure
    factors: tuple[Pair, ...]
    pairs: IntArray
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class ModeratedEstimates:
    """Both models estimated, in that order.

    Attributes
    ----------
    plain, full : PathEstimates
        The path from a product, a score of unit variance like any other, is the moderation.
    product_deviation : (R, m) array
        Standard deviation of the product of the two factors' scores. A path divided by it says by
        how much the path from one factor changes when the other lies a standard deviation higher;
        that is what seminr prints for two stages.
    """

    plain: PathEstimates
    full: PathEstimates
    product_deviation: FloatArray


def moderation(
    blocks: Mapping[str, Sequence[str]],
    paths: Mapping[str, Collection[str]],
    *,
    method: Method = "two_stage",
    modes: Mode | Mapping[str, Mode] = "A",
    markers: Mapping[str, str] | None = None,
) -> Moderation:
    """Write down a model whose paths name products as ``a*b``.

    Parameters
    ----------
    blocks : mapping of str to names
        Construct → its items, without products.
    paths : mapping of str to names
        Target → sources; a source may be a product. Its factors should be sources too.
    method : {"two_stage", "product_indicators", "orthogonal"}
        How a product is measured.
    modes : str or mapping
        As in `path_structure`. A product has mode A.
    markers : mapping, optional
        As in `path_structure`.

    Returns
    -------
    Moderation

    Raises
    ------
    RequestError
        If a factor isn't a construct, or the model without products is faulty.

    References
    ----------
    .. [1] Chin, Marcolin & Newsted (2003), Information Systems Research 14(2), 189-217.
    .. [2] Henseler & Chin (2010), Structural Equation Modeling 17(1), 82-109.

    Examples
    --------
    >>> model = moderation({"a": ["a1", "a2"], "b": ["b1"], "c": ["c1"]}, {"c": ["a", "b", "a*b"]})
    >>> model.full.constructs, model.pairs.tolist()
    (('a', 'b', 'c', 'a*b'), [[0, 2], [1, 2]])
    """
    products = list(dict.fromkeys(s for ss in paths.values() for s in ss if PRODUCT in s))
    simple = {t: [s for s in ss if PRODUCT not in s] for t, ss in paths.items()}
    plain_modes: Mode | dict[str, Mode] = modes if isinstance(modes, str) else dict(modes)
    plain = path_structure(blocks, simple, modes=plain_modes, markers=markers)
    factors = tuple(_factors(product, plain) for product in products)
    pairs = [_item_pairs(plain, pair) for pair in factors]
    names = {
        product: [product]
        if method == "two_stage"
        else [f"{plain.items[i]}{PRODUCT}{plain.items[j]}" for i, j in found]
        for product, found in zip(products, pairs, strict=True)
    }
    by_name = {c: plain.modes[plain.position(c)] for c in plain.constructs}
    full = path_structure({**blocks, **names}, paths, modes=by_name, markers=markers)
    return Moderation(plain, full, factors, np.array([p for found in pairs for p in found]), method)


def estimate_moderated(
    W: FloatArray,
    X: FloatArray,
    model: Moderation,
    *,
    scheme: Scheme = "path",
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> ModeratedEstimates:
    """Estimate a model with products in every replicate.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    X : (n, p) array
        Answers without gaps, block after block.
    model : Moderation
        From `moderation`.
    scheme, tolerance, max_iterations
        As in `clientlens_csi.pls.estimate_weights`.

    Returns
    -------
    ModeratedEstimates

    Raises
    ------
    RequestError
        If an answer is missing.
    """
    if np.isnan(X).any():
        raise RequestError("moderation needs complete answers: fill the gaps or leave rows out")
    p = X.shape[1]
    D = X - X.mean(axis=0)
    products = D[:, model.pairs[:, 0]] * D[:, model.pairs[:, 1]]  # (n, q)
    moments = item_moments(W, np.hstack([D, products]))
    run = partial(estimate, scheme=scheme, tolerance=tolerance, max_iterations=max_iterations)
    plain = run(moments.covariance[:, :p, :p], model.plain)
    is_scored = model.method == "two_stage"
    scores = _score_products(moments, plain.weights, model)
    products = scores if is_scored else _item_products(moments, model)
    S = _covariance_with(products, moments.covariance, p)
    if model.method == "orthogonal":
        S = _freed_from_items(S, model)
    full = run(S, model.full)
    if not is_scored:
        scores = _score_products(moments, full.weights[:, :p], model)
    variance = np.einsum("rim,rij,rjm->rm", scores, moments.covariance, scores, optimize=True)
    return ModeratedEstimates(plain, full, np.sqrt(variance))


def _score_products(moments: ItemMoments, weights: FloatArray, model: Moderation) -> FloatArray:
    """(R, p + q, m) what makes products of scores from the columns."""
    p = weights.shape[1]
    w = weights / _positive(moments.deviation[:, :p])
    coefficients = w[:, model.pairs[:, 0]] * w[:, model.pairs[:, 1]]  # (R, q)
    return _combination(moments.mean, coefficients, model, _places(model))


def _item_products(moments: ItemMoments, model: Moderation) -> FloatArray:
    """(R, p + q, q) what makes products of standardised items from the columns."""
    s = _positive(moments.deviation)
    coefficients = 1 / (s[:, model.pairs[:, 0]] * s[:, model.pairs[:, 1]])
    return _combination(moments.mean, coefficients, model, np.arange(len(model.pairs)))


def _combination(
    mean: FloatArray, coefficients: FloatArray, model: Moderation, places: IntArray
) -> FloatArray:
    """(R, p + q, m) sums of coefficient · (d_i - m_i)(d_j - m_j) over the pairs of each place.

    The product is d_i d_j - m_i d_j - m_j d_i and a constant, which has no covariance.
    """
    p = mean.shape[1] - len(model.pairs)
    out = np.zeros((len(mean), mean.shape[1], int(places.max(initial=-1)) + 1))
    for q, (i, j) in enumerate(model.pairs):
        out[:, p + q, places[q]] += coefficients[:, q]
        out[:, i, places[q]] -= coefficients[:, q] * mean[:, j]
        out[:, j, places[q]] -= coefficients[:, q] * mean[:, i]
    return out


def _covariance_with(products: FloatArray, covariance: FloatArray, p: int) -> FloatArray:
    """(R, p + m, p + m) covariances of the items and of the products."""
    unit = np.eye(covariance.shape[1])[:, :p]
    items = np.broadcast_to(unit, (len(products), *unit.shape))
    turn = np.concatenate([items, products], axis=2)
    return np.asarray(turn.swapaxes(1, 2) @ covariance @ turn)


def _positive(deviation: FloatArray) -> FloatArray:
    return np.where(deviation > 0, deviation, np.nan)


def _places(model: Moderation) -> IntArray:
    """(q,) the product of constructs that each pair of items belongs to."""
    sizes = [len(_item_pairs(model.plain, pair)) for pair in model.factors]
    return np.repeat(np.arange(len(sizes)), sizes)


def _freed_from_items(S: FloatArray, model: Moderation) -> FloatArray:
    """(R, v, v) covariances of product items less what the items of their factors explain."""
    covariance = replicates_last(S)
    v, p = len(covariance), len(model.plain.items)
    places = _places(model)
    residual = np.zeros((v, v, S.shape[0]))
    residual[np.arange(v), np.arange(v)] = 1.0
    R = replicates_last(correlations(S))
    deviation = np.sqrt(np.einsum("iir->ir", covariance))
    for product, (a, b) in enumerate(model.factors):
        items = np.unique(np.concatenate([model.plain.blocks[a], model.plain.blocks[b]]))
        columns = p + np.flatnonzero(places == product)
        beta = solve(R[items[:, None], items], R[items[:, None], columns])
        slopes = beta * deviation[columns] / deviation[items][:, None]
        residual[items[:, None], columns] = -slopes
    turn = replicates_first(residual)
    return np.asarray(turn.swapaxes(1, 2) @ S @ turn)


def _factors(product: str, plain: PathStructure) -> Pair:
    names = product.split(PRODUCT)
    for name in names:
        if name not in plain.constructs:
            hint = did_you_mean(name, plain.constructs)
            raise RequestError(f"unknown construct '{name}' in the product '{product}'. {hint}")
    if len(names) != 2:  # noqa: PLR2004  a moderator and what it moderates
        raise RequestError(f"a product has two factors, got '{product}'")
    return plain.position(names[0]), plain.position(names[1])


def _item_pairs(plain: PathStructure, pair: Pair) -> list[Pair]:
    first, second = (plain.blocks[c] for c in pair)
    return [(int(i), int(j)) for i in first for j in second]
