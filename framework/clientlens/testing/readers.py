"""The laws of a reader, and the file that it is tried on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from clientlens.config.schema import Survey
from clientlens.errors import ClientLensError
from clientlens.plugins import faults_of
from clientlens.survey.cells import Cells
from clientlens.survey.read import Reader
from clientlens.testing.door import FITS, SUITS
from clientlens.testing.law import Breach, Obstacle, Statement, stopped_with

Write = Callable[[Path, Sequence[str], Sequence[Sequence[str]]], None]
"""Writes columns and rows of text to a file, as others write what the reader reads."""

_COLUMNS = ("id", "satisfaction_利率", "branch", "note")
_ROWS = (
    ("c1", "5", "north", "fine, thanks"),
    ("c2", "", "south", ""),
    ("007", "3", "新余", 'called "good"'),
)
_BAD = {
    "an empty file": b"",
    "bytes that are no file of this kind": bytes(range(256)) * 8,
    "a line of text": b"this is no table\n",
}


@dataclass(frozen=True, slots=True, eq=False)
class ReaderExample:
    """A small file that is written for a reader."""

    reader: type[Reader]
    write: Write
    survey: Survey
    columns: tuple[str, ...] = _COLUMNS
    rows: tuple[tuple[str, ...], ...] = _ROWS

    @property
    def description(self) -> str:
        """What it is made of, in a line."""
        return f"a file of {len(self.rows)} rows and the columns {', '.join(self.columns)}"

    @contextmanager
    def file(self) -> Iterator[Path]:
        """The file, as long as it is needed."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"answers{self.suffix}"
            self.write(path, self.columns, self.rows)
            yield path

    @property
    def suffix(self) -> str:
        """The first suffix that the reader reads by default."""
        return next(iter(self.reader.suffixes), "")

    def read(self, path: Path) -> Cells:
        """What a new instance reads."""
        return self.reader().read(path, self.survey)


@dataclass(frozen=True, slots=True, eq=False)
class TriedReader:
    """A reader and the file that it is tried on."""

    reader: type[Reader]
    write: Write
    survey: Survey = field(default_factory=Survey)

    @property
    def plugin(self) -> str:
        """What it is called: ``reader 'delimited'``."""
        return f"reader '{getattr(self.reader, 'name', self.reader.__name__)}'"

    def examples(self) -> tuple[ReaderExample, ...] | Obstacle:
        """One file."""
        if faults := faults_of(self.reader, "clientlens_readers"):
            return Obstacle(FITS.name, f"the class is one {faults[0]}")
        example = ReaderExample(self.reader, self.write, self.survey)
        try:
            with example.file() as path:
                example.read(path)
        except Exception as error:  # noqa: BLE001  the plugin's own, whatever it is
            return Obstacle(SUITS.name, stopped_with(error), error)
        return (example,)


def _suffixes(example: ReaderExample) -> None:
    suffixes: Any = example.reader.suffixes
    if not isinstance(suffixes, tuple):
        raise Breach(f"suffixes is {suffixes!r}, no tuple")
    for suffix in suffixes:
        if not suffix.startswith(".") or suffix != suffix.lower():
            raise Breach(f"the suffix {suffix!r} isn't in lower case behind a dot")


def _gives_back(example: ReaderExample) -> None:
    with example.file() as path:
        cells = example.read(path)
    if cells.columns != example.columns:
        raise Breach(f"the columns are {cells.columns}, and {example.columns} were written")
    found = [tuple(row) for row in _texts(cells)]
    for i, (row, written) in enumerate(zip(found, example.rows, strict=False)):
        if row != written:
            raise Breach(f"row {i + 1} is read as {row}, and {written} was written")
    if len(found) != len(example.rows):
        raise Breach(f"{len(found)} rows are read, and {len(example.rows)} were written")


def _texts(cells: Cells) -> list[list[str]]:
    lookup = np.array([*cells.texts, ""], dtype=object)  # -1, a blank, is the last
    texts: list[list[str]] = lookup[cells.codes].tolist()
    return texts


def _rows(example: ReaderExample) -> None:
    with example.file() as path:
        rows = example.read(path).rows
    expected = np.arange(2, 2 + len(rows))
    if not np.array_equal(rows, expected):
        raise Breach(f"the rows are numbered {rows.tolist()}, and are {expected.tolist()}")


def _again(example: ReaderExample) -> None:
    with example.file() as path:
        before = path.read_bytes()
        one, other = _texts(example.read(path)), _texts(example.read(path))
        if path.read_bytes() != before:
            raise Breach("the file is another after it was read")
    if one != other:
        raise Breach("a second reading gives other cells")


def _bad_files(example: ReaderExample) -> None:
    for what, content in _bad(example):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"answers{example.suffix}"
            path.write_bytes(content)
            try:
                example.read(path)
            except OSError:
                continue
            except ClientLensError as error:
                if any(problem.place is None for problem in error.problems):
                    raise Breach(f"{what} is refused without a place: {error}") from error
            except Exception as error:
                raise Breach(f"{what}: {stopped_with(error)}") from error


def _bad(example: ReaderExample) -> Iterator[tuple[str, bytes]]:
    yield from _BAD.items()
    with example.file() as path:
        whole = path.read_bytes()
    yield "a file that is cut short", whole[: len(whole) // 2]


READER_LAWS = (
    FITS.held(),
    Statement(
        SUITS.name,
        "it reads a small file as others write it",
        "Give write=, a function that writes columns and rows to a path as the reader reads them.",
        lambda _: None,
    ),
    Statement(
        "suffixes are in lower case behind a dot",
        "suffixes is a tuple of those that the reader reads by default, such as ('.csv',)",
        "Write them in lower case with the dot.",
        _suffixes,
    ),
    Statement(
        "what was written is read",
        "columns and cells are read as they were written, text by text: blanks, leading zeros, "
        "Chinese and quotes",
        "Give texts to Cells.of as they stand in the file, and blank cells as ''.",
        _gives_back,
    ),
    Statement(
        "rows are counted as in a spreadsheet",
        "the header is row 1, and the first row of answers row 2",
        "Leave first_row of Cells.of as it is, unless the file has lines above its header.",
        _rows,
    ),
    Statement(
        "a second reading gives the same",
        "reading changes neither the file nor what is read next",
        "Keep nothing between calls, and open files for reading.",
        _again,
    ),
    Statement(
        "a bad file is refused with a place",
        "an empty file, one of another kind and one cut short are read as far as they are tables, "
        "or refused with an AnswersError that names the file; an OSError may pass",
        "Catch what the library raises, and raise an AnswersError with Place(path.as_posix()).",
        _bad_files,
    ),
)
