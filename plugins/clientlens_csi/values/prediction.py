"""Prediction out of sample, as a study asks for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, Sample, Study, Values
from clientlens.stats.resample import generator
from clientlens_csi.prediction import (
    LossDifference,
    Predictions,
    fold_numbers,
    loss_difference,
    predict,
)
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.values.respondents import counted, filled, respondents

BENCHMARKS = ("linear", "mean")
NO_LOADINGS = "a common factor's reliability isn't positive, or no population has this solution"
PREDICTION_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("q2_predict", "rmse", "rmse_linear", "mae", "mae_linear"), ("predicted",)),
    **dict.fromkeys(("loss_difference", "loss_std_error", "loss_t", "loss_p"), ("benchmark",)),
}


def is_predicted(setup: Setup, options: CsiOptions) -> bool:
    """Whether answers are predicted: every construct has questions, and the study asks for it."""
    return setup.is_plain and options.predict_folds > 0


def prediction_values(
    answered: Sample, study: Study, setup: Setup, options: CsiOptions, reason: str
) -> Values:
    """Every quantity of `PREDICTION_DIMS`.

    Parameters
    ----------
    answered : Sample
        The sample as answered.
    study, setup, options
        The seed, the model, the folds.
    reason : str
        Why there is no estimate, if there is none.

    Returns
    -------
    Values
        Empty where nothing is predicted.
    """
    if not is_predicted(setup, options):
        return {}
    reason = reason or _why_not(answered, setup, options)
    if reason:
        return dict.fromkeys(PREDICTION_DIMS, Absent(reason))
    found = _predictions(answered, study, setup, options)
    if np.isnan(found.rmse).all():
        return dict.fromkeys(PREDICTION_DIMS, Absent(_why_nothing(found, options)))
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
    }


def _why_not(answered: Sample, setup: Setup, options: CsiOptions) -> str:
    n = respondents(answered, setup, options)
    if n < options.predict_folds:
        return f"{n} respondents can't be shared out to {options.predict_folds} folds"
    return ""


def _why_nothing(found: Predictions, options: CsiOptions) -> str:
    if not found.failed:
        return NO_LOADINGS
    folds = options.predict_folds * options.predict_repetitions
    return f"{found.failed} of {folds} folds leave a model that can't be estimated"


def _predictions(answered: Sample, study: Study, setup: Setup, options: CsiOptions) -> Predictions:
    X, w = answered.answers(setup.columns), answered.weights[0]
    kept = counted(answered, setup, options)
    rng = generator(study.uncertainty.seed, "folds")
    folds = fold_numbers(int(kept.sum()), options.predict_folds, options.predict_repetitions, rng)
    plan = setup.plan
    if not isinstance(plan, PathStructure):
        raise TypeError("only a plain model predicts answers")  # `is_predicted` has told
    known, weights = filled(X, w)[kept], w[kept]
    # Sorted by what was answered, so that the folds don't depend on the order of the file.
    order = np.lexsort([weights, *known.T])
    return predict(
        known[order],
        plan,
        folds,
        weights=weights[order],
        antecedents=options.predict_from,
        **setup.settings,
    )


def _p_value(loss: LossDifference) -> float:
    """Two-sided, by Student's t."""
    from scipy.special import stdtr

    return float(2 * stdtr(loss.degrees_of_freedom, -abs(loss.t)))
