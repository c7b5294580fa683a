"""Consistency of pairwise judgements: how far they contradict one another, and which do most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.ahp import harker_matrix
from clientlens_weighting.judgements import is_connected, number_missing

RANDOM_INDEX: Mapping[str, tuple[float, ...]] = {
    "saaty-1980": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
    "saaty-2005": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49),
}
"""Mean consistency index of random matrices of 3 to 10 indicators. The tables differ, so a ratio
isn't complete without the name of its table."""

HIGHEST_RATIO = 0.1
"""Above this the judgements contradict one another too much to be used as they are (Saaty)."""

_HIGHEST_GCI = {3: 0.31, 4: 0.35}
_HIGHEST_GCI_BEYOND = 0.37
_DIGITS = 9
"""Misfits that agree so far are equal; among three indicators all always are."""

_FEWEST = 3
"""Two indicators have one judgement, which nothing contradicts."""


@dataclass(frozen=True, slots=True, eq=False)
class Consistency:
    """How consistent judgements are, for each of E matrices.

    Attributes
    ----------
    lambda_max : (E,) array
        Principal eigenvalue, J where nothing contradicts.
    index : (E,) array
        (λ - J) / (J - 1).
    ratio : (E,) array
        Index over what random judgements have; 0 where no judgement checks another (two indicators,
        or as many pairs as just connect them). NaN in a matrix that isn't connected.
    geometric_index : (E,) array
        GCI, the mean squared logarithm of judgement over ratio of priorities, among the judgements
        that are more than needed.
    """

    lambda_max: FloatArray
    index: FloatArray
    ratio: FloatArray
    geometric_index: FloatArray

    @property
    def is_consistent(self) -> BoolArray:
        """(E,) whether the ratio is known, and no more than 0.1."""
        return np.asarray(self.ratio <= HIGHEST_RATIO)


def consistency(
    matrices: FloatArray, weights: FloatArray, *, random_index: str = "saaty-1980"
) -> Consistency:
    """Measure the consistency of judgements.

    Parameters
    ----------
    matrices : (E, J, J) array
        Judgements, NaN where a pair is missing.
    weights : (E, J) array
        Priorities, for the geometric index: those of `clientlens_weighting.ahp.geometric_mean` if
        it is to be set beside its published limits.
    random_index : {"saaty-1980", "saaty-2005"}
        The table.

    Returns
    -------
    Consistency

    Raises
    ------
    RequestError
        If the table is unknown, or ends before so many indicators.

    Notes
    -----
    With M pairs missing the random index is 1 - 2M / ((J-1)(J-2)) of the complete one [3]_.

    References
    ----------
    .. [1] Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill.
    .. [2] Aguarón & Moreno-Jiménez (2003), The geometric consistency index: approximated
           thresholds, European J. Operational Research 147(1), 137-145.
    .. [3] Ágoston & Csató (2022), Inconsistency thresholds for incomplete pairwise comparison
           matrices, Omega 108, 102576.

    Examples
    --------
    >>> from clientlens_weighting.ahp import eigenvector
    >>> matrix = np.array([[[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]])
    >>> consistency(matrix, eigenvector(matrix).weights).ratio.round(6)
    array([0.033199])
    """
    J = matrices.shape[1]
    of_random = random_index_of(J, random_index)
    spare = _spare(matrices)
    is_known = is_connected(matrices)
    largest = np.where(is_known, _lambda_max(matrices), np.nan)
    index = (largest - J) / max(J - 1, 1)
    expected = of_random * spare / max((J - 1) * (J - 2) // 2, 1)
    ratio = np.where(is_known & (spare == 0), 0.0, divide(index, expected))
    return Consistency(largest, index, ratio, _geometric_index(matrices, weights, spare))


def random_index_of(J: int, table: str = "saaty-1980") -> float:
    """Mean consistency index of random judgements of J indicators; 0 for one or two.

    Examples
    --------
    >>> random_index_of(7, "saaty-2005")
    1.35
    >>> random_index_of(26)
    Traceback (most recent call last):
    clientlens.errors.RequestError: table 'saaty-1980' of random indices ends at 10 indicators, \
got 26. Compare the indicators of one dimension at a time, and the dimensions
    """
    if table not in RANDOM_INDEX:
        known = ", ".join(RANDOM_INDEX)
        raise RequestError(f"unknown table {table!r} of random indices. Known: {known}")
    values = RANDOM_INDEX[table]
    if _FEWEST + len(values) <= J:
        raise RequestError(
            f"table {table!r} of random indices ends at {_FEWEST + len(values) - 1} indicators, "
            f"got {J}. Compare the indicators of one dimension at a time, and the dimensions"
        )
    return values[J - _FEWEST] if J >= _FEWEST else 0.0


def highest_geometric_index(J: int) -> float:
    """The GCI that goes with a consistency ratio of 0.1 (Aguarón & Moreno-Jiménez 2003)."""
    return _HIGHEST_GCI.get(J, _HIGHEST_GCI_BEYOND)


@dataclass(frozen=True, slots=True, eq=False)
class Suspects:
    """The judgements of E experts that fit least with the rest, the worst first.

    Attributes
    ----------
    row, column : (E, k) integer array
        Indicators of the pair, as numbers.
    given, implied : (E, k) array
        The judgement, and the ratio of the priorities; NaN where fewer pairs were judged.
    ratio_after : (E, k) array
        Consistency ratio once this judgement alone is replaced by what is implied.
    """

    row: IntArray
    column: IntArray
    given: FloatArray
    implied: FloatArray
    ratio_after: FloatArray


def worst_judgements(
    matrices: FloatArray, weights: FloatArray, most: int = 3, *, random_index: str = "saaty-1980"
) -> Suspects:
    """Find the judgements to ask an expert about again; nothing is repaired here.

    Parameters
    ----------
    matrices : (E, J, J) array
    weights : (E, J) array
        Priorities from these matrices.
    most : int
        So many a matrix, or as many as there are pairs.
    random_index : {"saaty-1980", "saaty-2005"}
        The table.

    Returns
    -------
    Suspects
        By |ln(judgement / implied)|; of equals the one that stands first.

    Examples
    --------
    >>> from clientlens_weighting.ahp import eigenvector
    >>> upper = np.array([[1, 5, 1 / 3, 2], [0, 1, 4, 1 / 3], [0, 0, 1, 3], [0, 0, 0, 1]])
    >>> mirror = np.divide(1, upper, out=np.zeros((4, 4)), where=upper > 0).T
    >>> matrix = np.maximum(upper, mirror)[None]
    >>> found = worst_judgements(matrix, eigenvector(matrix).weights, 1)
    >>> found.row, found.column, found.given, found.implied.round(3), found.ratio_after.round(3)
    (array([[1]]), array([[2]]), array([[4.]]), array([[0.83]]), array([[0.277]]))
    """
    row, column = np.triu_indices(matrices.shape[1], 1)
    implied = weights[:, row] / np.where(weights > 0, weights, np.nan)[:, column]  # (E, pairs)
    given = matrices[:, row, column]
    misfit = np.nan_to_num(np.abs(np.log(given / implied)), nan=-1.0)
    worst = (-misfit.round(_DIGITS)).argsort(axis=1, kind="stable")[:, :most]
    pick = np.take_along_axis
    value, should = pick(given, worst, axis=1), pick(implied, worst, axis=1)
    after = [
        _ratio_with(matrices, (row[pair], column[pair], new), weights, random_index)
        for pair, new in zip(worst.T, should.T, strict=True)
    ]
    ratios = np.where(np.isnan(value), np.nan, np.reshape(after, worst.T.shape).T)
    return Suspects(row[worst], column[worst], value, should, ratios)


def _ratio_with(
    matrices: FloatArray,
    replaced: tuple[IntArray, IntArray, FloatArray],
    weights: FloatArray,
    random_index: str,
) -> FloatArray:
    """(E,) consistency ratio of matrices in which one pair each has another value."""
    row, column, value = replaced
    changed, expert = matrices.copy(), np.arange(len(matrices))
    changed[expert, row, column] = value
    changed[expert, column, row] = 1 / value
    return consistency(changed, weights, random_index=random_index).ratio


def _spare(matrices: FloatArray) -> IntArray:
    """(E,) pairs judged beyond those that just connect the indicators."""
    J = matrices.shape[1]
    return np.asarray((J - 1) * (J - 2) // 2 - number_missing(matrices))


def _lambda_max(matrices: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.eigvals(harker_matrix(matrices)).real.max(axis=1))


def _geometric_index(matrices: FloatArray, weights: FloatArray, spare: IntArray) -> FloatArray:
    row, column = np.triu_indices(matrices.shape[1], 1)
    errors = np.log(matrices[:, row, column] * weights[:, column] / weights[:, row])
    squares = np.nan_to_num(errors**2).sum(axis=1)
    index = np.where(spare > 0, squares / np.maximum(spare, 1), 0.0)
    return np.where(np.isnan(weights).any(axis=1), np.nan, index)
