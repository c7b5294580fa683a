"""Derived attributes: crosses, rules, and what is unknown of them."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import AnswersError
from clientlens.survey.answers import Answers, Source
from clientlens.survey.derived import with_derived
from clientlens.survey.groups import find_groups, with_values

RELATION = """
study: {id: small}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
respondents:
  duty: {values: {高: high, 低: low}}
  value: {values: {高: high, 中: middle, 低: low}}
  risk: {}
  relation:
    rules:
      strategic: {duty: high, value: [high, middle]}
      partner: [{value: high}, {risk: low, duty: [low]}]
      maintenance: else
segments: {by: relation}
"""
CROSS = """
study: {id: small}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
respondents:
  kind: {values: {大: large, 小: small}, names: {large: {zh: 大户, en: Large}}}
  stage: {}
  both: {cross: [kind, stage], names: {large-b: Chosen}}
  thrice: {cross: [both, size]}
  size: {values: {S: s, L: l}}
segments: {by: [both]}
"""
SOURCE = Source("a.csv", "", "delimited")
VALUES = {"duty": ["high", "low"], "value": ["high", "middle", "low"], "risk": ["low", "high"]}


def study_from(text):
    return study_of(parse_yaml(text, "small.yaml"), Vocabulary({}, {}))


def answers(**columns):
    known = {code: np.array([*column, None], dtype=object)[:-1] for code, column in columns.items()}
    n = len(next(iter(known.values())))
    return Answers((), np.empty((n, 0)), known, None, None, None, np.arange(n) + 2, SOURCE)


def derived(text, **columns):
    return with_derived(answers(**columns), study_from(text).respondents).attributes


def certain(duty, value, risk):
    """What the rules of RELATION say of somebody of whom all is known."""
    if duty == "high" and value in ("high", "middle"):
        return "strategic"
    return "partner" if value == "high" or (risk == "low" and duty == "low") else "maintenance"


def test_the_first_rule_that_fits_counts():
    people = list(itertools.product(*VALUES.values()))
    columns = dict(zip(VALUES, zip(*people, strict=True), strict=True))
    found = derived(RELATION, **columns)["relation"]
    assert found.tolist() == [certain(*person) for person in people]


@given(st.lists(st.tuples(*(st.sampled_from([*own, None]) for own in VALUES.values())), min_size=1))
def test_a_value_is_known_just_where_whatever_is_unknown_could_not_change_it(people):
    columns = dict(zip(VALUES, zip(*people, strict=True), strict=True))
    found = derived(RELATION, **columns)["relation"]
    for person, value in zip(people, found, strict=True):
        # Unknown it may stay though all cases agree, since each rule is asked by itself.
        cases = itertools.product(
            *([known] if known else own for known, own in zip(person, VALUES.values(), strict=True))
        )
        could_be = {certain(*case) for case in cases}
        assert value is None or could_be == {value}
        assert value is not None or None in person


def test_somebody_of_whom_nothing_is_known_is_not_guessed_to_be_the_rest():
    columns = {"duty": ["low", None], "value": ["low", None], "risk": ["high", None]}
    assert derived(RELATION, **columns)["relation"].tolist() == ["maintenance", None]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["large", "small", None]),
            st.sampled_from(["a", "b", "c", None]),
            st.sampled_from(["s", "l", None]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_a_cross_is_the_intersection_of_its_parts(people):
    kind, stage, size = zip(*people, strict=True)
    found = derived(CROSS, kind=kind, stage=stage, size=size)
    for k, s in itertools.product(["large", "small"], "abc"):
        both = (np.array(kind, dtype=object) == k) & (np.array(stage, dtype=object) == s)
        np.testing.assert_array_equal(found["both"] == f"{k}-{s}", both)
        for z in "sl":
            thrice = both & (np.array(size, dtype=object) == z)
            np.testing.assert_array_equal(found["thrice"] == f"{k}-{s}-{z}", thrice)
    is_unknown = [None in person[:2] for person in people]
    np.testing.assert_array_equal(found["both"] == None, is_unknown)  # noqa: E711


def test_a_cross_names_and_orders_its_values_by_its_parts():
    study = study_from(CROSS)
    told = with_derived(
        answers(kind=["small", "large", "large"], stage=["b", "b", "a"], size=["s"] * 3),
        study.respondents,
    )
    both = with_values(study, told).respondents["both"]
    assert list(both.values) == ["large-a", "large-b", "small-b"]
    assert {code: text.en for code, text in both.names.items()} == {
        "large-a": "Large × a",
        "large-b": "Chosen",
    }
    assert both.names["large-a"].zh == "大户 × a"


def test_a_cross_without_a_name_is_called_by_its_parts():
    text = CROSS.replace("kind: {values", "kind: {name: {zh: 类别, en: Kind}, values")
    told = with_derived(
        answers(kind=["small"], stage=["b"], size=["s"]), study_from(text).respondents
    )
    known = with_values(study_from(text), told).respondents
    assert (known["both"].name.zh, known["both"].name.en) == ("类别 × stage", "Kind × stage")
    assert known["thrice"].name.zh == "类别 × stage × size"
    named = text.replace("both: {cross", "both: {name: Own, cross")
    assert with_values(study_from(named), told).respondents["both"].name.en == "Own"


def test_a_cross_of_declared_values_knows_them_before_any_answer():
    text = CROSS.replace("cross: [both, size]", "cross: [kind, size]")
    assert list(study_from(text).respondents["thrice"].values) == [
        "large-s",
        "large-l",
        "small-s",
        "small-l",
    ]


def test_groups_by_rules_come_in_the_order_of_the_rules():
    study = study_from(RELATION)
    columns = {"duty": ["low", "high"] * 6, "value": ["low", "high"] * 6, "risk": ["high"] * 12}
    told = with_derived(answers(**columns), study.respondents)
    groups = find_groups(told, with_values(study, told))
    assert [group.code for group in groups[1:]] == ["relation=strategic", "relation=maintenance"]


def test_an_attribute_that_lacks_a_part_is_left_out():
    assert set(derived(CROSS, kind=["large"], size=["s"])) == {"kind", "size"}


def test_two_combinations_of_one_name_are_refused():
    text = CROSS.replace(
        "kind: {values: {大: large, 小: small}, names: {large: {zh: 大户, en: Large}}}", "kind: {}"
    )
    with pytest.raises(
        AnswersError, match="would call two combinations alike: a × b-c and a-b × c"
    ):
        derived(text, kind=["a", "a-b"], stage=["b-c", "c"], size=["s", "s"])
