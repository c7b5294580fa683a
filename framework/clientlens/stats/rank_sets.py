"""Confidence sets of ranks: ranks that a unit may truly have, whatever the others are.

A set holds the true rank with the stated confidence however near the units are to each other, and
without a belief about how they are spread; that is what it is wider for than a posterior interval.

References
----------
.. [1] Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks with applications to mobility
       across neighbourhoods and academic achievement across countries, Rev. Econ. Stud. 91(1),
       476-518.
.. [2] Romano & Wolf (2005), Exact and approximate stepdown methods for multiple hypothesis
       testing, J. Am. Stat. Assoc. 100, 94-108.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.errors import RequestError
from clientlens.stats.intervals import Interval, check_level
from clientlens.stats.pair_differences import difference_errors, studentised
from clientlens.stats.unit_estimates import UnitEstimates, unit_estimates

DRAWS = 10_000

_BLOCK_CELLS = 1_000_000
"""Pairs of units are looked at in so many cells at a time: 8 MB, which stays near the processor."""


def marginal_rank_sets(
    estimates: npt.ArrayLike,
    errors: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Interval:
    """Ranks that each unit may have, for a reader who looks at one unit.

    Parameters
    ----------
    estimates : (U,) array-like
        Estimates of the units, the highest ranked first; NaN where there is none.
    errors : (U,) or (U, U) array-like
        Standard errors of independent estimates, or the estimates' covariance matrix. A unit
        without one isn't compared.
    rng : numpy.random.Generator
        Random numbers, dealt out in the order of the estimates, so that the order of the units
        doesn't matter.
    level : float
        Probability that the set of a unit holds its true rank.
    draws : int
        Normal draws that the critical values are read from.

    Returns
    -------
    Interval
        First and last rank (U,) of every unit, whole numbers; NaN of a unit that isn't known. Where
        units are truly equal, their true ranks are all those that they take up together.

    Raises
    ------
    RequestError
        As `unit_estimates`; a level outside (0, 1); no draws.

    Notes
    -----
    1 + the number of units surely above, and U − the number surely below. Whether unit u differs
    from another is tested by the studentised difference in both directions, with the quantile of
    the largest of these under no differences as critical value. What was found to differ is taken
    out, in its own direction only, and the rest tested again until nothing more is found [1]_.

    Examples
    --------
    >>> found = marginal_rank_sets(
    ...     [82.4, 80.1, 74.0], [1.1, 1.4, 1.3], rng=np.random.default_rng(1)
    ... )
    >>> found.low, found.high
    (array([1., 1., 3.]), array([2., 2., 3.]))
    """
    return _rank_sets(estimates, errors, _Test(level, draws, is_joint=False), rng)


def simultaneous_rank_sets(
    estimates: npt.ArrayLike,
    errors: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Interval:
    """Ranks that the units may have, for a reader who looks at all of them.

    Parameters
    ----------
    estimates, errors, rng, level, draws
        As `marginal_rank_sets`; `level` is the probability that all sets at once hold their ranks.

    Returns
    -------
    Interval
        First and last rank (U,), as `marginal_rank_sets`. With the same random numbers they hold
        the marginal ones.

    Raises
    ------
    RequestError
        As `marginal_rank_sets`.

    Notes
    -----
    The units that may be among the k best are, with confidence `level`, those whose first rank is
    at most k.

    Examples
    --------
    >>> found = simultaneous_rank_sets(
    ...     [82.4, 80.1, 74.0], [1.1, 1.4, 1.3], rng=np.random.default_rng(1)
    ... )
    >>> found.low, found.high
    (array([1., 1., 3.]), array([2., 2., 3.]))
    """
    return _rank_sets(estimates, errors, _Test(level, draws, is_joint=True), rng)


@dataclass(frozen=True, slots=True)
class _Test:
    """At which level is tested, by how many draws, and whether for all units at once."""

    level: float
    draws: int
    is_joint: bool

    def critical(self, largest: FloatArray) -> FloatArray:
        """(U, 1) value that the largest of the draws (R, U) of each unit exceed too seldom."""
        if self.is_joint:
            joint = np.quantile(largest.max(axis=1), self.level)
            return np.full((largest.shape[1], 1), joint)
        return np.asarray(np.quantile(largest, self.level, axis=0)[:, None])


def _rank_sets(
    estimates: npt.ArrayLike, errors: npt.ArrayLike, test: _Test, rng: np.random.Generator
) -> Interval:
    check_level(test.level, "rank sets")
    if test.draws < 1:
        raise RequestError(f"`draws` of rank sets must be at least 1, got {test.draws}")
    units = unit_estimates(estimates, errors)
    order, ordered = units.in_order()
    low, high = np.full((2, len(units.value)), np.nan)
    below, above = _found(ordered, test, rng)
    low[order] = 1 + above.sum(axis=1)
    high[order] = len(order) - below.sum(axis=1)
    return Interval(low, high)


def _found(
    units: UnitEstimates, test: _Test, rng: np.random.Generator
) -> tuple[BoolArray, BoolArray]:
    """(U, U) whether the unit of the column is surely below that of the row; the same, above."""
    U = len(units.value)
    error = difference_errors(units)
    t = studentised(units.value[:, None] - units.value, error)
    noise = _noise(units, test.draws, rng)
    below, above = np.zeros((2, U, U), dtype=bool)
    is_more = U > 1
    while is_more:
        critical = test.critical(_largest(noise, error, ~below, ~above))
        found_below, found_above = below | (t > critical), above | (-t > critical)
        is_more = bool((found_below != below).any() or (found_above != above).any())
        below, above = found_below, found_above
    return below, above


def _noise(units: UnitEstimates, draws: int, rng: np.random.Generator) -> FloatArray:
    """(R, U) draws of the errors of the estimates."""
    drawn = rng.standard_normal((draws, len(units.value)))
    covariance = units.covariance
    if not np.any(covariance - np.diag(covariance.diagonal())):
        return drawn * units.error
    # A root by eigenvalues: a covariance matrix from few replicates is singular.
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(drawn @ (vectors * np.sqrt(np.maximum(values, 0.0))).T)


def _largest(
    noise: FloatArray, error: FloatArray, downward: BoolArray, upward: BoolArray
) -> FloatArray:
    """(R, U) largest studentised difference of each unit among the directions still tested."""
    U = len(error)
    scale = np.zeros((U, U))
    np.divide(1.0, error, out=scale, where=error > 0)
    largest = np.empty(noise.shape)
    step = max(1, _BLOCK_CELLS // (U * U))
    for start in range(0, len(noise), step):
        block = noise[start : start + step]
        T = (block[:, :, None] - block[:, None, :]) * scale  # (r, U, U)
        # What isn't tested counts 0, as a unit against itself does: no critical value is less.
        largest[start : start + step] = np.maximum(
            (T * downward).max(axis=2), -(T * upward).min(axis=2)
        )
    return largest
