"""The workbook: an overview, then one sheet a table, for who goes on working with the numbers."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens.report.funnel import funnel_of, role_funnels_of
from clientlens.report.notes import notes_of
from clientlens.report.numbers import digits, is_share
from clientlens.report.settings import settings_of
from clientlens.report.title import title_of
from clientlens.report.words import Words, words_of, words_of_all
from clientlens.results.disk import SIGNIFICANT_DIGITS
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.table import Table

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
WIDEST_COLUMN = 48
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""A workbook must name a date; one that is always the same gives always the same bytes."""

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CODED = frozenset(
    {"group", "dimension", "indicator", "item", "facet", "quantity", "class", "rule"}
)

_COUNTS = frozenset({"n", "n_1", "n_2", "count", "point", "changed", "groups", "labels"})
_OF_QUANTITY = frozenset(
    {"estimate", "estimate_1", "estimate_2", "std_error", "ci_low", "ci_high", "detectable"}
)
"""Columns whose numbers are written like the quantity of their row."""

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: heading, cells, and how each number is shown."""

    heading: str
    cells: tuple[Cell, ...]
    formats: tuple[str, ...]


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
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": CREATED, "title": title_of(evaluation).text})
        styles = _Styles(book)
        names = _SheetNames()
        words = words_of(evaluation)
        overview = book.add_worksheet(names.take(words("sheet-overview")))
        _write_sheet(overview, _overview(evaluation, words), styles)
        for result in evaluation.results.values():
            own = words_of(evaluation, result)
            for table in result.tables:
                name = _sheet_name(table, result, evaluation, own)
                sheet = book.add_worksheet(names.take(name))
                _write_sheet(sheet, _columns(table, own), styles)
        for table in evaluation.differences.tables if evaluation.differences else ():
            of_all = words_of_all(evaluation)
            sheet = book.add_worksheet(names.take(of_all.table(f"segments-{table.name}")))
            _write_sheet(sheet, _columns(table, of_all), styles)


class _Styles:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.header = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#F0F2F5", "text_wrap": True, "valign": "top"}
        )
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        # Excel keeps a quoted cell as text even after somebody has edited it.
        self.quoted = book.add_format({"quote_prefix": True, "valign": "top", "text_wrap": True})

    def number(self, form: str) -> Format:
        """The format of numbers written like `form`."""
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form, "valign": "top"})
        return self._made[form]


class _SheetNames:
    """Names that a workbook accepts: short, legal, and no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """The name, or the nearest one that is free and legal."""
        legal = _NOT_IN_SHEET_NAMES.sub(" ", name).strip(" '") or "-"
        for number in range(1, 10_000):
            suffix = f" {number}" if number > 1 else ""
            candidate = legal[: LONGEST_SHEET_NAME - len(suffix)].rstrip(" '") + suffix
            if candidate.casefold() not in self._taken and candidate.casefold() != "history":
                self._taken.add(candidate.casefold())
                return candidate
        raise AssertionError("ten thousand sheets of one name")


def _sheet_name(table: Table, result: Result, evaluation: Evaluation, words: Words) -> str:
    name = words.table(table.name)
    return f"{result.name} {name}" if len(evaluation.results) > 1 else name


def _write_sheet(sheet: Worksheet, columns: Sequence[Column], styles: _Styles) -> None:
    for c, column in enumerate(columns):
        sheet.set_column(c, c, _width(column))
        sheet.write_string(0, c, column.heading, styles.header)
        for r, (cell, form) in enumerate(zip(column.cells, column.formats, strict=True), start=1):
            _write_cell(sheet, r, c, cell, form, styles)
    rows = max((len(column.cells) for column in columns), default=0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, max(len(columns) - 1, 0))


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: Cell, form: str, styles: _Styles
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        style = styles.quoted if cell.startswith(_FORMULA_STARTS) else styles.text
        sheet.write_string(row, column, cell[:LONGEST_TEXT], style)
    else:
        sheet.write_number(row, column, cell, styles.number(form))


def _width(column: Column) -> float:
    """Wide enough for the longest text, a Chinese character counting two."""
    texts = {cell for cell in column.cells if isinstance(cell, str)}
    widest = max(map(text_columns, {column.heading, *texts}))
    return min(max(widest + 3, 9), WIDEST_COLUMN)


def text_columns(text: str) -> int:
    """Width of a text in columns of a terminal or a sheet; a Chinese character takes two.

    Examples
    --------
    >>> text_columns("利率 4.82")
    9
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


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
