"""Importance: as clients state it, or derived from what moves their overall rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample
from clientlens.stats.collinearity import why_not_estimable
from clientlens.stats.moments import correlation_of, covariance
from clientlens.stats.regression import correlation, partial_correlation
from clientlens.stats.relative_importance import MOST_DRIVERS, johnson, lmg
from clientlens_quadrant.options import Method, QuadrantOptions

__all__ = ["MOST_DRIVERS", "derived_importance", "importance_of", "respondents_behind"]

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
        are, without weights. NaN for an indicator that fewer than three rated together with
        the whole; only ``correlation``, and ``level: dimension``, can do without it.

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
        values = values[:, list(sample.hierarchy.dimension_of)]  # (R, J)
    return np.where(_is_usable(X)[:-1], values, np.nan)


def respondents_behind(sample: Sample, options: QuadrantOptions) -> FloatArray:
    """(J,) on how many respondents each derived importance rests; 0 where there is none.

    A correlation rests on those who rated the indicator and the whole. What holds all others
    constant rests on every pair of questions: the fewest who answered one of them count. With
    ``level: dimension`` the fewest of the indicators in a dimension count.
    """
    X = _columns(sample, options)
    usable = _is_usable(X)
    pairs = _answered_together(X)
    count = np.where(usable, pairs[-1], 0.0)[:-1]
    if options.method != "correlation":
        fewest = pairs[np.ix_(usable, usable)].min(initial=len(X))
        return np.where(usable[:-1], fewest, 0.0)
    if options.level == "dimension":
        own = np.array(sample.hierarchy.dimension_of)
        fewest_of = [
            count[(own == d) & usable[:-1]].min(initial=len(X)) for d in range(own.max() + 1)
        ]
        return np.where(usable[:-1], np.array(fewest_of)[own], 0.0)
    return count


def _columns(sample: Sample, options: QuadrantOptions) -> FloatArray:
    ratings = sample.answers(options.performance_facet)
    drivers = np.log(ratings) if options.method == "log_partial" else ratings
    return np.column_stack([drivers, sample.answers([str(options.overall)])])


def _answered_together(X: FloatArray) -> FloatArray:
    """(p, p) how many answered both questions of a pair."""
    answered = (~np.isnan(X)).astype(np.float64)
    return np.asarray(answered.T @ answered)


def _is_usable(X: FloatArray) -> BoolArray:
    """(p,) whether enough answered a question together with the overall rating."""
    return np.asarray(_answered_together(X)[-1] >= _FEWEST)


def _correlations(
    sample: Sample, weights: FloatArray, X: FloatArray, options: QuadrantOptions
) -> FloatArray:
    """(R, p, p) correlations of the drivers, and of the overall rating in the last column."""
    covariances = covariance(weights, X, "pairwise")
    if options.level == "dimension":
        covariances = _summed(covariances, _to_dimensions(sample) * _is_usable(X))
    return correlation_of(covariances)


def _summed(covariances: FloatArray, T: FloatArray) -> FloatArray:
    """(R, q, q) covariances of the weighted sums T (q, p); NaN only where a part of it is."""
    is_unknown = np.isnan(covariances)
    total = T @ np.where(is_unknown, 0.0, covariances) @ T.T
    uses = (T != 0).astype(np.float64)
    return np.where(uses @ is_unknown.astype(np.float64) @ uses.T > 0, np.nan, total)


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
    pairs, usable = _answered_together(X), _is_usable(X)
    overall = str(options.overall)
    if not usable[:-1].any():
        n = int(pairs[-1].max(initial=0))
        return f"{n} respondents are too few to derive importance from" + _of_overall(X, overall)
    if np.isnan(correlations[0, -1, -1]):
        return f"everybody answered '{overall}' alike: no variance to relate"
    if options.method == "correlation":
        return ""
    hierarchy = sample.hierarchy
    by_dimension = options.level == "dimension"
    drivers = hierarchy.dimensions if by_dimension else hierarchy.indicators
    kept = usable if by_dimension else np.ones(len(usable), dtype=bool)
    names = [*hierarchy.indicators, overall]
    reason = _why_too_few(
        pairs[np.ix_(kept, kept)],
        [name for name, is_kept in zip(names, kept, strict=True) if is_kept],
        len(drivers),
    )
    if reason:
        return reason
    n = int(pairs[np.ix_(kept, kept)].min())
    return why_not_estimable(correlations[0], n, names=[*drivers, overall])


def _of_overall(X: FloatArray, overall: str) -> str:
    """That it is the overall rating which lacks answers, where others have more."""
    answered = (~np.isnan(X)).sum(axis=0)
    if answered[-1] >= _FEWEST or answered[:-1].max(initial=0) <= answered[-1]:
        return ""
    return f": '{overall}' has {answered[-1]} answers"


def _why_too_few(pairs: FloatArray, names: Sequence[str], drivers: int) -> str:
    """Which question, or which two, leave too few respondents; empty where enough answered.

    Where all have equally few answers, no question is to be named: that is told elsewhere.
    """
    fewest, own = pairs.min(), pairs.diagonal()
    if fewest > drivers + 1 or fewest == own.max():
        return ""
    need = f"too few for {drivers} drivers: at least {drivers + 2} are needed"
    if own.min() <= drivers + 1:
        counts = [(name, n) for name, n in zip(names, own, strict=True) if n <= drivers + 1]
        return ", ".join(f"'{name}' has only {n:.0f} answers" for name, n in counts) + f", {need}"
    i, j = divmod(int(pairs.argmin()), len(pairs))
    return f"'{names[i]}' and '{names[j]}' were answered together by {fewest:.0f}, {need}"
