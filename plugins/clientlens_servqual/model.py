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
from clientlens_servqual.check import check
from clientlens_servqual.layout import layout_of
from clientlens_servqual.once import ONCE_DIMS, once_dims_of, once_values
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.values import DIMS, dims_of, servqual_values


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

    def check(self, study: Study, options: ServqualOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def dims_for(self, study: Study, options: ServqualOptions) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """The gaps, and the zone of tolerance where it is asked for."""
        return dims_of(options)

    def once_dims_for(
        self,
        study: Study,  # noqa: ARG002
        options: ServqualOptions,
    ) -> Mapping[str, tuple[str, ...]]:
        """Tests and reliabilities; those of the zone and of an overall rating where asked for."""
        return once_dims_of(options)

    def coords(self, study: Study, options: ServqualOptions) -> Mapping[str, Sequence[str]]:
        """The quality dimensions."""
        return {"quality_dimension": layout_of(study, options).dimensions}

    def names(self, study: Study, options: ServqualOptions) -> Mapping[str, Text]:
        """What the quality dimensions are called."""
        return layout_of(study, options).names

    def estimate(self, sample: Sample, study: Study, options: ServqualOptions) -> Values:
        """Perceptions, expectations and gaps; the whole; the zone of tolerance."""
        return servqual_values(sample, study, options)

    def once(self, sample: Sample, study: Study, options: ServqualOptions) -> Values:
        """Numbers of pairs, paired tests, reliabilities."""
        return once_values(sample, study, options)

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
