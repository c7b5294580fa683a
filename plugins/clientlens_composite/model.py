"""The composite index: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from clientlens.plugin_api import (
    Chart,
    Finding,
    Messages,
    Model,
    Problem,
    Result,
    Sample,
    Sheet,
    Study,
    Text,
    Values,
)
from clientlens_composite.check import check
from clientlens_composite.once import ONCE_DIMS, once_dims_of, once_values
from clientlens_composite.options import CompositeOptions
from clientlens_composite.values import DIMS, GRADE_DIMS, composite_values, dims_of


class Composite(Model):
    """Ratings put together by the structural weights of the study.

    References
    ----------
    .. [1] OECD/JRC (2008), Handbook on Constructing Composite Indicators.
    .. [2] Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer.
    .. [3] Deng (1989), Introduction to grey system theory, J. Grey System 1(1), 1-24.
    """

    name = "composite"
    Options = CompositeOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = {**DIMS, **GRADE_DIMS}
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = ONCE_DIMS
    sheets: ClassVar[Mapping[str, Sheet]] = {
        "indicators": Sheet(
            {
                "index": "index_indicator",
                "performance": "performance",
                "priority": "priority",
                "weight_share": "importance",
            },
            "n_rated",
        ),
        "dimensions": Sheet(
            {"index": "index_dimension", "weight_share": "dimension_weight"}, "n_dimension"
        ),
        "overall": Sheet(("index",), is_detail=True),
        "grades": Sheet({"share": "grade_share"}, is_detail=True),
        "dimension_grades": Sheet(
            {"share": "dimension_grade_share"}, "n_dimension", is_detail=True
        ),
    }
    locale = Path(__file__).parent / "locale"

    def check(self, study: Study, options: CompositeOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def dims_for(self, study: Study, options: CompositeOptions) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """The index and its parts; the grades with fuzzy evaluation."""
        return dims_of(options)

    def once_dims_for(
        self,
        study: Study,  # noqa: ARG002
        options: CompositeOptions,
    ) -> Mapping[str, tuple[str, ...]]:
        """Numbers of answers; with fuzzy evaluation the validity of the largest grade."""
        return once_dims_of(options)

    def coords(self, study: Study, options: CompositeOptions) -> Mapping[str, Sequence[str]]:
        """The grades, lowest first."""
        scale = study.scales[study.facets[options.facet].scale]
        return {"grade": [str(point) for point in scale.categories]}

    def names(self, study: Study, options: CompositeOptions) -> Mapping[str, Text]:
        """What people call the grades: the labels of the scale."""
        scale = study.scales[study.facets[options.facet].scale]
        labels = {point: label for label, point in reversed(scale.labels.items())}
        return {str(point): Text(zh=label, en=label) for point, label in labels.items()}

    def scales_for(
        self, study: Study, options: CompositeOptions
    ) -> Mapping[str, tuple[float, float]]:
        """That of the ratings, and 0 to 100; weights sum to one."""
        rated = study.scales[study.facets[options.facet].scale].points
        indices = dict.fromkeys(("index", "index_indicator", "index_dimension"), (0.0, 100.0))
        weights = {"importance": (0.0, 1.0), "dimension_weight": (0.0, 1.0)}
        return {"performance": rated, "dimension_score": rated, **indices, **weights}

    def estimate(self, sample: Sample, study: Study, options: CompositeOptions) -> Values:  # noqa: ARG002
        """Indices of indicators, dimensions and the whole, and the grades."""
        return composite_values(sample, options)

    def once(self, sample: Sample, study: Study, options: CompositeOptions) -> Values:  # noqa: ARG002
        """Numbers of answers, and the validity of the largest grade."""
        return once_values(sample, options)

    def findings(self, result: Result) -> Iterable[Finding]:
        """How good the service is, and what would raise it most."""
        from clientlens_composite.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Dimensions, indicators, grades."""
        from clientlens_composite.charts import charts_of

        return charts_of(result, messages)
