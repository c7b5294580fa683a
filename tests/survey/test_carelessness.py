"""Rules of careless responding, on questionnaires where the answer is plain."""

from dataclasses import replace
from itertools import groupby
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clientlens.config.schema import Scale
from clientlens.hierarchy import Question
from clientlens.survey.answers import Answers, Source
from clientlens.survey.carelessness import (
    AttentionCheck,
    AttentionCheckOptions,
    IdenticalFacets,
    IdenticalFacetsOptions,
    StraightLine,
    StraightLineOptions,
    TooFast,
    TooFastOptions,
    as_ticked,
    longest_run,
)

NAN = np.nan
FIVE = Scale(points=[1, 5])
STUDY = SimpleNamespace(facets={"a": None, "b": None})
RATINGS = arrays.arrays(float, (4, 7), elements=st.sampled_from([NAN, 1, 2, 5]))


def answers_of(a, b=None, seconds=None, reversed_at=()):
    """Ratings of two facets; `reversed_at` are columns of both."""
    a = np.asarray(a, dtype=float)
    values = np.hstack([a, a if b is None else np.asarray(b, dtype=float)])
    questions = tuple(
        Question(f"q{j}", facet, f"q{j}_{facet}", FIVE, j in reversed_at)
        for facet in "ab"
        for j in range(a.shape[1])
    )
    seconds = None if seconds is None else np.array(seconds, dtype=float)
    rows = np.arange(2, len(a) + 2)
    return Answers(questions, values, {}, None, None, seconds, rows, Source("a", "", ""))


@given(RATINGS)
def test_longest_run_is_that_of_the_answers_given(ratings):
    def longest(row):
        return max((len(list(run)) for _, run in groupby(row[~np.isnan(row)])), default=0)

    assert longest_run(ratings).tolist() == [longest(row) for row in ratings]


@given(RATINGS, st.sets(st.integers(0, 6)))
def test_turning_answers_back_twice_gives_them_back(ratings, reversed_at):
    answers = answers_of(ratings, reversed_at=reversed_at)
    again = replace(answers, values=as_ticked(answers))
    assert np.array_equal(as_ticked(again), answers.values, equal_nan=True)


def straight(a, b=None, reversed_at=(), **options):
    answers = answers_of(a, b, reversed_at=reversed_at)
    return StraightLine().find(answers, STUDY, StraightLineOptions(**options)).tolist()


def test_one_answer_to_everything_is_a_straight_line_in_either_facet():
    mixed, line = [5, 4, 5, 4, 5, 4], [5] * 6
    assert straight([line, mixed, mixed], [mixed, line, mixed]) == [True, True, False]


def test_a_missing_answer_does_not_break_a_line_but_few_answers_make_none():
    rows = [[5, 5, NAN, 5, 5, 5], [5, 5, NAN, NAN, 5, 5], [NAN] * 6]
    assert straight(rows) == [True, False, False]
    assert straight(rows, least=4) == [True, True, False]


def test_a_share_of_the_answers_is_met_by_exactly_that_share():
    rows = [[5, 5, 5, 5, 5, 1, 2, 1, 2, 1], [5, 5, 5, 5, 1, 5, 2, 1, 2, 1]]
    assert straight(rows, longest=0.5) == [True, False]


def test_a_line_is_seen_through_reversed_questions():
    assert straight([[5, 5, 5, 1, 1, 5]], reversed_at=(3, 4)) == [True]
    assert straight([[5] * 6], reversed_at=(3, 4)) == [False]


def test_facets_are_identical_where_every_rating_agrees():
    a = [[1, 2, 3, 4, 5, 5]] * 3 + [[1, NAN, 3, 4, 5, 5], [1, NAN, NAN, NAN, 5, 5]]
    b = [[1, 2, 3, 4, 5, 5], [1, 2, 3, 4, 5, 4], [1, 2, 3, 4, 5, NAN], *a[3:]]
    found = IdenticalFacets().find(answers_of(a, b), STUDY, IdenticalFacetsOptions())
    assert found.tolist() == [True, False, False, True, False]


def fast(times, **options):
    answers = answers_of(np.ones((len(times), 1)), seconds=times)
    return TooFast().find(answers, STUDY, TooFastOptions(**options)).tolist()


def test_too_fast_is_below_the_limit_and_unknown_is_not():
    assert fast([59, 60, NAN], seconds=60) == [True, False, False]


def test_too_fast_is_below_a_third_of_the_median():
    assert fast([300, 300, 100, 60, NAN]) == [False, False, False, True, False]
    assert fast([300, 300, 300, 100, 99]) == [False, False, False, False, True]
    assert fast([NAN, NAN]) == [False, False]


def test_attention_is_told_by_the_point_that_was_ticked():
    answers = answers_of([[1.0], [2.0], [NAN]], reversed_at=(0,))
    item = replace(answers.questions[0], facet=None, code="attention")
    answers = replace(answers, questions=(item, *answers.questions[1:]))
    options = AttentionCheckOptions(item="attention", expected=4)
    assert AttentionCheck().find(answers, STUDY, options).tolist() == [True, False, False]
