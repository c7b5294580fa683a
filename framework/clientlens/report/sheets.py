"""The sheets: every matrix and table of a result as grids, group by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clientlens.report.grid import Grid, grid_of
from clientlens.report.matrix import Matrix, find_matrices, matrix_grid
from clientlens.report.words import Words
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.table import Table
from clientlens.survey.groups import EVERYBODY


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its heading, whether it waits behind a click, and whether it tells classes."""

    title: str
    grid: Grid
    is_folded: bool = True
    has_classes: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """One table in full, a sheet for each group."""

    title: str
    sheets: tuple[Sheet, ...]


def matrix_sheets(evaluation: Evaluation, result: Result, words: Words) -> Iterator[Sheet]:
    """Every matrix of everybody, then folded those of the groups."""
    for matrix in find_matrices(result.tables):
        name = words.table(matrix.leaves.name)
        for group in evaluation.groups:
            grid = matrix_grid(matrix, words, group.code)
            is_all = group.code == EVERYBODY
            title = name if is_all else f"{name} · {words.group_heading(group.code)}"
            if grid:
                yield Sheet(title, grid, not is_all, matrix.classes is not None)


def table_blocks(evaluation: Evaluation, result: Result, words: Words) -> Iterator[TableBlock]:
    """Every table in full; what a matrix shows isn't shown again, but for the columns it lacks."""
    matrices = {matrix.leaves.name: matrix for matrix in find_matrices(result.tables)}
    folded_in = {matrix.parents.name for matrix in matrices.values() if matrix.parents}
    for table in result.tables:
        matrix = matrices.get(table.name)
        if table.name in folded_in or (matrix and not matrix.is_wide):
            continue
        sheets = tuple(_table_sheets(evaluation, table, matrix, words))
        yield TableBlock(words.table(table.name), sheets)


def _table_sheets(
    evaluation: Evaluation, table: Table, matrix: Matrix | None, words: Words
) -> Iterator[Sheet]:
    """One table group by group; as a matrix with every column where it makes one."""
    if "group" not in table.keys:
        yield Sheet("", grid_of(table, words))
        return
    for group in evaluation.groups:
        if table.is_detail and group.code != EVERYBODY:
            continue  # in the workbook and in tables/*.csv
        if matrix:
            grid = matrix_grid(matrix, words, group.code, most=None)
        else:
            grid = grid_of(table, words, group.code)
        if grid:
            yield Sheet(words.group_heading(group.code), grid)
