"""The net promoter score: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Absent,
    Dims,
    Ends,
    Model,
    Options,
    Problem,
    Sample,
    Sheet,
    Study,
    Values,
    check_asked,
)

SHARES = ("detractor_share", "passive_share", "promoter_share")
OF_ITEM = ("net_promoter_score", *reversed(SHARES))
BY_INDICATOR = ("top_box", "bottom_box", "net_box", "highest_share", "performance")
BY_DIMENSION = {
    "top_box": "dimension_top_box",
    "bottom_box": "dimension_bottom_box",
    "net_box": "dimension_net_box",
    "performance": "dimension_score",
}
"""What is averaged over the indicators of a dimension → what it is called there."""

STANDARD = (0, 10)
"""The scale on which 9 and 10 are promoters and 0 to 6 detractors [1]."""


class PromoterOptions(Options):
    """Options of the net promoter score."""

    item: str | None = Field(
        None, description="Single item that asks how likely clients recommend."
    )
    promoters_from: int = Field(9, description="Answers from here on are promoters.")
    detractors_to: int = Field(6, description="Answers up to here are detractors.")
    facet: str | None = Field(None, description="Facet whose top and bottom boxes are counted.")
    boxes: int = Field(2, ge=1, description="Scale points of the top box, and of the bottom box.")


class PromoterScore(Model):
    """Net promoter score of one item, top and bottom boxes of the ratings.

    References
    ----------
    .. [1] Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12), 46-54.
    .. [2] Rocks (2016), Interval estimation for the "net promoter score", The American Statistician
           70(4), 365-372.
    """

    name = "nps"
    Options = PromoterOptions
    dims: ClassVar[Dims] = {
        **dict.fromkeys(OF_ITEM, ()),
        **dict.fromkeys(BY_INDICATOR, ("indicator",)),
        **dict.fromkeys(BY_DIMENSION.values(), ("dimension",)),
    }
    once_dims: ClassVar[Dims] = {
        "n_recommend": (),
        "distribution_item": ("item_point",),
        "n_rated": ("indicator",),
        "n_dimension": ("dimension",),
        "distribution": ("indicator", "facet_point"),
    }
    sheets: ClassVar[Mapping[str, Sheet]] = {
        "recommendation": Sheet(OF_ITEM, "n_recommend"),
        "indicators": Sheet(BY_INDICATOR, "n_rated"),
        "dimensions": Sheet(BY_DIMENSION, "n_dimension"),
    }
    present = "clientlens_nps.present"
    locale = Path(__file__).parent / "locale"

    def check(self, study: Study, options: PromoterOptions) -> Iterator[Problem]:
        """Problems of the study with their places."""
        entry = study.entry(options)
        if options.item is None and options.facet is None:
            hint = "Name the single item, the facet, or both."
            message = "neither an item for the score nor a facet for top boxes is named"
            yield study.problem(message, *entry, hint=hint)
        yield from check_asked(study, options, facets=["facet"], items=["item"])
        if options.item in study.items:
            yield from _check_cuts(study, options, str(options.item))
        if options.facet in study.facets:
            yield from _check_boxes(study, options, str(options.facet))

    def dims_for(self, study: Study, options: PromoterOptions) -> Dims:  # noqa: ARG002
        """What the item and the facet give, where they are asked."""
        return _asked(self.dims, options)

    def once_dims_for(self, study: Study, options: PromoterOptions) -> Dims:  # noqa: ARG002
        """The counts behind them."""
        return _asked(self.once_dims, options)

    def coords(self, study: Study, options: PromoterOptions) -> Mapping[str, Sequence[str]]:
        """The scale points of item and facet."""
        asked = {
            "item_point": study.items.get(options.item or ""),
            "facet_point": study.facets.get(options.facet or ""),
        }
        return {
            dim: [str(point) for point in study.scales[found.scale].categories]
            for dim, found in asked.items()
            if found is not None
        }

    def scales_for(self, study: Study, options: PromoterOptions) -> Mapping[str, Ends]:
        """Mean ratings have the scale of their facet."""
        if options.facet is None:
            return {}
        points = study.scale_of(options.facet).points
        return dict.fromkeys(("performance", "dimension_score"), points)

    def estimate(self, sample: Sample, study: Study, options: PromoterOptions) -> Values:  # noqa: ARG002
        """Shares, and their differences in percentage points."""
        of_item = _recommendation(sample, options, [options.item]) if options.item else {}
        return {
            **of_item,
            **(_boxes(sample, options.boxes, options.facet) if options.facet else {}),
        }

    def once(self, sample: Sample, study: Study, options: PromoterOptions) -> Values:  # noqa: ARG002
        """Numbers of answers, and how they spread over the scale points."""
        counts: dict[str, np.ndarray] = {}
        if options.item:
            counts["n_recommend"] = sample.n_answered([options.item])[0]
            counts["distribution_item"] = sample.as_answered.distribution([options.item])[0, 0]
        if options.facet:
            counts["n_rated"] = sample.n_answered(options.facet)
            counts["n_dimension"] = sample.n_by_dimension(sample.has_answered(options.facet))
            counts["distribution"] = sample.as_answered.distribution(options.facet)[0]
        return counts


def _asked(dims: Dims, options: PromoterOptions) -> Dims:
    """Those of the facet, which have indicators or dimensions, and those of the item."""
    of_facet = {name for name, own in dims.items() if {"indicator", "dimension"} & {*own}}
    return {
        name: own
        for name, own in dims.items()
        if (options.facet if name in of_facet else options.item)
    }


def _check_cuts(study: Study, options: PromoterOptions, item: str) -> Iterator[Problem]:
    entry, scale = study.entry(options), study.scales[study.items[item].scale]
    cuts = ("promoters_from", "detractors_to")
    if scale.points != STANDARD and not options.model_fields_set.issuperset(cuts):
        hint = "Say  promoters_from:  and  detractors_to:  yourself, or ask on 0 to 10."
        message = f"'{item}' is asked on {scale.low} to {scale.high}, where 9 and 6 mean nothing"
        yield study.problem(message, *entry, "item", hint=hint)
    elif not scale.low <= options.detractors_to < options.promoters_from <= scale.high:
        hint = f"They rise, within {scale.low} to {scale.high}."
        message = f"detractors to {options.detractors_to}, promoters from {options.promoters_from}"
        yield study.problem(f"{message} don't part the scale", *entry, cuts[0], hint=hint)


def _check_boxes(study: Study, options: PromoterOptions, facet: str) -> Iterator[Problem]:
    entry = study.entry(options)
    if not study.dimensions:
        hint = "Write them under 'hierarchy:', or name the item alone."
        message = "top boxes need indicators that are rated"
        yield study.problem(message, *entry, "facet", hint=hint)
    points = len(study.scale_of(facet).categories)
    if 2 * options.boxes > points:
        message = f"a top and a bottom box of {options.boxes} overlap on {points} scale points"
        yield study.problem(message, *entry, "boxes", hint=f"{points // 2} at most.")


def _recommendation(sample: Sample, options: PromoterOptions, item: Sequence[str]) -> Values:
    """The score, -100 to 100, and the three shares; all (R,)."""
    if not sample.has_answered(item).any():
        return dict.fromkeys(OF_ITEM, Absent("there are no answers to the recommendation item"))
    points = np.array(sample.scale(item).categories)
    shares = sample.distribution(item)[:, 0]  # (R, K)
    promoter = shares[:, points >= options.promoters_from].sum(axis=1)
    detractor = shares[:, points <= options.detractors_to].sum(axis=1)
    between = (points > options.detractors_to) & (points < options.promoters_from)
    return {
        "net_promoter_score": 100 * (promoter - detractor),
        "promoter_share": promoter,
        "passive_share": shares[:, between].sum(axis=1),  # exactly nothing where there are none
        "detractor_share": detractor,
    }


def _boxes(sample: Sample, boxes: int, facet: str) -> Values:
    """Shares at either end of the scale, (R, J) and (R, D)."""
    if not sample.has_answered(facet).any():
        absent = Absent(f"there are no ratings of '{facet}'")
        return dict.fromkeys((*BY_INDICATOR, *BY_DIMENSION.values()), absent)
    shares = sample.distribution(facet)  # (R, J, K)
    top = sample.top_box(facet, boxes)
    bottom = np.asarray(shares[:, :, :boxes].sum(axis=2))
    found = {
        "top_box": top,
        "bottom_box": bottom,
        "net_box": 100 * (top - bottom),
        "highest_share": np.array(shares[:, :, -1]),
        "performance": sample.mean(facet),
    }
    of = {called: sample.by_dimension(found[name]) for name, called in BY_DIMENSION.items()}
    return {**found, **of}
