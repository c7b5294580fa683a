"""Results on disk: no text becomes a formula, and no reason for a missing number is lost."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clientlens.results.disk import json_text, neutralise, plain, write_csv
from clientlens.results.estimates import Absent

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"]


@dataclass(frozen=True)
class Inner:
    alpha: object


@dataclass(frozen=True, slots=True)
class Outer:
    inner: Inner
    several: tuple[Inner, ...]
    named: dict[str, object]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_may_be_a_formula_is_neutralised(sign, tmp_path):
    text = f"{sign}HYPERLINK(A1)"
    assert neutralise(text) == f"'{text}"
    frame = pd.DataFrame({"indicator": [text], text: [1.5]})
    write_csv(frame, tmp_path / "a.csv")
    written = pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig", lineterminator="\n")
    assert not any(str(cell).startswith(tuple(SIGNS)) for cell in [*written, *written.iloc[0]])


@given(st.text(max_size=6))
def test_no_text_starts_like_a_formula_and_nothing_else_is_changed(text):
    safe = neutralise(text)
    assert not safe.startswith(tuple(SIGNS))
    assert safe in (text, f"'{text}")
    assert neutralise(safe) == safe


def test_the_reason_of_a_missing_number_is_kept_however_deep_it_lies():
    absent = Absent("one item only, alpha needs two")
    record = Outer(Inner(absent), (Inner(absent), Inner(0.5)), {"all": Inner(absent), "n": absent})
    reason = {"absent": "one item only, alpha needs two"}
    assert plain(record) == {
        "inner": {"alpha": reason},
        "several": [{"alpha": reason}, {"alpha": 0.5}],
        "named": {"all": {"alpha": reason}, "n": reason},
    }


NUMBERS = st.floats() | st.integers() | st.floats(width=32).map(np.float32)


@given(st.recursive(NUMBERS, lambda inner: st.lists(inner) | inner.map(Inner), max_leaves=6))
@example(1.7976931348623157e308)
def test_plain_values_are_json_without_nan(value):
    json.dumps(plain(value), allow_nan=False)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@given(
    st.recursive(
        SCALARS.filter(lambda value: value not in (np.inf, -np.inf)),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_that_of_the_standard_library(value):
    expected = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    assert json_text(value) == expected


@pytest.mark.parametrize("value", [float("nan"), {"a": [float("inf")]}])
def test_json_without_a_number_is_refused(value):
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text(value)
