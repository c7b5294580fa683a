"""The findings: where the service falls short of what is expected, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result
from clientlens_servqual.check import excluded_indicators
from clientlens_servqual.confirmatory import fit_findings
from clientlens_servqual.everybody import EVERYBODY
from clientlens_servqual.layout import layout_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.role_findings import role_findings
from clientlens_servqual.tables import is_importance_gap, labelled
from clientlens_servqual.verdicts import Verdict, sign_of, verdicts_of

if TYPE_CHECKING:
    import pandas as pd

Evidence = dict[str, float | int | str]

_MOST_NAMED = 5
_LOW_RELIABILITY = 0.70
_LOW_LOADING = 0.40
_CLEARLY_MORE = 0.10
"""A mean of many indicators is correlated a little more with anything than one of few."""


def findings_of(result: Result) -> Iterator[Finding]:
    """Of everybody first; of each group its gap and its widest shortfalls; then cautions."""
    for group in result.estimates.groups:
        yield from _of_group(result, group)
    yield from role_findings(result)
    yield from _cautions(result)


def _of_group(result: Result, group: str) -> Iterator[Finding]:
    is_everybody = group == EVERYBODY
    reason = result.estimates.absent.get((group, "gap"))
    if reason is not None:
        evidence: Evidence = {"reason": reason}
        yield Finding("absent", (), "servqual-absent", evidence, group=group, headline=is_everybody)
        return
    yield from _overall(result, group)
    verdicts = verdicts_of(result, group)
    kind = _kind(result)
    short = [v for v in verdicts if v.gap < 0]
    above = [v for v in reversed(verdicts) if v.gap > 0 and v.is_clear]
    clear, near = [v for v in short if v.is_clear], [v for v in short if not v.is_clear]
    yield from _named(result, clear, group, "shortfall", f"servqual-shortfall-{kind}")
    yield from _named(result, near, group, "shortfall", f"servqual-shortfall-near-{kind}")
    yield from _named(result, above, group, "exceeds", f"servqual-exceeds-{kind}")
    unrated = _unrated(result, verdicts)
    if unrated:
        yield Finding("absent", unrated, "servqual-unrated", group=group)


def _kind(result: Result) -> str:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    return "importance" if is_importance_gap(options) else "expectation"


def _overall(result: Result, group: str) -> Iterator[Finding]:
    """The gap as a whole, and whether the sample is sure of its direction."""
    summary = result.estimates.summary("gap_weighted").sel(group=group)
    value, low, high = (float(summary[key]) for key in ("estimate", "ci_low", "ci_high"))
    if isnan(value):
        yield Finding("absent", (), "servqual-no-weights", group=group, headline=group == EVERYBODY)
        return
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    gap = labelled("gap", result.options)  # type: ignore[arg-type]
    evidence: Evidence = {gap: value, "n": n}
    direction = "below" if sign_of(result) * value < 0 else "above"
    message = f"servqual-overall-{direction}-{_kind(result)}"
    if isnan(low):
        message += "-plain"
    else:
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {f"{gap}_low": low, f"{gap}_high": high, "level": level}
        if low <= 0 <= high:
            message = f"servqual-overall-near-{_kind(result)}"
    yield Finding("index", (), message, evidence, group=group, headline=group == EVERYBODY)


def _named(
    result: Result, verdicts: Sequence[Verdict], group: str, kind: str, message: str
) -> Iterator[Finding]:
    """The first few by name, all by their number; what is clear of everybody is a headline."""
    if not verdicts:
        return
    named = tuple(verdict.indicator for verdict in verdicts[:_MOST_NAMED])
    widest = sign_of(result) * verdicts[0].gap
    is_headline = group == EVERYBODY and verdicts[0].is_clear
    gap = labelled("gap", result.options)  # type: ignore[arg-type]
    evidence: Evidence = {"count": len(verdicts), gap: widest}
    yield Finding(kind, named, message, evidence, group=group, headline=is_headline)


def _unrated(result: Result, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Indicators of a quality dimension without a gap."""
    owners = layout_of(result.study, result.options).of(result.hierarchy.indicators)  # type: ignore[arg-type]
    known = {verdict.indicator for verdict in verdicts}
    return tuple(code for code in owners if code not in known)


def _cautions(result: Result) -> Iterator[Finding]:
    """What to bear in mind with all of it."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    if is_importance_gap(options):
        yield Finding("caution", (), "servqual-importance", headline=True)
    side = "negative" if sign_of(result) > 0 else "positive"
    yield Finding(
        "caution", (), f"servqual-sign-{side}", {"contrast": labelled(options.sign, options)}
    )
    left_out = excluded_indicators(result.study, options)
    if left_out:
        yield Finding("caution", left_out, "servqual-left-out", {"count": len(left_out)})
    if (EVERYBODY, "gap") not in result.estimates.absent:
        yield from _disagreeing(result)
        yield from _unreliable(result)
        yield from _elsewhere(result)
        yield from fit_findings(result)
        yield from _inverted(result)


def _disagreeing(result: Result) -> Iterator[Finding]:
    tests = _of_everybody(result, "tests")
    own = tests[tests["tests_disagree"]] if len(tests) else tests
    if len(own):
        yield Finding("caution", tuple(map(str, own["indicator"])), "servqual-disagree")


def _of_everybody(result: Result, name: str) -> pd.DataFrame:
    """The rows of a table, maybe none, that aren't a group's."""
    import pandas as pd

    frames = [table.frame for table in result.tables if table.name == name]
    return frames[0][frames[0]["group"] == EVERYBODY] if frames else pd.DataFrame()


def _unreliable(result: Result) -> Iterator[Finding]:
    """Dimensions whose difference scores are unreliable, or whose indicators don't belong."""
    counts = result.estimates.counts
    for name, limit, message in (
        ("reliability_gap", _LOW_RELIABILITY, "servqual-unreliable"),
        ("lowest_loading", _LOW_LOADING, "servqual-loose"),
    ):
        found = counts[name].sel(group=EVERYBODY).to_series()
        low = found[found < limit]
        if len(low):
            evidence: Evidence = {"lowest": float(low.min())}
            yield Finding("caution", tuple(map(str, low.index)), message, evidence)


def _elsewhere(result: Result) -> Iterator[Finding]:
    """Indicators that go more with another dimension than with the rest of their own."""
    own = _of_everybody(result, "structure")
    if not len(own):
        return
    own = own.set_index("indicator")
    excess = (own["r_other"] - own["r_own"]).sort_values(ascending=False, kind="stable")
    excess = excess[excess > _CLEARLY_MORE]
    if len(excess):
        named = tuple(map(str, excess.index[:_MOST_NAMED]))
        evidence: Evidence = {"count": len(excess)}
        yield Finding("caution", named, "servqual-elsewhere", evidence)


def _inverted(result: Result) -> Iterator[Finding]:
    counts = result.estimates.counts
    if "n_inverted_respondents" not in counts:
        return
    count = int(counts["n_inverted_respondents"].sel(group=EVERYBODY))
    if count:
        yield Finding("caution", (), "servqual-inverted", {"count": count})
