"""Ordinal answers drawn so that their own moments, not those of something behind them, are known.

An answer is a normal variable rounded to the points of its scale. Rounding and the ends of the
scale weaken correlations, so the normal ones are chosen such that the answers have the mean, the
standard deviation and the Pearson correlations that are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError

_TERMS = 600
_MOST_ALIKE = 0.97
"""Normal correlations beyond this are refused: the series would need more terms."""

_HALVINGS = 60
_NARROWEST, _WIDEST = 0.02, 200.0
"""Standard deviations of the normal variable that are tried, in scale points."""

_SLACK = 1e-6
_ROWS_AT_A_TIME = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalMargin:
    """How one question is answered.

    Attributes
    ----------
    low, high : int
        Ends of the scale.
    cuts : (K - 1,) array
        Where a standard normal variable is cut into the K points.
    """

    low: int
    high: int
    cuts: FloatArray

    @property
    def shares(self) -> FloatArray:
        """(K,) probability of each point."""
        from scipy.special import ndtr

        return np.diff(ndtr(self.cuts), prepend=0.0, append=1.0)

    @property
    def mean(self) -> float:
        """Expected answer."""
        return float(np.arange(self.low, self.high + 1) @ self.shares)

    @property
    def deviation(self) -> float:
        """Standard deviation of the answer."""
        away = np.arange(self.low, self.high + 1) - self.mean
        return float(np.sqrt(away**2 @ self.shares))


def ordinal_margin(low: int, high: int, mean: float, deviation: float) -> OrdinalMargin:
    """The rounded normal answer with a given mean and standard deviation.

    Parameters
    ----------
    low, high : int
        Ends of the scale.
    mean, deviation : float
        Of the answers, scale points.

    Returns
    -------
    OrdinalMargin

    Raises
    ------
    RequestError
        If the mean isn't within the scale, or no answers with it spread as little or as much.

    Examples
    --------
    >>> found = ordinal_margin(1, 5, 4.2, 0.8)
    >>> round(found.mean, 6), round(found.deviation, 6)
    (4.2, 0.8)
    """
    if not low < mean < high:
        raise RequestError(f"a mean of {mean:g} isn't within the scale {low} to {high}")
    least, most = _deviations(low, high, mean)
    if not least < deviation < most:
        raise RequestError(
            f"answers from {low} to {high} with a mean of {mean:g} have a standard deviation "
            f"between {least:.2f} and {most:.2f}, not {deviation:g}"
        )
    halves = np.asarray(np.arange(low, high) + 0.5, dtype=np.float64)
    narrow, wide = np.log(_NARROWEST), np.log(_WIDEST)
    for _ in range(_HALVINGS):
        middle = (narrow + wide) / 2
        found = _with_mean(low, high, mean, float(np.exp(middle)), halves)
        narrow, wide = (middle, wide) if found.deviation < deviation else (narrow, middle)
    return found


def normal_correlations(margins: list[OrdinalMargin], correlations: npt.ArrayLike) -> FloatArray:
    """Correlations of the normal variables whose roundings correlate as is wanted.

    Parameters
    ----------
    margins : list of OrdinalMargin
        Of p questions.
    correlations : (p, p) array
        Pearson correlations of the answers.

    Returns
    -------
    (p, p) array

    Raises
    ------
    RequestError
        If a pair of such answers can't correlate so much, or all together can't.

    Notes
    -----
    Of two variables that are cut at t and at u, Mehler's series gives the covariance of the
    indicators as the sum over k ≥ 1 of ρ^k h_{k-1}(t) φ(t) h_{k-1}(u) φ(u) / k with normalised
    Hermite polynomials h, and an answer is the sum of its indicators. It grows with ρ.

    References
    ----------
    .. [1] Cario & Nelson (1997), Modeling and generating random vectors with arbitrary marginal
           distributions and correlation matrix, Northwestern University.
    .. [2] Ferrari & Barbiero (2012), Simulating ordinal data, Multivariate Behavioral Research
           47(4), 566-589.
    """
    wanted = np.asarray(correlations, dtype=np.float64)
    p = len(margins)
    first, second = (side.astype(np.int64) for side in np.triu_indices(p, 1))
    A = np.stack([_coefficients(margin) for margin in margins])  # (p, terms)
    deviation = np.array([margin.deviation for margin in margins])
    target = wanted[first, second] * deviation[first] * deviation[second]
    found = _inverted(A[first] * A[second], target, (first, second))
    matrix = np.eye(p)
    matrix[first, second] = matrix[second, first] = found
    if p and np.linalg.eigvalsh(matrix)[0] < -_SLACK:
        raise RequestError(
            "answers with these means can't correlate so: move means away from the ends of "
            "their scales, or lower the correlations"
        )
    return matrix


def draw_normal(correlations: FloatArray, n: int, rng: np.random.Generator) -> FloatArray:
    """(n, p) standard normal variables with these correlations (p, p); they may be singular."""
    from scipy.special import ndtri

    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    blocks = []
    for start in range(0, n, _ROWS_AT_A_TIME):
        rows = min(_ROWS_AT_A_TIME, n - start)
        # Uniform numbers come out the same with every NumPy; 2**-54 keeps them off 0.
        uniform = rng.random((rows, len(root))) + 2.0**-54
        blocks.append(ndtri(uniform) @ root.T)
    return np.concatenate(blocks) if blocks else np.empty((0, len(root)))


def to_answers(normal: FloatArray, margins: list[OrdinalMargin]) -> FloatArray:
    """(n, p) scale points of standard normal variables (n, p)."""
    columns = [
        margin.low + np.searchsorted(margin.cuts, normal[:, i]) for i, margin in enumerate(margins)
    ]
    return np.stack(columns, axis=1).astype(np.float64) if columns else np.empty(normal.shape)


def _deviations(low: int, high: int, mean: float) -> tuple[float, float]:
    """The least and the greatest standard deviation of answers with a mean."""
    rest = mean - np.floor(mean)
    return float(np.sqrt(rest * (1 - rest))), float(np.sqrt((mean - low) * (high - mean)))


def _with_mean(low: int, high: int, mean: float, sigma: float, halves: FloatArray) -> OrdinalMargin:
    left, right = low - 12 * max(sigma, 1.0), high + 12 * max(sigma, 1.0)
    found = OrdinalMargin(low, high, halves)
    for _ in range(_HALVINGS):
        centre = (left + right) / 2
        found = OrdinalMargin(low, high, (halves - centre) / sigma)
        left, right = (centre, right) if found.mean < mean else (left, centre)
    return found


def _coefficients(margin: OrdinalMargin) -> FloatArray:
    """(terms,) of an answer in normalised Hermite polynomials, from the first degree on."""
    t = margin.cuts
    density = np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)
    before, current = np.zeros_like(t), density  # h_k(t) φ(t), which stays small
    out = np.empty(_TERMS)
    for k in range(_TERMS):
        out[k] = current.sum() / np.sqrt(k + 1)
        before, current = current, (t * current - np.sqrt(k) * before) / np.sqrt(k + 1)
    return out


def _inverted(
    products: FloatArray, target: FloatArray, pairs: tuple[IntArray, IntArray]
) -> FloatArray:
    """(m,) where the series with coefficients (m, terms) is the target; by halving."""
    low = np.full(len(target), -_MOST_ALIKE)
    high = np.full(len(target), _MOST_ALIKE)
    ends = _series(products, low), _series(products, high)
    beyond = np.flatnonzero((target < ends[0] - _SLACK) | (target > ends[1] + _SLACK))
    if len(beyond):
        i, j = (int(side[beyond[0]]) for side in pairs)
        raise RequestError(
            f"answers {i + 1} and {j + 1} can't correlate so much with their means: move them "
            "away from the ends of the scales, or lower the correlation"
        )
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_short = _series(products, middle) < target
        low, high = np.where(is_short, middle, low), np.where(is_short, high, middle)
    return np.asarray((low + high) / 2)


def _series(products: FloatArray, rho: FloatArray) -> FloatArray:
    """(m,) sums of coefficient · ρ^k from k = 1 on, by Horner's rule."""
    total = np.zeros(len(rho))
    for k in range(_TERMS - 1, -1, -1):
        total = (total + products[:, k]) * rho
    return total
