"""Sobol' indices: which part of the variance of an output each uncertain factor causes.

D factors, N rows, as `clientlens.stats.sobol_design` lays them out. An output may be one number of
a run or many, such as the scores of all units, which then share the runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.intervals import Interval, interval
from clientlens.stats.moments import divide

RESAMPLES = 1000
MOST_HALF_WIDTH = 0.05
"""Where no interval of a total index is wider to either side, more runs say little more."""

_FEWEST_BLOCKS = 3
"""A, B, and A with the column of at least one factor."""

_RELATIVE_VARIANCE = 1e-24
"""A variance below this share of the output's mean square is rounding, that is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Shares of the variance of each output (…).

    Attributes
    ----------
    first : (D, …) array
        Caused by the factor alone. An estimate may fall a little below zero.
    total : (D, …) array
        Caused by the factor in any way, alone or together with others.
    variance : (…) array
        Variance of the output over the rows of A and B.
    rows : (…) integer array
        Rows that the indices rest on: those of which no run failed.
    """

    first: FloatArray
    total: FloatArray
    variance: FloatArray
    rows: IntArray

    @property
    def sum_of_first(self) -> FloatArray:
        """(…) 1 where the factors only add up; what is missing is caused by them together."""
        return np.asarray(self.first.sum(axis=0))

    @property
    def interaction(self) -> FloatArray:
        """(D, …) caused by the factor together with others only."""
        return self.total - self.first


@dataclass(frozen=True, slots=True, eq=False)
class SobolIntervals:
    """Intervals of the indices, each (D, …)."""

    first: Interval
    total: Interval

    def has_settled(self, most: float = MOST_HALF_WIDTH) -> bool:
        """Whether no interval of a total index has a half width of `most` or above.

        Outputs without an interval, as those that never vary, don't count; False where none has
        one.
        """
        half = (self.total.high - self.total.low) / 2
        return bool(np.nanmax(half) < most) if not np.isnan(half).all() else False


def sobol_indices(outputs: npt.ArrayLike) -> SobolIndices:
    """Estimate first-order and total indices.

    Parameters
    ----------
    outputs : (D + 2, N, …) array-like
        Outputs of the runs on A, on B, and on A with column i from B for i = 1 to D. NaN is a run
        that failed: its row is left out, for that output.

    Returns
    -------
    SobolIndices
        NaN for an output that doesn't vary, or of which no row is left.

    Raises
    ------
    RequestError
        If there aren't at least three blocks of runs, or an output is infinite.

    Notes
    -----
    Outputs are centred at their mean, and V is their variance, both over A and B. The first-order
    index is the mean of y_B (y_ABi − y_A) over V [1]_, the total index that of (y_A − y_ABi)² over
    2V [2]_. Uncentred, the first would be the noisier the farther the mean is from zero.

    References
    ----------
    .. [1] Saltelli et al. (2010), Variance based sensitivity analysis of model output, Comput.
           Phys. Commun. 181(2), 259-270.
    .. [2] Jansen (1999), Analysis of variance designs for model output, Comput. Phys. Commun.
           117(1-2), 35-43.

    Examples
    --------
    >>> from clientlens.stats.sobol_design import sobol_design
    >>> design = sobol_design(2, 1024, np.random.default_rng(1))
    >>> found = sobol_indices(design @ [2.0, 1.0])
    >>> found.first.round(2), found.total.round(2)
    (array([0.8, 0.2]), array([0.8, 0.2]))
    """
    blocks = _Blocks.of(outputs)
    found = blocks.indices(np.ones((1, blocks.known.shape[0])))
    shape = np.shape(outputs)[2:]
    D = len(found.first)
    return SobolIndices(
        found.first.reshape(D, *shape),
        found.total.reshape(D, *shape),
        found.variance.reshape(shape),
        found.rows.reshape(shape),
    )


def sobol_intervals(
    outputs: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
    level: float = 0.9,
) -> SobolIntervals:
    """Percentile intervals of the indices, by drawing rows with replacement.

    Parameters
    ----------
    outputs : (D + 2, N, …) array-like
        As for `sobol_indices`.
    rng : numpy.random.Generator
        Draws the rows.
    resamples : int
        How often.
    level : float
        Level of the intervals.

    Returns
    -------
    SobolIntervals
        NaN where there is no index.

    Raises
    ------
    RequestError
        As `sobol_indices`; no resample; a level outside (0, 1).

    Notes
    -----
    A row is drawn with all its runs, and the variance is estimated anew in every resample. Points
    of Sobol' are more even than the rows of a random sample, which makes the intervals somewhat
    wide.

    Examples
    --------
    >>> from clientlens.stats.sobol_design import sobol_design
    >>> rng = np.random.default_rng(1)
    >>> found = sobol_intervals(sobol_design(2, 1024, rng) @ [2.0, 1.0], rng=rng)
    >>> bool((found.total.low < [0.8, 0.2]).all() and (found.total.high > [0.8, 0.2]).all())
    True
    """
    if resamples < 1:
        raise RequestError(f"`resamples` of `sobol_intervals` must be at least 1, got {resamples}")
    blocks = _Blocks.of(outputs)
    N = blocks.known.shape[0]
    drawn = blocks.indices(_counts(rng, resamples, N))
    estimate = sobol_indices(outputs)
    ends = []
    for point, of_draws in ((estimate.first, drawn.first), (estimate.total, drawn.total)):
        draws = np.moveaxis(of_draws, 1, 0).reshape(resamples, *point.shape)
        ends.append(interval(point, draws, level=level))
    return SobolIntervals(*ends)


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """Centred outputs of the runs, M numbers each, with zeros in rows that aren't known."""

    A: FloatArray  # (N, M) outputs on A
    B: FloatArray  # (N, M) outputs on B
    swapped: FloatArray  # (D, N, M)
    known: BoolArray  # (N, M)
    least_variance: FloatArray  # (M,)

    @classmethod
    def of(cls, outputs: npt.ArrayLike) -> _Blocks:
        y = _checked(outputs)  # (D + 2, N, M)
        known = np.asarray(~np.isnan(y).any(axis=0))
        y = np.where(known, y, 0.0)
        count = np.maximum(2 * known.sum(axis=0), 1)
        mean = y[:2].sum(axis=(0, 1)) / count
        square = (y[:2] ** 2).sum(axis=(0, 1)) / count
        y = np.where(known, y - mean, 0.0)
        return cls(y[0], y[1], y[2:], known, _RELATIVE_VARIANCE * square)

    def indices(self, counts: FloatArray) -> SobolIndices:
        """Indices (D, R, M) with rows drawn so often (R, N)."""
        rows = counts @ self.known.astype(np.float64)  # (R, M)
        mean = divide(counts @ (self.A + self.B), 2 * rows)
        square = divide(counts @ (self.A**2 + self.B**2), 2 * rows)
        variance = square - mean**2
        shared = np.where(variance > self.least_variance, rows * variance, np.nan)
        change = self.swapped - self.A  # (D, N, M)
        joint = counts @ (self.B * change) - mean * (counts @ change)  # (D, R, M)
        return SobolIndices(
            first=joint / shared,
            total=counts @ change**2 / (2 * shared),
            variance=variance,
            rows=rows.astype(np.int64),
        )


def _checked(outputs: npt.ArrayLike) -> FloatArray:
    """(D + 2, N, M) outputs, the numbers of a run laid flat."""
    y = np.asarray(outputs, dtype=np.float64)
    if y.ndim < 2 or len(y) < _FEWEST_BLOCKS:  # noqa: PLR2004
        raise RequestError(f"`outputs` must hold D + 2 blocks of runs (D + 2, N, …), got {y.shape}")
    if np.isinf(y).any():
        raise RequestError("`outputs` must be finite, or NaN where a run failed, got infinity")
    return y.reshape(*y.shape[:2], int(np.prod(y.shape[2:], dtype=np.int64)))


def _counts(rng: np.random.Generator, resamples: int, rows: int) -> FloatArray:
    """(R, N) how often each row is drawn."""
    drawn = rng.integers(rows, size=(resamples, rows)) + np.arange(resamples)[:, None] * rows
    counts = np.bincount(drawn.ravel(), minlength=resamples * rows)
    return np.asarray(counts.reshape(resamples, rows), dtype=np.float64)
