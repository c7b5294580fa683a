"""The findings: what weighs most and how sure that is, where weightings differ, what to mind."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result
from clientlens.stats.rank_agreement import spearman
from clientlens_weighting.labels import USED, labels_of
from clientlens_weighting.tables import EVERYBODY, effective, weighed_of

if TYPE_CHECKING:
    import xarray as xr

Evidence = dict[str, float | int | str]

_ALIKE = 1e-9
"""Weights that differ by less are equal."""


def findings_of(result: Result) -> Iterator[Finding]:
    """Indicators, dimensions, the comparison, the remarks of the methods."""
    yield from _most(result, "effective", "indicator")
    if len(result.hierarchy.dimensions) > 1:
        yield from _most(result, "dimension_weight", "dimension")
    if len(labels_of(result.study)) > 1:
        yield from _compared(result)
    yield from _remarks(result)


def _most(result: Result, quantity: str, dim: str) -> Iterator[Finding]:
    """Which node weighs most by the weighting that is used."""
    weights = result.estimates[quantity].sel(group=EVERYBODY, weighting=USED)
    answered = result.estimates.answered(weights).to_series()
    if answered.max() - answered.min() < _ALIKE:
        evidence: Evidence = {"weight": float(answered.max()), "total": len(answered)}
        yield Finding("weight", (), f"weights-equal-{dim}", evidence)
        return
    top = str(answered.idxmax())
    evidence, ending = _weight_of(result, weights, {dim: top})
    strength = float(evidence.get("p_first", 1.0))
    message = f"weights-most-{dim}{ending}"
    yield Finding("weight", (top,), message, evidence, strength=strength, headline=True)


def _weight_of(result: Result, weights: xr.DataArray, top: dict[str, str]) -> tuple[Evidence, str]:
    """The heaviest weight with what is known of it, and how its sentence ends."""
    estimates = result.estimates
    summary = estimates.summary(weights).sel(top)
    names = ("estimate", "ci_low", "ci_high", "std_error")
    value, low, high, error = (float(summary[name]) for name in names)
    if isnan(low) or error < _ALIKE:
        return {"weight": value}, "-plain"
    level = f"{100 * estimates.uncertainty.level:g}%"
    found: Evidence = {"weight": value, "weight_low": low, "weight_high": high, "level": level}
    (dim,) = top
    is_first = weights.sel(top) >= weights.max(dim)
    share = float(estimates.share(is_first, weights.notnull().all(dim)))
    if isnan(share):  # a jackknife has no draws
        return found, "-interval"
    return {**found, "p_first": share}, ""


def _compared(result: Result) -> Iterator[Finding]:
    """Where the weighting that is used and another one differ most; what that does to the index."""
    weights, labels = effective(result), labels_of(result.study)
    difference = weights[1:] - weights[0]  # (V - 1, J)
    other, at = np.unravel_index(int(np.abs(difference).argmax()), difference.shape)
    evidence: Evidence = {
        "weighting": labels[1 + int(other)],
        "weight": float(weights[0, at]),
        "weight_other": float(weights[1 + other, at]),
    }
    indicator = result.hierarchy.indicators[int(at)]
    yield Finding("comparison", (indicator,), "weights-differ", evidence, headline=True)
    agreement = spearman(weights[0], weights[1:])
    if not np.isnan(agreement).all():
        least = int(np.nanargmin(agreement))
        evidence = {"weighting": labels[1 + least], "spearman": float(agreement[least])}
        yield Finding("comparison", (), "weights-agree-least", evidence)
    yield from _indices(result)


def _indices(result: Result) -> Iterator[Finding]:
    """The index as used, and its range over the others."""
    if "index_weighted" not in result.estimates:
        return
    values = result.estimates.answered("index_weighted").sel(group=EVERYBODY).to_numpy()
    if not np.isnan(values).any():
        others = values[1:]
        evidence: Evidence = {"index": float(values[0])}
        evidence |= {"index_least": float(others.min()), "index_most": float(others.max())}
        yield Finding("comparison", (), "weights-index", evidence)


def _remarks(result: Result) -> Iterator[Finding]:
    """What methods say that their weights should be read with."""
    for label, weights in weighed_of(result).items():
        for node, remarks in weights.remarks.items():
            message = "weights-remark" if node else "weights-remark-dimensions"
            subject = (node,) if node else ()
            for remark in remarks:
                evidence: Evidence = {"weighting": label, "reason": remark}
                is_used = label == USED
                yield Finding("caution", subject, message, evidence, headline=is_used)
