"""The best-worst method: weights from the best and the worst indicator set against all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, Problem, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.linear_programmes import minimise
from clientlens_weighting.weights import Weights, weights_of

_THRESHOLDS = np.array(
    [
        [0.0] * 7,
        [0.1667] * 7,
        [0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683],
        [0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960],
        [0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262],
        [0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403],
        [0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657],
        [0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662],
    ]
)
"""Highest input-based ratio by best against worst, 2 to 9, and number of indicators, 3 to 9
[Liang, Brunelli & Rezaei 2020, table 3]."""

_SCALE, _NUMBER = (2, 9), (3, 9)


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Comparisons of E experts.

    Attributes
    ----------
    best, worst : (E,) integer array
        Numbers of the indicators.
    to_others : (E, J) array
        How many times as important the best is as each.
    to_worst : (E, J) array
        How many times as important each is as the worst.
    """

    best: IntArray
    worst: IntArray
    to_others: FloatArray
    to_worst: FloatArray

    @property
    def best_to_worst(self) -> FloatArray:
        """(E,) how many times as important the best is as the worst."""
        return np.asarray(self.to_others[np.arange(len(self.best)), self.worst])

    @property
    def is_between(self) -> BoolArray:
        """(E, J) whether an indicator is neither best nor worst."""
        number = np.arange(self.to_others.shape[1])
        return np.asarray((number != self.best[:, None]) & (number != self.worst[:, None]))


def comparisons_of(
    indicators: Sequence[str],
    *,
    best: Sequence[str],
    worst: Sequence[str],
    to_others: npt.ArrayLike,
    to_worst: npt.ArrayLike,
) -> Comparisons:
    """Check the comparisons of experts.

    Parameters
    ----------
    indicators : (J,) sequence of str
        Codes.
    best, worst : (E,) sequence of str
        What each expert holds to be the best and the worst.
    to_others, to_worst : (E, J) array
        As in `Comparisons`, 1 or more; commonly whole numbers up to 9.

    Returns
    -------
    Comparisons

    Raises
    ------
    RequestError
        Lists everything at fault: an unknown code, the same indicator best and worst, a value below
        1, an indicator that isn't 1 against itself, best against worst told in two ways.

    Examples
    --------
    >>> comparisons_of(["price", "speed"], best=["speed"], worst=["price"],
    ...                to_others=[[4, 1]], to_worst=[[1, 3]])
    Traceback (most recent call last):
    clientlens.errors.RequestError: expert 1 holds 'speed' against 'price' to be 4 times as \
important among the best's comparisons, and 3 times among the worst's
        Give the same number in both.
    """
    shape = (len(best), len(indicators))
    others, lows = (np.asarray(a, dtype=np.float64) for a in (to_others, to_worst))
    if others.shape != shape or lows.shape != shape or len(worst) != len(best):
        raise RequestError(
            f"{shape[0]} experts on {shape[1]} indicators make comparisons {shape}, "
            f"got {others.shape} and {lows.shape}"
        )
    unknown = [code for code in [*best, *worst] if code not in indicators]
    if unknown or len(set(indicators)) < len(indicators):
        raise RequestError(
            f"unknown indicator {unknown[0]!r}. Known: {', '.join(indicators)}"
            if unknown
            else "an indicator is given twice. Give each code once"
        )
    places = [[list(indicators).index(code) for code in codes] for codes in (best, worst)]
    first, second = np.array(places, dtype=np.int64).reshape(2, -1)
    found = Comparisons(first, second, others, lows)
    problems = [p for e in range(len(best)) for p in _problems(found, e, indicators)]
    if problems:
        raise RequestError(problems)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class LinearWeights(Weights):
    """Weights by the linear model.

    Attributes
    ----------
    deviation : (E,) array
        ξ, the largest difference that the weights leave, and itself the measure of consistency: 0
        where nothing contradicts. It is in units of weights, so no table applies to it.
    """

    deviation: FloatArray


def linear(comparisons: Comparisons) -> LinearWeights:
    """Weights by the linear model: least ξ with |w_B - a_Bj w_j| ≤ ξ and |w_j - a_jW w_W| ≤ ξ.

    Parameters
    ----------
    comparisons : Comparisons

    Returns
    -------
    LinearWeights

    References
    ----------
    .. [1] Rezaei (2016), Best-worst multi-criteria decision-making method: Some properties and a
           linear model, Omega 64, 126-130.

    Examples
    --------
    >>> two = comparisons_of(
    ...     ["price", "speed"],
    ...     best=["speed"],
    ...     worst=["price"],
    ...     to_others=[[3, 1]],
    ...     to_worst=[[1, 3]],
    ... )
    >>> linear(two).weights.round(6)
    array([[0.25, 0.75]])
    """
    E, J = comparisons.to_others.shape
    each = np.broadcast_to(np.eye(J), (E, J, J))
    of_best = np.eye(J)[comparisons.best][:, None, :] - comparisons.to_others[:, :, None] * each
    of_worst = each - comparisons.to_worst[:, :, None] * np.eye(J)[comparisons.worst][:, None, :]
    differences = np.concatenate([of_best, of_worst, -of_best, -of_worst], axis=1)  # (E, 4J, J)
    rows = np.concatenate([differences, -np.ones((E, 4 * J, 1))], axis=2)
    whole = np.concatenate([np.ones((E, 1, J)), np.zeros((E, 1, 1))], axis=2)
    cost = np.concatenate([np.zeros((E, J)), np.ones((E, 1))], axis=1)
    found = minimise(cost, (rows, np.zeros((E, 4 * J))), (whole, np.ones((E, 1))))
    base = weights_of(found[:, :J])
    return LinearWeights(base.weights, base.reasons, found[:, J])


@dataclass(frozen=True, slots=True, eq=False)
class IntervalWeights(Weights):
    """Weights by the model of ratios, which leaves each a range.

    Attributes
    ----------
    deviation : (E,) array
        ξ, the largest difference between a ratio of weights and its comparison.
    ratio : (E,) array
        ξ over the largest that best against worst allows (Rezaei's consistency index): 0 where
        nothing contradicts, 1 at the worst. Above 1, or infinite, where an expert puts another
        comparison above that of best against worst; somewhat above 1 also where that, a, is below 3
        and two others are at odds, which may leave (a - 1) / 2.
    low, high : (E, J) array
        Ends of what each weight can be. `weights` are the middles, brought to sum 1.
    """

    deviation: FloatArray
    ratio: FloatArray
    low: FloatArray
    high: FloatArray


def ratio_model(comparisons: Comparisons) -> IntervalWeights:
    """Weights by the original model: least ξ with |w_B/w_j - a_Bj| ≤ ξ and |w_j/w_W - a_jW| ≤ ξ.

    Parameters
    ----------
    comparisons : Comparisons

    Returns
    -------
    IntervalWeights

    Notes
    -----
    Nothing is iterated. Every indicator j leaves w_B/w_W the range from (a_Bj - ξ)(a_jW - ξ) to
    (a_Bj + ξ)(a_jW + ξ); ξ is the least for which each two of these ranges meet. With w_B/w_W given
    the other ratios have bounds of their own, and a weight is a quotient of pieces of straight
    lines in w_B/w_W: it is largest and smallest where two pieces meet.

    References
    ----------
    .. [1] Rezaei (2015), Best-worst multi-criteria decision-making method, Omega 53, 49-57.
    .. [2] Rezaei (2016), as in `linear`: the range of the weights.

    Examples
    --------
    >>> three = comparisons_of(
    ...     ["load", "access", "cost"],
    ...     best=["cost"],
    ...     worst=["load"],
    ...     to_others=[[8, 2, 1]],
    ...     to_worst=[[1, 5, 8]],
    ... )
    >>> found = ratio_model(three)
    >>> found.weights.round(4), found.deviation.round(2), found.ratio.round(3)
    (array([[0.0714, 0.3387, 0.5899]]), array([0.26]), array([0.058]))
    """
    deviation = _least_deviation(comparisons)
    low, high = _ranges(comparisons, deviation)
    base = weights_of((low + high) / 2)
    index = consistency_index(comparisons.best_to_worst)
    ratio = np.where(index > 0, divide(deviation, index), np.where(deviation > 0, np.inf, 0.0))
    return IntervalWeights(base.weights, base.reasons, deviation, ratio, low, high)


def consistency_index(best_to_worst: FloatArray) -> FloatArray:
    """(E,) largest possible deviation in the model of ratios, for best against worst.

    Rezaei's table, .00, .44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23 for 1 to 9, is the smaller
    root of ξ² - (1 + 2a) ξ + a² - a.

    Examples
    --------
    >>> consistency_index(np.array([1.0, 2.0, 8.0])).round(2)
    array([0.  , 0.44, 4.47])
    """
    a = best_to_worst
    return np.asarray(a + 0.5 - np.sqrt(2 * a + 0.25))


@dataclass(frozen=True, slots=True, eq=False)
class InputConsistency:
    """What is known of consistency before any weight is computed.

    Attributes
    ----------
    ratio : (E,) array
        Largest of `of_indicators`.
    threshold : (E,) array
        Highest ratio to be accepted; NaN beyond the published table (3 to 9 indicators, best
        against worst a whole number from 2 to 9).
    of_indicators : (E, J) array
        |a_Bj a_jW - a_BW| / (a_BW² - a_BW), the worst of them the one to ask about again.
    ordinal : (E,) array
        Largest share of indicators whose order differs between the two sets of comparisons, ties in
        one set counted by half.
    """

    ratio: FloatArray
    threshold: FloatArray
    of_indicators: FloatArray
    ordinal: FloatArray


def input_consistency(comparisons: Comparisons) -> InputConsistency:
    """Measure the consistency of comparisons, by value and by order.

    Parameters
    ----------
    comparisons : Comparisons

    Returns
    -------
    InputConsistency

    References
    ----------
    .. [1] Liang, Brunelli & Rezaei (2020), Consistency issues in the best worst method:
           measurements and thresholds, Omega 96, 102175.

    Examples
    --------
    >>> three = comparisons_of(
    ...     ["load", "access", "cost"],
    ...     best=["cost"],
    ...     worst=["load"],
    ...     to_others=[[8, 2, 1]],
    ...     to_worst=[[1, 5, 8]],
    ... )
    >>> found = input_consistency(three)
    >>> found.ratio.round(4), found.threshold, found.ordinal
    (array([0.0357]), array([0.1309]), array([0.]))
    """
    whole = comparisons.best_to_worst[:, None]  # (E, 1)
    product = comparisons.to_others * comparisons.to_worst
    between = np.where(comparisons.is_between, np.abs(product - whole), 0.0)
    each = between / np.where(whole > 1, whole**2 - whole, 1.0)
    threshold = _threshold(comparisons.best_to_worst, product.shape[1])
    return InputConsistency(each.max(axis=1), threshold, each, _ordinal(comparisons))


def _threshold(best_to_worst: FloatArray, J: int) -> FloatArray:
    (low, high), (fewest, most) = _SCALE, _NUMBER
    in_table = (best_to_worst >= low) & (best_to_worst <= high) & (best_to_worst % 1 == 0)
    row = np.where(in_table, best_to_worst, low).astype(np.int64) - low
    column = min(max(J, fewest), most) - fewest
    return np.where(in_table & (fewest <= J <= most), _THRESHOLDS[row, column], np.nan)


def _ordinal(comparisons: Comparisons) -> FloatArray:
    by_best = comparisons.to_others[:, None, :] - comparisons.to_others[:, :, None]  # (E, J, J)
    by_worst = comparisons.to_worst[:, :, None] - comparisons.to_worst[:, None, :]
    tied_once = (by_best == 0) != (by_worst == 0)
    violation = np.where(by_best * by_worst < 0, 1.0, np.where(tied_once, 0.5, 0.0))
    return np.asarray(violation.mean(axis=2).max(axis=1))


def _least_deviation(comparisons: Comparisons) -> FloatArray:
    """(E,) least ξ for which the ranges of w_B/w_W that any two indicators leave meet."""
    product = comparisons.to_others * comparisons.to_worst  # (E, J)
    total = comparisons.to_others + comparisons.to_worst
    whole, between = comparisons.best_to_worst[:, None], comparisons.is_between
    excess = product - whole
    # One product is too large for the direct comparison, one is too small, two exclude each other.
    over = (total + 1 - np.sqrt(np.maximum((total + 1) ** 2 - 4 * excess, 0.0))) / 2
    under = (np.sqrt(np.maximum((total + 1) ** 2 - 4 * excess, 0.0)) - total - 1) / 2
    single = np.where(between, np.where(excess > 0, over, under), 0.0).max(axis=1)
    apart = (product[:, :, None] - product[:, None, :]) / (total[:, :, None] + total[:, None, :])
    both = between[:, :, None] & between[:, None, :]
    return np.asarray(np.maximum(single, np.where(both, apart, 0.0).max(axis=(1, 2))))


def _ranges(comparisons: Comparisons, deviation: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(E, J) least and largest weights at a deviation (E,)."""
    points = _turning_points(comparisons, deviation)  # (E, P) values of w_B / w_W
    low, high = _ratios(comparisons, deviation, points)  # (E, P, J) of w_j / w_W
    least = low / (low + _of_others(high))
    most = high / (high + _of_others(low))
    return least.min(axis=1), most.max(axis=1)


def _of_others(ratios: FloatArray) -> FloatArray:
    return np.asarray(ratios.sum(axis=2, keepdims=True) - ratios)


def _turning_points(comparisons: Comparisons, deviation: FloatArray) -> FloatArray:
    """(E, P) ends of what w_B/w_W can be, and where the bound of a ratio changes in between."""
    x = deviation[:, None]
    of_best, of_worst, between = comparisons.to_others, comparisons.to_worst, comparisons.is_between
    whole = comparisons.best_to_worst[:, None]
    up = np.where(between, (of_best + x) * (of_worst + x), np.inf)
    down = np.maximum(of_best - x, 0.0) * np.maximum(of_worst - x, 0.0)
    low = np.maximum(np.where(between, down, 0.0).max(axis=1, keepdims=True), whole - x)
    high = np.minimum(up.min(axis=1, keepdims=True), whole + x)
    turns = np.concatenate([(of_best + x) * (of_worst - x), (of_best - x) * (of_worst + x)], axis=1)
    # Rounding may leave the ends the wrong way round by some last bits.
    inside = np.clip(turns, np.minimum(low, high), np.maximum(low, high))
    return np.concatenate([low, high, inside], axis=1)


def _ratios(
    comparisons: Comparisons, deviation: FloatArray, points: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(E, P, J) least and largest w_j / w_W where w_B / w_W is given (E, P)."""
    x, t = deviation[:, None, None], points[:, :, None]
    of_best, of_worst = comparisons.to_others[:, None, :], comparisons.to_worst[:, None, :]
    by_best = np.where(of_best > x, t / np.where(of_best > x, of_best - x, 1.0), np.inf)
    low = np.maximum(of_worst - x, t / (of_best + x))
    high = np.minimum(of_worst + x, by_best)
    number = np.arange(of_best.shape[2])
    is_best = number == comparisons.best[:, None, None]
    is_worst = number == comparisons.worst[:, None, None]
    fixed = np.where(is_best, t, 1.0)
    settled = is_best | is_worst
    return np.where(settled, fixed, low), np.where(settled, fixed, np.maximum(low, high))


def _problems(found: Comparisons, expert: int, indicators: Sequence[str]) -> list[Problem]:
    best, worst = int(found.best[expert]), int(found.worst[expert])
    others, lows = found.to_others[expert], found.to_worst[expert]
    who = f"expert {expert + 1}"
    if best == worst and len(indicators) > 1:
        what = f"{who} holds {indicators[best]!r} to be the best and the worst"
        return [Problem(what, hint="Name two indicators; where all are alike, ask for none.")]
    problems = [
        Problem(f"{who} compares {indicators[j]!r} with {values[j]:g}", hint="Give 1 or more.")
        for values in (others, lows)
        for j in np.flatnonzero(~((values >= 1) & np.isfinite(values))).tolist()
    ]
    problems += [
        Problem(f"{who} holds {indicators[j]!r} to be {value:g} times itself", hint="Give 1.")
        for j, value in ((best, others[best]), (worst, lows[worst]))
        if value != 1
    ]
    if others[worst] != lows[best]:
        what = (
            f"{who} holds {indicators[best]!r} against {indicators[worst]!r} to be "
            f"{others[worst]:g} times as important among the best's comparisons, and "
            f"{lows[best]:g} times among the worst's"
        )
        problems.append(Problem(what, hint="Give the same number in both."))
    return problems
