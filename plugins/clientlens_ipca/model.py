"""The competitor analysis: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Absent,
    Dims,
    Ends,
    FloatArray,
    Model,
    Options,
    Problem,
    Sample,
    Sheet,
    Study,
    Values,
    check_asked,
    check_overall,
    did_you_mean,
)
from clientlens.stats.moments import column_correlation, mean_of_known
from clientlens_ipca.classes import CLASSES, LOOKS, classify

NUMBERS = ("performance", "competitor_performance", "difference", "importance", "gap", "priority")
BY_DIMENSION = {
    "performance": "dimension_score",
    "competitor_performance": "dimension_competitor_performance",
    "difference": "dimension_difference",
}
"""What is averaged over the indicators of a dimension → what it is called there."""

OVERALL = ("overall_difference", "importance_line")
_N_OF = {name: f"n_{name}" for name in NUMBERS}
_N_OF_DIMENSION = {name: f"n_{name}" for name in BY_DIMENSION.values()}
"""Quantity → what counts the respondents behind it."""


class CompetitorOptions(Options):
    """Options of the competitor analysis."""

    performance_facet: str = Field("satisfaction", description="Facet that asks how it is done.")
    competitor_facet: str = Field("competitor", description="Facet that asks it of a competitor.")
    axis: Literal["gap", "importance"] = Field(
        "gap", description="What the difference is set against: own gap, or importance."
    )
    importance: Literal["stated", "derived"] = Field(
        "stated", description="As clients say, or as it moves an overall rating."
    )
    importance_facet: str = Field("importance", description="Facet that asks for importance.")
    overall: str | None = Field(None, description="Single item that importance is derived from.")
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
    dims: ClassVar[Dims] = {
        **dict.fromkeys((*NUMBERS, "class"), ("indicator",)),
        **dict.fromkeys(BY_DIMENSION.values(), ("dimension",)),
        **dict.fromkeys(OVERALL, ()),
    }
    once_dims: ClassVar[Dims] = {
        **dict.fromkeys(("n_respondents", "n_line"), ()),
        **dict.fromkeys(_N_OF.values(), ("indicator",)),
        **dict.fromkeys(_N_OF_DIMENSION.values(), ("dimension",)),
    }
    sheets: ClassVar[Mapping[str, Sheet]] = {
        "indicators": Sheet(NUMBERS, n_of=_N_OF),
        "dimensions": Sheet(BY_DIMENSION, n_of=_N_OF_DIMENSION),
        "overall": Sheet(OVERALL, n_of={"importance_line": "n_line"}, is_detail=True),
    }
    present = "clientlens_ipca.present"
    locale = Path(__file__).parent / "locale"
    looks: ClassVar[Mapping[str, str]] = LOOKS
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {"class": CLASSES}

    def check(self, study: Study, options: CompetitorOptions) -> Iterator[Problem]:
        """Problems of the study with their places."""
        entry, competitor = study.entry(options), options.competitor_facet
        stated = ["importance_facet"] if options.importance == "stated" else []
        needs = "a competitor is compared by indicators"
        yield from check_asked(study, options, ["performance_facet", *stated], needs=needs)
        if not stated:
            yield from check_overall(study, options)
        if not stated and options.axis == "gap":
            message = "derived importance has no scale, so there is no gap to it"
            hint = "Say  axis: importance, or  importance: stated."
            yield study.problem(message, *entry, "importance", hint=hint)
        if competitor not in study.facets:
            message = f"the study asks nothing about a competitor: unknown facet '{competitor}'"
            hint = f"Ask the ratings of a competitor too. {did_you_mean(competitor, study.facets)}"
            yield study.problem(message, *entry, "competitor_facet", hint=hint)
        for key in ("competitor_facet", *stated):
            yield from _check_scale(study, options, key)

    def scales_for(self, study: Study, options: CompetitorOptions) -> Mapping[str, Ends]:
        """Those of the answers; derived importance has none."""
        facets = dict.fromkeys(("performance", "dimension_score"), options.performance_facet)
        if options.importance == "stated":
            facets["importance"] = options.importance_facet
        return {name: study.scale_of(facet).points for name, facet in facets.items()}

    def estimate(self, sample: Sample, study: Study, options: CompetitorOptions) -> Values:
        """Both performances, their paired difference, importance and the gap."""
        own, other = options.performance_facet, options.competitor_facet
        least = study.report.minimum_group
        if (sample.has_answered(own, other).sum(axis=0) < least).all():
            reason = f"fewer than {least} respondents rated both on any indicator"
            return dict.fromkeys(self.dims, Absent(reason))
        difference = sample.mean_difference(own, other, least)
        importance, gap = _importance(sample, options), _gap(sample, options, least)
        line = mean_of_known(importance)  # (R,)
        height = importance - line[:, None]
        if options.axis == "gap" and not isinstance(gap, Absent):
            height = gap
        return {
            "performance": sample.mean(own),
            "competitor_performance": sample.mean(other),
            "difference": difference,
            "importance": importance,
            "gap": gap,
            "class": classify(difference, height, options.axis),
            # What moves the overall rating the wrong way counts as of no importance.
            "priority": -difference * np.maximum(importance, 0.0),
            "dimension_score": sample.by_dimension(sample.mean(own)),
            "dimension_competitor_performance": sample.by_dimension(sample.mean(other)),
            "dimension_difference": sample.by_dimension(difference),
            "overall_difference": sample.overall(difference),
            "importance_line": line,
        }

    def once(self, sample: Sample, study: Study, options: CompetitorOptions) -> Values:  # noqa: ARG002
        """Numbers of respondents who rated the one, the other and both, and said what counts."""
        own, other = options.performance_facet, options.competitor_facet
        rated, beside = sample.has_answered(own), sample.has_answered(other)  # (n, J)
        is_stated, both = options.importance == "stated", rated & beside
        asked = options.importance_facet if is_stated else [str(options.overall)]
        important = sample.has_answered(asked) & (is_stated | rated)
        behind = (rated, beside, both, important, rated & important, both)
        return {
            "n_respondents": np.asarray(float(both.any(axis=1).sum())),
            "n_line": np.asarray(float(important.any(axis=1).sum())),
            **{n: 1.0 * who.sum(axis=0) for n, who in zip(_N_OF.values(), behind, strict=True)},
            **dict(zip(_N_OF_DIMENSION.values(), map(sample.n_by_dimension, behind), strict=False)),
        }


def _check_scale(study: Study, options: CompetitorOptions, key: str) -> Iterator[Problem]:
    """What is subtracted must be asked on one scale, and be two questions."""
    spot = (*study.entry(options), key)
    own, other = options.performance_facet, getattr(options, key)
    points = {study.scale_of(facet).points for facet in (own, other) if facet in study.facets}
    if other == own:
        message = f"'{own}' is the facet of own performance as well"
        yield study.problem(message, *spot, hint="Ask both apart.")
    elif len(points) > 1 and (options.axis == "gap" or key == "competitor_facet"):
        hint = "Ask of the competitor on the same scale."
        if key == "importance_facet":
            hint = "A gap needs one scale; say  axis: importance."
        yield study.problem(f"'{own}' and '{other}' aren't asked on one scale", *spot, hint=hint)


def _gap(sample: Sample, options: CompetitorOptions, least: int) -> FloatArray | Absent:
    """(R, J) own performance minus importance, over those who gave both."""
    if options.importance == "derived":
        return Absent("derived importance has no scale")
    own, asked = options.performance_facet, options.importance_facet
    if sample.scale(own).points != sample.scale(asked).points:
        return Absent("performance and importance are not on one scale")
    return sample.mean_difference(own, asked, least)


def _importance(sample: Sample, options: CompetitorOptions) -> FloatArray:
    """(R, J) mean importance, or the correlation of own ratings with the overall one."""
    if options.importance == "stated":
        return sample.mean(options.importance_facet)
    ratings = sample.answers(options.performance_facet)
    overall = np.broadcast_to(sample.answers([str(options.overall)]), ratings.shape)
    return column_correlation(sample.weights, ratings, overall)
