"""Delimited text: CSV in its dialects, as spreadsheets and survey platforms write it."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError, Place, Problem
from clientlens.survey.cells import Cells
from clientlens.survey.encoding import Decoded, decode

DELIMITERS = (",", ";", "\t", "|", "，")
_LONGEST_CELL = 10_000_000
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SAMPLE_CHARACTERS = 1_000_000
_SAMPLE_RECORDS = 20


class DelimitedReader:
    """Reads CSV, TSV and other text with one separator."""

    name: ClassVar[str] = "delimited"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")

    def read(self, path: Path, survey: Survey) -> Cells:
        """Read a text file; see `clientlens.survey.read.Reader`."""
        file = path.as_posix()
        decoded = decode(path.read_bytes(), file, survey.encoding)
        _check_text(decoded.text, file)
        with _long_fields():
            return self._cells(decoded, file, survey)

    @staticmethod
    def _cells(decoded: Decoded, file: str, survey: Survey) -> Cells:
        text, told = _take_separator_line(decoded.text)
        delimiter = _delimiter(text, file, survey, told)
        records = _records(text, delimiter, file)
        header = next(itertools.islice(records, survey.header_row - 1, None), None)
        if not header:
            message = f"row {survey.header_row} should hold the column names, and there is none"
            hint = "Name another row under survey.header_row."
            raise AnswersError(Problem(message, Place(file), hint))
        return Cells.of(
            header,
            records,
            file=file,
            first_row=survey.header_row + 1,
            encoding=decoded.encoding,
        )


def _check_text(text: str, file: str) -> None:
    if not text.strip():
        raise AnswersError(Problem("the file is empty", Place(file)))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        hint = "Perhaps it is UTF-16 without a byte order mark, or no text file at all."
        raise AnswersError(Problem("holds a NUL character", Place(file, line), hint))


@contextlib.contextmanager
def _long_fields() -> Iterator[None]:
    """Cells of up to `_LONGEST_CELL` characters; the csv module's own limit is 131,072."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _take_separator_line(text: str) -> tuple[str, str | None]:
    """The text without Excel's first line ``sep=;``, and the separator that it tells.

    A spreadsheet doesn't show that line, so that rows are counted from the next.
    """
    match = _SEPARATOR_LINE.match(text)
    return (text[match.end() :], match[1]) if match else (text, None)


def _delimiter(text: str, file: str, survey: Survey, told: str | None) -> str:
    if survey.delimiter is None:
        return told or _told_delimiter(text, file, survey.header_row)
    if len(survey.delimiter) != 1 or survey.delimiter in '"\r\n':
        message = f"survey.delimiter must be one character, got {survey.delimiter!r}"
        raise AnswersError(Problem(message, Place(file), 'A tab is written "\\t".'))
    return survey.delimiter


def _told_delimiter(text: str, file: str, header_row: int) -> str:
    """The one separator that splits the header, and the first rows into as many cells."""
    samples = {mark: _sample(text, mark, header_row) for mark in DELIMITERS}
    splitting = {mark: rows for mark, rows in samples.items() if rows and len(rows[0]) > 1}
    even = [mark for mark, rows in splitting.items() if len({len(row) for row in rows}) == 1]
    fitting = even or list(splitting) or [","]
    if len(fitting) > 1:
        marks = " or ".join(repr(mark) for mark in fitting)
        hint = "Name it under survey.delimiter."
        message = f"can't tell whether columns are separated by {marks}"
        raise AnswersError(Problem(message, Place(file, header_row), hint))
    return fitting[0]


def _sample(text: str, delimiter: str, header_row: int) -> list[list[str]]:
    """The header and the first rows below it, as `delimiter` splits them."""
    start = io.StringIO(text[:_SAMPLE_CHARACTERS], newline="")
    records = csv.reader(start, delimiter=delimiter)
    try:
        rows = list(itertools.islice(records, header_row - 1, header_row + _SAMPLE_RECORDS))
    except csv.Error:
        return []
    is_cut = len(text) > _SAMPLE_CHARACTERS and start.read(1) == ""
    return [row for row in rows[: -1 if is_cut else None] if row]


def _records(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """The rows as lists of cells; an empty line is an empty list."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, 1):  # noqa: B007  told when the next row fails
            yield record
    except csv.Error as error:
        message = f"the row can't be split into cells: {error}"
        hint = "A quote isn't closed, or stands within a quoted text and isn't doubled."
        if "field limit" in str(error):
            message = f"the row has a cell of more than {_LONGEST_CELL:,} characters"
            hint = "Perhaps a quote isn't closed; or shorten the cell, or take its column away."
        raise AnswersError(Problem(message, Place(file, row + 1), hint)) from error
