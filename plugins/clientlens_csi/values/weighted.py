"""The weighted index of a sample: ratings of indicators, weighted by what clients care about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample, Values
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.weighted import WeightedIndex, by_dimension, weighted_index

WEIGHTED_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("performance", "importance", "priority"), ("indicator",)),
    **dict.fromkeys(
        ("dimension_score", "dimension_importance", "dimension_priority"), ("dimension",)
    ),
    "index": (),
}
WEIGHTED_ONCE: Mapping[str, tuple[str, ...]] = {
    "n_respondents": (),
    "n_indicator": ("indicator",),
    "n_dimension": ("dimension",),
}


def weighted_values(sample: Sample, options: CsiOptions) -> Values:
    """Every quantity of `WEIGHTED_DIMS`, (R, …), or why there is none."""
    if np.isnan(_found(sample.as_answered, options).value).all():
        reason = f"nothing has both a rating of '{options.facet}' and a weight"
        return dict.fromkeys(WEIGHTED_DIMS, Absent(reason))
    found = _found(sample, options)
    hierarchy = sample.hierarchy
    dimensions = by_dimension(found, hierarchy.dimension_of, len(hierarchy.dimensions))
    return {
        "performance": found.performance,
        "importance": found.share,
        "priority": found.priority,
        "dimension_score": dimensions.performance,
        "dimension_importance": dimensions.share,
        "dimension_priority": dimensions.priority,
        "index": found.value,
    }


def weighted_counts(sample: Sample, options: CsiOptions) -> Values:
    """How many rated each indicator, and each dimension at all."""
    rated = ~np.isnan(sample.answers(options.facet))  # (n, J)
    in_dimension = rated.astype(np.float64) @ (sample.hierarchy.membership.T > 0) > 0
    return {
        "n_respondents": np.asarray(float(_has_rating(sample, options).sum())),
        "n_indicator": rated.sum(axis=0).astype(np.float64),
        "n_dimension": in_dimension.sum(axis=0).astype(np.float64),
    }


def _has_rating(sample: Sample, options: CsiOptions) -> BoolArray:
    """(n,) who rated anything."""
    return np.asarray((~np.isnan(sample.answers(options.facet))).any(axis=1))


def _found(sample: Sample, options: CsiOptions) -> WeightedIndex:
    scale = sample.scale(options.facet)
    return weighted_index(
        sample.mean(options.facet), _weights(sample, options), scale.low, scale.high
    )


def _weights(sample: Sample, options: CsiOptions) -> FloatArray:
    """(R, J) weights, counted from 0 or from a scale's bottom that lies below."""
    if options.weights == "structural":
        return sample.structural_weights
    if options.weights == "equal":
        return np.ones_like(sample.structural_weights)
    stated = sample.mean(options.importance_facet)
    return stated - min(sample.scale(options.importance_facet).low, 0)
