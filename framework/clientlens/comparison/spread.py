"""The spread of a number over draws: its standard error, and the ends of its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.stats.intervals import interval, standard_error


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Estimate, standard error and interval, (…) each; NaN where there are no draws."""

    estimate: FloatArray
    std_error: FloatArray
    low: FloatArray
    high: FloatArray


def spread(values: FloatArray, level: float) -> Spread:
    """The spread of values (1 + R, …), the first row as answered: a percentile interval."""
    estimate, draws = values[0], values[1:]
    found = interval(estimate, draws, level=level)
    return Spread(estimate, standard_error(draws), found.low, found.high)


def spread_of_agreement(values: FloatArray, level: float) -> Spread:
    """The same of a measure of agreement, whose interval always holds the estimate.

    Draws add sampling error to that of the answers, and error makes two rankings agree less. So
    draws of agreement lie below the estimate, sometimes all of them.
    """
    found = spread(values, level)
    known = ~np.isnan(found.low)
    low = np.where(known, np.fmin(found.low, found.estimate), np.nan)
    high = np.where(known, np.fmax(found.high, found.estimate), np.nan)
    return Spread(found.estimate, found.std_error, low, high)
