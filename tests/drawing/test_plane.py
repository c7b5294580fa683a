import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.drawing.plane import (
    box_distance,
    box_within,
    boxes_meet,
    hull,
    segment_distance,
    segment_meets_box,
    segments_cross,
)

# Quarters of pixels: sums of them are exact, so that touching is told from meeting.
coordinate = st.integers(-40, 40).map(lambda quarters: quarters / 4)
point = st.tuples(coordinate, coordinate).map(np.array)
segment = st.tuples(point, point).map(np.concatenate)
box = segment.map(hull)


def points_along(one):
    share = np.linspace(0, 1, 400)[:, None]
    return one[:2] + share * (one[2:] - one[:2])


@given(box, box)
def test_boxes_meet_where_their_common_box_has_an_area(one, other):
    common = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    has_area = (one[2:] > one[:2]).all() and (other[2:] > other[:2]).all()
    if has_area:
        assert boxes_meet(one, other) == (common > 0).all()


@given(box, box)
def test_boxes_meet_whichever_is_named_first(one, other):
    assert boxes_meet(one, other) == boxes_meet(other, one)


@given(box)
def test_a_box_lies_within_itself(one):
    assert box_within(one, one)


@given(segment, box)
def test_a_segment_with_a_point_inside_a_box_meets_it(one, other):
    along = points_along(one)
    is_inside = ((along > other[:2]) & (along < other[2:])).all(axis=1)
    if is_inside.any() and (one[:2] != one[2:]).any():
        assert segment_meets_box(one, other)


@given(segment, box)
def test_a_segment_that_meets_a_box_comes_within_a_hair_of_it(one, other):
    if segment_meets_box(one, other):
        assert box_distance(other, points_along(one)).min() < 0.2


@given(segment, segment)
def test_segments_cross_whichever_is_named_first(one, other):
    assert segments_cross(one, other) == segments_cross(other, one)


@given(point, point, point)
def test_diagonals_of_a_parallelogram_cross_in_its_middle(corner, one, other):
    turn = one[0] * other[1] - one[1] * other[0]
    across = np.concatenate([corner, corner + one + other])
    back = np.concatenate([corner + one, corner + other])
    assert segments_cross(across, back) == (turn != 0)


@given(segment)
def test_segments_with_a_common_end_do_not_cross(one):
    assert not segments_cross(one, np.array([*one[2:], 100.0, 99.0]))


@given(segment, point)
def test_distance_to_a_segment_is_that_to_its_nearest_point(one, other):
    nearest = np.hypot(*(points_along(one) - other).T).min()
    assert segment_distance(one, other) == pytest.approx(nearest, abs=0.1)


def test_distance_to_a_box_is_zero_inside_and_euclidean_at_corners():
    corners = np.array([0.0, 0.0, 2.0, 2.0])
    assert box_distance(corners, np.array([[1.0, 1.0], [5.0, 6.0], [1.0, 4.0]])).tolist() == [
        0,
        5,
        2,
    ]
