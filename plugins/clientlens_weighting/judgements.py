"""Pairwise judgements of experts: how many times as important one indicator is as another.

A matrix is (J, J): row over column, 1 on the diagonal, each entry the reciprocal of its mirror, NaN
where a pair wasn't judged. Matrices of E experts are (E, J, J).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import (
    BoolArray,
    FloatArray,
    IntArray,
    Problem,
    RequestError,
    did_you_mean,
)

TOLERANCE = 0.05
"""A judgement may miss the reciprocal of its mirror by this share: 0.33 is written for 1/3."""

_AXES = 3


class Judgement(NamedTuple):
    """One indicator against another: ``value`` times as important."""

    indicator: str
    other: str
    value: float


def matrix_of(judgements: Iterable[Judgement], indicators: Sequence[str]) -> FloatArray:
    """Put judgements together.

    Parameters
    ----------
    judgements : iterable of Judgement
        Each pair once, in either direction; pairs may be left out.
    indicators : (J,) sequence of str
        Codes, in the order of rows and columns.

    Returns
    -------
    (J, J) array
        Reciprocal, 1 on the diagonal, NaN where a pair wasn't judged.

    Raises
    ------
    RequestError
        Lists every judgement at fault: an unknown code, an indicator against itself, a value that
        isn't above zero, a pair judged twice. Also if a code is given twice.

    Examples
    --------
    >>> matrix_of([Judgement("price", "speed", 4)], ["price", "speed"])
    array([[1.  , 4.  ],
           [0.25, 1.  ]])
    >>> matrix_of([Judgement("prise", "speed", 4)], ["price", "speed"])
    Traceback (most recent call last):
    clientlens.errors.RequestError: unknown indicator 'prise' in the judgement of 'prise' against \
'speed'
        Did you mean 'price'? Known: price, speed.
    """
    _refuse_repeated(indicators)
    places = {code: number for number, code in enumerate(indicators)}
    given = list(judgements)
    problems = [*_problems_of_each(given, places), *_judged_twice(given)]
    if problems:
        raise RequestError(problems)
    matrix = np.full((len(places), len(places)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for one, other, value in given:
        row, column = places[one], places[other]
        matrix[row, column], matrix[column, row] = value, 1 / value
    return matrix


def reciprocal(matrices: npt.ArrayLike, indicators: Sequence[str]) -> FloatArray:
    """Check matrices of judgements, and make them exactly reciprocal.

    Parameters
    ----------
    matrices : (E, J, J) array
        NaN where a pair wasn't judged; a pair may stand on one side only.
    indicators : (J,) sequence of str
        Codes, for the messages.

    Returns
    -------
    (E, J, J) array
        Of each pair the entry of 1 or more is kept, and its mirror made its exact reciprocal.

    Raises
    ------
    RequestError
        Lists every cell at fault: not above zero, infinite, not 1 on the diagonal, or farther than
        5 % from the reciprocal of its mirror. Also if the shape is wrong.

    Examples
    --------
    >>> reciprocal([[[1, 3], [0.33, 1]]], ["price", "speed"]).round(4)
    array([[[1.    , 3.    ],
            [0.3333, 1.    ]]])
    >>> reciprocal([[[1, 2], [2, 1]]], ["price", "speed"])
    Traceback (most recent call last):
    clientlens.errors.RequestError: expert 1 judges 'price' against 'speed' 2, and 'speed' against \
'price' 2, which isn't 1/2
        Correct one of the two.
    """
    given = _checked_shape(matrices, indicators)
    problems = [*_wrong_cells(given, indicators), *_wrong_mirrors(given, indicators)]
    if problems:
        raise RequestError(problems)
    mirrored = 1 / given.swapaxes(1, 2)
    filled = np.where(np.isnan(given), mirrored, given)
    return np.where(filled >= 1, filled, 1 / filled.swapaxes(1, 2))


def is_connected(matrices: FloatArray) -> BoolArray:
    """Whether every indicator is compared with every other, if only by way of others.

    Parameters
    ----------
    matrices : (E, J, J) array

    Returns
    -------
    (E,) boolean array

    Examples
    --------
    >>> is_connected(np.array([[[1.0, np.nan], [np.nan, 1.0]], [[1.0, 2.0], [0.5, 1.0]]]))
    array([False,  True])
    """
    return np.asarray(_reach(matrices)[:, 0, :].all(axis=1))


def parts(matrix: FloatArray, indicators: Sequence[str]) -> list[list[str]]:
    """The groups of indicators between which one expert judged no pair.

    Parameters
    ----------
    matrix : (J, J) array
    indicators : (J,) sequence of str

    Returns
    -------
    list of lists of codes
        One list where the matrix is connected.

    Examples
    --------
    >>> parts(np.array([[1.0, np.nan], [np.nan, 1.0]]), ["price", "speed"])
    [['price'], ['speed']]
    """
    reach = _reach(matrix[None])[0]
    firsts = list(dict.fromkeys(reach.argmax(axis=1).tolist()))
    return [[indicators[j] for j in np.flatnonzero(reach[first]).tolist()] for first in firsts]


def number_missing(matrices: FloatArray) -> IntArray:
    """(E,) pairs that weren't judged."""
    return np.asarray(np.isnan(matrices).sum(axis=(1, 2)) // 2)


def _reach(matrices: FloatArray) -> BoolArray:
    """(E, J, J) which indicator can be come to from which."""
    reach = ~np.isnan(matrices) | np.eye(matrices.shape[1], dtype=bool)
    for _ in range(matrices.shape[1].bit_length()):
        reach = reach @ reach
    return np.asarray(reach)


def _refuse_repeated(indicators: Sequence[str]) -> None:
    repeated = [code for code in dict.fromkeys(indicators) if list(indicators).count(code) > 1]
    if repeated:
        raise RequestError(f"indicator {repeated[0]!r} is given twice. Give each code once")


def _problems_of_each(given: Sequence[Judgement], places: dict[str, int]) -> list[Problem]:
    problems = []
    for one, other, value in given:
        what = f"the judgement of {one!r} against {other!r}"
        unknown = [code for code in dict.fromkeys((one, other)) if code not in places]
        problems += [
            Problem(f"unknown indicator {code!r} in {what}", hint=did_you_mean(code, places))
            for code in unknown
        ]
        if one == other:
            problems.append(Problem(f"{what} compares an indicator with itself", hint="Drop it."))
        if not 0 < value < np.inf:
            hint = "Give how many times as important the first is: 3, or 1/3."
            problems.append(Problem(f"{what} is {value:g}, and must be above 0", hint=hint))
    return problems


def _judged_twice(given: Sequence[Judgement]) -> list[Problem]:
    pairs = [frozenset(judgement[:2]) for judgement in given]
    repeated = {pair for pair in pairs if len(pair) > 1 and pairs.count(pair) > 1}
    return [
        Problem(
            f"the pair {' and '.join(map(repr, sorted(pair)))} is judged twice", hint="Drop one."
        )
        for pair in sorted(repeated, key=sorted)
    ]


def _checked_shape(matrices: npt.ArrayLike, indicators: Sequence[str]) -> FloatArray:
    _refuse_repeated(indicators)
    given = np.asarray(matrices, dtype=np.float64)
    J = len(indicators)
    if given.ndim != _AXES or given.shape[1:] != (J, J):
        raise RequestError(
            f"judgements of {J} indicators come as a stack (E, {J}, {J}), got {given.shape}"
        )
    return given


def _wrong_cells(given: FloatArray, indicators: Sequence[str]) -> list[Problem]:
    known = ~np.isnan(given)
    is_wrong = known & ~((given > 0) & np.isfinite(given))
    own = np.eye(len(indicators), dtype=bool) & ~(given == 1)
    return [
        *(_cell(given, at, indicators, "and must be above 0") for at in np.argwhere(is_wrong)),
        *(_cell(given, at, indicators, "and must be 1") for at in np.argwhere(own & ~is_wrong)),
    ]


def _wrong_mirrors(given: FloatArray, indicators: Sequence[str]) -> list[Problem]:
    mirror = given.swapaxes(1, 2)
    both = (given > 0) & (mirror > 0) & np.isfinite(given) & np.isfinite(mirror)
    product = np.where(both, given, 1.0) * np.where(both, mirror, 1.0)
    above = np.triu(np.ones(given.shape[1:], dtype=bool), 1)
    is_wrong = both & (np.abs(product - 1) > TOLERANCE) & above
    return [_mirror(given, at, indicators) for at in np.argwhere(is_wrong)]


def _cell(
    given: FloatArray, at: npt.NDArray[np.int64], indicators: Sequence[str], rule: str
) -> Problem:
    expert, row, column = at
    pair = f"{indicators[row]!r} against {indicators[column]!r}"
    value = given[expert, row, column]
    return Problem(f"expert {expert + 1} judges {pair} {value:g}, {rule}", hint="Correct it.")


def _mirror(given: FloatArray, at: npt.NDArray[np.int64], indicators: Sequence[str]) -> Problem:
    expert, row, column = at
    one, other = indicators[row], indicators[column]
    value, back = given[expert, row, column], given[expert, column, row]
    return Problem(
        f"expert {expert + 1} judges {one!r} against {other!r} {value:g}, and {other!r} against "
        f"{one!r} {back:g}, which isn't 1/{value:g}",
        hint="Correct one of the two.",
    )
