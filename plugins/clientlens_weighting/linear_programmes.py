"""Many small linear programmes of one shape, solved together."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import FloatArray

_PROGRAMMES_AT_A_TIME = 64
"""Together they cost less than one by one; too many make one slow programme."""


def minimise(
    cost: FloatArray,
    at_most: tuple[FloatArray, FloatArray],
    equal: tuple[FloatArray, FloatArray] | None = None,
) -> FloatArray:
    """Find x ≥ 0 with the least cost, in each of B programmes.

    Parameters
    ----------
    cost : (B, v) array
        Of each variable.
    at_most : ((B, k, v) array, (B, k) array)
        Rows A and limits b with A x ≤ b.
    equal : ((B, l, v) array, (B, l) array), optional
        Rows and values with A x = b.

    Returns
    -------
    (B, v) array

    Raises
    ------
    ArithmeticError
        If a programme has no solution; who calls sees to it that each has one.

    Examples
    --------
    >>> rows, limits = np.array([[[1.0, 2.0]]]), np.array([[4.0]])
    >>> minimise(np.array([[-1.0, -1.0]]), (rows, limits))
    array([[4., 0.]])
    """
    step = _PROGRAMMES_AT_A_TIME
    blocks = [slice(start, start + step) for start in range(0, len(cost), step)]
    found = [_solved(cost[block], _part(at_most, block), _part(equal, block)) for block in blocks]
    return np.concatenate([np.empty((0, cost.shape[1])), *found])


Rows = tuple[FloatArray, FloatArray] | None


def _part(rows: Rows, block: slice) -> Rows:
    return rows and (rows[0][block], rows[1][block])


def _solved(cost: FloatArray, at_most: Rows, equal: Rows) -> FloatArray:
    from scipy.optimize import linprog

    upper, limits = _stacked(at_most)
    rows, values = _stacked(equal)
    found = linprog(
        cost.ravel(), A_ub=upper, b_ub=limits, A_eq=rows, b_eq=values, method="highs-ds"
    )
    if found.status != 0:
        raise ArithmeticError(f"a linear programme has no solution: {found.message}")
    return np.asarray(found.x, dtype=np.float64).reshape(cost.shape)


def _stacked(rows: Rows) -> tuple[object, FloatArray | None]:
    """Blocks along the diagonal of one sparse matrix, and all limits."""
    from scipy.sparse import bsr_matrix

    if rows is None:
        return None, None
    blocks, limits = rows
    B, k, v = blocks.shape
    diagonal = bsr_matrix((blocks, np.arange(B), np.arange(B + 1)), shape=(B * k, B * v)).tocsc()
    diagonal.eliminate_zeros()
    return diagonal, limits.ravel()
