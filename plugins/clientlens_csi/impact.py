"""The impact: indices on 0 to 100, and by how many points what acts on the index moves it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens_csi import effects
from clientlens_csi.axes import Axes, padded, picked
from clientlens_csi.index import Index, importance
from clientlens_csi.layout import BoolArray, FloatArray
from clientlens_csi.solution import Reading, Solution
from clientlens_csi.structure import REPEATED, PathStructure


def impact(solution: Solution, axes: Axes, found: Index, target: int) -> Mapping[str, FloatArray]:
    """Indices on 0 to 100, and what moves the target's by how many points.

    Parameters
    ----------
    solution : Solution
        R replicates.
    axes : Axes
        Which effects are told.
    found : Index
        Of the scores, from `index_of_scores`.
    target : int
        The construct that is the index.

    Returns
    -------
    mapping
        Name → (R, …) array, as `clientlens_csi.quantities.DIMS` has them.
    """
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
        "total_effect_unstandardised": picked(per_point, axes.effects),
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
    out = padded(np.where(acts, per_point[:, target], np.nan), reading)
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
