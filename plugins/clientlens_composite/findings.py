"""The findings: how good the service is on the whole, and what would raise it most."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result, absences
from clientlens_composite.fuzzy import LEAST_VALIDITY
from clientlens_composite.options import CompositeOptions

if TYPE_CHECKING:
    import xarray as xr

Evidence = dict[str, float | int | str]

EVERYBODY = "all"
_MOST_NAMED = 3
_SURE = 0.9
"""A dimension is called the weakest or the strongest where so many draws agree."""


def findings_of(result: Result) -> Iterator[Finding]:
    """Of everybody first, then of each group."""
    for group in result.estimates.groups:
        absent = list(absences(result, group, of="index"))
        if absent:
            yield from absent
            continue
        yield from _index(result, group)
        yield from _ends(result, group)
        yield from _gains(result, group)
        if "grade_share" in result.estimates:
            yield from _grade(result, group)


def _index(result: Result, group: str) -> Iterator[Finding]:
    summary = result.estimates.summary(result.estimates["index"].sel(group=[group])).isel(group=0)
    value, low, high = (float(summary[part]) for part in ("estimate", "ci_low", "ci_high"))
    if isnan(value):
        yield Finding("absent", (), "composite-no-index", group=group)
        return
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    evidence: Evidence = {"index": value, "n": n}
    options: CompositeOptions = result.options  # type: ignore[assignment]
    message = f"composite-index-{options.method}"
    if isnan(low):
        message += "-plain"
    else:
        level = f"{100 * result.estimates.uncertainty.level:g}%"
        evidence |= {"index_low": low, "index_high": high, "level": level}
    yield Finding("index", (), message, evidence, group=group, headline=group == EVERYBODY)


def _ends(result: Result, group: str) -> Iterator[Finding]:
    """The weakest and the strongest dimension, with how often the draws agree."""
    values = result.estimates["index_dimension"].sel(group=group)
    known = values.isel(replicate=0, drop=True).dropna("dimension")
    if known.sizes["dimension"] < 2:  # noqa: PLR2004  one alone is neither
        return
    series = known.to_series()
    draws = result.estimates.draws(values.sel(dimension=list(series.index)))
    for message, code in (
        ("composite-weakest", str(series.idxmin())),
        ("composite-strongest", str(series.idxmax())),
    ):
        share = _share_of_draws(draws, code, lowest=message.endswith("weakest"))
        evidence: Evidence = {"index": float(known.sel(dimension=code))}
        sure = share is not None and share >= _SURE
        headline = group == EVERYBODY and sure
        key = message if share is None or sure else f"{message}-near"
        strength = 1.0 if share is None else share
        yield Finding("dimensions", (code,), key, evidence, strength, group, headline)


def _share_of_draws(draws: xr.DataArray, code: str, *, lowest: bool) -> float | None:
    """In how many draws a dimension is the last or the first; None without draws."""
    X = draws.transpose("replicate", "dimension").to_numpy()
    X = X[~np.isnan(X).any(axis=1)]
    if not len(X):
        return None
    place = X.argmin(axis=1) if lowest else X.argmax(axis=1)
    codes = draws["dimension"].to_numpy()
    return float((codes[place] == code).mean())


def _gains(result: Result, group: str) -> Iterator[Finding]:
    """The indicators that hold the index back most."""
    priority = result.estimates.answered("priority").sel(group=group).to_series().dropna()
    order = priority.sort_values(ascending=False, kind="stable")[:_MOST_NAMED]
    order = order[order > 0]
    if len(order):
        evidence: Evidence = {"index_gain": float(order.iloc[0])}
        named = tuple(map(str, order.index))
        yield Finding("gains", named, "composite-gains", evidence, group=group)


def _grade(result: Result, group: str) -> Iterator[Finding]:
    """The grade with the largest share, and whether it speaks for the whole."""
    shares = result.estimates.answered("grade_share").sel(group=group).to_series().dropna()
    if not len(shares):
        return
    grade = str(shares.idxmax())
    validity = float(result.estimates.counts["validity"].sel(group=group))
    evidence: Evidence = {"share": float(shares.max())}
    is_weak = not isnan(validity) and validity < LEAST_VALIDITY
    message = "composite-grade-weak" if is_weak else "composite-grade"
    yield Finding("grade", (grade,), message, evidence, group=group, headline=group == EVERYBODY)
