"""The page of a comparison: everything it shows, in the order of reading, then as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.report.comparison.charts import charts_of
from clientlens.report.comparison.sentences import (
    PairSentences,
    pairing_sentences,
    sentences_of,
)
from clientlens.report.comparison.tables import (
    Titled,
    agreement_grid,
    pair_grids,
    run_grid,
    unaligned_grid,
)
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.figure import Figure, figure_of
from clientlens.report.grid import Grid, Record, records_of
from clientlens.report.html import body_of, compose
from clientlens.report.numbers import interval, number, percent
from clientlens.report.page import KeyFigure
from clientlens.report.title import Title

SECTION = "comparison"
_MOST_FIGURES = 4


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonPage:
    """A comparison before it is set."""

    words: Vocabulary
    title: Title
    figures: tuple[KeyFigure, ...]
    pairing: tuple[str, ...]
    pairs: tuple[PairSentences, ...]
    charts: tuple[Figure, ...]
    agreement: Grid
    grids: tuple[Titled, ...]
    unaligned: Grid
    runs: Grid


def page_of(words: Vocabulary, draw: Draw = draw_later) -> ComparisonPage:
    """Gather what the page shows; `draw` begins its pictures."""
    figures = tuple(figure_of(chart, SECTION, draw) for chart in charts_of(words))
    return ComparisonPage(
        words=words,
        title=title_of(words),
        figures=tuple(_key_figures(words)),
        pairing=pairing_sentences(words),
        pairs=sentences_of(words),
        charts=figures,
        agreement=agreement_grid(words),
        grids=tuple(pair_grids(words)),
        unaligned=unaligned_grid(words),
        runs=run_grid(words),
    )


def title_of(words: Vocabulary) -> Title:
    """The head of a comparison: what is compared, and of whom."""
    comparison = words.comparison
    first = comparison.runs[0]
    group = words.group()
    if len(comparison.runs) == 1:
        wave = [] if first.wave is None else [str(first.wave)]
        parts = [first.title(words.language), *first.region, *wave]
    else:
        parts = list(dict.fromkeys(run.title(words.language) for run in comparison.runs))
    return Title(
        text=words(f"comparison-title-{comparison.kind}"),
        line=" · ".join([*parts, *([group] if group else [])]),
        note=words("name-separator").join(words.source(s.name) for s in comparison.sources),
        is_synthetic=any(run.file.study.is_synthetic for run in comparison.runs),
    )


def render(page: ComparisonPage) -> str:
    """The page as one self-contained HTML text."""
    body = body_of("comparison.html.j2", page)
    return compose(page, body, has_pictures=bool(page.charts))


def _key_figures(words: Vocabulary) -> Iterator[KeyFigure]:
    """Of two sources the numbers that sum them up; of more the range over their pairs."""
    yield KeyFigure(words("comparison-figure-sources"), str(len(words.comparison.sources)))
    shown = (("priority", "kendall"), ("class", "kappa"), ("class", "same_class"))
    for quantity, measure in shown[: _MOST_FIGURES - 2]:
        yield from _agreement_figure(words, quantity, measure)
    yield from _index_figure(words)


def _agreement_figure(words: Vocabulary, quantity: str, measure: str) -> Iterator[KeyFigure]:
    frame = words.comparison.agreement
    found = frame[(frame["quantity"] == quantity) & (frame["measure"] == measure)]
    if not len(found):
        return
    label = words(
        "comparison-of", measure=words.measure(measure), quantity=words.quantity(quantity)
    )
    values = found["estimate"]
    if len(found) > 1:
        ends = f"{number('gap', values.min())} – {number('gap', values.max())}"
        yield KeyFigure(label, ends, words("comparison-figure-range", count=len(found)))
        return
    (row,) = records_of(found)
    yield KeyFigure(label, number("gap", row["estimate"]), _below(words, "gap", row))


def _index_figure(words: Vocabulary) -> Iterator[KeyFigure]:
    found = words.comparison.differences.query("quantity == 'index'")
    if not len(found):
        return
    label = words("comparison-figure-index")
    if len(found) > 1:
        largest = found["difference"].abs().max()
        below = words("comparison-figure-largest", count=len(found))
        yield KeyFigure(label, number("index", largest), below)
        return
    (row,) = records_of(found)
    yield KeyFigure(label, number("index", row["difference"]), _below(words, "index", row))


def _below(words: Vocabulary, name: str, row: Record) -> str:
    ends = interval(name, row["low"], row["high"])
    level = percent(words.comparison.level)
    return words("interval-at", level=level, interval=ends) if ends else ""
