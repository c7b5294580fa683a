"""The quantities: every number of a solution, (R, …), under the names that results bear.

Axes: ``construct``, ``item`` and ``question`` as in `Reading`; ``path`` and ``effect`` are pairs
of a source and a target, ``chain`` a row of constructs, ``pair`` two that should be two.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens_csi import discriminant, effects, reliability
from clientlens_csi.axes import Axes, padded, picked
from clientlens_csi.impact import impact
from clientlens_csi.index import index_of_scores
from clientlens_csi.layout import FloatArray
from clientlens_csi.solution import Solution
from clientlens_csi.structure import REPEATED, PathStructure

Quantities = Mapping[str, FloatArray]

DIMS: Mapping[str, tuple[str, ...]] = {
    "weight": ("item",),
    "loading": ("item",),
    "outer_vif": ("item",),
    "cross_loading": ("item", "construct"),
    "alpha": ("construct",),
    "alpha_standardised": ("construct",),
    "rho_a": ("construct",),
    "rho_c": ("construct",),
    "ave": ("construct",),
    "r_squared": ("construct",),
    "r_squared_adjusted": ("construct",),
    "construct_index": ("construct",),
    "construct_index_equal": ("construct",),
    "score_deviation": ("construct",),
    "construct_importance": ("construct",),
    "construct_priority": ("construct",),
    "path_coefficient": ("path",),
    "f_squared": ("path",),
    "inner_vif": ("path",),
    "total_effect": ("effect",),
    "indirect_effect": ("effect",),
    "total_effect_unstandardised": ("effect",),
    "chain_effect": ("chain",),
    "correlation": ("pair",),
    "htmt": ("pair",),
    "htmt2": ("pair",),
    "fornell_larcker_margin": ("pair",),
    "question_performance": ("question",),
    "question_importance": ("question",),
    "question_priority": ("question",),
    "question_share": ("question",),
    "index": (),
    "iterations": (),
}
"""Quantity → its axes."""


def quantities(
    solution: Solution, scales: FloatArray, target: str, respondents: float
) -> dict[str, FloatArray]:
    """Every quantity of `DIMS`.

    Parameters
    ----------
    solution : Solution
        R replicates.
    scales : (p, 2) array
        Lowest and highest point of each question's scale.
    target : str
        The construct that is the index.
    respondents : float
        Their number, for the adjusted R².

    Returns
    -------
    dict
        Name → (R, …) array; NaN where a number can't be had.
    """
    axes = Axes(solution.reading)
    found = index_of_scores(
        solution.moments.mean, solution.moments.deviation, solution.score_weights, scales
    )
    return {
        **_measurement(solution),
        **_structural(solution, axes, respondents),
        **_discriminant(solution),
        **impact(solution, axes, found, solution.reading.position(target)),
        "iterations": solution.iterations.astype(np.float64),
    }


def _measurement(solution: Solution) -> Quantities:
    by_stage = [
        _criteria(estimates.item_correlations, estimates.loadings, estimates.rho_a, structure)
        for estimates, structure in zip(solution.stages, solution.reading.stages, strict=True)
    ]
    places = solution.reading.places
    by_construct = {
        name: np.stack([by_stage[p.stage][name][:, p.construct] for p in places], axis=1)
        for name in by_stage[0]
    }
    return {
        **by_construct,
        "alpha": _raw_alpha(solution, by_construct["alpha_standardised"]),
        **_of_items(solution),
        "cross_loading": _cross_loadings(solution),
    }


def _criteria(
    S: FloatArray, loadings: FloatArray, rho_a: FloatArray, structure: PathStructure
) -> Quantities:
    return {
        "alpha_standardised": reliability.alpha(S, structure),
        "rho_a": rho_a,
        "rho_c": reliability.rho_c(loadings, structure),
        "ave": reliability.average_variance_extracted(loadings, structure),
    }


def _raw_alpha(solution: Solution, standardised: FloatArray) -> FloatArray:
    """(R, C) from covariances; where items are scores, which have no unit, the standardised one."""
    reading = solution.reading
    raw = np.array(standardised)
    for c, place in enumerate(reading.places):
        stage = reading.stages[place.stage]
        names = [stage.items[i].split(REPEATED)[-1] for i in stage.blocks[place.construct]]
        if len(names) > 1 and set(names) <= set(reading.questions):
            columns = np.array([reading.questions.index(name) for name in names])
            S = solution.moments.covariance[:, columns[:, None], columns]  # (R, k, k)
            total = S.sum(axis=(1, 2))
            share = np.einsum("rii->r", S) / np.where(total > 0, total, np.nan)
            raw[:, c] = len(names) / (len(names) - 1) * (1 - share)
    return np.where(np.isnan(standardised), np.nan, raw)


def _of_items(solution: Solution) -> Quantities:
    vif = [
        effects.outer_vif(estimates.item_correlations, structure)
        for estimates, structure in zip(solution.stages, solution.reading.stages, strict=True)
    ]
    places = solution.reading.item_places
    return {
        "weight": np.stack([solution.stages[s].weights[:, i] for s, i in places], axis=1),
        "loading": np.stack([solution.stages[s].loadings[:, i] for s, i in places], axis=1),
        "outer_vif": np.stack([vif[s][:, i] for s, i in places], axis=1),
    }


def _cross_loadings(solution: Solution) -> FloatArray:
    """(R, items, C) with every construct that stands in the item's stage; NaN with the others."""
    reading = solution.reading
    R = len(solution.troubles)
    out = np.full((R, len(reading.items), len(reading.constructs)), np.nan)
    for row, (stage, i) in enumerate(reading.item_places):
        known = reading.stages[stage].constructs
        for column, name in enumerate(reading.constructs):
            if name in known:
                own = solution.stages[stage].cross_loadings
                out[:, row, column] = own[:, i, known.index(name)]
    return out


def _structural(solution: Solution, axes: Axes, respondents: float) -> Quantities:
    structure, found = solution.reading.structure, solution.estimates
    r2 = effects.r_squared(found.correlations, found.paths, structure)
    n = np.full(len(r2), respondents)
    total = effects.total_effects(found.paths, structure)
    per_path = {
        "path_coefficient": found.paths,
        "f_squared": effects.f_squared(found.correlations, found.paths, structure),
        "inner_vif": effects.inner_vif(found.correlations, structure),
    }
    per_effect = {"total_effect": total, "indirect_effect": total - found.paths}
    return {
        "r_squared": padded(r2, solution.reading),
        "r_squared_adjusted": padded(
            effects.adjusted_r_squared(r2, n, structure), solution.reading
        ),
        **{name: picked(values, axes.paths) for name, values in per_path.items()},
        **{name: picked(values, axes.effects) for name, values in per_effect.items()},
        "chain_effect": effects.chain_effects(found.paths, axes.chains),
    }


def _discriminant(solution: Solution) -> Quantities:
    reading = solution.reading
    tables = []
    for estimates, structure in zip(solution.stages, reading.stages, strict=True):
        S = estimates.item_correlations
        ave = reliability.average_variance_extracted(estimates.loadings, structure)  # (R, C)
        # A single item is its construct, so that it extracts all of the variance.
        is_single = np.array([len(block) == 1 for block in structure.blocks])
        root = np.sqrt(np.where(is_single, 1.0, ave))
        least = np.minimum(root[:, :, None], root[:, None, :])
        tables.append(
            {
                "correlation": estimates.correlations,
                "htmt": discriminant.htmt(S, structure),
                "htmt2": discriminant.htmt2(S, structure),
                "fornell_larcker_margin": least - np.abs(estimates.correlations),
            }
        )
    cells = [
        (s, reading.stages[s].position(one), reading.stages[s].position(other))
        for one, other, s in reading.pairs
    ]
    return {
        name: _columns([tables[s][name][:, a, b] for s, a, b in cells], len(solution.troubles))
        for name in tables[0]
    }


def _columns(columns: list[FloatArray], replicates: int) -> FloatArray:
    """(R, number of columns); there may be none."""
    return np.stack(columns, axis=1) if columns else np.empty((replicates, 0))
