"""The tables: every number of the quadrant model, tidy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import FloatArray, Result, Sheet, Table, stack, with_dimension
from clientlens.plugin_api import tables_of as sheet_tables
from clientlens_quadrant import quadrants
from clientlens_quadrant.lines import CrosshairRule, rule_name, rules_for, study_line
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import CLASSES, UNKNOWN
from clientlens_quadrant.verdicts import Verdict, distances, verdicts_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_INDICATOR_QUANTITIES = {
    "importance": "n_importance",
    "performance": "n_performance",
    "gap": "n_both",
    "conformity": "n_both",
    "priority": "n_both",
    "top_box": "n_performance",
}
_INDICATOR_COUNTS = {
    **_INDICATOR_QUANTITIES,
    "distance_importance": "n_importance",
    "distance_performance": "n_performance",
}
"""Quantity → the count behind it."""

_SHEETS = {
    "dimensions": Sheet(
        {
            "importance": "dimension_importance",
            "performance": "dimension_score",
            "gap": "dimension_gap",
            "top_box": "dimension_top_box",
        },
        "n_dimension",
        {"dimension_importance": "n_dimension_importance", "dimension_gap": "n_dimension_both"},
    ),
    "overall": Sheet(
        (
            "index",
            "index_max_share",
            "conformity_overall",
            "crosshair_importance",
            "crosshair_performance",
        )
    ),
}


def tables_of(result: Result) -> Iterator[Table]:
    """Every table for which there are estimates."""
    if "performance" not in result.estimates:
        return
    yield Table("indicators", ("group", "indicator", "quantity"), _indicators(result))
    yield from sheet_tables(result, _SHEETS)
    yield Table("distribution", ("group", "indicator", "facet", "point"), _distribution(result))
    verdicts = verdicts_of(result)
    if verdicts:
        yield Table("classes", ("group", "indicator"), _classes(verdicts))
        yield Table("crosshairs", ("group", "rule"), _crosshairs(result))


def _indicators(result: Result) -> pd.DataFrame:
    estimates = result.estimates
    found: dict[str, str | xr.DataArray] = {
        name: name for name in _INDICATOR_QUANTITIES if name in estimates
    }
    away = distances(result)
    summaries = {name: estimates.summary(values) for name, values in (found | away).items()}
    counts = {name: estimates.counts[_INDICATOR_COUNTS[name]] for name in summaries}
    frame = stack(summaries, ("group", "indicator"), counts)
    return with_dimension(frame, result.hierarchy)


def _distribution(result: Result) -> pd.DataFrame:
    import pandas as pd

    counts = result.estimates.counts
    frames = []
    for facet in ("importance", "performance"):
        if f"distribution_{facet}" not in counts:
            continue
        parts = counts[[f"distribution_{facet}", f"n_{facet}"]].to_dataframe().reset_index()
        parts = parts.rename(
            columns={
                f"distribution_{facet}": "share",
                f"n_{facet}": "n",
                f"{facet}_point": "point",
            }
        )
        frames.append(parts.assign(facet=facet, point=parts["point"].astype(int)))
    columns = ["group", "indicator", "facet", "point", "share", "n"]
    frame = pd.concat(frames, ignore_index=True)[columns]
    return frame.dropna(subset=["share"]).reset_index(drop=True)


def _classes(verdicts: tuple[Verdict, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([_class_row(verdict) for verdict in verdicts])


def _class_row(verdict: Verdict) -> dict[str, Any]:
    row: dict[str, Any] = {
        "group": verdict.group,
        "dimension": verdict.dimension,
        "indicator": verdict.indicator,
        "importance_level": verdict.importance_level,
        "performance_level": verdict.performance_level,
        "class": verdict.quadrant,
        **{f"p_{name}": share for name, share in verdict.probabilities.items()},
        "distance_importance": verdict.distance_importance,
        "distance_performance": verdict.distance_performance,
        "distance_to_neighbour": verdict.distance_to_neighbour,
        "neighbour": verdict.neighbour,
        "near_line": verdict.is_near_line,
    }
    if verdict.diagonal_class is not None:
        row["diagonal_class"] = verdict.diagonal_class
    return row


def _crosshairs(result: Result) -> pd.DataFrame:
    """Lines and counts under every rule, from the means as answered."""
    import pandas as pd

    options: QuadrantOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    means = [estimates.answered(axis).to_numpy() for axis in ("importance", "performance")]
    used = _Applied(result, CrosshairRule(rule_name(options), "", options), means)
    tried = [_Applied(result, rule, means) for rule in rules_for(options)]
    rows = [
        applied.row(g, used)
        for g in range(len(estimates.groups))
        if not any(np.isnan(axis[g]).all() for axis in means)
        for applied in tried
    ]
    return pd.DataFrame(rows)


class _Applied:
    """One rule applied to the indicator means (G, J) of every group."""

    def __init__(self, result: Result, rule: CrosshairRule, means: list[FloatArray]) -> None:
        self.rule = rule
        self.groups = result.estimates.groups
        options = rule.options
        importance, performance = means
        self.importance = study_line("importance", importance, result.study, options)  # (G,)
        self.performance = study_line("performance", performance, result.study, options)
        sides = [
            quadrants.side(values, cut, tolerance=options.tolerance, digits=options.round_digits)
            for values, cut in ((importance, self.importance), (performance, self.performance))
        ]
        self.classes = quadrants.classify(*sides)  # (G, J)

    def row(self, g: int, used: _Applied) -> dict[str, Any]:
        """The row of group g; ``changed`` counts the classes that differ from the rule used."""
        counts = quadrants.counts(self.classes[g])
        return {
            "group": self.groups[g],
            "rule": self.rule.name,
            "source": self.rule.source,
            "importance": float(self.importance[g]),
            "performance": float(self.performance[g]),
            **{name: int(count) for name, count in zip(CLASSES, counts, strict=True)},
            "unknown": int((self.classes[g] == UNKNOWN).sum()),
            "changed": int((self.classes[g] != used.classes[g]).sum()),
            "is_used": self.rule.name == used.rule.name,
        }
