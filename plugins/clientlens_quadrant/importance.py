"""Importance: as clients state it, or derived from what moves their overall rating."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample
from clientlens.stats.collinearity import why_not_estimable
from clientlens.stats.moments import correlation_of, covariance
from clientlens.stats.regression import correlation, partial_correlation
from clientlens.stats.relative_importance import MOST_DRIVERS, johnson, lmg
from clientlens_quadrant.options import Method, QuadrantOptions

__all__ = ["MOST_DRIVERS", "derived_importance", "importance_of"]

_MEASURES: dict[Method, Callable[[FloatArray], FloatArray]] = {
    "correlation": correlation,
    "partial": partial_correlation,
    "log_partial": partial_correlation,
    "johnson": johnson,
    "lmg": lmg,
}
_FEWEST = 3
"""Two respondents always lie on a line."""


def importance_of(sample: Sample, options: QuadrantOptions) -> FloatArray | Absent:
    """(R, J) importance of each indicator, or why it can't be had."""
    if options.importance == "stated":
        return sample.mean(options.importance_facet)
    return derived_importance(sample, options)


def derived_importance(sample: Sample, options: QuadrantOptions) -> FloatArray | Absent:
    """Importance of each indicator for the overall rating.

    Parameters
    ----------
    sample : Sample
        Ratings of performance and of the item ``options.overall``.
    options : QuadrantOptions
        ``method`` and ``level``. With ``level: dimension`` the drivers are the weighted sums of
        the ratings in each dimension, whose indicators then share one importance.

    Returns
    -------
    (R, J) array or Absent
        A correlation, or a share of the variance of the overall rating. Absent where there are
        too few respondents or the drivers can't be told apart, judged by the answers as they
        are, without weights.

    Notes
    -----
    ``log_partial`` takes the drivers' logarithms, so that a point more counts for less the
    better a thing is done already [1]_. Missing answers are left out pair by pair.

    References
    ----------
    .. [1] Deng (2007), Using a revised importance-performance analysis approach, Tourism
           Management 28(5), 1274-1284.
    """
    X = _columns(sample, options)  # (n, J + 1), the overall rating last
    everybody = np.ones((1, len(X)))
    reason = _why_not(_correlations(sample, everybody, X, options), X, sample, options)
    if reason:
        return Absent(reason)
    values = _MEASURES[options.method](_correlations(sample, sample.weights, X, options))
    if options.level == "dimension":
        return values[:, list(sample.hierarchy.dimension_of)]  # (R, J)
    return values


def _columns(sample: Sample, options: QuadrantOptions) -> FloatArray:
    ratings = sample.answers(options.performance_facet)
    drivers = np.log(ratings) if options.method == "log_partial" else ratings
    return np.column_stack([drivers, sample.answers([str(options.overall)])])


def _correlations(
    sample: Sample, weights: FloatArray, X: FloatArray, options: QuadrantOptions
) -> FloatArray:
    """(R, p, p) correlations of the drivers, and of the overall rating in the last column."""
    covariances = covariance(weights, X, "pairwise")
    if options.level == "dimension":
        T = _to_dimensions(sample)  # (D + 1, J + 1)
        covariances = T @ covariances @ T.T
    return correlation_of(covariances)


def _to_dimensions(sample: Sample) -> FloatArray:
    membership = sample.hierarchy.membership  # (D, J)
    D, J = membership.shape
    T = np.zeros((D + 1, J + 1))
    T[:D, :J], T[D, J] = membership, 1.0
    return T


def _why_not(
    correlations: FloatArray, X: FloatArray, sample: Sample, options: QuadrantOptions
) -> str:
    """Why importance can't be derived from this sample; empty where it can."""
    answered = (~np.isnan(X)).astype(np.float64)
    n = int((answered.T @ answered).min()) if len(X) else 0
    if n < _FEWEST:
        return f"{n} respondents are too few to derive importance from"
    hierarchy = sample.hierarchy
    drivers = hierarchy.dimensions if options.level == "dimension" else hierarchy.indicators
    if options.method != "correlation":
        return why_not_estimable(correlations[0], n, names=[*drivers, str(options.overall)])
    if np.isnan(correlations[0, -1, -1]):
        return f"everybody answered '{options.overall}' alike: no variance to relate"
    return ""
