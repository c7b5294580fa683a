"""The tables of a comparison as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clientlens.comparison.decomposition import EFFECTS
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.grid import Cell, Grid, Record, Row, records_of
from clientlens.report.numbers import interval, number, percent

MEASURES = (
    "kendall", "spearman", "concordance", "top_overlap", "rank_biased_overlap", "kappa",
    "same_class",
)  # fmt: skip
_MOST_SHOWN = 12
"""So many codes of one reason are named; the file has all."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A grid with its heading; a folded one waits behind a click."""

    title: str
    grid: Grid
    hint: str = ""
    is_folded: bool = False


def agreement_grid(words: Vocabulary) -> Grid:
    """Pairs and quantities down, measures across."""
    frame = words.comparison.agreement
    known = [m for m in MEASURES if (frame["measure"] == m).any()]
    several = len(words.comparison.pairs) > 1
    found: dict[tuple[str, str, str], dict[str, Record]] = {}
    for record in records_of(frame):
        key = (record["first"], record["second"], record["quantity"])
        found.setdefault(key, {})[record["measure"]] = record
    rows = []
    for (first, second, quantity), measured in found.items():
        cells = [_agreement_cell(measured.get(measure)) for measure in known]
        n = next(iter(measured.values()))["n"]
        title = words.quantity(quantity)
        label = f"{words.pair(first, second)} · {title}" if several else title
        rows.append(Row(label, (*cells, Cell(number("n", float(n)), is_number=True))))
    headings = (*(words.measure(m) for m in known), words("comparison-count"))
    return Grid(words("comparison-quantity"), headings, tuple(rows))


def _agreement_cell(record: Record | None) -> Cell:
    if record is None:
        return Cell(is_number=True)
    below = interval("correlation", record["low"], record["high"])
    return Cell(number("distance_", record["estimate"]), below, is_number=True)


def pair_grids(words: Vocabulary) -> Iterator[Titled]:
    """For each pair its indicators, its differences and the parts of its index difference."""
    for pair in words.comparison.pairs:
        first, second = pair.names
        title = words.pair(first, second)
        is_folded = len(words.comparison.pairs) > 1
        for name, make, hint in (
            ("indicators", _indicator_grid, "hint-indicators"),
            ("differences", _difference_grid, "hint-differences"),
            ("decomposition", _decomposition_grid, "hint-decomposition"),
        ):
            grid = make(words, first, second)
            if grid:
                heading = words(f"table-{name}", pair=title)
                yield Titled(heading, grid, words(hint, gap=words.comparison.rank_gap), is_folded)


def _indicator_grid(words: Vocabulary, first: str, second: str) -> Grid:
    """Both classes and ranks of every indicator, with the probability that they differ."""
    frame = words.comparison.indicators
    records = records_of(_of_pair(frame, first, second))
    has_class = any(record["first_class"] for record in records)
    rows = [
        Row(words.node(r["indicator"]), tuple(_indicator_cells(words, r, has_class=has_class)))
        for r in records
    ]
    sides = [words.among(name, (first, second)) for name in (first, second)]
    names = [words("comparison-rank-in", name=side) for side in sides]
    names.append(words("comparison-p-rank"))
    if has_class:
        classes = [words("comparison-class-in", name=side) for side in sides]
        names = [*classes, words("comparison-p-class"), *names]
    names.append(words("comparison-verdict"))
    return Grid(words("column-indicator"), tuple(names), tuple(rows))


def _indicator_cells(
    words: Vocabulary,
    record: Record,
    *,
    has_class: bool,
) -> Iterator[Cell]:
    if has_class:
        for side in ("first_class", "second_class"):
            code = record[side]
            yield Cell(words.of_class(code) if code else "", badge=code)
        yield Cell(_percent(record["p_class_differs"]), is_number=True)
    for side in ("first_rank", "second_rank"):
        value = record[side]
        yield Cell("" if value != value else f"{value:.3g}", is_number=True)  # noqa: PLR0124  NaN
    yield Cell(_percent(record["p_rank_differs"]), is_number=True)
    yield Cell(words(f"verdict-{record['verdict']}"))


def _difference_grid(words: Vocabulary, first: str, second: str) -> Grid:
    frame = _of_pair(words.comparison.differences, first, second)
    rows = []
    for record in records_of(frame):
        name = str(record["quantity"])
        code = record["indicator"] or record["dimension"]
        label = " · ".join([words.quantity(name), *([words.node(code)] if code else [])])
        digits = _digits_of(record)
        values = (number(digits, record[c]) for c in ("first_value", "second_value"))
        away = Cell(
            number(digits, record["difference"]), interval(digits, record["low"], record["high"]),
            is_number=True,
        )  # fmt: skip
        chances = (
            _percent(record["p_direction"]),
            number("p_value", record["p_holm"]),
            number("p_value", record["p_bh"]),
        )
        cells = (*(Cell(v, is_number=True) for v in values), away, Cell(record["scale"]))
        rows.append(Row(label, (*cells, *(Cell(text, is_number=True) for text in chances))))
    headings = (
        *(words.among(s, (first, second)) for s in (first, second)), words("comparison-difference"),
        words("comparison-scale"), words("comparison-p-direction"), words("comparison-p-holm"),
        words("comparison-p-bh"),
    )  # fmt: skip
    return Grid(words("comparison-quantity"), headings, tuple(rows))


def _digits_of(record: Record) -> str:
    """A name that is formatted as this number wants: one digit on 0 to 100, three of a share."""
    return {"0-100": "index", "0-1": "weight"}.get(record["scale"], "gap")


def _decomposition_grid(words: Vocabulary, first: str, second: str) -> Grid:
    frame = _of_pair(words.comparison.decomposition, first, second)
    found = {(r["effect"], r["indicator"]): r for r in records_of(frame)}
    if not found:
        return Grid("", (), ())
    rows = [
        Row(words(f"effect-{effect}"), (_effect_cell(found[effect, ""]),), level=0)
        for effect in EFFECTS
    ]
    codes = dict.fromkeys(code for effect, code in found if code)
    for effect in ("ratings", "weights"):
        rows += [
            Row(
                f"{words(f'effect-{effect}')} · {words.node(code)}",
                (_effect_cell(found[effect, code]),),
            )
            for code in codes
        ]
    return Grid(words("comparison-effect"), (words("comparison-points"),), tuple(rows))


def _effect_cell(record: Record) -> Cell:
    ends = interval("gap", record["low"], record["high"])
    return Cell(number("gap", record["estimate"]), ends, is_number=True)


def unaligned_grid(words: Vocabulary) -> Grid:
    """What doesn't compare, one line for each reason and pair."""
    keys = ("first", "second", "quantity", "reason", "detail")
    found: dict[tuple[str, ...], list[str]] = {}
    for record in records_of(words.comparison.unaligned):
        found.setdefault(tuple(str(record[key]) for key in keys), []).append(record["code"])
    rows = []
    for (first, second, quantity, reason, detail), codes in found.items():
        who = words.pair(first, second) if second else words.source(first)
        what = words.quantity(quantity) if quantity else words("comparison-everything")
        why = words.reason(reason) + (f" {words.detail(detail)}" if detail else "")
        named = _named(words, [code for code in codes if code])
        rows.append(Row(who, (Cell(what), Cell(named), Cell(why))))
    headings = tuple(words(f"comparison-{name}") for name in ("quantity", "of-heading", "why"))
    return Grid(words("comparison-sources"), headings, tuple(rows))


def _named(words: Vocabulary, codes: list[str]) -> str:
    """Codes by their names, the first of many."""
    shown = words.names(codes[:_MOST_SHOWN])
    if len(codes) <= _MOST_SHOWN:
        return shown
    return words("comparison-and-more", names=shown, count=len(codes) - _MOST_SHOWN)


def run_grid(words: Vocabulary) -> Grid:
    """What is compared: region, wave, respondents, replicates, seed."""
    rows = []
    for source in words.comparison.sources:
        run, settings = source.run, source.run.file.uncertainty
        region = " · ".join(run.region)
        drawn = "" if settings.method in ("none", "jackknife") else f"{settings.replicates:,}"
        texts = (run.title(words.language), region, "" if run.wave is None else str(run.wave))
        method = "method-short-" + settings.method
        numbers = (number("n", float(run.n)), drawn, str(settings.seed))
        cells = (
            *map(Cell, texts),
            Cell(words(method)),
            *(Cell(t, is_number=True) for t in numbers),
        )
        rows.append(Row(words.source(source.name), cells))
    names = ("study", "region", "wave", "method", "respondents", "replicates", "seed")
    return Grid(
        words("comparison-source-heading"),
        tuple(words(f"comparison-{name}") for name in names),
        tuple(rows),
    )


def _of_pair(frame: Any, first: str, second: str) -> Any:  # DataFrames; pandas is imported late
    return frame[(frame["first"] == first) & (frame["second"] == second)]


def _percent(share: float) -> str:
    return "" if share != share else percent(share)  # noqa: PLR0124  NaN alone differs from itself
