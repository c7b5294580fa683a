"""Rules of eligibility, on questionnaires where the answer is plain."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clientlens.config.schema import Scale
from clientlens.hierarchy import Question
from clientlens.survey.answers import Answers, Source
from clientlens.survey.eligibility import (
    Duplicates,
    DuplicatesOptions,
    Incomplete,
    IncompleteOptions,
    OutOfFrame,
    OutOfFrameOptions,
)

NAN = np.nan
FIVE = Scale(points=[1, 5])
STUDY = SimpleNamespace(facets={"a": None})
VALUES = arrays.arrays(float, (8, 4), elements=st.sampled_from([NAN, 1, 2, 5]))


def answers_of(values, ids=None, facet="a", **attributes):
    values = np.asarray(values, dtype=float)
    questions = tuple(
        Question(f"q{j}", facet, f"q{j}", FIVE, False) for j in range(values.shape[1])
    )
    ids = None if ids is None else np.array(list(ids), dtype=object)
    attributes = {code: np.array(list(v), dtype=object) for code, v in attributes.items()}
    rows = np.arange(2, len(values) + 2)
    return Answers(questions, values, attributes, ids, None, None, rows, Source("a", "", ""))


def test_exactly_the_share_that_may_be_missing_stays():
    values = np.ones((4, 10))
    for i, missing in enumerate((0, 2, 3, 10)):
        values[i, :missing] = NAN
    found = Incomplete().find(answers_of(values), STUDY, IncompleteOptions())
    assert found.tolist() == [False, False, True, True]


def test_items_count_only_where_there_are_no_ratings():
    items = answers_of([[NAN, 1], [1, 1]], facet=None)
    assert Incomplete().find(items, STUDY, IncompleteOptions()).tolist() == [True, False]
    mixed = replace(items, questions=(items.questions[0], replace(items.questions[1], facet="a")))
    assert Incomplete().find(mixed, STUDY, IncompleteOptions()).tolist() == [False, False]


@pytest.mark.parametrize(
    ("keep", "kept"), [("fullest", [1, 3]), ("first", [0, 3]), ("last", [2, 3])]
)
def test_one_of_each_id_is_kept(keep, kept):
    answers = answers_of([[NAN, 1], [1, 2], [1, 3], [1, 1]], ids="aaab")
    found = Duplicates().find(answers, STUDY, DuplicatesOptions(keep=keep))
    assert np.flatnonzero(~found).tolist() == kept


@given(st.lists(st.sampled_from("abc"), min_size=8, max_size=8), VALUES, st.booleans())
def test_every_id_is_left_exactly_once(ids, values, first):
    options = DuplicatesOptions(keep="first" if first else "fullest")
    found = Duplicates().find(answers_of(values, ids), STUDY, options)
    assert sorted(np.array(ids)[~found]) == sorted(set(ids))


@given(VALUES, st.lists(st.sampled_from("xy"), min_size=8, max_size=8))
def test_copies_have_the_same_answers_and_attributes(values, branch):
    answers = answers_of(values, branch=branch)
    found = Duplicates().find(answers, STUDY, DuplicatesOptions(by="answers"))
    patterns = [(*np.nan_to_num(row), b) for row, b in zip(values, branch, strict=True)]
    varied = [len(set(row[~np.isnan(row)])) > 1 for row in values]
    expected = [varied[i] and patterns[i] in patterns[:i] for i in range(len(values))]
    assert found.tolist() == expected


def test_clients_satisfied_with_everything_are_no_copies():
    answers = answers_of([[5, 5, 5], [5, 5, 5], [5, NAN, 5], [5, NAN, 5], [NAN, NAN, NAN]])
    assert not Duplicates().find(answers, STUDY, DuplicatesOptions(by="answers")).any()


def test_an_unknown_value_is_out_of_the_frame():
    answers = answers_of(np.ones((3, 1)), kind=["client", "employee", None])
    options = OutOfFrameOptions(attribute="kind", keep=["client"])
    assert OutOfFrame().find(answers, STUDY, options).tolist() == [False, True, True]
