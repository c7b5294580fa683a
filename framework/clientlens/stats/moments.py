"""Weighted sums of many replicates at once: means, category totals, covariances.

Everything here is a matrix product of weights ``W`` (R, n) with something made of the answers
``X`` (n, p): R replicates on axis 0, n respondents, p items. NaN in ``X`` is a missing answer.
A replicate in which nobody with a positive weight answered an item has no mean there: NaN.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray

Missing = Literal["listwise", "pairwise", "mean"]

_BLOCK_CELLS = 4_000_000
"""Products of items are formed for so many cells at a time, about 32 MB."""

_RELATIVE_VARIANCE = 1e-12
"""A variance below this share of the item's mean square is rounding, that is zero."""

_FEW_MISSING = 0.1
"""Below that share of missing answers, weights are summed by taking the missing ones away."""

_ROUNDING = 1e-12
"""A sum of weights below this share of all weights is rounding, that is nothing."""


def divide(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Quotient, NaN where the denominator isn't positive."""
    shape = np.broadcast_shapes(numerator.shape, denominator.shape)
    out = np.full(shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator > 0)
    return out


def weighted_mean(W: FloatArray, X: FloatArray) -> FloatArray:
    """Means over those who answered.

    Parameters
    ----------
    W : (R, n) array
        Weights, not negative.
    X : (n, p) array
        Answers, NaN where missing.

    Returns
    -------
    (R, p) array
        NaN where nobody with a positive weight answered.

    Examples
    --------
    >>> X = np.array([[1.0, 5.0], [3.0, np.nan]])
    >>> weighted_mean(np.array([[1.0, 1.0], [3.0, 1.0]]), X)
    array([[2. , 5. ],
           [1.5, 5. ]])
    """
    answered = ~np.isnan(X)
    total = W @ np.where(answered, X, 0.0)  # (R, p)
    return divide(total, answered_weight(W, answered))


def mean_of_known(values: FloatArray, weights: FloatArray | float = 1.0) -> FloatArray:
    """Mean along the last axis, over what is not NaN.

    Parameters
    ----------
    values : (…, J) array
        NaN where unknown.
    weights : array
        Not negative; as many as there are values, or what can be spread to them.

    Returns
    -------
    (…) array
        NaN where nothing with a weight is known.

    Examples
    --------
    >>> mean_of_known(np.array([[1.0, np.nan, 4.0], [np.nan, np.nan, np.nan]]), np.array([1, 1, 2]))
    array([ 3., nan])
    """
    is_known = ~np.isnan(values)
    total = (np.where(is_known, values, 0.0) * weights).sum(axis=-1)
    return divide(total, (is_known * weights).sum(axis=-1))


def mean_of_others(X: FloatArray) -> FloatArray:
    """(n, p) mean of a row without the column itself, over what is not NaN.

    Examples
    --------
    >>> mean_of_others(np.array([[1.0, 2.0, 6.0], [4.0, np.nan, np.nan]]))
    array([[4. , 3.5, 1.5],
           [nan, 4. , 4. ]])
    """
    is_known = ~np.isnan(X)
    total = np.nansum(X, axis=1, keepdims=True) - np.nan_to_num(X)
    return divide(total, is_known.sum(axis=1, keepdims=True) - is_known)


def answered_weight(W: FloatArray, answered: npt.NDArray[np.bool_]) -> FloatArray:
    """(R, p) sum of the weights of those who answered; (R, 1) where everybody did."""
    columns, rows = np.nonzero(~answered.T)
    if not len(rows):
        return np.asarray(W.sum(axis=1, keepdims=True))
    if len(rows) > _FEW_MISSING * answered.size:
        return np.asarray(W @ answered.astype(np.float64))
    return _without(W, columns, rows, answered.shape[1])


def _without(W: FloatArray, columns: IntArray, rows: IntArray, p: int) -> FloatArray:
    """(R, p) sums of all weights but those of some rows in some columns, sorted by column.

    Where little is missing that is far less work than adding up what is there.
    """
    total = W.sum(axis=1, keepdims=True)
    found, starts = np.unique(columns, return_index=True)
    left = np.repeat(total, p, axis=1)
    left[:, found] -= np.add.reduceat(W[:, rows], starts, axis=1)
    return np.where(left > _ROUNDING * total, left, 0.0)  # nobody left is exactly nothing


def effective_size(W: FloatArray, X: FloatArray) -> FloatArray:
    """(R, p) Kish's effective number of answers, (Σw)² / Σw² over those who answered.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, Wiley, section 11.7.
    """
    answered = ~np.isnan(X)
    total = np.broadcast_to(answered_weight(W, answered), (len(W), X.shape[1]))
    return divide(total**2, np.broadcast_to(answered_weight(W**2, answered), total.shape))


def category_totals(W: FloatArray, X: FloatArray, categories: npt.ArrayLike) -> FloatArray:
    """Weight of the answers in each category.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    X : (n, p) array
        Answers; a value that is no category counts nowhere.
    categories : (K,) array
        The scale points.

    Returns
    -------
    (R, p, K) array
    """
    points = np.asarray(categories, dtype=np.float64)
    n, p = X.shape
    totals = np.zeros((len(W), p * len(points)))
    for rows in _row_blocks(n, p * len(points)):
        chosen = (X[rows, :, None] == points).reshape(-1, p * len(points))
        totals += W[:, rows] @ chosen.astype(np.float64)
    return totals.reshape(len(W), p, len(points))  # (R, p, K)


def covariance(W: FloatArray, X: FloatArray, missing: Missing = "pairwise") -> FloatArray:
    """Covariance matrices, divided by the sum of the weights.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    X : (n, p) array
        Answers, NaN where missing.
    missing : {"listwise", "pairwise", "mean"}
        Respondents who answered every item; for each pair those who answered both; or a missing
        answer replaced by the replicate's mean.

    Returns
    -------
    (R, p, p) array
        A variance that is zero but for rounding is exactly zero.
    """
    if missing == "listwise":
        complete = ~np.isnan(X).any(axis=1)
        W, X = W[:, complete], X[complete]
    answered = ~np.isnan(X)
    centre = _centre(X, answered)
    deviations = np.where(answered, X - centre, 0.0)  # (n, p)
    products = cross_products(W, deviations, deviations)  # (R, p, p)
    weight, total = _pair_totals(W, deviations, answered)
    if missing == "mean":
        mean = divide(total, weight).diagonal(axis1=1, axis2=2)[:, :, None]  # (R, p, 1)
        moved = mean * total.swapaxes(1, 2)
        products = products - moved - moved.swapaxes(1, 2) + mean * mean.swapaxes(1, 2) * weight
        return _without_rounding(divide(products, W.sum(axis=1)[:, None, None]), centre)
    mean = divide(total, weight)  # (R, p, p) mean of item i where item j was answered too
    return _without_rounding(divide(products, weight) - mean * mean.swapaxes(1, 2), centre)


def correlation(W: FloatArray, X: FloatArray, missing: Missing = "pairwise") -> FloatArray:
    """(R, p, p) correlations; NaN where an item has no variance.

    With ``pairwise`` both variances of a pair are those of the respondents who answered both, as
    in R's ``cor(use = "pairwise")``; such a matrix may be no correlation matrix of anything.
    """
    if missing != "pairwise" or not np.isnan(X).any():
        return correlation_of(covariance(W, X, missing))
    answered = ~np.isnan(X)
    both = answered.astype(np.float64)
    deviations = np.where(answered, X - _centre(X, answered), 0.0)
    weight, total = _pair_totals(W, deviations, answered)
    squares = divide(cross_products(W, deviations**2, both), weight)  # (R, p, p)
    mean = divide(total, weight)
    spread = np.sqrt(_positive(squares, mean))  # of item i where item j was answered too
    products = divide(cross_products(W, deviations, deviations), weight)
    matrix = (products - mean * mean.swapaxes(1, 2)) / (spread * spread.swapaxes(1, 2))
    return _clipped(matrix)


def column_correlation(W: FloatArray, A: FloatArray, B: FloatArray) -> FloatArray:
    """Correlation of each column with the one at its place in another table.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    A, B : (n, p) array
        Answers, NaN where missing; each pair rests on those who answered both.

    Returns
    -------
    (R, p) array
        What `correlation` has of the two; NaN where one has no variance.

    Examples
    --------
    >>> A = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, np.nan], [4.0, 4.0]])
    >>> B = np.array([[2.0, 5.0], [4.0, 3.0], [6.0, 2.0], [8.0, -1.0]])
    >>> column_correlation(np.ones((1, 4)), A, B)
    array([[ 1., -1.]])
    """
    both = ~np.isnan(A + B)  # (n, p)
    weight = answered_weight(W, both)
    first, second = (np.where(both, X - _centre(X, both), 0.0) for X in (A, B))

    def mean(products: FloatArray) -> FloatArray:
        return divide(W @ products, weight)

    a, b = mean(first), mean(second)
    spread = np.sqrt(_positive(mean(first**2), a) * _positive(mean(second**2), b))
    return np.clip((mean(first * second) - a * b) / spread, -1.0, 1.0)


def _positive(squares: FloatArray, mean: FloatArray) -> FloatArray:
    """Variance from the mean of squares, NaN where it is nothing but rounding."""
    variance = squares - mean**2
    is_zero = variance <= _RELATIVE_VARIANCE * np.maximum(squares, 1.0)
    return np.where(is_zero, np.nan, variance)


def correlation_of(covariances: FloatArray) -> FloatArray:
    """(…, p, p) correlations; NaN in rows and columns of an item without variance."""
    variance = covariances.diagonal(axis1=-2, axis2=-1)
    deviation = np.sqrt(np.where(variance > 0, variance, np.nan))
    matrix = covariances / (deviation[..., :, None] * deviation[..., None, :])
    return _clipped(matrix)


def _clipped(matrix: FloatArray) -> FloatArray:
    """Correlations without the last bits beyond one; exactly one on the diagonal."""
    is_own = np.eye(matrix.shape[-1], dtype=bool) & ~np.isnan(matrix)
    return np.where(is_own, 1.0, np.clip(matrix, -1.0, 1.0))


def cross_products(W: FloatArray, A: FloatArray, B: FloatArray) -> FloatArray:
    """(R, a, b) sums of w · A[:, i] · B[:, j] over respondents: one matrix product per block."""
    n, a = A.shape
    b = B.shape[1]
    totals = np.zeros((len(W), a * b))
    for rows in _row_blocks(n, a * b):
        pairs = (A[rows, :, None] * B[rows, None, :]).reshape(-1, a * b)
        totals += W[:, rows] @ pairs
    return totals.reshape(len(W), a, b)


def _pair_totals(
    W: FloatArray, deviations: FloatArray, answered: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """(R, p, p) weight of those who answered both items, and their sum of the first."""
    p = deviations.shape[1]
    if answered.all():
        weight = np.broadcast_to(W.sum(axis=1)[:, None, None], (len(W), p, p))
        return weight, np.broadcast_to((W @ deviations)[:, :, None], (len(W), p, p))
    both = answered.astype(np.float64)
    return cross_products(W, both, both), cross_products(W, deviations, both)


def _centre(X: FloatArray, answered: npt.NDArray[np.bool_]) -> FloatArray:
    """A point near the data, so that squares don't cancel; the same for every replicate."""
    count = answered.sum(axis=0)
    return np.asarray(np.where(answered, X, 0.0).sum(axis=0) / np.maximum(count, 1))  # (p,)


def _without_rounding(matrix: FloatArray, centre: FloatArray) -> FloatArray:
    variance = matrix.diagonal(axis1=1, axis2=2)  # (R, p)
    is_zero = variance <= _RELATIVE_VARIANCE * np.maximum(centre**2, 1.0)
    is_zero_pair = is_zero[:, :, None] | is_zero[:, None, :]
    return np.where(is_zero_pair & ~np.isnan(matrix), 0.0, matrix)


def _row_blocks(n: int, columns: int) -> list[slice]:
    step = max(1, _BLOCK_CELLS // max(columns, 1))
    return [slice(start, min(start + step, n)) for start in range(0, n, step)]
