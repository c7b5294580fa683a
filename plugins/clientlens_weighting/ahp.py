"""Priorities from pairwise judgements: the analytic hierarchy process, complete or with gaps.

Matrices are (E, J, J) as from `clientlens_weighting.judgements.reciprocal`; an axis of replicates,
as of experts put together in resamples, is treated in the same way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, IntArray, RequestError
from clientlens_weighting.judgements import is_connected
from clientlens_weighting.weights import Reason, Weights, weights_of

MOST_INDICATORS = 9
"""More than so many can't be held in mind at once [Saaty 1977]; 26 would be 325 comparisons."""


def eigenvector(matrices: npt.ArrayLike) -> Weights:
    """Priorities in proportion to the principal right eigenvector.

    Parameters
    ----------
    matrices : (E, J, J) array
        Judgements; where pairs are missing, Harker's matrix stands in (see Notes).

    Returns
    -------
    Weights
        A matrix in two parts without a comparison between them has none: `Reason.MISSING`.

    Raises
    ------
    RequestError
        If this is no stack of square matrices.

    Notes
    -----
    For a missing pair Harker puts in the ratio of the priorities that are being looked for. That
    is the same as 0 in its place, and on the diagonal 1 more for each pair that its row misses.

    References
    ----------
    .. [1] Saaty (1977), A scaling method for priorities in hierarchical structures, J. Mathematical
           Psychology 15(3), 234-281.
    .. [2] Harker (1987), Alternative modes of questioning in the analytic hierarchy process,
           Mathematical Modelling 9(3-5), 353-360.

    Examples
    --------
    >>> eigenvector([[[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]]).weights.round(6)
    array([[0.636986, 0.258285, 0.104729]])
    """
    stack = _stack(matrices)
    values, vectors = np.linalg.eig(harker_matrix(stack))
    first = values.real.argmax(axis=1)[:, None, None]
    principal = np.take_along_axis(vectors.real, first, axis=2)[:, :, 0]  # (E, J)
    return weights_of(np.abs(principal), _reasons(stack))


def geometric_mean(matrices: npt.ArrayLike) -> Weights:
    """Priorities in proportion to the geometric means of rows: least squares of the logarithms.

    Parameters
    ----------
    matrices : (E, J, J) array
        Judgements. Where pairs are missing, the squares of those judged are made least, which is no
        mean of rows any more.

    Returns
    -------
    Weights
        A matrix in two parts without a comparison between them has none: `Reason.MISSING`.

    Raises
    ------
    RequestError
        If this is no stack of square matrices.

    References
    ----------
    .. [1] Crawford & Williams (1985), A note on the analysis of subjective judgment matrices,
           J. Mathematical Psychology 29(4), 387-405.
    .. [2] Bozóki, Fülöp & Rónyai (2010), On optimal completion of incomplete pairwise comparison
           matrices, Mathematical and Computer Modelling 52(1-2), 318-333.

    Examples
    --------
    >>> geometric_mean([[[1, 2, np.nan], [0.5, 1, 2], [np.nan, 0.5, 1]]]).weights.round(6)
    array([[0.571429, 0.285714, 0.142857]])
    """
    stack = _stack(matrices)
    known = ~np.isnan(stack)
    logs = np.log(np.where(known, stack, 1.0)).sum(axis=2)  # (E, J)
    J = stack.shape[1]
    # The equations of a network: what flows into a node is what its judgements say. They leave the
    # common level open; adding 1 to every cell sets it to 0.
    laplacian = known.sum(axis=2)[:, :, None] * np.eye(J) - known
    connected = is_connected(stack)
    equations = np.where(connected[:, None, None], laplacian + 1.0, np.eye(J))
    priorities = np.exp(np.linalg.solve(equations, logs[:, :, None])[:, :, 0])
    return weights_of(priorities, _reasons(stack))


def harker_matrix(matrices: FloatArray) -> FloatArray:
    """(E, J, J) matrices with 0 for missing pairs, made up for on the diagonal."""
    known = ~np.isnan(matrices)
    missing = (~known).sum(axis=2)  # (E, J)
    filled = np.where(known, matrices, 0.0)
    return np.asarray(filled + missing[:, :, None] * np.eye(matrices.shape[1]))


def _stack(matrices: npt.ArrayLike) -> FloatArray:
    stack = np.asarray(matrices, dtype=np.float64)
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2] or not stack.shape[1]:  # noqa: PLR2004
        raise RequestError(f"judgements come as a stack (E, J, J), got {stack.shape}")
    return stack


def _reasons(stack: FloatArray) -> IntArray:
    return np.where(is_connected(stack), Reason.NONE, Reason.MISSING).astype(np.int64)
