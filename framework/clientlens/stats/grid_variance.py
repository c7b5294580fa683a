"""Variance over a full grid of settings, split by what causes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.stats.moments import divide

_RELATIVE_VARIANCE = 1e-24
"""A variance below this share of the mean square is rounding, that is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class GridShares:
    """Shares of the variance of each of q outputs over a grid with c axes.

    Attributes
    ----------
    main : (c, q) array
        Caused by the axis alone; NaN where an output doesn't vary.
    total : (c, q) array
        Caused by the axis alone or together with others, that is gone once it is held.
    variance : (q,) array
        Over the whole grid, in squared units of the output.
    """

    main: FloatArray
    total: FloatArray
    variance: FloatArray


def grid_shares(values: npt.ArrayLike, axes: int) -> GridShares:
    """Split the variance of outputs that are known at every point of a grid.

    Every point counts the same, so that the parts are exact and need no estimation: they are the
    first-order and total indices of Sobol' [1]_ for independent, uniform settings.

    Parameters
    ----------
    values : (k1, …, kc, q) array_like
        q outputs at every point; no NaN.
    axes : int
        The number c of axes that the grid has.

    References
    ----------
    .. [1] Sobol' (1993), Sensitivity estimates for nonlinear mathematical models, Mathematical
           Modelling and Computational Experiments 1(4), 407-414.

    Examples
    --------
    >>> shares = grid_shares([[[0.0], [1.0]], [[0.0], [1.0]]], axes=2)
    >>> shares.main.ravel().tolist()
    [0.0, 1.0]
    """
    x = np.asarray(values, dtype=np.float64)
    settings = tuple(range(axes))
    variance = x.var(axis=settings)  # (q,)
    variance = np.where(variance > _RELATIVE_VARIANCE * (x**2).mean(axis=settings), variance, 0.0)
    main, total = [], []
    for axis in settings:
        others = tuple(other for other in settings if other != axis)
        main.append(divide(x.mean(axis=others).var(axis=0), variance))
        total.append(divide(x.var(axis=axis).mean(axis=tuple(range(axes - 1))), variance))
    q = x.shape[axes:]
    return GridShares(
        np.reshape(main, (axes, *q)), np.reshape(total, (axes, *q)), np.asarray(variance)
    )
