"""YAML text becomes plain values that remember their places."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.text import parse_yaml, walk
from clientlens.errors import StudyError

SCALARS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=8),
)
KEYS = st.text("abcdü好", min_size=1, max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES))
def test_json_text_is_read_as_the_values_that_were_written(values):
    assert parse_yaml(json.dumps(values, ensure_ascii=False), "a.yaml").values == values


def test_every_entry_has_a_place_in_the_text():
    text = "study:\n  id: a\nitems:\n  overall: {scale: five, column: 第1题}\n"
    document = parse_yaml(text, "s.yaml")
    lines = text.splitlines()
    for path, value in walk(document.values):
        key, spot = document.key_place(*path), document.place(*path)
        assert lines[key.line - 1][key.column - 1 :].startswith(str(path[-1]))
        if not isinstance(value, dict):
            assert lines[spot.line - 1][spot.column - 1 :].startswith(str(value))


def test_a_value_not_there_is_placed_at_its_nearest_parent():
    document = parse_yaml("study: {id: a}", "s.yaml")
    assert document.place("study", "title", "zh") == document.place("study")
    assert str(document.place("nowhere")) == "s.yaml"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("2022-01-01", "2022-01-01"),
        ("12:30:00", "12:30:00"),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("+7", 7),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("true", True),
        ("null", None),
        ("'null'", "null"),
        ("~", None),
        ("'yes'", "yes"),
        ("y", "y"),
    ],
)
def test_only_decimal_numbers_true_false_and_null_are_not_text(written, meant):
    read = parse_yaml(f"value: {written}", "s.yaml").values["value"]
    assert read == meant
    assert type(read) is type(meant)


def test_all_problems_of_a_file_are_told_in_the_order_of_their_places():
    with pytest.raises(StudyError) as refusal:
        parse_yaml("b: yes\na: {x: 1, x: 2}\nb: 3\n", "s.yaml")
    assert [problem.place.line for problem in refusal.value.problems] == [1, 2, 3]
