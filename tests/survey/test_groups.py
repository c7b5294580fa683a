"""Groups come in the study's order, and none that is too small can be told from the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.survey.answers import Answers, Source
from clientlens.survey.groups import find_groups

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
respondents:
  branch: {}
  kind: {values: {大: large, 小: small}}
segments: {by: [kind, branch]}
"""


def answers(branch, kind=None):
    n = len(branch)
    attributes = {"branch": np.array(branch, dtype=object)}
    attributes["kind"] = np.array(kind or ["small"] * n, dtype=object)
    source = Source("a.csv", "", "delimited")
    return Answers((), np.empty((n, 0)), attributes, None, None, None, np.arange(n) + 2, source)


def groups_of(branch, kind=None):
    study = study_of(parse_yaml(STUDY, "small.yaml"), Vocabulary({}, {}))
    return find_groups(answers(branch, kind), study)


def test_everybody_comes_first_then_values_in_the_order_of_the_study_then_sorted():
    found = groups_of(["b"] * 6 + ["a"] * 6, ["small"] * 5 + ["large"] * 7)
    assert [group.code for group in found] == [
        "all", "kind=large", "kind=small", "branch=a", "branch=b",
    ]  # fmt: skip


def test_an_unknown_value_belongs_to_everybody_alone():
    found = {group.code: group.n for group in groups_of(["a"] * 6 + [None] * 6)}
    assert found == {"all": 12, "kind=small": 12, "branch=a": 6}


def test_a_small_group_is_hidden_and_so_is_the_one_that_would_tell_of_it():
    found = {g.code: g.is_suppressed for g in groups_of(["a"] * 3 + ["b"] * 6 + ["c"] * 9)}
    assert found["branch=a"]
    assert found["branch=b"]
    assert not found["branch=c"]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=5, max_size=40))
def test_those_not_shown_are_nobody_or_too_many_to_tell_of(branch):
    found = [group for group in groups_of(branch) if group.attribute == "branch"]
    shown = [group.n for group in found if not group.is_suppressed]
    rest = len(branch) - sum(shown)
    assert all(n >= 5 for n in shown)
    assert rest == 0 or rest >= 5 or not shown


@pytest.mark.parametrize("order", [1, -1])
def test_masks_follow_the_rows(order):
    branch = (["a"] * 5 + ["b"] * 7)[::order]
    found = {group.code: group.mask for group in groups_of(branch)}
    np.testing.assert_array_equal(found["branch=a"], np.array(branch) == "a")
