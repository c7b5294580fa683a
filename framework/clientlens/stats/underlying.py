"""The correlations of the normal variates that underlie ordinal answers.

Rounding a variate to the points of a scale weakens its correlations. Those of the variates are
sought under which the answers themselves correlate as wanted [1, 2].

References
----------
.. [1] Cario & Nelson (1997), Modeling and generating random vectors with arbitrary marginal
       distributions and correlation matrix, Northwestern University.
.. [2] Ferrari & Barbiero (2012), Simulating ordinal data, Multivariate Behavioral Research 47(4),
       566-589.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import Problem, RequestError
from clientlens.stats.ordinal import Margins
from clientlens.stats.roots import increasing_roots
from clientlens.stats.steps import SERIES_UP_TO, NearOne, Pairs, Series, largest_covariance

_ROUNDING = 1e-10
"""What is below zero, or above what can be, by no more than this is rounding."""

_MOST_NAMED = 3
"""So many pairs, or questions, are named; more would bury the message."""


def underlying_correlations(
    margins: Margins, wanted: npt.ArrayLike, *, names: Sequence[str] = ()
) -> FloatArray:
    """Correlations of normal variates under which the answers correlate as wanted.

    Parameters
    ----------
    margins : Margins
        How the answers to p questions are spread.
    wanted : (p, p) array
        Correlations of the answers, in scale points.
    names : (p,) sequence of str
        Questions, for messages; they are numbered from 1 where left out.

    Returns
    -------
    (p, p) array
        Correlations without negative eigenvalues; zero where zero is wanted.

    Raises
    ------
    RequestError
        If `wanted` are no correlations; if two questions can't correlate so, as when the answers
        to one are heaped high and those to the other low; or if each two can but not all of them
        together. Nothing is bent to make them fit.

    Examples
    --------
    >>> from clientlens.stats.ordinal import find_margins
    >>> margins = find_margins([1, 1], [5, 5], [3.9, 3.9], [0.8, 0.8])
    >>> underlying_correlations(margins, [[1, 0.5], [0.5, 1]]).round(4)
    array([[1.    , 0.5794],
           [0.5794, 1.    ]])
    """
    matrix = np.asarray(wanted, dtype=np.float64)
    labels = names or [f"question {j}" for j in range(1, len(margins.low) + 1)]
    _check_correlations(matrix, labels)
    first, second = np.nonzero(np.triu(matrix, 1))
    normal = np.eye(len(matrix))
    found = _solve(Pairs(margins.thresholds, first, second), matrix, margins.deviation, labels)
    normal[first, second] = normal[second, first] = found
    _check_definite(normal, labels, "can't be had together by answers so coarse or so skewed")
    return normal


def _solve(
    pairs: Pairs, wanted: FloatArray, deviation: FloatArray, names: Sequence[str]
) -> FloatArray:
    """(m,) correlations of the variates of each pair."""
    unit = deviation[pairs.first] * deviation[pairs.second]  # (m,)
    covariance = wanted[pairs.first, pairs.second] * unit
    series = Series(pairs)
    end = np.full(len(unit), SERIES_UP_TO)

    def excess(correlation: FloatArray) -> tuple[FloatArray, FloatArray]:
        value, slope = series(correlation)
        return value - covariance, slope

    found = increasing_roots(excess, -end, end)
    is_strong = (covariance < series(-end)[0]) | (series(end)[0] < covariance)
    strong = np.flatnonzero(is_strong)
    found[strong] = _solve_strong(pairs.of(strong), covariance[strong], unit[strong], names)
    return found


def _solve_strong(
    pairs: Pairs, covariance: FloatArray, unit: FloatArray, names: Sequence[str]
) -> FloatArray:
    """The same for strong correlations; for negative ones the second variate is turned."""
    sign, size = np.sign(covariance), np.abs(covariance)
    turned = pairs.turned(sign < 0)
    largest = largest_covariance(turned)
    _check_reach(pairs, covariance / unit, sign * largest / unit, names)
    inside = np.flatnonzero(largest - size > _ROUNDING * unit)
    near_one = NearOne(turned.of(inside))

    def excess(turn: FloatArray) -> tuple[FloatArray, FloatArray]:
        value, slope = near_one(-turn)
        return value - size[inside], -slope

    widest = np.full(len(inside), math.acos(SERIES_UP_TO))
    found = np.ones_like(size)
    found[inside] = np.cos(increasing_roots(excess, -widest, np.zeros_like(widest)))
    return np.asarray(sign * found)


def _check_reach(pairs: Pairs, wanted: FloatArray, reach: FloatArray, names: Sequence[str]) -> None:
    """Refuse correlations (m,) that are stronger than their margins let them be."""
    lacking = np.abs(wanted) - np.abs(reach)
    beyond = np.argsort(-lacking)[: np.count_nonzero(lacking > _ROUNDING)]
    problems = [
        Problem(
            f"'{names[pairs.first[k]]}' and '{names[pairs.second[k]]}' can't correlate by "
            f"{wanted[k]:g}, only by {math.trunc(1000 * reach[k]) / 1000:g} with such answers",
            hint="Want less, or means nearer to each other or to the middle of the scale.",
        )
        for k in beyond[:_MOST_NAMED]
    ]
    if len(beyond) > _MOST_NAMED:
        problems.append(Problem(f"so it is with {len(beyond) - _MOST_NAMED} more pairs"))
    if problems:
        raise RequestError(problems)


def _check_correlations(matrix: FloatArray, names: Sequence[str]) -> None:
    p = len(names)
    if matrix.shape != (p, p):
        raise RequestError(f"`wanted` must be ({p}, {p}), got {matrix.shape}")
    is_fine = (np.abs(matrix) <= 1 + _ROUNDING) & (np.abs(matrix - matrix.T) <= _ROUNDING)
    is_fine[np.diag_indices(p)] &= np.abs(matrix.diagonal() - 1) <= _ROUNDING
    if not is_fine.all():
        i, j = np.argwhere(~is_fine)[0]
        raise RequestError(f"'{names[i]}' and '{names[j]}' can't correlate by {matrix[i, j]:g}")
    _check_definite(matrix, names, "contradict each other")


def _check_definite(matrix: FloatArray, names: Sequence[str], fault: str) -> None:
    """Refuse correlations with an eigenvalue below zero; name who has most to do with it."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -_ROUNDING * len(matrix):
        return
    most = np.argsort(-np.abs(vectors[:, 0]), kind="stable")[:_MOST_NAMED]
    named = ", ".join(f"'{names[j]}'" for j in sorted(most))
    share = math.floor(100 / (1 - values[0])) / 100
    hint = f"Want less, about {share:g} times as much, or means nearer to the middle of the scale."
    raise RequestError(Problem(f"the correlations of {named} {fault}", hint=hint))
