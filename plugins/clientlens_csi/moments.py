"""Means and covariances of the items in every replicate, laid out for the iteration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.stats import moments
from clientlens.stats.em import em_moments
from clientlens_csi.layout import FloatArray, chunks, replicates_first, replicates_last

Missing = Literal["mean", "pairwise", "listwise", "em"]
"""What is done about missing answers, as `item_moments` tells it."""

_BLOCK_CELLS = 4_000_000
"""Products of items are formed for so many cells at a time, about 32 MB."""

_FEW = 4

_RELATIVE_VARIANCE = 1e-12
"""A variance below this share of the item's mean square is rounding, that is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemMoments:
    """What path modelling needs to know of the answers.

    Attributes
    ----------
    mean : (R, p) array
        Weighted means, scale points.
    covariance : (R, p, p) array
        Weighted covariances, divided by the sum of the weights.
    """

    mean: FloatArray
    covariance: FloatArray

    @property
    def deviation(self) -> FloatArray:
        """(R, p) standard deviations."""
        return np.asarray(np.sqrt(np.einsum("rii->ri", self.covariance)))


def item_moments(W: FloatArray, X: FloatArray, missing: Missing = "mean") -> ItemMoments:
    """Moments of the items under every row of weights.

    Parameters
    ----------
    W : (R, n) array
        Weights, not negative.
    X : (n, p) array
        Answers, NaN where missing.
    missing : {"mean", "pairwise", "listwise", "em"}
        A missing answer replaced by the replicate's mean; for each pair those who answered both;
        respondents who answered every item; or maximum likelihood for answers missing at random.
        Without missing answers they agree.

    Returns
    -------
    ItemMoments
        A variance that is zero but for rounding is exactly zero. With ``em`` a replicate whose
        likelihood has no maximum, or needs too many steps to it, has NaN for covariances, and
        means and variances of the available answers.

    Examples
    --------
    >>> found = item_moments(np.ones((1, 2)), np.array([[1.0, 2.0], [3.0, 2.0]]))
    >>> found.covariance
    array([[[1., 0.],
            [0., 0.]]])
    """
    if missing == "listwise":
        complete = ~np.isnan(X).any(axis=1)
        W, X = W[:, complete], X[complete]
    if not np.isnan(X).any():
        return _of_complete_answers(W, X)
    if missing == "em":
        return _by_maximum_likelihood(W, X)
    mean = moments.weighted_mean(W, X)
    return ItemMoments(mean, moments.covariance(W, X, missing))


def standardised(S: FloatArray) -> FloatArray:
    """(p, p, R) correlations of covariances (p, p, R); every variance must be positive."""
    variance = np.einsum("iir->ir", S)  # (p, R)
    if (variance == 1).all():
        return S
    return _scaled(S, 1 / np.sqrt(variance))


def correlations(matrices: npt.ArrayLike) -> FloatArray:
    """(R, p, p) correlations of covariances or correlations (R, p, p).

    NaN where an item has no variance.

    Examples
    --------
    >>> correlations(np.array([[[4.0, 1.0], [1.0, 1.0]]]))
    array([[[1. , 0.5],
            [0.5, 1. ]]])
    """
    S = replicates_last(matrices)
    variance = np.einsum("iir->ir", S)
    scale = 1 / np.sqrt(np.where(variance > 0, variance, np.nan))
    return replicates_first(_scaled(S, scale))


def _scaled(S: FloatArray, scale: FloatArray) -> FloatArray:
    """(p, p, R) covariances times the scale of both items, with a diagonal of exactly 1."""
    correlations = S * scale
    correlations *= scale[:, None]
    items = np.arange(len(S))
    correlations[items, items] = np.where(np.isnan(scale), np.nan, 1.0)
    return correlations


def _by_maximum_likelihood(W: FloatArray, X: FloatArray) -> ItemMoments:
    found = em_moments(W, X)
    failed = np.flatnonzero(~found.has_converged)
    if not len(failed):
        return ItemMoments(found.mean, found.covariance)
    mean, covariance = np.array(found.mean), np.array(found.covariance)
    available = moments.covariance(W[failed], X, "pairwise")
    mean[failed] = moments.weighted_mean(W[failed], X)
    covariance[failed] = np.where(np.eye(X.shape[1], dtype=bool), available, np.nan)
    return ItemMoments(mean, covariance)


def _of_complete_answers(W: FloatArray, X: FloatArray) -> ItemMoments:
    n, p = X.shape
    pairs = p * (p + 1) // 2
    centre = X.mean(axis=0) if n else np.zeros(p)
    # With few replicates a product for each is cheaper than the columns that all would share.
    sums = _sums_one_by_one if len(W) <= _FEW else _sums_together
    blocks = chunks(max(n, 1), max(1, _BLOCK_CELLS // (pairs + p + 1)))
    totals = reduce(np.add, (sums(W[:, rows], X[rows] - centre) for rows in blocks))  # (q, R)
    weight = np.where(totals[-1] > 0, totals[-1], np.nan)
    shift = totals[pairs:-1] / weight  # (p, R) of the mean from the centre
    covariance = np.empty((p, p, len(W)))
    start = 0
    for item in range(p):  # row by row of the triangle, so that little memory is made and dropped
        row = totals[start : start + p - item] / weight
        row -= shift[item] * shift[item:]
        covariance[item, item:] = covariance[item:, item] = row
        start += p - item
    _drop_rounding(covariance, centre)
    return ItemMoments((shift + centre[:, None]).T, replicates_first(covariance))


def _sums_together(W: FloatArray, D: FloatArray) -> FloatArray:
    """(q, R) weighted sums of products of items, of items, and of ones: one matrix product."""
    first, second = np.triu_indices(D.shape[1])
    columns = np.hstack([D[:, first] * D[:, second], D, np.ones((len(D), 1))])
    return np.asarray(columns.T @ W.T)


def _sums_one_by_one(W: FloatArray, D: FloatArray) -> FloatArray:
    """The same as `_sums_together`."""
    p = D.shape[1]
    first, second = np.triu_indices(p)
    with_ones = np.hstack([D, np.ones((len(D), 1))])
    sums = (W[:, None, :] * with_ones.T) @ with_ones  # (R, p + 1, p + 1)
    return np.hstack([sums[:, first, second], sums[:, p]]).T


def _drop_rounding(covariance: FloatArray, centre: FloatArray) -> None:
    variance = np.einsum("iir->ir", covariance)
    floor = _RELATIVE_VARIANCE * np.maximum(centre**2, 1.0)
    is_zero = variance <= floor[:, None]  # (p, R)
    if is_zero.any():
        covariance[is_zero[:, None] | is_zero] = 0.0
