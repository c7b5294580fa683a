"""The covariance of two step functions of a normal pair, for every correlation of the pair.

A step function counts the thresholds that a normal variate passes: g(z) = Σ_t 1{z > τ_t}. It is
what an ordinal answer is to the opinion behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray

NEVER = 40.0
"""A threshold that no normal variate passes; it fills up the rows of shorter scales."""

SERIES_UP_TO = 0.95
"""Up to this correlation, of either sign, the series has converged to twelve digits."""

_TERMS = 512
_NEGLIGIBLE = 1e-15
_NODES = 160
_REACH = 3.2
"""Nodes of the tanh-sinh rule, and how far they go: eleven digits for any two thresholds."""

_BLOCK_CELLS = 1_000_000
"""Densities are added up for so many cells at a time, about 8 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """m pairs of step functions: the rows `first` and `second` (m,) of `thresholds` (p, K - 1)."""

    thresholds: FloatArray
    first: IntArray
    second: IntArray

    def of(self, chosen: IntArray) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.thresholds, self.first[chosen], self.second[chosen])

    def turned(self, is_turned: BoolArray) -> Pairs:
        """The same, the second variate of some (m,) with its sign changed: so is the covariance.

        To count the thresholds that -z passes is, but for a constant and the sign, to count the
        -τ that z passes.
        """
        p = len(self.thresholds)
        both = np.vstack([self.thresholds, -self.thresholds])
        return Pairs(both, self.first, self.second + p * is_turned)


class Series:
    """The covariances as power series in the correlation.

    Mehler's expansion gives Cov = Σ_k ρ^k a_ik a_jk with a_ik = Σ_t h_{k-1}(τ_it) φ(τ_it) / √k,
    where h_k = He_k / √k! are the normalised Hermite polynomials.

    References
    ----------
    .. [1] Mehler (1866), J. reine angew. Math. 66, 161-176.
    .. [2] Slepian (1972), On the symmetrized Kronecker power of a matrix and extensions of
           Mehler's formula for Hermite polynomials, SIAM J. Math. Anal. 3(4), 606-616.
    """

    def __init__(self, pairs: Pairs) -> None:
        self._coefficients = hermite_coefficients(pairs.thresholds, _TERMS)  # (terms, p)
        self._pairs = pairs

    def __call__(self, correlation: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(m,) covariances of the pairs at their correlations, and the slopes there.

        Exact to 1e-12 of the product of the deviations up to `SERIES_UP_TO`.
        """
        value, slope = np.zeros_like(correlation), np.zeros_like(correlation)
        for row in self._coefficients[: _terms_for(correlation)][::-1]:
            slope = slope * correlation + value
            value = value * correlation + row[self._pairs.first] * row[self._pairs.second]
        return value * correlation, slope * correlation + value


def _terms_for(correlation: FloatArray) -> int:
    """Number of terms after which the powers are too small to matter."""
    largest = float(np.abs(correlation).max(initial=_NEGLIGIBLE))
    return min(_TERMS, math.ceil(math.log(_NEGLIGIBLE) / math.log(largest)) + 1)


def hermite_coefficients(thresholds: FloatArray, terms: int) -> FloatArray:
    """Coefficients of step functions in the normalised Hermite polynomials of degree 1 and above.

    Parameters
    ----------
    thresholds : (p, K - 1) array
        Thresholds of p step functions.
    terms : int
        How many coefficients.

    Returns
    -------
    (terms, p) array
        The sum of their squares approaches the variance of the step function.

    Examples
    --------
    >>> a = hermite_coefficients(np.array([[0.0]]), 5)  # a coin: 1/√2π, and an odd function
    >>> a.ravel().round(6).tolist()
    [0.398942, 0.0, -0.162868, 0.0, 0.109255]
    """
    found = np.empty((terms, len(thresholds)))
    before = np.zeros_like(thresholds)
    now = np.exp(-(thresholds**2) / 2) / math.sqrt(2 * math.pi)  # h_0 φ
    for k in range(1, terms + 1):
        found[k - 1] = now.sum(axis=1) / math.sqrt(k)
        after = (thresholds * now - math.sqrt(k - 1) * before) / math.sqrt(k)
        before, now = now, after
    return found


def largest_covariance(pairs: Pairs) -> FloatArray:
    """(m,) covariances where the two variates are one: the largest that there can be.

    References
    ----------
    .. [1] Whitt (1976), Bivariate distributions with given marginals, Ann. Statist. 4(6),
           1280-1289.
    """
    from scipy.special import ndtr

    passed = ndtr(-pairs.thresholds)  # (p, K - 1)
    return np.array(
        [
            np.minimum.outer(passed[i], passed[j]).sum() - passed[i].sum() * passed[j].sum()
            for i, j in zip(pairs.first, pairs.second, strict=True)
        ]
    )


class NearOne:
    """The covariances for correlations near one, where the series converges slowly.

    By Plackett's identity dCov/dρ is the sum of the bivariate normal densities at all pairs of
    thresholds. With ρ = cos u it is integrated from u = 0, where the covariance is the largest;
    exp(-(s - t)² / 2 sin² v) is flat at v = 0 however near the thresholds s and t lie, which the
    tanh-sinh rule can bear.

    References
    ----------
    .. [1] Plackett (1954), A reduction formula for normal multivariate integrals, Biometrika
           41(3/4), 351-360.
    .. [2] Takahasi & Mori (1974), Double exponential formulas for numerical integration, Publ.
           RIMS 9(3), 721-741.
    """

    def __init__(self, pairs: Pairs) -> None:
        self._largest = largest_covariance(pairs)
        self._pairs = pairs
        self._shares, self._weights = _tanh_sinh(_NODES, _REACH)

    def __call__(self, angle: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(m,) covariances at the correlations cos(angle), and their slopes, falling."""
        lost, slope = np.empty_like(angle), np.empty_like(angle)
        for i, end in enumerate(angle):
            densities = self._densities(i, np.append(self._shares * end, end))
            lost[i], slope[i] = end * (densities[:-1] @ self._weights), -densities[-1]
        return self._largest - lost, slope

    def _densities(self, pair: int, angles: FloatArray) -> FloatArray:
        """Densities at cos(angles), times sin(angles), summed over the pairs of thresholds."""
        ends = self._pairs.first[pair], self._pairs.second[pair]
        s, t = (_met(self._pairs.thresholds[end]) for end in ends)
        apart, product = np.subtract.outer(s, t) ** 2 / 2, np.multiply.outer(s, t)
        blocks = np.array_split(angles, math.ceil(len(angles) * apart.size / _BLOCK_CELLS))
        sums = [_density_sums(apart, product, block[:, None, None]) for block in blocks]
        return np.concatenate(sums) / (2 * math.pi)


def _met(thresholds: FloatArray) -> FloatArray:
    """Without those that only fill up the row."""
    return np.asarray(thresholds[np.abs(thresholds) < NEVER])


def _density_sums(apart: FloatArray, product: FloatArray, angles: FloatArray) -> FloatArray:
    exponents = -apart / np.sin(angles) ** 2 - product / (1 + np.cos(angles))
    return np.asarray(np.exp(exponents).sum(axis=(1, 2)))


def _tanh_sinh(nodes: int, reach: float) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of the tanh-sinh rule on (0, 1)."""
    x = np.linspace(-reach, reach, nodes)
    at = 1 / (1 + np.exp(-math.pi * np.sinh(x)))
    return at, (x[1] - x[0]) * math.pi * np.cosh(x) * at * (1 - at)
