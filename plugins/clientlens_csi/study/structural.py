"""The structural index of a sample: a path model's quantities, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Values
from clientlens_csi.estimates import PathEstimates, estimate
from clientlens_csi.fit import as_if_it_fitted, fit, implied_correlations
from clientlens_csi.moderation import Moderation
from clientlens_csi.quantities import DIMS, quantities
from clientlens_csi.solution import Solution, solve
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.troubles import NO_ESTIMATE, Trouble

FIT = ("srmr", "d_uls", "d_g")
IF_EXACT = tuple(f"{name}_if_exact" for name in FIT)
"""Distances of the model, as they would be in resamples of a population in which it holds."""

BY_INDICATOR = ("performance", "importance", "priority")
COMPARABLE_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(BY_INDICATOR, ("indicator",)),
    "dimension_score": ("dimension",),
}
"""Names that models share, so that they can be compared."""

TROUBLE = "trouble"
STRUCTURAL_DIMS: Mapping[str, tuple[str, ...]] = {
    **DIMS,
    **dict.fromkeys(IF_EXACT, ()),
    **COMPARABLE_DIMS,
    TROUBLE: (),
}


def dims_of(setup: Setup) -> Mapping[str, tuple[str, ...]]:
    """`STRUCTURAL_DIMS` without what a model of this kind doesn't have.

    Without ratings there are no indicators; the fit is judged where every construct is measured
    by questions.
    """
    left_out = set() if any(q.facet for q in setup.questions) else set(COMPARABLE_DIMS)
    left_out |= set() if setup.is_plain else set(IF_EXACT)
    return {name: dims for name, dims in STRUCTURAL_DIMS.items() if name not in left_out}


def structural_values(sample: Sample, setup: Setup, options: CsiOptions) -> Values:
    """Every quantity of `STRUCTURAL_DIMS` in every replicate.

    Parameters
    ----------
    sample : Sample
        Answers under R rows of weights.
    setup : Setup
        The model.
    options : CsiOptions
        What is asked for.
    """
    answered = solved(sample.as_answered, setup, options)
    reason = why_not(answered, sample, setup, options)
    if reason:
        return dict.fromkeys(dims_of(setup), Absent(reason))
    found = solved(sample, setup, options)
    n = respondents(sample, setup, options)
    values = quantities(found, setup.scales, setup.design.index, n)
    kept = _kept(found, options)
    all_values = {
        **values,
        **_if_exact(found, answered, setup, options),
        **_comparable(values, sample, setup),
    }
    judged = {name: _where(kept, value) for name, value in all_values.items()}
    return {**judged, TROUBLE: found.troubles.astype(np.float64)}


def solved(sample: Sample, setup: Setup, options: CsiOptions) -> Solution:
    """The model estimated under every row of weights of a sample."""
    X = sample.answers(setup.columns)  # (n, p)
    W = sample.weights
    if isinstance(setup.plan, Moderation):
        W, X = _complete(W, X, options)
    return solve(setup.plan, W, X, options.missing, setup.settings)


def respondents(sample: Sample, setup: Setup, options: CsiOptions) -> float:
    """How many respondents the estimate rests on."""
    X = sample.answers(setup.columns)
    has_part = ~np.isnan(X)
    counted = has_part.all(axis=1) if options.missing == "listwise" else has_part.any(axis=1)
    return float(counted.sum())


def why_not(answered: Solution, sample: Sample, setup: Setup, options: CsiOptions) -> str:
    """Why the sample as answered has no estimate; empty where it has one."""
    reason = _too_few(sample, setup, options)
    trouble = int(answered.troubles[0])
    if reason or not trouble:
        return reason
    if trouble & NO_ESTIMATE:
        return _reason(trouble, answered, setup, options)
    if options.inadmissible == "drop":
        return "no population could have this solution, and  inadmissible: drop  leaves it out"
    return ""


def _too_few(sample: Sample, setup: Setup, options: CsiOptions) -> str:
    has_answer = np.asarray(~np.isnan(sample.answers(setup.columns)))  # (n, p)
    n = int(has_answer.any(axis=1).sum())
    if n < options.minimum_n:
        return f"{n} respondents are fewer than minimum_n, {options.minimum_n}"
    columns = zip(setup.columns, has_answer.T, strict=True)
    empty = [question for question, column in columns if not column.any()]
    if empty:
        return f"too few answered {', '.join(empty)}"
    n = int(respondents(sample, setup, options))
    if n < options.minimum_n:
        return f"{n} respondents answered every question, fewer than minimum_n, {options.minimum_n}"
    return ""


def _reason(trouble: int, answered: Solution, setup: Setup, options: CsiOptions) -> str:
    variance = np.einsum("rii->ri", answered.moments.covariance)[0]
    constant = [q for q, v in zip(setup.columns, variance, strict=True) if v <= 0]
    if trouble & Trouble.NO_VARIANCE or constant:
        return f"everybody gave the same answer to {', '.join(constant)}"
    if trouble & Trouble.UNKNOWN_CORRELATION:
        return f"nobody answered both {_never_together(answered, setup)}"
    if trouble & Trouble.NOT_CONVERGED:
        return f"the weights didn't converge, max_iterations being {options.max_iterations}"
    mode_b = [c for c, mode in setup.design.modes.items() if mode == "B"]
    if mode_b:
        return (
            f"items of a mode B construct ({', '.join(mode_b)}) determine each other, "
            "or there are fewer respondents than items"
        )
    return "the sources of a construct determine each other, or it correlates with nothing"


def _never_together(answered: Solution, setup: Setup) -> str:
    pairs = np.argwhere(np.isnan(answered.moments.covariance[0]))
    first, second = pairs[0] if len(pairs) else (0, 0)
    return f"{setup.columns[first]} and {setup.columns[second]}"


def _complete(W: FloatArray, X: FloatArray, options: CsiOptions) -> tuple[FloatArray, FloatArray]:
    """Weights and answers without gaps, which products of answers need."""
    if options.missing == "listwise":
        kept = ~np.isnan(X).any(axis=1)
        return W[:, kept], X[kept]
    return W, filled(X)


def filled(X: FloatArray) -> FloatArray:
    """(n, p) answers, a missing one replaced by the item's mean."""
    is_missing = np.isnan(X)
    count = (~is_missing).sum(axis=0)
    mean = np.where(is_missing, 0.0, X).sum(axis=0) / np.maximum(count, 1)
    return np.where(is_missing, mean, X)


def _kept(found: Solution, options: CsiOptions) -> FloatArray:
    """(R,) 1 where a replicate counts, NaN where it has no estimate or is to be dropped."""
    bad = ~found.has_converged
    if options.inadmissible == "drop":
        bad |= found.troubles > 0
    return np.where(bad, np.nan, 1.0)


def _where(kept: FloatArray, value: FloatArray | Absent) -> FloatArray | Absent:
    if isinstance(value, Absent):
        return value
    return value * kept.reshape(-1, *[1] * (value.ndim - 1))


def _if_exact(
    found: Solution, answered: Solution, setup: Setup, options: CsiOptions
) -> dict[str, FloatArray | Absent]:
    plan = setup.plan
    if not isinstance(plan, PathStructure):
        return {}
    if not options.exact_fit:
        return dict.fromkeys(IF_EXACT, Absent("exact_fit is off"))
    null = fit(_as_if_exact(found, answered, plan, setup), plan)
    return dict(zip(IF_EXACT, (null.srmr, null.d_uls, null.d_g), strict=True))


def _as_if_exact(
    found: Solution, answered: Solution, plan: PathStructure, setup: Setup
) -> PathEstimates:
    """The model in the same replicates of answers that were turned so that it holds exactly."""
    implied = implied_correlations(answered.estimates, plan)[0]
    S = as_if_it_fitted(found.moments.covariance, answered.moments.covariance[0], implied)
    return estimate(S, plan, **setup.settings)


def _comparable(
    values: Mapping[str, FloatArray], sample: Sample, setup: Setup
) -> dict[str, FloatArray | Absent]:
    """Performance, importance and priority of indicators; the index of what is one dimension."""
    hierarchy = sample.hierarchy
    place = {q.code: i for i, q in enumerate(setup.questions) if q.facet}
    if not place:
        return {}
    rated = [place.get(code, -1) for code in hierarchy.indicators]
    performance = _taken(values["question_performance"], rated)  # (R, J)
    importance = _taken(values["question_importance"], rated)
    return {
        "performance": performance,
        "importance": importance,
        "priority": importance * (100 - performance),
        "dimension_score": _dimension_scores(values["construct_index"], sample, setup),
    }


def _taken(values: FloatArray, columns: list[int]) -> FloatArray:
    """(R, J) columns by their numbers, NaN for -1."""
    known = np.array(columns)
    return np.where(known >= 0, values[:, known], np.nan)


def _dimension_scores(index: FloatArray, sample: Sample, setup: Setup) -> FloatArray | Absent:
    """(R, D) index of the construct that is measured by just a dimension's indicators."""
    hierarchy = sample.hierarchy
    found = []
    for d in range(len(hierarchy.dimensions)):
        own = {
            c for c, of in zip(hierarchy.indicators, hierarchy.dimension_of, strict=True) if of == d
        }
        found.append(_construct_of(own, setup))
    if all(c < 0 for c in found):
        return Absent("no construct is measured by the indicators of one dimension")
    return _taken(index, found)


def _construct_of(indicators: set[str], setup: Setup) -> int:
    codes = {question.name: question.code for question in setup.questions if question.facet}
    for construct, block in setup.design.blocks.items():
        if {codes.get(question) for question in block} == indicators:
            return setup.reading.position(construct)
    return -1
