"""The gaps of a sample: every quantity of the model, in every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample, Study, Values
from clientlens_servqual.gaps import (
    Zone,
    allocated_whole,
    dimension_means,
    weighted_whole,
    zone_of_tolerance,
)
from clientlens_servqual.layout import Layout, layout_of
from clientlens_servqual.options import ServqualOptions

BY_INDICATOR = ("perception", "expectation", "gap")
BY_DIMENSION = tuple(f"dimension_{name}" for name in BY_INDICATOR)
COMPARABLE = ("performance", "importance", "priority")
WHOLE = ("gap_overall", "gap_weighted", "perception_overall", "perception_weighted", "index")
ZONE = ("adequacy", "superiority", "zone_width", "zone_position", "share_in_zone")

DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*BY_INDICATOR, *COMPARABLE), ("indicator",)),
    **dict.fromkeys((*BY_DIMENSION, "dimension_weight"), ("quality_dimension",)),
    **dict.fromkeys(WHOLE, ()),
}
ZONE_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(ZONE, ("indicator",)),
    **dict.fromkeys(
        ("dimension_adequacy", "dimension_superiority", "dimension_zone_position"),
        ("quality_dimension",),
    ),
}


def has_zone(options: ServqualOptions) -> bool:
    """Whether the zone of tolerance is asked for, in two columns or three."""
    return options.minimum is not None or options.adequacy is not None


def dims_of(options: ServqualOptions) -> Mapping[str, tuple[str, ...]]:
    """Quantity → its axes behind group and replicate."""
    return {**DIMS, **(ZONE_DIMS if has_zone(options) else {})}


def servqual_values(sample: Sample, study: Study, options: ServqualOptions) -> Values:
    """Every quantity that `dims_of` names.

    Parameters
    ----------
    sample : Sample
        Answers under R rows of weights.
    study, options
        The indicators, and what is asked for.

    Returns
    -------
    Values
        Name → (R, …) array; all of them absent with the reason where there are too few pairs.
    """
    gaps = SampleGaps(sample, layout_of(study, options), options)
    reason = gaps.why_not()
    if reason:
        return dict.fromkeys(dims_of(options), Absent(reason))
    return {**gaps.ratings(), **gaps.whole(), **(gaps.zone_values() if has_zone(options) else {})}


class SampleGaps:
    """The ratings of a sample that are compared, each computed once.

    Indicators that belong to no quality dimension are NaN throughout.
    """

    def __init__(self, sample: Sample, layout: Layout, options: ServqualOptions) -> None:
        self.sample = sample
        self.layout = layout
        self.options = options
        self.sign = -1.0 if options.sign == "expectation_minus_perception" else 1.0

    def why_not(self) -> str:
        """Why there are no gaps; empty where there are some."""
        pairs = self.pairs.sum(axis=0)  # (J,)
        most = int(pairs.max(initial=0))
        if most < self.options.minimum_n:
            return (
                f"no indicator was rated on '{self.options.perception}' and "
                f"'{self.options.expectation}' by {self.options.minimum_n} respondents or more"
            )
        return ""

    @property
    def pairs(self) -> BoolArray:
        """(n, J) who rated an indicator on both facets."""
        both = self._rows(self.options.perception) + self._rows(self.options.expectation)
        return np.asarray(~np.isnan(both))

    @cached_property
    def perception(self) -> FloatArray:
        """(R, J)."""
        return self._asked(self.sample.mean(self.options.perception))

    @cached_property
    def gap(self) -> FloatArray:
        """(R, J) perception less expectation over complete pairs; a shortfall is negative."""
        options = self.options
        return self._asked(self.sample.mean_difference(options.perception, options.expectation))

    @cached_property
    def weights(self) -> FloatArray:
        """(R, J) of the indicators in the whole; an allocation weighs respondents apart."""
        shape = (len(self.sample.weights), len(self.layout.is_asked))
        if self.options.weights == "importance":
            stated = self.sample.mean(self.options.importance_facet)
            low = min(self.sample.scale(self.options.importance_facet).low, 0)
            return np.nan_to_num(self._asked(stated - low))
        if self.options.weights == "structural":
            return np.nan_to_num(self._asked(np.array(self.sample.structural_weights)))
        # Dimensions alike, and within them their indicators.
        counts = self.layout.member.sum(axis=1)
        own = (self.layout.member / counts[:, None]).sum(axis=0)
        return np.broadcast_to(own, shape)

    def ratings(self) -> dict[str, FloatArray]:
        """Means, gaps and what compares with other models, by indicator and by dimension."""
        expectation = self._asked(self.sample.mean(self.options.expectation))
        member = self.layout.member
        share = self.weights / self.weights.sum(axis=1, keepdims=True)
        asked = self._asked(share)
        return {
            "perception": self.perception,
            "expectation": expectation,
            "gap": self.sign * self.gap,
            "performance": self.perception,
            "importance": asked,
            "priority": asked * np.maximum(-self.gap, 0.0),
            "dimension_perception": dimension_means(self.perception, member),
            "dimension_expectation": dimension_means(expectation, member),
            "dimension_gap": self.sign * dimension_means(self.gap, member),
            "dimension_weight": self._dimension_weights(share),
        }

    def whole(self) -> dict[str, FloatArray]:
        """SERVQUAL and SERVPERF, unweighted and weighted, and the index on 0 to 100."""
        member = self.layout.member
        gap, perception = (
            weighted_whole(of_dimension, np.ones_like(of_dimension))
            for of_dimension in (
                dimension_means(self.gap, member),
                dimension_means(self.perception, member),
            )
        )
        weighted = self._weighted_perception()
        scale = self.sample.scale(self.options.perception)
        return {
            "gap_overall": self.sign * gap,
            "gap_weighted": self.sign * self._weighted_gap(),
            "perception_overall": perception,
            "perception_weighted": weighted,
            "index": 100 * (weighted - scale.low) / (scale.high - scale.low),
        }

    def zone_values(self) -> dict[str, FloatArray]:
        """The zone of tolerance by indicator and by dimension."""
        zone = self._zone()
        member = self.layout.member
        adequacy, superiority = (
            dimension_means(values, member) for values in (zone.adequacy, zone.superiority)
        )
        return {
            "adequacy": zone.adequacy,
            "superiority": zone.superiority,
            "zone_width": zone.width,
            "zone_position": zone.position,
            "share_in_zone": self._share_in_zone(),
            "dimension_adequacy": adequacy,
            "dimension_superiority": superiority,
            "dimension_zone_position": zone_of_tolerance(adequacy, superiority).position,
        }

    def _weighted_gap(self) -> FloatArray:
        if self.options.weights == "allocation":
            rows = self._rows(self.options.perception) - self._rows(self.options.expectation)
            return self._allocated(rows)
        return weighted_whole(self.gap, self.weights)

    def _weighted_perception(self) -> FloatArray:
        if self.options.weights == "allocation":
            return self._allocated(self._rows(self.options.perception))
        return weighted_whole(self.perception, self.weights)

    def _allocated(self, rows: FloatArray) -> FloatArray:
        member = self.layout.member
        return allocated_whole(self.sample.weights, rows, self._points(), member)

    def _points(self) -> FloatArray:
        """(n, K) points that respondents give the dimensions."""
        items = [self.options.allocation[code] for code in self.layout.dimensions]
        return self.sample.answers(items)

    def _dimension_weights(self, share: FloatArray) -> FloatArray:
        """(R, K) weight of every dimension in the whole."""
        if self.options.weights == "allocation":
            points = self.sample.mean([self.options.allocation[c] for c in self.layout.dimensions])
            return points / points.sum(axis=1, keepdims=True)
        return share @ self.layout.member.T

    def _zone(self) -> Zone:
        options = self.options
        if options.adequacy is not None and options.superiority is not None:
            return zone_of_tolerance(self._direct(options.adequacy), self._direct(options.superiority))
        adequacy = self.sample.mean_difference(options.perception, str(options.minimum))
        return zone_of_tolerance(self._asked(adequacy), self.gap)

    def _direct(self, facet: str) -> FloatArray:
        """(R, J) ratings whose middle means equal."""
        scale = self.sample.scale(facet)
        return self._asked(self.sample.mean(facet)) - (scale.low + scale.high) / 2

    def _share_in_zone(self) -> FloatArray:
        """(R, J) share of respondents whose perception lies between both levels."""
        below, above = self.zone_rows()
        known = ~np.isnan(below) & ~np.isnan(above)
        within = (known & (below >= 0) & (above <= 0)).astype(np.float64)
        weight = self.sample.weights @ known.astype(np.float64)
        return self._asked((self.sample.weights @ within) / np.where(weight > 0, weight, np.nan))

    def zone_rows(self) -> tuple[FloatArray, FloatArray]:
        """(n, J) each respondent's adequacy and superiority."""
        options = self.options
        if options.adequacy is not None and options.superiority is not None:
            middle = [sum(self.sample.scale(f).points) / 2 for f in (options.adequacy, options.superiority)]
            return (
                self._rows(options.adequacy) - middle[0],
                self._rows(options.superiority) - middle[1],
            )
        perceived = self._rows(options.perception)
        return (
            perceived - self._rows(str(options.minimum)),
            perceived - self._rows(options.expectation),
        )

    def _rows(self, facet: str) -> FloatArray:
        """(n, J) ratings, NaN for indicators that are left out."""
        return np.where(self.layout.is_asked, self.sample.answers(facet), np.nan)

    def _asked(self, values: FloatArray) -> FloatArray:
        return np.where(self.layout.is_asked, values, np.nan)
