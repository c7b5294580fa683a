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


def spread_of_agreement(values: FloatArray, level: float, lowest: float = -1.0) -> Spread:
    """The same of a measure of agreement, which runs from `lowest` to 1.

    Draws add sampling error to that of the answers, and error of its own makes two rankings agree
    less; so draws lie below the estimate as the estimate lies below the truth, and a percentile
    interval misses it. Error that both share makes them agree more. So the interval is what the
    percentile interval and the basic one, its mirror image at the estimate, cover together.
    """
    found = spread(values, level)
    mirrored = interval(values[0], values[1:], level=level, method="basic")
    low = np.clip(np.minimum(found.low, mirrored.low), lowest, 1.0)
    high = np.clip(np.maximum(found.high, mirrored.high), lowest, 1.0)
    return Spread(found.estimate, found.std_error, low, high)
