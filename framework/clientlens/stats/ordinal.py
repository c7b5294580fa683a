"""Ordinal answers: normal variates, rounded to the points of a scale.

p questions, whose scales run from `low` to `high`. How the variates must correlate for the answers
to correlate as wanted is found in `clientlens.stats.underlying`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import Problem, RequestError
from clientlens.stats.roots import increasing_roots
from clientlens.stats.steps import NEVER

StepArray = npt.NDArray[np.int16]
"""Answers, counted from 0 for the lowest point of their scale."""

_SLIGHT = 1e-6
"""A deviation lies so far within its limits, as a share of what is between them."""

_SMALLEST_SIGMA = 1 / 75
_LARGEST_SIGMA = 1e7
"""Between them, in scale points and in widths of the scale, every such deviation is reached."""

_FAR = 39.0
"""A normal variate is never so many deviations away from its mean."""

_BLOCK_ROWS = 16_384
"""Rows are drawn so many at a time; the number never changes, so that the bytes don't."""


class Limits(NamedTuple):
    """The smallest and the largest deviation that answers with a given mean can have."""

    smallest: float
    largest: float

    def allow(self, deviation: float) -> bool:
        """Whether answers can have this deviation, and not only come near it."""
        if self.largest - self.smallest < _SLIGHT:  # a scale of two points
            return abs(deviation - self.smallest) < _SLIGHT
        margin = _SLIGHT * (self.largest - self.smallest)
        return self.smallest + margin < deviation < self.largest - margin


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """How the answers to each of p questions are spread.

    Attributes
    ----------
    low : (p,) integer array
        Lowest scale points.
    thresholds : (p, K - 1) array
        What a standard normal variate passes from each point of the scale to the next, ascending;
        `clientlens.stats.steps.NEVER` where a scale has fewer than K points.
    """

    low: IntArray
    thresholds: FloatArray

    @property
    def mean(self) -> FloatArray:
        """(p,) means of the answers."""
        return np.asarray(self.low + self._passed.sum(axis=1))

    @property
    def deviation(self) -> FloatArray:
        """(p,) standard deviations of the answers."""
        passed = self._passed
        return np.asarray(np.sqrt(passed @ _odd(passed.shape[1]) - passed.sum(axis=1) ** 2))

    @property
    def shares(self) -> FloatArray:
        """(p, K) probability of each scale point; zero beyond the end of a scale."""
        certain, impossible = np.ones((len(self.low), 1)), np.zeros((len(self.low), 1))
        return np.asarray(-np.diff(np.hstack([certain, self._passed, impossible]), axis=1))

    @property
    def _passed(self) -> FloatArray:
        """(p, K - 1) probability of passing each threshold."""
        return _passed_and_density(self.thresholds)[0]

    def steps(self, Z: FloatArray) -> StepArray:
        """(n, p) answers to standard normal variates, counted from 0 for the lowest point."""
        steps = np.zeros(Z.shape, dtype=np.int16)
        for each in self.thresholds.T:  # (p,); much faster than a search in every row
            steps += each < Z
        return steps


def deviation_limits(mean: float, low: int, high: int) -> Limits:
    """What deviations the answers to a question can have, given their mean.

    The smallest is had when everybody answers one of the two points around the mean, the largest
    when everybody answers one of the two ends of the scale. They are one on a scale of two points.

    Examples
    --------
    >>> limits = deviation_limits(3.9, 1, 5)
    >>> round(limits.smallest, 3), round(limits.largest, 3)
    (0.3, 1.786)
    """
    part = mean - math.floor(mean)
    return Limits(math.sqrt(part * (1 - part)), math.sqrt((mean - low) * (high - mean)))


def mean_misfit(name: str, mean: float, low: int, high: int) -> str:
    """Why the answers to a question can't have a mean, as a sentence; empty where they can.

    Examples
    --------
    >>> mean_misfit("overall", 9, 1, 5)
    "the mean of 'overall' must lie above 1 and below 5, the ends of its scale, got 9"
    """
    if low < mean < high:
        return ""
    scale = f"above {low} and below {high}, the ends of its scale"
    return f"the mean of '{name}' must lie {scale}, got {mean:g}"


def deviation_misfit(name: str, deviation: float, mean: float, low: int, high: int) -> str:
    """Why they can't have a deviation beside their mean, as a sentence; empty where they can.

    Examples
    --------
    >>> deviation_misfit("overall", 2, 3.9, 1, 5)
    "the deviation of 'overall' must lie between 0.301 and 1.786 beside a mean of 3.9, got 2"
    """
    limits = deviation_limits(mean, low, high)
    if limits.allow(deviation):
        return ""
    if high - low == 1:
        must = f"be {limits.smallest:.7g} on a scale of two points"
    else:
        must = f"lie between {_above(limits.smallest):g} and {_below(limits.largest):g}"
    return f"the deviation of '{name}' must {must} beside a mean of {mean:g}, got {deviation:g}"


def _above(number: float) -> float:
    return (math.floor(1000 * number) + 1) / 1000


def _below(number: float) -> float:
    return (math.ceil(1000 * number) - 1) / 1000


def find_margins(
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    mean: npt.ArrayLike,
    deviation: npt.ArrayLike,
    *,
    names: Sequence[str] = (),
) -> Margins:
    """Thresholds under which answers have the wanted means and deviations.

    They are those of a normal variate rounded to the nearest scale point. Its mean and deviation
    are unique: with the mean of the answers held, their deviation grows with that of the variate.

    Parameters
    ----------
    low, high : (p,) integer array
        Ends of the scales.
    mean, deviation : (p,) array
        Of the answers, in scale points.
    names : (p,) sequence of str
        Questions, for messages; they are numbered from 1 where left out.

    Raises
    ------
    RequestError
        Naming every question whose mean lies outside its scale, or whose deviation is none that
        answers with this mean can have.

    Examples
    --------
    >>> margins = find_margins([1], [5], [3.9], [0.8])
    >>> margins.shares.round(3).tolist(), margins.mean.round(6).tolist()
    ([[0.001, 0.036, 0.26, 0.467, 0.236]], [3.9])
    """
    a, b = np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
    m, s = np.asarray(mean, dtype=np.float64), np.asarray(deviation, dtype=np.float64)
    _check_moments(names or [f"question {j}" for j in range(1, len(a) + 1)], (m, s), (a, b))
    steps = _Steps(b - a, m - a, s)
    smallest, largest = np.full(len(a), math.log(_SMALLEST_SIGMA)), np.log(_LARGEST_SIGMA * (b - a))
    return Margins(a, steps.thresholds(increasing_roots(steps.excess, smallest, largest)))


def draw_variates(
    correlations: FloatArray, n: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Rows of standard normal variates with these correlations (p, p), n in all, block by block.

    The first rows don't depend on n. They are made of uniform numbers, which come out the same
    with every NumPy.
    """
    from scipy.special import ndtri

    root = _root(correlations)
    for start in range(0, n, _BLOCK_ROWS):
        uniform = rng.random((_BLOCK_ROWS, len(root))) + 2.0**-54  # never 0
        yield (ndtri(uniform) @ root.T)[: n - start]


def draw(margins: Margins, correlations: FloatArray, n: int, seed: int) -> IntArray:
    """Answers of n respondents.

    Parameters
    ----------
    margins : Margins
        How the answers to p questions are spread.
    correlations : (p, p) array
        Of the variates, from `clientlens.stats.underlying.underlying_correlations`.
    n : int
        Respondents.
    seed : int
        The same seed gives the same answers.

    Returns
    -------
    (n, p) integer array
        Scale points.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    blocks = [margins.steps(Z) for Z in draw_variates(correlations, n, rng)]
    return np.asarray(margins.low + np.concatenate(blocks))


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Rounded normal variates with wanted moments, counted from the lowest scale point."""

    width: IntArray
    mean: FloatArray
    deviation: FloatArray

    def thresholds(self, log_sigma: FloatArray) -> FloatArray:
        """(p, K - 1) thresholds of variates with this deviation, the mean being as wanted."""
        sigma = np.exp(log_sigma)

        def excess(centre: FloatArray) -> tuple[FloatArray, FloatArray]:
            passed, density = _passed_and_density(self._thresholds(centre, sigma))
            return passed.sum(axis=1) - self.mean, density.sum(axis=1) / sigma

        reach = _FAR * sigma
        return self._thresholds(increasing_roots(excess, -reach, self.width + reach), sigma)

    def excess(self, log_sigma: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(p,) by how much the variance is too large, and its slope, the mean being held."""
        tau = self.thresholds(log_sigma)
        passed, density = _passed_and_density(tau)
        odd, total = _odd(tau.shape[1]), density.sum(axis=1)
        centre = (density * tau).sum(axis=1) / np.where(total > 0, total, 1.0)
        slope = (density * (tau - centre[:, None])) @ odd
        return passed @ odd - self.mean**2 - self.deviation**2, slope

    def _thresholds(self, centre: FloatArray, sigma: FloatArray) -> FloatArray:
        halves = np.arange(self.width.max()) + 0.5  # (K - 1,)
        tau = (halves - centre[:, None]) / sigma[:, None]
        return np.where(halves < self.width[:, None], tau, NEVER)


def _passed_and_density(tau: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Probability of passing thresholds, and the normal density there."""
    from scipy.special import ndtr

    return ndtr(-tau), np.exp(-(tau**2) / 2) / math.sqrt(2 * math.pi)


def _odd(count: int) -> FloatArray:
    """1, 3, 5, …: so many of them add up to a square."""
    return np.asarray(2 * np.arange(count) + 1.0)


def _root(correlations: FloatArray) -> FloatArray:
    """(p, p) matrix whose product with its transpose is the correlations, singular ones too."""
    try:
        return np.asarray(np.linalg.cholesky(correlations), dtype=np.float64)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(correlations)
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _check_moments(
    names: Sequence[str],
    moments: tuple[FloatArray, FloatArray],
    scale: tuple[IntArray, IntArray],
) -> None:
    wishes = zip(names, *(column.tolist() for column in (*moments, *scale)), strict=True)
    misfits = [
        mean_misfit(name, mean, low, high) or deviation_misfit(name, deviation, mean, low, high)
        for name, mean, deviation, low, high in wishes
    ]
    if problems := [Problem(misfit) for misfit in misfits if misfit]:
        raise RequestError(problems)
