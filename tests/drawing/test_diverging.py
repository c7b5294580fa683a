"""The diverging bars: every share where it belongs, the middle on the line."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.drawing import theme, vega
from clientlens.drawing.diverging import Bar, colours, diverging_specs


def light(colour):
    return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def rows(spec):
    return spec["data"]["values"]


def bars_of(shares):
    parts = [f"part {i}" for i in range(len(shares))]
    return diverging_specs([Bar("one", tuple(shares), "+1.0 [0, 2]", "+1")], parts, "share")


@given(st.lists(st.integers(0, 20), min_size=2, max_size=11).filter(any))
def test_parts_follow_each_other_around_the_line(counts):
    shares = np.array(counts) / sum(counts)
    found = rows(bars_of(shares)[0])
    half = len(shares) // 2
    middle = shares[half] / 2 if len(shares) % 2 else 0
    assert [r["end"] - r["start"] for r in found] == pytest.approx(shares, abs=2e-4)
    assert found[0]["start"] == pytest.approx(-shares[:half].sum() - middle, abs=1e-4)
    assert found[-1]["end"] == pytest.approx(1 + found[0]["start"], abs=1e-4)
    for one, other in itertools.pairwise(found):
        assert other["start"] == one["end"]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=11).filter(any))
def test_nothing_reaches_beyond_the_axis(counts):
    for spec in bars_of(np.array(counts) / sum(counts)):
        bars = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")
        low, high = bars["encoding"]["x"]["scale"]["domain"]
        assert low <= min(r["start"] for r in rows(spec)) + 1e-9
        assert high >= max(r["end"] for r in rows(spec)) - 1e-9
        assert low < 0 < high


@pytest.mark.parametrize("count", range(2, 12))
def test_the_outer_parts_are_the_darkest_and_no_two_look_alike(count):
    found = colours(count)
    assert len(set(found)) == count
    half = count // 2
    for side in (found[:half], found[::-1][:half]):
        lights = [light(colour) for colour in side]
        assert lights == sorted(lights)
    ink = [row["ink"] for row in rows(bars_of(np.full(count, 1 / count))[0])]
    assert ink[0] == ink[-1] == theme.WHITE


def test_what_stands_behind_is_short_on_a_telephone():
    wide, narrow = bars_of([0.2, 0.3, 0.5])
    texts = [spec["layer"][-1]["data"]["values"][0]["behind"] for spec in (wide, narrow)]
    assert texts == ["+1.0 [0, 2]", "+1"]
    for spec in (wide, narrow):
        assert "<svg" in vega.to_svg(spec)
