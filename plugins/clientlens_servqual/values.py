"""The gaps of a sample: every quantity of the model, in every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample, Study, Values
from clientlens.stats.moments import divide, weighted_mean
from clientlens_servqual.gaps import (
    allocated_whole,
    dimension_means,
    mean_of_known,
    weighted_whole,
    zone_of_tolerance,
)
from clientlens_servqual.layout import layout_of
from clientlens_servqual.options import ServqualOptions

BY_INDICATOR = ("perception", "expectation", "gap")
BY_DIMENSION = tuple(f"dimension_{name}" for name in (*BY_INDICATOR, "priority"))
COMPARABLE = ("performance", "importance", "priority")
WHOLE = ("gap_overall", "gap_weighted", "perception_overall", "perception_weighted", "index")
ZONE = ("adequacy", "superiority", "zone_width", "zone_position", "share_in_zone")

DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*BY_INDICATOR, *COMPARABLE), ("indicator",)),
    **dict.fromkeys((*BY_DIMENSION, "dimension_weight"), ("quality_dimension",)),
    "dimension_score": ("dimension",),
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
    gaps = SampleGaps(sample, study, options)
    reason = gaps.why_not()
    if reason:
        return dict.fromkeys(dims_of(options), Absent(reason))
    return {**gaps.ratings(), **gaps.whole(), **(gaps.zone_values() if has_zone(options) else {})}


class SampleGaps:
    """The ratings of a sample that are compared, each computed once.

    Indicators that belong to no quality dimension are NaN throughout; gaps also where fewer than
    ``minimum_n`` respondents rated both facets.
    """

    def __init__(self, sample: Sample, study: Study, options: ServqualOptions) -> None:
        self.sample = sample
        self.layout = layout_of(study, options)
        self.options = options
        self.minimum_group = study.report.minimum_group
        self.sign = -1.0 if options.sign == "expectation_minus_perception" else 1.0

    def why_not(self) -> str:
        """Why there are no gaps; empty where there are some."""
        if not self.has_gap.any():
            return (
                f"no indicator was rated on '{self.options.perception}' and "
                f"'{self.options.expectation}' by {self.fewest} respondents or more"
            )
        return ""

    @property
    def fewest(self) -> int:
        """So many pairs an indicator needs: as the options say, and to be shown at all."""
        return max(self.options.minimum_n, self.minimum_group)

    @cached_property
    def pairs(self) -> BoolArray:
        """(n, J) who rated an indicator on both facets."""
        both = self._rows(self.options.perception) + self._rows(self.options.expectation)
        return np.asarray(~np.isnan(both))

    @cached_property
    def has_gap(self) -> BoolArray:
        """(J,) indicators that enough respondents rated on both facets."""
        return np.asarray(self.pairs.sum(axis=0) >= self.fewest)

    @cached_property
    def perception(self) -> FloatArray:
        """(R, J)."""
        return self._asked(self.sample.mean(self.options.perception))

    @cached_property
    def gap(self) -> FloatArray:
        """(R, J) perception less expectation over complete pairs; a shortfall is negative."""
        options = self.options
        gap = self.sample.mean_difference(options.perception, options.expectation)
        return np.where(self.has_gap, gap, np.nan)

    @cached_property
    def dimension_perception(self) -> FloatArray:
        """(R, K)."""
        return dimension_means(self.perception, self.layout.member)

    @cached_property
    def dimension_gap(self) -> FloatArray:
        """(R, K) perception less expectation."""
        return dimension_means(self.gap, self.layout.member)

    @cached_property
    def weights(self) -> FloatArray:
        """(R, J) of the indicators in the whole; every row sums to one."""
        raw = self._raw_weights()
        return divide(raw, raw.sum(axis=1, keepdims=True))

    def _raw_weights(self) -> FloatArray:
        if self.options.weights == "importance":
            stated = self.sample.mean(self.options.importance_facet)
            low = min(self.sample.scale(self.options.importance_facet).low, 0)
            return np.nan_to_num(self._asked(stated - low))
        if self.options.weights == "structural":
            return np.nan_to_num(self._asked(np.array(self.sample.structural_weights)))
        # Within a dimension its indicators weigh alike.
        member = self.layout.member
        return np.asarray(self._dimension_shares() @ (member / member.sum(axis=1, keepdims=True)))

    def _dimension_shares(self) -> FloatArray:
        """(R, K) of the points that respondents allocate; else of dimensions alike."""
        if self.options.weights == "allocation":
            points = self.sample.mean(self._allocation_items())
            return divide(points, points.sum(axis=1, keepdims=True))
        shape = (len(self.sample.weights), len(self.layout.dimensions))
        return np.ones(shape, dtype=np.float64)

    def ratings(self) -> dict[str, FloatArray]:
        """Means, gaps and what compares with other models, by indicator and by dimension."""
        expectation = self._asked(self.sample.mean(self.options.expectation))
        member = self.layout.member
        asked = self._asked(self.weights)
        priority = asked * self._index_points(np.maximum(-self.gap, 0.0))
        return {
            "perception": self.perception,
            "expectation": expectation,
            "gap": self.sign * self.gap,
            "performance": self.perception,
            "importance": asked,
            "priority": priority,
            "dimension_score": self.sample.by_dimension(self.perception),
            "dimension_perception": self.dimension_perception,
            "dimension_expectation": dimension_means(expectation, member),
            "dimension_gap": self.sign * self.dimension_gap,
            "dimension_priority": np.nan_to_num(priority) @ member.T,
            "dimension_weight": self.weights @ member.T,
        }

    def whole(self) -> dict[str, FloatArray]:
        """SERVQUAL and SERVPERF, unweighted and weighted, and the index on 0 to 100."""
        perceived = self._rows(self.options.perception)
        rows = perceived - self._rows(self.options.expectation)
        gap, perception = map(mean_of_known, (self.dimension_gap, self.dimension_perception))
        weighted = self._weighted(perception, self.perception, perceived)
        low = self.sample.scale(self.options.perception).low
        return {
            "gap_overall": self.sign * gap,
            "gap_weighted": self.sign * self._weighted(gap, self.gap, rows),
            "perception_overall": perception,
            "perception_weighted": weighted,
            "index": self._index_points(weighted - low),
        }

    def zone_values(self) -> dict[str, FloatArray]:
        """The zone of tolerance by indicator and by dimension."""
        below, above = self.zone_rows()
        is_within = np.where(np.isnan(below), np.nan, (below >= 0) & (above <= 0))
        W, member = self.sample.weights, self.layout.member
        zone = zone_of_tolerance(weighted_mean(W, below), weighted_mean(W, above))
        adequacy = dimension_means(zone.adequacy, member)
        superiority = dimension_means(zone.superiority, member)
        return {
            "adequacy": zone.adequacy,
            "superiority": zone.superiority,
            "zone_width": zone.width,
            "zone_position": zone.position,
            "share_in_zone": weighted_mean(W, is_within),
            "dimension_adequacy": adequacy,
            "dimension_superiority": superiority,
            "dimension_zone_position": zone_of_tolerance(adequacy, superiority).position,
        }

    def _index_points(self, length: FloatArray) -> FloatArray:
        """A length on the scale of perceptions in points of 0 to 100."""
        scale = self.sample.scale(self.options.perception)
        return 100 * length / (scale.high - scale.low)

    def _weighted(self, unweighted: FloatArray, values: FloatArray, rows: FloatArray) -> FloatArray:
        """(R,) of the indicators' means; of respondents' own where they allocate points."""
        if self.options.weights == "equal":
            return unweighted
        if self.options.weights == "allocation":
            member = self.layout.member
            return allocated_whole(self.sample.weights, rows, self._points(), member)
        return weighted_whole(values, self.weights)

    def mean_over(self, values: FloatArray, by_dimension: FloatArray) -> FloatArray:
        """(R,) mean under the weights of the whole, of what has a value.

        `values` are of indicators (R, J), `by_dimension` (R, K) the means of the same.
        """
        if self.options.weights == "equal":
            return mean_of_known(by_dimension)
        return weighted_whole(values, self.weights)

    def _points(self) -> FloatArray:
        """(n, K) points that respondents give the dimensions."""
        return self.sample.answers(self._allocation_items())

    def _allocation_items(self) -> list[str]:
        return [self.options.allocation[code] for code in self.layout.dimensions]

    def zone_rows(self) -> tuple[FloatArray, FloatArray]:
        """(n, J) each respondent's adequacy and superiority; NaN where either is unknown."""
        below, above = self._ends()
        is_known = ~np.isnan(below + above)
        is_known &= is_known.sum(axis=0) >= self.fewest
        return np.where(is_known, below, np.nan), np.where(is_known, above, np.nan)

    def _ends(self) -> tuple[FloatArray, FloatArray]:
        options = self.options
        if options.adequacy is not None and options.superiority is not None:
            return self._from_middle(options.adequacy), self._from_middle(options.superiority)
        perceived = self._rows(options.perception)
        minimum, desired = self._rows(str(options.minimum)), self._rows(options.expectation)
        return perceived - minimum, perceived - desired

    def _from_middle(self, facet: str) -> FloatArray:
        """(n, J) ratings on a scale whose middle means equal."""
        return self._rows(facet) - sum(self.sample.scale(facet).points) / 2

    def _rows(self, facet: str) -> FloatArray:
        """(n, J) ratings, NaN for indicators that are left out."""
        return np.where(self.layout.is_asked, self.sample.answers(facet), np.nan)

    def _asked(self, values: FloatArray) -> FloatArray:
        return np.where(self.layout.is_asked, values, np.nan)
