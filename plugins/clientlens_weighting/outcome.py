"""The outcome of a method: its weights as the hierarchy takes them, with the reason for none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from clientlens.plugin_api import Weights
from clientlens_weighting.named import listed
from clientlens_weighting.weights import Reason
from clientlens_weighting.weights import Weights as Solved

_REASONS: Mapping[Reason, str] = {
    Reason.NONE: "",
    Reason.NOT_ESTIMABLE: "the correlations can't be had, or one of them follows from the others",
    Reason.TOO_FEW_UNITS: "fewer than two units have a value to compare",
    Reason.MISSING: "one of them has no value",
    Reason.NOT_POSITIVE: "a value is zero, and the method takes logarithms",
    Reason.NEGATIVE: "a score is negative, and no weight can be",
    Reason.ALL_ZERO: "every score is zero, so nothing tells them apart",
    Reason.NOT_CONVERGED: "the rotation didn't come to rest",
}


def outcome(
    solved: Solved,
    *,
    at_fault: Iterable[str] = (),
    diagnostics: Mapping[str, float] | None = None,
    remarks: Iterable[str] = (),
) -> Weights:
    """Weights with the reason why the sample as answered has none.

    Parameters
    ----------
    solved : clientlens_weighting.weights.Weights
        (R, k) weights with the reason of each replicate.
    at_fault : iterable of str
        Codes of the children that are the reason.
    diagnostics : mapping, optional
        Name, or ``name:of`` → number; those that aren't finite are left out.
    remarks : iterable of str
        What the weights should be read with.
    """
    reason = _REASONS[Reason(int(solved.reasons[0]))]
    named = listed(at_fault)
    finite = {n: float(x) for n, x in (diagnostics or {}).items() if np.isfinite(x)}
    return Weights(
        solved.weights, f"{reason}: {named}" if reason and named else reason, finite, tuple(remarks)
    )


def in_every_replicate(solved: Solved, replicates: int) -> Solved:
    """The same weights (1, k) in each of so many replicates."""
    return Solved(
        np.repeat(solved.weights, replicates, axis=0), np.repeat(solved.reasons, replicates)
    )
