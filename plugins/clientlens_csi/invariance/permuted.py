"""Permutation tests: an observed number held against those of groups dealt out anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clientlens.stats.resample import permuted_labels
from clientlens_csi.layout import FloatArray, IntArray, chunks

_CHUNK_CELLS = 4_000_000
"""Weights are made for so many rows × respondents at a time, about 32 MB."""

_ROUNDING = 1e-12
"""Numbers that differ by less are the same: a single item correlates with itself, always."""


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Numbers with what they would be if groups were dealt out by chance.

    Attributes
    ----------
    value : (…) array
        As observed.
    low, high : (…) array
        Ends of the range that chance leaves at the level of the test; a one-sided test has one
        end, the other is NaN.
    p_value : (…) array
        The observed number counts as one of the permutations, so that it is never 0.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray


def dealt(
    seed: int,
    labels: IntArray,
    permutations: int,
    *,
    groups: int = 2,
    unit: IntArray | None = None,
) -> Iterator[IntArray]:
    """Chunks (r, n) of labels dealt out anew, so small that weights of all groups fit memory."""
    rows = max(1, _CHUNK_CELLS // max(groups * len(labels), 1))
    for part in chunks(permutations, rows):
        yield permuted_labels(seed, labels, 1 + part.start, 1 + part.stop, unit)


def judge_below(value: FloatArray, null: FloatArray, level: float) -> Tested:
    """Whether a number (…) is smaller than chance makes it; `null` (P, …), NaN where it failed.

    Examples
    --------
    >>> judge_below(np.array(0.1), np.array([0.2, 0.3, 0.4]), 0.05).p_value
    array(0.25)
    """
    p_value = _share(null <= value + _ROUNDING, null)
    low = _quantile(null, level)
    return Tested(value, low, np.full_like(low, np.nan), np.where(np.isnan(value), np.nan, p_value))


def judge_above(value: FloatArray, null: FloatArray, level: float) -> Tested:
    """Whether a number is larger than chance makes it; arguments as of `judge_below`."""
    p_value = _share(null >= value - _ROUNDING, null)
    high = _quantile(null, 1 - level)
    return Tested(
        value, np.full_like(high, np.nan), high, np.where(np.isnan(value), np.nan, p_value)
    )


def judge_both(value: FloatArray, null: FloatArray, level: float) -> Tested:
    """Whether a number is off what chance makes it, to either side.

    The p value is twice the smaller tail, at most 1: it is below `level` where the number lies
    beyond the quantiles level/2 and 1 - level/2, also where chance is skewed.

    Examples
    --------
    >>> judge_both(np.array(0.5), np.arange(-9.0, 10.0), 0.05).p_value
    array(1.)
    """
    smaller = _share(null <= value + _ROUNDING, null)
    larger = _share(null >= value - _ROUNDING, null)
    p_value = np.minimum(2 * np.minimum(smaller, larger), 1.0)
    low, high = _quantile(null, level / 2), _quantile(null, 1 - level / 2)
    return Tested(value, low, high, np.where(np.isnan(value), np.nan, p_value))


def _share(
    is_beyond: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], null: FloatArray
) -> FloatArray:
    known = (~np.isnan(null)).sum(axis=0)
    return np.asarray((1 + is_beyond.sum(axis=0)) / (1 + known))


def _quantile(null: FloatArray, level: float) -> FloatArray:
    """(…) NaN where nothing is known."""
    known = ~np.isnan(null).all(axis=0)
    filled = np.where(known, null, 0.0)
    return np.where(known, np.nanquantile(filled, level, axis=0), np.nan)
