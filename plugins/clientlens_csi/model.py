"""The satisfaction index: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from clientlens.plugin_api import (
    Chart,
    Finding,
    Messages,
    Model,
    Population,
    Problem,
    Result,
    Sample,
    Study,
    Table,
    Text,
    Values,
)
from clientlens_csi.invariance.distance import DISTANCES
from clientlens_csi.study.check import check
from clientlens_csi.study.design import design_of
from clientlens_csi.study.names import names_of
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.population import CsiTruth, true_population
from clientlens_csi.study.setup import setup_of
from clientlens_csi.values.exact_fit import IF_EXACT
from clientlens_csi.values.invariance import PAIR_SIGN, pairs_of
from clientlens_csi.values.once import ONCE_DIMS, once_dims_of, once_values
from clientlens_csi.values.prediction import BENCHMARKS
from clientlens_csi.values.quantiles import QUANTILES
from clientlens_csi.values.structural import STRUCTURAL_DIMS, dims_of, structural_values
from clientlens_csi.values.weighted import (
    WEIGHTED_DIMS,
    WEIGHTED_ONCE,
    weighted_counts,
    weighted_values,
)


class Csi(Model):
    """Customer satisfaction index by partial least squares path modelling.

    References
    ----------
    .. [1] Fornell et al. (1996), The American Customer Satisfaction Index, J. Marketing 60(4),
           7-18.
    .. [2] Tenenhaus et al. (2005), PLS path modeling, Comput. Stat. Data An. 48(1), 159-205.
    """

    name = "csi"
    Options = CsiOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = STRUCTURAL_DIMS
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = ONCE_DIMS
    locale = Path(__file__).parent / "locale"
    Truth = CsiTruth
    tables_only: ClassVar[frozenset[str]] = frozenset(
        {
            "cross_loading", "htmt2", "fornell_larcker_margin", "outer_vif", "chain_effect",
            "construct_index_equal", "alpha_standardised", *IF_EXACT,
        }
    )  # fmt: skip

    def check(self, study: Study, options: CsiOptions) -> Iterable[Problem]:
        """Problems of the study with their places."""
        return check(study, options)

    def dims_for(self, study: Study, options: CsiOptions) -> Mapping[str, tuple[str, ...]]:
        """The structural quantities, or those of weighted ratings."""
        return WEIGHTED_DIMS if options.method == "weighted" else dims_of(setup_of(study, options))

    def once_dims_for(self, study: Study, options: CsiOptions) -> Mapping[str, tuple[str, ...]]:
        """What has no replicates, for either method."""
        if options.method == "weighted":
            return WEIGHTED_ONCE
        return once_dims_of(setup_of(study, options), options)

    def coords(self, study: Study, options: CsiOptions) -> Mapping[str, Sequence[str]]:
        """Constructs, items, questions, and the paths between constructs."""
        if options.method == "weighted":
            return {}
        setup = setup_of(study, options)
        return {
            **setup.axes.labels(setup.columns),
            "quantile": [str(level) for level in QUANTILES],
            "predicted": list(setup.predicted),
            "benchmark": list(BENCHMARKS),
            "micom_pair": [PAIR_SIGN.join(pair) for pair in pairs_of(study, options)],
            "group_distance": list(DISTANCES),
        }

    def names(self, study: Study, options: CsiOptions) -> Mapping[str, Text]:
        """What constructs and questions are called."""
        return names_of(study, options) if options.method == "structural" else {}

    def population(self, study: Study, options: CsiOptions, truth: CsiTruth) -> Population | None:
        """Answers whose constructs are common factors joined by the paths."""
        if options.method == "weighted":
            return None
        return true_population(design_of(study, options), truth)

    def scales_for(self, study: Study, options: CsiOptions) -> Mapping[str, tuple[float, float]]:  # noqa: ARG002
        """Everything rated is on 0 to 100; only a weighted index has weights that sum to one."""
        rated = dict.fromkeys(("performance", "dimension_score", "index"), (0.0, 100.0))
        return rated | ({"importance": (0.0, 1.0)} if options.method == "weighted" else {})

    def estimate(self, sample: Sample, study: Study, options: CsiOptions) -> Values:
        """Everything that the answers say of the model, in every replicate."""
        if options.method == "weighted":
            return weighted_values(sample, options)
        return structural_values(sample, setup_of(study, options), options)

    def once(self, sample: Sample, study: Study, options: CsiOptions) -> Values:
        """Numbers of answers, spread of scores, prediction out of sample."""
        if options.method == "weighted":
            return weighted_counts(sample, options)
        return once_values(sample, study, setup_of(study, options), options)

    def tables(self, result: Result) -> Iterable[Table]:
        """Weights, loadings, paths, effects, constructs, fit, and what to make of them."""
        from clientlens_csi.present.tables import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """How satisfied clients are, what moves that most, and how far to believe it."""
        from clientlens_csi.present.findings import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """The path diagram, the importance-performance map, loadings, indices."""
        from clientlens_csi.present.charts import charts_of

        return charts_of(result, messages)
