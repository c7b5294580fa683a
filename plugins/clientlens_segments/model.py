"""The model that shows segments: what it asks of a study, and what it estimates from a sample."""

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
    Study,
    Table,
    Text,
    Values,
)
from clientlens_segments.check import check_model
from clientlens_segments.labels import names_of_labels
from clientlens_segments.naming import LOCALE
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.rule import RULE_DIMS, rule_coords, rule_values
from clientlens_segments.values import (
    DIMS,
    ONCE_DIMS,
    TABLES_ONLY,
    layout_of,
    segment_counts,
    segment_values,
)


class SegmentsModel(Model):
    """Segments with their profile, how their number was chosen, and a rule that tells them.

    References
    ----------
    .. [1] Dolnicar, Grün & Leisch (2018), Market segmentation analysis. Springer.
    """

    name = "segments"
    Options = SegmentsOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = DIMS
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = {**ONCE_DIMS, **RULE_DIMS}
    locale: ClassVar[Path] = LOCALE
    tables_only = TABLES_ONLY
    only_everybody = True

    def check(self, study: Study, options: SegmentsOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check_model(study, options)

    def coords(self, study: Study, options: SegmentsOptions) -> Mapping[str, Sequence[str]]:
        """Segmentations and segments, questions, attributes and their values."""
        layout = layout_of(study, options)
        return {
            "segmentation": layout.segmentations,
            "segment": layout.segments,
            "feature": layout.features,
            "attribute": layout.attributes,
            "level": layout.levels,
            **rule_coords(options),
        }

    def names(self, study: Study, options: SegmentsOptions) -> Mapping[str, Text]:
        """What questions, segments and values are called."""
        return names_of_labels(study, layout_of(study, options))

    def estimate(self, sample: Sample, study: Study, options: SegmentsOptions) -> Values:
        """Sizes, and what sets every segment apart."""
        return segment_values(sample, study, options)

    def once(self, sample: Sample, study: Study, options: SegmentsOptions) -> Values:
        """Numbers of respondents, and the rule with its accuracy."""
        return {
            **segment_counts(sample, study, options),
            **rule_values(sample, study, options),
        }

    def tables(self, result: Result) -> Iterable[Table]:
        """Sizes, profile, choice of the number, and the rule."""
        from clientlens_segments.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """What sets segments apart, whether there are any, and how far they can be trusted."""
        from clientlens_segments.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """The profile, the map, silhouettes, and quadrants by segment."""
        from clientlens_segments.charts import charts_of

        return charts_of(result, messages)
