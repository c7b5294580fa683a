"""The summary of a comparison in the terminal: what agrees, what disagrees, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from clientlens.comparison.alignment import Pair
from clientlens.report.comparison.page import title_of
from clientlens.report.comparison.sentences import (
    MOST_PAIRS,
    own_of,
    pairing_sentences,
    sentences_of_pair,
)
from clientlens.report.comparison.tables import MEASURES, unaligned_grid
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.grid import records_of
from clientlens.report.numbers import number
from clientlens.report.terminal import WIDTH, bullet

_MEASURES = tuple(m for m in MEASURES if m not in ("spearman", "same_class"))


def summary(words: Vocabulary, console: Console, directory: Path | None = None) -> None:
    """Print what a comparison found.

    Parameters
    ----------
    words : Vocabulary
        The comparison in the words of a language.
    console : rich.console.Console
        Where to.
    directory : Path, optional
        Where it was written; the last line names it.
    """
    pairs = words.comparison.pairs[:MOST_PAIRS]
    parts = [
        *_title(words),
        *(part for pair in pairs for part in _pair(words, pair)),
        *_remarks(words),
    ]
    console.print(Group(*parts), width=min(console.width, WIDTH))
    if directory is not None:
        console.print(words("terminal-written", path=str(directory)), soft_wrap=True, markup=False)


def _title(words: Vocabulary) -> Iterator[RenderableType]:
    title = title_of(words)
    head = Text(title.text, style="bold")
    if title.is_synthetic:
        head.append(f"  [{words('synthetic')}]", style="bold yellow")
    yield head
    yield Text(title.line, style="dim")


def _pair(words: Vocabulary, pair: Pair) -> Iterator[RenderableType]:
    """Two sources: how well they agree, then what is said of them."""
    yield Text()
    yield Text(words.pair(*pair.names), style="bold underline")
    if not own_of(words.comparison.agreement, pair).empty:
        yield _agreement(words, pair)
    for sentence in sentences_of_pair(words, pair):
        yield bullet(Text(sentence), "•")


def _agreement(words: Vocabulary, pair: Pair) -> RenderableType:
    """A line for each quantity, measures across, as answered."""
    frame = words.comparison.agreement
    known = [m for m in _MEASURES if (frame["measure"] == m).any()]
    table = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column("", no_wrap=True)
    for measure in known:
        heading = words.measure(measure)
        longest = max(map(cell_len, heading.split()))
        table.add_column(heading, justify="right", min_width=longest)
    found: dict[str, dict[str, float]] = {}
    for record in records_of(own_of(frame, pair)):
        found.setdefault(record["quantity"], {})[record["measure"]] = record["estimate"]
    for quantity, values in found.items():
        cells = [number("gap", values[m]) if m in values else "" for m in known]
        table.add_row(words.quantity(quantity), *cells)
    return table


def _remarks(words: Vocabulary) -> Iterator[RenderableType]:
    yield Text()
    for sentence in pairing_sentences(words):
        yield bullet(Text(sentence, style="dim"), "-")
    count = len(unaligned_grid(words).rows)
    if count:
        yield bullet(Text(words("comparison-unaligned-told", count=count), style="dim"), "-")
