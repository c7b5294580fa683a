import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clientlens_quadrant.frames import crowd_frame, whole_frame

clouds = st.integers(4, 15).flatmap(
    lambda m: hnp.arrays(np.int64, (m, 2), elements=st.integers(100, 500))
)


@given(clouds)
def test_the_whole_frame_holds_every_point(cloud):
    points = cloud / 100
    frame = whole_frame(points, points.mean(axis=0))
    assert frame.contains(points).all()


@given(clouds)
def test_a_crowd_is_three_quarters_of_the_points_or_more(cloud):
    points = cloud / 100
    frame = crowd_frame(points, points.mean(axis=0))
    assert frame is None or 0.75 <= frame.contains(points).mean() <= 1


def test_the_published_shape_has_a_crowd_without_its_two_outliers(published):
    study = published["xinyu_sums"]
    points = np.column_stack([study["performance_sum"], study["importance_sum"]]) / study["n"]
    frame = crowd_frame(points, points.mean(axis=0))
    left_out = np.flatnonzero(~frame.contains(points))
    assert left_out.tolist() == [18, 19]


def test_points_spread_evenly_are_no_crowd():
    points = np.stack(np.meshgrid(np.arange(1.0, 5), np.arange(1.0, 5)), axis=-1).reshape(-1, 2)
    assert crowd_frame(points, np.array([2.5, 2.5])) is None


@given(clouds)
def test_pixels_lead_back_to_the_points(cloud):
    points = cloud / 100
    frame = whole_frame(points, points.mean(axis=0)).sized(300, 200)
    assert np.allclose(frame.values(frame.pixels(points)), points)


def test_more_importance_is_higher_up_and_more_performance_farther_right():
    frame = whole_frame(np.array([[1.0, 1.0], [5.0, 5.0]]), np.array([3.0, 3.0])).sized(100, 100)
    (left, low), (right, high) = frame.pixels(np.array([[2.0, 2.0], [4.0, 4.0]]))
    assert left < right
    assert high < low
