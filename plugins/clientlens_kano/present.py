"""What people see of the contrast beside its sheets: classes, findings, charts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result, absences
from clientlens_kano.charts import charts_of
from clientlens_kano.classes import classes_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["charts_of", "classes_of", "findings_of"]
_MOST_NAMED = 3


def findings_of(result: Result) -> Iterator[Finding]:
    """Of each group: what could be told, what each factor holds, where most is to be gained."""
    rows = classes_of(result) if "asymmetry" in result.estimates else None
    for group in result.estimates.groups:
        yield from absences(result, group, of="asymmetry")
        if rows is not None:
            yield from _factors(rows[rows["group"] == group], group)
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
        counts = {"unclear": unclear, "total": len(rows)}
        yield Finding("counts", (), "kano-unclear", counts, 0.5, group=group)


def _gains(result: Result, group: str) -> Iterator[Finding]:
    """Where overall satisfaction would gain most, and whether the sample is sure of a gain."""
    gains = result.estimates.numbers("priority", group, is_falling=True)
    for code, gain in islice(gains.items(), _MOST_NAMED):
        if gain.value > 0:
            message = "kano-gain-plain" if gain.side == "plain" else "kano-gain"
            yield Finding("gains", (code,), message, gain.evidence("gain"), group=group)
