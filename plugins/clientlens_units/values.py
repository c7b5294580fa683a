"""The values of a sample: item means of every unit, their weights, and the scores made of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import (
    Absent,
    FloatArray,
    Hierarchy,
    IntArray,
    Sample,
    StructuralWeights,
    Study,
    Values,
)
from clientlens_units.options import UnitsOptions
from clientlens_units.scores import Method, composite

FEWEST = 2
"""So many units at least can be compared."""

DIMS: Mapping[str, tuple[str, ...]] = {
    "score": ("unit",),
    "dimension_score": ("unit", "dimension"),
    "item": ("unit", "indicator"),
    "dimension_weight": ("dimension",),
    "indicator_weight": ("indicator",),
}
COMPARED_DIMS: Mapping[str, tuple[str, ...]] = {
    "compared_dimension_weight": ("weighting", "dimension"),
    "compared_indicator_weight": ("weighting", "indicator"),
}
ONCE_DIMS: Mapping[str, tuple[str, ...]] = {"n": ("unit",), "n_item": ("unit", "indicator")}
TABLES_ONLY = frozenset({"item", "indicator_weight", "dimension_weight", *COMPARED_DIMS})


def dims_of(options: UnitsOptions) -> Mapping[str, tuple[str, ...]]:
    """Quantity → its axes behind group and replicate."""
    return {**DIMS, **(COMPARED_DIMS if options.vary.weightings else {})}


def units_of(study: Study, options: UnitsOptions) -> tuple[str, ...]:
    """Codes of the units, as the study declares them or as answered."""
    return tuple(dict.fromkeys(study.respondents[options.by].values.values()))


def members_of(hierarchy: Hierarchy) -> tuple[IntArray, ...]:
    """Columns of the indicators of each dimension."""
    owner = np.array(hierarchy.dimension_of)
    return tuple(np.flatnonzero(owner == d) for d in range(len(hierarchy.dimensions)))


def method_of(study: Study, options: UnitsOptions) -> Method:
    """The way to make the score that the options ask for."""
    units = units_of(study, options)
    low, high = study.scales[study.facets[options.facet].scale].points
    return Method(
        options.normalisation,
        options.aggregation,
        options.dimension_aggregation,
        options.exponent,
        options.availability,
        (low, high),
        np.nan if options.target is None else options.target,
        units.index(options.reference) if options.reference in units else -1,
    )


def unit_values(sample: Sample, study: Study, options: UnitsOptions) -> Values:
    """Every quantity that `dims_of` names.

    Parameters
    ----------
    sample : Sample
        Everybody's answers under R rows of weights.
    study, options
        The units, and how they are scored.

    Returns
    -------
    Values
        Name → (R, …) array, NaN for a unit that can't be shown; all of them absent with the reason
        where fewer than two units can be compared.
    """
    reason = _why_not(sample, study, options)
    if reason:
        return dict.fromkeys(dims_of(options), Absent(reason))
    items = _items(sample, study, options)  # (R, U, J)
    weights = sample.structural
    found = composite(
        items,
        weights.within,
        weights.dimensions,
        members_of(sample.hierarchy),
        method_of(study, options),
    )
    own: dict[str, FloatArray | Absent] = {
        "score": found.whole,
        "dimension_score": found.dimensions,
        "item": items,
        "dimension_weight": np.array(weights.dimensions),
        "indicator_weight": np.array(weights.within),
    }
    return {**own, **_compared(sample, options)}


def unit_counts(sample: Sample, study: Study, options: UnitsOptions) -> Values:
    """Respondents and answers of every unit; NaN of what is too small to be shown."""
    units = units_of(study, options)
    J = len(sample.hierarchy.indicators)
    n, n_item = np.full(len(units), np.nan), np.full((len(units), J), np.nan)
    for unit, mask in sample.units(options.by, study.report.minimum_group).items():
        answers = sample.answers(options.facet)[mask]
        n[units.index(unit)] = (~np.isnan(answers)).any(axis=1).sum()
        count = (~np.isnan(answers)).sum(axis=0)
        n_item[units.index(unit)] = np.where(count >= study.report.minimum_group, count, np.nan)
    return {"n": n, "n_item": n_item}


def _items(sample: Sample, study: Study, options: UnitsOptions) -> FloatArray:
    """(R, U, J) means of the units; NaN of what fewer answered than may be shown."""
    units, minimum = units_of(study, options), study.report.minimum_group
    J = len(sample.hierarchy.indicators)
    items = np.full((len(sample.weights), len(units), J), np.nan)
    for unit, mask in sample.units(options.by, minimum).items():
        part = sample.for_group(mask)
        is_shown = part.n_answered(options.facet) >= minimum
        items[:, units.index(unit)] = np.where(is_shown, part.mean(options.facet), np.nan)
    return items


def _why_not(sample: Sample, study: Study, options: UnitsOptions) -> str | None:
    """Why units can't be compared; it doesn't depend on the replicates."""
    minimum = study.report.minimum_group
    masks = sample.units(options.by, minimum).values()
    answers = sample.answers(options.facet)
    counts = [(~np.isnan(answers[mask])).sum(axis=0).max() for mask in masks]
    shown = sum(count >= minimum for count in counts)
    if shown >= FEWEST:
        return None
    return f"{shown} units of '{options.by}' can be shown with {minimum} respondents or more"


def _compared(sample: Sample, options: UnitsOptions) -> Values:
    """Other weights of the study that are used in place of its own."""
    names = options.vary.weightings
    if not names:
        return {}
    weights: list[StructuralWeights] = [sample.compared_weights[name] for name in names]
    return {
        "compared_dimension_weight": np.stack([w.dimensions for w in weights], axis=1),
        "compared_indicator_weight": np.stack([w.within for w in weights], axis=1),
    }
