"""Workbooks: one sheet of an XLSX file as text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError, Place, Problem, did_you_mean
from clientlens.survey.cells import Cells, column_number
from clientlens.survey.complaints import quote, refuse

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of an old .xls, and of an XLSX under a password."""

_EXACT_WHOLE = 1e15
"""Whole numbers below it are exact in a spreadsheet; larger ones keep their exponent."""

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""The size of a sheet, ISO/IEC 29500."""

_MOST_CELLS = 20_000_000
"""A table is kept whole in memory, so many cells in some gigabytes."""

_REPAIR = "Open it in a spreadsheet program and save it again as .xlsx."
_MOMENTS = (dt.date, dt.time, dt.timedelta)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_CELL = rb'<(?:\w+:)?c\s(?=[^>]*\br="([A-Z]+)(\d+)")'
_ERROR_CELL = re.compile(_CELL + rb'(?=[^>]*\bt="e")[^>]*>')
_UNCALCULATED_CELL = re.compile(
    _CELL + rb'(?![^>]*\bt="str")[^>]*[^/>]>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACED_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)??r\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>(?!\s*</)"
)
"""A cell that holds something, and says where it stands."""

_PLACED_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?:[^>]*?\s)??r\s*=\s*[\"'](\d+)[\"'][^>]*(?<!/)>"
    rb"\s*<(?:\w+:)?c(?=[\s>])(?![^>]*\sr\s*=)"
)
"""A row whose cells don't say where they stand."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class WorkbookReader:
    """Reads a sheet of an XLSX workbook."""

    name: ClassVar[str] = "workbook"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm")

    def read(self, path: Path, survey: Survey) -> Cells:
        """Read a sheet; see `clientlens.survey.read.Reader`."""
        file = path.as_posix()
        raw = path.read_bytes()
        book = _open(raw, file)
        sheet = _choose_sheet(book, file, survey.sheet)
        part = _part(raw, sheet, file)
        _refuse_far_cells(part, file)
        problems = list(_lost_cells(part, file, survey.header_row))
        if problems:
            refuse(problems)
        grid = _grid(book, sheet, file)
        if len(grid) < survey.header_row or not any(map(_text, grid[survey.header_row - 1])):
            message = f"row {survey.header_row} of sheet '{sheet}' should hold the column names"
            hint = "Name another row under survey.header_row, or another sheet."
            raise AnswersError(Problem(f"{message}, and is empty", Place(file), hint))
        return Cells.of(
            [_text(cell) for cell in grid[survey.header_row - 1]],
            ([_text(cell) for cell in row] for row in grid[survey.header_row :]),
            file=file,
            first_row=survey.header_row + 1,
        )


# Any: python-calamine is untyped here.
def _open(raw: bytes, file: str) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    locked = Problem(
        "is protected by a password, or an old .xls under another name",
        Place(file),
        "Open it in a spreadsheet program and save it as .xlsx without a password.",
    )
    if not raw:
        raise AnswersError(Problem("the file is empty", Place(file)))
    if raw.startswith(_OLE):
        raise AnswersError(locked)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except PasswordError as error:
        raise AnswersError(locked) from error
    except CalamineError as error:
        message = f"is no XLSX workbook, or is damaged: {error}"
        raise AnswersError(Problem(message, Place(file), _REPAIR)) from error


def _grid(book: Any, sheet: str, file: str) -> list[list[Any]]:
    """The cells of a sheet from A1 on, row by row."""
    from python_calamine import CalamineError

    try:
        rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        message = f"sheet '{sheet}' is damaged: {error}"
        raise AnswersError(Problem(message, Place(file), _REPAIR)) from error
    return rows


def _choose_sheet(book: Any, file: str, wanted: str | None) -> str:
    """The sheet called `wanted`, or the first that shows and holds cells, not a chart."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    names = [str(s.name) for s in sheets]
    if wanted in names:
        return str(wanted)
    if wanted is not None:
        message = f"no sheet '{wanted}'"
        raise AnswersError(Problem(message, Place(file), did_you_mean(wanted, names)))
    shown = (str(s.name) for s in sheets if s.visible == SheetVisibleEnum.Visible)
    first = next(shown, None)
    if first is None:
        raise AnswersError(Problem("holds no sheet with cells", Place(file)))
    return first


def _text(cell: Any) -> str:
    """A cell as text: 5.0 is ``5``, a date ISO, true ``TRUE``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < _EXACT_WHOLE
        return str(int(cell)) if is_whole else repr(cell)
    return _moment(cell) if isinstance(cell, _MOMENTS) else str(cell)


def _moment(cell: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat().replace("T", " ")


def _part(raw: bytes, sheet: str, file: str) -> bytes:
    """The XML of a sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            relation = _attributes(archive.read("xl/workbook.xml"), "sheet", "name", "id")[sheet]
            target = _attributes(archive.read(_RELATIONS), "Relationship", "Id", "Target")[relation]
            return archive.read(str(PurePosixPath("/xl") / target).lstrip("/"))
    except (KeyError, EOFError, ET.ParseError, zipfile.BadZipFile, zlib.error) as error:
        message = f"is damaged: sheet '{sheet}' isn't where a workbook keeps it"
        raise AnswersError(Problem(message, Place(file), _REPAIR)) from error


def _attributes(xml: bytes, element: str, key: str, value: str) -> dict[str, str]:
    """One attribute of every `element` by another one, whatever their namespaces."""
    # The workbook has been read once already; expat bounds entities by itself.
    nodes = (n for n in ET.fromstring(xml).iter() if _local(n.tag) == element)  # noqa: S314
    named = ({_local(k): v for k, v in node.attrib.items()} for node in nodes)
    return {attributes[key]: attributes[value] for attributes in named}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _refuse_far_cells(part: bytes, file: str) -> None:
    """A reader makes room for all cells up to the farthest, though they are empty."""
    columns, rows = _extent(part)
    if columns <= _MOST_COLUMNS and rows <= _MOST_ROWS and columns * rows <= _MOST_CELLS:
        return
    name = quote(max(_placed(part), key=_distance).decode()).strip("'")
    message = f"cell {name} stands far outside the table"
    hint = "Delete it; if it belongs to the table, save the sheet as .csv."
    raise AnswersError(Problem(message, Place(file), hint))


def _extent(part: bytes) -> tuple[int, int]:
    """The last column and the last row with a cell, counted from 1."""
    columns, rows = {b"A"}, {b"1"}
    for match in _PLACED_CELL.finditer(part):
        letters, digits = match.groups()
        columns.add(letters)
        rows.add(digits)
    rows.update(_PLACED_ROW.findall(part))
    return max(map(_column, columns)), max(map(_row, rows))


def _placed(part: bytes) -> Iterator[bytes]:
    yield from (match[1] + match[2] for match in _PLACED_CELL.finditer(part))
    yield from (b"A" + match[1] for match in _PLACED_ROW.finditer(part))


def _distance(cell: bytes) -> float:
    """How far out a cell such as ``AB12`` stands, as a share of a sheet."""
    letters = cell.rstrip(b"0123456789")
    row = _row(cell[len(letters) :])
    return max(_column(letters) / _MOST_COLUMNS, row / _MOST_ROWS)


def _column(letters: bytes) -> int:
    return column_number(letters[:9].decode())  # more letters are no column either


def _row(digits: bytes) -> int:
    return int(digits.lstrip(b"0")[:9] or b"0")


def _lost_cells(part: bytes, file: str, header_row: int) -> Iterator[Problem]:
    """Cells that would come through as blank, though a spreadsheet shows something there."""
    # Most sheets hold neither errors nor formulas, and telling so is much faster than looking.
    for column, row in _matches(_ERROR_CELL, part, header_row) if b't="e"' in part else ():
        hint = "Mend the formula, or write what it should give."
        yield Problem(f"cell {column}{row} holds a formula error", Place(file, row), hint)
    has_formulas = b"<f" in part or b":f>" in part
    for column, row in _matches(_UNCALCULATED_CELL, part, header_row) if has_formulas else ():
        hint = "Open the file in a spreadsheet program and save it."
        message = f"cell {column}{row} holds a formula that was never calculated"
        yield Problem(message, Place(file, row), hint)
    for left, top, right, bottom in _MERGED.findall(part):
        if int(bottom) > header_row:
            cells = b"".join((left, top, b":", right, bottom)).decode()
            hint = "Unmerge them, and write the answer into each."
            yield Problem(f"cells {cells} are merged", Place(file, int(top)), hint)


def _matches(pattern: re.Pattern[bytes], part: bytes, header_row: int) -> Iterator[tuple[str, int]]:
    found = ((match[1].decode(), int(match[2])) for match in pattern.finditer(part))
    return ((column, row) for column, row in found if row >= header_row)
