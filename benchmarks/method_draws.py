"""How long 10,000 draws of weights take, from the weights to the ranks of 40 units."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.timing import timed
from clientlens.arrays import FloatArray, IntArray
from clientlens.stats.rank_agreement import average_shift
from clientlens.stats.ranks import ranks
from clientlens.stats.weight_draws import dirichlet_weights, effective_weights, shares_within

DRAWS = 10_000
UNITS = 40
SIZES = (4, 4, 4, 4, 3, 3, 4)
"""Indicators of each of seven dimensions, 26 in all."""
MOST_SECONDS = 2.0
SEED = 20221


def main() -> int:
    """Print the time of each way to aggregate; exit with 1 where one takes too long."""
    rng = np.random.default_rng(SEED)
    scores = 50 + 10 * rng.standard_normal((UNITS, sum(SIZES)))
    dimensions = np.repeat(np.arange(len(SIZES)), SIZES)
    is_slow = False
    for name, aggregate in AGGREGATIONS.items():
        timing = timed(name, partial(draw_ranks, scores, dimensions, aggregate), DRAWS)
        seconds = timing.median * DRAWS / 1e6
        is_slow |= seconds > MOST_SECONDS
        print(
            f"{name}: {seconds:.2f} s, {timing.median:.1f} µs a draw, may take {MOST_SECONDS:g} s"
        )
    return int(is_slow)


Aggregate = Callable[[FloatArray, FloatArray, IntArray, FloatArray], FloatArray]
"""Scores (U, J), shares (N, J), dimensions (J,), shares of these (N, D) → index (N, U)."""


def draw_ranks(scores: FloatArray, dimensions: IntArray, aggregate: Aggregate) -> FloatArray:
    """(N,) average shift in ranks of every draw of weights."""
    rng = np.random.default_rng(SEED)
    whole = np.zeros(len(SIZES), dtype=np.int64)
    stated, above = np.ones(len(dimensions)), np.ones(len(SIZES))
    shares = dirichlet_weights(stated, dimensions, draws=DRAWS, rng=rng)
    parents = dirichlet_weights(above, whole, draws=DRAWS, rng=rng)
    reference = aggregate(
        scores,
        shares_within(stated, dimensions)[None],
        dimensions,
        shares_within(above, whole)[None],
    )
    drawn = ranks(aggregate(scores, shares, dimensions, parents))
    return average_shift(ranks(reference)[0], drawn)


def arithmetic(
    scores: FloatArray, shares: FloatArray, dimensions: IntArray, parents: FloatArray
) -> FloatArray:
    """Weighted means at both levels are one matrix product."""
    return np.asarray(effective_weights(shares, dimensions, parents) @ scores.T)


def geometric(
    scores: FloatArray, shares: FloatArray, dimensions: IntArray, parents: FloatArray
) -> FloatArray:
    """Geometric means at both levels are one of logarithms."""
    return np.exp(arithmetic(np.log(scores), shares, dimensions, parents))


def mixed(
    scores: FloatArray, shares: FloatArray, dimensions: IntArray, parents: FloatArray
) -> FloatArray:
    """Weighted means within the dimensions, and a geometric mean of these."""
    total = np.zeros((len(shares), len(scores)))
    for dimension in range(parents.shape[1]):
        own = dimensions == dimension
        total += parents[:, [dimension]] * np.log(shares[:, own] @ scores[:, own].T)
    return np.exp(total)


AGGREGATIONS: dict[str, Aggregate] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "arithmetic, then geometric": mixed,
}


if __name__ == "__main__":
    sys.exit(main())
