"""What the choice of method does to ranks: beside sampling, and together with it.

R replicates, K methods, N runs, U units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens.stats.intervals import Interval, standard_error
from clientlens.stats.posterior_ranks import posterior_draws, shrink
from clientlens.stats.rank_agreement import average_shift, largest_shift, same_top
from clientlens.stats.ranks import rank_interval, ranks
from clientlens.stats.resample import generator
from clientlens.stats.variance_split import VarianceSplit, crossed_split
from clientlens_units.factors import Alternatives, crossed_design, drawn_design
from clientlens_units.options import RankKind
from clientlens_units.runs import Material, run

REPLICATES, METHODS = 200, 50
"""So many replicates are crossed with so many methods."""

DRAWS_A_METHOD = 400
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """How ranks by method are read.

    Attributes
    ----------
    draws : int
        Number of methods N.
    k : int
        How many the best are.
    level : float
        Level of the intervals.
    kind : str
        What an interval of sampling alone is; the one of both is of the same kind, where it can.
    seed : int
        Seed of the study.
    """

    draws: int
    k: int
    level: float
    kind: RankKind
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class MethodRanks:
    """Ranks by other methods.

    Attributes
    ----------
    shift, largest : (N,) arrays
        Average and largest shift in ranks of each method, on the sample as answered.
    same_top : (N,) array
        Whether the k best are the same.
    interval : Interval
        Ranks (U,) in most methods.
    both : Interval or None
        Ranks by sampling and method together; None without replicates.
    split : VarianceSplit or None
        Variance of ranks, split.
    runs, failed : int
        Runs in all, and those that gave a unit no score that it has as answered.
    """

    shift: FloatArray
    largest: FloatArray
    same_top: FloatArray
    interval: Interval
    both: Interval | None
    split: VarianceSplit | None
    runs: int
    failed: int


def method_ranks(material: Material, alternatives: Alternatives, asked: Asked) -> MethodRanks:
    """Rank units by methods drawn at random, and these crossed with replicates.

    Parameters
    ----------
    material, alternatives
        What is scored, and what is varied.
    asked : Asked
        How many methods, and how ranks are read.
    """
    rng = generator(asked.seed, "units: methods")
    methods = drawn_design(alternatives, asked.draws, rng)
    scores = run(material, alternatives, methods)  # (N, U)
    base = run(material, alternatives, np.zeros_like(methods[:1]))[0]
    crossed = _crossed(material, alternatives, methods[:METHODS])  # (R, K, U)
    reference, drawn = ranks(base), ranks(scores)
    return MethodRanks(
        average_shift(reference, drawn),
        largest_shift(reference, drawn),
        same_top(reference, drawn, asked.k),
        rank_interval(scores, asked.level),
        _both(scores[:METHODS], crossed, asked) if len(crossed) else None,
        crossed_split(ranks(crossed)) if len(crossed) else None,
        len(scores) + crossed[:, :, 0].size,
        _failed(scores, base) + _failed(crossed.reshape(-1, len(base)), base),
    )


def _crossed(material: Material, alternatives: Alternatives, methods: IntArray) -> FloatArray:
    """(R, K, U) scores by every method on every replicate; no replicates below two."""
    rows = np.arange(1, len(material.items))[:REPLICATES]
    if len(rows) < _FEWEST:
        return np.empty((0, len(methods), material.items.shape[1]))
    scores = run(material, alternatives, crossed_design(methods, rows))
    return scores.reshape(len(rows), len(methods), -1)


def _failed(scores: FloatArray, base: FloatArray) -> int:
    """Runs without the score of a unit that the study's own method scores."""
    return int(np.isnan(scores[:, ~np.isnan(base)]).any(axis=1).sum())


def _both(scores: FloatArray, crossed: FloatArray, asked: Asked) -> Interval:
    """Ranks by sampling and method: posterior draws of every method, or all the runs."""
    if asked.kind == "resampling":
        return rank_interval(crossed.reshape(-1, crossed.shape[2]), asked.level)
    rng = generator(asked.seed, "units: posterior by method")
    drawn = []
    for k, value in enumerate(scores):
        posterior = shrink(value, standard_error(crossed[:, k]))
        believed = posterior_draws(posterior, DRAWS_A_METHOD, rng)
        drawn.append(ranks(believed))
    # Ranks of methods with other measures: the smallest is the best.
    return rank_interval(-np.concatenate(drawn), asked.level)
