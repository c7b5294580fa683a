"""The gap model: what it asks of a study, and what it estimates from a sample."""

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
from clientlens_servqual.chain import NAMES, chain_of, names_of
from clientlens_servqual.check import check
from clientlens_servqual.confirmatory import MEASURES
from clientlens_servqual.layout import layout_of
from clientlens_servqual.once import ONCE_DIMS, once_dims_of, once_values
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.role_gaps import (
    COUNTS,
    OF_EVERYBODY,
    PARTS,
    quantity,
    role_counts,
    role_dims,
    role_numbers,
    role_values,
)
from clientlens_servqual.values import DIMS, SampleGaps, dims_of, servqual_values


class Servqual(Model):
    """Service quality as the gap between what clients expect and what they perceive.

    References
    ----------
    .. [1] Parasuraman, Zeithaml & Berry (1988), SERVQUAL, J. Retailing 64(1), 12-40.
    .. [2] Cronin & Taylor (1992), Measuring service quality, J. Marketing 56(3), 55-68.
    """

    name = "servqual"
    Options = ServqualOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = DIMS
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = ONCE_DIMS
    locale = Path(__file__).parent / "locale"
    tables_only: ClassVar[frozenset[str]] = frozenset(
        {
            "perception",  # `performance` holds the same
            *(quantity(code, part) for code in NAMES for part in PARTS if part != "gap"),
        }
    )

    def check(self, study: Study, options: ServqualOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def dims_for(self, study: Study, options: ServqualOptions) -> Mapping[str, tuple[str, ...]]:
        """The gaps; the zone of tolerance and gaps between roles where they are asked for."""
        return {**dims_of(options), **role_dims(chain_of(study, options)[0])}

    def once_dims_for(
        self, study: Study, options: ServqualOptions
    ) -> Mapping[str, tuple[str, ...]]:
        """Tests and reliabilities; what the zone, an overall rating and roles add to them."""
        return {**once_dims_of(options), **role_counts(chain_of(study, options)[0])}

    def coords(self, study: Study, options: ServqualOptions) -> Mapping[str, Sequence[str]]:
        """The quality dimensions, and measures of how they fit together."""
        dimensions = layout_of(study, options).dimensions
        return {
            "quality_dimension": dimensions,
            "other_dimension": dimensions,
            "fit_measure": MEASURES,
        }

    def names(self, study: Study, options: ServqualOptions) -> Mapping[str, Text]:
        """What the quality dimensions and the gaps between roles are called."""
        gaps = names_of(options)
        parts = (*PARTS, *COUNTS)
        quantities = {quantity(c, part): name for c, name in gaps.items() for part in parts}
        return {**gaps, **quantities, **layout_of(study, options).names}

    def of_everybody(self, study: Study, options: ServqualOptions) -> frozenset[str]:
        """Gaps between roles by indicator."""
        links, _ = chain_of(study, options)
        return frozenset(quantity(code, part) for code in links for part in OF_EVERYBODY)

    def scales_for(
        self, study: Study, options: ServqualOptions
    ) -> Mapping[str, tuple[float, float]]:
        """That of perceptions; importance are weights that sum to one."""
        rated = study.scales[study.facets[options.perception].scale].points
        return {"performance": rated, "dimension_score": rated, "importance": (0, 1)}

    def estimate(self, sample: Sample, study: Study, options: ServqualOptions) -> Values:
        """Perceptions, expectations and gaps; the whole; the zone of tolerance; roles."""
        gaps = SampleGaps(sample, study, options)
        own = servqual_values(sample, study, options)
        return {**own, **role_values(gaps, chain_of(study, options)[0])}

    def once(self, sample: Sample, study: Study, options: ServqualOptions) -> Values:
        """Numbers of pairs, paired tests, reliabilities."""
        gaps = SampleGaps(sample.as_answered, study, options)
        own = once_values(sample, study, options)
        return {**own, **role_numbers(gaps, chain_of(study, options)[0])}

    def tables(self, result: Result) -> Iterable[Table]:
        """Items, dimensions, overall, tests, reliability."""
        from clientlens_servqual.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """Where the service falls short of what is expected, and how sure that is."""
        from clientlens_servqual.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Gaps by dimension and by indicator, expectation against perception, the zone."""
        from clientlens_servqual.charts import charts_of

        return charts_of(result, messages)
