"""Cells: text in, the same text out, and only whole rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import AnswersError
from clientlens.survey.cells import Cells, column_letters, column_number

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


def texts_of(cells):
    """The rows as lists of text, None where blank."""
    columns = [cells.column(j) for j in range(len(cells.columns))]
    return [
        [None if c.codes[i] < 0 else c.texts[c.codes[i]] for c in columns]
        for i in range(len(cells))
    ]


@given(st.integers(1, 4).flatmap(lambda c: st.lists(st.lists(TEXT, min_size=c, max_size=c))))
def test_cells_give_back_the_text_they_were_made_of(records):
    records = [["x", *record] for record in records] or [["x"]]
    cells = Cells.of([""] * len(records[0]), records, file="a.csv")
    assert texts_of(cells) == [[text or None for text in record] for record in records]
    assert cells.rows.tolist() == list(range(2, len(records) + 2))


@given(st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=9))
def test_a_column_holds_its_own_texts_alone(texts):
    cells = Cells.of(["id", "q"], [["z", text] for text in texts], file="a.csv")
    column = cells.column(1)
    assert set(column.texts) == set(texts) - {""}
    assert len(set(column.texts)) == len(column.texts)
    assert ((column.codes >= 0) == np.array([text != "" for text in texts])).all()


def test_more_rows_than_a_block_keep_their_numbers():
    records = [[str(i)] for i in range(5000)] + [[""], ["  "], []]
    cells = Cells.of(["id"], records, file="a.csv", first_row=8)
    assert cells.rows.tolist() == list(range(8, 5008))
    assert cells.column(0).texts[4999] == "4999"


def test_rows_of_every_wrong_width_are_named():
    records = [["1", "2"], ["1"], *[["1", "2", "3"]] * 5, ["1", "2"]]
    with pytest.raises(AnswersError) as refusal:
        Cells.of(["a", "b"], records, file="a.csv")
    assert [problem.message for problem in refusal.value.problems] == [
        "1 cell where the header has 2",
        "3 cells where the header has 2 (rows 4, 5, 6 and 2 more)",
    ]


def test_a_stray_row_is_named_and_not_the_gap_above_it():
    records = [["1", "2"], *[["", ""]] * 3000, ["", "x"]]
    with pytest.raises(AnswersError) as refusal:
        Cells.of(["a", "b"], records, file="a.csv")
    (problem,) = refusal.value.problems
    assert problem.message == "cell B3003 stands far below the table, after 3,000 empty rows"
    assert problem.place.line == 3003


def test_the_width_of_a_stray_row_is_another_problem():
    records = [["1", "2"], *[[]] * 3000, ["", "", "x"], ["1", "2"]]
    with pytest.raises(AnswersError) as refusal:
        Cells.of(["a", "b"], records, file="a.csv")
    assert sorted(problem.message for problem in refusal.value.problems) == [
        "3 cells where the header has 2",
        "row 3003 stands far below the table, after 3,000 empty rows",
    ]


@given(st.integers(0, 10**6))
def test_letters_and_number_of_a_column_are_one(position):
    assert column_number(column_letters(position)) == position + 1
