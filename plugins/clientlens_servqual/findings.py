"""The findings: where the service falls short of what is expected, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clientlens.plugin_api import Finding, Result
from clientlens_servqual.check import excluded_indicators
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.tables import is_importance_gap

Evidence = dict[str, float | int | str]

EVERYBODY = "all"
_MOST_NAMED = 5
_LOW_RELIABILITY = 0.70


def findings_of(result: Result) -> Iterator[Finding]:
    """Everybody first; of each group its gap and its widest shortfalls."""
    for group in result.estimates.groups:
        reason = result.estimates.absent.get((group, "gap"))
        if reason or "gap" not in result.estimates:
            evidence: Evidence = {"reason": reason or ""}
            is_headline = group == EVERYBODY
            yield Finding("absent", (), "servqual-absent", evidence, group=group, headline=is_headline)
            continue
        yield from _of_group(result, group)
    if "gap" in result.estimates:
        yield from _cautions(result)


def _of_group(result: Result, group: str) -> Iterator[Finding]:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    is_everybody = group == EVERYBODY
    kind = "importance" if is_importance_gap(options) else "expectation"
    summary = result.estimates.summary("gap_weighted").sel(group=group)
    value, low, high = (float(summary[key]) for key in ("estimate", "ci_low", "ci_high"))
    evidence: Evidence = {"gap": value, "n": int(_counts(result, "n_respondents", group))}
    message = f"servqual-overall-{kind}-plain"
    if not np.isnan(low):
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {"gap_low": low, "gap_high": high, "level": level}
        message = f"servqual-overall-{kind}"
    yield Finding("index", (), message, evidence, group=group, headline=is_everybody)
    yield from _shortfalls(result, group)
    yield from _exceeding(result, group)


def _counts(result: Result, name: str, group: str) -> float:
    return float(result.estimates.counts[name].sel(group=group))


def _sign(result: Result) -> float:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    return -1.0 if options.sign == "expectation_minus_perception" else 1.0


def _shortfalls(result: Result, group: str) -> Iterator[Finding]:
    """Indicators that fall short by more than chance, the widest first; else those that may."""
    summary = result.estimates.summary("gap").sel(group=group)
    gap = _sign(result) * summary["estimate"].to_series().dropna()
    is_clear = _is_clear(result, group)
    order = gap.sort_values(kind="stable").index
    sure = [str(code) for code in order if gap[code] < 0 and is_clear.get(str(code), False)]
    unsure = [str(code) for code in order if gap[code] < 0 and not is_clear.get(str(code), False)]
    for codes, message in ((sure, "servqual-shortfall"), (unsure, "servqual-shortfall-near")):
        if codes:
            named = tuple(codes[:_MOST_NAMED])
            evidence: Evidence = {"count": len(codes), "gap": float(gap[codes[0]])}
            is_headline = group == EVERYBODY and message == "servqual-shortfall"
            yield Finding(
                "shortfall", named, message, evidence, group=group, headline=is_headline
            )


def _exceeding(result: Result, group: str) -> Iterator[Finding]:
    summary = result.estimates.summary("gap").sel(group=group)
    gap = _sign(result) * summary["estimate"].to_series().dropna()
    is_clear = _is_clear(result, group)
    order = gap.sort_values(ascending=False, kind="stable").index
    above = tuple(str(c) for c in order if gap[c] > 0 and is_clear.get(str(c), False))
    if above:
        evidence: Evidence = {"count": len(above)}
        yield Finding("exceeds", above[:_MOST_NAMED], "servqual-exceeds", evidence, group=group)


def _is_clear(result: Result, group: str) -> dict[str, bool]:
    """Indicator → whether its interval excludes 0; by the t test after Holm without intervals."""
    summary = result.estimates.summary("gap").sel(group=group)
    low, high = summary["ci_low"].to_series(), summary["ci_high"].to_series()
    if low.notna().any():
        return {str(code): bool(low[code] > 0 or high[code] < 0) for code in low.index}
    p = result.estimates.counts["test_p_t_holm"].sel(group=group).to_series()
    limit = 1 - result.estimates.uncertainty.level
    return {str(code): bool(p[code] < limit) for code in p.index}


def _cautions(result: Result) -> Iterator[Finding]:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    if is_importance_gap(options):
        yield Finding("caution", (), "servqual-importance", headline=True)
    left_out = excluded_indicators(result.study, options)
    if left_out:
        yield Finding("caution", left_out, "servqual-left-out", {"count": len(left_out)})
    if (EVERYBODY, "gap") in result.estimates.absent:
        return
    yield from _disagreeing(result)
    yield from _unreliable(result)
    yield from _inverted(result)
    yield Finding("caution", (), "servqual-roles")


def _disagreeing(result: Result) -> Iterator[Finding]:
    tests = result.table("tests")
    own = tests[(tests["group"] == EVERYBODY) & tests["tests_disagree"]]
    if len(own):
        subject = tuple(map(str, own["indicator"]))
        yield Finding("caution", subject, "servqual-disagree", {"count": len(subject)})


def _unreliable(result: Result) -> Iterator[Finding]:
    found = result.estimates.counts["reliability_gap"].sel(group=EVERYBODY).to_series()
    low = found[found < _LOW_RELIABILITY]
    if len(low):
        evidence: Evidence = {"count": len(low), "lowest": float(low.min())}
        yield Finding("caution", tuple(map(str, low.index)), "servqual-unreliable", evidence)


def _inverted(result: Result) -> Iterator[Finding]:
    if "n_inverted_respondents" not in result.estimates.counts:
        return
    count = int(_counts(result, "n_inverted_respondents", EVERYBODY))
    if count:
        evidence: Evidence = {"count": count}
        yield Finding("caution", (), "servqual-inverted", evidence)
