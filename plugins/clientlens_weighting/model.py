"""The model that shows weights: those that a study uses beside those that it compares."""

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
    check_facet,
)
from clientlens_weighting.labels import USED, labels_of, names_of
from clientlens_weighting.options import WeightsOptions
from clientlens_weighting.values import DIMS, dims_of, values_of


class WeightsModel(Model):
    """Structural weights with their uncertainty, by one weighting or by several.

    References
    ----------
    .. [1] OECD & JRC (2008), Handbook on Constructing Composite Indicators.
    """

    name = "weights"
    Options = WeightsOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = DIMS
    locale = Path(__file__).parent / "locale"
    tables_only = frozenset({"within"})

    def check(self, study: Study, options: WeightsOptions) -> Iterable[Problem]:
        """A hierarchy to weigh, a facet that is asked, and a name that isn't taken."""
        entry = study.entry(options)
        if not study.dimensions:
            hint = "Write the indicators under 'hierarchy:'."
            yield study.problem("weights need a hierarchy of indicators", *entry, hint=hint)
        if "facet" in options.model_fields_set:
            yield from check_facet(study, options.facet, (*entry, "facet"))
        if USED in study.compared:
            place = study.document.key_place("weighting", "compare", USED)
            message = f"'{USED}' is what the weighting is called that the study uses"
            yield Problem(message, place, "Call the one that is compared otherwise.")

    def dims_for(self, study: Study, options: WeightsOptions) -> Mapping[str, tuple[str, ...]]:
        """Weights; the index where there are ratings to put together."""
        return dims_of(study, options)

    def coords(self, study: Study, options: WeightsOptions) -> Mapping[str, Sequence[str]]:  # noqa: ARG002
        """The weightings."""
        return {"weighting": labels_of(study)}

    def names(self, study: Study, options: WeightsOptions) -> Mapping[str, Text]:  # noqa: ARG002
        """What the weightings are called."""
        return names_of(study)

    def estimate(self, sample: Sample, study: Study, options: WeightsOptions) -> Values:
        """Weights and the index under every weighting."""
        return values_of(sample, study, options)

    def tables(self, result: Result) -> Iterable[Table]:
        """Indicators, dimensions, the whole, agreement, diagnostics."""
        from clientlens_weighting.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """What weighs most and how sure, where weightings differ, what to read them with."""
        from clientlens_weighting.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Weights by weighting side by side."""
        from clientlens_weighting.charts import charts_of

        return charts_of(result, messages)
