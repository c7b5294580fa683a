"""Means and covariances by maximum likelihood where answers are missing: the EM algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.gaps import Gaps, Part, Totals, find_gaps, inverse
from clientlens.stats.moments import cross_products, divide

TOLERANCE = 1e-8
MAX_ITERATIONS = 1000

_RELATIVE_VARIANCE = 1e-12
"""A variance below this share of the item's in the sample, or of its mean square, is zero."""

_CHUNK_CELLS = 4_000_000
_MOST_IN_A_CHUNK = 256
"""Replicates that iterate together: as many as hold their gaps in 32 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class EMMoments:
    """What the answers say of the items, gaps and all.

    Attributes
    ----------
    mean : (R, p) array
        Scale points.
    covariance : (R, p, p) array
        Divided by the sum of the weights.
    iterations : (R,) integer array
        Steps taken; 0 where nobody with a weight left anything out.
    has_converged : (R,) boolean array
        False where the steps didn't suffice, and the numbers are those of the last; or where the
        likelihood has no maximum, and they are NaN.
    """

    mean: FloatArray
    covariance: FloatArray
    iterations: IntArray
    has_converged: BoolArray


def em_moments(
    W: FloatArray,
    X: FloatArray,
    *,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> EMMoments:
    """Maximum likelihood moments of multivariate normal answers, some of them missing at random.

    Parameters
    ----------
    W : (R, n) array
        Weights, not negative: each multiplies a respondent's log-likelihood.
    X : (n, p) array
        Answers, NaN where missing. Who answered nothing says nothing and isn't counted.
    tolerance : float
        A replicate is done when no mean and no covariance changes by as much, in standard
        deviations of the items in the sample, and no item's residual variance by as large a share
        of itself.
    max_iterations : int
        A replicate that isn't done by then is left where it is, and said not to have converged.

    Returns
    -------
    EMMoments
        An item to which everybody gave the same answer has a variance and covariances of exactly
        zero. NaN is the mean of an item that nobody with a weight answered, and the covariance of
        two that nobody answered both of: the likelihood doesn't depend on them. All of a
        replicate is NaN where items determine each other, or too few answered one, because the
        likelihood then grows without end.

    Raises
    ------
    RequestError
        If a setting makes no sense.

    Notes
    -----
    The start is the mean and variance of the available answers. With K, the inverse of the
    covariances, the missing answers of a respondent have the conditional covariance V = K_MM⁻¹
    and the expectation μ_M − V K_MO (x_O − μ_O): the size of a system is that of the few missing
    items, not of the many answered ones.

    References
    ----------
    .. [1] Dempster, Laird & Rubin (1977), J. Royal Statist. Soc. B 39(1), 1-38.
    .. [2] Little & Rubin (2020), Statistical Analysis with Missing Data, 3rd ed., Wiley, ch. 11.

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, np.nan]])
    >>> em_moments(np.ones((1, 4)), X).mean.round(4)  # the second rises by 1/2 with the first
    array([[2.5 , 2.25]])
    """
    _check_settings(tolerance, max_iterations)
    used = (W > 0).any(axis=0) & ~np.isnan(X).all(axis=1)
    X = X[used]
    answered = ~np.isnan(X)
    centre, spread = _centre_and_spread(X, answered)
    D = np.where(answered, (X - centre) / spread, 0.0)  # (n, p)
    gaps = find_gaps(D, answered)
    R, p = len(W), X.shape[1]
    mean, covariance = np.empty((p, R)), np.empty((p, p, R))
    iterations, has_converged = np.zeros(R, dtype=np.int64), np.zeros(R, dtype=bool)
    for rows in _chunks(R, gaps.cells + p * p):
        run = _Run(_problem(W[rows][:, used], D, answered, gaps))
        run.iterate(tolerance, max_iterations)
        mean[:, rows], covariance[:, :, rows] = run.mean, run.covariance
        iterations[rows], has_converged[rows] = run.iterations, run.has_converged
    covariance *= (spread[:, None] * spread)[:, :, None]
    return EMMoments(
        mean.T * spread + centre, np.moveaxis(covariance, -1, 0), iterations, has_converged
    )


class _Run:
    """The steps of a chunk of replicates; those that are done drop out."""

    def __init__(self, problem: _Problem) -> None:
        self.problem = problem
        self.mean, self.covariance = problem.moments(problem.observed)
        self.iterations = np.zeros(len(problem.weight), dtype=np.int64)
        self.has_converged = ~problem.has_gaps & (problem.weight > 0)

    def iterate(self, tolerance: float, max_iterations: int) -> None:
        """Step until no replicate changes any more."""
        place = np.flatnonzero(self.problem.has_gaps)
        problem = self.problem.take(place)
        state = problem.start()
        for iteration in range(1, max_iterations + 1):
            if not len(place):
                break
            old, state = state, problem.step(state)
            change = state.change_from(old)
            is_open = change >= tolerance
            self.iterations[place] = iteration
            self.has_converged[place] = change < tolerance
            if not is_open.all() or iteration == max_iterations:
                self.mean[:, place] = np.where(np.isnan(change), np.nan, state.mean)
                self.covariance[:, :, place] = np.where(np.isnan(change), np.nan, state.covariance)
                keep = np.flatnonzero(is_open)
                place, problem, state = place[keep], problem.take(keep), state.take(keep)
        self._forget(self.problem.both == 0)

    def _forget(self, nobody: BoolArray) -> None:
        """Give up what the likelihood doesn't depend on: pairs (p, p, R) that nobody answered."""
        self.mean[np.einsum("iir->ir", nobody)] = np.nan
        self.covariance[nobody] = np.nan


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Where the steps have come to: mean (p, R), covariance (p, p, R), residual (p, R).

    The residual is the variance of each item that the others left when the step began.
    """

    mean: FloatArray
    covariance: FloatArray
    residual: FloatArray

    def change_from(self, old: _State) -> FloatArray:
        """(R,) the largest; NaN where the covariances are singular."""
        in_mean = np.abs(self.mean - old.mean).max(axis=0)
        in_covariance = np.abs(self.covariance - old.covariance).max(axis=(0, 1))
        # Where the likelihood grows without end, residuals shrink for ever.
        in_residual = np.abs(self.residual / old.residual - 1).max(axis=0)
        return np.asarray(np.maximum(np.maximum(in_mean, in_covariance), in_residual))

    def take(self, keep: IntArray) -> _State:
        """That of some replicates."""
        arrays = (self.mean, self.covariance, self.residual)
        return _State(*(array.take(keep, axis=-1) for array in arrays))


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """A chunk of replicates, which stand last.

    Attributes
    ----------
    weight : (R,) array
        Sum of the weights.
    has_gaps : (R,) boolean array
        Whether somebody with a weight left something out.
    observed : Totals
        Of the answers that are there.
    both : (p, p, R) array
        Weight of those who answered both of two items.
    varies : (p, R) boolean array
        Whether the answers to an item differ; false where there are none.
    parts : sequence of Part
        The respondents with gaps.
    """

    weight: FloatArray
    has_gaps: BoolArray
    observed: Totals
    both: FloatArray
    varies: BoolArray
    parts: Sequence[Part]

    def start(self) -> _State:
        """Means and variances of the available answers; 0 where there are none."""
        mean, variance = _available(self.observed, self.both)
        items = np.arange(len(mean))
        covariance = np.zeros_like(self.both)
        covariance[items, items] = np.where(self.varies, variance, 0.0)
        return _State(np.nan_to_num(mean), covariance, np.where(self.varies, variance, 1.0))

    def step(self, old: _State) -> _State:
        """Expect the missing answers given the others, and take the moments of all."""
        S = old.covariance.copy()
        items = np.arange(len(S))
        S[items, items] += ~self.varies  # an item that doesn't vary has no part in anything
        K = inverse(S)
        totals = self.observed.copy()
        for part in self.parts:
            part.add_expected(old.mean, K, totals)
        return _State(*self.moments(totals), residual=1 / K[items, items])

    def moments(self, totals: Totals) -> tuple[FloatArray, FloatArray]:
        """Means (p, R) and covariances (p, p, R)."""
        mean = divide(totals.sums, self.weight)
        covariance = divide(totals.products, self.weight) - mean[:, None] * mean
        is_zero = ~(self.varies[:, None] & self.varies) & ~np.isnan(covariance)
        return mean, np.where(is_zero, 0.0, covariance)

    def take(self, keep: IntArray) -> _Problem:
        """That of some replicates."""
        return _Problem(
            weight=self.weight[keep],
            has_gaps=self.has_gaps[keep],
            observed=self.observed.take(keep),
            both=self.both.take(keep, axis=-1),
            varies=self.varies.take(keep, axis=-1),
            parts=[part.take(keep) for part in self.parts],
        )


def _problem(W: FloatArray, D: FloatArray, answered: BoolArray, gaps: Gaps) -> _Problem:
    is_there = answered.astype(np.float64)
    observed = Totals(_last(W @ D), _last(cross_products(W, D, D)))
    both = _last(cross_products(W, is_there, is_there))
    mean, variance = _available(observed, both)
    return _Problem(
        weight=W.sum(axis=1),
        has_gaps=np.asarray(W[:, ~answered.all(axis=1)].any(axis=1)),
        observed=observed,
        both=both,
        varies=variance > _RELATIVE_VARIANCE * np.maximum(mean**2, 1.0),
        parts=gaps.weighted(W, D),
    )


def _available(observed: Totals, both: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(p, R) means and variances of the available answers, NaN where there are none."""
    answered = np.einsum("iir->ir", both)
    mean = divide(observed.sums, answered)
    return mean, divide(np.einsum("iir->ir", observed.products), answered) - mean**2


def _last(stack: FloatArray) -> FloatArray:
    return np.ascontiguousarray(np.moveaxis(stack, 0, -1))


def _centre_and_spread(X: FloatArray, answered: BoolArray) -> tuple[FloatArray, FloatArray]:
    """(p,) of the sample, the same for all replicates: a scale on which nothing cancels."""
    count = np.maximum(answered.sum(axis=0), 1)
    centre = np.where(answered, X, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(answered, X - centre, 0.0) ** 2).sum(axis=0) / count)
    is_rounding = spread**2 <= _RELATIVE_VARIANCE * np.maximum(centre**2, 1.0)
    return centre, np.where(is_rounding, 1.0, spread)


def _chunks(replicates: int, cells: int) -> list[slice]:
    size = int(np.clip(_CHUNK_CELLS // cells, 1, _MOST_IN_A_CHUNK))
    return [slice(start, start + size) for start in range(0, replicates, size)]


def _check_settings(tolerance: float, max_iterations: int) -> None:
    if not tolerance > 0:
        raise RequestError(f"`tolerance` must be positive, got {tolerance}")
    if max_iterations < 1:
        raise RequestError(f"`max_iterations` must be 1 or more, got {max_iterations}")
