"""Least squares of one outcome on dummies or other columns, in many replicates at once.

Shapes: R replicates on axis 0, n respondents, p columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.stats.moments import cross_products, divide

SINGULAR = 1e-10
"""An eigenvalue of the scaled normal equations below this is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """A regression in every replicate.

    Attributes
    ----------
    coefficients : (R, p) array
        NaN of a column that nobody with a weight has, and in a replicate whose columns can't be
        told apart.
    explained : (R,) array
        R², NaN in such a replicate and where the outcome doesn't vary.
    """

    coefficients: FloatArray
    explained: FloatArray


def least_squares(W: FloatArray, X: FloatArray, y: FloatArray) -> LeastSquares:
    """Weighted least squares with a constant, from normal equations.

    Parameters
    ----------
    W : (R, n) array
        Weights, not negative.
    X : (n, p) array
        Columns of 0 and 1, or others near them in size; without the constant, without NaN.
    y : (n,) array
        The outcome, without NaN.

    Returns
    -------
    LeastSquares
        A column that is 0 wherever there is weight is left out, and the others keep their
        coefficients.

    Examples
    --------
    >>> X = np.array([[0.0], [0.0], [1.0], [1.0]])
    >>> fit = least_squares(np.ones((1, 4)), X, np.array([1.0, 3.0, 5.0, 7.0]))
    >>> fit.coefficients, fit.explained
    (array([[4.]]), array([0.8]))
    """
    centred = (y - (y.mean() if len(y) else 0.0))[:, None]  # (n, 1), so that squares don't cancel
    columns = np.hstack([np.ones_like(centred), X])  # (n, 1 + p)
    products = cross_products(W, columns, columns)  # (R, 1 + p, 1 + p)
    with_y = cross_products(W, columns, centred)[:, :, 0]  # (R, 1 + p)
    beta = _solved(products, with_y)
    of_mean = divide(with_y[:, 0] ** 2, products[:, 0, 0])  # (R,) squares that the mean takes away
    total = (W @ centred**2)[:, 0] - of_mean
    explained = divide(np.nansum(beta * with_y, axis=1) - of_mean, total)
    return LeastSquares(beta[:, 1:], np.where(np.isnan(beta[:, 0]), np.nan, explained))


def _solved(products: FloatArray, with_y: FloatArray) -> FloatArray:
    """(R, p) solutions of the normal equations; a column that nobody has is left out."""
    size = np.sqrt(products.diagonal(axis1=1, axis2=2))  # (R, p)
    is_there = size > 0
    unit = np.where(is_there, size, 1.0)
    matrix = products / (unit[:, :, None] * unit[:, None, :])
    matrix = matrix + (~is_there)[:, :, None] * np.eye(size.shape[1])
    values, vectors = np.linalg.eigh(matrix)
    is_estimable = values[:, :1] > SINGULAR
    along = vectors.swapaxes(1, 2) @ (with_y / unit)[:, :, None]  # (R, p, 1)
    scaled = vectors @ (along / np.where(is_estimable, values, 1.0)[:, :, None])
    return np.where(is_estimable & is_there, scaled[:, :, 0] / unit, np.nan)
