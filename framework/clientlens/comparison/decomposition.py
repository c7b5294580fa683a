"""The decomposition of an index difference: what ratings, weights and coverage have made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.comparison.alignment import Pair, Unaligned, on_hundred
from clientlens.comparison.source import Source
from clientlens.comparison.spread import spread
from clientlens.stats.direction import direction_probability, two_sided_p
from clientlens.stats.index_change import IndexChange, index_change, weighted_index

EFFECTS = ("total", "ratings", "weights", "coverage")
COLUMNS = (
    "first", "second", "effect", "indicator", "estimate", "std_error", "low", "high", "p_direction",
    "p",
)  # fmt: skip
_NEAR = 2e-3
"""Points of an index: replicates on disk have seven digits, ratings and weights as well."""


@dataclass(frozen=True, slots=True, eq=False)
class Decomposed:
    """The change of a pair's index, by the indicators of either."""

    codes: tuple[str, ...]
    change: IndexChange


def decompose(pair: Pair) -> Decomposed | Unaligned | None:
    """Part the difference of two indices.

    Returns
    -------
    Decomposed, Unaligned or None
        Why not where an index isn't the mean of ratings weighted by importance, or no indicator is
        rated in both; None where a source has no index.
    """
    if not (pair.first.has("index") and pair.second.has("index")):
        return None
    for side, source in (("first", pair.first), ("second", pair.second)):
        if not is_weighted_mean(source):
            return Unaligned(*pair.names, "index", "", f"no_weighted_mean_in_{side}")
    codes = tuple(
        dict.fromkeys([c for s in (pair.first, pair.second) for c in s.codes("performance")])
    )
    parts = [ratings_and_weights(source, codes) for source in (pair.first, pair.second)]
    change = index_change(parts[0][0], parts[1][0], parts[0][1], parts[1][1])
    if np.isnan(change.total[0]):
        return Unaligned(*pair.names, "index", "", "no_rated_indicator_in_both")
    return Decomposed(codes, change)


def is_weighted_mean(source: Source) -> bool:
    """Whether the index is, row by row, the mean of ratings weighted by importance."""
    if not all(source.has(q) and source.scale(q) for q in ("performance", "index")):
        return False
    if not source.has("importance"):
        return False
    made = weighted_index(*ratings_and_weights(source, source.codes("performance")))
    index = source.values("index")[:, 0]
    known = ~np.isnan(index)
    return bool(np.allclose(made[known], index[known], rtol=0, atol=_NEAR))


def ratings_and_weights(source: Source, codes: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """(1 + R, J) ratings on 0 to 100, and the importance that weighs them."""
    ratings = on_hundred(source.values("performance", codes), source.scale("performance"))
    weights = source.values("importance", codes)
    return np.where(np.isnan(weights), np.nan, ratings), weights


def decomposition_rows(pair: Pair, found: Decomposed, level: float) -> Iterator[dict[str, Any]]:
    """The difference, its parts, then the parts by indicator."""
    change = found.change
    sums = {
        "total": change.total,
        "ratings": _sum(change.ratings, change.total),
        "weights": _sum(change.weights, change.total),
        "coverage": change.coverage,
    }
    for effect, values in sums.items():
        yield _row(pair, effect, "", values, level)
    for effect, by_indicator in (("ratings", change.ratings), ("weights", change.weights)):
        for j, code in enumerate(found.codes):
            if not np.isnan(by_indicator[0, j]):
                yield _row(pair, effect, code, by_indicator[:, j], level)


def _sum(values: FloatArray, total: FloatArray) -> FloatArray:
    """(1 + R,) sum over indicators; NaN in a draw without a change."""
    return np.where(np.isnan(total), np.nan, np.nansum(values, axis=1))


def _row(
    pair: Pair, effect: str, indicator: str, values: FloatArray, level: float
) -> dict[str, Any]:
    found = spread(values, level)
    return {
        "first": pair.first.name,
        "second": pair.second.name,
        "effect": effect,
        "indicator": indicator,
        "estimate": float(found.estimate),
        "std_error": float(found.std_error),
        "low": float(found.low),
        "high": float(found.high),
        "p_direction": float(direction_probability(values[0], values[1:])),
        "p": float(two_sided_p(values[1:])),
    }
