"""What people see of the contrast: tables and findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result, Table, class_frame, stack
from clientlens_kano.contrast import CLASSES
from clientlens_kano.model import BY_INDICATOR, KanoOptions

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 3


def tables_of(result: Result) -> Iterator[Table]:
    """Every number; nothing where nothing could be estimated."""
    estimates = result.estimates
    if "asymmetry" not in estimates:
        return
    left_out = {"importance", "class"}  # the impact range, and what has a table of its own
    names = [name for name in BY_INDICATOR if name not in left_out]
    frame = stack(
        {name: estimates.summary(name) for name in names},
        ("group", "indicator"),
        estimates.counts["n_rated"],
    )
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    yield Table("indicators", ("group", "indicator", "quantity"), frame)
    classes = classes_of(result)
    if len(classes):
        shown = classes.drop(columns="certainty", errors="ignore")  # which p_<class> says
        yield Table("classes", ("group", "indicator"), shown)
    whole = [name for name in ("overall_rating", "explained_share") if name in estimates]
    overall = stack(
        {name: estimates.summary(name) for name in whole},
        ("group",),
        estimates.counts["n_respondents"],
    )
    yield Table("overall", ("group", "quantity"), overall, is_detail=True)


def classes_of(result: Result) -> pd.DataFrame:
    """Class, factor and levels of every indicator that has an asymmetry.

    Without draws an indicator is near a line where its interval holds a cut point.
    """
    options: KanoOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    near, far = options.hybrid_within, options.extreme_beyond
    frame = class_frame(estimates, estimates["class"], CLASSES)
    summary = estimates.summary("asymmetry").to_dataframe().loc[frame.index]
    low, high = summary["ci_low"], summary["ci_high"]
    frame["factor"] = [_factor(*ends, near) for ends in zip(low, high, strict=True)]
    frame["factor"] = frame["factor"].where(low.notna())  # which rests on the interval
    for level, name in (("importance_level", "impact_range"), ("performance_level", "performance")):
        values = estimates.answered(name)
        is_high = (values > values.mean("indicator")).to_series().loc[frame.index]
        frame[level] = is_high.map({True: "high", False: "low"})
    straddles = sum((low < cut) & (cut < high) for cut in (-far, -near, near, far)) > 0
    by_share = frame["certainty"] < options.near_line_below
    is_near = by_share.where(frame["certainty"].notna(), straddles)
    frame["near_line"] = (is_near | ~_has_effect(result).loc[frame.index]).astype(bool)
    frame = frame.dropna(axis="columns", how="all").reset_index()
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    return frame


def _has_effect(result: Result) -> pd.Series[bool]:
    """Whether a penalty or a reward is more than chance; taken for granted without intervals."""
    penalty, reward = (
        result.estimates.summary(name).to_dataframe() for name in ("penalty", "reward")
    )
    return ~(penalty["ci_high"] >= 0) | ~(reward["ci_low"] <= 0)


def _factor(low: float, high: float, near: float) -> str:
    """Factor of the three-factor theory that the whole interval speaks for; else it is unclear."""
    if -near <= low and high <= near:
        return "performance"
    if high < 0:
        return "basic"
    return "excitement" if low > 0 else "unclear"


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: what could be told, what each factor holds, where most is to be gained."""
    classes = classes_of(result) if "asymmetry" in result.estimates else None
    for group in result.estimates.groups:
        reason = result.estimates.absent.get((group, "asymmetry"))
        if reason is not None:
            yield Finding("absent", (), "kano-absent", {"reason": reason}, group=group)
        elif classes is not None:
            yield from _factors(classes[classes["group"] == group], group)
            yield from _gains(result, group)


def _factors(rows: pd.DataFrame, group: str) -> Iterator[Finding]:
    if "factor" not in rows:
        return
    for factor in ("basic", "performance", "excitement"):
        named = tuple(rows["indicator"][rows["factor"] == factor])
        if named:
            headline = group == "all" and factor != "performance"
            yield Finding(factor, named, f"kano-{factor}", group=group, headline=headline)
    unclear = int((rows["factor"] == "unclear").sum())
    if unclear:
        counts: dict[str, float | int | str] = {"unclear": unclear, "total": len(rows)}
        yield Finding("counts", (), "kano-unclear", counts, 0.5, group=group)


def _gains(result: Result, group: str) -> Iterator[Finding]:
    """Where overall satisfaction would gain most, and whether the sample is sure of a gain."""
    summary = result.estimates.summary("priority").sel(group=group)
    order = summary["estimate"].to_series().dropna().sort_values(ascending=False, kind="stable")
    for code in order.index[:_MOST_NAMED]:
        own = {name: float(summary[name].sel(indicator=code)) for name in summary}
        if own["estimate"] <= 0:
            return
        numbers: dict[str, float | int | str] = {"gain": own["estimate"]}
        if not np.isnan(own["ci_low"]):
            numbers |= {"low": own["ci_low"], "high": own["ci_high"]}
        message = "kano-gain" if "low" in numbers else "kano-gain-plain"
        yield Finding("gains", (str(code),), message, numbers, group=group)
