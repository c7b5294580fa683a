"""The tables of the method: what other defensible choices do to ranks, and sampling beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Table
from clientlens.stats.intervals import Interval
from clientlens.stats.resample import generator
from clientlens.stats.variance_split import VarianceSplit
from clientlens_units.comparison import Comparison
from clientlens_units.factors import FACTORS, Alternatives, alternatives_of
from clientlens_units.frames import framed, numbers, whole
from clientlens_units.method_ranks import METHODS, REPLICATES, Asked, MethodRanks, method_ranks
from clientlens_units.runs import material_of
from clientlens_units.sensitivity import Sensitivity, sensitivity

if TYPE_CHECKING:
    import pandas as pd

_SAMPLING = 0


@dataclass(frozen=True, slots=True, eq=False)
class Varied:
    """What was varied, and what came of it."""

    alternatives: Alternatives
    ranks: MethodRanks
    sensitivity: Sensitivity | None


def method_tables(found: Comparison) -> Iterator[Table]:
    """Ranks by method, their variance, what drives it, and how many runs that took."""
    varied = _varied(found)
    if varied is None:
        return
    if found.may_rank:
        yield Table("methods", ("group", "unit"), _methods(found, varied), is_detail=True)
    if varied.ranks.split is not None:
        yield Table("variance", ("group", "component"), _variance(varied.ranks.split))
    if varied.sensitivity is not None:
        yield Table("sensitivity", ("group", "factor"), _sensitivity(varied.sensitivity))
    yield Table("alternatives", ("group", "factor"), _alternatives(varied), is_detail=True)
    yield Table("runs", ("group", "quantity"), _runs(varied), is_detail=True)


def _varied(found: Comparison) -> Varied | None:
    """The runs; None where the options vary nothing."""
    material = material_of(found.result, found.method)
    weights = (material.within[0, 0], material.above[0, 0])
    alternatives = alternatives_of(
        found.options,
        found.result.hierarchy,
        weights,
        len(material.items),
        generator(found.seed, "units: weights"),
    )
    if not alternatives.varied:
        return None
    settings = found.options
    asked = Asked(settings.draws, found.k, found.level, settings.ranks, found.seed)
    ranked = method_ranks(material, alternatives, asked)
    return Varied(alternatives, ranked, sensitivity(material, alternatives, found.seed))


def _methods(found: Comparison, varied: Varied) -> pd.DataFrame:
    """Ranks of each unit by the method alone, by sampling alone, and by both."""
    ends = {"rank_method": varied.ranks.interval}
    if found.standing and varied.ranks.both is not None:
        sampling = found.standing.interval
        ends |= {"rank_sampling": sampling, "rank_both": _around(sampling, varied.ranks.both)}
    columns = {
        f"{name}_{end}": whole(getattr(interval, end))
        for name, interval in ends.items()
        for end in ("low", "high")
    }
    frame = framed({"unit": found.units, "rank": whole(found.scores.rank), **columns})
    return frame[found.known].reset_index(drop=True)


def _around(sampling: Interval, both: Interval) -> Interval:
    """What sampling and method do together holds at least what sampling does."""
    return Interval(np.minimum(sampling.low, both.low), np.maximum(sampling.high, both.high))


def _variance(split: VarianceSplit) -> pd.DataFrame:
    """Shares of the variance of ranks, of all units together."""
    frame = framed({"component": ["sampling", "method", "interaction"]})
    parts = np.stack([split.sampling, split.method, split.interaction])  # (3, U)
    known = ~np.isnan(parts).any(axis=0)
    frame["share"] = split.pooled_shares
    frame["rank_deviation"] = np.sqrt(parts[:, known].mean(axis=1)) if known.any() else np.nan
    return frame


def _sensitivity(found: Sensitivity) -> pd.DataFrame:
    columns = {"factor": list(found.factors)}
    for name in ("first", "total"):
        ends = getattr(found.intervals, name)
        columns[f"{name}_order"] = getattr(found.indices, name)
        columns |= {f"{name}_order_low": ends.low, f"{name}_order_high": ends.high}
    return framed(columns)


def _alternatives(varied: Varied) -> pd.DataFrame:
    """The grid, published: between how many alternatives runs choose."""
    counts = varied.alternatives.counts
    counts[_SAMPLING] -= 1  # row 0 is no draw
    frame = framed({"factor": list(FACTORS)})
    frame["alternatives"] = counts
    return frame[frame["alternatives"] > 0].reset_index(drop=True)


def _runs(varied: Varied) -> pd.DataFrame:
    """Every run counted, and how far methods move the ranks."""
    ranks = varied.ranks
    sobol = varied.sensitivity
    values: dict[str, float] = {
        "runs": ranks.runs + (sobol.runs if sobol else 0),
        "failed_runs": ranks.failed,
        "mean_shift": float(np.nanmean(ranks.shift)),
        "most_shift": int(np.nanmax(ranks.largest)),
        "share_same_top": float(np.nanmean(ranks.same_top)),
    }
    if ranks.split is not None:
        replicates = min(REPLICATES, int(varied.alternatives.counts[_SAMPLING]) - 1)
        values |= {"crossed_methods": METHODS, "crossed_replicates": replicates}
    if sobol:
        values |= {"sum_of_first": float(sobol.indices.sum_of_first)}
        values |= {"has_settled": sobol.intervals.has_settled()}
    return numbers(values)
