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
    rated = sample.has_answered(options.facet)  # (n, J)
    counts: dict[str, FloatArray] = {
        "n_respondents": np.asarray(float(rated.any(axis=1).sum())),
        "n_rated": sample.n_answered(options.facet),
        "n_dimension": sample.n_by_dimension(rated),
    }
    if options.method != "fuzzy":
        return counts
    found = composite_values(sample.as_answered, options)["grade_share"]
    if not isinstance(found, np.ndarray):
        return {**counts, "validity": found}
    validity = fuzzy.validity(found[0])
    # One grade has everything: then nothing is in doubt, and nothing infinite is stored.
    return {**counts, "validity": np.where(np.isinf(validity), np.nan, validity)}
