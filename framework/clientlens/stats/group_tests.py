"""Tests of a difference between two groups, or among several: by permutation and by replicates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide

_TIE = 1e-9
"""Statistics as near as that, relative to the observed one, are equal but for rounding."""
POWER = 0.8
"""The power with which a difference should be found, by convention."""


@dataclass(frozen=True, slots=True, eq=False)
class StudentTest:
    """Student's t (…), its degrees of freedom, and the two-sided p value; NaN without a test."""

    t: FloatArray
    df: FloatArray
    p: FloatArray


def permutation_p(observed: npt.ArrayLike, permuted: npt.ArrayLike) -> FloatArray:
    """Two-sided p value: how often chance makes a difference at least as large.

    Parameters
    ----------
    observed : (…) array
        The statistic of the groups as they are; a difference, or a sum of squares.
    permuted : (P, …) array
        The same under permuted labels; NaN where it could not be had, and left out.

    Returns
    -------
    (…) array
        ``(1 + #{|permuted| ≥ |observed|}) / (1 + P)``, with the P that could be had: the groups as
        they are count among the permutations, so that the test holds its level exactly. NaN
        without a statistic or without any permutation.

    References
    ----------
    .. [1] Phipson & Smyth (2010), Permutation p-values should never be zero, Stat. Appl. Genet.
           Mol. Biol. 9(1), article 39.
    .. [2] Chin & Dibbern (2010), An introduction to a permutation based procedure for multi-group
           PLS analysis, Handbook of Partial Least Squares, 171-193.

    Examples
    --------
    >>> permutation_p(2.0, [0.5, -2.0, 1.0])
    array(0.5)
    """
    d = np.abs(np.asarray(observed, dtype=np.float64))
    drawn = np.abs(np.asarray(permuted, dtype=np.float64))
    known = np.isfinite(drawn).sum(axis=0)
    as_large = (drawn >= d - _TIE * np.maximum(d, _TIE)).sum(axis=0)
    p = (1.0 + as_large) / (1.0 + known)
    return np.where(np.isfinite(d) & (known > 0), p, np.nan)


def step_down_p(observed: npt.ArrayLike, permuted: npt.ArrayLike) -> FloatArray:
    """Permutation p values of many differences at once, the chance of any false finding held.

    Parameters
    ----------
    observed : (L,) array
        Differences of the groups as they are.
    permuted : (P, L) array
        The same under permuted labels; a permutation without all of them is left out.

    Returns
    -------
    (L,) array
        Adjusted p values, never below those of `permutation_p` of the same permutations; NaN
        where there is no difference.

    Notes
    -----
    Every difference is measured by its own root mean square over all labellings. From the largest
    down, each is held against the largest of itself and all smaller ones under each permutation:
    so what depends on each other counts once, and 1,000 permutations are enough for any number of
    labels, whereas Holm multiplies a p value that can't be less than 1 / 1,001 by their number.

    References
    ----------
    .. [1] Westfall & Young (1993), Resampling-Based Multiple Testing, algorithm 4.1.
    .. [2] Ge, Dudoit & Speed (2003), Resampling-based multiple testing for microarray data
           analysis, Test 12, 1-77, section 3.2.

    Examples
    --------
    >>> step_down_p([3.0, 0.1], [[0.1, -0.2], [-0.2, 0.1], [0.1, 0.3]])
    array([0.25, 1.  ])
    """
    d, drawn = np.asarray(observed, dtype=np.float64), np.asarray(permuted, dtype=np.float64)
    p, known = np.full(d.shape, np.nan), np.isfinite(d)
    rows = drawn[:, known]
    rows = rows[np.isfinite(rows).all(axis=1)]
    if not (known.any() and len(rows)):
        return p
    size = np.abs(np.concatenate([d[None, known], rows]))  # (1 + P, L)
    t = divide(size, np.broadcast_to(np.sqrt((size**2).mean(axis=0)), size.shape))
    t = np.where(np.isnan(t), 0.0, t)  # what is always nought differs in nothing
    order = np.argsort(t[0], kind="stable")  # from the smallest up
    largest = np.maximum.accumulate(t[:, order], axis=1)
    line = t[0, order] - _TIE * np.maximum(t[0, order], _TIE)
    share = (largest >= line).mean(axis=0)  # the labelling that was found is among them
    adjusted = np.maximum.accumulate(share[::-1])  # from the largest down
    found = np.empty(len(order))
    found[order[::-1]] = adjusted
    p[known] = found
    return p


def henseler_probability(first: npt.ArrayLike, second: npt.ArrayLike) -> FloatArray:
    """Henseler's probability that the first parameter is the larger one, from bootstrap draws.

    Parameters
    ----------
    first, second : (B₁, …) and (B₂, …) arrays
        Draws of the two groups, which share no respondent; NaN could not be estimated.

    Returns
    -------
    (…) array
        Share of the pairs of draws (i, j) in which ``2 θ̄₁ − θ₁ᵢ > 2 θ̄₂ − θ₂ⱼ``; a tie counts half.
        NaN where either has no draws.

    Notes
    -----
    The published sum counts strictly positive pairs. Where draws tie, as those of single answers
    do, it would find less than one half for two groups that are alike, in either order; half a
    tie makes the two orders add up to one. Sorting takes O(B log B) in place of all B² pairs.

    References
    ----------
    .. [1] Henseler, Ringle & Sinkovics (2009), The use of partial least squares path modeling in
           international marketing, Adv. Int. Marketing 20, 277-319.

    Examples
    --------
    >>> henseler_probability([3.0, 4.0], [1.0, 3.5])
    array(0.75)
    """
    a, b = (_turned(draws) for draws in (first, second))
    if a.shape[1:] != b.shape[1:]:
        message = f"draws of two groups must be of the same labels, got {a.shape[1:]}"
        raise RequestError(f"{message} and {b.shape[1:]}")
    columns = zip(a.reshape(len(a), -1).T, b.reshape(len(b), -1).T, strict=True)
    found = np.array([_share_above(*column) for column in columns], dtype=np.float64)
    return np.asarray(found.reshape(a.shape[1:]))


def two_sided(probability: npt.ArrayLike) -> FloatArray:
    """Two-sided p value of a probability that one is larger: ``2 min(P, 1 − P)``.

    Examples
    --------
    >>> two_sided([0.98, 0.5]).round(2)
    array([0.04, 1.  ])
    """
    P = np.asarray(probability, dtype=np.float64)
    return np.asarray(np.minimum(2 * np.minimum(P, 1 - P), 1.0))


def welch_test(
    difference: npt.ArrayLike,
    first_error: npt.ArrayLike,
    second_error: npt.ArrayLike,
    first_n: npt.ArrayLike,
    second_n: npt.ArrayLike,
    error: npt.ArrayLike | None = None,
) -> StudentTest:
    """Welch's t of a difference, its degrees of freedom after Satterthwaite.

    Parameters
    ----------
    difference : (…) array
        First estimate less second.
    first_error, second_error : (…) arrays
        Their standard errors, which may differ.
    first_n, second_n : (…) arrays
        How many were drawn of each: respondents, or clusters of them.
    error : (…) array, optional
        Standard error of the difference where it is known by itself, as from draws of both at
        once that share something else; by default the root of both squared.

    Returns
    -------
    StudentTest
        NaN without errors, with fewer than two of a group, or where nothing varies.

    References
    ----------
    .. [1] Welch (1947), The generalization of Student's problem, Biometrika 34, 28-35.
    .. [2] Sarstedt, Henseler & Ringle (2011), Multigroup analysis in PLS path modeling, Adv. Int.
           Marketing 22, 195-218.
    """
    d, v, w, m, n = _floats(
        difference, np.square(first_error), np.square(second_error), first_n, second_n
    )
    total = v + w
    # In units of the total, so that tiny variances don't vanish when they are squared.
    a, b = divide(v, total), divide(w, total)
    df = divide(np.ones_like(total), divide(a**2, m - 1) + divide(b**2, n - 1))
    own = np.sqrt(total) if error is None else np.asarray(error, dtype=np.float64)
    return _student(divide(d, own), df)


def pooled_test(
    difference: npt.ArrayLike,
    first_error: npt.ArrayLike,
    second_error: npt.ArrayLike,
    first_n: npt.ArrayLike,
    second_n: npt.ArrayLike,
) -> StudentTest:
    """Keil's t of a difference: one variance for both groups, m + n − 2 degrees of freedom.

    Parameters and result are those of `welch_test`, which has one more.

    References
    ----------
    .. [1] Keil et al. (2000), A cross-cultural study on escalation of commitment behavior in
           software projects, MIS Quarterly 24(2), 299-325.
    """
    d, v, w, m, n = _floats(
        difference, np.square(first_error), np.square(second_error), first_n, second_n
    )
    df = m + n - 2
    variance = divide((m - 1) ** 2 * v + (n - 1) ** 2 * w, df) * (1 / m + 1 / n)
    return _student(divide(d, np.sqrt(variance)), df)


def paired_test(difference: npt.ArrayLike, error: npt.ArrayLike) -> StudentTest:
    """The normal test of a difference whose own standard error is known, as from shared draws.

    Examples
    --------
    >>> paired_test([1.96, 0.0], [1.0, 1.0]).p.round(3)
    array([0.05, 1.  ])
    """
    d, e = _floats(difference, error)
    return _student(divide(d, e), np.full(d.shape, np.inf))


def detectable(error: npt.ArrayLike, level: float = 0.95, power: float = POWER) -> FloatArray:
    """The difference that a two-sided test would find with this power: 2.8 errors at 95 %.

    References
    ----------
    .. [1] Bloom (1995), Minimum detectable effects, Evaluation Review 19(5), 547-556.

    Examples
    --------
    >>> detectable([1.0, 0.5]).round(2)
    array([2.8, 1.4])
    """
    from scipy.special import ndtri

    factor = float(ndtri(0.5 + level / 2) + ndtri(power))
    return np.asarray(error, dtype=np.float64) * factor


def between_groups(estimates: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """How far groups lie apart in everything at once, row by row.

    Parameters
    ----------
    estimates : (P, G, L) array
        Estimates of G groups and L labels under P labellings, the first of them as it is.
    n : (G,) array
        Sizes of the groups.

    Returns
    -------
    (P,) array
        ``Σ_l Σ_g n_g (θ_gl − θ̄_l)² / v_l``, where θ̄ is the mean by size and v_l the mean of the
        inner sum over all labellings: what chance makes of it, in the unit of the label. As the
        labelling that was found is one among them, the statistic treats all of them alike, and
        its permutation test is exact. A label that some group has no estimate of as labelled, or
        that doesn't vary, is left out; NaN where a labelling lacks another, or none is left.

    Examples
    --------
    >>> between_groups([[[1.0], [3.0]], [[2.0], [2.0]]], [1, 1])
    array([2., 0.])
    """
    theta, size = _floats(estimates)[0], np.asarray(n, dtype=np.float64)[:, None]
    known = np.isfinite(theta[0]).all(axis=0)  # (L,)
    theta = theta[:, :, known]
    mean = (size * theta).sum(axis=1, keepdims=True) / size.sum()  # (P, 1, L)
    between = (size * (theta - mean) ** 2).sum(axis=1)  # (P, L)
    is_whole = np.isfinite(between).all(axis=1)
    by_chance = between[is_whole].mean(axis=0) if is_whole.any() else np.zeros(known.sum())
    varies = by_chance > 0
    if not varies.any():
        return np.full(len(theta), np.nan)
    return np.asarray((between[:, varies] / by_chance[varies]).sum(axis=1))


def _turned(draws: npt.ArrayLike) -> FloatArray:
    """2 θ̄ − θ of the draws that could be estimated."""
    values = np.asarray(draws, dtype=np.float64)
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean = divide(total, known.sum(axis=0).astype(np.float64))
    return np.asarray(2 * mean - np.where(known, values, np.nan))


def _share_above(a: FloatArray, b: FloatArray) -> float:
    """Share of the pairs in which that of `a` is larger; a tie counts half."""
    a, b = a[np.isfinite(a)], np.sort(b[np.isfinite(b)])
    if not (len(a) and len(b)):
        return float("nan")
    below = np.searchsorted(b, a, side="left") + np.searchsorted(b, a, side="right")
    return float(below.sum() / (2 * len(a) * len(b)))


def _student(t: FloatArray, df: FloatArray) -> StudentTest:
    from scipy.special import ndtr, stdtr

    known = np.isfinite(t) & (df > 0)
    free = np.where(known & np.isfinite(df), df, 1.0)
    below = np.where(np.isinf(df), ndtr(-np.abs(t)), stdtr(free, -np.abs(np.where(known, t, 0.0))))
    return StudentTest(t, np.where(known, df, np.nan), np.where(known, 2 * below, np.nan))


def _floats(*values: npt.ArrayLike) -> list[FloatArray]:
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))
    return [np.asarray(array) for array in arrays]
