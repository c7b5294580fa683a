"""What has no replicates: numbers of answers, and how far the largest grade speaks for all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import FloatArray, Sample, Values
from clientlens_composite import fuzzy
from clientlens_composite.options import CompositeOptions
from clientlens_composite.values import composite_values

ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n_respondents": (),
    "n_rated": ("indicator",),
    "n_dimension": ("dimension",),
}


def once_dims_of(options: CompositeOptions) -> Mapping[str, tuple[str, ...]]:
    """Quantity → its axes behind group."""
    return {**ONCE_DIMS, **({"validity": ()} if options.method == "fuzzy" else {})}


def once_values(sample: Sample, options: CompositeOptions) -> Values:
    """Every quantity that `once_dims_of` names."""
    rated = ~np.isnan(sample.answers(options.facet))  # (n, J)
    owner = np.array(sample.hierarchy.dimension_of)
    by_dimension = [
        rated[:, owner == d].any(axis=1) for d in range(len(sample.hierarchy.dimensions))
    ]
    counts: dict[str, FloatArray] = {
        "n_respondents": np.asarray(float(rated.any(axis=1).sum())),
        "n_rated": rated.sum(axis=0) * 1.0,
        "n_dimension": np.array([own.sum() for own in by_dimension]) * 1.0,
    }
    if options.method != "fuzzy":
        return counts
    found = composite_values(sample.as_answered, options)["grade_share"]
    if not isinstance(found, np.ndarray):
        return {**counts, "validity": found}
    validity = fuzzy.validity(found[0])
    # One grade has everything: then nothing is in doubt, and nothing infinite is stored.
    return {**counts, "validity": np.where(np.isinf(validity), np.nan, validity)}
