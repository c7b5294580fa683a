"""The matrix, put together from tables."""

from dataclasses import replace

import pytest

from clientlens.report.matrix import find_matrices, matrix_grid
from clientlens.report.words import words_of


@pytest.fixture
def matrix(evaluation):
    return find_matrices(evaluation["circle"].tables)[0]


@pytest.fixture
def words(evaluation):
    return words_of(evaluation, evaluation["circle"])


def test_tables_of_lines_subtotals_and_classes_make_one_matrix(evaluation):
    found = find_matrices(evaluation["circle"].tables)
    assert [(m.leaves.name, m.parents.name, m.classes.name) for m in found] == [
        ("indicators", "dimensions", "classes")
    ]


def test_lines_stand_below_their_dimension(matrix, words):
    grid = matrix_grid(matrix, words, "all")
    assert [(row.level, row.label) for row in grid.rows] == [
        (0, "定价"),
        (1, "利率标准"),
        (1, "收费"),
        (0, "人员"),
        (1, "专业能力"),
    ]


def test_a_score_of_a_dimension_stands_in_the_column_of_performance(matrix, words):
    grid = matrix_grid(matrix, words, "all")
    column = grid.headings.index("满意度")
    assert [row.cells[column].text for row in grid.rows] == ["4.40", "4.25", "4.25", "4.40", "4.25"]


def test_a_class_stands_with_its_probability_and_its_doubt(matrix, words):
    cells = [row.cells[0] for row in matrix_grid(matrix, words, "all").rows]
    assert [cell.text for cell in cells] == ["", "优势区", "优势区", "", "改进区"]
    assert [cell.below for cell in cells] == ["", "99%", "55%", "", "90%"]
    assert [cell.is_unsure for cell in cells] == [False, False, True, False, True]


def test_every_line_says_on_how_many_answers_it_rests(matrix, words):
    assert [row.cells[-1].text for row in matrix_grid(matrix, words, "all").rows] == [
        "56",
        "56",
        "54",
        "56",
        "56",
    ]


def test_a_matrix_without_counts_has_no_column_for_them(matrix, words):
    def uncounted(table):
        return replace(table, frame=table.frame.drop(columns="n"))

    bare = replace(matrix, leaves=uncounted(matrix.leaves), parents=uncounted(matrix.parents))
    whole, grid = (matrix_grid(each, words, "all") for each in (matrix, bare))
    assert grid.headings == whole.headings[:-1]
    assert [row.cells for row in grid.rows] == [row.cells[:-1] for row in whole.rows]


def test_every_line_has_a_cell_for_every_heading(matrix, words):
    for group in ("all", "class=big"):
        grid = matrix_grid(matrix, words, group)
        assert {len(row.cells) for row in grid.rows} == {len(grid.headings)}


def test_a_group_without_rows_has_no_matrix(matrix, words):
    assert not matrix_grid(matrix, words, "class=few")
