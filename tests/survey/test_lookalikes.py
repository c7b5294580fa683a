"""Values that may be one, spelt in two ways."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.survey.answers import Answers, Source
from clientlens.survey.lookalikes import Lookalike, find_lookalikes, look_alike, slips

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
respondents:
  branch: {}
  kind: {values: {large: large, larg: small}}
"""


def found_in(branch, kind=()):
    n = len(branch)
    columns = {"branch": branch, "kind": [*kind, *["large"] * (n - len(kind))]}
    attributes = {code: np.array([*own, None], dtype=object)[:-1] for code, own in columns.items()}
    source = Source("a.csv", "", "delimited")
    told = Answers((), np.empty((n, 0)), attributes, None, None, None, np.arange(n), source)
    return find_lookalikes(told, study_of(parse_yaml(STUDY, "s.yaml"), Vocabulary({}, {})))


def test_a_rare_value_is_held_to_a_frequent_one():
    found = found_in(["渝水支行"] * 40 + ["渝水支行行"] * 2 + ["分宜支行"] * 40 + ["新余支行"] * 9)
    assert found == (Lookalike("branch", "渝水支行行", "渝水支行"),)


def test_two_frequent_values_are_two():
    assert found_in(["Guangzhou"] * 40 + ["Guangzhuo"] * 30) == ()


def test_declared_values_are_meant():
    assert found_in(["a"] * 41, ["large"] * 40 + ["larg"]) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Guangzhou", "Guangzhuo", True),
        ("guangzhou", "Ｇuangzhou", True),
        ("branch 1", "branch 2", False),
        ("东城", "西城", False),
        ("East", "West", False),
        ("National Credit Union", "Natonal Credit Unoin", True),
    ],
)
def test_what_looks_alike(one, other, alike):
    assert look_alike(one, other) is alike
    assert look_alike(other, one) is alike


TEXTS = st.text("abc", max_size=6)


@given(TEXTS, TEXTS)
def test_slips_are_a_distance(a, b):
    assert slips(a, b) == slips(b, a)
    assert (slips(a, b) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= slips(a, b) <= max(len(a), len(b))


@given(st.text("abcd", min_size=2, max_size=8), st.data())
def test_one_slip_is_one(text, data):
    i = data.draw(st.integers(0, len(text) - 2))
    assert slips(text, text[:i] + text[i + 1 :]) == 1
    assert slips(text, text[:i] + "x" + text[i:]) == 1
    assert slips(text, text[:i] + "x" + text[i + 1 :]) == 1
    swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    assert slips(text, swapped) == int(text[i] != text[i + 1])
