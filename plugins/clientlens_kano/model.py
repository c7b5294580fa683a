"""The penalty-reward contrast: what it asks of a study, and what it estimates from a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Absent,
    BoolArray,
    Dims,
    Ends,
    FloatArray,
    Model,
    Options,
    Problem,
    Sample,
    Scale,
    Sheet,
    Study,
    Values,
    check_asked,
    hierarchy_of,
)
from clientlens.stats.moments import mean_of_known, mean_of_others, weighted_mean
from clientlens.stats.penalty_reward import alone, jointly, levels_of
from clientlens_kano.classes import CLASSES, LOOKS, classify

NUMBERS = (
    *("penalty", "reward", "impact_range", "asymmetry", "performance", "priority"),
    *("share_low", "share_high"),
)
OVERALL = ("overall_rating", "explained_share")
BY_LEVEL = ("n_low", "n_middle", "n_high")


class KanoOptions(Options):
    """Options of the penalty-reward contrast."""

    facet: str = Field("satisfaction", description="Facet whose ratings are low or high.")
    overall: str | None = Field(
        None, description="Single item with the overall rating; by default the mean of the others."
    )
    low: int | None = Field(
        None, description="Ratings up to here are low; by default the lowest quarter of the scale."
    )
    high: int | None = Field(
        None, description="Ratings from here on are high; by default the highest quarter."
    )
    regression: Literal["alone", "joint"] = Field(
        "alone", description="Each indicator in a regression of its own, or all in one."
    )
    hybrid_within: float = Field(
        0.1, ge=0, lt=1, description="Up to this asymmetry, either way, an indicator is a hybrid."
    )
    extreme_beyond: float = Field(
        0.4, gt=0, lt=1, description="Beyond it, it is a frustrator or a delighter."
    )
    fewest: int = Field(
        5, ge=1, description="Respondents that each of low, middle and high ratings must have."
    )
    near_line_below: float = Field(
        0.8, gt=0, le=1, description="Near a line: the class's probability is below this."
    )

    @property
    def is_joint(self) -> bool:
        """Whether all indicators stand in one regression."""
        return self.regression == "joint"

    def cuts(self, scale: Scale) -> tuple[float, float]:
        """The highest low rating and the lowest high one; by default as far from either end."""
        quarter = (scale.high - scale.low) // 4
        return (
            scale.low + quarter if self.low is None else self.low,
            scale.high - quarter if self.high is None else self.high,
        )


class Kano(Model):
    """Penalty-reward contrast with impact range and impact asymmetry.

    References
    ----------
    .. [1] Brandt (1987), in: Surprenant (ed.), Add Value to Your Service, AMA, 61-65.
    .. [2] Mikulić & Prebežac (2008), Managing Service Quality 18(6), 559-576.
    """

    name = "kano"
    Options = KanoOptions
    dims: ClassVar[Dims] = {
        **dict.fromkeys((*NUMBERS, "importance", "class"), ("indicator",)),
        **dict.fromkeys(OVERALL, ()),
    }
    once_dims: ClassVar[Dims] = {
        **dict.fromkeys(("n_respondents", "n_overall"), ()),
        **dict.fromkeys((*BY_LEVEL, "n_rated", "n_performance"), ("indicator",)),
    }
    sheets: ClassVar[Mapping[str, Sheet]] = {
        "indicators": Sheet(NUMBERS, "n_rated", {"performance": "n_performance"}),
        "overall": Sheet(OVERALL, n_of={"overall_rating": "n_overall"}, is_detail=True),
    }
    present = "clientlens_kano.present"
    locale = Path(__file__).parent / "locale"
    looks: ClassVar[Mapping[str, str]] = LOOKS
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {"class": CLASSES}

    def dims_for(self, study: Study, options: KanoOptions) -> Dims:  # noqa: ARG002
        """The share explained is that of a joint regression alone."""
        left_out = set() if options.is_joint else {"explained_share"}
        return {name: dims for name, dims in self.dims.items() if name not in left_out}

    def check(self, study: Study, options: KanoOptions) -> Iterator[Problem]:
        """Problems of the study with their places."""
        entry = study.entry(options)
        needs = "a contrast needs indicators that are rated"
        yield from check_asked(study, options, ["facet"], ["overall"], needs)
        if options.overall is None and len(hierarchy_of(study).indicators) == 1:
            message = "one indicator has no others whose mean could be the overall rating"
            yield study.problem(message, *entry, hint="Name a single item under 'overall'.")
        if options.overall is None and options.is_joint:
            hint = "Name a single item under 'overall', or say  regression: alone."
            message = "a joint regression needs an overall rating that isn't made of the others"
            yield study.problem(message, *entry, "regression", hint=hint)
        if options.extreme_beyond <= options.hybrid_within:
            message = f"'extreme_beyond' must be above 'hybrid_within', {options.hybrid_within:g}"
            yield study.problem(message, *entry, "extreme_beyond", hint="0.1 and 0.4 are usual.")
        if options.facet in study.facets:
            yield from _check_cuts(study, options)

    def scales_for(self, study: Study, options: KanoOptions) -> Mapping[str, Ends]:
        """Ratings have the scale of their facet."""
        return {"performance": study.scale_of(options.facet).points}

    def estimate(self, sample: Sample, study: Study, options: KanoOptions) -> Values:
        """Penalties, rewards and what follows from them."""
        levels, outcome = _asked(sample, options)
        # A mean of fewer than a group may have would tell what single clients answered.
        fewest = max(options.fewest, study.report.minimum_group)
        enough = _counts(levels, outcome, options).min(axis=0) >= fewest  # (J,)
        if not enough.any():
            reason = "no indicator has low, middle and high ratings enough"
            return dict.fromkeys(self.dims_for(study, options), Absent(reason))
        contrast = jointly if options.is_joint else alone
        effects = contrast(sample.weights, levels, outcome).where(enough)
        is_known = enough & _is_behind(levels, outcome, options)  # (n, J)
        low, high = (
            weighted_mean(sample.weights, np.where(is_known, levels == level, np.nan))
            for level in (-1, 1)
        )
        reach = effects.rise + effects.fall
        return {
            "penalty": effects.penalty,
            "reward": effects.reward,
            "impact_range": reach,
            "importance": reach,
            "asymmetry": effects.asymmetry,
            "class": classify(effects.asymmetry, options.hybrid_within, options.extreme_beyond),
            "performance": sample.mean(options.facet),
            "priority": effects.rise * (1 - high) + effects.fall * low,
            "share_low": low,
            "share_high": high,
            "overall_rating": weighted_mean(sample.weights, _overall(sample, options))[:, 0],
            **({"explained_share": effects.explained} if options.is_joint else {}),
        }

    def once(self, sample: Sample, study: Study, options: KanoOptions) -> Values:  # noqa: ARG002
        """Numbers of respondents with low, middle and high ratings, and of those who said more."""
        levels, outcome = _asked(sample, options)
        by_level = _counts(levels, outcome, options)  # (3, J)
        is_behind = _is_behind(levels, outcome, options)  # (n, J)
        return {
            "n_respondents": np.asarray(1.0 * is_behind.any(axis=1).sum()),
            "n_overall": np.asarray(1.0 * (~np.isnan(_overall(sample, options))).sum()),
            **dict(zip(BY_LEVEL, by_level, strict=True)),
            "n_rated": by_level.sum(axis=0),
            "n_performance": sample.n_answered(options.facet),
        }


def _check_cuts(study: Study, options: KanoOptions) -> Iterator[Problem]:
    entry, scale = study.entry(options), study.scale_of(options.facet)
    low, high = options.cuts(scale)
    if not scale.low <= low < high - 1 < scale.high:
        key = "low" if options.low is not None else "high"
        key = key if key in options.model_fields_set else "facet"
        hint = "Low, middle and high ratings each need a scale point."
        message = f"low up to {low:g}, high from {high:g} don't part {scale.low} to {scale.high}"
        yield study.problem(message, *entry, key, hint=hint)


def _asked(sample: Sample, options: KanoOptions) -> tuple[FloatArray, FloatArray]:
    """(n, J) levels of the ratings, and (n, J) or (n, 1) the overall rating beside them."""
    ratings = sample.answers(options.facet)
    levels = levels_of(ratings, *options.cuts(sample.scale(options.facet)))
    has_own = options.overall is not None
    return levels, _overall(sample, options) if has_own else mean_of_others(ratings)


def _counts(levels: FloatArray, outcome: FloatArray, options: KanoOptions) -> FloatArray:
    """(3, J) respondents with low, middle and high ratings behind the regressions."""
    is_behind = _is_behind(levels, outcome, options)
    return np.array([(is_behind & (levels == k)).sum(axis=0) for k in (-1, 0, 1)], dtype=float)


def _is_behind(levels: FloatArray, outcome: FloatArray, options: KanoOptions) -> BoolArray:
    """(n, J) whose ratings the regressions rest on: jointly who answered everything."""
    is_known = ~np.isnan(levels + outcome)
    return is_known & is_known.all(axis=1, keepdims=True) if options.is_joint else is_known


def _overall(sample: Sample, options: KanoOptions) -> FloatArray:
    """(n, 1) the overall rating, or the mean rating of every respondent where there is none."""
    if options.overall is not None:
        return sample.answers([options.overall])
    return mean_of_known(sample.answers(options.facet))[:, None]
