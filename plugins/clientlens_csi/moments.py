"""Means and covariances of the items in every replicate, laid out for the iteration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from clientlens.stats import moments
from clientlens.stats.moments import Missing
from clientlens_csi.layout import FloatArray, chunks, replicates_first, replicates_last

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
    missing : {"mean", "pairwise", "listwise"}
        A missing answer replaced by the replicate's mean; for each pair those who answered both;
        or respondents who answered every item. Without missing answers they agree.

    Returns
    -------
    ItemMoments
        A variance that is zero but for rounding is exactly zero.

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
    if np.isnan(X).any():
        mean = moments.weighted_mean(W, X)
        return ItemMoments(mean, moments.covariance(W, X, missing))
    return _of_complete_answers(W, X)


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


def _of_complete_answers(W: FloatArray, X: FloatArray) -> ItemMoments:
    n, p = X.shape
    first, second = np.triu_indices(p)
    centre = X.mean(axis=0) if n else np.zeros(p)
    # With few replicates a product for each is cheaper than the columns that all would share.
    sums = _sums_one_by_one if len(W) <= _FEW else _sums_together
    blocks = chunks(max(n, 1), max(1, _BLOCK_CELLS // (len(first) + p + 1)))
    totals = reduce(np.add, (sums(W[:, rows], X[rows] - centre) for rows in blocks))  # (q, R)
    weight = totals[-1]
    totals /= np.where(weight > 0, weight, np.nan)
    shift = totals[len(first) : -1]  # (p, R) of the mean from the centre
    triangle = totals[: len(first)]
    triangle -= shift[first] * shift[second]
    cell = np.empty((p, p), dtype=np.int64)
    cell[first, second] = cell[second, first] = np.arange(len(first))
    covariance = triangle[cell]  # (p, p, R)
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
