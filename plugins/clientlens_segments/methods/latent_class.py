"""Latent classes of ordinal answers, by the EM algorithm on all answers that there are.

Shapes: n rows, m items, K categories of all items side by side, k classes, s starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.methods.fit import Fit

_STARTS, _KEPT, _FIRST_ROUNDS = 40, 8, 15
_RESAMPLED_STARTS = 6
_SURE = 0.9
"""At a start around respondents, everybody belongs by so much to whom they answer most like."""
_MOST_ROUNDS = 1000
_SETTLED = 1e-7
"""EM ends when no start gains more log likelihood in a round, relative to what it has."""

_LEAST_SHARE = 1e-12
"""No answer is impossible: its logarithm must be a number."""


@dataclass(frozen=True, slots=True, eq=False)
class LatentClasses:
    """Classes, each with its own shares of answers, within which answers are independent.

    Attributes
    ----------
    shares : (k,) array
        Sizes of the classes.
    answers : (k, K) array
        Share of every category of every item within each class.
    log_likelihood : float
        Of the weighted rows.
    parameters : int
        How many are free.
    rounds : int
        Rounds of EM of the best start.
    has_converged : bool
        Whether EM ended by itself.
    trace : tuple of float
        Log likelihood of the best start after every round.
    """

    shares: FloatArray
    answers: FloatArray
    log_likelihood: float
    parameters: int
    rounds: int
    has_converged: bool
    trace: tuple[float, ...] = field(default=(), repr=False)

    def probabilities(self, indicators: FloatArray) -> FloatArray:
        """(n, k) of belonging to each class; rows as `one_hot_items` makes them."""
        joint = indicators @ np.log(self.answers).T + np.log(self.shares)
        return _posterior(joint)[0]


def one_hot_items(data: FloatArray) -> tuple[FloatArray, IntArray]:
    """Answers (n, m) as (n, K) zeros and ones, and the item (K,) of every category.

    Zeros alone where an answer is missing.
    """
    blocks, owners = [], []
    for j, column in enumerate(data.T):
        points = np.unique(column[~np.isnan(column)])
        blocks.append(column[:, None] == points)
        owners += [j] * len(points)
    return np.hstack(blocks).astype(np.float64), np.array(owners, dtype=np.int64)


def fit_latent_classes(
    indicators: FloatArray,
    items: IntArray,
    k: int,
    weights: FloatArray,
    rng: np.random.Generator,
    *,
    starts: int = _STARTS,
) -> LatentClasses:
    """Maximise the likelihood of k latent classes from many random starts.

    Parameters
    ----------
    indicators : (n, K) array
        Answers as zeros and ones, see `one_hot_items`; a missing answer tells nothing and costs
        nothing (full information under missingness at random).
    items : (K,) array
        Item of each category.
    k : int
        Number of classes.
    weights : (n,) array
        Weights of the rows.
    rng : numpy.random.Generator
        Makes the starts: in one half every row belongs to the classes by random shares, in the
        other to the most alike of k random respondents.
    starts : int
        All of them run for some rounds, the best eight to the end.

    References
    ----------
    .. [1] Goodman (1974), Exploratory latent structure analysis using both identifiable and
           unidentifiable models, Biometrika 61(2), 215-231.
    """
    problem = _Problem(indicators, items, weights)
    starts = 1 if k == 1 else starts
    state = _State(_starting(indicators, k, starts, rng))
    for _ in range(_FIRST_ROUNDS):
        state = problem.step(state)
    best = np.argsort(-state.log_likelihood[-1], kind="stable")[: min(_KEPT, starts)]
    state = state.select(best)
    rounds, converged = _FIRST_ROUNDS, False
    while not converged and rounds < _MOST_ROUNDS:
        state = problem.step(state)
        rounds += 1
        gain = state.log_likelihood[-1] - state.log_likelihood[-2]
        converged = bool((gain <= _SETTLED * abs(state.log_likelihood[-1])).all())
    winner = int(state.log_likelihood[-1].argmax())
    return LatentClasses(
        state.shares[winner],
        state.answers[winner],
        float(state.log_likelihood[-1][winner]),
        (k - 1) + k * (len(items) - len(np.unique(items))),
        rounds,
        converged,
        tuple(float(value[winner]) for value in state.log_likelihood),
    )


def _starting(indicators: FloatArray, k: int, starts: int, rng: np.random.Generator) -> FloatArray:
    """(s, n, k) who belongs where before the first round."""
    n = len(indicators)
    around = starts // 2 if n >= k else 0
    belonging = rng.dirichlet(np.ones(k), (starts, n))
    for s in range(around):
        likeness = indicators @ indicators[rng.choice(n, k, replace=False)].T  # (n, k)
        is_most = likeness == likeness.max(axis=1, keepdims=True)
        share = _SURE * is_most / is_most.sum(axis=1, keepdims=True)
        belonging[s] = share + (1 - _SURE) / k
    return belonging


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """All starts at once: who belongs where (s, n, k), and what follows from it."""

    posterior: FloatArray
    shares: FloatArray = field(default_factory=lambda: np.empty(0))  # (s, k)
    answers: FloatArray = field(default_factory=lambda: np.empty(0))  # (s, k, K)
    log_likelihood: tuple[FloatArray, ...] = ()  # after every round, (s,)

    def select(self, starts: IntArray) -> _State:
        return _State(
            self.posterior[starts],
            self.shares[starts],
            self.answers[starts],
            tuple(value[starts] for value in self.log_likelihood),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What doesn't change from round to round."""

    indicators: FloatArray
    items: IntArray
    weights: FloatArray

    def step(self, state: _State) -> _State:
        """Shares from who belongs where, then who belongs where from the shares."""
        n, K = self.indicators.shape
        weighted = state.posterior * self.weights[:, None]  # (s, n, k)
        s, _, k = weighted.shape
        shares = np.maximum(weighted.sum(axis=1) / self.weights.sum(), _LEAST_SHARE)  # (s, k)
        counts = weighted.transpose(0, 2, 1).reshape(s * k, n) @ self.indicators  # (s k, K)
        of_item = np.add.reduceat(counts, _starts_of(self.items), axis=1)  # (s k, m)
        answered = np.maximum(of_item[:, self.items], _LEAST_SHARE)
        answers = np.maximum(counts / answered, _LEAST_SHARE)
        joint = (self.indicators @ np.log(answers).T).reshape(n, s, k).transpose(1, 0, 2)
        posterior, marginal = _posterior(joint + np.log(shares)[:, None])
        log_likelihood = marginal @ self.weights  # (s,)
        found = (*state.log_likelihood, log_likelihood)
        return _State(posterior, shares, answers.reshape(s, k, K), found)


def _starts_of(items: IntArray) -> IntArray:
    return np.flatnonzero(np.diff(items, prepend=-1))


def _posterior(joint: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Probabilities and log marginal from log joint, the last axis summed over."""
    top = joint.max(axis=-1, keepdims=True)
    lifted = np.exp(joint - top)
    total = lifted.sum(axis=-1, keepdims=True)
    return lifted / total, np.asarray((np.log(total) + top)[..., 0])


def information_criteria(
    found: LatentClasses, probabilities: FloatArray, weights: FloatArray
) -> dict[str, float]:
    """AIC, BIC, sample-size adjusted BIC (Sclove 1987), and entropy R² (from two classes)."""
    n, p, deviance = float(weights.sum()), found.parameters, -2 * found.log_likelihood
    criteria = {
        "aic": deviance + 2 * p,
        "bic": deviance + p * np.log(n),
        "abic": deviance + p * np.log((n + 2) / 24),
    }
    k = probabilities.shape[1]
    if k > 1:
        doubt = -(probabilities * np.log(np.maximum(probabilities, _LEAST_SHARE))).sum(axis=1)
        criteria["entropy"] = 1 - float(doubt @ weights) / (n * np.log(k))
    return {name: float(value) for name, value in criteria.items()}


class LatentClassMethod:
    """Latent classes of the answers themselves."""

    most_rows = 20_000

    def fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of twenty starts."""
        return self._fit(data, k, weights, rng, _STARTS)

    def refit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of six."""
        return self._fit(data, k, weights, rng, _RESAMPLED_STARTS)

    def _fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator, starts: int
    ) -> Fit | None:
        indicators, items = one_hot_items(data)
        found = fit_latent_classes(indicators, items, k, weights, rng, starts=starts)
        if not found.has_converged:
            return None
        probabilities = found.probabilities(indicators)
        labels = np.asarray(probabilities.argmax(axis=1), dtype=np.int64)
        if len(np.unique(labels)) < k:
            return None
        criteria = information_criteria(found, probabilities, weights)
        points = [np.unique(column[~np.isnan(column)]) for column in data.T]

        def place(everybody: FloatArray, _: FloatArray) -> tuple[IntArray, FloatArray]:
            blocks = [
                column[:, None] == own for column, own in zip(everybody.T, points, strict=True)
            ]
            of_all = found.probabilities(np.hstack(blocks).astype(np.float64))
            return np.asarray(of_all.argmax(axis=1), dtype=np.int64), of_all

        return Fit(labels, k, place, criteria)
