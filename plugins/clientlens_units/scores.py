"""Composite scores: item means of units normalised, and put together at two levels.

R replicates or runs, U units, J indicators, D dimensions. ``members`` holds, for each dimension,
the columns of its indicators.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens.stats import normalise
from clientlens.stats.aggregation import copeland, power_mean
from clientlens_units.options import Aggregation, Normalisation

_EXPONENTS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
_ROUNDING = 1e-12
"""0.6 · 5 is a little more than 3 in binary."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to make a score.

    Attributes
    ----------
    normalisation, aggregation, dimension_aggregation
        As the options name them.
    exponent : float
        Of a power mean at either level.
    availability : float
        Least share of indicators, and of dimensions, that a unit must have.
    ends : tuple of float
        Ends of the answer scale.
    target : float
        Scale points that count as 100; NaN where no method needs it.
    reference : int
        Number of the unit that counts as 100; -1 where no method needs it.
    """

    normalisation: Normalisation = "anchored"
    aggregation: Aggregation = "arithmetic"
    dimension_aggregation: Aggregation = "arithmetic"
    exponent: float = 0.5
    availability: float = 0.0
    ends: tuple[float, float] = (1.0, 5.0)
    target: float = np.nan
    reference: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Composite:
    """Scores of units: by dimension (R, U, D), and as a whole (R, U); NaN where there is none."""

    dimensions: FloatArray
    whole: FloatArray


def composite(
    items: FloatArray,
    within: FloatArray,
    above: FloatArray,
    members: Sequence[IntArray],
    method: Method,
) -> Composite:
    """Make the scores of units.

    Parameters
    ----------
    items : (R, U, J) array
        Means in scale points, NaN where a unit has none.
    within : (R, J) array
        Weights of the indicators within their dimension.
    above : (R, D) array
        Weights of the dimensions.
    members : sequence of D integer arrays
        Columns of each dimension.
    method : Method
        How.

    Returns
    -------
    Composite
        A dimension is NaN for a unit with too few of its indicators, and the whole for one with too
        few dimensions; what is missing leaves its weight to the others.

    Examples
    --------
    >>> items = np.array([[[1.0, 5.0, 3.0], [5.0, 5.0, 4.0]]])
    >>> members = (np.array([0, 1]), np.array([2]))
    >>> found = composite(items, np.array([[0.5, 0.5, 1.0]]), np.ones((1, 2)), members, Method())
    >>> found.dimensions[0], found.whole[0]
    (array([[ 50.,  50.],
           [100.,  75.]]), array([50. , 87.5]))
    """
    values = normalised(items, method)
    parts = [
        _together(values[:, :, own], within[:, own], method.aggregation, method) for own in members
    ]
    dimensions = np.stack(parts, axis=2)  # (R, U, D)
    return Composite(dimensions, _together(dimensions, above, method.dimension_aggregation, method))


def normalised(items: FloatArray, method: Method) -> FloatArray:
    """(R, U, J) items on the measure of a method.

    Examples
    --------
    >>> items = np.array([[[1.0], [2.0], [5.0]]])
    >>> normalised(items, Method("min_max")).ravel(), normalised(items, Method("rank")).ravel()
    (array([  0.,  25., 100.]), array([1., 2., 3.]))
    """
    if method.normalisation == "anchored":
        low, high = method.ends
        # The mean of answers at one end may lie beside it by rounding.
        return normalise.anchored(np.clip(items, low, high), low, high)
    if method.normalisation == "target":
        return 100 * normalise.distance_to_target(items, method.target, capped=True)
    if method.normalisation == "reference":
        return 100 * normalise.distance_to_reference(items, method.reference, capped=False)
    return _BESIDE[method.normalisation](items)


def _percent_below(items: FloatArray) -> FloatArray:
    return 100 * normalise.percentile(items)


_BESIDE: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "min_max": normalise.min_max,
    "z_score": normalise.z_score,
    "rank": normalise.rank,
    "percentile": _percent_below,
}
"""Units set beside one another."""


def _together(
    values: FloatArray, weights: FloatArray, aggregation: Aggregation, method: Method
) -> FloatArray:
    """(R, U) values (R, U, k) by weights (R, k); NaN where too few are known."""
    if aggregation == "copeland":
        known = ~np.isnan(values)
        is_enough = known.mean(axis=2) >= method.availability - _ROUNDING
        return np.where(is_enough, copeland(values, weights), np.nan)
    exponent = _EXPONENTS.get(aggregation, method.exponent)
    return power_mean(values, weights, exponent, availability=method.availability)
