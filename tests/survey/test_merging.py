"""Small groups put together: nobody is lost, and names follow."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.survey.answers import Answers, Source
from clientlens.survey.groups import with_values
from clientlens.survey.merging import Merged, find_small, with_merged

STUDY = """
study: {{id: small}}
scales: {{five: {{points: [1, 5]}}}}
items: {{overall: {{scale: five}}}}
respondents: {{city: {{names: {{a: {{zh: 甲, en: A}}, d: {{zh: 丁, en: D}}}}}}}}
segments: {{by: city, merge: {{city: {{below: 8, {more}}}}}}}
"""


def column(values):
    return np.array([*values, None], dtype=object)[:-1]


def merged_from(values, more="into: other"):
    source = Source("a.csv", "", "delimited")
    n = len(values)
    told = Answers(
        (), np.empty((n, 0)), {"city": column(values)}, None, None, None, np.arange(n), source
    )
    study = study_of(parse_yaml(STUDY.format(more=more), "s.yaml"), Vocabulary({}, {}))
    study = with_values(study, told)
    found = find_small(told, study)
    for merged in found:
        told = merged.of(told)
    return found, told.attributes["city"], with_merged(study, found).respondents["city"]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "other", None]), max_size=60))
def test_merging_keeps_everybody_and_touches_small_groups_alone(values):
    found, after, attribute = merged_from(values)
    before = Counter(values)
    small = {v for v in before if v not in (None, "other") and before[v] < 8}
    assert len(after) == len(values)
    for was, now in zip(values, after, strict=True):
        assert now == ("other" if was in small else was)
    assert {value for merged in found for value in merged.values} == small
    known = set(attribute.values.values())
    assert known >= {value for value in after if value is not None}
    assert not known & small


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=60), st.randoms())
def test_merging_does_not_depend_on_the_order_of_respondents(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    _, one, _ = merged_from(values)
    _, other, _ = merged_from([values[i] for i in order])
    assert [one[i] for i in order] == other.tolist()


def test_the_merged_value_comes_last_and_has_a_name():
    found, _, attribute = merged_from(["a"] * 9 + ["b"] * 3 + ["d"] * 2)
    assert list(attribute.values.values()) == ["a", "other"]
    assert attribute.names["other"].zh == "其他"
    assert "d" not in attribute.names
    assert found == (Merged("city", ("b", "d"), "other", was_there=False, names=found[0].names),)
    assert found[0].names_in("zh") == ["b", "丁"]


def test_a_value_that_is_there_keeps_its_place_and_takes_the_small_ones_up():
    found, after, attribute = merged_from(["a"] * 9 + ["b"] * 3 + ["d"] * 9, "into: a, name: Rest")
    assert found[0].was_there
    assert Counter(after) == {"a": 12, "d": 9}
    assert list(attribute.values.values()) == ["a", "d"]
    assert attribute.names["a"].en == "A"


def test_a_name_may_be_given():
    *_, attribute = merged_from(["a"] * 9 + ["b"] * 3, "into: rest, name: {zh: 其余, en: Rest}")
    assert attribute.names["rest"].en == "Rest"


def test_nothing_small_nothing_merged():
    assert merged_from(["a"] * 9 + ["b"] * 8 + [None])[0] == ()
