"""Units × indicators with the replicate first: checked, with how often each unit counts.

A unit is whatever is compared: a branch, or a respondent. ``data`` is (R, m, J): R replicates, m
units, J indicators, NaN where a unit has no value. Where the replicates share the data (respondents
who are drawn more or less often) the first axis is 1, and ``counts`` (R, m) tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, RequestError
from clientlens.stats.moments import correlation_of, divide

_CELLS = 3
_CONSTANT = 1e-12
"""A variance below this share of the mean square is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Values of units, and how often each of them counts.

    Attributes
    ----------
    values : (R, m, J) array
        0 where the unit doesn't count; the first axis is 1 where replicates share the data.
    counts : (R, m, J) array
        How often a unit counts for an indicator: 0 where it has no value.
    """

    values: FloatArray
    counts: FloatArray

    def total(self, values: FloatArray) -> FloatArray:
        """(R, J) sum of values (R, m, J) over units, each as often as it counts."""
        return np.asarray((self.counts * values).sum(axis=1))

    def size(self) -> FloatArray:
        """(R, J) number of units with a value."""
        return self.total(np.ones((1, 1, 1)))

    def mean(self) -> FloatArray:
        """(R, J) means; NaN where no unit has a value."""
        return divide(self.total(self.values), self.size())

    def variance(self) -> FloatArray:
        """(R, J) variances, divided by the number of units; 0 where they are but rounding."""
        mean = self.mean()
        deviations = self.values - mean[:, None, :]
        spread = divide(self.total(np.nan_to_num(deviations) ** 2), self.size())
        return np.where(spread <= _CONSTANT * mean**2, 0.0, spread)

    def lowest(self) -> FloatArray:
        """(R, J) smallest value; NaN where no unit has one."""
        low = np.where(self.counts > 0, self.values, np.inf).min(axis=1)
        return np.where(np.isfinite(low), low, np.nan)

    def highest(self) -> FloatArray:
        """(R, J) largest value; NaN where no unit has one."""
        high = np.where(self.counts > 0, self.values, -np.inf).max(axis=1)
        return np.where(np.isfinite(high), high, np.nan)

    def correlations(self) -> FloatArray:
        """(R, J, J) Pearson correlations over units that have every value; NaN without variance."""
        whole = self.complete()
        deviations = np.nan_to_num(whole.values - whole.mean()[:, None, :])
        weighted = deviations * whole.counts
        product = weighted.swapaxes(1, 2) @ deviations  # (R, J, J)
        is_constant = whole.variance() == 0
        product[is_constant[:, :, None] | is_constant[:, None, :]] = 0.0
        return correlation_of(product)

    def complete(self) -> Units:
        """The units that have a value of every indicator; the others count nowhere."""
        counts = self.counts.min(axis=2, keepdims=True)
        return Units(self.values, np.broadcast_to(counts, self.counts.shape))

    def ranks(self) -> Units:
        """Ranks from the lowest value, the mean rank where units are equal."""
        values = np.broadcast_to(self.values, self.counts.shape)
        known = np.where(self.counts > 0, values, np.inf)
        order = known.argsort(axis=1)
        counts = np.take_along_axis(self.counts, order, axis=1)
        sorted_ranks = _middle_ranks(np.take_along_axis(known, order, axis=1), counts)
        ranks = np.empty(sorted_ranks.shape)
        np.put_along_axis(ranks, order, sorted_ranks, axis=1)
        return Units(np.where(self.counts > 0, ranks, 0.0), self.counts)


def units_of(data: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> Units:
    """Check data of units.

    Parameters
    ----------
    data : (R, m, J) array
        Values, NaN where missing; R may be 1 where ``counts`` has the replicates.
    counts : (R, m) array, optional
        How often each unit counts in each replicate; once where left out.

    Returns
    -------
    Units

    Raises
    ------
    RequestError
        If the data have no three axes, hold an infinite value, or the counts don't fit.

    Examples
    --------
    >>> units_of([[[1.0, 5.0], [3.0, np.nan]]], counts=[[1, 1], [3, 1]]).mean()
    array([[2. , 5. ],
           [1.5, 5. ]])
    """
    values = np.asarray(data, dtype=np.float64)
    if values.ndim != _CELLS or 0 in values.shape[1:]:
        raise RequestError(
            f"data of units come as (R, m, J), none of m and J 0, got {values.shape}"
        )
    refuse(np.isinf(values), values, "is infinite", "Correct it, or leave it empty.")
    known = ~np.isnan(values)
    often = np.ones(values.shape[:2]) if counts is None else _checked_counts(counts, values)
    return Units(np.where(known, values, 0.0), known * often[:, :, None])


def refuse(at_fault: BoolArray, values: FloatArray, what: str, hint: str) -> None:
    """Raise `RequestError` that names the first cell at fault, counting from 1.

    Examples
    --------
    >>> refuse(np.array([[[False, True]]]), np.array([[[3.0, -1.0]]]), "is negative", "Shift it.")
    Traceback (most recent call last):
    clientlens.errors.RequestError: unit 1 has -1 of indicator 2, which is negative. Shift it.
    """
    if at_fault.any():
        r, unit, indicator = np.argwhere(at_fault)[0]
        value = f"{values[r, unit, indicator]:g}"
        raise RequestError(
            f"unit {unit + 1} has {value} of indicator {indicator + 1}, which {what}. {hint}"
        )


def _checked_counts(counts: npt.ArrayLike, values: FloatArray) -> FloatArray:
    often = np.asarray(counts, dtype=np.float64)
    R, m = values.shape[:2]
    fits = often.ndim == 2 and often.shape[1] == m and (R in (1, len(often)))  # noqa: PLR2004
    if not fits:
        raise RequestError(f"`counts` come as (R, m) beside data (R, m, J), got {often.shape}")
    if not (often >= 0).all():
        raise RequestError(f"`counts` must be 0 or more, got {np.nanmin(often):g}")
    return often


def _middle_ranks(values: FloatArray, counts: FloatArray) -> FloatArray:
    """Of values sorted along axis 1: half of those equal and all of those below come before."""
    after = counts.cumsum(axis=1)
    differs = values[:, 1:] != values[:, :-1]
    edge = np.ones_like(differs[:, :1], shape=(len(values), 1, values.shape[2]), dtype=bool)
    is_first = np.concatenate([edge, differs], axis=1)
    is_last = np.concatenate([differs, edge], axis=1)
    below = np.maximum.accumulate(np.where(is_first, after - counts, 0.0), axis=1)
    upward = np.where(is_last, after, np.inf)[:, ::-1]
    up_to = np.minimum.accumulate(upward, axis=1)[:, ::-1]
    return np.asarray((below + up_to + 1) / 2)
