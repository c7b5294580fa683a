"""The agreement of two sources: of their rankings, their values, their classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.comparison.alignment import Aligned, Pair
from clientlens.comparison.source import QUANTITIES, Source
from clientlens.comparison.spread import spread_of_agreement
from clientlens.stats.class_agreement import cohen_kappa, same_share
from clientlens.stats.concordance import concordance
from clientlens.stats.rank_agreement import kendall, spearman
from clientlens.stats.rank_overlap import rank_biased_overlap, top_overlap

COLUMNS = ("first", "second", "quantity", "measure", "estimate", "std_error", "low", "high", "n")
SHARES = frozenset({"top_overlap", "rank_biased_overlap", "same_class"})
"""Measures that run from 0 to 1; the others begin at -1."""
_FEWEST = 2
"""So many indicators at least can be ranked."""


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """The classes of the indicators that two sources both classify: positions among ``names``.

    ``first`` and ``second`` are (1 + R, J), NaN without a class.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    first: FloatArray
    second: FloatArray


def classes_of(pair: Pair) -> Classes | None:
    """The classes of both sources; None where they have none in common."""
    if not (pair.first.has("class") and pair.second.has("class")):
        return None
    names = [source.estimates.classes("class") for source in (pair.first, pair.second)]
    codes = pair.codes("class")
    if not (set(names[0]) & set(names[1]) and codes):
        return None
    union = tuple(dict.fromkeys([*names[0], *names[1]]))
    return Classes(union, codes, *(_renumbered(s, codes, union) for s in (pair.first, pair.second)))


def agreement_rows(pair: Pair, top: int, level: float) -> Iterator[dict[str, Any]]:
    """One row for each quantity and measure, with its interval."""
    for quantity in QUANTITIES:
        if quantity == "class":
            yield from _of_classes(pair, level)
        elif QUANTITIES[quantity] != "whole":
            aligned = pair.aligned(quantity)
            if aligned and len(aligned.codes) >= _FEWEST:
                measured = _measures(aligned, top)
                yield from _rows(pair, quantity, measured, len(aligned.codes), level)


def _of_classes(pair: Pair, level: float) -> Iterator[dict[str, Any]]:
    found = classes_of(pair)
    if found is None:
        return
    measured = {
        "kappa": cohen_kappa(found.first, found.second, len(found.names)),
        "same_class": same_share(found.first, found.second),
    }
    yield from _rows(pair, "class", measured, len(found.codes), level)


def _measures(aligned: Aligned, top: int) -> dict[str, FloatArray]:
    """Measure → (1 + R,)."""
    first, second = aligned.first, aligned.second
    found = {} if aligned.scale is None else {"concordance": concordance(first, second)}
    if aligned.is_tied("first") or aligned.is_tied("second"):
        return found
    found = {"kendall": kendall(first, second), "spearman": spearman(first, second)} | found
    if QUANTITIES[aligned.quantity] == "indicator":
        found["top_overlap"] = top_overlap(first, second, top)
        found["rank_biased_overlap"] = rank_biased_overlap(first, second)
    return found


def _rows(
    pair: Pair, quantity: str, measured: Mapping[str, FloatArray], n: int, level: float
) -> Iterator[dict[str, Any]]:
    for measure, values in measured.items():
        lowest = 0.0 if measure in SHARES else -1.0
        found = spread_of_agreement(values, level, lowest)
        if np.isnan(found.estimate):
            continue  # all of one class, or all of one value: nothing that could agree or not
        numbers = (found.estimate, found.std_error, found.low, found.high)
        row = (*pair.names, quantity, measure, *map(float, numbers), n)
        yield dict(zip(COLUMNS, row, strict=True))


def _renumbered(source: Source, codes: tuple[str, ...], names: tuple[str, ...]) -> FloatArray:
    """(1 + R, J) positions of a source's classes among `names`."""
    own = source.values("class", codes)
    place = np.array([names.index(name) for name in source.estimates.classes("class")], dtype=float)
    known = ~np.isnan(own)
    positions = place[np.where(known, own, 0).astype(np.int64)]
    return np.where(known, positions, np.nan)
