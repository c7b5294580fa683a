"""The findings: who can be told apart, whether ranks may be shown, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result
from clientlens.stats.tiers import Tier
from clientlens_units.frames import EVERYBODY, frame_of
from clientlens_units.options import UnitsOptions
from clientlens_units.standing import tier_name
from clientlens_units.values import units_of

if TYPE_CHECKING:
    import pandas as pd

Evidence = dict[str, float | int | str]

SURE = 0.9
"""So probable a place among the best must be to be named."""

_STILL = 0.5
"""Ranks that deviate by less than half a place stay where they are."""

_LARGE = 0.5
"""A part above it is the larger one."""


def findings_of(result: Result) -> Iterator[Finding]:
    """Where units stand, what lies outside the funnel, what ranks rest on; then cautions."""
    reason = result.estimates.absent.get((EVERYBODY, "score"))
    if reason is not None:
        yield Finding("absent", (), "units-absent", {"reason": reason}, headline=True)
        return
    league = frame_of(result, "league")
    if league is None:
        yield Finding("absent", (), "units-no-scores", headline=True)
        return
    yield from _standing(result, league)
    yield from _funnel(result)
    yield from _method(result)
    yield from _cautions(result, league)


def _options(result: Result) -> UnitsOptions:
    return result.options  # type: ignore[return-value]


def _codes(result: Result, units: Sequence[str]) -> tuple[str, ...]:
    """Units as codes of the groups they are, by which reports name them."""
    return tuple(f"{_options(result).by}={unit}" for unit in units)


def _value(result: Result, table: str, quantity: str) -> float | None:
    """A number of a table with a value a quantity; None where there is none."""
    frame = frame_of(result, table)
    found = [] if frame is None else frame.loc[frame["quantity"] == quantity, "value"].tolist()
    return float(found[0]) if found else None


def _standing(result: Result, league: pd.DataFrame) -> Iterator[Finding]:
    if "tier" not in league:
        evidence: Evidence = {"units": len(league)}
        yield Finding("standing", (), "units-order-only", evidence, headline=True)
        return
    if "rank" not in league:
        yield from _tiers(result, league)
        return
    k = int(_value(result, "overview", "k") or 1)
    for place, column in (("top", "p_top"), ("bottom", "p_bottom")):
        sure = league[league[column] >= SURE].sort_values(column, ascending=False, kind="stable")
        yield from _named(result, sure, f"units-{place}", {"k": k, "units": len(league)})
    tied = int((~((league["p_top"] >= SURE) | (league["p_bottom"] >= SURE))).sum())
    if tied:
        evidence = {"count": tied, "level": _level(result)}
        yield Finding("standing", (), "units-between", evidence)


def _tiers(result: Result, league: pd.DataFrame) -> Iterator[Finding]:
    """No ranking; who surely is in the best or the worst quarter all the same."""
    evidence: Evidence = {
        "share_reliability": _value(result, "overview", "reliability") or 0.0,
        "share_least": _options(result).least_reliability,
    }
    yield Finding("standing", (), "units-no-ranking", evidence, headline=True)
    for tier, message in ((Tier.TOP, "units-tier-top"), (Tier.BOTTOM, "units-tier-bottom")):
        sure = league[league["tier"] == tier_name(tier)]
        if len(sure):
            yield from _named(result, sure, message, {"units": len(league)})


def _named(
    result: Result, sure: pd.DataFrame, message: str, evidence: Evidence
) -> Iterator[Finding]:
    """The units by name; that there is none is told as well."""
    units = _codes(result, sure["unit"].tolist())
    told: Evidence = {"count": len(units), **evidence}
    yield Finding("standing", units, message, told, headline=True)


def _level(result: Result) -> str:
    return f"{100 * result.study.uncertainty.level:g}%"


def _funnel(result: Result) -> Iterator[Finding]:
    """Units that lie farther from the mean than chance explains."""
    frame = frame_of(result, "funnel")
    if frame is None:
        return
    for side in ("below", "above"):
        outside = frame[frame["side"] == f"far_{side}"]
        if len(outside):
            units = _codes(result, outside["unit"].tolist())
            evidence: Evidence = {"count": len(units)}
            is_headline = side == "below"
            message = f"units-funnel-{side}"
            yield Finding("funnel", units, message, evidence, headline=is_headline)
    if not frame["side"].str.startswith("far_").any():
        yield Finding("funnel", (), "units-funnel-inside", {"units": len(frame)})


def _method(result: Result) -> Iterator[Finding]:
    """How far other methods move ranks, and whether sampling or method moves them more."""
    shift, same = (_value(result, "runs", name) for name in ("mean_shift", "share_same_top"))
    if shift is not None and same is not None:
        k = int(_value(result, "overview", "k") or 1)
        evidence: Evidence = {"mean_shift": shift, "share_same_top": same, "k": k}
        evidence["draws"] = _options(result).draws
        yield Finding("method", (), "units-methods", evidence)
    frame = frame_of(result, "variance")
    if frame is None:
        return
    deviation = float((frame["rank_deviation"] ** 2).sum() ** 0.5)
    if deviation < _STILL:
        evidence = {"rank_deviation": deviation}
        yield Finding("method", (), "units-variance-small", evidence)
        return
    if frame["share"].isna().any():
        return
    shares = dict(zip(frame["component"], frame["share"], strict=True))
    evidence = {f"share_{name}": float(share) for name, share in shares.items()}
    larger = "sampling" if shares["sampling"] > _LARGE else "method"
    yield Finding("method", (), f"units-variance-{larger}", evidence, headline=True)
    yield from _driver(result)


def _driver(result: Result) -> Iterator[Finding]:
    """The factor of the method that moves ranks most; no word where the runs can't tell which."""
    frame = frame_of(result, "sensitivity")
    if frame is None:
        return
    own = frame[frame["factor"] != "sampling"].sort_values("total_order", kind="stable")
    if len(own) and own["total_order"].notna().all():
        last = own.iloc[-1]
        if (own["total_order_high"].iloc[:-1] >= last["total_order_low"]).any():
            return
        factor, total = str(last["factor"]), min(float(last["total_order"]), 1.0)
        evidence: Evidence = {"factor": factor, "share_total": total}
        yield Finding("method", (), "units-driver", evidence)


def _cautions(result: Result, league: pd.DataFrame) -> Iterator[Finding]:
    small = league[league["is_small"]]
    if len(small):
        units = _codes(result, small["unit"].tolist())
        evidence: Evidence = {"count": len(units), "least": _options(result).minimum_n}
        yield Finding("caution", units, "units-small", evidence)
    shown = set(league["unit"])
    hidden = [u for u in units_of(result.study, _options(result)) if u not in shown]
    if hidden:
        evidence = {"count": len(hidden), "smallest": result.study.report.minimum_group}
        yield Finding("caution", _codes(result, hidden), "units-hidden", evidence)
    if _options(result).normalisation not in ("anchored", "target"):
        yield Finding("caution", (), "units-relative")
