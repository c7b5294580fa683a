"""The file of a workbook: sheets that are ready, written here or by a process beside ours.

Nothing else of the program is imported, so that such a process starts at once.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
_WORTH_A_PROCESS = 20_000
"""So many cells take about as long to write as a process needs to start."""

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: heading, cells, and how each number is shown."""

    heading: str
    cells: tuple[Cell, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet; a workbook may shorten its name."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook."""

    title: str
    sheets: tuple[BookSheet, ...]

    @property
    def cells(self) -> int:
        """How many cells it has, empty ones too."""
        return sum(len(column.cells) for sheet in self.sheets for column in sheet.columns)


def write_book(book: Book, path: Path) -> None:
    """Write a workbook as `write_xlsx` describes it; the same one gives the same bytes."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as file:
        file.set_properties({"created": CREATED, "title": book.title})
        styles, names = _Styles(file), _SheetNames()
        for sheet in book.sheets:
            _write_sheet(file.add_worksheet(names.take(sheet.name)), sheet.columns, styles)


@contextmanager
def writing(book: Book, path: Path) -> Iterator[Callable[[], None]]:
    """Begin to write a workbook; what this yields returns when it is written.

    A large one is written by a process beside ours; by this one where that fails.
    """
    if book.cells < _WORTH_A_PROCESS or not sys.executable:
        yield lambda: write_book(book, path)
        return
    with tempfile.TemporaryFile() as told:
        pickle.dump(book, told, pickle.HIGHEST_PROTOCOL)
        told.seek(0)
        command = [sys.executable, "-m", __name__, str(path)]
        process = subprocess.Popen(  # noqa: S603  our own module
            command, stdin=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def finish() -> None:
        if process.wait():
            write_book(book, path)

    try:
        yield finish
    finally:
        process.kill()
        process.wait()


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


if __name__ == "__main__":
    # Our own parent has written it, into a file that nobody else can open.
    write_book(pickle.load(sys.stdin.buffer), Path(sys.argv[1]))  # noqa: S301
