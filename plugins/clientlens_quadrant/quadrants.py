"""The arithmetic of the quadrants: lines, sides, classes, scores, on arrays of means alone.

Arrays end in the axis of the J indicators; any axes may stand before it. NaN is an indicator
without a mean: it has no side, and the lines are found from the others.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_quadrant.options import Rule

KEEP_UP, CONCENTRATE, LOW_PRIORITY, OVERKILL, BOUNDARY = range(5)
CLASSES = ("keep_up", "concentrate", "low_priority", "overkill", "boundary")
"""The four quadrants of Martilla & James, then what lies on a line."""

QUADRANTS = CLASSES[:4]
UNKNOWN = -1


def line(rule: Rule, values: FloatArray, midpoint: float) -> FloatArray:
    """Where a line of the crosshair runs.

    Parameters
    ----------
    rule : str
        ``data_mean``, ``median`` and ``midrange`` are those of the indicator means;
        ``scale_midpoint`` is `midpoint`.
    values : (…, J) array
        Means of the indicators on this axis.
    midpoint : float
        Middle of the answer scale.

    Returns
    -------
    (…) array
        NaN where no indicator has a mean.

    References
    ----------
    .. [1] Martilla & James (1977), Importance-performance analysis, J. Marketing 41(1), 77-79:
           the lines are a matter of judgement; the midpoint or the middle of the values.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 6.0])
    >>> [float(line(rule, values, 3.0)) for rule in ("data_mean", "median", "midrange")]
    [3.0, 2.0, 3.5]
    """
    rules: dict[Rule, Callable[[FloatArray], FloatArray]] = {
        "data_mean": lambda known: np.nanmean(known, axis=-1),
        "median": lambda known: np.nanmedian(known, axis=-1),
        "midrange": lambda known: (np.nanmin(known, axis=-1) + np.nanmax(known, axis=-1)) / 2,
        "scale_midpoint": lambda known: np.full(known.shape[:-1], midpoint),
    }
    has_any = ~np.isnan(values).all(axis=-1)
    found = np.full(values.shape[:-1], np.nan)
    found[has_any] = rules[rule](values[has_any])
    return found


def side(
    values: FloatArray, cut: npt.ArrayLike, *, tolerance: float = 1e-9, digits: int | None = None
) -> FloatArray:
    """On which side of a line each value lies: 1 above, −1 below, 0 on it, NaN for none.

    Parameters
    ----------
    values : (…, J) array
        Means of the indicators.
    cut : (…) array
        The line.
    tolerance : float
        A value this close to the line lies on it: an exact tie of rational means survives
        floating point.
    digits : int, optional
        Round both to so many digits first.

    Examples
    --------
    >>> side(np.array([4.1, 4.0, 3.9]), 4.0)
    array([ 1.,  0., -1.])
    """
    lines = np.asarray(cut, dtype=np.float64)[..., None]
    if digits is not None:
        values, lines = np.round(values, digits), np.round(lines, digits)
    difference = values - lines
    return np.where(np.abs(difference) <= tolerance, 0.0, np.sign(difference))


def classify(importance_side: FloatArray, performance_side: FloatArray) -> IntArray:
    """Class of each indicator, as a position in `CLASSES`; `UNKNOWN` where a side is missing.

    Examples
    --------
    >>> up, down = np.array([1.0, 1.0, 0.0]), np.array([1.0, -1.0, 1.0])
    >>> [CLASSES[k] for k in classify(up, down)]
    ['keep_up', 'concentrate', 'boundary']
    """
    is_high, is_good = importance_side > 0, performance_side > 0
    corner = np.where(
        is_high,
        np.where(is_good, KEEP_UP, CONCENTRATE),
        np.where(is_good, OVERKILL, LOW_PRIORITY),
    )
    on_line = (importance_side == 0) | (performance_side == 0)
    is_unknown = np.isnan(importance_side) | np.isnan(performance_side)
    return np.where(is_unknown, UNKNOWN, np.where(on_line, BOUNDARY, corner))


def classify_by_diagonal(
    importance: FloatArray, performance: FloatArray, classes: IntArray, tolerance: float = 1e-9
) -> IntArray:
    """Class of each indicator when the line of equal ratings has the first word.

    Where importance exceeds performance the indicator is to be improved; elsewhere it keeps the
    class of the crosshair; on the diagonal it is on the boundary. Both axes share one scale.

    References
    ----------
    .. [1] Hawes & Rao (1985), Using importance-performance analysis to develop health care
           marketing strategies, J. Health Care Marketing 5(4), 19-25.
    .. [2] Abalo, Varela & Manzano (2007), Importance values for importance-performance
           analysis, J. Business Research 60(2), 115-121.

    Examples
    --------
    >>> one = np.array([4.5])
    >>> CLASSES[classify_by_diagonal(one, one - 0.2, np.array([KEEP_UP]))[0]]
    'concentrate'
    """
    above = side(importance - performance, np.zeros(importance.shape[:-1]), tolerance=tolerance)
    judged = np.where(above > 0, CONCENTRATE, np.where(above == 0, BOUNDARY, classes))
    return np.where(np.isnan(above), UNKNOWN, judged)


def counts(classes: IntArray) -> IntArray:
    """(…, 5) number of indicators in each of `CLASSES`; they add up to those with a class."""
    return np.stack([(classes == k).sum(axis=-1) for k in range(len(CLASSES))], axis=-1)


def priority(importance: FloatArray, performance: FloatArray, high: float) -> FloatArray:
    """(…, J) importance × what is missing to the best answer: larger means act first.

    Examples
    --------
    >>> priority(np.array([4.5, 4.5]), np.array([3.0, 5.0]), high=5)
    array([9., 0.])
    """
    return importance * (high - performance)


def relative(importance: FloatArray) -> FloatArray:
    """(…, J) importance as a multiple of the average one; negative importance counts as none."""
    kept = np.maximum(importance, 0.0)
    average = line("data_mean", kept, np.nan)[..., None]
    return quotient(kept, np.broadcast_to(average, kept.shape))


def weighted_performance(importance: FloatArray, performance: FloatArray) -> FloatArray:
    """(…) mean performance, each indicator weighted by its importance, in scale points.

    Negative importance, which a derived one can be, weighs nothing; an indicator that lacks one
    of the two is left out.
    """
    known = ~(np.isnan(importance) | np.isnan(performance))
    weights = np.where(known, np.maximum(importance, 0.0), 0.0)
    total = (weights * np.where(known, performance, 0.0)).sum(axis=-1)
    return quotient(total, weights.sum(axis=-1))


def overall_conformity(importance: FloatArray, performance: FloatArray) -> FloatArray:
    """(…) total performance in percent of total importance; 100 when the two are equal."""
    known = ~(np.isnan(importance) | np.isnan(performance))
    parts = [np.where(known, values, 0.0).sum(axis=-1) for values in (performance, importance)]
    return 100 * quotient(*parts)


def quotient(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Quotient, NaN where the denominator isn't positive."""
    out = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator > 0)
    return out
