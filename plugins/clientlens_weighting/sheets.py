"""Sheets of judgements: a workbook in which an expert has filled in matrices.

Codes stand in the first row and in the first column; a cell says how many times as important the
row is as the column. The diagonal, blank cells and one of the two halves may be left out.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clientlens.plugin_api import Place, Problem, RequestError

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(r'<c\b[^>]*\br="([A-Z]+[0-9]+)"[^>/]*>(.*?)</c>', re.DOTALL)
_VALUE = re.compile(r"<v>[^<]")
_FRACTION_HINT = "A spreadsheet takes 1/3 for a date: write =1/3, or the text '1/3."


@dataclass(frozen=True, slots=True)
class Cell:
    """A judgement in a sheet: the codes of its row and column, its text, where it stands."""

    row: str
    column: str
    text: str
    place: Place


def judgement_cells(path: Path, name: str, place: Place) -> tuple[Cell, ...]:
    """The judgements of every sheet.

    Parameters
    ----------
    path : Path
        The workbook.
    name : str
        How the study calls it, for places in it.
    place : Place
        Where the study names it.

    Raises
    ------
    RequestError
        It isn't there, is no workbook, or holds a date for a judgement.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        message = f"file '{name}' can't be read: {error.strerror}"
        hint = "Name a file beside the study file."
        raise RequestError(Problem(message, place, hint)) from error
    return _cells(path, name, place, changed)


@cache
def _cells(path: Path, name: str, place: Place, changed: int) -> tuple[Cell, ...]:  # noqa: ARG001  a file that has changed is read anew
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        grids = [
            book.get_sheet_by_name(s).to_python(skip_empty_area=False) for s in book.sheet_names
        ]
    except CalamineError as error:
        message = f"file '{name}' is no XLSX workbook, or is damaged: {error}"
        raise RequestError(Problem(message, place, "Save it as .xlsx.")) from error
    _refuse_uncalculated(path, name)
    cells = [cell for grid in grids for cell in _cells_of(grid, name)]
    return tuple(cells)


def _refuse_uncalculated(path: Path, name: str) -> None:
    """A formula that nobody has calculated reads as a blank cell, and those may be left out."""
    with zipfile.ZipFile(path) as book:
        sheets = [part for part in book.namelist() if _SHEET.fullmatch(part)]
        texts = [book.read(part).decode("utf-8", errors="replace") for part in sheets]
    bare = [ref for text in texts for ref, inside in _CELL.findall(text) if _is_bare(inside)]
    if bare:
        message = f"cell {bare[0]} holds a formula that nobody has calculated"
        hint = "Open the workbook in a spreadsheet program and save it, or write the number."
        raise RequestError(Problem(message, Place(name), hint))


def _is_bare(inside: str) -> bool:
    return "<f" in inside and not _VALUE.search(inside)


# Any: cells as python-calamine reads them.
def _cells_of(grid: list[list[Any]], name: str) -> Iterator[Cell]:
    if not grid:
        return
    columns = [_text(cell) for cell in grid[0]]
    for r, row in enumerate(grid[1:], start=2):
        code = _text(row[0])
        for c, cell in enumerate(row[1:], start=2):
            text = _text(cell)
            if not text or (code == columns[c - 1] and text in ("1", "1.0")):
                continue
            place = Place(name, r, c)
            if isinstance(cell, dt.date | dt.time):
                message = f"the judgement of '{code}' against '{columns[c - 1]}' is a date"
                raise RequestError(Problem(message, place, _FRACTION_HINT))
            yield Cell(code, columns[c - 1], text, place)


def _text(cell: Any) -> str:
    return str(cell).strip()
