"""The findings between roles: where the bank misjudges its clients, or breaks its word to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.plugin_api import Finding, FloatArray, Result
from clientlens.stats.multiplicity import holm
from clientlens_servqual.chain import NUMBERS, SERVICE, chain_of
from clientlens_servqual.everybody import EVERYBODY, summary_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.role_gaps import quantity
from clientlens_servqual.role_tables import links_of
from clientlens_servqual.tables import is_importance_gap
from clientlens_servqual.verdicts import sign_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Direction = Literal["below", "above", "near"]

_MOST_NAMED = 3
_ENDS = ("of", "against")


def role_findings(result: Result) -> Iterator[Finding]:
    """Each gap of everybody, where it is widest, and which gaps aren't measured."""
    gaps = {
        code: summary_of(result, quantity(code, "gap"))
        for code in links_of(result)
        if code != SERVICE
    }
    known = {code: gap for code, gap in gaps.items() if not isnan(float(gap["estimate"]))}
    widest = _widest(result, known)
    for code, gap in known.items():
        yield _claim(result, code, gap, is_headline=code == widest)
        yield from _where(result, code)
    yield from _missing(result)


def _claim(result: Result, code: str, gap: xr.Dataset, *, is_headline: bool) -> Finding:
    """One gap in words; which way it goes only where the sample tells."""
    value, low, high = (float(gap[name]) for name in ("estimate", "ci_low", "ci_high"))
    of, against = (float(summary_of(result, quantity(code, end))["estimate"]) for end in _ENDS)
    evidence: dict[str, float | int | str] = {"role_gap": code, "of": of, "against": against}
    evidence |= {"gap": value, "n": _n(result, code)}
    if not isnan(low):
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {"gap_low": low, "gap_high": high, "level": level}
    plain = "-plain" if isnan(low) else ""
    kind = "importance" if is_importance_gap(result.options) else "expectation"  # type: ignore[arg-type]
    message = f"servqual-role-{direction_of(result, code, gap)}-{kind}{plain}"
    return Finding("roles", (code,), message, evidence, headline=is_headline)


def _n(result: Result, code: str) -> int:
    """Respondents on the smaller side of a gap."""
    return int(result.estimates.counts[quantity(code, "n_gap")].sel(group=EVERYBODY))


def direction_of(result: Result, code: str, gap: xr.Dataset) -> Direction:
    """Which way a gap of everybody surely goes; without intervals, which way it points.

    The interval leaves out 0, and so does Student's with the respondents of the smaller side: of
    a dozen managers the percentiles of draws alone would promise too much.
    """
    value, low, high = (float(gap[name]) for name in ("estimate", "ci_low", "ci_high"))
    if not isnan(low):
        p = _p_of(np.array([value]), np.array([float(gap["std_error"])]), _n(result, code))
        limit = 1 - result.estimates.uncertainty.level
        if low <= 0 <= high or p[0] >= limit:
            return "near"
    if value == 0:
        return "near"
    return "below" if sign_of(result) * value < 0 else "above"


def _p_of(gap: FloatArray, error: FloatArray, n: FloatArray | int) -> FloatArray:
    """Two-sided p of a t test with n - 1 degrees of freedom; the errors have divisor n."""
    from scipy.special import stdtr

    free = np.maximum(np.asarray(n, dtype=np.float64) - 1, 1)
    corrected = error * np.sqrt((free + 1) / free)
    t = np.abs(gap) / np.where(corrected > 0, corrected, np.nan)
    return np.asarray(2 * stdtr(free, -t))


def _widest(result: Result, gaps: Mapping[str, xr.Dataset]) -> str | None:
    """The gap that surely falls short the most; None where none does."""
    sign = sign_of(result)
    short = {
        code: sign * float(gap["estimate"])
        for code, gap in gaps.items()
        if not isnan(float(gap["ci_low"])) and direction_of(result, code, gap) == "below"
    }
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
    summary = summary_of(result, quantity(code, "gap_item"))[["estimate", "std_error"]]
    counts = result.estimates.counts[quantity(code, "n_gap_item")].sel(group=EVERYBODY, drop=True)
    frame = summary.assign(n=counts).to_dataframe()[["estimate", "std_error", "n"]].dropna()
    frame = frame[frame["std_error"] > 0]
    gap = sign_of(result) * frame["estimate"]
    p = holm(_p_of(gap.to_numpy(), frame["std_error"].to_numpy(), frame["n"].to_numpy()))
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
        if (reason := result.estimates.absent.get((EVERYBODY, quantity(code, "gap"))))
    }
    gathered: dict[str, list[str]] = {}
    of_the_model = {code: reason for code, reason in reasons.items() if code in NUMBERS}
    for code, reason in {**of_the_model, **too_few}.items():
        gathered.setdefault(reason, []).append(code)
    for reason, codes in gathered.items():
        evidence: dict[str, float | int | str] = {"reason": reason}
        yield Finding("caution", tuple(codes), "servqual-roles-missing", evidence)
