"""Fuzzy comprehensive evaluation: shares of grades put together, a distribution kept to the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, RequestError
from clientlens.stats.unit_data import checked_weights

Operator = Literal["weighted_average", "min_max", "product_max", "min_bounded_sum"]
"""M(·,+), M(∧,∨), M(·,∨), M(∧,⊕). All but the first lose what the weights say."""

LEAST_VALIDITY = 0.5
"""Below this the largest membership says little about the whole."""

_SUM = 1e-6
_AXES = 3


def evaluate(
    memberships: npt.ArrayLike, weights: npt.ArrayLike, operator: Operator = "weighted_average"
) -> FloatArray:
    """The grade vector of a group of indicators.

    Parameters
    ----------
    memberships : (R, J, K) array
        Of each indicator the share of answers in each of K grades; NaN where nobody answered, which
        leaves the weight to the others.
    weights : (J,) or (R, J) array
    operator : {"weighted_average", "min_max", "product_max", "min_bounded_sum"}
        How a weight and a membership meet, and how indicators are put together.

    Returns
    -------
    (R, K) array
        As the operator gives it; only the weighted average adds up to 1 by itself. NaN in a
        replicate without weights or without any answer.

    Raises
    ------
    RequestError
        If memberships lie outside 0 to 1 or don't add up to 1, weights are negative, all zero or
        not as many as indicators, or the operator is unknown.

    References
    ----------
    .. [1] Zadeh (1965), Fuzzy sets, Information and Control 8(3), 338-353.

    Examples
    --------
    >>> shares = [
    ...     [[0.5, 0.3, 0.2, 0.0], [0.2, 0.4, 0.3, 0.1], [0.1, 0.3, 0.5, 0.1], [0.0, 0.2, 0.4, 0.4]]
    ... ]
    >>> evaluate(shares, [0.4, 0.3, 0.2, 0.1]).round(10)
    array([[0.28, 0.32, 0.31, 0.09]])
    >>> evaluate(shares, [0.4, 0.3, 0.2, 0.1], "min_max")
    array([[0.4, 0.3, 0.3, 0.1]])
    """
    if operator not in _OPERATORS:
        raise RequestError(f"unknown operator {operator!r}. Known: {', '.join(_OPERATORS)}")
    shares = _checked(memberships)
    weight = checked_weights(weights, shares.shape[1])
    known = ~np.isnan(shares[:, :, 0])  # (R, J)
    used = weight * known
    total = used.sum(axis=1, keepdims=True)
    own = used / np.where(total > 0, total, np.nan)
    return _OPERATORS[operator](own[:, :, None], np.where(known[:, :, None], shares, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class TwoLevels:
    """Grade vectors of dimensions, and of the whole.

    Attributes
    ----------
    dimensions : (R, D, K) array
    whole : (R, K) array
    """

    dimensions: FloatArray
    whole: FloatArray


def two_levels(
    memberships: npt.ArrayLike,
    weights: npt.ArrayLike,
    member: BoolArray,
    dimension_weights: npt.ArrayLike,
    operator: Operator = "weighted_average",
) -> TwoLevels:
    """Indicators put together by dimension, then the dimensions.

    Parameters
    ----------
    memberships : (R, J, K) array
        As in `evaluate`.
    weights : (J,) or (R, J) array
        Within dimensions; brought to sum 1 in each.
    member : (D, J) boolean array
        Which indicator belongs to which dimension, each to one.
    dimension_weights : (D,) or (R, D) array
    operator : {"weighted_average", "min_max", "product_max", "min_bounded_sum"}
        For both levels; what a dimension has is brought to sum 1 in between.

    Returns
    -------
    TwoLevels

    Raises
    ------
    RequestError
        As `evaluate`, or if an indicator belongs to no dimension or to several.

    Examples
    --------
    >>> shares = [[[0.2, 0.8], [0.6, 0.4], [0.5, 0.5]]]
    >>> member = np.array([[True, True, False], [False, False, True]])
    >>> found = two_levels(shares, [1, 1, 1], member, [0.5, 0.5])
    >>> found.dimensions.round(10), found.whole.round(10)
    (array([[[0.4, 0.6],
            [0.5, 0.5]]]), array([[0.45, 0.55]]))
    """
    shares = _checked(memberships)
    _check_member(member, shares.shape[1])
    weight = np.atleast_2d(np.asarray(weights, dtype=np.float64))
    if weight.shape[1] != shares.shape[1]:
        raise RequestError(f"{shares.shape[1]} indicators need as many weights, got {weight.shape}")
    parts = [evaluate(shares[:, row], weight[:, row], operator) for row in member]
    dimensions = np.stack(parts, axis=1)  # (R, D, K)
    whole = evaluate(normalised(dimensions), dimension_weights, operator)
    return TwoLevels(dimensions, whole)


def normalised(vector: FloatArray) -> FloatArray:
    """(…, K) grade vectors brought to sum 1; NaN where all memberships are 0."""
    total = vector.sum(axis=-1, keepdims=True)
    return vector / np.where(total > 0, total, np.nan)


def value(vector: FloatArray, grade_scores: npt.ArrayLike) -> FloatArray:
    """Mean score of the grades, each by its membership.

    Parameters
    ----------
    vector : (…, K) array
        Grade vectors, brought to sum 1 here.
    grade_scores : (K,) array
        What each grade counts; `linear_scores` gives 0 to 100.

    Returns
    -------
    (…) array
        With the weighted average and linear scores this is the weighted mean of the indicators'
        own means: what fuzzy evaluation adds is the distribution.

    Raises
    ------
    RequestError
        If there aren't as many scores as grades.

    Examples
    --------
    >>> value(np.array([0.28, 0.32, 0.31, 0.09]), [100, 80, 60, 40]).round(10)
    np.float64(75.8)
    """
    scores = np.asarray(grade_scores, dtype=np.float64)
    if scores.shape != vector.shape[-1:]:
        raise RequestError(f"{vector.shape[-1]} grades need as many scores, got {scores.shape}")
    return np.asarray(normalised(vector) @ scores)


def linear_scores(grades: int) -> FloatArray:
    """0 for the lowest to 100 for the highest of so many grades, in equal steps.

    Examples
    --------
    >>> linear_scores(5)
    array([  0.,  25.,  50.,  75., 100.])
    """
    return np.linspace(0.0, 100.0, grades)


def largest_membership(vector: FloatArray) -> IntArray:
    """(…) number of the grade with the largest membership, the first of equals; -1 where unknown.

    Examples
    --------
    >>> largest_membership(np.array([[0.28, 0.32, 0.31, 0.09], [np.nan] * 4]))
    array([ 1, -1])
    """
    known = ~np.isnan(vector).any(axis=-1)
    return np.where(known, np.where(np.isnan(vector), 0.0, vector).argmax(axis=-1), -1)


def validity(vector: FloatArray) -> FloatArray:
    """How much the largest membership says: (K β - 1) / (2 γ (K - 1)), β largest, γ second.

    Parameters
    ----------
    vector : (…, K) array
        Grade vectors of two grades or more, brought to sum 1 here.

    Returns
    -------
    (…) array
        Below 0.5 the grade with the largest membership shouldn't stand for the whole; infinite
        where it has everything.

    Raises
    ------
    RequestError
        If there is one grade alone.

    Examples
    --------
    >>> validity(np.array([[0.28, 0.32, 0.31, 0.09], [1.0, 0.0, 0.0, 0.0]])).round(4)
    array([0.1505,    inf])
    """
    K = vector.shape[-1]
    if K < 2:  # noqa: PLR2004  a largest and a second
        raise RequestError("validity needs two grades or more, got 1")
    ordered = np.sort(normalised(vector), axis=-1)
    largest, second = ordered[..., -1], ordered[..., -2]
    ratio = (K * largest - 1) / (2 * (K - 1) * np.where(second > 0, second, 1.0))
    return np.where(second == 0, np.inf, ratio)


Combine = Callable[[FloatArray, FloatArray], FloatArray]
"""Weights (R, J, 1) and memberships (R, J, K) → grade vectors (R, K)."""

_OPERATORS: Mapping[str, Combine] = {
    "weighted_average": lambda a, r: (a * r).sum(axis=1),
    "min_max": lambda a, r: np.minimum(a, r).max(axis=1),
    "product_max": lambda a, r: (a * r).max(axis=1),
    "min_bounded_sum": lambda a, r: np.minimum(np.minimum(a, r).sum(axis=1), 1.0),
}


def _checked(memberships: npt.ArrayLike) -> FloatArray:
    shares = np.asarray(memberships, dtype=np.float64)
    if shares.ndim != _AXES or 0 in shares.shape[1:]:
        raise RequestError(f"memberships come as (R, J, K), got {shares.shape}")
    total = shares.sum(axis=2)
    is_wrong = (shares < 0).any(axis=2) | (np.abs(total - 1) > _SUM)
    if is_wrong.any():
        r, j = np.argwhere(is_wrong)[0]
        raise RequestError(
            f"memberships of indicator {j + 1} are {shares[r, j].tolist()}: they must be 0 or more "
            "and add up to 1. Give shares of answers, not their numbers"
        )
    return np.where(np.isnan(shares).any(axis=2, keepdims=True), np.nan, shares)


def _check_member(member: BoolArray, J: int) -> None:
    if member.ndim != 2 or member.shape[1] != J or not member.any(axis=1).all():  # noqa: PLR2004
        raise RequestError(f"`member` comes as (D, {J}) without an empty row, got {member.shape}")
    times = member.sum(axis=0)
    if (times != 1).any():
        j = int(np.flatnonzero(times != 1)[0])
        raise RequestError(f"indicator {j + 1} belongs to {times[j]} dimensions, and needs one")
