"""CRITIC: weights from how far units lie apart and how little indicators repeat one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.dispersion import directions_of
from clientlens_weighting.units import units_of
from clientlens_weighting.weights import Reason, Weights, weights_of

Correlation = Literal["pearson", "spearman"]

_ROUNDING = 1e-12
"""A correlation so near to 1 is 1."""


@dataclass(frozen=True, slots=True, eq=False)
class CriticWeights(Weights):
    """Weights by CRITIC.

    Attributes
    ----------
    spread : (R, J) array
        Standard deviation of each indicator as a share of its range.
    conflict : (R, J) array
        Σ (1 - r) over the other indicators. One that correlates negatively with the rest comes
        near to 2 a pair: the strongest sign that its direction is wrong.
    """

    spread: FloatArray
    conflict: FloatArray


def critic(
    data: npt.ArrayLike,
    counts: npt.ArrayLike | None = None,
    *,
    directions: npt.ArrayLike | None = None,
    correlation: Correlation = "pearson",
) -> CriticWeights:
    """Weights by CRITIC, each indicator taken from 0 to 1 over the units: w ∝ σ Σ (1 - r).

    Parameters
    ----------
    data : (R, m, J) array
        Any values; units with a missing value are left out.
    counts : (R, m) array, optional
        How often each unit counts.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.
    correlation : {"pearson", "spearman"}
        Spearman's minds outliers less; the spread is the same.

    Returns
    -------
    CriticWeights
        An indicator without variation has the weight 0 and counts in nobody's conflict.

    Raises
    ------
    RequestError
        If a direction is neither 1 nor -1, or the correlation has another name.

    Notes
    -----
    The range makes it depend on outliers, and r needs some twenty units.

    References
    ----------
    .. [1] Diakoulaki, Mavrotas & Papayannakis (1995), Determining objective weights in multiple
           criteria problems: the CRITIC method, Computers & Operations Research 22(7), 763-770.

    Examples
    --------
    >>> critic([[[1.0, 10.0, 9.0], [2.0, 30.0, 5.0], [3.0, 20.0, 1.0]]]).weights.round(4)
    array([[0.3125, 0.25  , 0.4375]])
    """
    if correlation not in ("pearson", "spearman"):
        raise RequestError(f"`correlation` must be pearson or spearman, got {correlation!r}")
    units = units_of(data, counts).complete()
    sign = directions_of(directions, units.values.shape[2])
    compared = units if correlation == "pearson" else units.ranks()
    spread = divide(np.sqrt(units.variance()), units.highest() - units.lowest())
    is_constant = units.highest() == units.lowest()
    reasons = np.where((units.size() < 2).any(axis=1), Reason.TOO_FEW_UNITS, Reason.NONE)  # noqa: PLR2004
    correlations = compared.correlations() * sign[:, None] * sign
    return critic_of(np.where(is_constant, 0.0, spread), correlations, reasons)


def critic_of(
    spread: FloatArray, correlations: FloatArray, reasons: npt.ArrayLike = 0
) -> CriticWeights:
    """CRITIC weights from spread and correlations that are known already.

    Parameters
    ----------
    spread : (R, J) array
        Standard deviations, all in one unit; of respondents on one scale, in scale points.
    correlations : (R, J, J) array
        NaN where an indicator doesn't vary.
    reasons : (R,) integer array
        Reasons known beforehand.

    Returns
    -------
    CriticWeights

    Examples
    --------
    >>> critic_of(np.array([[1.0, 3.0]]), np.array([[[1.0, 0.5], [0.5, 1.0]]])).weights
    array([[0.25, 0.75]])
    """
    gaps = np.nan_to_num(1 - correlations)
    conflict = np.where(gaps < _ROUNDING, 0.0, gaps).sum(axis=2)  # (R, J)
    base = weights_of(spread * conflict, reasons)
    return CriticWeights(base.weights, base.reasons, spread, conflict)
