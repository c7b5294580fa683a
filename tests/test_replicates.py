"""A study's uncertainty setting becomes a plan of replicate weights."""

import numpy as np
import pytest

from clientlens.chunks import chunk_rows
from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import AnswersError
from clientlens.replicates import plan_replicates
from clientlens.survey.answers import Answers, Source

STUDY = """
study: {{id: small}}
survey: {{respondent_id: id}}
scales: {{five: {{points: [1, 5]}}}}
items: {{overall: {{scale: five}}}}
respondents: {{branch: {{}}}}
uncertainty: {{{settings}}}
"""
BRANCH = ["east"] * 4 + ["west"] * 5 + [None, None]


def plan(settings="", n=11, branch=BRANCH, weights=None, ids=True):
    study = study_of(parse_yaml(STUDY.format(settings=settings), "s.yaml"), Vocabulary({}, {}))
    names = np.array([f"client-{i}" for i in range(n)], dtype=object)
    attributes = {"branch": np.array(branch[:n], dtype=object)}
    answers = Answers(
        (), np.empty((n, 0)), attributes, names if ids else None, weights, None,
        np.arange(n) + 2, Source("answers.csv", "", "delimited"),
    )  # fmt: skip
    return plan_replicates(answers, study)


def test_respondents_are_drawn_one_by_one():
    found = plan("replicates: 20")
    assert (found.units, found.draws, found.rows) == (11, 20, 21)


def test_a_cluster_is_drawn_whole_and_who_has_none_alone():
    found = plan("replicates: 50, cluster: branch")
    weights = found.weights(1, 51)
    assert found.units == 4
    assert (weights[:, :4] == weights[:, :1]).all()
    assert (weights[:, 4:9] == weights[:, 4:5]).all()
    assert not (weights[:, 9] == weights[:, 10]).all()


def test_design_weights_stand_in_every_row():
    design = np.linspace(1, 3, 11)
    found = plan("replicates: 20", weights=design).weights(0, 1)[0]
    np.testing.assert_allclose(found, design / design.mean())


@pytest.mark.parametrize("cluster", ["", ", cluster: branch"])
@pytest.mark.parametrize("method", ["poisson", "bayesian"])
def test_keyed_weights_do_not_depend_on_the_order_of_rows(method, cluster):
    settings = f"method: {method}, replicates: 30{cluster}"
    study = study_of(parse_yaml(STUDY.format(settings=settings), "s.yaml"), Vocabulary({}, {}))
    names = np.array([f"client-{i}" for i in range(11)], dtype=object)
    branch = np.array(BRANCH, dtype=object)
    source = Source("answers.csv", "", "delimited")

    def weights(order):
        answers = Answers(
            (), np.empty((11, 0)), {"branch": branch[order]}, names[order], None, None,
            np.arange(11) + 2, source,
        )  # fmt: skip
        return plan_replicates(answers, study).weights(0, 31)

    order = np.arange(11)[::-1]
    np.testing.assert_array_equal(weights(order), weights(np.arange(11))[:, order])


def test_a_jackknife_has_a_row_for_each_respondent():
    found = plan("method: jackknife")
    assert (found.draws, found.jackknife_rows) == (0, 11)


def test_bca_adds_jackknife_rows_behind_the_draws():
    found = plan("interval: bca, replicates: 20")
    assert found.kinds == ("answered", *["draw"] * 20, *["jackknife"] * 11)


@pytest.mark.parametrize(
    ("settings", "arguments", "message"),
    [
        ("replicates: 20", {"n": 1}, "there is one respondent alone"),
        ("cluster: branch", {"branch": ["east"] * 11}, "all belong to one 'branch'"),
        (
            "method: poisson, cluster: branch",
            {"ids": False},
            "a respondent without 'branch' has no key for its weights",
        ),
    ],
)
def test_what_can_not_be_resampled_is_told(settings, arguments, message):
    with pytest.raises(AnswersError, match=message):
        plan(settings, **arguments)


def test_without_replicates_one_respondent_will_do():
    assert plan("method: none", n=1).rows == 1


def test_chunks_cover_every_row_once_and_draw_no_block_twice():
    found = plan("replicates: 2000")
    chunks = chunk_rows(found)
    assert [start for start, _ in chunks[1:]] == [stop for _, stop in chunks[:-1]]
    assert (chunks[0][0], chunks[-1][1]) == (0, found.rows)
    assert all((start - 1) % found.rows_per_block == 0 for start, _ in chunks[1:])


def test_the_unit_of_design_weights_says_nothing_however_large():
    design = np.linspace(1, 3, 11)
    huge = plan("replicates: 20", weights=design * 1e307).weights(0, 21)
    np.testing.assert_allclose(huge, plan("replicates: 20", weights=design).weights(0, 21))


def test_one_client_twice_in_the_file_has_one_weight():
    study = study_of(
        parse_yaml(STUDY.format(settings="method: poisson"), "s.yaml"), Vocabulary({}, {})
    )
    names = np.array(["a", "b", "a"], dtype=object)
    answers = Answers(
        (), np.empty((3, 0)), {"branch": names}, names, None, None, np.arange(3) + 2,
        Source("answers.csv", "", "delimited"),
    )  # fmt: skip
    weights = plan_replicates(answers, study).weights(1, 50)
    assert (weights[:, 0] == weights[:, 2]).all()
