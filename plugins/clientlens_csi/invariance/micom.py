"""MICOM: whether two groups measure the same composites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clientlens_csi.invariance.answered import Answered, Chance
from clientlens_csi.invariance.permuted import Tested, dealt, judge_below, judge_both
from clientlens_csi.layout import FloatArray, IntArray
from clientlens_csi.moments import correlations, item_moments
from clientlens_csi.plan import Plan
from clientlens_csi.solution import Settings, Solution, solve


@dataclass(frozen=True, slots=True, eq=False)
class Micom:
    """Steps 2 and 3 for the C constructs of two groups; step 1 holds by construction.

    Attributes
    ----------
    composition : Tested
        Step 2: correlation of the scores by the weights of either group, which is 1 where both
        make the same composite. ``low`` is what 1 - level of the permutations exceed.
    mean : Tested
        Step 3a: difference of the mean scores, first less second group, in standard deviations of
        the pooled scores.
    variance : Tested
        Step 3b: difference of the logarithms of their variances.
    permutations, failed : int
        How often groups were dealt out, and how often a group then had no estimate.
    """

    composition: Tested
    mean: Tested
    variance: Tested
    permutations: int
    failed: int


def micom(plan: Plan, answered: Answered, chance: Chance, settings: Settings) -> Micom:
    """Test whether two groups measure the same composites.

    Parameters
    ----------
    plan : Plan
        The model, whose construct axis the result has; products of constructs are NaN.
    answered : Answered
        The respondents of two groups, 0 and 1.
    chance : Chance
        How often groups are dealt out, at which level.
    settings : Settings
        Scheme and stop rule.

    Returns
    -------
    Micom
        NaN where a group, or both together, have no estimate.

    Notes
    -----
    Scores are made of the pooled answers, standardised: on items as they were answered, weights
    for standardised ones would mean something else wherever items spread differently. Variances
    divide by n - 1 (with weights by Kish's effective n - 1), so that groups of unequal size are
    not called different for their size.

    The published test deals out the answers themselves. Where groups differ in their means, every
    group that chance makes then holds both levels, which ties all items together and makes the
    composites of such groups more alike than those of the real ones could be: the test finds
    other composites where there are none, the more often the further the means are apart. With
    ``within`` step 2 rests on questions standardised in each group, and doesn't know their means
    and spreads, which are what step 3 is about.

    References
    ----------
    .. [1] Henseler, Ringle & Sarstedt (2016), Testing measurement invariance of composites using
           partial least squares, Int. Marketing Review 33(3), 405-431.
    """
    composition, failed = _composition(
        plan, answered.standardised_within() if chance.within else answered, chance, settings
    )
    mean, variance = _means_and_variances(plan, answered, chance, settings)
    return Micom(composition, mean, variance, chance.permutations, failed)


def _composition(
    plan: Plan, answered: Answered, chance: Chance, settings: Settings
) -> tuple[Tested, int]:
    """Step 2, and how many permutations failed."""
    X, w = answered.X, answered.w
    moments = item_moments(w[None], X, answered.missing)
    S = correlations(moments.covariance)[0]  # (p, p)

    def congruence(rows: IntArray) -> FloatArray:
        first = (rows == 0) * w  # (r, n)
        found = solve(plan, np.concatenate([first, w - first]), X, answered.missing, settings)
        return _congruence(_known_weights(found), S)

    observed = congruence(answered.labels[None])[0]
    null = np.concatenate([congruence(rows) for rows in _dealt(answered, chance)])  # (P, C)
    failed = int(np.isnan(null).all(axis=1).sum())
    return judge_below(observed, null, chance.level), failed


def _means_and_variances(
    plan: Plan, answered: Answered, chance: Chance, settings: Settings
) -> tuple[Tested, Tested]:
    """Steps 3a and 3b."""
    X, w = answered.X, answered.w
    Y = _scores(solve(plan, w[None], X, answered.missing, settings), X, w)  # (n, C)
    observed = _differences((answered.labels[None] == 0) * w, w, Y)
    drawn = [_differences((rows == 0) * w, w, Y) for rows in _dealt(answered, chance)]
    mean, variance = (np.concatenate(parts) for parts in zip(*drawn, strict=True))  # (P, C)
    return (
        judge_both(observed[0][0], mean, chance.level),
        judge_both(observed[1][0], variance, chance.level),
    )


def _dealt(answered: Answered, chance: Chance) -> Iterator[IntArray]:
    return dealt(chance.seed, answered.labels, chance.permutations, unit=answered.unit)


def _known_weights(found: Solution) -> FloatArray:
    """(R, C, p) weights of the scores, NaN without an estimate and for products."""
    weights = found.score_weights
    is_known = found.has_converged[:, None] & (weights != 0).any(axis=2)
    return np.where(is_known[:, :, None], weights, np.nan)


def _congruence(weights: FloatArray, S: FloatArray) -> FloatArray:
    """(r, C) correlations of scores by the first half of (2r, C, p) weights and by the second."""
    first, second = np.split(weights, 2)
    through = first @ S  # (r, C, p)
    between = (through * second).sum(axis=2)
    squares = (through * first).sum(axis=2) * ((second @ S) * second).sum(axis=2)
    return np.asarray(between / np.sqrt(squares))


def _scores(pooled: Solution, X: FloatArray, w: FloatArray) -> FloatArray:
    """(n, C) scores by the weights of both groups together, of mean 0 and variance 1."""
    Z = (X - pooled.moments.mean[0]) / pooled.moments.deviation[0]
    Y = np.where(np.isnan(Z), 0.0, Z) @ _known_weights(pooled)[0].T
    share = w / w.sum()
    Y = Y - share @ Y
    return np.asarray(Y / np.sqrt(share @ Y**2))


def _differences(first: FloatArray, w: FloatArray, Y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(r, C) differences of means and of log variances between `first` (r, n) and the rest of w."""
    columns = np.hstack([Y, Y**2])
    sums = first @ columns  # (r, 2C)
    squares = first @ w  # (r,) Σw², since a weight is w or 0
    mean_1, variance_1 = _moments(sums, first.sum(axis=1), squares)
    mean_2, variance_2 = _moments(w @ columns - sums, w.sum() - first.sum(axis=1), w @ w - squares)
    return mean_1 - mean_2, np.log(variance_1 / variance_2)


def _moments(
    sums: FloatArray, total: FloatArray, squares: FloatArray
) -> tuple[FloatArray, FloatArray]:
    mean, square = np.split(sums / total[:, None], 2, axis=1)
    effective = total**2 / squares
    variance = (square - mean**2) * (effective / (effective - 1))[:, None]
    return mean, np.where(variance > 0, variance, np.nan)
