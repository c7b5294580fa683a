"""What people see of the comparison beside its sheets: classes, findings, charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result, absences
from clientlens_ipca.charts import charts_of
from clientlens_ipca.classes import classes_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["charts_of", "classes_of", "findings_of"]
_URGENT = {"urgent_action", "competitive_disadvantage"}
_SIDES = {"above": "ahead", "below": "behind", "near": "near", "plain": "plain"}


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: the whole, what is urgent, what can't be told, who is better where."""
    rows = classes_of(result) if "difference" in result.estimates else None
    for group in result.estimates.groups:
        yield from absences(result, group, of="difference")
        if rows is not None:
            yield from _overall(result, group)
            yield from _classes(rows[rows["group"] == group], group)
            yield from _sides(result, group)


def _overall(result: Result, group: str) -> Iterator[Finding]:
    whole = result.estimates.number("overall_difference", group)
    if whole is None:
        return
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    is_behind = whole.side == "below"
    evidence = whole.negative().evidence("lag") if is_behind else whole.evidence("difference")
    message = f"ipca-overall-{_SIDES[whole.side]}"
    yield Finding("overall", (), message, {**evidence, "n": n}, 1.0, group, group == "all")


def _classes(rows: pd.DataFrame, group: str) -> Iterator[Finding]:
    urgent = rows[rows["class"].isin(_URGENT)]
    for message, is_near in (("ipca-urgent", False), ("ipca-urgent-near", True)):
        named = urgent[urgent["near_line"] == is_near]
        if len(named):
            strength = float(named["certainty"].min()) if "certainty" in named else 1.0
            codes, headline = tuple(named["indicator"]), group == "all" and not is_near
            yield Finding("urgent", codes, message, {}, strength, group, headline)
    unsure = int(rows["near_line"].sum())
    if unsure:
        counts = {"unsure": unsure, "total": len(rows)}
        yield Finding("counts", (), "ipca-unsure", counts, 0.5, group)


def _sides(result: Result, group: str) -> Iterator[Finding]:
    """The indicators whose whole interval lies on one side of no difference."""
    summary = result.estimates.summary("difference", group).to_dataframe()
    for kind, is_clear in (("ahead", summary["ci_low"] > 0), ("behind", summary["ci_high"] < 0)):
        if is_clear.any():
            codes = tuple(map(str, summary.index[is_clear]))
            yield Finding(kind, codes, f"ipca-{kind}", group=group)
