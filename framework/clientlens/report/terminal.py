"""The summary in the terminal: what a run found, in a screenful."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from clientlens.report.differences import differences_of
from clientlens.report.funnel import Funnel, funnel_of, role_funnels_of
from clientlens.report.key_figures import class_counts, index_of
from clientlens.report.note import Note
from clientlens.report.notes import notes_of
from clientlens.report.numbers import interval, number, percent
from clientlens.report.sentences import sentence
from clientlens.report.title import title_of
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result
from clientlens.survey.groups import EVERYBODY

WIDTH = 80
"""Lines are not longer, however wide the terminal is."""


def summary(evaluation: Evaluation, console: Console, directory: Path | None = None) -> None:
    """Print what an evaluation found.

    Parameters
    ----------
    evaluation : Evaluation
        What was found.
    console : rich.console.Console
        Where to; without colours the words say everything.
    directory : Path, optional
        Where the run was written; the last line names it.
    """
    words = words_of(evaluation)
    parts = [
        *_title(evaluation, words),
        _funnel(evaluation, words),
        *(part for r in evaluation.results.values() for part in _model(evaluation, r)),
        *_differences(evaluation, words),
        *_notes(notes_of(evaluation)),
    ]
    console.print(Group(*parts), width=min(console.width, WIDTH))
    if directory is not None:
        # A path must stay whole to be copied, so it isn't wrapped.
        console.print(words("terminal-written", path=str(directory)), soft_wrap=True, markup=False)


def _title(evaluation: Evaluation, words: Words) -> Iterator[RenderableType]:
    title = title_of(evaluation)
    head = Text(title.text, style="bold")
    if title.is_synthetic:
        head.append(f"  [{words('synthetic')}]", style="bold yellow")
    yield head
    if title.line:
        yield Text(title.line, style="dim")


def _funnel(evaluation: Evaluation, words: Words) -> RenderableType:
    """``64 → 64 → 56`` with the valid rate, then which rules set aside how many."""
    funnel = funnel_of(evaluation, words)
    text = Text(_stocks(funnel))
    text.append("   " + " · ".join(funnel.valid_rate), style="dim")
    rules = [
        f"{words.code('rule', rule.rule)} {rule.removed}"
        for rule in evaluation.screening.rules
        if rule.removed
    ]
    if rules:
        named = words("name-separator").join(rules)
        count = evaluation.screening.removed
        text.append("\n" + words("funnel-removed-in-all", count=count, rules=named), style="dim")
    for other in role_funnels_of(evaluation, words):
        text.append(
            f"\n{other.name}: {_stocks(other)}   {' · '.join(other.valid_rate)}", style="dim"
        )
    return text


def _stocks(funnel: Funnel) -> str:
    """``Sent out 64 → Returned 64 → Valid 56``."""
    return " → ".join(f"{s.name} {s.count}" for s in funnel.steps if s.kind != "removed")


def _model(evaluation: Evaluation, result: Result) -> Iterator[RenderableType]:
    words = words_of(evaluation, result)
    yield Text()
    yield Text(words.model(result), style="bold underline")
    table = RichTable.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in _figures(evaluation, result, words):
        table.add_row(Text(label, style="dim"), value)
    if table.row_count:
        yield table
    for finding in result.findings:
        if finding.headline and finding.group == EVERYBODY:
            yield bullet(Text(sentence(finding, result, words.messages)), "•")


def _figures(
    evaluation: Evaluation, result: Result, words: Words
) -> Iterator[tuple[str, RenderableType]]:
    if index := index_of(result):
        text = Text(number("index", index.estimate), style="bold")
        if index.low is not None and index.high is not None:
            level = percent(evaluation.study.uncertainty.level)
            text.append(f"  {level} {interval('index', index.low, index.high)}", style="not bold")
        yield words.column("index"), text
    counts = class_counts(result)
    if counts:
        parts = (f"{words.code('class', code)} {count}" for code, count in counts.items())
        yield words.column("class"), Text(" · ".join(parts))


def _differences(evaluation: Evaluation, words: Words) -> Iterator[RenderableType]:
    """Whether groups differ, and the clearest of their differences."""
    told = differences_of(evaluation)
    if told:
        yield Text()
        yield Text(words("section-differences"), style="bold underline")
    for attribute in told:
        for text in (*attribute.summary, *attribute.headlines):
            yield bullet(Text(text), "•")


def _notes(notes: tuple[Note, ...]) -> Iterator[RenderableType]:
    warnings = [note for note in notes if note.weight == "warning"]
    remarks = [note for note in notes if note.weight == "remark"]
    if notes:
        yield Text()
    for note in [*warnings, *remarks]:
        style = "yellow" if note.weight == "warning" else "dim"
        yield bullet(Text(note.text, style=style), "!" if note.weight == "warning" else "-")


def bullet(text: Text, mark: str) -> RenderableType:
    """A text with a mark before it, its further lines below the first."""
    table = RichTable.grid(padding=(0, 1))
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row(mark, text)
    return table
