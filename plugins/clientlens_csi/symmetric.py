"""Many small symmetric systems solved at once, replicates last.

Elimination without pivoting is safe for correlation matrices, and a few constructs make it a few
steps; each step works on all replicates. A system whose matrix is singular gives NaN.
"""

from __future__ import annotations

import numpy as np

from clientlens_csi.layout import BoolArray, FloatArray

SINGULAR = 1e-10
"""A pivot is the share of a variable's variance that those before it leave; below this it's 0."""


def solve(A: FloatArray, B: FloatArray) -> FloatArray:
    """Solutions X of A X = B.

    Parameters
    ----------
    A : (k, k, R) array
        Symmetric, positive definite, with a diagonal near 1.
    B : (k, m, R) array
        Right-hand sides.

    Returns
    -------
    (k, m, R) array
        NaN where the matrix is singular or indefinite.

    Examples
    --------
    >>> A = np.array([[2.0, 1.0], [1.0, 2.0]])[:, :, None]
    >>> solve(A, np.ones((2, 1, 1)))[:, 0, 0].round(4)
    array([0.3333, 0.3333])
    """
    if len(A) == 1:
        return B / _pivot(A[0, 0])
    A, X = np.array(A), np.array(B)
    for i in range(len(A)):
        pivot = _pivot(A[i, i])  # (R,)
        below = A[i, i + 1 :].copy()  # (k - i - 1, R); the matrix left over is symmetric
        A[i, i + 1 :] /= pivot
        X[i] /= pivot
        A[i + 1 :, i + 1 :] -= below[:, None] * A[i, i + 1 :]
        X[i + 1 :] -= below[:, None] * X[i]
    for i in range(len(A) - 2, -1, -1):
        X[i] -= np.einsum("jr,jmr->mr", A[i, i + 1 :], X[i + 1 :])
    return X


def inverse(A: FloatArray) -> FloatArray:
    """(k, k, R) inverses, NaN where the matrix is singular."""
    unit = np.broadcast_to(np.eye(len(A))[:, :, None], A.shape)
    return solve(A, unit)


def _pivot(diagonal: FloatArray) -> FloatArray:
    return np.where(diagonal > SINGULAR, diagonal, np.nan)


def is_positive_definite(A: FloatArray) -> BoolArray:
    """(R,) true where every pivot is positive; false where the matrix holds NaN.

    Examples
    --------
    >>> is_positive_definite(np.array([[1.0, 2.0], [2.0, 1.0]])[:, :, None])
    array([False])
    """
    A = np.array(A)
    good = np.ones(A.shape[-1], dtype=bool)
    for i in range(len(A)):
        good &= A[i, i] > SINGULAR
        below = A[i, i + 1 :]
        A[i + 1 :, i + 1 :] -= below[:, None] * (below / _pivot(A[i, i]))
    return good
