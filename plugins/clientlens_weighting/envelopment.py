"""Benefit of the doubt: each unit is weighed by the weights that suit it best, within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.linear_programmes import minimise
from clientlens_weighting.units import refuse, units_of

Bounded = Literal["weights", "contributions"]


@dataclass(frozen=True, slots=True, eq=False)
class Envelopment:
    """Scores by benefit of the doubt.

    Attributes
    ----------
    scores : (R, m) array
        0 to 1; 1 where no unit does better by the weights that suit this one best. NaN for a unit
        with a missing value.
    weights : (R, m, J) array
        Those weights, brought to sum 1. Where several suit a unit as well, one set of them.
    """

    scores: FloatArray
    weights: FloatArray


_SLACK = 1e-9
"""So much may a score miss its best: programmes are solved to this precision."""


def benefit_of_the_doubt(
    data: npt.ArrayLike,
    low: float = 0.0,
    high: float = 1.0,
    *,
    bounded: Bounded = "weights",
) -> Envelopment:
    """Score each unit by the weights that suit it best (data envelopment analysis).

    Parameters
    ----------
    data : (R, m, J) array
        Not negative, more is better; a unit with a missing value is left out.
    low, high : float
        Bounds, as shares between 0 and 1. Without bounds many units score 1, each by an indicator
        of its own.
    bounded : {"weights", "contributions"}
        What is bounded: an indicator's share of the sum of weights, or of the unit's own score.

    Returns
    -------
    Envelopment

    Raises
    ------
    RequestError
        If a value is negative, or the bounds can't be kept by so many indicators.

    Notes
    -----
    For unit c: the largest Σ w x_c with Σ w x_i ≤ 1 for every unit i. It takes m linear programmes
    a replicate, some milliseconds each.

    References
    ----------
    .. [1] Cherchye, Moesen, Rogge & Van Puyenbroeck (2007), An introduction to 'benefit of the
           doubt' composite indicators, Social Indicators Research 82(1), 111-145.
    .. [2] OECD & JRC (2008), Handbook on Constructing Composite Indicators, 92-94.

    Examples
    --------
    >>> data = [[[1.0, 0.5], [0.5, 1.0], [0.5, 0.5]]]
    >>> benefit_of_the_doubt(data).scores.round(6)
    array([[1.      , 1.      , 0.666667]])
    >>> benefit_of_the_doubt(data, 0.5, 0.5).weights[0, 0]
    array([0.5, 0.5])
    """
    units = units_of(data)
    refuse(units.values < 0, units.values, "is negative", "Shift or rescale the data first.")
    _check_bounds(low, high, units.values.shape[2])
    known = np.asarray(units.counts.all(axis=2))  # (R, m)
    values = _of_unit_size(np.where(known[:, :, None], units.values, 0.0))
    found = _suited(values, _cone(values, (low, high), bounded))
    scores = (found * values).sum(axis=2)
    total = found.sum(axis=2, keepdims=True)
    return Envelopment(_or_nan(scores, known), _or_nan(divide(found, total), known))


def middle_weights(
    data: npt.ArrayLike,
    low: float = 0.0,
    high: float = 1.0,
    *,
    bounded: Bounded = "weights",
) -> FloatArray:
    """The middle of all the weights that suit each unit best.

    Parameters
    ----------
    data, low, high, bounded
        As in `benefit_of_the_doubt`.

    Returns
    -------
    (R, m, J) array
        For each indicator the middle between its lowest and its highest weight with which the unit
        reaches its score, brought to sum 1; NaN for a unit with a missing value.

    Raises
    ------
    RequestError
        As `benefit_of_the_doubt`.

    Notes
    -----
    A unit that scores 1 does so with many weights, and which of them a solver meets first is
    chance. The ends of their range aren't, nor is the middle. It takes 2J programmes a unit.

    Examples
    --------
    >>> middle_weights([[[1.0, 0.5], [0.5, 1.0], [0.5, 0.5]]])[0, 0].round(6)
    array([0.75, 0.25])
    """
    found = benefit_of_the_doubt(data, low, high, bounded=bounded)
    known = ~np.isnan(found.scores)
    given = np.asarray(data, dtype=np.float64)
    values = _of_unit_size(np.where(known[:, :, None], given, 0.0))
    least, most = _ranges(values, np.nan_to_num(found.scores), _cone(values, (low, high), bounded))
    middle = least + most
    return _or_nan(divide(middle, middle.sum(axis=2, keepdims=True)), np.asarray(known))


def _ranges(
    values: FloatArray, scores: FloatArray, cone: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(R, m, J) lowest and highest share of each indicator with which a unit reaches its score."""
    R, m, J = values.shape
    wanted = scores[:, :, None, None] * (1 - _SLACK)
    no_peer_better = wanted * values[:, None] - values[:, :, None, :]  # (R, m, m, J)
    rows = np.concatenate([no_peer_better, cone], axis=2).reshape(R * m, -1, J)
    at_most = (rows, np.zeros(rows.shape[:2]))
    whole = (np.ones((R * m, 1, J)), np.ones((R * m, 1)))
    ends = np.empty((2, R, m, J))
    for j in range(J):
        cost = np.broadcast_to(np.eye(J)[j], (R * m, J))
        for end, sign in enumerate((1.0, -1.0)):
            ends[end, :, :, j] = minimise(sign * cost, at_most, whole)[:, j].reshape(R, m)
    return ends[0], ends[1]


def _suited(values: FloatArray, cone: FloatArray) -> FloatArray:
    """(R, m, J) weights that suit each unit best; rows ``cone`` (R, m, k, J) times them are ≤ 0."""
    R, m, J = values.shape
    peers = np.broadcast_to(values[:, None], (R, m, m, J))
    rows = np.concatenate([peers, cone], axis=2).reshape(R * m, -1, J)
    limits = np.concatenate([np.ones(m), np.zeros(cone.shape[2])])
    found = minimise(-values.reshape(R * m, J), (rows, np.tile(limits, (R * m, 1))))
    return found.reshape(R, m, J)


def _cone(values: FloatArray, bounds: tuple[float, float], bounded: Bounded) -> FloatArray:
    """(R, m, 2J, J) rows that keep every share within the bounds."""
    if bounded not in ("weights", "contributions"):
        raise RequestError(f"`bounded` must be weights or contributions, got {bounded!r}")
    low, high = bounds
    own = np.ones_like(values) if bounded == "weights" else values
    each = own[:, :, :, None] * np.eye(values.shape[2])
    whole = own[:, :, None, :]
    return np.concatenate([each - high * whole, low * whole - each], axis=2)


def _check_bounds(low: float, high: float, J: int) -> None:
    if not 0 <= low <= high <= 1:
        raise RequestError(f"bounds of shares must have 0 ≤ low ≤ high ≤ 1, got {low:g}, {high:g}")
    if low * J > 1 or high * J < 1:
        raise RequestError(
            f"{J} shares between {low:g} and {high:g} can't add up to 1. "
            f"Take a low of at most {1 / J:.4g} and a high of at least that"
        )


def _of_unit_size(values: FloatArray) -> FloatArray:
    """Data brought to 1 at most; the scores don't mind a common factor."""
    size = values.max(axis=(1, 2), keepdims=True)
    return values / np.where(size > 0, size, 1.0)


def _or_nan(values: FloatArray, known: BoolArray) -> FloatArray:
    return np.where(known.reshape(*known.shape, *[1] * (values.ndim - 2)), values, np.nan)
