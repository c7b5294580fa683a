"""FIMIX: a finite mixture of the model's regressions on the scores of the constructs, by EM."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from clientlens_csi.layout import BoolArray, FloatArray, chunks
from clientlens_csi.structure import PathStructure

_CHUNK_CELLS = 4_000_000
"""Starts × respondents × classes that are worked on at once, about 32 MB an array."""

_FLOOR = 0.01
"""A residual variance below this share of the whole sample's is that of a few on a line."""

_FIRST_TOLERANCE = 1e-3
_SECOND_TOLERANCE = 1e-5
_FINALISTS = 3
"""After a short run of every start the best are followed to the end (Biernacki et al. 2003)."""

_RIDGE = 1e-9
_TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What a mixture is fitted to.

    Attributes
    ----------
    Y : (n, C) array
        Standardised scores of the constructs.
    w : (n,) array
        Weights, which sum to the number of respondents that counts.
    structure : PathStructure
        The paths.
    has_intercepts : bool
        Whether classes may differ in their level as well. As published they don't: of
        standardised scores the whole sample needs no intercept, but its classes do.
    """

    Y: FloatArray
    w: FloatArray
    structure: PathStructure
    has_intercepts: bool = True

    @property
    def regressions(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(target, its sources) of every endogenous construct, sources of the model first."""
        structure = self.structure
        return tuple((int(t), tuple(map(int, structure.sources(t)))) for t in structure.endogenous)

    def parameters(self, k: int) -> int:
        """Free parameters of a mixture of k classes: shares, paths, levels, residual variances."""
        paths = int(self.structure.paths.sum())
        per_construct = 2 if self.has_intercepts else 1
        return (k - 1) + k * (paths + per_construct * len(self.regressions))

    def design(self, sources: tuple[int, ...]) -> FloatArray:
        """(n, s) scores of sources, and a column of ones where there are intercepts."""
        X = self.Y[:, list(sources)]
        return np.hstack([X, np.ones((len(X), 1))]) if self.has_intercepts else X


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """A mixture of k classes.

    Attributes
    ----------
    share : (k,) array
        Shares of the classes.
    paths : (k, C, C) array
        ``B[:, target, source]`` in each class, in the unit of the whole sample's scores.
    intercept : (k, E) array
        Levels of the endogenous constructs in each class, 0 without intercepts.
    variance : (k, E) array
        Residual variances of the endogenous constructs, sources first.
    probability : (n, k) array
        How likely everybody belongs where.
    log_likelihood : float
        Of the scores of the endogenous constructs, given the others.
    history : (iterations,) array
        The log likelihood after every step of the last run; it never falls.
    has_converged : bool
        Whether the last step raised it by less than the tolerance.
    spurious : int
        Starts left out because a class had closed in on a few respondents on a line.
    """

    share: FloatArray
    paths: FloatArray
    intercept: FloatArray
    variance: FloatArray
    probability: FloatArray
    log_likelihood: float
    history: FloatArray
    has_converged: bool
    spurious: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard the maximum is looked for.

    Attributes
    ----------
    starts : int
        Random starts.
    iterations : int
        Most steps of a run.
    tolerance : float
        A run ends where a step raises the log likelihood by less than this share of it.
    """

    starts: int
    iterations: int
    tolerance: float


def fit_mixture(scores: Scores, k: int, effort: Effort, rng: np.random.Generator) -> Mixture | None:
    """Find the mixture of k classes that makes the scores most likely.

    Parameters
    ----------
    scores : Scores
        Of everybody.
    k : int
        Number of classes.
    effort, rng
        How many starts, and where they come from: each class begins with the regressions of a few
        respondents drawn for it.

    Returns
    -------
    Mixture or None
        None where every start ends in a class of a few respondents on a line, whose likelihood
        has no bound.

    References
    ----------
    .. [1] Hahn, Johnson, Herrmann & Huber (2002), Capturing customer heterogeneity using a finite
           mixture PLS approach, Schmalenbach Business Review 54, 243-269.
    .. [2] Biernacki, Celeux & Govaert (2003), Choosing starting values for the EM algorithm,
           Comput. Stat. Data An. 41, 561-575.
    """
    starts = effort.starts if k > 1 else 1
    floor = _FLOOR * _residual_variance(scores)  # (E,)
    run = _Run(scores, k, floor)
    per_chunk = max(1, _CHUNK_CELLS // (len(scores.w) * k))
    short = [
        run.climb(run.begin(rows.stop - rows.start, rng), effort.iterations, _FIRST_TOLERANCE)
        for rows in chunks(starts, per_chunk)
    ]
    best = np.concatenate([s.log_likelihood[:, -1] for s in short])
    spurious = np.concatenate([s.is_spurious(floor) for s in short])
    best_first = [int(i) for i in np.argsort(-best, kind="stable") if not spurious[i]]
    lost = int(spurious.sum())
    for few in chunks(len(best_first), _FINALISTS):
        chosen = [(i // per_chunk, i % per_chunk) for i in best_first[few]]
        begun = _joined([_rows_of(short[c], np.array([row])) for c, row in chosen])
        nearly = run.climb(begun, effort.iterations, max(_SECOND_TOLERANCE, effort.tolerance))
        top = int(nearly.log_likelihood[:, -1].argmax())
        final = run.climb(_rows_of(nearly, np.array([top])), effort.iterations, effort.tolerance)
        if not final.is_spurious(floor)[0]:
            return run.result(final, lost)
        lost += len(chosen)
    return None


def classified(mixture: Mixture, scores: Scores) -> FloatArray:
    """(n, k) probabilities of the classes for respondents, also others than it was fitted to."""
    log = np.log(np.maximum(mixture.share, _TINY)) + np.zeros((len(scores.w), 1))
    for e, (target, _) in enumerate(scores.regressions):
        fitted = scores.Y @ mixture.paths[:, target].T + mixture.intercept[:, e]
        variance = mixture.variance[:, e]
        log -= 0.5 * ((scores.Y[:, [target]] - fitted) ** 2 / variance + np.log(variance))
    density = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(density / density.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """S runs side by side: shares (S, k), coefficients by target, variances (S, k, E)."""

    share: FloatArray
    coefficients: tuple[FloatArray, ...]
    variance: FloatArray
    log_likelihood: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    has_converged: BoolArray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def is_spurious(self, floor: FloatArray) -> BoolArray:
        """(S,) a residual variance has come down to the floor."""
        return np.asarray((self.variance <= floor * (1 + _RIDGE)).any(axis=(1, 2)))


class _Run:
    """EM over all starts at once: products of scores are formed once, a step is a few products."""

    def __init__(self, scores: Scores, k: int, floor: FloatArray) -> None:
        self.scores, self.k, self.floor = scores, k, floor
        self.sources = [scores.design(s) for _, s in scores.regressions]  # each (n, s)
        self.targets = [scores.Y[:, t] for t, _ in scores.regressions]  # each (n,)
        self.products = [
            _products(np.column_stack([X, y]))
            for X, y in zip(self.sources, self.targets, strict=True)
        ]

    def begin(self, starts: int, rng: np.random.Generator) -> _State:
        """Regressions of a few respondents for each class; all classes with equal shares."""
        n, k = len(self.scores.w), self.k
        if k == 1:
            return self._maximised(np.ones((1, n, 1)))
        size = 2 * (max(X.shape[1] for X in self.sources) + 1)
        drawn = rng.integers(n, size=(starts, k, size))
        P = np.zeros((starts, n, k))
        run, own = np.arange(starts)[:, None, None], np.arange(k)[:, None]
        np.add.at(P, (run, drawn, own), 1.0)
        state = self._maximised(P)
        wide = np.maximum(state.variance.mean(axis=1, keepdims=True), self.floor)
        return _State(
            np.full((starts, k), 1 / k),
            state.coefficients,
            np.broadcast_to(wide, state.variance.shape).copy(),
        )

    def climb(self, state: _State, iterations: int, tolerance: float) -> _State:
        """Steps until every run gains less than `tolerance`; runs that are done rest."""
        starts = len(state.share)
        history = [self._expected(state)[1]]
        is_open = np.ones(starts, dtype=bool)
        for _ in range(iterations):
            rows = np.flatnonzero(is_open)
            P, _ = self._expected(_rows_of(state, rows))
            state = _put(state, rows, self._maximised(P))
            value = history[-1].copy()
            value[rows] = self._expected(_rows_of(state, rows))[1]
            gain = value - history[-1]
            history.append(value)
            is_open &= gain > tolerance * np.abs(value)
            if not is_open.any():
                break
        return _State(
            state.share, state.coefficients, state.variance, np.stack(history, axis=1), ~is_open
        )

    def result(self, state: _State, spurious: int) -> Mixture:
        """The only run as a mixture."""
        C = len(self.scores.structure.constructs)
        paths, intercept = np.zeros((self.k, C, C)), np.zeros((self.k, len(self.sources)))
        found = zip(self.scores.regressions, state.coefficients, strict=True)
        for e, ((target, sources), b) in enumerate(found):
            paths[:, target, list(sources)] = b[0, :, : len(sources)]
            if self.scores.has_intercepts:
                intercept[:, e] = b[0, :, -1]
        P, value = self._expected(state)
        return Mixture(
            state.share[0],
            paths,
            intercept,
            state.variance[0],
            P[0],
            float(value[0]),
            state.log_likelihood[0],
            bool(state.has_converged[0]),
            spurious,
        )

    def _expected(self, state: _State) -> tuple[FloatArray, FloatArray]:
        """(S, n, k) probabilities of the classes, and (S,) log likelihoods."""
        log = np.log(np.maximum(state.share, _TINY))[:, None, :] + np.zeros(
            (1, len(self.scores.w), 1)
        )
        for e, (X, y) in enumerate(zip(self.sources, self.targets, strict=True)):
            residual = y[:, None] - X @ state.coefficients[e].swapaxes(1, 2)  # (S, n, k)
            variance = state.variance[:, None, :, e]
            log -= 0.5 * (residual**2 / variance + np.log(2 * np.pi * variance))
        highest = log.max(axis=2, keepdims=True)
        density = np.exp(log - highest)
        total = density.sum(axis=2, keepdims=True)
        value = (highest + np.log(total))[:, :, 0] @ self.scores.w
        return density / total, value

    def _maximised(self, P: FloatArray) -> _State:
        """Shares, regressions and variances under probabilities (S, n, k)."""
        S, n, k = P.shape
        weighted = (P * self.scores.w[:, None]).swapaxes(1, 2).reshape(S * k, n)
        size = weighted.sum(axis=1)  # (S·k,)
        size = np.maximum(size, _TINY)
        found = [_regressed(weighted @ products, size) for products in self.products]
        variance = np.stack([v for _, v in found], axis=1)  # (S·k, E)
        return _State(
            (size / self.scores.w.sum()).reshape(S, k),
            tuple(b.reshape(S, k, -1) for b, _ in found),
            np.maximum(variance, self.floor).reshape(S, k, -1),
        )


def _rows_of(state: _State, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> _State:
    return _State(
        state.share[rows], tuple(b[rows] for b in state.coefficients), state.variance[rows]
    )


def _joined(states: list[_State]) -> _State:
    coefficients = zip(*(state.coefficients for state in states), strict=True)
    return _State(
        np.concatenate([state.share for state in states]),
        tuple(np.concatenate(b) for b in coefficients),
        np.concatenate([state.variance for state in states]),
    )


def _put(state: _State, rows: np.ndarray[tuple[int], np.dtype[np.int64]], new: _State) -> _State:
    share, variance = state.share.copy(), state.variance.copy()
    share[rows], variance[rows] = new.share, new.variance
    coefficients = []
    for old, b in zip(state.coefficients, new.coefficients, strict=True):
        kept = old.copy()
        kept[rows] = b
        coefficients.append(kept)
    return _State(share, tuple(coefficients), variance)


def _products(columns: FloatArray) -> FloatArray:
    """(n, m·m) products of every two of m columns."""
    return np.asarray((columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1))


def _regressed(sums: FloatArray, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(K, s) coefficients and (K,) residual variances from sums of products (K, m·m)."""
    m = int(np.sqrt(sums.shape[1]))
    moments = sums.reshape(-1, m, m) / size[:, None, None]
    A, c, total = moments[:, :-1, :-1], moments[:, :-1, -1], moments[:, -1, -1]
    A = A + _RIDGE * np.eye(m - 1)
    b = np.linalg.solve(A, c[:, :, None])[:, :, 0]
    fitted = np.einsum("ki,kij,kj->k", b, moments[:, :-1, :-1], b)
    return np.asarray(b), np.asarray(total - 2 * np.einsum("ki,ki->k", b, c) + fitted)


def _residual_variance(scores: Scores) -> FloatArray:
    """(E,) of the regressions in the whole sample."""
    size = np.array([scores.w.sum()])
    out = []
    for target, sources in scores.regressions:
        columns = np.column_stack([scores.design(sources), scores.Y[:, target]])
        out.append(_regressed(scores.w[None] @ _products(columns), size)[1][0])
    return np.array(out)
