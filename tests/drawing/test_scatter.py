"""The scatter chart: every point in its place with its name, over areas that divide the plane."""

import numpy as np
import pytest

from clientlens.drawing import theme, vega
from clientlens.drawing.dots import ends
from clientlens.drawing.scatter import Area, Plane, Spot, scatter_specs

SPOTS = [
    Spot("Speed", 3.1, -0.5, "concentrate", "frustrator"),
    Spot("Manners", 4.2, 0.4, "keep_up", "satisfier", is_unsure=True),
]
AREAS = [
    Area("Below", "concentrate", top=0.0),
    Area("Above left", "overkill", right=4.0, bottom=0.0),
    Area("Above right", "keep_up", left=4.0, bottom=0.0),
]
PLANE = Plane("rating", "asymmetry", (3.0, 4.5), (-1.0, 1.0))


def layers(spec):
    return [part for layer in spec["layer"] for part in layer.get("layer", [layer])]


def rows(spec, kind):
    found = [layer for layer in layers(spec) if layer["mark"]["type"] == kind]
    return [row for layer in found for row in layer["data"]["values"]]


def test_every_point_stands_in_its_place_and_an_unsure_one_is_open():
    wide, _ = scatter_specs(SPOTS, AREAS, PLANE)
    speed, manners = rows(wide, "point")
    assert (speed["x"], speed["y"], manners["x"], manners["y"]) == (3.1, -0.5, 4.2, 0.4)
    assert speed["fill"] == speed["colour"] == theme.CLASS_STYLES["concentrate"].colour
    assert manners["fill"] == theme.WHITE
    assert speed["shape"] != manners["shape"]


def test_areas_end_at_the_frame_and_at_their_borders():
    wide, _ = scatter_specs(SPOTS, AREAS, PLANE)
    boxes = [[r[side] for side in ("x", "x2", "y", "y2")] for r in rows(wide, "rect")]
    assert boxes == [[3.0, 4.5, -1.0, 0.0], [3.0, 4.0, 0.0, 1.0], [4.0, 4.5, 0.0, 1.0]]
    sides = [row for layer in layers(wide) if layer["mark"]["type"] == "rule"
             for row in layer["data"]["values"]]  # fmt: skip
    assert {"x": 4.0} in sides
    assert {"y": 0.0} in sides


def test_a_screen_has_names_and_a_telephone_numbers_with_their_key():
    wide, narrow = scatter_specs(SPOTS, AREAS, PLANE)
    assert {r.get("name") for r in rows(wide, "text")} >= {"Speed", "Manners"}
    chart, key = narrow["vconcat"]
    assert {r.get("name") for r in rows(chart, "text")} >= {"1", "2"}
    assert [row["text"] for row in key["data"]["values"]] == ["1  Speed", "2  Manners"]


def test_titles_of_areas_lie_within_the_frame():
    wide, _ = scatter_specs(SPOTS, AREAS, PLANE)
    titles = {row["text"]: row for row in rows(wide, "text") if "text" in row}
    assert titles["Above left"]["x"] < 3.1
    assert titles["Above right"]["x"] > 4.4
    assert titles["Below"]["y"] < -0.9


@pytest.mark.parametrize("form", [0, 1])
def test_it_can_be_drawn_and_is_the_same_each_time(form):
    one, other = (scatter_specs(SPOTS, AREAS, PLANE)[form] for _ in range(2))
    assert one == other
    svg = vega.to_svg(one)
    assert "Above right" in svg


def test_ends_leave_room_on_both_sides_even_around_one_value():
    low, high = ends([2.0])
    assert low < 2.0 < high
    assert np.mean(ends([1.0, 4.0])) == pytest.approx(2.5)


def test_a_title_wider_than_its_area_is_parted_between_words():
    areas = [Area("Competitive disadvantage", "concentrate", right=0.0), Area("Ahead", "keep_up")]
    spot = Spot("a", 0.5, 0.5, "keep_up", "")
    plane = Plane("x", "y", (-0.3, 1.0), (0.0, 1.0))
    wide, narrow = scatter_specs([spot], areas, plane)
    assert "Competitive disadvantage" in vega.to_svg(wide)
    drawn = vega.to_svg(narrow)
    assert "Competitive disadvantage" not in drawn
    assert ">Competitive<" in drawn
    assert ">disadvantage<" in drawn
