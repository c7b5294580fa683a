"""The comparison of units: what it asks of a study, and what it estimates from a sample."""

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
from clientlens_units.check import check
from clientlens_units.options import UnitsOptions
from clientlens_units.values import (
    DIMS,
    ONCE_DIMS,
    TABLES_ONLY,
    dims_of,
    unit_counts,
    unit_values,
    units_of,
)


class Units(Model):
    """Units compared by a composite score, with ranks that say how sure they are.

    References
    ----------
    .. [1] Goldstein & Spiegelhalter (1996), League tables and their limitations, J. Royal Statist.
           Soc. A 159(3), 385-443.
    .. [2] Saisana, Saltelli & Tarantola (2005), Uncertainty and sensitivity analysis techniques as
           tools for the quality assessment of composite indicators, J. Royal Statist. Soc. A
           168(2), 307-323.
    """

    name = "units"
    Options = UnitsOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = DIMS
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = ONCE_DIMS
    locale = Path(__file__).parent / "locale"
    tables_only = TABLES_ONLY
    only_everybody = True

    def check(self, study: Study, options: UnitsOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def dims_for(self, study: Study, options: UnitsOptions) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """Scores, what they are made of, and the weights that are compared."""
        return dims_of(options)

    def coords(self, study: Study, options: UnitsOptions) -> Mapping[str, Sequence[str]]:
        """The units, and the compared weightings."""
        return {"unit": units_of(study, options), "weighting": options.vary.weightings}

    def names(self, study: Study, options: UnitsOptions) -> Mapping[str, Text]:
        """What the units are called."""
        return study.respondents[options.by].names

    def estimate(self, sample: Sample, study: Study, options: UnitsOptions) -> Values:
        """Scores of the units, as a whole and by dimension, and what they are made of."""
        return unit_values(sample, study, options)

    def once(self, sample: Sample, study: Study, options: UnitsOptions) -> Values:
        """Numbers of respondents and of answers."""
        return unit_counts(sample, study, options)

    def tables(self, result: Result) -> Iterable[Table]:
        """The league, rank sets, pairs, dimensions, contributions, and what the method does."""
        from clientlens_units.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """Who can be told apart, whether ranks may be shown, and what they rest on."""
        from clientlens_units.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Scores, ranks, the funnel, strengths and weaknesses, and what drives the ranks."""
        from clientlens_units.charts import charts_of

        return charts_of(result, messages)
