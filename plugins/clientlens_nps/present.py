"""What people see of the score: tables and findings."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from clientlens.plugin_api import Finding, Result, Table, stack
from clientlens_nps.model import OF_FACET, OF_ITEM, STANDARD, PromoterOptions

_BY_INDICATOR = [name for name, dims in OF_FACET.items() if dims == ("indicator",)]
_BY_DIMENSION = [name for name, dims in OF_FACET.items() if dims == ("dimension",)]
_SURE = 0.975
_MOST_NAMED = 3


def tables_of(result: Result) -> Iterator[Table]:
    """Every number that there is."""
    estimates = result.estimates
    if "net_promoter_score" in estimates:
        found = {name: estimates.summary(name) for name in OF_ITEM}
        frame = stack(found, ("group",), estimates.counts["n_recommend"])
        yield Table("recommendation", ("group", "quantity"), frame)
    if "top_box" not in estimates:
        return
    counts = estimates.counts
    found = {name: estimates.summary(name) for name in _BY_INDICATOR}
    frame = stack(found, ("group", "indicator"), counts["n_rated"])
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    yield Table("indicators", ("group", "indicator", "quantity"), frame)
    own = {name.removeprefix("dimension_"): estimates.summary(name) for name in _BY_DIMENSION}
    own["performance"] = own.pop("score")
    frame = stack(own, ("group", "dimension"), counts["n_dimension"])
    yield Table("dimensions", ("group", "dimension", "quantity"), frame)
    shares = counts["distribution"].rename("share").to_dataframe().reset_index()
    n = counts["n_rated"].to_series().rename("n")
    shares = shares.join(n, on=["group", "indicator"]).rename(columns={"facet_point": "point"})
    shares = shares[["group", "indicator", "point", "share", "n"]].dropna(subset=["share"])
    yield Table("distribution", ("group", "indicator", "point"), shares.reset_index(drop=True))


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: the score, on which scale it was asked, and where most stand at an end."""
    for group in result.estimates.groups:
        for name in ("net_promoter_score", "top_box"):
            reason = result.estimates.absent.get((group, name))
            if reason is not None:
                yield Finding("absent", (), f"nps-absent-{name}", {"reason": reason}, group=group)
        yield from _score(result, group)
        yield from _ends(result, group)
    yield from _remark(result)


def _score(result: Result, group: str) -> Iterator[Finding]:
    if "net_promoter_score" not in result.estimates:
        return
    found = {name: result.estimates.summary(name, group) for name in OF_ITEM}
    score = found["net_promoter_score"]
    if isnan(float(score["estimate"])):
        return
    evidence: dict[str, float | int | str] = {
        name: float(summary["estimate"]) for name, summary in found.items()
    }
    evidence["n"] = int(result.estimates.counts["n_recommend"].sel(group=group))
    message, strength = "nps-score-plain", 1.0
    if not isnan(float(score["ci_low"])):
        evidence |= {"net_low": float(score["ci_low"]), "net_high": float(score["ci_high"])}
        message = "nps-score"
        values = result.estimates["net_promoter_score"].sel(group=group)
        positive = float(result.estimates.share(values > 0))
        if not isnan(positive):
            strength = max(positive, 1 - positive)
            message += "" if strength >= _SURE else "-near"
    headline = group == "all"
    yield Finding("score", (), message, evidence, strength, group, headline)


def _ends(result: Result, group: str) -> Iterator[Finding]:
    """The indicators with most ratings at the bottom, and with most at the top."""
    if "net_box" not in result.estimates:
        return
    net = result.estimates.answered("net_box").sel(group=group).to_series().dropna()
    order = net.sort_values(kind="stable")
    if len(order) < 2 * _MOST_NAMED:  # else both ends name the same ones
        return
    for kind, codes in (
        ("bottom", order.index[:_MOST_NAMED]),
        ("top", order.index[: -_MOST_NAMED - 1 : -1]),
    ):
        quantity = f"{kind}_box"
        value = float(result.estimates.answered(quantity).sel(group=group, indicator=str(codes[0])))
        named = tuple(map(str, codes))
        yield Finding(kind, named, f"nps-{kind}", {quantity: value}, group=group)


def _remark(result: Result) -> Iterator[Finding]:
    """A score of another scale isn't that of others."""
    options: PromoterOptions = result.options  # type: ignore[assignment]
    if options.item is None or "net_promoter_score" not in result.estimates:
        return
    scale = result.study.scales[result.study.items[options.item].scale]
    cuts = options.detractors_to, options.promoters_from
    if (*scale.points, *cuts) != (*STANDARD, 6, 9):
        names = ("low", "high", "detractors_to", "promoters_from")
        evidence: dict[str, float | int | str] = dict(
            zip(names, (*scale.points, *cuts), strict=True)
        )
        yield Finding("remark", (), "nps-remark", evidence)
