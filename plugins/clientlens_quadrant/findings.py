"""The findings: what a director should hear of the quadrants, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from clientlens.plugin_api import Finding, Result
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import CLASSES
from clientlens_quadrant.verdicts import Verdict, verdicts_of

Evidence = dict[str, float | int | str]

EVERYBODY = "all"


def findings_of(result: Result) -> Iterator[Finding]:
    """Everybody first, headlines before details; then what each group is to improve."""
    verdicts = verdicts_of(result)
    for group in result.estimates.groups:
        own = [verdict for verdict in verdicts if verdict.group == group]
        is_everybody = group == EVERYBODY
        yield from _unrated(result, group)
        if not own:
            yield from _no_importance(result, group, headline=is_everybody)
            continue
        yield from _index(result, group, headline=is_everybody)
        if is_everybody:
            yield from _everybody(result, own)
        else:
            yield from _lists(own, "concentrate", headline=False)


def _everybody(result: Result, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    yield _counts(result, verdicts)
    yield from _lists(verdicts, "concentrate", headline=True)
    yield from _outstanding(verdicts)
    yield from _exceeds(result, verdicts)
    yield from _lists(verdicts, "keep_up", headline=False)
    yield from _lists(verdicts, "boundary", headline=False)
    yield from (_to_improve(verdict) for verdict in verdicts if verdict.quadrant == "concentrate")
    yield from _nearest(verdicts, "low_priority")
    yield from _nearest(verdicts, "overkill")
    yield from _other_rule(result)


def _no_importance(result: Result, group: str, *, headline: bool) -> Iterator[Finding]:
    absent = result.estimates.absent
    reason = absent.get((group, "performance")) or absent.get((group, "importance"))
    if reason:
        evidence: Evidence = {"reason": reason}
        yield Finding(
            "absent", (), "quadrant-no-importance", evidence, group=group, headline=headline
        )


def _index(result: Result, group: str, *, headline: bool) -> Iterator[Finding]:
    if "index" not in result.estimates:
        return
    summary = result.estimates.summary("index").sel(group=group)
    low, high, index = (float(summary[name]) for name in ("ci_low", "ci_high", "estimate"))
    if np.isnan(index):
        return
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    evidence: Evidence = {"index": index, "n": n}
    message = "quadrant-index-plain"
    if not np.isnan(low):
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {"index_low": low, "index_high": high, "level": level}
        message = "quadrant-index"
    yield Finding("index", (), message, evidence, group=group, headline=headline)


def _unrated(result: Result, group: str) -> Iterator[Finding]:
    """The indicators that lack one of the two means, where others have both."""
    options: QuadrantOptions = result.options  # type: ignore[assignment]
    for axis in ("importance", "performance"):
        if axis not in result.estimates:
            continue
        means = result.estimates.answered(axis).sel(group=group)
        codes = means["indicator"].values[means.isnull().to_numpy()]
        if 0 < len(codes) < means.size:
            is_derived = axis == "importance" and options.importance == "derived"
            message = f"quadrant-unrated-{'derived' if is_derived else axis}"
            evidence: Evidence = {"count": len(codes)}
            yield Finding("absent", tuple(map(str, codes)), message, evidence, group=group)


def _counts(result: Result, verdicts: Sequence[Verdict]) -> Finding:
    evidence: Evidence = {
        name: sum(verdict.quadrant == name for verdict in verdicts) for name in CLASSES
    }
    total = len(result.hierarchy.indicators)
    evidence |= {"total": total, "unknown": total - len(verdicts)}
    if not any(verdict.is_tested for verdict in verdicts):
        return Finding("counts", (), "quadrant-counts-plain", evidence, headline=True)
    evidence["near"] = sum(verdict.is_near_line for verdict in verdicts)
    return Finding("counts", (), "quadrant-counts", evidence, headline=True)


def _lists(verdicts: Sequence[Verdict], quadrant: str, *, headline: bool) -> Iterator[Finding]:
    """The indicators of a class: those the sample is sure of, those near a line.

    Without replicates nothing is said of the sample.
    """
    own = sorted((v for v in verdicts if v.quadrant == quadrant), key=_reach, reverse=True)
    near = [verdict for verdict in own if verdict.is_near_line]
    far = [verdict for verdict in own if not verdict.is_near_line]
    sure = [verdict for verdict in far if verdict.is_tested]
    plain = [verdict for verdict in far if not verdict.is_tested]
    for part, suffix in ((sure, ""), (plain, "-plain"), (near, "-near")):
        if part:
            yield Finding(
                kind=quadrant,
                subject=tuple(verdict.indicator for verdict in part),
                message=f"quadrant-list-{quadrant}{suffix}",
                evidence={"count": len(part)},
                strength=float(np.mean([verdict.strength for verdict in part])),
                group=part[0].group,
                headline=headline,
            )


def _reach(verdict: Verdict) -> float:
    """How far inside its quadrant: the farthest come first."""
    return verdict.distance_to_neighbour


def _outstanding(verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """The strongest of what is to be kept; surest first, then by its distances from both lines."""
    kept = [v for v in verdicts if v.quadrant == "keep_up" and not v.is_near_line]
    if not kept:
        return
    best = max(kept, key=lambda v: v.distance_importance + v.distance_performance)
    is_first = best.importance == max(v.importance for v in verdicts)
    is_best = best.performance == max(v.performance for v in verdicts)
    message = "quadrant-first-on-both" if is_first and is_best else "quadrant-outstanding"
    yield _about(best, "keep_up", message, {}, headline=True)


def _about(
    verdict: Verdict,
    kind: str,
    message: str,
    more: Mapping[str, float],
    *,
    headline: bool = False,
) -> Finding:
    evidence: Evidence = {
        "importance": verdict.importance,
        "performance": verdict.performance,
        "quadrant": verdict.quadrant,
        **more,
    }
    subject = (verdict.indicator,)
    return Finding(kind, subject, message, evidence, verdict.strength, verdict.group, headline)


def _to_improve(verdict: Verdict) -> Finding:
    more = {"below": -verdict.distance_performance, "above": verdict.distance_importance}
    message = "quadrant-improve-near" if verdict.is_near_line else "quadrant-improve"
    if verdict.certainty is None:
        return _about(verdict, "concentrate", f"{message}-plain", more)
    return _about(verdict, "concentrate", message, {**more, "p_class": verdict.certainty})


def _exceeds(result: Result, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """Where satisfaction exceeds importance, by more than chance where there are intervals."""
    if "gap" not in result.estimates:
        return
    summary = result.estimates.summary("gap").sel(group=EVERYBODY)
    known = summary["estimate"].sel(indicator=[v.indicator for v in verdicts])
    above = known.where(known > 0, drop=True)
    low = summary["ci_low"].sel(indicator=above["indicator"])
    codes = [str(code) for code in above["indicator"].values]
    unsure = [code for code, end in zip(codes, low.values, strict=True) if not end > 0]
    has_intervals = bool(low.notnull().any())
    yield from _exceeding([c for c in codes if c not in unsure], "quadrant-exceeds", headline=True)
    message = "quadrant-exceeds-near" if has_intervals else "quadrant-exceeds-plain"
    yield from _exceeding(unsure, message, headline=not has_intervals)


def _exceeding(codes: Sequence[str], message: str, *, headline: bool) -> Iterator[Finding]:
    if codes:
        evidence: Evidence = {"count": len(codes)}
        yield Finding("exceeds", tuple(codes), message, evidence, headline=headline)


def _nearest(verdicts: Iterable[Verdict], quadrant: str) -> Iterator[Finding]:
    """The one that would change class first if clients cared a little more."""
    own = [verdict for verdict in verdicts if verdict.quadrant == quadrant]
    if own:
        nearest = min(own, key=lambda v: abs(v.distance_importance))
        more = {"distance": abs(nearest.distance_importance)}
        yield _about(nearest, "nearest", f"quadrant-nearest-{quadrant}", more)


def _other_rule(result: Result) -> Iterator[Finding]:
    """The rule for the crosshair that would change most."""
    rows = result.table("crosshairs")
    others = rows[(rows["group"] == EVERYBODY) & ~rows["is_used"]]
    if others.empty:
        return
    most = others.iloc[int(others["changed"].to_numpy().argmax())]
    changed, total = int(most["changed"]), len(result.hierarchy.indicators)
    evidence: Evidence = {"rule": str(most["rule"]), "changed": changed, "total": total}
    strength = 1 - changed / total
    yield Finding("crosshair", (), "quadrant-other-rule", evidence, strength)
