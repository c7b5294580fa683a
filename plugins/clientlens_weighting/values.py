"""The values of the model: weights and the index under every weighting, per replicate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from clientlens.plugin_api import FloatArray, Sample, Study, Values
from clientlens.stats.moments import divide
from clientlens_weighting.options import WeightsOptions

DIMS: Mapping[str, tuple[str, ...]] = {
    "effective": ("weighting", "indicator"),
    "within": ("weighting", "indicator"),
    "dimension_weight": ("weighting", "dimension"),
}
INDEX_DIMS: Mapping[str, tuple[str, ...]] = {"index": (), "index_weighted": ("weighting",)}


def dims_of(study: Study, options: WeightsOptions) -> dict[str, tuple[str, ...]]:
    """Weights; the index where the study asks for what it puts together."""
    return {**DIMS, **(INDEX_DIMS if options.facet in study.facets else {})}


def values_of(sample: Sample, study: Study, options: WeightsOptions) -> Values:
    """Weights under each of the V weightings, and what the index is with them.

    Parameters
    ----------
    sample : Sample
        One group; its weights are those of everybody.
    study : Study
        The study.
    options : WeightsOptions
        Which facet the index puts together.
    """
    weightings = [sample.structural, *sample.compared_weights.values()]
    effective = _stacked([weights.effective for weights in weightings])
    found = {
        "effective": effective,
        "within": _stacked([weights.within for weights in weightings]),
        "dimension_weight": _stacked([weights.dimensions for weights in weightings]),
    }
    if options.facet not in study.facets:
        return found
    index = _index(sample, effective, options.facet)
    return {**found, "index": index[:, 0], "index_weighted": index}


def _stacked(weights: Sequence[FloatArray]) -> FloatArray:
    return np.stack(weights, axis=1)


def _index(sample: Sample, effective: FloatArray, facet: str) -> FloatArray:
    """(R, V) weighted mean of the indicators that were rated, on 0 to 100 of the scale."""
    scale = sample.scale(facet)
    mean = 100 * (sample.mean(facet) - scale.low) / (scale.high - scale.low)  # (R, J)
    known = ~np.isnan(mean)[:, None, :]
    total = (effective * np.where(known, mean[:, None, :], 0.0)).sum(axis=2)
    return divide(total, (effective * known).sum(axis=2))
