"""What has no replicates: numbers of answers, spread of scores, prediction out of sample."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Study, Values
from clientlens.stats.resample import generator
from clientlens_csi.fit import fit
from clientlens_csi.index import index_of_scores
from clientlens_csi.prediction import (
    LossDifference,
    Predictions,
    fold_numbers,
    loss_difference,
    predict,
)
from clientlens_csi.solution import Solution
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.study.structural import (
    FIT,
    filled,
    respondents,
    solved,
    why_not,
)

QUANTILES = (10, 25, 50, 75, 90)
BENCHMARKS = ("linear", "mean")
_FEWEST_FOR_QUANTILES = 30
"""With fewer respondents the outer quantiles would be single clients."""

_PREDICTED = ("q2_predict", "rmse", "rmse_linear", "mae", "mae_linear")
_COMPARED = ("loss_difference", "loss_std_error", "loss_t", "loss_p")
_NO_LOADINGS = "a common factor's reliability isn't positive, or no population has this solution"
FIT_MEASURES = tuple(f"{name}{suffix}" for suffix in ("", "_saturated") for name in FIT)
"""Distances of the model, and of its measurement alone."""
_PREDICTION = (*_PREDICTED, *_COMPARED, "folds_without_estimate")
ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n_respondents": (),
    "n_question": ("question",),
    "n_construct": ("construct",),
    "score_quantile": ("construct", "quantile"),
    **dict.fromkeys(_PREDICTED, ("predicted",)),
    **dict.fromkeys(_COMPARED, ("benchmark",)),
    "folds_without_estimate": (),
    **dict.fromkeys(FIT_MEASURES, ()),
}


def once_dims_of(setup: Setup, options: CsiOptions) -> Mapping[str, tuple[str, ...]]:
    """`ONCE_DIMS` without what a model of this kind doesn't have, or isn't asked for."""
    left_out = set() if setup.is_plain else set(FIT_MEASURES)
    left_out |= set() if _is_predicted(setup, options) else set(_PREDICTION)
    return {name: dims for name, dims in ONCE_DIMS.items() if name not in left_out}


def _is_predicted(setup: Setup, options: CsiOptions) -> bool:
    return setup.is_plain and options.predict_folds > 0


def once_values(sample: Sample, study: Study, setup: Setup, options: CsiOptions) -> Values:
    """Every quantity of `ONCE_DIMS`, from the sample as answered."""
    answered = sample.as_answered
    found = solved(answered, setup, options)
    reason = why_not(found, sample, setup, options)
    return {
        "n_respondents": np.asarray(respondents(sample, setup, options)),
        "n_question": sample.n_answered(setup.columns),
        "n_construct": _answered_constructs(sample, setup),
        "score_quantile": Absent(reason) if reason else _quantiles(answered, found, setup),
        **_prediction(answered, study, setup, options, reason),
        **_fit(found, setup, reason),
    }


def _answered_constructs(sample: Sample, setup: Setup) -> FloatArray:
    """(C,) respondents who answered any question of a construct."""
    answered = ~np.isnan(sample.answers(setup.columns))  # (n, p)
    counts = []
    for construct in setup.reading.constructs:
        questions = _questions_behind(construct, setup)
        counts.append(answered[:, questions].any(axis=1).sum())
    return np.array(counts, dtype=np.float64)


def _questions_behind(construct: str, setup: Setup) -> list[int]:
    """Numbers of the questions of a construct, of its parts, or of its factors."""
    design = setup.design
    members = [construct, *design.higher.get(construct, ()), *construct.split("*")]
    own = {question for member in members for question in design.blocks.get(member, ())}
    return [i for i, question in enumerate(setup.columns) if question in own]


def _quantiles(answered: Sample, found: Solution, setup: Setup) -> FloatArray:
    """(C, quantiles) of the scores on 0 to 100; NaN where too few answered."""
    index = index_of_scores(
        found.moments.mean, found.moments.deviation, found.score_weights, setup.scales
    )
    X, w = filled(answered.answers(setup.columns)), answered.weights[0]
    low, high = setup.scales.T
    shares = np.nan_to_num(index.weights[0])  # (C, p)
    scores = (100 * (X - low) / (high - low)) @ shares.T  # (n, C)
    levels = np.array(QUANTILES) / 100
    if len(scores) < _FEWEST_FOR_QUANTILES:
        return np.full((scores.shape[1], len(levels)), np.nan)
    found_at = np.quantile(scores, levels, axis=0, weights=w, method="inverted_cdf").T
    return np.where((shares != 0).any(axis=1)[:, None], found_at, np.nan)


def _fit(found: Solution, setup: Setup, reason: str) -> Values:
    if not isinstance(setup.plan, PathStructure):
        return {}
    if reason:
        return dict.fromkeys(FIT_MEASURES, Absent(reason))
    whole = fit(found.estimates, setup.plan)
    measurement = fit(found.estimates, setup.plan, "saturated")
    values = [getattr(part, name)[0] for part in (whole, measurement) for name in FIT]
    known = {name: np.asarray(v) for name, v in zip(FIT_MEASURES, values, strict=True)}
    no_srmr = np.isnan(known["srmr"])
    why = Absent(_NO_LOADINGS if no_srmr else "correlations of the questions have no inverse")
    return {name: why if np.isnan(value) else value for name, value in known.items()}


def _prediction(
    answered: Sample, study: Study, setup: Setup, options: CsiOptions, reason: str
) -> Values:
    if not _is_predicted(setup, options):
        return {}
    reason = reason or _why_no_prediction(answered, setup, options)
    if reason:
        return dict.fromkeys(_PREDICTION, Absent(reason))
    found = _predictions(answered, study, setup, options)
    if np.isnan(found.rmse).all():
        return dict.fromkeys(_PREDICTION, Absent(_why_unpredicted(found, options)))
    losses = [loss_difference(found, "linear"), loss_difference(found, "mean")]
    return {
        "q2_predict": found.q2_predict,
        "rmse": found.rmse,
        "rmse_linear": found.linear_rmse,
        "mae": found.mae,
        "mae_linear": found.linear_mae,
        "loss_difference": np.array([loss.difference for loss in losses]),
        "loss_std_error": np.array([loss.std_error for loss in losses]),
        "loss_t": np.array([loss.t for loss in losses]),
        "loss_p": np.array([_p_value(loss) for loss in losses]),
        "folds_without_estimate": np.asarray(float(found.failed)),
    }


def _why_unpredicted(found: Predictions, options: CsiOptions) -> str:
    if not found.failed:
        return _NO_LOADINGS
    folds = options.predict_folds * options.predict_repetitions
    return f"{found.failed} of {folds} folds leave a model that can't be estimated"


def _why_no_prediction(answered: Sample, setup: Setup, options: CsiOptions) -> str:
    n = respondents(answered, setup, options)
    if n < options.predict_folds:
        return f"{n:.0f} respondents can't be shared out to {options.predict_folds} folds"
    return ""


def _predictions(answered: Sample, study: Study, setup: Setup, options: CsiOptions) -> Predictions:
    X, w = answered.answers(setup.columns), answered.weights[0]
    kept = ~np.isnan(X).any(axis=1) if options.missing == "listwise" else ~np.isnan(X).all(axis=1)
    rng = generator(study.uncertainty.seed, "folds")
    folds = fold_numbers(int(kept.sum()), options.predict_folds, options.predict_repetitions, rng)
    plan = setup.plan
    if not isinstance(plan, PathStructure):
        raise TypeError("only a plain model predicts answers")  # `_why_no_prediction` has told
    return predict(
        filled(X)[kept],
        plan,
        folds,
        weights=w[kept],
        antecedents=options.predict_from,
        **setup.settings,
    )


def _p_value(loss: LossDifference) -> float:
    """Two-sided, by Student's t."""
    from scipy.special import stdtr

    return float(2 * stdtr(loss.degrees_of_freedom, -abs(loss.t)))
