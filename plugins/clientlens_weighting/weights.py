"""What a weighting method returns: weights that add up to one, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, RequestError

_ROUNDING = 1e-10
"""A negative score this small beside the row's largest is a zero that rounding has moved."""


class Reason(IntEnum):
    """Why a replicate has no weights; the first that applies, in this order."""

    NONE = 0
    """It has weights."""
    NOT_ESTIMABLE = 1
    """The correlations are singular, unknown, or can't be those of any data."""
    TOO_FEW_UNITS = 2
    """Fewer than two units have a value, so nothing can vary."""
    MISSING = 3
    """An indicator has no value, so its share can't be told, nor what it leaves to the others."""
    NOT_POSITIVE = 4
    """A value is zero, where the method takes logarithms."""
    NEGATIVE = 5
    """A score is negative: a finding about the indicator, but no weight."""
    ALL_ZERO = 6
    """Every score is zero: by this method nothing tells the indicators apart."""
    NOT_CONVERGED = 7
    """An iteration didn't come to rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of the indicators of one group, and why they are absent where they are.

    Attributes
    ----------
    weights : (R, J) array
        Not negative, in a row sum 1; NaN in a replicate without weights.
    reasons : (R,) integer array
        A `Reason` for each replicate.
    """

    weights: FloatArray
    reasons: IntArray

    @property
    def is_known(self) -> BoolArray:
        """(R,) whether a replicate has weights."""
        return np.asarray(self.reasons == Reason.NONE)


def weights_of(scores: npt.ArrayLike, reasons: npt.ArrayLike = 0) -> Weights:
    """Scores divided by their sum.

    Parameters
    ----------
    scores : (R, J) array
        What each indicator counts, in any unit; NaN where that isn't known.
    reasons : (R,) or scalar integer
        A `Reason` known beforehand; `Reason.NONE` where there is none.

    Returns
    -------
    Weights
        A row with a score that is missing or negative, or with scores that are all zero, has no
        weights. An only child has the weight 1, whatever its score.

    Raises
    ------
    RequestError
        If the scores have no two axes, or no indicator.

    Examples
    --------
    >>> found = weights_of([[2.0, 6.0], [1.0, -1.0]])
    >>> found.weights
    array([[0.25, 0.75],
           [ nan,  nan]])
    >>> [Reason(code).name for code in found.reasons]
    ['NONE', 'NEGATIVE']
    """
    array = np.asarray(scores, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] == 0:  # noqa: PLR2004  (R, J)
        raise RequestError(f"scores come as (R, J) with an indicator or more, got {array.shape}")
    if array.shape[1] == 1:
        return Weights(np.ones(array.shape), np.zeros(len(array), dtype=np.int64))
    rounded = _without_rounding(array)
    found = np.where(np.asarray(reasons) == Reason.NONE, _reasons_of(rounded), reasons)
    known = (found == Reason.NONE)[:, None]
    total = np.where(known, rounded, 1.0).sum(axis=1, keepdims=True)
    return Weights(np.where(known, rounded / total, np.nan), found.astype(np.int64))


def nan_where_absent(values: FloatArray, weights: Weights) -> FloatArray:
    """(R, …) values, NaN in replicates without weights."""
    keep = weights.is_known.reshape(-1, *[1] * (values.ndim - 1))
    return np.where(keep, values, np.nan)


def _without_rounding(scores: FloatArray) -> FloatArray:
    size = np.abs(np.nan_to_num(scores)).max(axis=1, keepdims=True)
    return np.where((scores < 0) & (scores > -_ROUNDING * size), 0.0, scores)


def _reasons_of(scores: FloatArray) -> IntArray:
    missing, negative = np.isnan(scores).any(axis=1), (scores < 0).any(axis=1)
    zero = (scores == 0).all(axis=1)
    codes = [Reason.MISSING, Reason.NEGATIVE, Reason.ALL_ZERO]
    return np.select([missing, negative, zero], codes, Reason.NONE).astype(np.int64)
