"""The findings: whether there are segments, what sets each apart, and how far to trust them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clientlens.plugin_api import Finding, Messages, Result, Segmentation
from clientlens_segments.naming import feature_name
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.stability import DOUBTFUL, STABLE
from clientlens_segments.values import SEPARATOR, layout_of

Evidence = dict[str, float | int | str]

_MOST_TOLD = 3
"""So many features on each side are told of a segment."""

_STRONG = 0.3
"""Cramér's V from which an attribute is told: Cohen's medium effect."""


def findings_of(result: Result) -> Iterator[Finding]:
    """Segments found or not, their profile, the rule; then cautions."""
    for name in layout_of(result.study, _options(result)).segmentations:
        found = result.segmentations.get(name)
        if found is not None:
            yield from _existence(name, found)
        yield from _profiles(result, name)
        yield from _associations(result, name)
        yield from _rule(result, name)
        if found is not None:
            yield from _cautions(name, found)


def _options(result: Result) -> SegmentsOptions:
    return result.options  # type: ignore[return-value]


def _existence(name: str, found: Segmentation) -> Iterator[Finding]:
    p = found.criteria.get("one_population", {}).get(1)
    if not found.codes:
        evidence: Evidence = {"reason": found.reason}
        yield Finding("found", (name,), "segments-none", evidence, headline=True)
        return
    evidence = {"segments": len(found.codes), "how": found.chosen_by}
    strength = 1.0 if p is None else 1.0 - p
    yield Finding("found", (name,), "segments-found", evidence, strength, headline=True)


def _profiles(result: Result, name: str) -> Iterator[Finding]:
    """What sets each segment apart, where the sample is sure of it."""
    if "standardised_difference" not in result.estimates:
        return
    estimates, notable = result.estimates, _options(result).notable
    summary = estimates.summary("standardised_difference").isel(group=0)
    effects = estimates["standardised_difference"]
    language = result.study.report.language
    words = Messages(language, [result.locale])
    features = summary["feature"].values.tolist()
    for i, segment in enumerate(summary["segment"].values.tolist()):
        if segment.partition(SEPARATOR)[0] != name:
            continue
        d = np.nan_to_num(summary["estimate"].values[i])
        low, high = summary["ci_low"].values[i], summary["ci_high"].values[i]
        is_sure = np.where(np.isnan(low), True, (low > 0) | (high < 0))
        for side, sign in (("high", 1), ("low", -1)):
            order = [j for j in np.argsort(-sign * d, kind="stable") if sign * d[j] >= notable]
            told = [j for j in order if is_sure[j]]
            if not told:
                continue
            shown = told[:_MOST_TOLD]
            said = words("segments-list").join(
                words(
                    "segments-feature-with-effect",
                    name=feature_name(features[j], words, result.study),
                    effect=f"{d[j]:+.2f}".replace("-", "\N{MINUS SIGN}"),
                )
                for j in shown
            )
            first = effects.isel(segment=i, feature=int(shown[0]))
            chance = estimates.share(sign * first > 0, first.notnull()).isel(group=0)
            strength = float(chance) if np.isfinite(float(chance)) else 1.0
            evidence: Evidence = {"features": said, "others": len(told) - len(shown)}
            yield Finding("profile", (segment,), f"segments-{side}", evidence, strength)


def _associations(result: Result, name: str) -> Iterator[Finding]:
    """The attributes that go with a segmentation."""
    if "association" not in result.estimates:
        return
    summary = result.estimates.summary("association").isel(group=0)
    names = summary["segmentation"].values.tolist()
    if name not in names:
        return
    own = summary.isel(segmentation=names.index(name))
    strong = [
        (float(v), str(a))
        for a, v in zip(own["attribute"].values, own["estimate"].values, strict=True)
        if v >= _STRONG
    ]
    for v, attribute in sorted(strong, reverse=True)[:_MOST_TOLD]:
        evidence: Evidence = {"association": v}
        yield Finding("profile", (name, attribute), "segments-goes-with", evidence)


def _rule(result: Result, name: str) -> Iterator[Finding]:
    frames = [table.frame for table in result.tables if table.name == "rule_accuracy"]
    if not frames:
        return
    own = frames[0][frames[0]["segmentation"] == name]
    for _, row in own.iterrows():
        evidence: Evidence = {
            "share_right": float(row["accuracy"]),
            "share_baseline": float(row["baseline"]),
        }
        key = "segments-rule-better" if row["is_better"] else "segments-rule-no-better"
        yield Finding("rule", (name,), key, evidence)


def _cautions(name: str, found: Segmentation) -> Iterator[Finding]:
    stability = found.local.get("stability", {})
    for limit, message in ((DOUBTFUL, "segments-unstable"), (STABLE, "segments-doubtful")):
        low = 0.0 if limit == DOUBTFUL else DOUBTFUL
        own = [c for c, own in stability.items() if low <= own.get("jaccard", 1.0) < limit]
        if own:
            worst = min(stability[code]["jaccard"] for code in own)
            segments = tuple(f"{name}{SEPARATOR}{code}" for code in own)
            evidence: Evidence = {"count": len(own), "jaccard": worst}
            yield Finding("caution", segments, message, evidence)
    for remark in found.remarks:
        yield Finding("caution", (name,), "segments-remark", {"reason": remark})
    if found.codes:
        yield Finding("caution", (name,), "segments-taken-as-given")
