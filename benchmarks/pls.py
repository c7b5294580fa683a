"""Bootstrap of the European satisfaction model, timed a resample: ``python -m benchmarks.pls``.

250 made-up respondents, 24 items, 7 constructs. Every resample draws its counts, and gives
moments, weights, loadings, paths, total effects, reliabilities and HTMT; all in this process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clientlens.stats.resample import bootstrap_counts
from clientlens_csi.discriminant import htmt
from clientlens_csi.effects import path_coefficients, total_effects
from clientlens_csi.estimates import estimate
from clientlens_csi.layout import FloatArray
from clientlens_csi.moments import item_moments
from clientlens_csi.pls import estimate_weights
from clientlens_csi.reliability import alpha, average_variance_extracted, rho_c
from clientlens_csi.structure import PathStructure, path_structure

RESPONDENTS = 250
RESAMPLES = 10_000
AT_A_TIME = 1024
RUNS = 5
MAY_TAKE = 20.0
"""Microseconds a resample."""

SIZES = {
    "image": 5,
    "expectation": 3,
    "quality": 7,
    "value": 2,
    "satisfaction": 3,
    "complaints": 1,
    "loyalty": 3,
}
PATHS = {
    "expectation": ["image"],
    "quality": ["expectation"],
    "value": ["expectation", "quality"],
    "satisfaction": ["image", "expectation", "quality", "value"],
    "complaints": ["satisfaction"],
    "loyalty": ["image", "satisfaction", "complaints"],
}


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds a resample: by the clock, the median and the fastest run; and of processors.

    On a machine that others use too, processor time says more.
    """

    name: str
    median: float
    fastest: float
    processor: float


def main() -> int:
    """Time the whole and its parts; exit with 1 where the whole takes too long."""
    model, answers = european_model(), made_up_answers()
    whole = timed("everything", lambda: bootstrap(answers, model))
    counts = bootstrap_counts(1, RESPONDENTS, 0, AT_A_TIME)
    S = item_moments(counts, answers).covariance
    found = estimate(S, model)
    parts = {
        "counts": lambda: bootstrap_counts(1, RESPONDENTS, 0, AT_A_TIME),
        "moments": lambda: item_moments(counts, answers),
        "weights": lambda: estimate_weights(S, model),
        "paths": lambda: path_coefficients(found.correlations, model),
        "HTMT": lambda: htmt(found.item_correlations, model),
    }
    timings = [whole, *(timed(name, part, AT_A_TIME) for name, part in parts.items())]
    for timing in timings:
        print(
            f"{timing.name:12} {timing.median:6.1f} µs a resample, fastest {timing.fastest:.1f}, "
            f"processor time {timing.processor:.1f}"
        )
    return int(whole.median > MAY_TAKE)


def european_model() -> PathStructure:
    """Seven constructs, 24 items, twelve paths."""
    blocks = {name: [f"{name}{i}" for i in range(size)] for name, size in SIZES.items()}
    return path_structure(blocks, PATHS)


def made_up_answers() -> FloatArray:
    """(250, 24) ratings from 1 to 10 that hang together as a survey's do."""
    rng = np.random.default_rng(1)
    common = rng.normal(size=(RESPONDENTS, 1))
    of = np.repeat(np.arange(len(SIZES)), list(SIZES.values()))
    constructs = 0.8 * common + 0.6 * rng.normal(size=(RESPONDENTS, len(SIZES)))
    latent = constructs[:, of] + 0.9 * rng.normal(size=(RESPONDENTS, len(of)))
    return np.clip(np.rint(7 + 1.5 * latent), 1, 10)


def bootstrap(answers: FloatArray, model: PathStructure) -> int:
    """Estimate everything in every resample; the number of those without trouble."""
    good = 0
    for start in range(0, RESAMPLES, AT_A_TIME):
        stop = min(start + AT_A_TIME, RESAMPLES)
        counts = bootstrap_counts(1, RESPONDENTS, start, stop)
        found = estimate(item_moments(counts, answers).covariance, model)
        total_effects(found.paths, model)
        alpha(found.item_correlations, model)
        rho_c(found.loadings, model)
        average_variance_extracted(found.loadings, model)
        htmt(found.item_correlations, model)
        good += int(found.is_admissible.sum())
    return good


def timed(name: str, work: Callable[[], object], resamples: int = RESAMPLES) -> Timing:
    """Time some work, its first run not counted."""
    work()
    clock, processor = [], []
    for _ in range(RUNS):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) / resamples * 1e6)
        processor.append((time.process_time() - used) / resamples * 1e6)
    return Timing(name, float(np.median(clock)), min(clock), float(np.median(processor)))


if __name__ == "__main__":
    sys.exit(main())
