"""The composite index of a sample: every quantity of the model, in every replicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample, Values
from clientlens.stats.aggregation import power_mean
from clientlens_composite import fuzzy
from clientlens_composite.grey import relation_on_scale
from clientlens_composite.options import CompositeOptions
from clientlens_composite.topsis import topsis_on_scale

DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("performance", "importance", "priority", "index_indicator"), ("indicator",)),
    **dict.fromkeys(("dimension_score", "index_dimension", "dimension_weight"), ("dimension",)),
    "index": (),
}
GRADE_DIMS: Mapping[str, tuple[str, ...]] = {
    "grade_share": ("grade",),
    "dimension_grade_share": ("dimension", "grade"),
}
_EXPONENTS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
_TOP = 100.0


def dims_of(options: CompositeOptions) -> Mapping[str, tuple[str, ...]]:
    """Quantity → its axes behind group and replicate."""
    return {**DIMS, **(GRADE_DIMS if options.method == "fuzzy" else {})}


def composite_values(sample: Sample, options: CompositeOptions) -> Values:
    """Every quantity that `dims_of` names.

    Parameters
    ----------
    sample : Sample
        Answers under R rows of weights, with structural weights on the same rows.
    options : CompositeOptions
        What is put together, and how.

    Returns
    -------
    Values
        Name → (R, …) array. Indices run from 0 to 100; a dimension's score is its index in scale
        points.
    """
    if np.isnan(sample.answers(options.facet)).all():
        reason = Absent(f"there are no ratings of '{options.facet}'")
        return dict.fromkeys(dims_of(options), reason)
    scale = sample.scale(options.facet)
    performance = np.clip(sample.mean(options.facet), scale.low, scale.high)  # (R, J)
    index = _TOP * (performance - scale.low) / (scale.high - scale.low)
    found = _METHODS[options.method](sample, index, options)
    by_dimension = np.asarray(found["index_dimension"])
    return {
        "performance": performance,
        "importance": sample.structural_weights,
        "priority": sample.structural_weights * (_TOP - index),
        "index_indicator": index,
        "dimension_weight": np.array(sample.structural.dimensions),
        "dimension_score": scale.low + by_dimension * (scale.high - scale.low) / _TOP,
        **found,
    }


def _members(sample: Sample) -> BoolArray:
    """(D, J) which indicator belongs to which dimension."""
    owner = np.array(sample.hierarchy.dimension_of)
    return np.asarray(owner == np.arange(len(sample.hierarchy.dimensions))[:, None])


def _means(sample: Sample, index: FloatArray, options: CompositeOptions) -> dict[str, FloatArray]:
    """Weighted means within dimensions, then over them."""
    weights, codes = sample.structural, sample.hierarchy.dimensions
    kinds = [options.within.get(code, options.indicators) for code in codes]
    own = np.stack(
        [
            _mean(index[:, member], weights.within[:, member], _exponent(kind, options), options)
            for member, kind in zip(_members(sample), kinds, strict=True)
        ],
        axis=1,
    )  # (R, D)
    whole = _mean(own, weights.dimensions, _exponent(options.dimensions, options), options)
    return {"index_dimension": own, "index": whole}


def _exponent(kind: str, options: CompositeOptions) -> float:
    return options.exponent if kind == "power" else _EXPONENTS[kind]


def _mean(
    index: FloatArray, weights: FloatArray, exponent: float, options: CompositeOptions
) -> FloatArray:
    found = power_mean(index[:, None, :], weights, exponent, availability=options.availability)
    return np.asarray(found[:, 0])


def _topsis(sample: Sample, index: FloatArray, options: CompositeOptions) -> dict[str, FloatArray]:  # noqa: ARG001
    """How near to the best answers, and how far from the worst."""

    def closeness(x: FloatArray, w: FloatArray) -> FloatArray:
        found = topsis_on_scale(x[:, None, :], w, low=0, high=_TOP).closeness
        return np.asarray(_TOP * found[:, 0])

    whole = closeness(index, sample.structural_weights)
    return {"index_dimension": _parts(sample, index, closeness), "index": whole}


def _grey(sample: Sample, index: FloatArray, options: CompositeOptions) -> dict[str, FloatArray]:
    """How closely the answers follow the best ones."""

    def grade(x: FloatArray, w: FloatArray) -> FloatArray:
        rho = options.distinguishing
        found = relation_on_scale(x[:, None, :], w, low=0, high=_TOP, distinguishing=rho)
        return np.asarray(_TOP * found.grades[:, 0])

    whole = grade(index, sample.structural_weights)
    return {"index_dimension": _parts(sample, index, grade), "index": whole}


def _fuzzy(sample: Sample, index: FloatArray, options: CompositeOptions) -> dict[str, FloatArray]:  # noqa: ARG001
    """The grades of dimensions and of the whole, and what they count for."""
    shares = sample.distribution(options.facet)  # (R, J, K)
    weights, member = sample.structural, _members(sample)
    found = fuzzy.two_levels(shares, weights.within, member, weights.dimensions, options.operator)
    scores = np.array(options.grade_scores or fuzzy.linear_scores(shares.shape[2]))
    return {
        "grade_share": fuzzy.normalised(found.whole),
        "dimension_grade_share": fuzzy.normalised(found.dimensions),
        "index_dimension": fuzzy.value(found.dimensions, scores),
        "index": fuzzy.value(found.whole, scores),
    }


def _parts(
    sample: Sample, index: FloatArray, of: Callable[[FloatArray, FloatArray], FloatArray]
) -> FloatArray:
    """(R, D) a number of each dimension, from its indicators and their weights."""
    within = sample.structural.within
    return np.stack([of(index[:, own], within[:, own]) for own in _members(sample)], axis=1)


_METHODS: Mapping[str, Callable[[Sample, FloatArray, CompositeOptions], dict[str, FloatArray]]] = {
    "mean": _means,
    "fuzzy": _fuzzy,
    "topsis": _topsis,
    "grey": _grey,
}
