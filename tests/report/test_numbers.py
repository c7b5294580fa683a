"""Numbers as people read them."""

from hypothesis import given
from hypothesis import strategies as st

from clientlens.report.numbers import interval, number, percent


@given(st.floats(0, 1))
def test_only_nought_and_one_read_as_none_and_all(share):
    assert (percent(share) == "0%") == (share == 0)
    assert (percent(share) == "100%") == (share == 1)


@given(st.floats(-0.0049, 0.0049))
def test_nought_has_no_sign(value):
    assert number("gap", value) == "0.00"


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_an_interval_reads_like_its_ends(low, high):
    text = interval("gap", low, high).replace("\N{NO-BREAK SPACE}", " ")
    assert text == f"[{number('gap', low)}, {number('gap', high)}]"


def test_a_number_that_is_missing_leaves_no_trace():
    assert number("estimate", float("nan")) == ""
    assert interval("gap", float("nan"), 1.0) == ""
