"""The quantities: every number of a solution, (R, …), under the names that results bear.

Axes: ``construct``, ``item`` and ``question`` as in `Reading`; ``path`` and ``effect`` are pairs
of a source and a target, ``chain`` a row of constructs, ``pair`` two that should be two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clientlens_csi import discriminant, effects, reliability
from clientlens_csi.effects import Chain
from clientlens_csi.index import Index, importance, index_of_scores
from clientlens_csi.layout import BoolArray, FloatArray
from clientlens_csi.solution import Reading, Solution
from clientlens_csi.structure import REPEATED, PathStructure

Quantities = Mapping[str, FloatArray]


MOST_CHAINS = 1000
"""Indirect effects are told row by row up to so many; their sums always are."""


@dataclass(frozen=True, eq=False)
class Axes:
    """What stands on the axes of a reading's results, as numbers of the structure."""

    reading: Reading

    @cached_property
    def paths(self) -> tuple[tuple[int, int], ...]:
        """(source, target) of every path, target by target."""
        structure = self.reading.structure
        return tuple(
            (int(source), int(target))
            for target in structure.endogenous
            for source in structure.sources(target)
        )

    @cached_property
    def effects(self) -> tuple[tuple[int, int], ...]:
        """(source, target) of everything that acts on something, by a path or through others."""
        structure = self.reading.structure
        before: dict[int, set[int]] = {}
        for target in structure.order:
            own = [int(source) for source in structure.sources(target)]
            before[int(target)] = set(own).union(*(before[source] for source in own))
        return tuple(
            (int(source), int(target))
            for target in structure.order
            for source in structure.order
            if int(source) in before[int(target)]
        )

    @cached_property
    def has_too_many_chains(self) -> bool:
        """Whether rows of paths are too many to be told one by one."""
        return effects.count_chains(self.reading.structure) > MOST_CHAINS

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Rows of two paths or more; none where they are too many."""
        if self.has_too_many_chains:
            return ()
        return effects.indirect_chains(self.reading.structure)

    def labels(self, questions: tuple[str, ...]) -> dict[str, list[str]]:
        """Axis → its labels; constructs of a label are joined by ``>``, of a pair by ``~``."""
        names = self.reading.structure.constructs
        return {
            "construct": list(self.reading.constructs),
            "item": list(self.reading.items),
            "question": list(questions),
            "path": [f"{names[s]}>{names[t]}" for s, t in self.paths],
            "effect": [f"{names[s]}>{names[t]}" for s, t in self.effects],
            "chain": [">".join(names[c] for c in chain) for chain in self.chains],
            "pair": [f"{one}~{other}" for one, other, _ in self.reading.pairs],
        }


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
        **_on_hundred(solution, axes, found, solution.reading.position(target)),
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
        "r_squared": _padded(r2, solution.reading),
        "r_squared_adjusted": _padded(
            effects.adjusted_r_squared(r2, n, structure), solution.reading
        ),
        **{name: _picked(values, axes.paths) for name, values in per_path.items()},
        **{name: _picked(values, axes.effects) for name, values in per_effect.items()},
        "chain_effect": effects.chain_effects(found.paths, axes.chains),
    }


def _padded(values: FloatArray, reading: Reading) -> FloatArray:
    """(R, C) values of the modelled constructs, NaN for lower-order ones."""
    out = np.full((len(values), len(reading.constructs)), np.nan)
    out[:, : values.shape[1]] = values
    return out


def _picked(values: FloatArray, ends: tuple[tuple[int, int], ...]) -> FloatArray:
    """(R, number of pairs) cells ``[:, target, source]``."""
    return np.stack([values[:, target, source] for source, target in ends], axis=1)


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


def _on_hundred(solution: Solution, axes: Axes, found: Index, target: int) -> Quantities:
    """Indices on 0 to 100, and what moves the target's by how many points."""
    reading = solution.reading
    modelled = len(reading.structure.constructs)
    T = effects.total_effects(solution.estimates.paths, reading.structure)
    # Paths join constructs, which move in the part of a score's deviation that isn't error.
    deviation = (found.deviation * _validity(solution))[:, :modelled]
    per_point = importance(T, deviation)  # (R, k, k)
    effect = _effects_on(target, per_point, found, reading)  # (R, C)
    direct = [reading.position(c) for c in reading.construct_of_question]
    by_question = _through_constructs(effect, found, reading, target)
    return {
        "construct_index": found.values,
        "construct_index_equal": _equal_weight_index(found),
        "score_deviation": found.deviation,
        "construct_importance": effect,
        "construct_priority": effect * (100 - found.values),
        "total_effect_unstandardised": _picked(per_point, axes.effects),
        "question_performance": found.item_performance,
        "question_importance": by_question,
        "question_priority": by_question * (100 - found.item_performance),
        "question_share": found.weights[:, direct, np.arange(len(direct))],
        "index": found.values[:, target],
    }


def _validity(solution: Solution) -> FloatArray:
    """(R, C) correlation of a construct's scores with the construct: 1 for a composite."""
    reading = solution.reading
    loading = np.zeros_like(solution.score_weights)  # (R, C, p) of questions on constructs
    for c, place in enumerate(reading.places):
        stage = reading.stages[place.stage]
        for i in stage.blocks[place.construct]:
            own = solution.stages[place.stage].loadings[:, i]  # (R,)
            name = stage.items[i].split(REPEATED)[-1]
            if name in reading.questions:
                loading[:, c, reading.questions.index(name)] = own
    for whole, parts in reading.higher.items():
        w = reading.position(whole)
        if not loading[:, w].any():
            for part in parts:
                i = reading.items.index(part)
                stage_number, item = reading.item_places[i]
                on_whole = solution.stages[stage_number].loadings[:, item]
                loading[:, w] += on_whole[:, None] * loading[:, reading.position(part)]
    return np.asarray((solution.score_weights * loading).sum(axis=2))


def _effects_on(target: int, per_point: FloatArray, found: Index, reading: Reading) -> FloatArray:
    """(R, C) points of the target's index per point of each construct's.

    A part of a higher-order construct acts by its share of it. NaN for the target, and for what no
    chain of paths leads from to it.
    """
    acts = _antecedents(reading.structure, target)
    out = _padded(np.where(acts, per_point[:, target], np.nan), reading)
    for whole, parts in reading.higher.items():
        w = reading.position(whole)
        effect = 1.0 if w == target else out[:, w]
        for part in parts:
            own = [i for i, c in enumerate(reading.construct_of_question) if c == part]
            out[:, reading.position(part)] = effect * found.weights[:, w, own].sum(axis=1)
    out[:, target] = np.nan
    return out


def _antecedents(structure: PathStructure, target: int) -> BoolArray:
    """(k,) whether some chain of paths leads from a construct to the target."""
    acts = np.zeros(len(structure.constructs), dtype=bool)
    for construct in structure.order[::-1]:
        follows = structure.paths[:, construct]
        acts[construct] = follows[target] or bool((follows & acts).any())
    return acts


def _through_constructs(
    effect: FloatArray, found: Index, reading: Reading, target: int
) -> FloatArray:
    """(R, p) points of the target's index per point of each question."""
    acting = np.array(effect)
    acting[:, target] = 1.0
    whole_of = {part: whole for whole, parts in reading.higher.items() for part in parts}
    by = [reading.position(whole_of.get(c, c)) for c in reading.construct_of_question]
    return acting[:, by] * found.weights[:, by, np.arange(len(by))]


def _equal_weight_index(found: Index) -> FloatArray:
    """(R, C) the same weight for every question of a construct."""
    has_part = (found.weights != 0) & ~np.isnan(found.weights)  # (R, C, p)
    count = has_part.sum(axis=2)
    total = np.einsum("rcp,rp->rc", has_part, np.nan_to_num(found.item_performance))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
