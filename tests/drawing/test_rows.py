"""Rows: names beside the plot on a screen, above their lines on a telephone, and never cut."""

import re

import pytest

from clientlens.drawing.bars import Line, Side, bar_specs
from clientlens.drawing.diverging import Bar, diverging_specs
from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.drawing.forest import Branch, forest_specs
from clientlens.drawing.rows import NARROW
from clientlens.drawing.vega import to_svg

NAMES = ("A name as long as the screen of a telephone is wide", "客户意见反馈和投诉渠道")
TELEPHONE = 358
"""Pixels between the margins of a page on a telephone of 390."""


def charts():
    """Each kind of chart that has rows, for a screen and for a telephone."""
    axis = DotAxis("points", -1, 1, 2, threshold=0.0)
    side = Side(0.3, 0.1, 0.5, "keep_up", "0.3")
    return {
        "bars": bar_specs([Line(name, (side,)) for name in NAMES], "points"),
        "dots": dot_specs([Dot(name, 0.2, 0.1, 0.3) for name in NAMES], axis),
        "diverging": diverging_specs(
            [Bar(name, (0.2, 0.3, 0.5), "+30.0  [10.0, 50.0]", "+30") for name in NAMES],
            ["low", "middle", "high"],
            "share",
        ),
        "forest": forest_specs(
            [Branch("A − B", name, 0.2, 0.1, 0.3, "higher") for name in NAMES], "points", 2
        ),
    }


def extent(svg):
    """Width, height."""
    return tuple(float(re.search(rf'{side}="([\d.]+)"', svg)[1]) for side in ("width", "height"))


def heights(svg, text):
    """Where a text stands, in pixels within its group; the white around it stands there too."""
    return re.findall(rf'translate\(([-\d.]+),([-\d.]+)\)"[^>]*>{re.escape(text)}<', svg)


@pytest.mark.parametrize("kind", charts())
def test_a_telephone_shows_names_whole_and_the_plot_as_wide_as_it_is(kind):
    wide, narrow = charts()[kind]
    svg = to_svg(narrow)
    assert extent(svg)[0] <= TELEPHONE
    assert narrow["width"] >= 0.85 * NARROW
    assert extent(to_svg(wide))[0] > TELEPHONE
    for name in NAMES:
        assert len(set(heights(svg, name))) == 1
        assert len(heights(svg, name)) == 2


@pytest.mark.parametrize("kind", charts())
def test_names_follow_each_other_from_top_to_bottom(kind):
    svg = to_svg(charts()[kind][1])
    first, second = (float(heights(svg, name)[0][1]) for name in NAMES)
    assert second - first >= 30


def test_lines_through_all_rows_lie_behind_the_names():
    narrow = charts()["dots"][1]
    kinds = [layer["mark"]["type"] for layer in narrow["layer"]]
    assert kinds == ["rule", "text", "text", "rule", "point"]
    white, ink = (layer["mark"] for layer in narrow["layer"][1:3])
    assert "stroke" in white
    assert "stroke" not in ink


def test_a_screen_writes_headings_in_bold():
    wide = charts()["forest"][0]
    assert wide["params"][1] == {"name": "headings", "value": [0]}
