"""Variance of scores or ranks, split into what sampling and what the choice of method causes.

R sampling replicates, K draws of the method, U units. Replicates and methods are random: each is
one of many that might have been.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide

_FEWEST = 2
"""So many replicates, and so many methods, at least vary."""


@dataclass(frozen=True, slots=True, eq=False)
class VarianceSplit:
    """Components of variance of each unit (U,), in squared units of what varies.

    Attributes
    ----------
    sampling, method, interaction : (U,) arrays
        Estimates of the components. Not negative: an estimate below zero is chance, and is zero.
        The interaction is NaN where the design can't tell it from the method.
    """

    sampling: FloatArray
    method: FloatArray
    interaction: FloatArray

    @property
    def total(self) -> FloatArray:
        """(U,) sum of the components."""
        return self.sampling + self.method + np.nan_to_num(self.interaction)

    @property
    def shares(self) -> FloatArray:
        """(3, U) sampling, method and interaction by the total; NaN where nothing varies."""
        return divide(self._parts, self.total)

    @property
    def pooled_shares(self) -> FloatArray:
        """(3,) the same of all units together: sums over those that could be split."""
        known = ~np.isnan(self.total)
        return divide(self._parts[:, known].sum(axis=1), self.total[known].sum())

    @property
    def _parts(self) -> FloatArray:
        return np.stack([self.sampling, self.method, self.interaction])


def crossed_split(outcomes: npt.ArrayLike) -> VarianceSplit:
    """Split the variance where every method was applied to every replicate.

    Parameters
    ----------
    outcomes : (R, K, U) array-like
        Score or rank of each unit, from replicate r by method k. A replicate in which a method
        gave a unit no number, NaN, is left out for that unit, as the formula needs a full table.

    Returns
    -------
    VarianceSplit
        NaN for a unit with fewer than two full replicates, and for all below two methods.

    Raises
    ------
    RequestError
        If `outcomes` doesn't have three axes, or holds an infinite number.

    Notes
    -----
    The balanced two-way random model with one outcome a cell: from the mean squares of replicates,
    methods and what is left, MS_rk is the interaction, (MS_r − MS_rk) / K sampling and
    (MS_k − MS_rk) / R method.

    References
    ----------
    .. [1] Searle, Casella & McCulloch (1992), Variance Components, Wiley, section 4.3.

    Examples
    --------
    >>> found = crossed_split([[[1.0], [2.0]], [[5.0], [6.0]], [[9.0], [10.0]]])
    >>> found.sampling, found.method, found.interaction
    (array([16.]), array([0.5]), array([0.]))
    """
    y, is_full, R = _table(outcomes)
    K = y.shape[1]
    by_replicate = y.mean(axis=1) if K else np.zeros((len(y), y.shape[2]))  # (R, U)
    by_method = divide(y.sum(axis=0), R)  # (K, U)
    from_replicates = np.where(is_full, by_replicate, 0.0)
    left = np.where(is_full[:, None], y - by_method - by_replicate[:, None], 0.0)
    methods, freedom = np.full(R.shape, K - 1.0), R - 1
    interaction = divide((left**2).sum(axis=(0, 1)), freedom * methods)
    sampling = divide(K * (from_replicates**2).sum(axis=0), freedom)
    method = divide(R * (by_method**2).sum(axis=0), methods)
    return VarianceSplit(
        _above_zero(sampling - interaction, float(K)),
        _above_zero(method - interaction, R),
        interaction,
    )


def nested_split(outcomes: npt.ArrayLike) -> VarianceSplit:
    """Split the variance where every replicate had methods drawn for itself.

    Parameters
    ----------
    outcomes : (R, K, U) array-like
        Score or rank of each unit, from replicate r by the k-th method drawn for it; NaN as in
        `crossed_split`.

    Returns
    -------
    VarianceSplit
        ``method`` holds what methods cause, alone and together with sampling: ``interaction``,
        NaN, can't be told from it. NaN for a unit with fewer than two full replicates, and for all
        below two methods.

    Raises
    ------
    RequestError
        As `crossed_split`.

    Notes
    -----
    The balanced one-way random model: MS_within is the method, (MS_between − MS_within) / K
    sampling.

    Examples
    --------
    >>> found = nested_split([[[1.0], [2.0]], [[5.0], [6.0]], [[9.0], [10.0]]])
    >>> found.sampling, found.method
    (array([15.75]), array([0.5]))
    """
    y, is_full, R = _table(outcomes)
    K = y.shape[1]
    by_replicate = y.mean(axis=1) if K else np.zeros((len(y), y.shape[2]))
    within = np.where(is_full[:, None], y - by_replicate[:, None], 0.0)
    method = divide((within**2).sum(axis=(0, 1)), R * (K - 1.0) * (R >= _FEWEST))
    between = divide(K * (np.where(is_full, by_replicate, 0.0) ** 2).sum(axis=0), R - 1)
    nothing = np.full(method.shape, np.nan)
    return VarianceSplit(_above_zero(between - method, float(K)), method, nothing)


def _above_zero(excess: FloatArray, count: FloatArray | float) -> FloatArray:
    """A component from the excess of its mean square, 0 where that isn't positive."""
    return np.maximum(excess, 0.0) / np.maximum(count, 1.0)


def _table(outcomes: npt.ArrayLike) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Outcomes (R, K, U) around each unit's mean, full replicates (R, U), and their number (U,).

    Outcomes are zero in a replicate that isn't full; they're zero but for rounding, and so exactly
    zero, where a unit's outcomes are all equal.
    """
    y = np.asarray(outcomes, dtype=np.float64)
    if y.ndim != 3:  # noqa: PLR2004
        raise RequestError(f"`outcomes` must hold numbers (R, K, U), got {y.shape}")
    if np.isinf(y).any():
        raise RequestError("`outcomes` must be finite, or NaN where there is none, got infinity")
    is_full = np.asarray(~np.isnan(y).any(axis=1))
    kept = np.where(is_full[:, None], y, np.nan)
    lowest = np.fmin.reduce(kept, axis=(0, 1), initial=np.nan)
    kept = np.nan_to_num(kept - lowest)
    R = is_full.sum(axis=0).astype(np.float64)
    mean = divide(kept.sum(axis=(0, 1)), R * y.shape[1])
    return np.where(is_full[:, None], kept - mean, 0.0), is_full, R
