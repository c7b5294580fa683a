"""Ranks of the true values of units, by empirical Bayes.

Estimates are drawn towards their common mean, the less reliable ones the more, and ranks are read
from what is then believed of the true values. It needs units that are exchangeable: of no unit is
anything known beforehand that would set it apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.errors import RequestError
from clientlens.stats.between_variance import BetweenMethod, between_variance, centre
from clientlens.stats.moments import divide
from clientlens.stats.pair_differences import studentised
from clientlens.stats.unit_estimates import unit_estimates

LEAST_RELIABILITY = 0.7
"""Below it ranks say more of chance than of the units."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed of the true values: independent normal distributions.

    Attributes
    ----------
    mean, deviation : (U,) arrays
        Of each unit's true value, in the unit of the estimates; NaN where the unit isn't known.
    shrinkage : (U,) array
        B = τ² / (τ² + s²): which part of a unit's distance from the centre is believed, 1 of an
        estimate known exactly.
    centre : float
        Mean μ of the true values.
    between : float
        Their variance τ².
    reliability : float
        τ² / (τ² + mean of s²): which part of the variance of estimates is not chance. NaN below two
        units.
    """

    mean: FloatArray
    deviation: FloatArray
    shrinkage: FloatArray
    centre: float
    between: float
    reliability: float

    @property
    def known(self) -> BoolArray:
        """(U,) whether anything is believed of a unit."""
        return np.asarray(~np.isnan(self.mean))


def shrink(
    estimates: npt.ArrayLike, errors: npt.ArrayLike, *, method: BetweenMethod = "paule_mandel"
) -> Posterior:
    """Draw estimates towards their common mean.

    Parameters
    ----------
    estimates, errors : (U,) array-like
        Estimates and standard errors of independent units; a unit with NaN in either isn't known
        and doesn't count. An error may be zero.
    method : {"paule_mandel", "reml"}
        How the variance between units is estimated.

    Returns
    -------
    Posterior
        Where the variance between units is zero all have one mean and no deviation: nothing tells
        them apart. A single unit keeps its estimate and its error, with NaN as variance; without
        any the centre is NaN too.

    Raises
    ------
    RequestError
        As `between_variance`.

    Notes
    -----
    The posterior of unit u is N(μ + B (θ − μ), B s²). μ and τ² are taken as if they were known.

    References
    ----------
    .. [1] Efron & Morris (1975), Data analysis using Stein's estimator and its generalizations,
           J. Am. Stat. Assoc. 70, 311-319.

    Examples
    --------
    >>> found = shrink([60.0, 70.0, 80.0], [5.0, 5.0, 5.0])
    >>> found.mean, found.deviation.round(4), round(found.reliability, 9)
    (array([62.5, 70. , 77.5]), array([4.3301, 4.3301, 4.3301]), 0.75)
    """
    between = between_variance(estimates, errors, method)
    units = unit_estimates(estimates, errors)
    variance = units.error**2
    if np.isnan(between):
        whole, only = np.where(units.known, 1.0, np.nan), units.value[units.known]
        middle = float(only[0]) if only.size else np.nan
        return Posterior(units.value, units.error, whole, middle, between, np.nan)
    middle = float(centre(units.value[units.known], variance[units.known], between))
    B = _share(between, variance)
    return Posterior(
        mean=middle + B * (units.value - middle),
        deviation=np.sqrt(B * variance),
        shrinkage=B,
        centre=middle,
        between=between,
        reliability=float(_share(between, variance[units.known].mean())),
    )


def posterior_draws(posterior: Posterior, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw true values of units, for `clientlens.stats.ranks`.

    Parameters
    ----------
    posterior : Posterior
        As from `shrink`.
    draws : int
        Number of draws R.
    rng : numpy.random.Generator
        Random numbers. They are dealt out in the order of the posterior means, so that neither
        the order of the units matters nor a unit that isn't known.

    Returns
    -------
    (R, U) array
        True values; NaN of a unit that isn't known.

    Raises
    ------
    RequestError
        If there isn't at least one draw.

    Examples
    --------
    >>> drawn = posterior_draws(shrink([60.0, 80.0], [1.0, 1.0]), 1000, np.random.default_rng(1))
    >>> drawn.mean(axis=0).round(1)
    array([60. , 79.9])
    """
    if draws < 1:
        raise RequestError(f"`draws` of `posterior_draws` must be at least 1, got {draws}")
    order = np.lexsort((posterior.deviation, posterior.mean))  # NaN last
    known = order[: int(posterior.known.sum())]
    drawn = np.zeros((draws, len(order)))
    drawn[:, known] = rng.standard_normal((draws, len(known)))
    return posterior.mean + posterior.deviation * drawn


def expected_posterior_ranks(posterior: Posterior) -> FloatArray:
    """(U,) expected rank of every unit, exactly; NaN where it isn't known.

    Notes
    -----
    One, and for every other unit the probability that it is better; units that can't be told
    apart count one half of each other.

    References
    ----------
    .. [1] Laird & Louis (1989), Empirical Bayes ranking methods, J. Educ. Statist. 14(1), 29-46.

    Examples
    --------
    >>> expected_posterior_ranks(shrink([60.0, 70.0, 80.0], [5.0, 5.0, 5.0])).round(4)
    array([2.8825, 2.    , 1.1175])
    """
    from scipy.special import ndtr

    mean, variance = posterior.mean, posterior.deviation**2
    z = studentised(mean - mean[:, None], np.sqrt(variance + variance[:, None]))
    known = posterior.known
    better = np.where(known & known[:, None], ndtr(z), 0.0).sum(axis=1)
    return np.where(known, 0.5 + better, np.nan)  # a unit's half over itself is in the sum


def may_be_ranked(posterior: Posterior, least: float = LEAST_RELIABILITY) -> bool:
    """Whether the units differ enough, for their errors, that a table of ranks may be shown.

    Not so below two units, nor where all are equal; then show tiers.

    Examples
    --------
    >>> may_be_ranked(shrink([60.0, 70.0, 80.0], [5.0, 5.0, 5.0]))
    True
    >>> may_be_ranked(shrink([60.0, 70.0, 80.0], [8.0, 8.0, 8.0]))
    False
    """
    return posterior.reliability >= least


def _share(between: float, variance: npt.ArrayLike) -> FloatArray:
    """(…) τ² / (τ² + s²), 0 where both are zero."""
    s2 = np.asarray(variance, dtype=np.float64)
    share = divide(np.broadcast_to(between, s2.shape), between + s2)
    return np.where(between + s2 == 0, 0.0, share)
