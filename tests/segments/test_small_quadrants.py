"""The small quadrants: every urgent indicator marked, its number beside it and on no other."""

import numpy as np
import pytest

from clientlens.drawing.vega import to_svg
from clientlens_segments.small_quadrants import Panel, quadrant_specs

RNG = np.random.default_rng(3)
CROWD = Panel(
    "S1", tuple((i + 1, *map(float, RNG.normal([4.3, 3.6], [0.25, 0.2]))) for i in range(26))
)
CALM = Panel("S2", ((1, 4.0, 3.0), (2, 3.0, 2.0), (3, 3.5, 2.5)))
"""What matters more is done better: nothing is urgent."""


def layers(spec, panel=0):
    *_, plain, urgent, leaders, numbers = spec["concat"][panel]["layer"]
    return plain, urgent, leaders, numbers


@pytest.mark.parametrize("form", [0, 1])
def test_urgent_ones_have_a_mark_and_a_number_that_covers_no_other(form):
    plain, urgent, _, numbers = layers(quadrant_specs([CROWD], ("x", "y"))[form])
    x, y = CROWD.cross
    expected = [number for number, a, b in CROWD.points if a > x and b < y]
    assert len(urgent["data"]["values"]) == len(expected)
    assert len(plain["data"]["values"]) == 26 - len(expected)
    rows = numbers["data"]["values"]
    assert {int(row["number"]) for row in rows} <= set(expected)
    assert len(rows) >= len(expected) - 1
    places = [(row["x"], row["y"]) for row in rows]
    for k, (one_x, one_y) in enumerate(places):
        for other_x, other_y in places[:k]:
            assert abs(one_x - other_x) >= 6 or abs(one_y - other_y) >= 9


def test_where_nothing_is_urgent_there_are_points_alone():
    plain, urgent, leaders, numbers = layers(quadrant_specs([CALM], ("x", "y"))[0])
    assert len(plain["data"]["values"]) == 3
    assert not any(layer["data"]["values"] for layer in (urgent, leaders, numbers))


@pytest.mark.parametrize("form", [0, 1])
def test_it_can_be_drawn(form):
    svg = to_svg(quadrant_specs([CROWD, CALM], ("Importance", "Satisfaction"))[form])
    for text in ("S1", "S2", "Importance", "Satisfaction"):
        assert text in svg
