"""The cells of a survey file: text by row and column, every distinct text kept once."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from clientlens.arrays import IntArray
from clientlens.errors import AnswersError, Place, Problem
from clientlens.survey.complaints import beside, refuse

CodeArray = npt.NDArray[np.int32]

BLANK = -1
_BLOCK_ROWS = 2048
"""Rows are coded so many at a time: large enough to be fast, small enough to stay in cache."""


_FAR_BELOW = 1000
"""After so many empty rows it is no table that goes on, but a stray cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: ``codes`` (n,) are positions in its distinct ``texts``, -1 where blank."""

    name: str
    codes: CodeArray
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """All cells below the header row of a survey file. Readers make them with `Cells.of`.

    Attributes
    ----------
    columns : tuple of str
        The c column names as written; a column without a name is ``""``.
    codes : (n, c) array
        Position of each cell's text in ``texts``; -1 where the cell is blank.
    texts : tuple of str
        The distinct texts.
    rows : (n,) integer array
        Row of the file, as a spreadsheet counts: the header is row 1.
    encoding : str or None
        Encoding of a text file.
    """

    columns: tuple[str, ...]
    codes: CodeArray
    texts: tuple[str, ...]
    rows: IntArray
    encoding: str | None = None

    def __len__(self) -> int:
        """The number of rows n."""
        return len(self.rows)

    def column(self, position: int) -> Column:
        """The column at `position`, with its own distinct texts alone."""
        codes = self.codes[:, position]  # (n,)
        counts = np.bincount(codes + 1, minlength=len(self.texts) + 1)[1:]
        present = np.flatnonzero(counts)
        own = np.full(len(self.texts) + 1, BLANK, dtype=np.int32)
        own[present] = np.arange(len(present))
        return Column(self.columns[position], own[codes], tuple(self.texts[k] for k in present))

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        records: Iterable[Sequence[str]],
        *,
        file: str,
        first_row: int = 2,
        encoding: str | None = None,
    ) -> Cells:
        """Gather records of text.

        Parameters
        ----------
        columns : sequence of str
            The column names.
        records : iterable of sequences of str
            The rows below the header, ``""`` where a cell is blank. Empty rows at the end are
            left out.
        file : str
            What problems call the file.
        first_row : int
            Row of the first record.
        encoding : str, optional
            Encoding of a text file.

        Raises
        ------
        AnswersError
            A row has more or fewer cells than the header, or is empty between others; or there
            is no row at all.

        Examples
        --------
        >>> cells = Cells.of(["id", "q1"], [["a", "5"], ["b", ""]], file="answers.csv")
        >>> cells.column(1).texts, cells.column(1).codes.tolist(), cells.rows.tolist()
        (('5',), [0, -1], [2, 3])
        """
        gathering = _Gathering(len(columns), first_row)
        for block in _blocks(records):
            gathering.add(block)
        problems = list(gathering.problems(file))
        if problems:
            refuse(problems)
        if not gathering.rows:
            message = "there are no answers below the header row"
            raise AnswersError(Problem(message, Place(file, first_row - 1)))
        return cls(
            columns=tuple(columns),
            codes=np.concatenate(gathering.codes),
            texts=gathering.index.texts,
            rows=np.concatenate(gathering.rows),
            encoding=encoding,
        )


class _Index(dict[str, int]):
    """Text → code; a new text gets the next code. Blank is there from the start."""

    def __init__(self) -> None:
        super().__init__({"": BLANK})

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self) - 1
        return code

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self)[1:]


@dataclass(slots=True)
class _Gathering:
    """Records coded so far, and the rows that don't fit."""

    width: int
    next_row: int
    index: _Index = field(default_factory=_Index)
    codes: list[CodeArray] = field(default_factory=list)
    rows: list[IntArray] = field(default_factory=list)
    ragged: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    empty: list[int] = field(default_factory=list)

    def add(self, block: list[Sequence[str]]) -> None:
        filled = np.array([any(map(str.strip, record)) for record in block])
        fits = np.array([len(record) == self.width for record in block])
        self._note_misfits(block, filled, fits)
        kept = filled & fits
        records = block if kept.all() else list(itertools.compress(block, kept))
        if records:
            cells = itertools.chain.from_iterable(records)
            shape = (len(records), self.width)
            codes = np.fromiter(map(self.index.__getitem__, cells), np.int32, shape[0] * shape[1])
            self.codes.append(codes.reshape(shape))
            self.rows.append(self.next_row + np.flatnonzero(kept))
        self.next_row += len(block)

    def _note_misfits(
        self, block: list[Sequence[str]], filled: npt.NDArray[np.bool_], fits: npt.NDArray[np.bool_]
    ) -> None:
        self.empty += (self.next_row + np.flatnonzero(~filled)).tolist()
        for position in np.flatnonzero(filled & ~fits).tolist():
            self.ragged[len(block[position])].append(self.next_row + position)

    def problems(self, file: str) -> Iterator[Problem]:
        for width, rows in self.ragged.items():
            message = f"{width} cell{'s' if width != 1 else ''} where the header has {self.width}"
            hint = "A text that holds the separator must stand in quotes."
            yield Problem(f"{message}{beside(rows)}", Place(file, rows[0]), hint)
        last = max((int(rows[-1]) for rows in self.rows), default=0)
        between = [row for row in self.empty if row < last]
        gap = _longest_run(between)
        if len(gap) >= _FAR_BELOW:
            yield self._stray(gap, file)
        elif between:
            hint = "Delete it; a questionnaire that came back empty needs its respondent id."
            message = f"an empty row stands between answers{beside(between)}"
            yield Problem(message, Place(file, between[0]), hint)

    def _stray(self, gap: list[int], file: str) -> Problem:
        """What stands below a gap in the table."""
        row = gap[-1] + 1
        rows, codes = np.concatenate(self.rows), np.concatenate(self.codes)
        filled = np.flatnonzero(codes[rows == row] != BLANK)
        what = f"cell {column_letters(int(filled[0]))}{row}" if len(filled) else f"row {row}"
        message = f"{what} stands far below the table, after {len(gap):,} empty rows"
        hint = "Delete it; if it belongs to the table, delete the empty rows."
        return Problem(message, Place(file, row), hint)


def column_letters(position: int) -> str:
    """What a spreadsheet calls a column.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """The column that a spreadsheet calls so, counted from 1.

    Examples
    --------
    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _longest_run(rows: list[int]) -> list[int]:
    """The longest run of consecutive rows; empty where there are none."""
    if not rows:
        return []
    ends = np.flatnonzero(np.diff(rows) > 1) + 1
    longest: list[int] = max(np.split(np.array(rows), ends), key=len).tolist()
    return longest


def _blocks(records: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    remaining = iter(records)
    return iter(lambda: list(itertools.islice(remaining, _BLOCK_ROWS)), [])
