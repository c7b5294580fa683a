"""The standing of units: what their scores and errors say of their ranks.

U units. Errors come from the replicates, so whatever the survey's design does to them is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray, Result
from clientlens.stats.intervals import Interval
from clientlens.stats.posterior_ranks import Posterior, may_be_ranked, posterior_draws, shrink
from clientlens.stats.rank_sets import marginal_rank_sets
from clientlens.stats.ranks import bottom_probability, rank_interval, ranks, top_probability
from clientlens.stats.resample import generator
from clientlens.stats.tiers import Tier, quarter_tiers
from clientlens_units.options import RankKind, UnitsOptions

POSTERIOR_DRAWS = 20_000
_QUARTER = 4
_FEWEST = 2
"""So many draws of all units at least have covariances."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of the units as answered, with their errors.

    Attributes
    ----------
    value, low, high : (U,) arrays
        Scores with their intervals; NaN where there is none.
    error : (U,) array
        Standard errors.
    covariance : (U, U) array
        Covariances of the scores over the draws; NaN of a unit without an error.
    draws : (R, U) array
        Scores in the draws; no rows where there are no draws.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    error: FloatArray
    covariance: FloatArray
    draws: FloatArray

    @property
    def rank(self) -> FloatArray:
        """(U,) rank of every score, of tied ones the first."""
        return ranks(self.value)

    @property
    def known(self) -> int:
        """How many units have a score."""
        return int((~np.isnan(self.value)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What is believed of the ranks.

    Attributes
    ----------
    posterior : Posterior
        Of the true scores.
    interval : Interval
        Ranks (U,) between which each unit lies, of the kind that is asked for.
    top, bottom : (U,) arrays
        Probability to be among the k best, and the k worst.
    tier : (U,) integer array
        Values of `clientlens.stats.tiers.Tier`.
    k : int
        How many the best are.
    may_rank : bool
        Whether the units differ enough that ranks may be shown.
    """

    posterior: Posterior
    interval: Interval
    top: FloatArray
    bottom: FloatArray
    tier: IntArray
    k: int
    may_rank: bool


def scores_of(result: Result) -> Scores:
    """The scores of a result with their errors."""
    found = result.estimates
    array = found["score"].isel(group=[0])
    summary = found.summary(array).isel(group=0)
    value, low, high, error = (
        summary[name].to_numpy() for name in ("estimate", "ci_low", "ci_high", "std_error")
    )
    draws = found.draws(array).isel(group=0).transpose("replicate", "unit").to_numpy()
    return Scores(value, low, high, error, _covariance(draws, error), draws)


def steadied_errors(error: FloatArray, n: FloatArray, prior: int) -> FloatArray:
    """Errors whose variances lean on those of all units, the more the fewer respondents.

    Parameters
    ----------
    error : (U,) array
        Standard errors from replicates, whose variance has the divisor n.
    n : (U,) array
        Respondents.
    prior : int
        So many degrees of freedom the pooled variance has.

    Returns
    -------
    (U,) array
        A handful of respondents who happen to agree would otherwise make their unit the surest.

    References
    ----------
    .. [1] Smyth (2004), Linear models and empirical Bayes methods, Statistical Applications in
           Genetics and Molecular Biology 3(1), article 3.

    Examples
    --------
    >>> steadied_errors(np.array([2.0, 2.0]), np.array([10.0, 10.0]), 30).round(4)
    array([2.1082, 2.1082])
    """
    known = ~np.isnan(error) & (n > 1)
    free = np.where(known, n - 1, 0.0)
    within = np.where(known, error**2 * n**2 / np.maximum(free, 1.0), 0.0)  # of one respondent
    if not free.any():
        return error
    pooled = (free * within).sum() / free.sum()
    steady = (free * within + prior * pooled) / (free + prior)
    return np.where(known, np.sqrt(steady / np.maximum(n, 1.0)), error)


def standing_of(
    scores: Scores, n: FloatArray, options: UnitsOptions, *, level: float, seed: int
) -> Standing | None:
    """What is believed of the ranks; None without errors or below two units.

    `n` (U,) are the respondents of each; a unit below ``minimum_n`` is in no tier.
    """
    posterior = shrink(scores.value, steadied_errors(scores.error, n, options.minimum_n))
    if np.isnan(posterior.reliability):
        return None
    believed = believed_draws(scores, posterior, options.ranks, seed)
    k = best_of(int(posterior.known.sum()), options)
    return Standing(
        posterior,
        _interval(scores, believed, options.ranks, level, seed),
        top_probability(believed, k),
        bottom_probability(believed, k),
        np.where(n < options.minimum_n, int(Tier.NOT_SEPARATED), quarter_tiers(believed)),
        k,
        may_be_ranked(posterior, options.least_reliability),
    )


def best_of(units: int, options: UnitsOptions) -> int:
    """How many of so many units the best are: a quarter, if the options don't say, and not all."""
    return max(min(options.top or units // _QUARTER, units - 1), 1)


def believed_draws(scores: Scores, posterior: Posterior, kind: RankKind, seed: int) -> FloatArray:
    """(R, U) draws that probabilities are read from: posterior ones, or those of resampling."""
    if kind == "resampling":
        return scores.draws
    return posterior_draws(posterior, POSTERIOR_DRAWS, generator(seed, "units: posterior"))


def tier_name(tier: int) -> str:
    """The code of a tier."""
    return Tier(tier).name.lower()


def _interval(
    scores: Scores, believed: FloatArray, kind: RankKind, level: float, seed: int
) -> Interval:
    if kind != "sets":
        return rank_interval(believed, level)
    rng = generator(seed, "units: rank sets")
    return marginal_rank_sets(scores.value, scores.covariance, rng=rng, level=level)


def _covariance(draws: FloatArray, error: FloatArray) -> FloatArray:
    """(U, U) covariances over the draws that have all units; of independent units without draws."""
    known = ~np.isnan(error)
    both = known[:, None] & known
    alone = np.where(both, np.diag(np.nan_to_num(error) ** 2), np.nan)
    complete = draws[~np.isnan(draws[:, known]).any(axis=1)][:, known]
    if len(complete) < _FEWEST or not known.any():
        return alone
    among = np.full(alone.shape, np.nan)
    among[np.ix_(known, known)] = np.atleast_2d(np.cov(complete.T))
    return among
