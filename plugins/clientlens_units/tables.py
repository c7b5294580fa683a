"""The tables: every number of the comparison of units, tidy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray, Result, Table, stack
from clientlens.stats.breakpoints import weight_breakpoints
from clientlens.stats.funnel_plot import ACTION_LEVEL, WARNING_LEVEL, fit_funnel, pooled_deviation
from clientlens.stats.pair_differences import pair_differences
from clientlens.stats.rank_sets import marginal_rank_sets, simultaneous_rank_sets
from clientlens.stats.ranks import rank_interval
from clientlens.stats.resample import generator
from clientlens_units.comparison import Comparison, comparison_of
from clientlens_units.contributions import contributions_of
from clientlens_units.frames import framed, numbers, whole
from clientlens_units.method_tables import method_tables
from clientlens_units.options import UnitsOptions
from clientlens_units.scores import normalised
from clientlens_units.standing import Standing, tier_name

if TYPE_CHECKING:
    import pandas as pd


def tables_of(result: Result) -> Iterator[Table]:
    """Every table that has rows."""
    if "score" in result.estimates:
        yield from (table for table in _tables(comparison_of(result)) if len(table.frame))


def _tables(found: Comparison) -> Iterator[Table]:
    yield Table("league", ("group", "unit"), _league(found))
    yield Table("overview", ("group", "quantity"), _overview(found))
    yield Table(
        "dimensions", ("group", "unit", "dimension", "quantity"), _dimensions(found), is_detail=True
    )
    if _is_additive(found.options):
        keys = ("group", "unit", "indicator", "quantity")
        yield Table("contributions", keys, _contributions(found), is_detail=True)
    if _is_additive(found.options) and found.may_rank:
        keys = ("group", "unit", "other", "indicator")
        yield Table("breakpoints", keys, _breakpoints(found), is_detail=True)
    if found.standing:
        yield Table("rank_sets", ("group", "unit"), _rank_sets(found), is_detail=True)
        yield Table("pairs", ("group", "unit", "other"), _pairs(found), is_detail=True)
        if _has_funnel(found.options):
            yield Table("funnel", ("group", "unit"), _funnel(found), is_detail=True)
    if found.scores.known > 1:
        yield from method_tables(found)


def _is_additive(options: UnitsOptions) -> bool:
    """Whether a score is a sum of what indicators contribute."""
    return options.aggregation == options.dimension_aggregation == "arithmetic"


def _league(found: Comparison) -> pd.DataFrame:
    """One line a unit: by rank where ranks may be shown, else as the study has them."""
    scores, standing = found.scores, found.standing
    frame = framed(
        {
            "unit": found.units,
            "n": whole(found.n),
            "is_small": found.n < found.options.minimum_n,
            "score": scores.value,
            "std_error": scores.error,
            "score_low": scores.low,
            "score_high": scores.high,
        }
    )
    if found.may_rank:
        frame["rank"] = whole(scores.rank)
    if standing:
        for name, column in _beliefs(standing, found.options).items():
            frame[name] = column
    frame = frame[found.known]
    if found.may_rank:
        frame = frame.sort_values("rank", kind="stable", key=lambda column: column.astype(float))
    return frame.reset_index(drop=True)


def _beliefs(standing: Standing, options: UnitsOptions) -> dict[str, Any]:
    """What is believed of every unit; of ranks and places only where these may be shown."""
    ranked: dict[str, Any] = {
        "rank_low": whole(standing.interval.low),
        "rank_high": whole(standing.interval.high),
        "rank_kind": options.ranks,
        "p_top": standing.top,
        "p_bottom": standing.bottom,
    }
    return {
        **(ranked if standing.may_rank else {}),
        "tier": [tier_name(tier) for tier in standing.tier.tolist()],
        "reliability": standing.posterior.shrinkage,
    }


def _overview(found: Comparison) -> pd.DataFrame:
    """What holds of all units together."""
    values: dict[str, float] = {"units": found.scores.known, "k": found.k}
    standing = found.standing
    if standing:
        values |= {
            "reliability": standing.posterior.reliability,
            "centre": standing.posterior.centre,
            "between_deviation": float(np.sqrt(standing.posterior.between)),
            "typical_error": float(np.sqrt(np.nanmean(found.scores.error**2))),
            "ranks_are_shown": standing.may_rank,
        }
    return numbers(values)


def _dimensions(found: Comparison) -> pd.DataFrame:
    summary = found.result.estimates.summary("dimension_score")
    return stack({"dimension_score": summary}, ("group", "unit", "dimension"))


def _contributions(found: Comparison) -> pd.DataFrame:
    estimates = found.result.estimates
    summary = estimates.summary(contributions_of(found.result, found.method))
    n = estimates.counts["n_item"]
    return stack({"contribution": summary}, ("group", "unit", "indicator"), n)


def _rank_sets(found: Comparison) -> pd.DataFrame:
    """Ranks with confidence, for one unit and for all; and how ranks spread under resampling."""
    sets = {
        name: of(
            found.scores.value,
            found.scores.covariance,
            rng=generator(found.seed, "units: rank sets"),
            level=found.level,
        )
        for name, of in (("one", marginal_rank_sets), ("all", simultaneous_rank_sets))
    }
    if len(found.scores.draws):
        sets["resampled"] = rank_interval(found.scores.draws, found.level)
    ends = {
        f"rank_{name}_{end}": whole(getattr(interval, end))
        for name, interval in sets.items()
        for end in ("low", "high")
    }
    frame = framed({"unit": found.units, **ends})
    return frame[found.known].reset_index(drop=True)


def _pairs(found: Comparison) -> pd.DataFrame:
    """Every two units once, the one that comes first in the study first."""
    pairs = pair_differences(found.scores.value, found.scores.covariance)
    first, second = np.triu_indices(len(found.units), 1)
    low, high = _difference_ends(found, first, second)
    frame = framed(
        {
            "unit": found.units[first],
            "other": found.units[second],
            "difference": pairs.difference[first, second],
            "std_error": pairs.error[first, second],
            "difference_low": low,
            "difference_high": high,
            "p_value": pairs.p[first, second],
            "p_above": pairs.above[first, second],
        }
    )
    return frame.dropna(subset=["p_value"]).reset_index(drop=True)


def _difference_ends(
    found: Comparison, first: IntArray, second: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Intervals of the differences, as the study reads all of its intervals."""
    score = found.result.estimates["score"]
    one, other = (
        score.isel(unit=which.tolist()).drop_vars("unit").rename(unit="pair")
        for which in (first, second)
    )
    summary = found.result.estimates.summary(one - other).isel(group=0)
    return summary["ci_low"].to_numpy(), summary["ci_high"].to_numpy()


def _has_funnel(options: UnitsOptions) -> bool:
    """Whether scores are means of answers, whose scatter falls with their number."""
    by_place = options.normalisation in ("rank", "percentile")
    return not by_place and "copeland" not in (options.aggregation, options.dimension_aggregation)


def _funnel(found: Comparison) -> pd.DataFrame:
    n, scores = found.n, found.scores
    deviation = pooled_deviation(scores.error * np.sqrt(n), n)
    if not deviation > 0:
        return framed({"unit": []})
    funnel = fit_funnel(scores.value, np.where(found.known, n, np.nan), deviation)
    warning, action = (funnel.limits(n, level) for level in (WARNING_LEVEL, ACTION_LEVEL))
    sides = funnel.side(scores.value, n, WARNING_LEVEL) + funnel.side(scores.value, n, ACTION_LEVEL)
    frame = framed(
        {
            "unit": found.units,
            "n": whole(n),
            "score": scores.value,
            "limit_low": warning.low,
            "limit_high": warning.high,
            "outer_low": action.low,
            "outer_high": action.high,
            "side": [_SIDES[side] for side in sides.tolist()],
        }
    )
    return frame[found.known].reset_index(drop=True)


_SIDES = {-2: "far_below", -1: "below", 0: "inside", 1: "above", 2: "far_above"}


def _breakpoints(found: Comparison) -> pd.DataFrame:
    """Of neighbours in the order: the weight of an indicator at which they change places."""
    estimates = found.result.estimates
    items = estimates.answered("item").isel(group=0).transpose("unit", "indicator").to_numpy()
    values = normalised(items[None], found.method)[0]
    weights = answered_weights(found)
    points = weight_breakpoints(values, weights)  # (U, U, J)
    order = np.argsort(-found.scores.value, kind="stable")[: found.scores.known]
    indicators = estimates["item"]["indicator"].to_numpy()
    rows = [
        (found.units[u], found.units[v], code, weight, point)
        for u, v in pairwise(order.tolist())
        for code, weight, point in zip(indicators, weights, points[u, v], strict=True)
        if not np.isnan(point)
    ]
    columns = ("unit", "other", "indicator", "weight", "weight_where_equal")
    values_of = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return framed(dict(zip(columns, map(list, values_of), strict=True)))


def answered_weights(found: Comparison) -> FloatArray:
    """(J,) weights of the indicators in the whole, as answered."""
    estimates = found.result.estimates
    within, above = (
        estimates.answered(name).isel(group=0).to_numpy()
        for name in ("indicator_weight", "dimension_weight")
    )
    return np.asarray(within * above[list(found.result.hierarchy.dimension_of)])
