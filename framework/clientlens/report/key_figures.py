"""The key figures: the index of every model and how many indicators fall in which class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clientlens.results.evaluation import Result
from clientlens.survey.groups import EVERYBODY


@dataclass(frozen=True, slots=True)
class Index:
    """An index on 0 to 100; ``low`` and ``high`` are None where there is no interval."""

    estimate: float
    low: float | None
    high: float | None


def index_of(result: Result, group: str = EVERYBODY) -> Index | None:
    """The index of a model; None where it has none, or none for this group."""
    estimates = result.estimates
    if "index" not in estimates or group not in estimates.groups:
        return None
    summary = estimates.summary("index").sel(group=group)
    found = {name: float(summary[name]) for name in ("estimate", "ci_low", "ci_high")}
    if found["estimate"] != found["estimate"]:
        return None
    return Index(found["estimate"], _known(found["ci_low"]), _known(found["ci_high"]))


def class_counts(result: Result, group: str = EVERYBODY) -> Mapping[str, int]:
    """Class → number of lines in it, from the first table with a column ``class``.

    Classes come in the order of the columns ``p_<class>``, then as they appear; a class without
    a line counts 0.
    """
    for table in result.tables:
        if "class" in table.frame and table.frame["class"].notna().any():
            frame = table.frame
            known = [n.removeprefix("p_") for n in map(str, frame) if n.startswith("p_")]
            found = frame[frame["group"] == group] if "group" in frame else frame
            counts = found["class"].value_counts()
            codes = dict.fromkeys([*known, *found["class"]])
            return {str(code): int(counts.get(code, 0)) for code in codes}
    return {}


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124  NaN alone differs from itself
