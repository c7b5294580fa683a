"""Bars to both sides: each from nought, with its interval in its own colour."""

import re

import pytest

from clientlens.drawing.bars import Line, Side, bar_specs
from clientlens.drawing.vega import to_svg

LINES = (
    Line(
        "speed",
        (Side(-2, -3, -1, "concentrate", "Penalty −2.00"), Side(1, 0.5, 1.5, "keep_up", "Reward")),
    ),
    Line("rate", (Side(0.5, None, None, "keep_up", "Reward 0.50"),)),
)


def test_every_bar_and_interval_keeps_its_numbers():
    wide, _ = bar_specs(LINES, "Effect")
    rows = wide["data"]["values"]
    assert [(row["number"], row["value"]) for row in rows] == [(0, -2), (0, 1), (1, 0.5)]
    assert [(row.get("low"), row.get("high")) for row in rows] == [
        (-3, -1),
        (0.5, 1.5),
        (None, None),
    ]
    assert len({row["colour"] for row in rows}) == 2


def test_intervals_of_one_line_lie_apart():
    for spec in bar_specs(LINES, "Effect"):
        rules = [layer for layer in spec["layer"] if "x2" in layer["encoding"]]
        offsets = [layer["mark"]["yOffset"] for layer in rules]
        assert offsets[1] - offsets[0] >= 4


def test_two_bars_to_one_side_both_begin_at_nought():
    """A low rating that doesn't pull down, beside a high one that lifts."""
    both = (Side(0.2, 0.1, 0.3, "concentrate", "Penalty"), Side(0.5, 0.4, 0.6, "keep_up", "Reward"))
    svg = to_svg(bar_specs((Line("speed", both),), "Effect")[0])
    bars = re.findall(r'aria-roledescription="bar" d="M([\d.]+),[\d.]+h([\d.]+)', svg)
    (start, short), (other, long) = [map(float, bar) for bar in bars]
    assert start == pytest.approx(other)
    assert short / long == pytest.approx(0.2 / 0.5)


@pytest.mark.parametrize("form", [0, 1])
def test_it_can_be_drawn_and_says_every_name(form):
    svg = to_svg(bar_specs(LINES, "Effect")[form])
    for text in ("speed", "rate", "Effect"):
        assert text in svg


def test_no_lines_make_an_empty_picture():
    assert "<svg" in to_svg(bar_specs((), "Effect")[0])
