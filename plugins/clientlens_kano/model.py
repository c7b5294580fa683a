"""The penalty-reward contrast: what it asks of a study, and what it estimates from a sample."""

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
from clientlens.stats.moments import weighted_mean
from clientlens_kano.contrast import (
    CLASSES,
    LOOKS,
    Effects,
    alone,
    classify,
    jointly,
    levels_of,
)

BY_INDICATOR = (
    *("penalty", "reward", "impact_range", "asymmetry", "performance", "priority"),
    *("importance", "share_low", "share_high", "class"),
)


class KanoOptions(Options):
    """Options of the penalty-reward contrast."""

    facet: str = Field("satisfaction", description="Facet whose ratings are low or high.")
    overall: str | None = Field(
        None,
        description="Single item with the overall rating; by default the mean of a respondent's "
        "other ratings.",
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


class Kano(Model):
    """Penalty-reward contrast with impact range and impact asymmetry.

    References
    ----------
    .. [1] Brandt (1987), in: Surprenant (ed.), Add Value to Your Service, AMA, 61-65.
    .. [2] Mikulić & Prebežac (2008), Managing Service Quality 18(6), 559-576.
    """

    name = "kano"
    Options = KanoOptions
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(BY_INDICATOR, ("indicator",)),
        "overall_rating": (),
        "explained_share": (),
    }
    once_dims: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "n_respondents": (),
        **dict.fromkeys(("n_low", "n_middle", "n_high", "n_rated"), ("indicator",)),
    }
    locale = Path(__file__).parent / "locale"
    looks: ClassVar[Mapping[str, str]] = LOOKS
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {"class": CLASSES}

    def dims_for(self, study: Study, options: KanoOptions) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """The share explained is that of a joint regression alone."""
        left_out = set() if options.regression == "joint" else {"explained_share"}
        return {name: dims for name, dims in self.dims.items() if name not in left_out}

    def check(self, study: Study, options: KanoOptions) -> Iterator[Problem]:
        """Problems of the study with their places."""
        names = [choice.name for choice in study.models.values() if choice.options is options]
        entry = ("models", *names[:1])
        if not study.dimensions:
            hint = "Write the indicators under 'hierarchy:'."
            yield study.problem("a contrast needs indicators that are rated", *entry, hint=hint)
        if options.overall is None and options.regression == "joint":
            hint = "Name a single item under 'overall', or say  regression: alone."
            message = "a joint regression needs an overall rating that isn't made of the others"
            yield study.problem(message, *entry, "regression", hint=hint)
        if options.overall is not None and options.overall not in study.items:
            hint = did_you_mean(options.overall, study.items) or "Declare it under 'items:'."
            yield study.problem(f"unknown item '{options.overall}'", *entry, "overall", hint=hint)
        if options.extreme_beyond <= options.hybrid_within:
            hint = "0.1 and 0.4 are usual."
            message = f"'extreme_beyond' must be above 'hybrid_within', {options.hybrid_within:g}"
            yield study.problem(message, *entry, "extreme_beyond", hint=hint)
        if options.facet not in study.facets:
            hint = did_you_mean(options.facet, study.facets) or "Declare it under 'facets:'."
            yield study.problem(f"unknown facet '{options.facet}'", *entry, "facet", hint=hint)
            return
        scale = study.scales[study.facets[options.facet].scale]
        low, high = _cuts(scale.low, scale.high, options)
        if not scale.low <= low < high - 1 < scale.high:
            key = "low" if options.low is not None else "high"
            key = key if (*entry, key) in study.document.spots else "facet"
            hint = "Low, middle and high ratings each need a scale point."
            message = (
                f"low up to {low:g}, high from {high:g} don't part {scale.low} to {scale.high}"
            )
            yield study.problem(message, *entry, key, hint=hint)

    def scales_for(self, study: Study, options: KanoOptions) -> Mapping[str, tuple[float, float]]:
        """Ratings have the scale of their facet."""
        return {"performance": study.scales[study.facets[options.facet].scale].points}

    def estimate(self, sample: Sample, study: Study, options: KanoOptions) -> Values:
        """Penalties, rewards and what follows from them."""
        levels, outcome = _asked(sample, options)
        enough = _counts(levels, outcome, options).min(axis=0) >= _fewest(study, options)  # (J,)
        if not enough.any():
            reason = "no indicator has low, middle and high ratings enough"
            return dict.fromkeys(self.dims_for(study, options), Absent(reason))
        contrast = jointly if options.regression == "joint" else alone
        found = contrast(sample.weights, levels, outcome)
        penalty, reward = (np.where(enough, part, np.nan) for part in (found.penalty, found.reward))
        effects = Effects(penalty, reward, found.explained)
        rated = np.where(np.isnan(outcome), np.nan, levels)  # (n, J)
        low, high = (
            weighted_mean(sample.weights, np.where(np.isnan(rated), np.nan, rated == level))
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
            "share_low": np.where(enough, low, np.nan),
            "share_high": np.where(enough, high, np.nan),
            "overall_rating": _overall_rating(sample, options),
            **({"explained_share": found.explained} if options.regression == "joint" else {}),
        }

    def once(self, sample: Sample, study: Study, options: KanoOptions) -> Values:  # noqa: ARG002
        """Numbers of respondents with low, middle and high ratings."""
        levels, outcome = _asked(sample, options)
        low, middle, high = _counts(levels, outcome, options)
        has_any = (~np.isnan(levels) & ~np.isnan(outcome)).any(axis=1)
        return {
            "n_respondents": np.asarray(float(has_any.sum())),
            "n_low": low,
            "n_middle": middle,
            "n_high": high,
            "n_rated": low + middle + high,
        }

    def tables(self, result: Result) -> Iterable[Table]:
        """Indicators, classes, overall."""
        from clientlens_kano.present import tables_of

        return tables_of(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """What must be right, what delights, where most is to be gained."""
        from clientlens_kano.present import findings_of

        return findings_of(result)

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """Penalties and rewards; asymmetry against performance."""
        from clientlens_kano.charts import charts_of

        return charts_of(result, messages)


def _cuts(low: int, high: int, options: KanoOptions) -> tuple[float, float]:
    """The highest low rating and the lowest high one; by default as far from either end."""
    quarter = (high - low) // 4
    return (
        low + quarter if options.low is None else options.low,
        high - quarter if options.high is None else options.high,
    )


def _asked(sample: Sample, options: KanoOptions) -> tuple[FloatArray, FloatArray]:
    """(n, J) levels of the ratings, and (n, J) or (n, 1) the overall rating beside them."""
    ratings = sample.answers(options.facet)
    scale = sample.scale(options.facet)
    levels = levels_of(ratings, *_cuts(scale.low, scale.high, options))
    if options.overall is not None:
        return levels, sample.answers([options.overall])
    is_rated = ~np.isnan(ratings)
    others = is_rated.sum(axis=1, keepdims=True) - is_rated
    total = np.nansum(ratings, axis=1, keepdims=True) - np.nan_to_num(ratings)
    return levels, np.where(others > 0, total / np.maximum(others, 1), np.nan)


def _counts(levels: FloatArray, outcome: FloatArray, options: KanoOptions) -> FloatArray:
    """(3, J) respondents with low, middle and high ratings behind the regressions."""
    is_known = ~np.isnan(levels + outcome)
    if options.regression == "joint":
        is_known &= is_known.all(axis=1, keepdims=True)
    return np.array([(is_known & (levels == k)).sum(axis=0) for k in (-1, 0, 1)], dtype=float)


def _fewest(study: Study, options: KanoOptions) -> int:
    """A mean of fewer than a group may have would tell what single clients answered."""
    return max(options.fewest, study.report.minimum_group)


def _overall_rating(sample: Sample, options: KanoOptions) -> FloatArray:
    """(R,) mean of the overall rating; of the respondents' mean ratings where there is none."""
    if options.overall is not None:
        return np.array(sample.mean([options.overall])[:, 0])
    ratings = sample.answers(options.facet)
    is_rated = ~np.isnan(ratings)
    count = is_rated.sum(axis=1)
    own = np.where(count > 0, np.nansum(ratings, axis=1) / np.maximum(count, 1), np.nan)
    return weighted_mean(sample.weights, own[:, None])[:, 0]
