"""Out-of-sample prediction: folds left out, their answers predicted, the errors compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import RequestError
from clientlens_csi.effects import total_effects
from clientlens_csi.estimates import PathEstimates, estimate
from clientlens_csi.layout import BoolArray, FloatArray, IntArray, replicates_first, replicates_last
from clientlens_csi.moments import ItemMoments, item_moments
from clientlens_csi.pls import MAX_ITERATIONS, TOLERANCE
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import solve

Antecedents = Literal["earliest", "direct"]
"""Predict from exogenous constructs through all paths, or from the sources of each construct."""


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Answers of respondents who weren't in the sample that predicts them.

    Attributes
    ----------
    items : (m,) integer array
        Items of endogenous constructs, which are predicted.
    errors : (F, n, m) array
        Answer less prediction by the path model in each of F repetitions, scale points; NaN
        where the fold's model has no estimate.
    linear_errors : (F, n, m) array
        Of a linear model on all items of the exogenous constructs.
    mean_errors : (F, n, m) array
        Of the item's mean in the sample that predicts.
    weights : (n,) array
        Of the respondents.
    failed : int
        Folds whose model has no estimate.
    """

    items: IntArray
    errors: FloatArray
    linear_errors: FloatArray
    mean_errors: FloatArray
    weights: FloatArray
    failed: int

    @property
    def rmse(self) -> FloatArray:
        """(m,) root mean squared error of the path model."""
        return self._rmse(self.errors)

    @property
    def linear_rmse(self) -> FloatArray:
        """(m,) root mean squared error of the linear model."""
        return self._rmse(self.linear_errors)

    @property
    def mae(self) -> FloatArray:
        """(m,) mean absolute error of the path model."""
        return self._mean(np.abs(self.errors))

    @property
    def linear_mae(self) -> FloatArray:
        """(m,) mean absolute error of the linear model."""
        return self._mean(np.abs(self.linear_errors))

    @property
    def q2_predict(self) -> FloatArray:
        """(m,) 1 - squared errors of the path model over those of the mean.

        Positive where the model predicts better than the mean. cSEM centres the errors first.
        """
        return 1 - self._mean(self.errors**2) / self._mean(self.mean_errors**2)

    def _rmse(self, errors: FloatArray) -> FloatArray:
        """Averaged over repetitions first: the root of each, then their mean."""
        squares = np.einsum("fnm,n->fm", errors**2, self.weights) / self.weights.sum()
        return np.asarray(np.sqrt(squares).mean(axis=0))

    def _mean(self, values: FloatArray) -> FloatArray:
        total = np.einsum("fnm,n->m", values, self.weights)
        return np.asarray(total / (len(values) * self.weights.sum()))


@dataclass(frozen=True, slots=True)
class LossDifference:
    """Cross-validated predictive ability test: whether one model loses less than another.

    Attributes
    ----------
    difference : float
        Mean squared error of the path model less that of the benchmark; negative is better.
    std_error : float
        Of the difference.
    t : float
        Their quotient, to be compared with Student's t.
    degrees_of_freedom : int
        Respondents less one.
    """

    difference: float
    std_error: float
    t: float
    degrees_of_freedom: int


def fold_numbers(
    n: int, folds: int, repetitions: int, rng: np.random.Generator | None = None
) -> IntArray:
    """Share respondents out to folds of nearly the same size.

    Parameters
    ----------
    n : int
        Respondents.
    folds, repetitions : int
        How many folds, and how often the respondents are shared out anew.
    rng : Generator, optional
        Shuffles; without it every repetition deals them out in turn.

    Returns
    -------
    (F, n) integer array
        Number of each respondent's fold in each repetition.

    Raises
    ------
    RequestError
        If there are fewer than two folds, or fewer respondents than folds.

    Examples
    --------
    >>> fold_numbers(5, 2, 1)
    array([[0, 1, 0, 1, 0]])
    """
    if not 2 <= folds <= n:  # noqa: PLR2004  one predicts, one is predicted
        raise RequestError(f"`folds` must lie between 2 and the {n} respondents, got {folds}")
    dealt = np.tile(np.arange(n) % folds, (repetitions, 1))
    return dealt if rng is None else rng.permuted(dealt, axis=1)


def predict(  # noqa: PLR0913  the settings of an estimate, and those of a prediction
    X: FloatArray,
    structure: PathStructure,
    fold_of: IntArray,
    *,
    weights: npt.ArrayLike | None = None,
    antecedents: Antecedents = "earliest",
    scheme: Scheme = "path",
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> Predictions:
    """Predict every respondent's answers from a model of the other folds.

    Parameters
    ----------
    X : (n, p) array
        Answers without gaps; items in the order of the structure.
    structure : PathStructure
        The model.
    fold_of : (F, n) integer array
        From `fold_numbers`.
    weights : (n,) array, optional
        Of the respondents; ones by default.
    antecedents : {"earliest", "direct"}
        What predicts a construct.
    scheme, tolerance, max_iterations
        As in `clientlens_csi.pls.estimate_weights`.

    Returns
    -------
    Predictions

    Raises
    ------
    RequestError
        If an answer is missing.

    References
    ----------
    .. [1] Shmueli et al. (2016), The elephant in the room: predictive performance of PLS models,
           J. Business Research 69(10), 4552-4564.
    .. [2] Danks (2021), The piggy in the middle: the role of mediators in PLS-SEM-based
           prediction, The DATA BASE 52(SI), 24-42.
    """
    if np.isnan(X).any():
        raise RequestError("prediction needs complete answers: fill the gaps or leave rows out")
    w = np.ones(len(X)) if weights is None else np.asarray(weights, dtype=np.float64)
    folds = int(fold_of.max()) + 1
    is_left_out = (fold_of[:, None] == np.arange(folds)[:, None]).reshape(-1, len(X))  # (F·k, n)
    moments = item_moments(np.where(is_left_out, 0.0, w), X)
    found = estimate(
        moments.covariance,
        structure,
        scheme=scheme,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    items = np.flatnonzero(~_is_exogenous(structure))
    slopes = (
        _path_slopes(found, moments, structure, antecedents)[:, :, items],
        _linear_slopes(moments, np.flatnonzero(_is_exogenous(structure)), items),
        np.zeros((len(is_left_out), X.shape[1], len(items))),
    )
    errors = [_errors(X, items, s, moments.mean, is_left_out, len(fold_of)) for s in slopes]
    failed = int((~found.has_converged).sum())
    return Predictions(items, errors[0], errors[1], errors[2], w, failed)


def loss_difference(
    predictions: Predictions, benchmark: Predictions | Literal["linear", "mean"]
) -> LossDifference:
    """Compare the path model's squared errors with a benchmark's, respondent by respondent.

    Parameters
    ----------
    predictions : Predictions
        Errors of the model and of its own benchmarks.
    benchmark : {"linear", "mean"} or Predictions
        The linear model on the exogenous items, the mean of each item, or another path model's
        predictions of the same items in the same folds.

    Returns
    -------
    LossDifference
        Losses are averaged over items and repetitions before respondents are compared.

    Raises
    ------
    RequestError
        If the other path model predicts other items, or not as often.

    References
    ----------
    .. [1] Liengaard et al. (2021), Prediction: coveted, yet forsaken? Introducing a
           cross-validated predictive ability test in partial least squares path modeling,
           Decision Sciences 52(2), 362-392.
    .. [2] Sharma et al. (2023), Predictive model assessment and selection in composite-based
           modeling using PLS-SEM: extensions and guidelines for using CVPAT, European J.
           Marketing 57(6), 1662-1677.
    """
    other = _benchmark_errors(predictions, benchmark)
    differences = (predictions.errors**2 - other**2).mean(axis=(0, 2))  # (n,)
    share = predictions.weights / predictions.weights.sum()
    mean = float((share * differences).sum())
    n = len(differences)
    spread = float((share * (differences - mean) ** 2).sum()) * n / (n - 1)
    std_error = float(np.sqrt(spread * (share**2).sum()))
    t = mean / std_error if std_error > 0 else float("nan")
    return LossDifference(mean, std_error, t, n - 1)


def _benchmark_errors(
    predictions: Predictions, benchmark: Predictions | Literal["linear", "mean"]
) -> FloatArray:
    """(F, n, m)."""
    if benchmark == "linear":
        return predictions.linear_errors
    if benchmark == "mean":
        return predictions.mean_errors
    is_same = np.array_equal(predictions.items, benchmark.items)
    if not is_same or predictions.errors.shape != benchmark.errors.shape:
        raise RequestError("two models are compared on the same items and folds; these differ")
    return benchmark.errors


def _path_slopes(
    found: PathEstimates, moments: ItemMoments, structure: PathStructure, antecedents: Antecedents
) -> FloatArray:
    """(R, p, p) what a point of item i adds to the prediction of item j."""
    if antecedents == "earliest":
        is_exogenous = ~structure.paths.any(axis=1)
        effects = total_effects(found.paths, structure) * is_exogenous
    else:
        effects = found.paths
    of = structure.construct_of
    s = moments.deviation
    per_point = found.weights / np.where(s > 0, s, np.nan)  # (R, p)
    back = found.loadings * s
    return per_point[:, :, None] * effects[:, of][:, :, of].swapaxes(1, 2) * back[:, None, :]


def _linear_slopes(moments: ItemMoments, predictors: IntArray, items: IntArray) -> FloatArray:
    """(R, p, m) regression of items on predictors; 0 for items that predict nothing."""
    S, s = replicates_last(moments.covariance), replicates_last(moments.deviation)
    s = np.where(s > 0, s, np.nan)
    R = S / s / s[:, None]
    beta = solve(R[predictors[:, None], predictors], R[predictors[:, None], items])
    slopes = np.zeros((len(s), len(items), s.shape[1]))
    slopes[predictors] = beta * s[items] / s[predictors][:, None]
    return replicates_first(slopes)


def _is_exogenous(structure: PathStructure) -> BoolArray:
    """(p,) true for items of constructs without sources."""
    has_sources = np.asarray(structure.paths.any(axis=1))
    return np.asarray(~has_sources[structure.construct_of])


def _errors(
    X: FloatArray,
    items: IntArray,
    slopes: FloatArray,
    mean: FloatArray,
    is_left_out: BoolArray,
    repetitions: int,
) -> FloatArray:
    """(F, n, m) answers less predictions, each respondent by the model of the other folds."""
    errors = np.empty((repetitions, len(X), len(items)))
    folds = len(is_left_out) // repetitions
    for row, left_out in enumerate(is_left_out):
        predicted = mean[row, items] + (X[left_out] - mean[row]) @ slopes[row]
        errors[row // folds, left_out] = X[left_out][:, items] - predicted
    return errors
