"""The quadrant model: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from clientlens.plugin_api import (
    Absent,
    BoolArray,
    Chart,
    Finding,
    FloatArray,
    Messages,
    Model,
    Problem,
    Result,
    Sample,
    Study,
    Table,
    Values,
)
from clientlens_quadrant import quadrants
from clientlens_quadrant.check import check
from clientlens_quadrant.importance import importance_of
from clientlens_quadrant.lines import same_scale, study_line
from clientlens_quadrant.options import QuadrantOptions

_NO_COMMON_SCALE = Absent("importance and performance are not on one scale")

BY_INDICATOR = ("importance", "performance", "gap", "conformity", "priority", "top_box")
BY_DIMENSION = ("dimension_importance", "dimension_score", "dimension_gap", "dimension_top_box")
OVERALL = (
    "index",
    "index_max_share",
    "conformity_overall",
    "crosshair_importance",
    "crosshair_performance",
)


class Quadrant(Model):
    """Importance-performance analysis.

    References
    ----------
    .. [1] Martilla & James (1977), Importance-performance analysis, J. Marketing 41(1), 77-79.
    """

    name = "quadrant"
    Options = QuadrantOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(BY_INDICATOR, ("indicator",)),
        **dict.fromkeys(BY_DIMENSION, ("dimension",)),
        **dict.fromkeys(OVERALL, ()),
    }
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "n_respondents": (),
        "n_importance": ("indicator",),
        "n_performance": ("indicator",),
        "n_both": ("indicator",),
        "n_dimension": ("dimension",),
        "distribution_importance": ("indicator", "importance_point"),
        "distribution_performance": ("indicator", "performance_point"),
    }
    locale = Path(__file__).parent / "locale"

    def check(self, study: Study, options: QuadrantOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def coords(self, study: Study, options: QuadrantOptions) -> Mapping[str, Sequence[str]]:
        """The scale points of both facets."""
        facets = {
            "importance_point": options.importance_facet,
            "performance_point": options.performance_facet,
        }
        return {
            dim: [str(point) for point in study.scales[study.facets[facet].scale].categories]
            for dim, facet in facets.items()
            if facet in study.facets
        }

    def estimate(self, sample: Sample, study: Study, options: QuadrantOptions) -> Values:
        """Importance and performance, where the lines cross, and the scores made from them."""
        performance = sample.mean(options.performance_facet)  # (R, J)
        top_box = sample.top_box(options.performance_facet, options.top_boxes)
        values: dict[str, FloatArray | Absent] = {
            "performance": performance,
            "top_box": top_box,
            "dimension_score": sample.by_dimension(performance),
            "dimension_top_box": sample.by_dimension(top_box),
            "crosshair_performance": study_line("performance", performance, study, options),
        }
        importance = importance_of(sample, options)  # (R, J)
        if isinstance(importance, Absent):
            return {**dict.fromkeys(self.dims, importance), **values}
        return {**values, **_with_importance(importance, performance, sample, study, options)}

    def once(self, sample: Sample, study: Study, options: QuadrantOptions) -> Values:
        """Numbers of answers, and how they spread over the scale points."""
        facet = options.performance_facet
        rated = ~np.isnan(sample.answers(facet))  # (n, J)
        in_dimension = rated.astype(np.float64) @ sample.hierarchy.membership.T > 0  # (n, D)
        values = {
            "n_respondents": np.asarray(float(len(rated))),
            "n_performance": sample.n_answered(facet),
            "n_dimension": in_dimension.sum(axis=0).astype(np.float64),
            "distribution_performance": sample.distribution(facet)[0],
        }
        return {**values, **_counts_of_importance(sample, study, options, rated)}

    def tables(self, result: Result) -> Iterable[Table]:
        """Indicators, dimensions, classes, crosshairs, overall, distribution."""
        from clientlens_quadrant.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """What to improve, what to keep, and how sure that is."""
        from clientlens_quadrant.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """The quadrant chart, the certainty of the classes, importance beside performance."""
        from clientlens_quadrant.charts import charts_of

        return charts_of(result, messages)


def _with_importance(
    importance: FloatArray,
    performance: FloatArray,
    sample: Sample,
    study: Study,
    options: QuadrantOptions,
) -> Values:
    scale = sample.scale(options.performance_facet)
    weighted = quadrants.weighted_performance(importance, performance)  # (R,)
    weight = importance if options.importance == "stated" else quadrants.relative(importance)
    return {
        "importance": importance,
        "dimension_importance": sample.by_dimension(importance),
        "crosshair_importance": study_line("importance", importance, study, options),
        "priority": quadrants.priority(weight, performance, scale.high),
        "index": 100 * (weighted - scale.low) / (scale.high - scale.low),
        "index_max_share": 100 * weighted / scale.high,
        **_on_one_scale(importance, performance, sample, study, options),
    }


def _on_one_scale(
    importance: FloatArray,
    performance: FloatArray,
    sample: Sample,
    study: Study,
    options: QuadrantOptions,
) -> Values:
    """What compares the two axes with each other."""
    if not same_scale(study, options):
        names = ("gap", "dimension_gap", "conformity", "conformity_overall")
        return dict.fromkeys(names, _NO_COMMON_SCALE)
    gap = sample.mean_difference(options.performance_facet, options.importance_facet)  # (R, J)
    return {
        "gap": gap,
        "dimension_gap": sample.by_dimension(gap),
        "conformity": 100 * quadrants.quotient(performance, importance),
        "conformity_overall": quadrants.overall_conformity(importance, performance),
    }


def _counts_of_importance(
    sample: Sample, study: Study, options: QuadrantOptions, rated: BoolArray
) -> Values:
    facet = options.importance_facet
    if options.importance == "derived" or facet not in study.facets:
        reason = Absent("importance is derived, not asked")
        return dict.fromkeys(("n_importance", "n_both", "distribution_importance"), reason)
    asked = ~np.isnan(sample.answers(facet))
    return {
        "n_importance": sample.n_answered(facet),
        "n_both": (asked & rated).sum(axis=0).astype(np.float64),
        "distribution_importance": sample.distribution(facet)[0],
    }
