"""Where two sources disagree: the class and the rank of every indicator, with probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.comparison.agreement import Classes, classes_of
from clientlens.comparison.alignment import Pair
from clientlens.comparison.spread import spread
from clientlens.stats.ranks import ranks

COLUMNS = (
    "first", "second", "indicator", "first_class", "second_class", "p_class_differs", "first_rank",
    "second_rank", "rank_difference", "low", "high", "p_rank_differs", "verdict",
)  # fmt: skip
SURE = 0.9
"""From this probability on two sources are said to disagree; they agree at 1 less it."""

Verdict = Literal["disagree", "agree", "open", "untested"]


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """Ranks of the priority of the indicators that both sources have, (1 + R, J)."""

    codes: tuple[str, ...]
    first: FloatArray
    second: FloatArray


def indicator_rows(pair: Pair, rank_gap: int, level: float) -> Iterator[dict[str, Any]]:
    """One row for each indicator that has a class or a priority in both sources.

    The verdict is on the class, where both have one, and otherwise on the rank.
    """
    classes, ranked = classes_of(pair), _ranked(pair)
    codes = dict.fromkeys([*(classes.codes if classes else ()), *(ranked.codes if ranked else ())])
    for code in codes:
        of_class = _class_columns(classes, code)
        of_rank = _rank_columns(ranked, code, rank_gap, level)
        by = of_class if of_class["first_class"] else of_rank
        probability = by["p_class_differs" if by is of_class else "p_rank_differs"]
        named = {"first": pair.first.name, "second": pair.second.name, "indicator": code}
        yield {**named, **of_class, **of_rank, "verdict": verdict(probability)}


def verdict(probability: float) -> Verdict:
    """What a probability to differ says.

    Examples
    --------
    >>> verdict(0.95), verdict(0.5), verdict(0.02), verdict(float("nan"))
    ('disagree', 'open', 'agree', 'untested')
    """
    if np.isnan(probability):
        return "untested"
    if probability >= SURE:
        return "disagree"
    return "agree" if probability <= 1 - SURE + 1e-12 else "open"


def _ranked(pair: Pair) -> _Ranked | None:
    aligned = pair.aligned("priority")
    if aligned is None:
        return None
    return _Ranked(
        aligned.codes, *(ranks(v, ties="average") for v in (aligned.first, aligned.second))
    )


def _class_columns(found: Classes | None, code: str) -> dict[str, Any]:
    if found is None or code not in found.codes:
        return {"first_class": "", "second_class": "", "p_class_differs": np.nan}
    j = found.codes.index(code)
    one, other = found.first[:, j], found.second[:, j]
    return {
        "first_class": found.names[int(one[0])],
        "second_class": found.names[int(other[0])],
        "p_class_differs": _share(one[1:] != other[1:], one[1:] + other[1:]),
    }


def _rank_columns(found: _Ranked | None, code: str, rank_gap: int, level: float) -> dict[str, Any]:
    names = ("first_rank", "second_rank", "rank_difference", "low", "high", "p_rank_differs")
    if found is None or code not in found.codes:
        return dict.fromkeys(names, np.nan)
    j = found.codes.index(code)
    one, other = found.first[:, j], found.second[:, j]
    away = other - one
    spread_out = spread(away, level)
    numbers = (one[0], other[0], away[0], spread_out.low, spread_out.high)
    share = _share(np.abs(away[1:]) > rank_gap, away[1:])
    return dict(zip(names, [*map(float, numbers), share], strict=True))


def _share(holds: BoolArray, known: FloatArray) -> float:
    """Share of the draws in which something holds, of those in which it is `known`."""
    count = int((~np.isnan(known)).sum())
    return float((holds & ~np.isnan(known)).sum()) / count if count else np.nan
