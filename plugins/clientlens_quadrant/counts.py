"""The counts: how many respondents stand behind each number."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import BoolArray, Sample, Study, Values
from clientlens_quadrant.importance import respondents_behind
from clientlens_quadrant.options import QuadrantOptions


def counts_of(sample: Sample, study: Study, options: QuadrantOptions) -> Values:
    """Numbers of answers, and how they spread over the scale points."""
    facet = options.performance_facet
    rated = ~np.isnan(sample.answers(facet))  # (n, J)
    return {
        "n_respondents": np.asarray(float(len(rated))),
        "n_performance": sample.n_answered(facet),
        "n_dimension": sample.n_by_dimension(rated),
        "distribution_performance": sample.distribution(facet)[0],
        **_of_importance(sample, study, options, rated),
    }


def _of_importance(
    sample: Sample, study: Study, options: QuadrantOptions, rated: BoolArray
) -> Values:
    if options.importance == "derived":
        count = respondents_behind(sample, options)  # (J,)
        in_dimension = sample.by_dimension(np.where(count > 0, count, np.nan)[None])[0]
        K = len(study.scales[study.facets[options.performance_facet].scale].categories)
        return {
            "n_importance": count,
            "n_both": count,
            "n_dimension_importance": np.floor(np.nan_to_num(in_dimension)),
            "n_dimension_both": np.floor(np.nan_to_num(in_dimension)),
            "distribution_importance": np.full((len(count), K), np.nan),  # nobody was asked
        }
    facet = options.importance_facet
    asked = ~np.isnan(sample.answers(facet))
    return {
        "n_importance": sample.n_answered(facet),
        "n_both": (asked & rated).sum(axis=0).astype(np.float64),
        "n_dimension_importance": sample.n_by_dimension(asked),
        "n_dimension_both": sample.n_by_dimension(asked & rated),
        "distribution_importance": sample.distribution(facet)[0],
    }
