"""Which factor drives the ranks: Sobol' indices of the average shift in ranks.

F varied factors; sampling is one of them where there are replicates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens.stats.rank_agreement import average_shift
from clientlens.stats.ranks import ranks
from clientlens.stats.resample import generator
from clientlens.stats.sobol import SobolIndices, SobolIntervals, sobol_indices, sobol_intervals
from clientlens.stats.sobol_design import chosen, sobol_design
from clientlens_units.factors import FACTORS, Alternatives
from clientlens_units.runs import Material, run

ROWS = 256
LEVEL = 0.9
"""Level of the intervals of the indices."""


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Shares of the variance of the average shift.

    ``factors`` (F,) are those that vary; ``runs`` is how many runs it took.
    """

    factors: tuple[str, ...]
    indices: SobolIndices
    intervals: SobolIntervals
    runs: int


def sensitivity(material: Material, alternatives: Alternatives, seed: int) -> Sensitivity | None:
    """Split the variance of the average shift between factors; None where nothing varies."""
    counts = alternatives.counts
    varied = np.flatnonzero(counts > 1)
    if not varied.size:
        return None
    points = sobol_design(len(varied), ROWS, generator(seed, "units: sobol"))
    design = _chosen(points.reshape(-1, len(varied)), varied, counts)
    scores = run(material, alternatives, design)
    base = run(material, alternatives, np.zeros_like(design[:1]))[0]
    shift = average_shift(ranks(base), ranks(scores)).reshape(points.shape[:2])
    return Sensitivity(
        tuple(FACTORS[i] for i in varied),
        sobol_indices(shift),
        sobol_intervals(shift, rng=generator(seed, "units: sobol intervals"), level=LEVEL),
        len(design),
    )


def _chosen(points: FloatArray, varied: IntArray, counts: IntArray) -> IntArray:
    """(N, F) runs from points (N, f) of the factors that vary; the replicates are the draws."""
    design = np.zeros((len(points), len(counts)), dtype=np.int64)
    for column, factor in enumerate(varied.tolist()):
        is_sampling = factor == 0
        number = chosen(points[:, column], int(counts[factor]) - is_sampling)
        design[:, factor] = number + is_sampling
    return design
