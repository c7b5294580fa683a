"""The matrix: what one model says of every indicator, one line each, quantities across.

It is put together from tables alone and knows no model:

- a table of estimates (columns ``quantity`` and ``estimate``) gives a line for each last key;
- a table of estimates with the key before it alone (``dimension``) gives the subtotals;
- a table with the same last key and a column ``class`` gives the class, ``p_<class>`` its
  probability and ``near_line`` whether the sample can't tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientlens.report.grid import Cell, Grid, Record, Row, estimate_cell, records_of
from clientlens.report.numbers import number
from clientlens.report.words import Words
from clientlens.results.table import Table

if TYPE_CHECKING:
    import pandas as pd

MOST_QUANTITIES = 6
"""So many quantities fit across a sheet of A4; the others stand in the tables that follow."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The tables that make one matrix.

    ``leaves`` holds the lines, ``parents`` the subtotals, ``classes`` the classes.
    """

    leaves: Table
    parents: Table | None
    classes: Table | None

    @property
    def leaf(self) -> str:
        """The key that names a line: ``indicator``."""
        return _lead(self.leaves)[-1]

    @property
    def parent(self) -> str | None:
        """The key that names what lines belong to: ``dimension``."""
        lead = _lead(self.leaves)
        return lead[-2] if len(lead) > 1 else None

    @property
    def is_wide(self) -> bool:
        """Whether it has more quantities than a sheet of paper."""
        return self.leaves.frame["quantity"].nunique() > MOST_QUANTITIES


def find_matrices(tables: Iterable[Table]) -> tuple[Matrix, ...]:
    """The matrices that the tables of a result make, in the order of the tables."""
    known = [table for table in tables if not table.is_detail]
    estimates = [table for table in known if _is_estimates(table) and _lead(table)]
    parents = {_lead(table): table for table in estimates if len(_lead(table)) == 1}
    classes = {
        _lead(table)[-1]: table
        for table in reversed(known)  # of two tables with classes the first counts
        if "class" in table.frame and _lead(table)
    }
    above = {
        _lead(table)[:-1] for table in estimates if len(_lead(table)) > 1
    }  # keys of subtotals, which are no matrix of their own
    return tuple(
        Matrix(table, parents.get(_lead(table)[:-1]), classes.get(_lead(table)[-1]))
        for table in estimates
        if _lead(table) not in above
    )


def matrix_grid(
    matrix: Matrix, words: Words, group: str, *, most: int | None = MOST_QUANTITIES
) -> Grid:
    """A matrix of one group as a grid.

    Lines come in the order of the table, below their parent where they have one: class with its
    probability, then the first `most` quantities with their intervals beneath, then the answers
    where they are counted.
    """
    leaves = _records(matrix.leaves, group)
    parents = [_as_subtotal(r, matrix.parent) for r in _records(matrix.parents, group)]
    classes = {record[matrix.leaf]: record for record in _records(matrix.classes, group)}
    named = dict.fromkeys(record["quantity"] for record in [*leaves, *parents])
    quantities = list(named)[:most]
    headings = [words.column(str(quantity)) for quantity in quantities]
    lead = [words.column("class")] if classes else []
    has_counts = any(record.get("n") is not None for record in [*leaves, *parents])
    layout = _Layout(matrix, words, tuple(quantities), classes, has_counts)
    rows = [
        row
        for parent, below in _nest(leaves, matrix.parent).items()
        for row in layout.block(parent, below, parents)
    ]
    last = [words.column("n")] if has_counts else []
    return Grid(_corner(matrix, words), (*lead, *headings, *last), tuple(rows))


def _corner(matrix: Matrix, words: Words) -> str:
    """What the lines are; with what they lie under where that isn't told by subtotals."""
    leaf = words.column(matrix.leaf)
    if matrix.parent is None or matrix.parents is not None:
        return leaf
    return f"{words.column(matrix.parent)} › {leaf}"


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """How the lines of one matrix are set."""

    matrix: Matrix
    words: Words
    quantities: tuple[str, ...]
    classes: Mapping[str, Record]
    has_counts: bool

    def block(self, parent: str | None, leaves: list[Record], parents: list[Record]) -> list[Row]:
        """The line of a parent, then the lines below it."""
        rows = []
        key = self.matrix.parent
        if key is not None:
            above = [record for record in parents if record[key] == parent]
            rows.append(self._row(key, str(parent), above, level=0))
        for code, found in _nest(leaves, self.matrix.leaf).items():
            rows.append(self._row(self.matrix.leaf, str(code), found, level=1))
        return rows

    def _row(self, key: str, code: str, records: list[Record], *, level: int) -> Row:
        found = {record["quantity"]: record for record in records}
        cells = [
            estimate_cell(found[name]) if name in found else Cell(is_number=True)
            for name in self.quantities
        ]
        lead = [_class_cell(self.classes.get(code), self.words)] if self.classes else []
        last = [_counts(records)] if self.has_counts else []
        return Row(self.words.code(key, code), (*lead, *cells, *last), level)


def _class_cell(record: Record | None, words: Words) -> Cell:
    """The class with its probability; an empty cell on the line of a parent."""
    if record is None:
        return Cell()
    code = str(record["class"])
    share = record.get(f"p_{code}")
    below = number("p_", float(share)) if share is not None else ""
    return Cell(
        words.code("class", code), below, badge=code, is_unsure=bool(record.get("near_line"))
    )


def _as_subtotal(record: Record, parent: str | None) -> Record:
    """An estimate of a parent under the name that its lines have: ``dimension_gap`` is a gap."""
    name = str(record["quantity"]).removeprefix(f"{parent}_")
    return {**record, "quantity": "performance" if name == "score" else name}


def _counts(records: list[Record]) -> Cell:
    """The answers behind a line: one number, or the smallest and the largest."""
    counts = sorted({int(r["n"]) for r in records if r.get("n") is not None and r["n"] == r["n"]})
    ends = dict.fromkeys(counts[:1] + counts[-1:])
    return Cell("–".join(str(count) for count in ends), is_number=True)


def _nest(records: list[Record], key: str | None) -> dict[str | None, list[Record]]:
    """Records by their code in `key`, in the order of the table."""
    found: dict[str | None, list[Record]] = {}
    for record in records:
        found.setdefault(record[key] if key else None, []).append(record)
    return found


def _records(table: Table | None, group: str) -> list[Record]:
    if table is None:
        return []
    frame: pd.DataFrame = table.frame
    if "group" in frame:
        frame = frame[frame["group"] == group]
    return records_of(frame)


def _is_estimates(table: Table) -> bool:
    return "quantity" in table.frame and "estimate" in table.frame


def _lead(table: Table) -> tuple[str, ...]:
    """The keys that name a line; an indicator stands below the dimension beside it."""
    lead = tuple(key for key in table.keys if key not in ("group", "quantity"))
    if lead == ("indicator",) and "dimension" in table.frame:
        return ("dimension", "indicator")
    return lead
