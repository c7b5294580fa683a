"""The quadrant model: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from clientlens.plugin_api import (
    Absent,
    Chart,
    Finding,
    Messages,
    Model,
    Problem,
    Result,
    Sample,
    Study,
    Table,
    Values,
)
from clientlens_quadrant.check import check
from clientlens_quadrant.counts import counts_of
from clientlens_quadrant.lines import scale_of
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import CLASSES
from clientlens_quadrant.scores import (
    BY_DIMENSION,
    BY_INDICATOR,
    OVERALL,
    has_any,
    scores,
    why_nothing,
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
        "n_dimension_importance": ("dimension",),
        "n_dimension_both": ("dimension",),
        "distribution_importance": ("indicator", "importance_point"),
        "distribution_performance": ("indicator", "performance_point"),
    }
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {"class": CLASSES}
    locale = Path(__file__).parent / "locale"

    def check(self, study: Study, options: QuadrantOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def coords(self, study: Study, options: QuadrantOptions) -> Mapping[str, Sequence[str]]:
        """The scale points of both facets."""
        is_derived = options.importance == "derived"
        facets = {
            "importance_point": options.performance_facet
            if is_derived
            else options.importance_facet,
            "performance_point": options.performance_facet,
        }
        return {
            dim: [str(point) for point in study.scales[study.facets[facet].scale].categories]
            for dim, facet in facets.items()
            if facet in study.facets
        }

    def scales_for(
        self, study: Study, options: QuadrantOptions
    ) -> Mapping[str, tuple[float, float]]:
        """Those of the answers; a derived importance has none."""
        rated = scale_of("performance", study, options).points
        found = dict.fromkeys(("performance", "dimension_score", "crosshair_performance"), rated)
        if options.importance == "derived":
            return found
        stated = scale_of("importance", study, options).points
        names = ("importance", "dimension_importance", "crosshair_importance")
        return found | dict.fromkeys(names, stated)

    def estimate(self, sample: Sample, study: Study, options: QuadrantOptions) -> Values:
        """Importance and performance, where the lines cross, and the scores made from them."""
        values = scores(sample, study, options)
        # Judged by the answers without weights, so that every chunk of replicates agrees.
        answered = Sample(sample.ratings, np.ones((1, sample.weights.shape[1])))
        plain = scores(answered, study, options)
        return {
            name: value
            if isinstance(value, Absent) or has_any(plain[name])
            else why_nothing(name, answered, options)
            for name, value in values.items()
        }

    def once(self, sample: Sample, study: Study, options: QuadrantOptions) -> Values:
        """Numbers of answers, and how they spread over the scale points."""
        return counts_of(sample, study, options)

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
