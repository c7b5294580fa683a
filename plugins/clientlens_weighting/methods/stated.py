"""Weights from what respondents say matters to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from clientlens.plugin_api import (
    Family,
    FloatArray,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
    check_facet,
)
from clientlens_weighting.outcome import outcome
from clientlens_weighting.stated import (
    by_centred_mean,
    by_mean,
    by_rank,
    centred_means,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from clientlens_weighting.weights import Weights as Solved
from clientlens_weighting.weights import weights_of

Measure = Literal[
    "mean",
    "minus_minimum",
    "top_two_box",
    "centred",
    "rank_order_centroid",
    "rank_sum",
    "rank_reciprocal",
]

_PLACES: Mapping[str, Callable[[int], FloatArray]] = {
    "rank_order_centroid": rank_order_centroid,
    "rank_sum": rank_sum,
    "rank_reciprocal": rank_reciprocal,
}
_FEWEST_CATEGORIES = 3
"""The two highest of two take in everybody."""


class StatedOptions(Options):
    """Options of stated importance."""

    facet: str = Field("importance", description="Facet that asks for importance.")
    measure: Measure = Field(
        "mean",
        description="The `mean` rating; the mean `minus_minimum` of the scale; the share of the "
        "two highest scale points; the mean beside the respondent's own; or the ranks of means.",
    )


class Stated(Weighting):
    """Stated importance."""

    name = "stated"
    Options = StatedOptions

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The facet, and whether its scale fits the measure."""
        options: StatedOptions = choice.options  # type: ignore[assignment]
        yield from check_facet(study, options.facet, (*choice.path, "facet"))
        if options.facet not in study.facets:
            return
        scale = study.scales[study.facets[options.facet].scale]
        path = (*choice.path, "measure")
        if options.measure == "mean" and scale.low < 0:
            message = f"'{options.facet}' begins at {scale.low:g}, so a mean may be negative"
            yield study.problem(message, *path, hint="Use  measure: minus_minimum.")
        if options.measure == "top_two_box" and len(scale.categories) < _FEWEST_CATEGORIES:
            message = f"'{options.facet}' has two scale points, and two of two take in everybody"
            yield study.problem(message, *path, hint="Use  measure: minus_minimum.")

    def weigh(
        self,
        family: Family,
        options: StatedOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """By the measure that the options name."""
        return outcome(_solved(family, options))


def _solved(family: Family, options: StatedOptions) -> Solved:
    facet, scale = options.facet, family.scale(options.facet)
    if options.measure in _PLACES:
        places = _PLACES[options.measure](len(family.children))
        return by_rank(family.mean(facet), places)
    if options.measure == "top_two_box":
        return weights_of(family.of_children(family.sample.top_box(facet)))
    if options.measure == "centred":
        centred = centred_means(family.sample.weights, family.rows(facet))
        return by_centred_mean(centred, scale.high - scale.low)
    minimum = scale.low if options.measure == "minus_minimum" else 0.0
    return by_mean(family.mean(facet), minimum)
