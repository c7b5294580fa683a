"""What people see of the comparison: tables and findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result, Table, class_frame, stack
from clientlens_ipca.classes import AXES, CLASSES, SIMULTANEOUS, simultaneous
from clientlens_ipca.model import BY_DIMENSION, BY_INDICATOR, OVERALL, CompetitorOptions

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_COUNTS = {"performance": "n_rated", "competitor_performance": "n_competitor"}
_URGENT = {"urgent_action", "competitive_disadvantage"}


def tables_of(result: Result) -> Iterator[Table]:
    """Every number; nothing where nobody rated both."""
    estimates = result.estimates
    if "difference" not in estimates:
        return
    counts = estimates.counts
    numbers = [name for name in BY_INDICATOR if name in estimates and name != "class"]
    found = {name: estimates.summary(name) for name in numbers}
    n = {name: counts[_COUNTS.get(name, "n_both")] for name in found}
    frame = stack(found, ("group", "indicator"), n)
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    yield Table("indicators", ("group", "indicator", "quantity"), frame)
    own = zip(("performance", "competitor_performance", "difference"), BY_DIMENSION, strict=True)
    of_dimension = {label: estimates.summary(name) for label, name in own}
    frame = stack(of_dimension, ("group", "dimension"), counts["n_dimension"])
    yield Table("dimensions", ("group", "dimension", "quantity"), frame)
    classes = classes_of(result)
    if len(classes):
        shown = classes.drop(columns="certainty", errors="ignore")  # which p_<class> says
        yield Table("classes", ("group", "indicator"), shown)
    whole = {name: estimates.summary(name) for name in OVERALL if name in estimates}
    overall = stack(whole, ("group",), counts["n_respondents"])
    yield Table("overall", ("group", "quantity"), overall, is_detail=True)


def height_of(result: Result) -> xr.DataArray:
    """The vertical axis with its replicates: the gap, or importance above its line."""
    options: CompetitorOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    if options.axis == "gap":
        return estimates["gap"]
    return estimates["importance"] - estimates["importance_line"]


def classes_of(result: Result) -> pd.DataFrame:
    """Class of every indicator with its probabilities, and its place in the simultaneous analysis.

    Without draws an indicator is near a line where the interval of its difference holds zero.
    """
    options: CompetitorOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    frame = class_frame(estimates, estimates["class"], CLASSES)
    others = [f"p_{name}" for name in CLASSES if name not in AXES[options.axis]]
    frame = frame.drop(columns=others)
    three = [
        estimates.answered(name).to_numpy()
        for name in ("importance", "performance", "competitor_performance")
    ]
    cells = estimates.answered("difference").copy(data=simultaneous(*three)).to_series()
    frame["simultaneous"] = [SIMULTANEOUS[cell] if cell >= 0 else "" for cell in cells[frame.index]]
    summary = estimates.summary("difference").to_dataframe().loc[frame.index]
    straddles = (summary["ci_low"] <= 0) & (summary["ci_high"] >= 0)
    by_share = frame["certainty"] < options.near_line_below
    near = by_share.where(frame["certainty"].notna(), straddles) | (frame["class"] == "boundary")
    frame["near_line"] = near.astype(bool)
    frame = frame.dropna(axis="columns", how="all").reset_index()
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    return frame


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: the whole, what is urgent, who is better where, what can't be told."""
    classes = classes_of(result) if "difference" in result.estimates else None
    for group in result.estimates.groups:
        reason = result.estimates.absent.get((group, "difference"))
        if reason is not None:
            yield Finding("absent", (), "ipca-absent", {"reason": reason}, group=group)
        elif classes is not None:
            yield from _overall(result, group)
            yield from _classes(classes[classes["group"] == group], group)
            yield from _sides(result, group)


def _overall(result: Result, group: str) -> Iterator[Finding]:
    summary = result.estimates.summary("overall_difference", group)
    value, low, high = (float(summary[part]) for part in ("estimate", "ci_low", "ci_high"))
    if np.isnan(value):
        return
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    evidence: dict[str, float | int | str] = {"difference": value, "n": n}
    message = "ipca-overall-plain"
    if not np.isnan(low):
        evidence |= {"low": low, "high": high}
        message = "ipca-overall-ahead" if low > 0 else "ipca-overall-near"
    if high < 0:
        evidence = {"lag": -value, "low": -high, "high": -low, "n": n}
        message = "ipca-overall-behind"
    yield Finding("overall", (), message, evidence, group=group, headline=group == "all")


def _classes(rows: pd.DataFrame, group: str) -> Iterator[Finding]:
    urgent = rows[rows["class"].isin(_URGENT)]
    for is_near in (False, True):
        named = urgent[urgent["near_line"] == is_near]
        if len(named):
            message = "ipca-urgent-near" if is_near else "ipca-urgent"
            strength = float(named["certainty"].min()) if "certainty" in named else 1.0
            codes = tuple(named["indicator"])
            headline = group == "all" and not is_near
            yield Finding("urgent", codes, message, {}, strength, group, headline)
    unsure = int(rows["near_line"].sum())
    if unsure:
        counts: dict[str, float | int | str] = {"unsure": unsure, "total": len(rows)}
        yield Finding("counts", (), "ipca-unsure", counts, 0.5, group)


def _sides(result: Result, group: str) -> Iterator[Finding]:
    """The indicators whose whole interval lies on one side of no difference."""
    summary = result.estimates.summary("difference", group).to_dataframe()
    sides = {"ahead": summary["ci_low"] > 0, "behind": summary["ci_high"] < 0}
    for kind, is_clear in sides.items():
        if is_clear.any():
            codes = tuple(map(str, summary.index[is_clear]))
            yield Finding(kind, codes, f"ipca-{kind}", group=group)
