"""The index of every construct on 0 to 100, and how much each moves another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import RequestError
from clientlens_csi.layout import FloatArray
from clientlens_csi.structure import PathStructure


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Scores on 0 to 100, the ends of the answer scales.

    Attributes
    ----------
    item_performance : (R, p) array
        Mean of each item, rescaled to 0 to 100.
    weights : (R, p) array
        Unstandardised weights on the rescaled items; they sum to 1 in every construct. From
        `index_of_scores` (R, C, p), one row a score.
    values : (R, C) array
        Mean score of each construct: its index, its performance.
    deviation : (R, C) array
        Standard deviation of the scores, in points of the index.
    """

    item_performance: FloatArray
    weights: FloatArray
    values: FloatArray
    deviation: FloatArray


def index(
    mean: FloatArray,
    deviation: FloatArray,
    weights: FloatArray,
    scales: FloatArray,
    structure: PathStructure,
) -> Index:
    """The index of every construct.

    Parameters
    ----------
    mean, deviation : (R, p) array
        Of the items, scale points.
    weights : (R, p) array
        Standardised weights.
    scales : (p, 2) array
        Lowest and highest point of each item's declared scale; never what was observed.
    structure : PathStructure
        The blocks.

    Returns
    -------
    Index
        0 when everyone answers the lowest point everywhere, 100 at the highest. NaN where the
        weights of a construct don't have a positive sum. Negative weights can move it beyond
        0 to 100.

    Raises
    ------
    RequestError
        If a scale has no width.

    Notes
    -----
    A standardised weight belongs to an item measured in standard deviations; on the items
    themselves it is w/s. Some programs put the standardised weights on the rescaled items, and
    then the effects of `importance` are no longer those of the published scores.

    References
    ----------
    .. [1] Fornell et al. (1996), The American Customer Satisfaction Index, J. Marketing 60(4),
           7-18.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1", "a2"], "b": ["b1"]}, {"b": ["a"]})
    >>> found = index(
    ...     mean=np.array([[3.0, 4.0, 5.0]]),
    ...     deviation=np.array([[1.0, 0.5, 1.0]]),
    ...     weights=np.array([[0.6, 0.6, 1.0]]),
    ...     scales=np.array([[1, 5], [1, 5], [1, 5]]),
    ...     structure=model,
    ... )
    >>> found.weights.round(4)
    array([[0.3333, 0.6667, 1.    ]])
    >>> found.values.round(4)
    array([[ 66.6667, 100.    ]])
    """
    W = np.asarray(weights)[:, None, :] * structure.is_member.T  # (R, C, p)
    found = index_of_scores(mean, deviation, W, scales)
    own = found.weights[:, structure.construct_of, np.arange(len(structure.items))]
    return Index(found.item_performance, own, found.values, found.deviation)


def index_of_scores(
    mean: FloatArray, deviation: FloatArray, weights: FloatArray, scales: FloatArray
) -> Index:
    """The index of scores that are any weighted sums of the items.

    Parameters
    ----------
    mean, deviation, scales
        As in `index`.
    weights : (R, C, p) array
        Weights of C scores of unit variance on the standardised items; 0 where an item has no part.

    Returns
    -------
    Index
        As `index` gives it, but for weights (R, C, p).

    Raises
    ------
    RequestError
        If a scale has no width.
    """
    low, width = _ends(scales)
    performance = 100 * (np.asarray(mean) - low) / width  # (R, p)
    points = 100 * np.asarray(deviation) / width
    per_point = np.asarray(weights) / np.where(points > 0, points, np.nan)[:, None, :]
    per_point = np.where(np.asarray(weights) == 0, 0.0, per_point)  # (R, C, p)
    total = per_point.sum(axis=2)
    sums = np.where(total > 0, total, np.nan)  # (R, C)
    shares = per_point / sums[:, :, None]
    values = np.einsum("rcp,rp->rc", shares, np.nan_to_num(performance))
    return Index(performance, shares, values, 1 / sums)


def importance(total_effects: FloatArray, deviation: FloatArray) -> FloatArray:
    """Unstandardised total effects: points of the target's index per point of the source's.

    Parameters
    ----------
    total_effects : (R, C, C) array
        ``T[:, target, source]``, standardised.
    deviation : (R, C) array
        Of the scores on 0 to 100, from `Index`.

    Returns
    -------
    (R, C, C) array
        For composites what a least squares regression on the published scores gives; for common
        factors `deviation` is theirs, without the scores' error. The row of the target is
        the importance of an importance-performance map; `Index.values` are its performance.

    References
    ----------
    .. [1] Ringle & Sarstedt (2016), Gain more insight from your PLS-SEM results, Industrial
           Management & Data Systems 116(9), 1865-1886.

    Examples
    --------
    >>> T = np.array([[[0.0, 0.0], [0.5, 0.0]]])
    >>> importance(T, np.array([[10.0, 20.0]]))[0, 1]
    array([1., 0.])
    """
    return total_effects * deviation[:, :, None] / deviation[:, None, :]


def _ends(scales: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(p,) lowest points and (p,) widths."""
    low, high = np.asarray(scales, dtype=np.float64).T
    if not (high > low).all():
        item = int(np.flatnonzero(~(high > low))[0])
        raise RequestError(
            f"a scale runs from its lowest to its highest point, "
            f"got {low[item]:g} to {high[item]:g} for item {item + 1}"
        )
    return low, high - low
