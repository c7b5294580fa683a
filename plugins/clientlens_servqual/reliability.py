"""The agreement of a dimension's indicators, and what is left of it in difference scores."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import nan

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens.stats.moments import correlation, covariance
from clientlens.stats.reliability import (
    cronbach_alpha,
    difference_reliability,
    mcdonald_omega,
    one_factor_loadings,
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One dimension; NaN where it has too few indicators.

    Attributes
    ----------
    alpha_perception, alpha_expectation, alpha_gap : float
        Cronbach's alpha of the ratings and of their differences.
    omega_perception, omega_expectation : float
        McDonald's omega, total, of one factor; three indicators or more.
    r_perception_expectation : float
        Correlation of respondents' means of both.
    reliability_gap : float
        Of the difference of both means, from their alphas and their correlation.
    lowest_loading : float
        Smallest loading of a perception on one common factor: a dimension that doesn't hold
        together has a low one.
    """

    alpha_perception: float
    alpha_expectation: float
    alpha_gap: float
    omega_perception: float
    omega_expectation: float
    r_perception_expectation: float
    reliability_gap: float
    lowest_loading: float


def agreement_of(w: FloatArray, perceived: FloatArray, expected: FloatArray) -> Agreement:
    """The agreement of one dimension.

    Parameters
    ----------
    w : (1, n) array
        Weights as answered.
    perceived, expected : (n, k) array
        Ratings of its k indicators, NaN where missing; respondents with all 2k of them count, for
        every figure, since that of the difference is made of the others.

    References
    ----------
    .. [1] Peter, Churchill & Brown (1993), Caution in the use of difference scores, J. Consumer
           Research 19(4), 655-662.
    """
    if not perceived.shape[1]:
        return Agreement(*[nan] * len(fields(Agreement)))
    complete = ~np.isnan(perceived + expected).any(axis=1)
    w, perceived, expected = w[:, complete], perceived[complete], expected[complete]
    P, E, D = (covariance(w, X)[0] for X in (perceived, expected, perceived - expected))
    alpha_perception, alpha_expectation, alpha_gap = (float(cronbach_alpha(S)) for S in (P, E, D))
    both = np.stack([P, E])
    loadings = one_factor_loadings(both)  # (2, k)
    omega_perception, omega_expectation = map(float, mcdonald_omega(both, loadings))
    r, reliability = _of_means(w, perceived, expected, alpha_perception, alpha_expectation)
    return Agreement(
        alpha_perception=alpha_perception,
        alpha_expectation=alpha_expectation,
        alpha_gap=alpha_gap,
        omega_perception=omega_perception,
        omega_expectation=omega_expectation,
        r_perception_expectation=r,
        reliability_gap=reliability,
        lowest_loading=float(loadings[0].min()),
    )


def _of_means(
    w: FloatArray, perceived: FloatArray, expected: FloatArray, r_pp: float, r_ee: float
) -> tuple[float, float]:
    """Correlation of the respondents' means, and the reliability of their difference."""
    means = np.column_stack([perceived.mean(axis=1), expected.mean(axis=1)])
    r = float(correlation(w, means)[0, 0, 1])
    deviation = np.sqrt(covariance(w, means)[0].diagonal())
    return r, float(difference_reliability(deviation[0], deviation[1], r_pp, r_ee, r))
