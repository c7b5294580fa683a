"""Our bootstrap of the European model and its parts, timed; `benchmarks.pls` runs it."""

from __future__ import annotations

import numpy as np

from benchmarks.ecsi import RESPONDENTS, european_model, made_up_answers
from benchmarks.timing import Measured, Paths, Timing, peak_megabytes, timed
from clientlens.stats.resample import bootstrap_counts
from clientlens_csi.discriminant import htmt
from clientlens_csi.effects import path_coefficients, total_effects
from clientlens_csi.estimates import estimate
from clientlens_csi.layout import FloatArray
from clientlens_csi.moments import item_moments
from clientlens_csi.pls import estimate_weights
from clientlens_csi.reliability import alpha, average_variance_extracted, rho_c
from clientlens_csi.structure import PathStructure

RESAMPLES = 10_000
AT_A_TIME = 1024


def main() -> None:
    """Time the whole and its parts."""
    drop_a_large_array()
    model, answers = european_model(), made_up_answers()
    whole = timed("everything", lambda: bootstrap(answers, model), RESAMPLES)
    measured = [whole, *parts(answers, model)]
    Measured(measured, paths(answers, model), peak_megabytes()).print()


def drop_a_large_array() -> None:
    """Bring memory into the state in which reading a survey leaves it.

    From then on glibc keeps what smaller arrays held. Before, it gives the memory of each chunk of
    resamples back to the system and fetches it anew: 5 µs a resample on a virtual machine.
    """
    np.ones(3_000_000)


def bootstrap(answers: FloatArray, model: PathStructure) -> int:
    """Estimate everything in every resample; the number of those without trouble."""
    starts = range(0, RESAMPLES, AT_A_TIME)
    return sum(some_resamples(answers, model, start) for start in starts)


def some_resamples(answers: FloatArray, model: PathStructure, start: int) -> int:
    """Those from `start` on, as many as are worked on together."""
    counts = bootstrap_counts(1, RESPONDENTS, start, min(start + AT_A_TIME, RESAMPLES))
    found = estimate(item_moments(counts, answers).covariance, model)
    total_effects(found.paths, model)
    alpha(found.item_correlations, model)
    rho_c(found.loadings, model)
    average_variance_extracted(found.loadings, model)
    htmt(found.item_correlations, model)
    return int(found.is_admissible.sum())


def parts(answers: FloatArray, model: PathStructure) -> list[Timing]:
    """The dearest parts of the work, each by itself."""
    counts = bootstrap_counts(1, RESPONDENTS, 0, AT_A_TIME)
    S = item_moments(counts, answers).covariance
    found = estimate(S, model)
    works = {
        "counts": lambda: bootstrap_counts(1, RESPONDENTS, 0, AT_A_TIME),
        "moments": lambda: item_moments(counts, answers),
        "weights": lambda: estimate_weights(S, model),
        "paths": lambda: path_coefficients(found.correlations, model),
        "HTMT": lambda: htmt(found.item_correlations, model),
    }
    return [timed(name, work, AT_A_TIME) for name, work in works.items()]


def paths(answers: FloatArray, model: PathStructure) -> Paths:
    """Path coefficients in the sample as answered."""
    moments = item_moments(np.ones((1, len(answers))), answers)
    B = estimate(moments.covariance, model).paths[0]
    names = model.constructs
    return {
        names[target]: {names[s]: float(B[target, s]) for s in model.sources(int(target))}
        for target in model.endogenous
    }


if __name__ == "__main__":
    main()
