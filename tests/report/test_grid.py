"""Any table as people read it."""

import pandas as pd
import pytest

from clientlens.report.grid import grid_of
from clientlens.report.words import words_of
from clientlens.results.table import Table


@pytest.fixture
def words(evaluation):
    return words_of(evaluation, evaluation["circle"])


def table(evaluation, name):
    return next(t for t in evaluation["circle"].tables if t.name == name)


def test_a_table_with_one_value_reads_across_its_last_key(evaluation, words):
    grid = grid_of(table(evaluation, "distribution"), words, "all")
    assert grid.headings == ("1", "2", "3", "4", "5", "样本量")
    assert [row.label for row in grid.rows] == ["利率标准", "收费", "专业能力"]
    assert [cell.text for cell in grid.rows[0].cells] == ["20%"] * 5 + ["56"]


def test_estimates_that_stand_alone_have_a_line_each(words):
    frame = pd.DataFrame(
        {"quantity": ["index"], "estimate": [82.04], "ci_low": [79.9], "ci_high": [84.0]}
    )
    (row,) = grid_of(Table("overall", ("quantity",), frame), words).rows
    assert row.label == "总指数（0–100）"
    assert row.cells[0].text == "82.0"
    assert row.cells[0].below == "[79.9,\N{NO-BREAK SPACE}84.0]"


def test_a_missing_number_is_an_empty_cell(evaluation, words):
    grid = grid_of(table(evaluation, "remarks"), words)
    assert [row.cells[1].text for row in grid.rows] == ["", "2.50"]


def test_codes_are_named_and_truth_values_answered(evaluation, words):
    grid = grid_of(table(evaluation, "classes"), words, "all")
    first = dict(zip(grid.headings, grid.rows[0].cells, strict=True))
    assert (first["类别"].text, first["类别"].badge) == ("优势区", "keep_up")
    assert first["接近分界线"].text == "否"
