"""The findings between roles: where the bank misjudges its clients, or breaks its word to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result
from clientlens.stats.multiplicity import holm
from clientlens_servqual.chain import SERVICE, chain_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.role_tables import links_of
from clientlens_servqual.verdicts import sign_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

EVERYBODY = "all"
_MOST_NAMED = 3
_ENDS = ("of", "against")


def role_findings(result: Result) -> Iterator[Finding]:
    """Each gap of everybody, where it is widest, and which gaps aren't measured."""
    gaps = {code: _summary(result, f"{code}_gap") for code in links_of(result) if code != SERVICE}
    known = {code: gap for code, gap in gaps.items() if not isnan(float(gap["estimate"]))}
    widest = _widest(result, known)
    for code, gap in known.items():
        yield _claim(result, code, gap, is_headline=code == widest)
        yield from _where(result, code)
    yield from _missing(result)


def _summary(result: Result, name: str) -> xr.Dataset:
    return result.estimates.summary(name).sel(group=EVERYBODY)


def _claim(result: Result, code: str, gap: xr.Dataset, *, is_headline: bool) -> Finding:
    """One gap in words; which way it goes only where the sample tells."""
    value, low, high = (float(gap[name]) for name in ("estimate", "ci_low", "ci_high"))
    of, against = (float(_summary(result, f"{code}_{end}")["estimate"]) for end in _ENDS)
    evidence: dict[str, float | int | str] = {"role_gap": code, "of": of, "against": against}
    evidence["gap"] = value
    direction = "below" if sign_of(result) * value < 0 else "above"
    if isnan(low):
        message = f"servqual-role-{direction}-plain"
    else:
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {"gap_low": low, "gap_high": high, "level": level}
        message = f"servqual-role-{'near' if low <= 0 <= high else direction}"
    return Finding("roles", (code,), message, evidence, headline=is_headline)


def _widest(result: Result, gaps: Mapping[str, xr.Dataset]) -> str | None:
    """The gap that surely falls short the most; None where none does."""
    sign = sign_of(result)
    nearest = {
        code: max(sign * float(gap["ci_low"]), sign * float(gap["ci_high"]))
        for code, gap in gaps.items()
        if not isnan(float(gap["ci_low"]))
    }
    short = {code: sign * float(gaps[code]["estimate"]) for code, end in nearest.items() if end < 0}
    return min(short, key=lambda code: short[code]) if short else None


def _where(result: Result, code: str) -> Iterator[Finding]:
    """The indicators that surely fall short, even with so many compared."""
    found = clear_items(result, code)
    if len(found):
        named = tuple(map(str, found.index[:_MOST_NAMED]))
        evidence: dict[str, float | int | str] = {"role_gap": code, "count": len(found)}
        evidence["gap"] = sign_of(result) * float(found.iloc[0])
        yield Finding("roles", named, "servqual-role-where", evidence)


def clear_items(result: Result, code: str) -> pd.Series[float]:
    """Indicator → gap of everybody, widest shortfall first, where Holm's test leaves no doubt."""
    from scipy.special import ndtr

    summary = _summary(result, f"{code}_gap_item")[["estimate", "std_error"]]
    frame = summary.to_dataframe()[["estimate", "std_error"]].dropna()
    frame = frame[frame["std_error"] > 0]
    gap = sign_of(result) * frame["estimate"]
    p = holm(2 * ndtr(-(gap.abs() / frame["std_error"]).to_numpy()))
    limit = 1 - result.estimates.uncertainty.level
    found: pd.Series[float] = gap[(p < limit) & (gap < 0)].sort_values(kind="stable")
    return found


def _missing(result: Result) -> Iterator[Finding]:
    """Which gaps aren't measured, one finding for each reason."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    links, reasons = chain_of(result.study, options)
    if not links:
        yield Finding("caution", (), "servqual-roles")
        return
    too_few = {
        code: reason
        for code in links
        if (reason := result.estimates.absent.get((EVERYBODY, f"{code}_gap")))
    }
    gathered: dict[str, list[str]] = {}
    for code, reason in {**reasons, **too_few}.items():
        gathered.setdefault(reason, []).append(code)
    for reason, codes in gathered.items():
        evidence: dict[str, float | int | str] = {"reason": reason}
        yield Finding("caution", tuple(codes), "servqual-roles-missing", evidence)
