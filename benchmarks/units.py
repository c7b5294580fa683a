"""How long 10,000 methods of a comparison of 40 units take, crossed with replicates."""

from __future__ import annotations

import sys
from functools import partial

import numpy as np

from benchmarks.timing import timed
from clientlens.hierarchy import Hierarchy
from clientlens_units.factors import FACTORS, alternatives_of
from clientlens_units.options import UnitsOptions, Vary
from clientlens_units.runs import Material, run
from clientlens_units.scores import Method

RUNS = 10_000
REPLICATES, UNITS = 200, 40
SIZES = (4, 4, 4, 4, 3, 3, 4)
"""Indicators of each of seven dimensions, 26 in all."""
MOST_SECONDS = 2.0
SEED = 20221

GRIDS = {
    "weights and an indicator left out": Vary(),
    "three normalisations and two means as well": Vary(
        normalisations=("min_max", "rank"), aggregations=("power",)
    ),
}


def main() -> int:
    """Print the time of each grid; exit with 1 where one takes too long."""
    is_slow = False
    for name, vary in GRIDS.items():
        timing = timed(name, partial(draw_scores, vary), RUNS)
        seconds = timing.median * RUNS / 1e6
        is_slow |= seconds > MOST_SECONDS
        print(f"{name}: {seconds:.2f} s, {timing.median:.1f} µs a run, may take {MOST_SECONDS:g} s")
    return int(is_slow)


def draw_scores(vary: Vary) -> float:
    """Scores of random methods on random replicates; their mean."""
    rng = np.random.default_rng(SEED)
    material = _material(rng)
    weights = (material.within[0, 0], material.above[0, 0])
    options = UnitsOptions(by="branch", vary=vary)
    given = alternatives_of(options, material.hierarchy, weights, REPLICATES, rng)
    design = rng.integers(given.counts, size=(RUNS, len(FACTORS)))
    return float(run(material, given, design).mean())


def _material(rng: np.random.Generator) -> Material:
    D, J = len(SIZES), sum(SIZES)
    parents = tuple(np.repeat(np.arange(D), SIZES).tolist())
    within = np.repeat(1 / np.array(SIZES), SIZES)
    hierarchy = Hierarchy(
        tuple(f"d{d}" for d in range(D)),
        tuple(f"i{j}" for j in range(J)),
        parents,
        tuple(within.tolist()),
        (1 / D,) * D,
        {},
        {},
    )
    items = rng.uniform(2, 5, (REPLICATES, UNITS, J))
    stated = np.broadcast_to(within, (1, REPLICATES, J))
    above = np.full((1, REPLICATES, D), 1 / D)
    return Material(items, stated, above, hierarchy, Method())


if __name__ == "__main__":
    sys.exit(main())
