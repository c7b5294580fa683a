"""What people see of the contrast: tables and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import Finding, Result, Table, stack
from clientlens_kano.contrast import CLASSES, classify
from clientlens_kano.model import BY_INDICATOR, KanoOptions

if TYPE_CHECKING:
    import xarray as xr

Row = Mapping[str, str | float | bool]
_MOST_NAMED = 3


def tables_of(result: Result) -> Iterator[Table]:
    """Every number; nothing where nothing could be estimated."""
    estimates = result.estimates
    if "asymmetry" not in estimates:
        return
    shown = [name for name in BY_INDICATOR if name != "importance"]  # which is the impact range
    frame = stack(
        {name: estimates.summary(name) for name in shown},
        ("group", "indicator"),
        estimates.counts["n_rated"],
    )
    frame.insert(1, "dimension", frame["indicator"].map(result.hierarchy.parent))
    yield Table("indicators", ("group", "indicator", "quantity"), frame)
    classes = rows_of(result)
    if classes:
        import pandas as pd

        yield Table("classes", ("group", "indicator"), pd.DataFrame(classes))
    whole = [name for name in ("overall_rating", "explained_share") if name in estimates]
    overall = stack(
        {name: estimates.summary(name) for name in whole},
        ("group",),
        estimates.counts["n_respondents"],
    )
    yield Table("overall", ("group", "quantity"), overall, is_detail=True)


def rows_of(result: Result) -> list[Row]:
    """Class, factor and levels of every indicator that has an asymmetry."""
    options: KanoOptions = result.options  # type: ignore[assignment]
    values = result.estimates["asymmetry"]
    cuts = options.hybrid_within, options.extreme_beyond
    classes = values.copy(data=classify(values.to_numpy(), *cuts))
    shares = [result.estimates.share(classes == k, where=classes >= 0) for k in range(len(CLASSES))]
    frame = result.estimates.summary("asymmetry").to_dataframe().reset_index()
    frame["own"] = result.estimates.answered(classes).to_series().to_numpy()
    for name, share in zip(CLASSES, shares, strict=True):
        frame[f"p_{name}"] = share.transpose("group", "indicator").to_numpy().ravel()
    for level, name in (("importance_level", "impact_range"), ("performance_level", "performance")):
        frame[level] = _levels(result.estimates.answered(name))
    frame["has_effect"] = _has_effect(result)
    return [_row(row, result, options) for row in frame.to_dict("records") if row["own"] >= 0]


def _has_effect(result: Result) -> list[bool]:
    """Whether a penalty or a reward is more than chance; taken for granted without intervals."""
    penalty, reward = (result.estimates.summary(name) for name in ("penalty", "reward"))
    is_shown = ~(penalty["ci_high"] >= 0) | ~(reward["ci_low"] <= 0)
    return [bool(shown) for shown in is_shown.to_numpy().ravel()]


def _levels(values: xr.DataArray) -> list[str]:
    """High or low against the mean of the indicators."""
    is_high = values > values.mean("indicator")
    return ["high" if high else "low" for high in is_high.to_numpy().ravel()]


def _row(found: Mapping[Any, Any], result: Result, options: KanoOptions) -> Row:
    code, own = str(found["indicator"]), CLASSES[int(found["own"])]
    shares = {f"p_{name}": found[f"p_{name}"] for name in CLASSES}
    has_draws = not np.isnan(list(shares.values())).any()
    low, high = found["ci_low"], found["ci_high"]
    by_share = shares[f"p_{own}"] < options.near_line_below
    is_unsure = by_share if has_draws else _straddles(found, options)
    return {
        "group": str(found["group"]),
        "dimension": result.hierarchy.parent(code),
        "indicator": code,
        "class": own,
        **(shares if has_draws else {}),
        "factor": _factor(low, high, options.hybrid_within),
        "importance_level": found["importance_level"],
        "performance_level": found["performance_level"],
        "near_line": bool(is_unsure or not found["has_effect"]),
    }


def _straddles(found: Mapping[Any, Any], options: KanoOptions) -> bool:
    """Whether an interval holds a cut point."""
    cuts = np.array([options.hybrid_within, options.extreme_beyond])
    both = np.concatenate([-cuts, cuts])
    return bool(((found["ci_low"] < both) & (both < found["ci_high"])).any())


def _factor(low: float, high: float, near: float) -> str:
    """Factor of the three-factor theory that the whole interval speaks for; else it is unclear."""
    if -near <= low and high <= near:
        return "performance"
    if high < 0:
        return "basic"
    return "excitement" if low > 0 else "unclear"


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: what could be told, what each factor holds, where most is to be gained."""
    rows = rows_of(result) if "asymmetry" in result.estimates else []
    for group in result.estimates.groups:
        reason = result.estimates.absent.get((group, "asymmetry"))
        if reason is not None:
            yield Finding("absent", (), "kano-absent", {"reason": reason}, group=group)
            continue
        own = [row for row in rows if row["group"] == group]
        yield from _factors(own, group)
        yield from _gains(result, group)


def _factors(rows: list[Row], group: str) -> Iterator[Finding]:
    for factor in ("basic", "performance", "excitement"):
        named = tuple(str(row["indicator"]) for row in rows if row["factor"] == factor)
        if named:
            headline = group == "all" and factor != "performance"
            yield Finding(factor, named, f"kano-{factor}", group=group, headline=headline)
    unclear = sum(row["factor"] == "unclear" for row in rows)
    if unclear:
        counts = {"unclear": unclear, "total": len(rows)}
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
