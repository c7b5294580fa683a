"""The verdict: which gaps are surely more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from clientlens.plugin_api import Result
from clientlens_servqual.options import ServqualOptions


@dataclass(frozen=True, slots=True)
class Verdict:
    """An indicator of one group.

    Attributes
    ----------
    indicator : str
        Its code.
    gap : float
        Perception less expectation, whatever sign the study declares: a shortfall is negative.
    is_clear : bool
        Whether the interval leaves out 0, and the t test with Holm's correction agrees where there
        is one. Without intervals the test alone tells.
    """

    indicator: str
    gap: float
    is_clear: bool


def sign_of(result: Result) -> float:
    """What turns a gap as declared into perception less expectation."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    return -1.0 if options.sign == "expectation_minus_perception" else 1.0


def verdicts_of(result: Result, group: str) -> tuple[Verdict, ...]:
    """Indicators with a gap, the widest shortfall first."""
    found = sorted(_verdicts(result, group), key=lambda verdict: verdict.gap)
    return tuple(found)


def _verdicts(result: Result, group: str) -> Iterator[Verdict]:
    estimates = result.estimates
    summary = estimates.summary("gap").sel(group=group)
    p = estimates.counts["test_t_p_holm"].sel(group=group)
    limit = 1 - estimates.uncertainty.level
    columns = (summary["indicator"], *(summary[n] for n in ("estimate", "ci_low", "ci_high")), p)
    for code, gap, low, high, own_p in zip(*(c.to_numpy() for c in columns), strict=True):
        if not isnan(gap):
            is_clear = _is_clear(float(low), float(high), float(own_p), limit)
            yield Verdict(str(code), sign_of(result) * float(gap), is_clear)


def _is_clear(low: float, high: float, p: float, limit: float) -> bool:
    """Alike answers have no test; then the interval, if any, tells alone."""
    if isnan(low):
        return p < limit
    excludes_zero = low > 0 or high < 0
    return excludes_zero and (isnan(p) or p < limit)
