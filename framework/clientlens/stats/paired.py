"""Tests of paired differences: whether one rating of a thing exceeds another, and how clearly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide

_DECIMALS = 12
"""Differences that agree to so many decimals of the largest are equal but for rounding."""

_FEWEST = 2
"""So many pairs at least make a test."""


@dataclass(frozen=True, slots=True, eq=False)
class PairedTests:
    """What the differences of J pairs of ratings say against their being zero.

    Attributes
    ----------
    n : (J,) integer array
        Complete pairs of a positive weight; all below rests on them.
    mean, deviation : (J,) arrays
        Weighted mean, and standard deviation with the divisor n − 1, in the unit of `D`.
    t, p_t : (J,) arrays
        The mean by its standard error, and Student's two-sided p value of n − 1 degrees of freedom.
    d_z, d_z_hedges : (J,) arrays
        Effect size mean / deviation; and the same times 1 − 3 / (4 (n − 1) − 1), which takes away
        most of the bias of few pairs (all of the effect, 0, of two).
    wilcoxon_statistic, p_wilcoxon : (J,) arrays
        The smaller of the sums W+ and W− of signed ranks, unweighted; and its two-sided p value
        from the normal distribution, without continuity correction.
    rank_biserial : (J,) array
        (W+ − W−) / (W+ + W−): 1 where all differences that aren't zero are positive.
    p_sign : (J,) array
        Exact two-sided p value of as many positive signs among the differences that aren't zero,
        unweighted.
    """

    n: IntArray
    mean: FloatArray
    deviation: FloatArray
    t: FloatArray
    p_t: FloatArray
    d_z: FloatArray
    d_z_hedges: FloatArray
    wilcoxon_statistic: FloatArray
    p_wilcoxon: FloatArray
    rank_biserial: FloatArray
    p_sign: FloatArray


def paired_tests(D: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> PairedTests:
    """Test whether differences are zero: Student's t, Wilcoxon's signed ranks, the signs.

    Parameters
    ----------
    D : (n, J) array-like
        Differences, such as perception − expectation; NaN where a pair is incomplete.
    weights : (n,) array-like, optional
        Design weights, not negative. The mean is weighted and its standard error linearised; the
        rank and sign tests know of a weight only whether it is zero, which leaves the respondent
        out.

    Returns
    -------
    PairedTests
        All NaN below two pairs, but the mean of one. Where all differences are equal, t and
        what follows from it are NaN; where all are zero, so are the rank and sign tests.

    Raises
    ------
    RequestError
        If D isn't a table or holds an infinite number, or the weights don't fit it or are negative.

    Notes
    -----
    The standard error of a weighted mean m is the root of n / (n − 1) · Σw²(d − m)² / (Σw)², that
    of a sample drawn with replacement [1]_; with equal weights it is deviation / √n.

    Zeros get ranks, which are then left out [2]_, and the variance of W+ is corrected for them and
    for ties, as ``scipy.stats.wilcoxon(zero_method="pratt", correction=False)`` does. Differences
    that are equal but for rounding, 10⁻¹² of the largest, are ties. Below about 10 differences
    that aren't zero the normal p value is rough.

    References
    ----------
    .. [1] Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, Springer, ch. 5.
    .. [2] Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed rank procedures,
           J. Am. Stat. Assoc. 54, 655-667.
    .. [3] Kerby (2014), The simple difference formula, Comprehensive Psychology 3, 11.IT.3.1.
    .. [4] Hedges (1981), Distribution theory for Glass's estimator of effect size,
           J. Educational Statistics 6(2), 107-128.

    Examples
    --------
    >>> found = paired_tests([[-1.0], [-2.0], [0.0], [-1.0], [1.0], [np.nan]])
    >>> found.n, found.mean, found.t.round(4), found.p_t.round(4)
    (array([5]), array([-0.6]), array([-1.1767]), array([0.3046]))
    >>> found.wilcoxon_statistic, found.rank_biserial.round(4), found.p_sign
    (array([3.]), array([-0.5714]), array([0.625]))
    """
    from scipy.special import stdtr

    differences = _checked(D, "D", "differences")
    w = _checked_weights(weights, len(differences))[:, None]
    used = np.where(w > 0, differences, np.nan)  # (n, J)
    n = np.asarray((~np.isnan(used)).sum(axis=0))
    units = _in_units(used)
    is_constant = _lowest(units) == -_lowest(-units)
    mean, deviation, error = _moments(used, w, is_constant)
    t, d_z = divide(mean, error), divide(mean, deviation)
    ranks = _rank_sums(units)
    return PairedTests(
        n=n,
        mean=mean,
        deviation=deviation,
        t=t,
        p_t=np.asarray(2 * stdtr(n - 1.0, -np.abs(t))),
        d_z=d_z,
        d_z_hedges=d_z * (1 - 3 / (4 * np.maximum(n - 1.0, 1.0) - 1)),
        wilcoxon_statistic=np.minimum(ranks.plus, ranks.minus),
        p_wilcoxon=ranks.p(),
        rank_biserial=divide(ranks.plus - ranks.minus, ranks.plus + ranks.minus),
        p_sign=_p_of_signs(units),
    )


def average_deviation_effect(
    A: npt.ArrayLike, B: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> FloatArray:
    """Effect size d_av: the mean difference by the mean of both ratings' standard deviations.

    Unlike d_z, the mean by the deviation of the differences, it doesn't grow as the two ratings
    correlate more, so that it compares with effects between groups.

    Parameters
    ----------
    A, B : (n, J) array-like
        Ratings of a pair, NaN where missing; the difference is A − B, over complete pairs.
    weights : (n,) array-like, optional
        Design weights, not negative; a respondent of weight zero is left out.

    Returns
    -------
    (J,) array
        NaN below two pairs, and where neither rating varies.

    Raises
    ------
    RequestError
        If A and B aren't tables of one shape or hold an infinite number, or the weights don't fit
        them or are negative.

    References
    ----------
    .. [1] Cumming (2012), Understanding the New Statistics, Routledge, ch. 11.
    .. [2] Lakens (2013), Calculating and reporting effect sizes, Frontiers in Psychology 4, 863.

    Examples
    --------
    >>> average_deviation_effect([[1.0], [2.0], [3.0]], [[2.0], [4.0], [6.0]]).round(4)
    array([-1.3333])
    """
    first, second = _checked(A, "A", "ratings"), _checked(B, "B", "ratings")
    if first.shape != second.shape:
        raise RequestError(f"`A` {first.shape} and `B` {second.shape} must have one shape")
    w = _checked_weights(weights, len(first))[:, None]
    is_pair = ~np.isnan(first + second) & (w > 0)
    (mean_a, s_a), (mean_b, s_b) = (
        _mean_and_deviation(np.where(is_pair, X, np.nan), w) for X in (first, second)
    )
    return divide(mean_a - mean_b, (s_a + s_b) / 2)


def _mean_and_deviation(X: FloatArray, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean, deviation, _ = _moments(X, w, _lowest(X) == -_lowest(-X))
    return mean, deviation


def _moments(
    D: FloatArray, w: FloatArray, is_constant: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(J,) mean, standard deviation and standard error, NaN below two pairs but the mean."""
    known = ~np.isnan(D)
    W = np.where(known, w, 0.0)  # (n, J)
    n, total = known.sum(axis=0).astype(np.float64), W.sum(axis=0)
    mean = divide((W * np.where(known, D, 0.0)).sum(axis=0), total)
    from_mean = np.where(known & ~is_constant, D - mean, 0.0)
    bessel = divide(n, n - 1)
    deviation = np.sqrt(bessel * divide((W * from_mean**2).sum(axis=0), total))
    error = np.sqrt(bessel * divide((W**2 * from_mean**2).sum(axis=0), total**2))
    return mean, deviation, error


@dataclass(frozen=True, slots=True, eq=False)
class _RankSums:
    """Sums of the ranks of positive and negative differences, and the spread of their difference.

    All are (J,) arrays, NaN where there are fewer than two pairs or nothing but zeros. Zeros are
    ranked and left out.
    """

    plus: FloatArray
    minus: FloatArray
    spread: FloatArray

    def p(self) -> FloatArray:
        from scipy.special import ndtr

        return np.asarray(2 * ndtr(-np.abs(self.plus - self.minus) / self.spread))


def _rank_sums(units: FloatArray) -> _RankSums:
    columns = [_column_rank_sums(d[~np.isnan(d)]) for d in units.T]
    return _RankSums(*np.array(columns, dtype=np.float64).reshape(-1, 3).T)


def _column_rank_sums(d: FloatArray) -> tuple[float, float, float]:
    if len(d) < _FEWEST or not d.any():
        return np.nan, np.nan, np.nan
    _, of, tied = np.unique(np.abs(d), return_inverse=True, return_counts=True)
    rank = np.where(d == 0, 0.0, (np.cumsum(tied) - (tied - 1) / 2)[of])
    # The signs are independent: the signed sum has the variance of its ranks' squares, ties or not.
    return rank[d > 0].sum(), rank[d < 0].sum(), np.sqrt((rank**2).sum())


def _p_of_signs(units: FloatArray) -> FloatArray:
    from scipy.special import bdtr

    positive, negative = (units > 0).sum(axis=0), (units < 0).sum(axis=0)
    trials = positive + negative
    tail = bdtr(np.minimum(positive, negative).astype(np.float64), np.maximum(trials, 1), 0.5)
    is_test = (trials > 0) & ((~np.isnan(units)).sum(axis=0) >= _FEWEST)
    return np.where(is_test, np.minimum(2 * tail, 1.0), np.nan)


def _in_units(D: FloatArray) -> FloatArray:
    """(n, J) differences in units of the largest, without what is rounding only."""
    largest = -_lowest(-np.abs(D))
    return np.round(D / np.where(largest > 0, largest, 1.0), _DECIMALS)


def _lowest(D: FloatArray) -> FloatArray:
    """(J,) the smallest that isn't NaN; infinite where there is none."""
    return np.asarray(np.fmin.reduce(D, axis=0, initial=np.inf))


def _checked(values: npt.ArrayLike, name: str, what: str) -> FloatArray:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:  # noqa: PLR2004
        raise RequestError(f"`{name}` must hold {what} (n, J), got {table.shape}")
    if np.isinf(table).any():
        missing = "numbers, or NaN for an incomplete pair"
        raise RequestError(f"`{name}` must hold {missing}, got infinity")
    return table


def _checked_weights(weights: npt.ArrayLike | None, n: int) -> FloatArray:
    if weights is None:
        return np.ones(n)
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != (n,):
        raise RequestError(f"`weights` must hold one weight for each of {n} rows, got {w.shape}")
    wrong = w[~((w >= 0) & np.isfinite(w))]
    if wrong.size:
        raise RequestError(f"`weights` must be finite and not negative, got {wrong[0]:g}")
    return w
