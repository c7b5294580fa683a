"""The workbook: an overview, then one sheet a table, for who goes on working with the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from clientlens.report.funnel import funnel_of, role_funnels_of
from clientlens.report.notes import notes_of
from clientlens.report.numbers import digits, is_share
from clientlens.report.settings import settings_of
from clientlens.report.title import title_of
from clientlens.report.words import Words, words_of, words_of_all
from clientlens.report.workbook import Book, BookSheet, Cell, Column, write_book
from clientlens.results.disk import SIGNIFICANT_DIGITS
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.table import Table

_CODED = frozenset(
    {"group", "dimension", "indicator", "item", "facet", "quantity", "class", "rule"}
)

_COUNTS = frozenset({"n", "n_1", "n_2", "count", "point", "changed", "groups", "labels"})
_OF_QUANTITY = frozenset(
    {"estimate", "estimate_1", "estimate_2", "std_error", "ci_low", "ci_high", "detectable"}
)
"""Columns whose numbers are written like the quantity of their row."""


def write_xlsx(evaluation: Evaluation, path: Path) -> None:
    """Write an evaluation as a workbook.

    Every sheet is a plain list: one header row, frozen and with a filter, no merged cells, no
    formulas. Text is always text, whatever it begins with. Codes stand beside their names. The
    same evaluation gives the same bytes.

    Parameters
    ----------
    evaluation : Evaluation
        What was found.
    path : Path
        The file; replaced where it exists.
    """
    write_book(book_of(evaluation), path)


def book_of(evaluation: Evaluation) -> Book:
    """The workbook of an evaluation, ready to be written."""
    words = words_of(evaluation)
    overview = BookSheet(words("sheet-overview"), tuple(_overview(evaluation, words)))
    tables = (
        BookSheet(_sheet_name(table, result, evaluation, own), tuple(_columns(table, own)))
        for result in evaluation.results.values()
        for own in [words_of(evaluation, result)]
        for table in result.tables
    )
    return Book(title_of(evaluation).text, (overview, *tables, *_difference_sheets(evaluation)))


def _difference_sheets(evaluation: Evaluation) -> Iterator[BookSheet]:
    """How groups differ, over all models."""
    if evaluation.differences:
        words = words_of_all(evaluation)
        for table in evaluation.differences.tables:
            name = words.table(f"segments-{table.name}")
            yield BookSheet(name, tuple(_columns(table, words)))


def _sheet_name(table: Table, result: Result, evaluation: Evaluation, words: Words) -> str:
    name = words.table(table.name)
    return f"{result.name} {name}" if len(evaluation.results) > 1 else name


def _columns(table: Table, words: Words) -> list[Column]:
    """The columns of a table; before a code stands its name, where it has one."""
    frame = table.frame
    measured = next((key for key in ("quantity", "criterion") if key in frame), None)
    quantities = frame[measured].tolist() if measured else None
    columns = []
    for name in map(str, frame.columns):
        cells = [_cell(value, words) for value in frame[name].tolist()]
        names = {cell: _named(name, cell, words) for cell in dict.fromkeys(cells)}
        named = [names[cell] for cell in cells]
        form_of = {q: _form(name, q) for q in dict.fromkeys(quantities or [name])}
        forms = [form_of[q] for q in (quantities or [name] * len(cells))]
        heading = words.column(name)
        if name in _CODED or named != cells:
            columns.append(Column(heading, tuple(named), tuple(forms)))
            heading = words("column-code", name=heading)
        columns.append(Column(heading, tuple(cells), tuple(forms)))
    return columns


def _cell(value: Any, words: Words) -> Cell:
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, int | float):
        return None if math.isnan(value) else float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return None if value is None else str(value)


def _named(name: str, cell: Cell, words: Words) -> Cell:
    return words.code(name, cell) if isinstance(cell, str) else cell


def _form(column: str, quantity: str) -> str:
    """The number format: by the quantity of the row for an estimate, else by the column."""
    if column in _COUNTS:
        return "0"
    is_estimate = column in _OF_QUANTITY
    name = quantity if is_estimate else column
    if is_share(name):
        return "0.0%"
    return "0." + "0" * (digits(name) + (column == "std_error"))


def _overview(evaluation: Evaluation, words: Words) -> list[Column]:
    """What the evaluation is of, who answered, what it can't tell, and every setting."""
    rows = [
        *_about(evaluation, words),
        *_screening(evaluation, words),
        *((words("section-notes"), "", note.text) for note in notes_of(evaluation)),
        *(
            (f"{words('section-settings')}: {block.name}", setting.path, setting.value)
            for block in settings_of(evaluation)
            for setting in block.settings
        ),
    ]
    headings = [words("overview-study"), words("overview-item"), words("overview-value")]
    return [
        Column(heading, tuple(row[i] for row in rows), ("0",) * len(rows))
        for i, heading in enumerate(headings)
    ]


def _about(evaluation: Evaluation, words: Words) -> Iterable[tuple[str, str, Cell]]:
    title = title_of(evaluation)
    section = words("overview-study")
    yield section, words("overview-title"), title.text
    if title.line:
        yield section, words("overview-region"), title.line
    if title.is_synthetic:
        yield section, words("overview-synthetic"), words("synthetic-banner")
    if title.note:
        yield section, words("overview-note"), title.note


def _screening(evaluation: Evaluation, words: Words) -> Iterable[tuple[str, str, Cell]]:
    others = role_funnels_of(evaluation, words)
    for funnel in (funnel_of(evaluation, words), *others):
        section = words("section-funnel") + (f" · {funnel.name}" if others else "")
        for step in funnel.steps:
            yield section, step.name, float(step.count)
            if step.rate:
                yield section, f"{step.name} %", step.rate
        for remark in funnel.remarks:
            yield section, "", remark
