"""What people see of the score beside its sheets: how ratings fall, findings, charts."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from clientlens.plugin_api import Finding, Result, Table, absences
from clientlens_nps.charts import charts_of
from clientlens_nps.model import SHARES, STANDARD, PromoterOptions

__all__ = ["charts_of", "findings_of", "tables_of"]
_SURE = 0.975
_MOST_NAMED = 3


def tables_of(result: Result) -> Iterator[Table]:
    """The share of every scale point, where there are ratings."""
    if "top_box" not in result.estimates:
        return
    counts = result.estimates.counts
    shares = counts["distribution"].rename("share").to_dataframe().reset_index()
    n = counts["n_rated"].to_series().rename("n")
    shares = shares.join(n, on=["group", "indicator"]).rename(columns={"facet_point": "point"})
    shares = shares[["group", "indicator", "point", "share", "n"]].dropna(subset=["share"])
    yield Table("distribution", ("group", "indicator", "point"), shares.reset_index(drop=True))


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: the score, and where most stand at an end; then how it was asked."""
    for group in result.estimates.groups:
        yield from absences(result, group)
        yield from _score(result, group)
        yield from _ends(result, group)
    yield from _remark(result)


def _score(result: Result, group: str) -> Iterator[Finding]:
    estimates = result.estimates
    score = estimates.number("net_promoter_score", group)
    if score is None:
        return
    evidence = score.evidence("net_promoter_score", "net_")
    evidence |= {name: float(estimates.answered(name).sel(group=group)) for name in SHARES}
    evidence["n"] = int(estimates.counts["n_recommend"].sel(group=group))
    positive = float(estimates.share(estimates["net_promoter_score"] > 0).sel(group=group))
    if isnan(positive):  # there are no draws, and the interval alone tells
        positive = 0.5 if score.side == "near" else 1.0
    strength = max(positive, 1 - positive)
    message = "nps-score-plain"
    if score.side != "plain":
        message = "nps-score" if strength >= _SURE else "nps-score-near"
    yield Finding("score", (), message, evidence, strength, group, headline=group == "all")


def _ends(result: Result, group: str) -> Iterator[Finding]:
    """The indicators with most ratings at the bottom, and with most at the top."""
    order = list(result.estimates.ranked("net_box", group))
    if len(order) < 2 * _MOST_NAMED:  # else both ends name the same ones
        return
    for kind, codes in (("bottom", order[:_MOST_NAMED]), ("top", order[: -_MOST_NAMED - 1 : -1])):
        quantity = f"{kind}_box"
        share = result.estimates.answered(quantity).sel(group=group, indicator=codes[0])
        yield Finding(kind, tuple(codes), f"nps-{kind}", {quantity: float(share)}, group=group)


def _remark(result: Result) -> Iterator[Finding]:
    """A score of another scale isn't that of others."""
    options: PromoterOptions = result.options  # type: ignore[assignment]
    if options.item is None or "net_promoter_score" not in result.estimates:
        return
    low, high = result.study.scales[result.study.items[options.item].scale].points
    cuts = {"detractors_to": options.detractors_to, "promoters_from": options.promoters_from}
    if (low, high, *cuts.values()) != (*STANDARD, 6, 9):
        yield Finding("remark", (), "nps-remark", {"low": low, "high": high, **cuts})
