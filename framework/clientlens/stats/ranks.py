"""Ranks of units, and what many draws of their scores say about them.

R draws, U units. The highest score has rank 1; where less is better, give the scores negated.
Scores are tied where they're equal to the last bit. A NaN is a unit without a score: it has no
rank, in no draw where it's missing, and the others are ranked among themselves.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError, did_you_mean
from clientlens.stats.intervals import Interval, check_level
from clientlens.stats.moments import divide

Ties = Literal["min", "average", "max"]

_BLOCK_CELLS = 4_000_000
"""Pairs of units are compared in so many cells at a time, about 32 MB."""

_ROUNDING = 1e-9
"""A sum of frequencies that falls short of a tail by no more is equal to it."""


def ranks(scores: npt.ArrayLike, *, ties: Ties = "min") -> FloatArray:
    """Rank units, the highest score first.

    Parameters
    ----------
    scores : (…, U) array-like
        Scores of the units on the last axis, NaN where there is none.
    ties : {"min", "average", "max"}
        Which of the ranks that tied units take up together each of them gets: the first, as in
        sports; the mean, so that ranks always sum to U(U + 1) / 2; or the last.

    Returns
    -------
    (…, U) array
        NaN where `scores` is.

    Raises
    ------
    RequestError
        Unknown `ties`, or no axis of units.

    Examples
    --------
    >>> ranks([70.0, 82.0, 70.0, float("nan"), 65.0])
    array([ 2.,  1.,  2., nan,  4.])
    >>> ranks([70.0, 82.0, 70.0, 65.0], ties="average")
    array([2.5, 1. , 2.5, 4. ])
    """
    if ties not in typing.get_args(Ties):
        hint = did_you_mean(ties, typing.get_args(Ties))
        raise RequestError(f"unknown `ties` '{ties}' of `ranks`. {hint}")
    values = _with_units(scores)
    return np.where(np.isnan(values), np.nan, _Order.of(values).place(ties))


def rank_frequencies(draws: npt.ArrayLike) -> FloatArray:
    """How often each unit has each rank.

    Parameters
    ----------
    draws : (R, U) array-like
        Scores of the units in every draw.

    Returns
    -------
    (U, U) array
        Share of the draws in which unit u, a row, has rank k + 1, column k. Tied units share the
        ranks that they take up together, so that rows and, where no score is missing, columns sum
        to one. A row rests on the draws in which its unit has a score; NaN where there is none.

    Raises
    ------
    RequestError
        If `draws` isn't a table.

    Examples
    --------
    >>> rank_frequencies([[3.0, 2.0, 1.0], [3.0, 2.0, 2.0]])
    array([[1.  , 0.  , 0.  ],
           [0.  , 0.75, 0.25],
           [0.  , 0.25, 0.75]])
    """
    values = _as_draws(draws)
    U = values.shape[1]
    known = ~np.isnan(values)
    order = _Order.of(values)
    first, last = order.place("min"), order.place("max")
    share = 1 / (last - first + 1)
    # A unit tied over ranks a to b adds its share from a on and takes it away again behind b.
    step = np.bincount(_cells(first - 1, known), share[known], U * (U + 1))
    step -= np.bincount(_cells(last, known), share[known], U * (U + 1))
    total = np.cumsum(step.reshape(U, U + 1)[:, :U], axis=1)  # (U, U)
    # Sums that go up and down again leave rounding where there is nothing.
    counted = np.where(np.abs(total) < _ROUNDING, 0.0, total)
    return divide(counted, known.sum(axis=0).astype(np.float64)[:, None])


def expected_ranks(draws: npt.ArrayLike) -> FloatArray:
    """(U,) mean rank over the draws (R, U) of scores; tied units have the mean of their ranks.

    The means sum to U(U + 1) / 2. A draw without a score of the unit doesn't count for it; NaN
    where there is no other.

    Examples
    --------
    >>> expected_ranks([[3.0, 2.0, 1.0], [3.0, 2.0, 2.0]])
    array([1.  , 2.25, 2.75])
    """
    place = ranks(_as_draws(draws), ties="average")
    known = ~np.isnan(place)
    total = np.where(known, place, 0.0).sum(axis=0)
    return divide(total, known.sum(axis=0).astype(np.float64))


def rank_interval(draws: npt.ArrayLike, level: float = 0.9) -> Interval:
    """The ranks between which each unit lies in most draws.

    Parameters
    ----------
    draws : (R, U) array-like
        Scores of the units in every draw.
    level : float
        Level of the interval.

    Returns
    -------
    Interval
        First and last rank (U,), whole numbers: each tail beyond them holds at most
        (1 − `level`) / 2 of the draws. NaN for a unit without a score in any draw.

    Raises
    ------
    RequestError
        A level outside (0, 1), or `draws` isn't a table.

    Notes
    -----
    What the interval means is what the draws are. With bootstrap scores it shows how the ranks
    spread under resampling, and holds the true rank too seldom where units are near each other
    [1]_; with posterior draws it is a credible interval; with draws of methods it is a range of
    opinions.

    References
    ----------
    .. [1] Hall & Miller (2009), Using the bootstrap to quantify the authority of an empirical
           ranking, Ann. Statist. 37(6B), 3929-3959.

    Examples
    --------
    >>> found = rank_interval([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [3.0, 2.0, 1.0]])
    >>> found.low, found.high
    (array([1., 2., 2.]), array([1., 3., 3.]))
    """
    check_level(level, "rank_interval")
    frequencies = rank_frequencies(draws)
    tail = (1 - level) / 2 + _ROUNDING
    return Interval(_first_beyond(frequencies, tail), _last_beyond(frequencies, tail))


def top_probability(draws: npt.ArrayLike, k: int) -> FloatArray:
    """Share of the draws in which a unit is among the k best.

    Parameters
    ----------
    draws : (R, U) array-like
        Scores of the units in every draw.
    k : int
        How many the best are, 1 to U.

    Returns
    -------
    (U,) array
        NaN for a unit without a score in any draw. Of units tied at the edge each is among the
        best with the share of places that is left for them, so that the probabilities sum to k.

    Raises
    ------
    RequestError
        If k isn't 1 to U, or `draws` isn't a table.

    Examples
    --------
    >>> top_probability([[3.0, 2.0, 1.0], [3.0, 2.0, 2.0]], 2)
    array([1.  , 0.75, 0.25])
    """
    frequencies = rank_frequencies(draws)
    U = len(frequencies)
    if not 1 <= k <= U:
        raise RequestError(f"`k` must be a number of units from 1 to {U}, got {k}")
    return np.asarray(frequencies[:, :k].sum(axis=1))


def bottom_probability(draws: npt.ArrayLike, k: int) -> FloatArray:
    """(U,) share of the draws (R, U) in which a unit is among the k worst.

    As `top_probability` of the negated scores: where units are missing in a draw, its k worst are
    the k worst of the others.

    Examples
    --------
    >>> bottom_probability([[3.0, 2.0, 1.0], [3.0, 2.0, 2.0]], 1)
    array([0.  , 0.25, 0.75])
    """
    return top_probability(-np.asarray(draws, dtype=np.float64), k)


def beats_probability(draws: npt.ArrayLike) -> FloatArray:
    """Share of the draws in which one unit is above another.

    Parameters
    ----------
    draws : (R, U) array-like
        Scores of the units in every draw.

    Returns
    -------
    (U, U) array
        Row u above column v; a tie counts half, so that it and its mirror image sum to one. It
        rests on the draws in which both have a score; NaN where there is none.

    Raises
    ------
    RequestError
        If `draws` isn't a table.

    Examples
    --------
    >>> beats_probability([[3.0, 2.0], [1.0, 2.0], [2.0, 2.0], [4.0, 2.0]])
    array([[0.5  , 0.625],
           [0.375, 0.5  ]])
    """
    values = _as_draws(draws)
    U = values.shape[1]
    above, below = np.zeros((U, U)), np.zeros((U, U))
    step = max(1, _BLOCK_CELLS // max(U * U, 1))
    for start in range(0, len(values), step):
        block = values[start : start + step]
        above += (block[:, :, None] > block[:, None, :]).sum(axis=0)
        below += (block[:, :, None] < block[:, None, :]).sum(axis=0)
    known = (~np.isnan(values)).astype(np.float64)
    return 0.5 + divide((above - below) / 2, known.T @ known)


def _with_units(scores: npt.ArrayLike) -> FloatArray:
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim == 0:
        raise RequestError(f"`scores` must hold one score a unit, got the number {values:g}")
    return values


def _as_draws(draws: npt.ArrayLike) -> FloatArray:
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim != 2:  # noqa: PLR2004
        raise RequestError(f"`draws` must hold scores (R, U), got {values.shape}")
    return values


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """Units (…, U) from the best to the worst, NaN behind, and which of them differ from the last.

    What the places of NaN are doesn't matter.
    """

    units: IntArray
    is_new: BoolArray

    @classmethod
    def of(cls, values: FloatArray) -> _Order:
        units = np.argsort(-values, axis=-1)
        ordered = np.take_along_axis(values, units, axis=-1)
        is_new = np.ones(values.shape, dtype=bool)
        is_new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
        return cls(units, is_new)

    def place(self, ties: Ties) -> FloatArray:
        """(…, U) the place of each unit."""
        if ties == "average":
            return (self.place("min") + self.place("max")) / 2
        place = np.empty(self.units.shape)
        ordered = self._first() if ties == "min" else self._last()
        np.put_along_axis(place, self.units, ordered.astype(np.float64), axis=-1)
        return place

    def _first(self) -> IntArray:
        place = np.arange(1, self.units.shape[-1] + 1)
        return np.asarray(np.maximum.accumulate(np.where(self.is_new, place, 0), axis=-1))

    def _last(self) -> IntArray:
        U = self.units.shape[-1]
        is_last = np.ones(self.is_new.shape, dtype=bool)
        is_last[..., :-1] = self.is_new[..., 1:]
        place = np.where(is_last, np.arange(1, U + 1), U)[..., ::-1]
        return np.asarray(np.minimum.accumulate(place, axis=-1)[..., ::-1])


def _cells(column: FloatArray, known: BoolArray) -> IntArray:
    """Cells of a table (U, U + 1) laid flat, of the places that are known."""
    U = known.shape[1]
    row = np.broadcast_to(np.arange(U) * (U + 1), known.shape)
    return np.asarray(row[known] + column[known].astype(np.int64))


def _first_beyond(frequencies: FloatArray, tail: float) -> FloatArray:
    """(U,) the first rank such that it and those before it hold more than the tail."""
    cumulative = np.cumsum(frequencies, axis=1)
    first = (cumulative <= tail).sum(axis=1) + 1.0
    return np.where(np.isnan(frequencies).any(axis=1), np.nan, first)


def _last_beyond(frequencies: FloatArray, tail: float) -> FloatArray:
    return len(frequencies) + 1 - _first_beyond(frequencies[:, ::-1], tail)
