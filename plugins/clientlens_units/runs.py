"""The runs: scores of the units by many methods, on many replicates.

N runs, U units, J indicators, D dimensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clientlens.plugin_api import FloatArray, Hierarchy, IntArray, Result
from clientlens_units.factors import Alternatives
from clientlens_units.scores import Method, composite

_MOST_ROWS = 256
"""So many runs at a time: their items stay near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What scores are made of.

    Attributes
    ----------
    items : (R, U, J) array
        Means of the units, the sample as answered first, then the draws.
    within, above : (S, R, J) and (S, R, D) arrays
        Weights of the study, and those used in their place.
    hierarchy : Hierarchy
    method : Method
        How the study makes the scores.
    """

    items: FloatArray
    within: FloatArray
    above: FloatArray
    hierarchy: Hierarchy
    method: Method


def material_of(result: Result, method: Method) -> Material:
    """The material of a result; rows of the jackknife, which are no draws, are left out."""
    data = result.estimates.data.isel(group=0)
    rows = np.flatnonzero(data["kind"].to_numpy() != "jackknife")
    data = data.isel(replicate=rows)
    items = data["item"].transpose("replicate", "unit", "indicator").to_numpy()
    within, above = (
        data["indicator_weight"].to_numpy()[None],
        data["dimension_weight"].to_numpy()[None],
    )
    if "compared_indicator_weight" in data:
        order = ("weighting", "replicate", ...)
        within = np.concatenate([within, data["compared_indicator_weight"].transpose(*order)])
        above = np.concatenate([above, data["compared_dimension_weight"].transpose(*order)])
    return Material(items, within, above, result.hierarchy, method)


def run(material: Material, alternatives: Alternatives, design: IntArray) -> FloatArray:
    """Scores of every run.

    Parameters
    ----------
    material : Material
    alternatives : Alternatives
        What the design chooses from.
    design : (N, F) integer array
        The runs, as in `clientlens_units.factors`.

    Returns
    -------
    (N, U) array
        Scores on the measure of each run's method; NaN where a run gives a unit none.
    """
    scores = np.full((len(design), material.items.shape[1]), np.nan)
    for rows in _alike(design):
        scores[rows] = _run_alike(material, alternatives, design[rows])
    return scores


def _alike(design: IntArray) -> Iterator[IntArray]:
    """Rows of runs that differ by their replicate and their weights alone."""
    _, kind = np.unique(design[:, 3:], axis=0, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(kind.ravel()[order])) + 1):
        yield from np.split(rows, range(_MOST_ROWS, len(rows), _MOST_ROWS))


def _run_alike(material: Material, alternatives: Alternatives, design: IntArray) -> FloatArray:
    row, drawn, weighting = design[:, :3].T
    normalisation, aggregation, above_aggregation, left_out = design[0, 3:].tolist()
    method = replace(
        material.method,
        normalisation=alternatives.normalisations[normalisation],
        aggregation=alternatives.aggregations[aggregation],
        dimension_aggregation=alternatives.dimension_aggregations[above_aggregation],
    )
    within = material.within[weighting, row] * alternatives.within[drawn]
    above = material.above[weighting, row] * alternatives.above[drawn]
    kept = np.arange(within.shape[1]) != alternatives.left_out[left_out]
    owner = np.array(material.hierarchy.dimension_of)[kept]
    dimensions = np.unique(owner)
    members = tuple(np.flatnonzero(owner == d) for d in dimensions)
    items = material.items[row][:, :, kept]
    own = _unless_nothing(within[:, kept], members)
    whole = _unless_nothing(above[:, dimensions], (np.arange(len(dimensions)),))
    return composite(items, own, whole, members, method).whole


def _unless_nothing(weights: FloatArray, families: Sequence[IntArray]) -> FloatArray:
    """Weights (N, k) without those of a family that weighs nothing in a run.

    Where the one indicator with a weight is left out, its dimension has no score, and leaves its
    own weight to the others.
    """
    found = weights.copy()
    for own in families:
        found[np.ix_(weights[:, own].sum(axis=1) == 0, own)] = np.nan
    return found
