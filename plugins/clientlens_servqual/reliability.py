"""The agreement of a dimension's indicators, and what is left of it in difference scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray
from clientlens.stats.moments import correlation_of, covariance
from clientlens.stats.reliability import (
    cronbach_alpha,
    difference_reliability,
    loadings_of_blocks,
    mcdonald_omega,
)


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """K dimensions; all (K,), NaN where one has too few indicators.

    Attributes
    ----------
    alpha_perception, alpha_expectation, alpha_gap : array
        Cronbach's alpha of the ratings and of their differences.
    omega_perception, omega_expectation : array
        McDonald's omega, total, of one factor; three indicators or more.
    r_perception_expectation : array
        Correlation of respondents' means of both.
    reliability_gap : array
        Of the difference of both means, from their alphas and their correlation.
    lowest_loading : array
        Smallest loading of a perception on one common factor: a dimension that doesn't hold
        together has a low one.
    """

    alpha_perception: FloatArray
    alpha_expectation: FloatArray
    alpha_gap: FloatArray
    omega_perception: FloatArray
    omega_expectation: FloatArray
    r_perception_expectation: FloatArray
    reliability_gap: FloatArray
    lowest_loading: FloatArray


def agreement_of(
    w: FloatArray, perceived: FloatArray, expected: FloatArray, member: BoolArray
) -> Agreement:
    """The agreement of every dimension.

    Parameters
    ----------
    w : (1, n) array
        Weights as answered.
    perceived, expected : (n, J) array
        Ratings, NaN where missing; for a dimension of k indicators the respondents with all 2k of
        them count, for every figure, since that of the difference is made of the others.
    member : (K, J) boolean array
        Which indicator belongs to which dimension.

    References
    ----------
    .. [1] Peter, Churchill & Brown (1993), Caution in the use of difference scores, J. Consumer
           Research 19(4), 655-662.
    """
    spreads = [_spread(w, perceived[:, own], expected[:, own]) for own in member]
    P, E, D = (
        [s.perceived for s in spreads],
        [s.expected for s in spreads],
        [s.gap for s in spreads],
    )
    loadings = loadings_of_blocks([*P, *E])
    of_perception, of_expectation = loadings[: len(P)], loadings[len(P) :]
    alpha_perception, alpha_expectation, alpha_gap = map(_alphas, (P, E, D))
    means = np.array([s.means for s in spreads]).reshape(-1, 2, 2)  # (K, 2, 2)
    r = correlation_of(means)[:, 0, 1]
    s_p, s_e = np.sqrt(means.diagonal(axis1=1, axis2=2)).T  # (K,)
    return Agreement(
        alpha_perception=alpha_perception,
        alpha_expectation=alpha_expectation,
        alpha_gap=alpha_gap,
        omega_perception=_omegas(P, of_perception),
        omega_expectation=_omegas(E, of_expectation),
        r_perception_expectation=r,
        reliability_gap=difference_reliability(s_p, s_e, alpha_perception, alpha_expectation, r),
        lowest_loading=_lowest(of_perception),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Covariances of one dimension: of its ratings (k, k), and of respondents' means (2, 2)."""

    perceived: FloatArray
    expected: FloatArray
    gap: FloatArray
    means: FloatArray


def _spread(w: FloatArray, perceived: FloatArray, expected: FloatArray) -> _Spread:
    """The covariances of one dimension of k indicators."""
    k = perceived.shape[1]
    if not k:
        nothing = np.zeros((0, 0))
        return _Spread(nothing, nothing, nothing, np.full((2, 2), np.nan))
    complete = ~np.isnan(perceived + expected).any(axis=1)
    P, E = perceived[complete], expected[complete]
    means = [X.mean(axis=1) for X in (P, E)]
    S = covariance(w[:, complete], np.column_stack([P, E, P - E, *means]))[0]  # (3k + 2, 3k + 2)
    of_perception, of_expectation, of_gap = (S[i : i + k, i : i + k] for i in (0, k, 2 * k))
    return _Spread(of_perception, of_expectation, of_gap, S[3 * k :, 3 * k :])


def _alphas(matrices: Sequence[FloatArray]) -> FloatArray:
    return np.array([cronbach_alpha(S) for S in matrices], dtype=np.float64)


def _omegas(matrices: Sequence[FloatArray], loadings: Sequence[FloatArray]) -> FloatArray:
    pairs = zip(matrices, loadings, strict=True)
    return np.array([mcdonald_omega(S, own) for S, own in pairs], dtype=np.float64)


def _lowest(loadings: Sequence[FloatArray]) -> FloatArray:
    return np.array([own.min() if own.size else np.nan for own in loadings], dtype=np.float64)
