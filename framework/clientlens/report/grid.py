"""The grid: a table as people read it, with headings, names and formatted numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientlens.report.numbers import interval, number
from clientlens.report.words import Words
from clientlens.results.table import ESTIMATE_COLUMNS, Table

if TYPE_CHECKING:
    import pandas as pd

MOST_SPREAD = 12
"""A last key of so many codes at most becomes columns; more would not fit a page."""

_COUNTS = frozenset({"n", "count"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell.

    Attributes
    ----------
    text : str
        The value as it is read.
    below : str
        In small type beneath: an interval, a probability.
    badge : str
        Code of a class, drawn in its colour.
    is_number : bool
        Aligned to the right.
    is_unsure : bool
        The sample can't tell this class from its neighbour.
    """

    text: str = ""
    below: str = ""
    badge: str = ""
    is_number: bool = False
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one line; ``level`` is 0 for a heading with subtotals, 1 for what is below it."""

    label: str
    cells: tuple[Cell, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be set: first column are the labels, then one for each heading."""

    corner: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def holds_numbers(self, column: int) -> bool:
        """Whether a column is aligned to the right."""
        return any(row.cells[column].is_number for row in self.rows)


Record = Mapping[str, Any]
"""One row of a frame; its cells are of whatever type the plugin gave them."""


def grid_of(table: Table, words: Words, group: str | None = None) -> Grid:
    """Any table as a grid.

    Parameters
    ----------
    table : Table
        The table.
    words : Words
        Names of its columns and codes.
    group : str, optional
        Keep the rows of this group alone; the column ``group`` is left out.

    Returns
    -------
    Grid
        Estimates stand with their intervals beneath. A table with one column of values is spread
        over its last key, so that a distribution reads across.
    """
    frame, keys = _of_group(table, group)
    if "quantity" in keys and "estimate" in frame:
        return _of_estimates(frame, keys, words)
    values = [name for name in map(str, frame) if name not in keys and name not in _COUNTS]
    if len(keys) > 1 and len(values) == 1 and frame[keys[-1]].nunique() <= MOST_SPREAD:
        return _spread(frame, keys, values[0], words)
    return _as_it_is(frame, keys, words)


def _of_group(table: Table, group: str | None) -> tuple[pd.DataFrame, list[str]]:
    keys = list(table.keys)
    if group is None or "group" not in keys:
        return table.frame, keys
    frame = table.frame[table.frame["group"] == group].drop(columns="group")
    return frame, [key for key in keys if key != "group"]


def _of_estimates(frame: pd.DataFrame, keys: list[str], words: Words) -> Grid:
    """Row by row, quantities among the keys: what stands alone, such as an index."""
    lead = [key for key in keys if key != "quantity"]
    headings = (words.column("estimate"), *_count_heading(frame, words))
    rows = []
    for record in records_of(frame):
        names = [words.code(key, record[key]) for key in lead]
        label = " · ".join(filter(None, [*names, words.column(str(record["quantity"]))]))
        rows.append(Row(label, (estimate_cell(record), *_count_cell(record, headings))))
    return Grid(words.column("quantity"), headings, tuple(rows))


def records_of(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, its columns by their names."""
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, i].tolist() for i in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _count_heading(frame: pd.DataFrame, words: Words) -> tuple[str, ...]:
    has_counts = "n" in frame and frame["n"].notna().any()
    return (words.column("n"),) if has_counts else ()


def _count_cell(record: Record, headings: Sequence[str]) -> tuple[Cell, ...]:
    return (value_cell("n", record["n"]),) if len(headings) > 1 else ()


def estimate_cell(record: Record) -> Cell:
    """An estimate with its interval beneath; the quantity tells how many digits."""
    name = str(record["quantity"])
    low, high = (_float(record.get(end)) for end in ("ci_low", "ci_high"))
    return Cell(number(name, _float(record["estimate"])), interval(name, low, high), is_number=True)


def _spread(frame: pd.DataFrame, keys: list[str], value: str, words: Words) -> Grid:
    """The last key across, the others down."""
    *down, across = keys
    codes = list(dict.fromkeys(frame[across]))
    rows = []
    for names, part in frame.groupby(down, sort=False):
        found = dict(zip(part[across], part[value], strict=True))
        cells = [value_cell(value, found.get(code)) for code in codes]
        counts = [value_cell(name, part[name].max()) for name in map(str, frame) if name in _COUNTS]
        rows.append(Row(_label(down, names, words), (*cells, *counts)))
    headings = [words.code(across, code) for code in codes]
    headings += [words.column(name) for name in map(str, frame) if name in _COUNTS]
    corner = " · ".join(words.column(key) for key in down)
    return Grid(corner, tuple(headings), tuple(rows))


def _as_it_is(frame: pd.DataFrame, keys: list[str], words: Words) -> Grid:
    told = {*keys, *(("dimension",) if "indicator" in keys else ())}
    others = [str(name) for name in frame if name not in told]
    rows = []
    for record in records_of(frame):
        label = _label(keys, tuple(record[key] for key in keys), words)
        cells = tuple(_named_cell(_measure(name, record), record[name], words) for name in others)
        rows.append(Row(label, cells))
    corner = " · ".join(words.column(key) for key in keys)
    return Grid(corner, tuple(words.column(name) for name in others), tuple(rows))


def _measure(column: str, record: Record) -> str:
    """What a number is of: an estimate is of the row's quantity or criterion."""
    if column in ESTIMATE_COLUMNS and column != "n":
        return str(record.get("quantity") or record.get("criterion") or column)
    return column


def _label(keys: list[str], codes: object, words: Words) -> str:
    """Names of the keys; a dimension isn't repeated before each of its indicators."""
    found = dict(zip(keys, codes if isinstance(codes, tuple) else (codes,), strict=True))
    if "indicator" in found:
        found.pop("dimension", None)
    return " · ".join(words.code(key, code) for key, code in found.items())


def _named_cell(name: str, value: object, words: Words) -> Cell:
    if isinstance(value, str):
        badge = value if name.endswith("class") else ""
        return Cell(words.code(name, value), badge=badge)
    return value_cell(name, value, words)


def value_cell(name: str, value: object, words: Words | None = None) -> Cell:
    """A number as its column says, yes or no for a truth value, nothing for what is missing."""
    if isinstance(value, str):
        return Cell(value)
    if value is None or math.isnan(_float(value)):
        return Cell(is_number=True)
    if words and type(value).__name__ in ("bool", "bool_"):
        return Cell(words("yes") if value else words("no"))
    if name in _COUNTS or type(value).__name__.startswith("int"):
        return Cell(number("n", _float(value)), is_number=True)
    return Cell(number(name, _float(value)), is_number=True)


def _float(value: object) -> float:
    """A cell of a frame as a float, NaN for nothing."""
    return float("nan") if value is None else float(value)  # type: ignore[arg-type]
