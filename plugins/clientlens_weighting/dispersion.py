"""Weights from how far units lie apart: entropy, standard deviation, variation, Gini, MEREC.

They measure dispersion and not importance: one branch with a scandal raises a weight.
Data are (R, m, J) and counts (R, m) as in `clientlens_weighting.units`. A unit without a value is
left out for that indicator; an indicator without variation has the weight 0; where none varies
there are no weights. Reversed items are turned round before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.units import Units, refuse, units_of
from clientlens_weighting.weights import Reason, Weights, nan_where_absent, weights_of

_TRUE_ZERO = (
    "The method compares ratios and needs a scale with a true zero: use points above the lowest "
    "of the scale rather than z-scores."
)


@dataclass(frozen=True, slots=True, eq=False)
class EntropyWeights(Weights):
    """Weights by entropy.

    Attributes
    ----------
    entropies : (R, J) array
        1 where all units are alike, 0 where one unit has everything; that one indicator then takes
        nearly all of the weight.
    """

    entropies: FloatArray


def entropy(data: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> EntropyWeights:
    """Weights by the entropy method: w ∝ 1 - E, with E = -Σ p ln p / ln m and p = x / Σ x.

    Parameters
    ----------
    data : (R, m, J) array
        Not negative.
    counts : (R, m) array, optional
        How often each unit counts.

    Returns
    -------
    EntropyWeights

    Raises
    ------
    RequestError
        If a value is negative.

    Notes
    -----
    The coding of the scale matters: 1 to 5 and 0 to 4 have other entropies. With bounded ratings
    all E exceed .99, so that weights are ratios of tiny numbers and need an interval.

    References
    ----------
    .. [1] Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> entropy([[[1.0, 2.0], [4.0, 16.0]]]).weights.round(6)
    array([[0.358889, 0.641111]])
    """
    units = _of_ratio_scale(data, counts)
    share = units.values / _or_nan(units.total(units.values), above=0)[:, None, :]
    terms = np.where(share > 0, share * np.log(np.where(share > 0, share, 1.0)), 0.0)
    most = np.log(_or_nan(units.size(), above=1))
    entropies = np.where(_is_constant(units), 1.0, -units.total(terms) / most)
    base = weights_of(_varying(1 - entropies, units), _too_few(units))
    return EntropyWeights(base.weights, base.reasons, nan_where_absent(entropies, base))


def standard_deviation(data: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> Weights:
    """Weights in proportion to standard deviations, the least fragile of the family.

    Parameters
    ----------
    data : (R, m, J) array
        All in one unit; may be negative.
    counts : (R, m) array, optional
        How often each unit counts.

    Returns
    -------
    Weights

    Examples
    --------
    >>> standard_deviation([[[1.0, 2.0], [3.0, 8.0]]]).weights
    array([[0.25, 0.75]])
    """
    units = units_of(data, counts)
    return weights_of(_varying(np.sqrt(units.variance()), units), _too_few(units))


def variation(data: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> Weights:
    """Weights in proportion to coefficients of variation, standard deviation / mean.

    Parameters
    ----------
    data : (R, m, J) array
        Not negative.
    counts : (R, m) array, optional
        How often each unit counts.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        If a value is negative: the mean may then be near zero, and the coefficient anything.

    Examples
    --------
    >>> variation([[[1.0, 2.0], [3.0, 6.0]]]).weights
    array([[0.5, 0.5]])
    """
    units = _of_ratio_scale(data, counts)
    relative = divide(np.sqrt(units.variance()), units.mean())
    return weights_of(_varying(relative, units), _too_few(units))


def gini(data: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> Weights:
    """Weights in proportion to Gini coefficients, Σ Σ |x_i - x_k| / (2 m² mean).

    Parameters
    ----------
    data : (R, m, J) array
        Not negative.
    counts : (R, m) array, optional
        How often each unit counts.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        If a value is negative.

    References
    ----------
    .. [1] Gini (1912), Variabilità e mutabilità, Cuppini.

    Examples
    --------
    >>> gini([[[1.0, 1.0], [3.0, 1.0]]]).weights
    array([[1., 0.]])
    """
    units = _of_ratio_scale(data, counts)
    # A unit's middle rank tells how many lie below it less how many lie above.
    surplus = 2 * units.ranks().values - units.size()[:, None, :] - 1
    differences = units.total(surplus * units.values)
    coefficient = divide(differences, units.size() * units.total(units.values))
    return weights_of(_varying(coefficient, units), _too_few(units))


def merec(
    data: npt.ArrayLike,
    counts: npt.ArrayLike | None = None,
    *,
    directions: npt.ArrayLike | None = None,
) -> Weights:
    """Weights by what the removal of an indicator does to the units' overall performance.

    Parameters
    ----------
    data : (R, m, J) array
        Above zero; units with a missing value are left out.
    counts : (R, m) array, optional
        How often each unit counts.
    directions : (J,) array, optional
        1 where more is better, which is meant where left out, -1 where less is.

    Returns
    -------
    Weights
        A replicate with a value of zero has none: its logarithm is beyond all bounds.

    Raises
    ------
    RequestError
        If a value is negative, or a direction neither 1 nor -1.

    References
    ----------
    .. [1] Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis & Antucheviciene (2021), Determination of
           objective weights using a new method based on the removal effects of criteria (MEREC),
           Symmetry 13(4), 525.

    Examples
    --------
    >>> merec([[[1.0, 1.0], [1.0, 3.0]]]).weights
    array([[0., 1.]])
    """
    units = _of_ratio_scale(data, counts).complete()
    best_is_high = directions_of(directions, units.values.shape[2]) > 0
    is_zero = (units.counts > 0) & (units.values == 0)
    logs = np.log(np.where((units.counts > 0) & ~is_zero, units.values, 1.0))
    used = Units(logs, units.counts)
    reference = np.where(best_is_high, used.lowest(), used.highest())[:, None, :]
    size = np.abs(reference - logs) / logs.shape[2]  # (R, m, J)
    whole = size.sum(axis=2, keepdims=True)
    removed = np.abs(np.log1p(whole - size) - np.log1p(whole))
    reasons = _first(_too_few(units), np.where(is_zero.any(axis=(1, 2)), Reason.NOT_POSITIVE, 0))
    return weights_of(_varying(units.total(np.nan_to_num(removed)), units), reasons)


def directions_of(directions: npt.ArrayLike | None, J: int) -> IntArray:
    """Checked directions (J,), 1 or -1; all 1 where left out.

    Raises
    ------
    RequestError
        If one is neither, or there aren't as many as indicators.

    Examples
    --------
    >>> directions_of([1, 0], 2)
    Traceback (most recent call last):
    clientlens.errors.RequestError: the direction of indicator 2 must be 1 or -1, got 0
    """
    if directions is None:
        return np.ones(J, dtype=np.int64)
    array = np.asarray(directions)
    if array.shape != (J,):
        raise RequestError(f"{J} indicators need as many directions, got shape {array.shape}")
    at_fault = np.flatnonzero(np.abs(array) != 1)
    if len(at_fault):
        first = at_fault[0]
        raise RequestError(
            f"the direction of indicator {first + 1} must be 1 or -1, got {array[first]:g}"
        )
    return array.astype(np.int64)


def _of_ratio_scale(data: npt.ArrayLike, counts: npt.ArrayLike | None) -> Units:
    units = units_of(data, counts)
    refuse(units.values < 0, units.values, "is negative", _TRUE_ZERO)
    return units


def _is_constant(units: Units) -> BoolArray:
    return np.asarray(units.lowest() == units.highest())


def _varying(scores: FloatArray, units: Units) -> FloatArray:
    """Scores, exactly 0 for an indicator without variation."""
    return np.where(_is_constant(units), 0.0, scores)


def _too_few(units: Units) -> IntArray:
    """(R,) whether an indicator is missing, or rests on one unit alone."""
    fewest = units.size().min(axis=1)
    codes = [Reason.MISSING, Reason.TOO_FEW_UNITS]
    return np.select([fewest == 0, fewest < 2], codes, Reason.NONE).astype(np.int64)  # noqa: PLR2004


def _first(one: IntArray, other: npt.ArrayLike) -> IntArray:
    return np.where(one == Reason.NONE, other, one).astype(np.int64)


def _or_nan(values: FloatArray, above: float) -> FloatArray:
    return np.where(values > above, values, np.nan)
