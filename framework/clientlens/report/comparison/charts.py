"""The pictures of a comparison: ranks from source to source, agreement, differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.comparison.alignment import Pair, on_hundred
from clientlens.comparison.comparison import Comparison
from clientlens.comparison.differences import apart
from clientlens.comparison.indicators import SURE
from clientlens.comparison.source import QUANTITIES, Source
from clientlens.comparison.spread import spread
from clientlens.drawing.agreement_grid import Agreement, grid_specs
from clientlens.drawing.bump import BumpLine, bump_specs
from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.drawing.dumbbell import Dumbbell, DumbbellTitles, dumbbell_specs
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.grid import Record, records_of
from clientlens.report.numbers import interval
from clientlens.results.chart import Chart

if TYPE_CHECKING:
    import pandas as pd

MOST_BELLS = 6
"""So many pairs have a picture of their differences; the others stand in the tables."""
_FEWEST_IN_GRID = 3
_LEAST_SHARED = 0.5
"""A source that ranks a smaller part of the indicators isn't drawn beside the others."""
_SHOWN = ("kendall", "concordance", "top_overlap", "rank_biased_overlap", "kappa", "same_class")


def charts_of(words: Vocabulary) -> Iterator[Chart]:
    """The pictures that the sources allow for."""
    families = families_of(words.comparison)
    for number, family in enumerate(families, start=1):
        end = f"-{number}" if len(families) > 1 else ""
        yield from _bump(words, family, end)
        if len(family) >= _FEWEST_IN_GRID:
            yield from _grids(words, family, end)
        else:
            yield from _measures(words, family, end)
    for number, pair in enumerate(words.comparison.pairs[:MOST_BELLS], start=1):
        yield from _bells(words, pair, number)


def families_of(comparison: Comparison) -> list[list[Source]]:
    """Sources that are set against each other, directly or by way of others; each family apart.

    Models of several runs are compared each with itself, so that there is a family for each.
    """
    families: list[list[Source]] = []
    position = {source.name: i for i, source in enumerate(comparison.sources)}
    for pair in comparison.pairs:
        met = [own for own in families if pair.first in own or pair.second in own]
        members = {s.name: s for own in met for s in own}
        members |= {s.name: s for s in (pair.first, pair.second)}
        others = [own for own in families if own not in met]
        families = [*others, sorted(members.values(), key=lambda s: position[s.name])]
    return sorted(families, key=lambda own: position[own[0].name])


def _bump(words: Vocabulary, family: Sequence[Source], end: str) -> Iterator[Chart]:
    """What is urgent by each source of a family."""
    sources = _ranking_sources(family)
    if len(sources) <= 1:
        return
    known = [set(_ranked_codes(source)) for source in sources]
    codes = [c for c in _ranked_codes(sources[0]) if all(c in own for own in known)]
    if len(codes) <= 1:
        return
    placed = np.stack([_places(source.values("priority", codes)[0]) for source in sources])
    apart_for_sure = _apart_for_sure(words, sources)
    lines = [
        BumpLine(words.node(code), tuple(map(float, placed[:, j])), code in apart_for_sure)
        for j, code in enumerate(codes)
    ]
    names = [source.name for source in sources]
    titles = [words.among(name, names) for name in names]
    wide, narrow = bump_specs(lines, titles, words("comparison-rank"))
    yield Chart(
        name=f"priorities{end}",
        title=words.of_model(words("comparison-chart-priorities"), names),
        description=words("comparison-chart-priorities-describes", count=len(codes)),
        wide=wide,
        narrow=narrow,
        note=words("comparison-chart-priorities-note", gap=words.comparison.rank_gap),
    )


def _places(priority: FloatArray) -> FloatArray:
    """(J,) places from 1, each for one indicator: of tied ones the first comes first."""
    places = np.empty(len(priority))
    places[np.argsort(-priority, kind="stable")] = np.arange(1, len(priority) + 1)
    return places


def _apart_for_sure(words: Vocabulary, sources: list[Source]) -> set[str]:
    """Indicators whose ranks surely differ between some two sources; without draws, that differ."""
    frame, names = words.comparison.indicators, {source.name for source in sources}
    own = frame[frame["first"].isin(names) & frame["second"].isin(names)]
    is_untested = own["p_rank_differs"].isna()
    is_wide = own["rank_difference"].abs() > words.comparison.rank_gap
    is_sure = own["p_rank_differs"] >= SURE
    return set(own.loc[is_sure | (is_untested & is_wide), "indicator"])


def _ranking_sources(family: Sequence[Source]) -> list[Source]:
    """Sources that rank most of the indicators by their priority."""
    able = [s for s in family if s.has("priority")]
    most = max((len(_ranked_codes(source)) for source in able), default=0)
    return [s for s in able if len(_ranked_codes(s)) > _LEAST_SHARED * most]


def _ranked_codes(source: Source) -> list[str]:
    values = source.values("priority")[0]
    return [c for c, v in zip(source.codes("priority"), values, strict=True) if not np.isnan(v)]


def _grids(words: Vocabulary, family: Sequence[Source], end: str) -> Iterator[Chart]:
    """How well every two sources agree on priorities, and on classes."""
    for quantity, measure in (("priority", "kendall"), ("class", "kappa")):
        whole = words.comparison.agreement
        frame = whole[(whole["quantity"] == quantity) & (whole["measure"] == measure)]
        names = [s.name for s in family if _is_in(frame, s.name)]
        if len(names) < _FEWEST_IN_GRID:
            continue
        cells = [
            Agreement(
                names.index(row["first"]),
                names.index(row["second"]),
                row["estimate"],
                interval("correlation", row["low"], row["high"]),
            )
            for row in records_of(frame[frame["first"].isin(names)])
        ]
        wide, narrow = grid_specs(cells, [words.among(name, names) for name in names])
        yield Chart(
            name=f"agreement-{quantity}{end}",
            title=words.of_model(words(f"comparison-chart-agreement-{quantity}"), names),
            description=words("comparison-chart-agreement-describes", count=len(names)),
            wide=wide,
            narrow=narrow,
            note=words("comparison-chart-agreement-note"),
        )


def _is_in(frame: pd.DataFrame, name: str) -> bool:
    return bool(((frame["first"] == name) | (frame["second"] == name)).any())


def _measures(words: Vocabulary, family: Sequence[Source], end: str) -> Iterator[Chart]:
    """All measures of agreement of a family of two."""
    first, second = (source.name for source in family)
    frame = words.comparison.agreement
    shown = frame[frame["measure"].isin(_SHOWN) & (frame["first"] == first)]
    dots = [_dot(words, record) for record in records_of(shown)]
    if not dots:
        return
    lowest = min(dot.estimate if dot.low is None else min(dot.low, dot.estimate) for dot in dots)
    low = 0.0 if lowest >= 0 else -1.0
    axis = DotAxis(words("comparison-agreement"), low - 0.02, 1.02, 2, threshold=0.0)
    wide, narrow = dot_specs(dots, axis)
    yield Chart(
        name=f"agreement{end}",
        title=words("comparison-chart-agreement", pair=words.pair(first, second)),
        description=words("comparison-chart-measures-describes", count=len(dots)),
        wide=wide,
        narrow=narrow,
        note=words("comparison-chart-agreement-note"),
    )


def _dot(words: Vocabulary, record: Record) -> Dot:
    named = {
        "measure": words.measure(record["measure"]),
        "quantity": words.quantity(record["quantity"]),
    }
    low, high = (None if np.isnan(record[end]) else float(record[end]) for end in ("low", "high"))
    return Dot(words("comparison-of", **named), float(record["estimate"]), low, high)


def _bells(words: Vocabulary, pair: Pair, number: int) -> Iterator[Chart]:
    """What two sources differ in, on 0 to 100."""
    bells = [
        bell
        for name in ("index", "dimension_score", "performance")
        for bell in _bell_rows(words, pair, name)
    ]
    if not bells:
        return
    first, second = (words.among(name, pair.names) for name in pair.names)
    title = words("comparison-chart-differences", first=first, second=second)
    titles = DumbbellTitles(
        first, second, words("comparison-hundred"), words("comparison-second-less-first")
    )
    wide, narrow = dumbbell_specs(bells, titles)
    yield Chart(
        name=f"differences-{number}",
        title=words.of_model(title, pair.names),
        description=words("comparison-chart-differences-describes", count=len(bells)),
        wide=wide,
        narrow=narrow,
        note=words("comparison-chart-differences-note"),
    )


def _bell_rows(words: Vocabulary, pair: Pair, quantity: str) -> Iterator[Dumbbell]:
    """The rows of one quantity, on 0 to 100; none where both sources say the same throughout."""
    aligned = pair.aligned(quantity)
    if aligned is None or not aligned.scale or not apart(aligned)[0].any():
        return
    first, away = (
        on_hundred(v, aligned.scale) for v in (aligned.first, apart(aligned) + aligned.scale[0])
    )
    found = spread(away, words.comparison.level)
    frame = words.comparison.differences
    own = frame[(frame["first"] == pair.first.name) & (frame["second"] == pair.second.name)]
    sure = dict(_sure(own, quantity))
    for j, code in enumerate(aligned.codes or ("",)):
        has_ends = not np.isnan(found.low[j])
        yield Dumbbell(
            words.node(code) if code else words.quantity(quantity),
            float(first[0, j]),
            float(first[0, j] + away[0, j]),
            float(found.low[j]) if has_ends else None,
            float(found.high[j]) if has_ends else None,
            sure.get(code, False),
        )


def _sure(frame: pd.DataFrame, quantity: str) -> Iterator[tuple[str, bool]]:
    """Code → whether its difference is clear, few of the clear ones being false."""
    column = "dimension" if QUANTITIES[quantity] == "dimension" else "indicator"
    for row in records_of(frame[frame["quantity"] == quantity]):
        yield str(row[column]), bool(row["p_bh"] < 0.05)  # noqa: PLR2004  the usual level
