"""The forest: lines below headings, on one scale with nought in it."""

import pytest

from clientlens.drawing.forest import Branch, forest_specs
from clientlens.drawing.vega import to_svg

BRANCHES = (
    Branch("A − B", "speed", 0.5, 0.2, 0.8, "higher"),
    Branch("A − C", "speed", 0.1, -0.2, 0.4, "unclear"),
    Branch("A − B", "rate", 0.3, None, None, "higher"),
)


def test_lines_of_one_heading_stand_together():
    wide, narrow = forest_specs(BRANCHES, "Satisfaction", 2)
    names = wide["params"][0]["value"]
    assert names == ["A − B", "speed", "rate", "A − C", "speed"]
    assert wide["params"][1]["value"] == [0, 3]
    assert [row["number"] for row in wide["data"]["values"]] == [1, 2, 4]
    assert narrow["width"] < wide["width"]


def test_nought_is_on_the_scale_and_every_interval_too():
    wide, _ = forest_specs(BRANCHES[:1], "Satisfaction", 2)
    low, high = wide["layer"][1]["encoding"]["x"]["scale"]["domain"]
    assert low < 0
    assert high > 0.8


@pytest.mark.parametrize("form", [0, 1])
def test_it_can_be_drawn_and_says_every_name(form):
    svg = to_svg(forest_specs(BRANCHES, "Satisfaction", 2)[form])
    for text in ("A − B", "A − C", "speed", "rate", "Satisfaction"):
        assert text in svg


def test_a_difference_that_is_nought_throughout_can_be_drawn():
    assert "speed" in to_svg(forest_specs([Branch("A", "speed", 0, 0, 0, "unclear")], "x", 2)[0])
