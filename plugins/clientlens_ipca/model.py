"""The competitor analysis: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Absent,
    Chart,
    Finding,
    FloatArray,
    Messages,
    Model,
    Options,
    Problem,
    Result,
    Sample,
    Study,
    Table,
    Values,
    did_you_mean,
)
from clientlens.stats.moments import column_correlation, divide
from clientlens_ipca.classes import CLASSES, LOOKS, classify

BY_INDICATOR = (
    *("performance", "competitor_performance", "difference"),
    *("importance", "gap", "priority", "class"),
)
BY_DIMENSION = ("dimension_score", "dimension_competitor_performance", "dimension_difference")
OVERALL = ("overall_difference", "importance_line")


class CompetitorOptions(Options):
    """Options of the competitor analysis."""

    performance_facet: str = Field("satisfaction", description="Facet that asks how it is done.")
    competitor_facet: str = Field(
        "competitor", description="Facet that asks the same of a competitor."
    )
    axis: Literal["gap", "importance"] = Field(
        "gap", description="What the difference is set against: own gap, or importance."
    )
    importance: Literal["stated", "derived"] = Field(
        "stated", description="As clients say, or as it moves an overall rating."
    )
    importance_facet: str = Field("importance", description="Facet that asks for importance.")
    overall: str | None = Field(
        None, description="Single item with the overall rating, for derived importance."
    )
    near_line_below: float = Field(
        0.8, gt=0, le=1, description="Near a line: the class's probability is below this."
    )


class Competitor(Model):
    """Importance-performance-competitor analysis.

    References
    ----------
    .. [1] Albayrak (2015), Importance Performance Competitor Analysis (IPCA): A study of
           hospitality companies, Int. J. Hospitality Management 48, 135-142.
    .. [2] Keyt, Yavas & Riecken (1994), Importance-performance analysis: a case study in restaurant
           positioning, Int. J. Retail & Distribution Management 22(5), 35-40.
    """

    name = "ipca"
    Options = CompetitorOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(BY_INDICATOR, ("indicator",)),
        **dict.fromkeys(BY_DIMENSION, ("dimension",)),
        **dict.fromkeys(OVERALL, ()),
    }
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "n_respondents": (),
        **dict.fromkeys(("n_rated", "n_competitor", "n_both"), ("indicator",)),
        "n_dimension": ("dimension",),
    }
    locale = Path(__file__).parent / "locale"
    looks: ClassVar[Mapping[str, str]] = LOOKS
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {"class": CLASSES}

    def check(self, study: Study, options: CompetitorOptions) -> Iterator[Problem]:
        """Problems of the study with their places."""
        names = [choice.name for choice in study.models.values() if choice.options is options]
        entry = ("models", *names[:1])
        if not study.dimensions:
            hint = "Write the indicators under 'hierarchy:'."
            yield study.problem("a competitor is compared by indicators", *entry, hint=hint)
        if options.importance == "derived":
            yield from _check_derived(study, options, entry)
        keys = ["performance_facet", "competitor_facet"]
        keys += ["importance_facet"] if options.importance == "stated" else []
        missing = [key for key in keys if getattr(options, key) not in study.facets]
        for key in missing:
            yield _missing(study, key, getattr(options, key), entry)
        if not missing:
            yield from _check_scales(study, options, keys, entry)

    def scales_for(
        self, study: Study, options: CompetitorOptions
    ) -> Mapping[str, tuple[float, float]]:
        """Those of the answers; derived importance has none."""
        facets = {"performance": options.performance_facet, "importance": options.importance_facet}
        if options.importance == "derived":
            facets.pop("importance")
        facets["dimension_score"] = options.performance_facet
        return {name: study.scales[study.facets[f].scale].points for name, f in facets.items()}

    def estimate(self, sample: Sample, study: Study, options: CompetitorOptions) -> Values:
        """Both performances, their paired difference, importance and the gap."""
        own, other = options.performance_facet, options.competitor_facet
        least = study.report.minimum_group
        both = _both(sample, own, other).sum(axis=0) >= least  # (J,)
        if not both.any():
            reason = f"fewer than {least} respondents rated both on any indicator"
            return dict.fromkeys(self.dims, Absent(reason))
        difference = np.where(both, sample.mean_difference(own, other), np.nan)
        performance, competitor = sample.mean(own), sample.mean(other)
        importance, gap = _importance(sample, options), _gap(sample, options, least)
        line = _known_mean(importance, np.ones_like(importance))
        height = gap if isinstance(gap, np.ndarray) and options.axis == "gap" else None
        height = importance - line[:, None] if height is None else height
        return {
            "performance": performance,
            "competitor_performance": competitor,
            "difference": difference,
            "importance": importance,
            "gap": gap,
            "class": classify(difference, height, options.axis),
            # What moves the overall rating the wrong way counts as of no importance.
            "priority": -difference * np.maximum(importance, 0.0),
            "dimension_score": sample.by_dimension(performance),
            "dimension_competitor_performance": sample.by_dimension(competitor),
            "dimension_difference": sample.by_dimension(difference),
            "overall_difference": _known_mean(difference, sample.structural_weights),
            "importance_line": line,
        }

    def once(self, sample: Sample, study: Study, options: CompetitorOptions) -> Values:  # noqa: ARG002
        """Numbers of respondents who rated the one, the other and both."""
        both = _both(sample, options.performance_facet, options.competitor_facet)  # (n, J)
        has_any = both.astype(float) @ sample.hierarchy.membership.T > 0  # (n, D)
        return {
            "n_respondents": np.asarray(float(both.any(axis=1).sum())),
            "n_rated": sample.n_answered(options.performance_facet),
            "n_competitor": sample.n_answered(options.competitor_facet),
            "n_both": both.sum(axis=0) * 1.0,
            "n_dimension": has_any.sum(axis=0) * 1.0,
        }

    def tables(self, result: Result) -> Iterable[Table]:
        """Indicators, dimensions, classes, overall."""
        from clientlens_ipca.present import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """Where the competitor is better, and where that is urgent."""
        from clientlens_ipca.present import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Differences with their intervals; differences against gaps or importance."""
        from clientlens_ipca.charts import charts_of

        return charts_of(result, messages)


def _check_derived(
    study: Study, options: CompetitorOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    if options.axis == "gap":
        message = "derived importance has no scale, so there is no gap to it"
        hint = "Say  axis: importance, or  importance: stated."
        yield study.problem(message, *entry, "importance", hint=hint)
    if options.overall is None:
        hint = did_you_mean("", study.items) or "Declare the question under 'items:'."
        message = "derived importance needs an overall rating: 'overall' is missing"
        yield study.problem(message, *entry, "importance", hint=hint)
    elif options.overall not in study.items:
        hint = did_you_mean(options.overall, study.items) or "Declare it under 'items:'."
        yield study.problem(f"unknown item '{options.overall}'", *entry, "overall", hint=hint)


def _missing(study: Study, key: str, facet: str, entry: tuple[str, ...]) -> Problem:
    hint = did_you_mean(facet, study.facets)
    message = f"unknown facet '{facet}' as {key}"
    if key == "competitor_facet":
        message = f"the study asks nothing about a competitor: unknown facet '{facet}'"
        hint = f"Ask the ratings of a competitor too, and name that facet. {hint}".strip()
    return study.problem(message, *entry, key, hint=hint)


def _check_scales(
    study: Study, options: CompetitorOptions, keys: list[str], entry: tuple[str, ...]
) -> Iterator[Problem]:
    """What is subtracted must be asked on one scale, and be two questions."""
    compared = keys if options.axis == "gap" else keys[:2]
    facets = [getattr(options, key) for key in compared]
    points = [study.scales[study.facets[facet].scale].points for facet in facets]
    for key, facet, own in zip(compared[1:], facets[1:], points[1:], strict=True):
        spot = (*entry, key) if (*entry, key) in study.document.spots else entry
        if facet == facets[0]:
            message = f"'{facet}' is the facet of own performance as well"
            yield study.problem(message, *spot, hint="Ask both apart.")
        elif own != points[0]:
            message = f"'{facets[0]}' and '{facet}' aren't asked on one scale"
            hint = "Ask of the competitor on the same scale."
            if key == "importance_facet":
                hint = "A gap needs one scale; say  axis: importance."
            yield study.problem(message, *spot, hint=hint)


def _both(sample: Sample, one: str, other: str) -> np.ndarray:
    """(n, J) who rated both."""
    return np.asarray(~np.isnan(sample.answers(one) + sample.answers(other)))


def _gap(sample: Sample, options: CompetitorOptions, least: int) -> FloatArray | Absent:
    """(R, J) own performance minus importance, over those who gave both."""
    if options.importance == "derived":
        return Absent("derived importance has no scale")
    own, asked = options.performance_facet, options.importance_facet
    if sample.scale(own).points != sample.scale(asked).points:
        return Absent("performance and importance are not on one scale")
    enough = _both(sample, own, asked).sum(axis=0) >= least
    return np.where(enough, sample.mean_difference(own, asked), np.nan)


def _importance(sample: Sample, options: CompetitorOptions) -> FloatArray:
    """(R, J) mean importance, or the correlation of own ratings with the overall one."""
    if options.importance == "stated":
        return sample.mean(options.importance_facet)
    ratings = sample.answers(options.performance_facet)
    overall = np.broadcast_to(sample.answers([str(options.overall)]), ratings.shape)
    return column_correlation(sample.weights, ratings, overall)


def _known_mean(values: FloatArray, weights: FloatArray) -> FloatArray:
    """(R,) mean over the indicators that have a value."""
    is_known = ~np.isnan(values)
    total = (np.where(is_known, values, 0.0) * weights).sum(axis=1)
    return divide(total, (is_known * weights).sum(axis=1))
