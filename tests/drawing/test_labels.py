import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.drawing.fonts import text_width
from clientlens.drawing.labels import Surroundings, place_labels
from clientlens.drawing.plane import (
    box_distance,
    box_within,
    boxes_meet,
    segment_meets_box,
    segments_cross,
)
from clientlens.errors import RequestError

FRAME = (0.0, 0.0, 900.0, 640.0)
RADIUS = 5.0

# Sums of 56 ratings from 1 to 5: how satisfied clients are with 26 services, how much they care.
CROWD = """
利率标准 267 270|信贷产品适配性 243 254|贷款额度满足度 241 258|贷款期限与还款方式 243 252
服务费用的公开性 238 252|信贷政策与办贷条件告知 245 253|合同条款的明晰与公平 244 250
贷款报批的便捷性 242 259|申请资料与环节精简 218 255|调查审查审批时效 220 260
资金落地时效性 243 262|办贷进度告知 240 249|客户经理专业能力 247 256|服务的周到程度 252 257
沟通响应及时性 246 253|主动对接与上门服务 248 251|廉洁从业 257 254|电子银行建设 221 242
营业网点布局 210 197|营业厅环境设施建设 214 189|结算与账户服务 247 250
客户意见反馈和投诉渠道 237 253|业务扩大 236 251|贷后管理与回访 245 251
品牌信誉与社会声誉 247 236|支持"三农"履职尽责 249 241
"""
SATISFACTION, IMPORTANCE = (3.65, 4.85), (3.3, 4.9)  # the axes


class Crowd:
    """26 points, 15 of them within 130 by 130 pixels, in four quadrants."""

    def __init__(self):
        rows = [row.split() for row in CROWD.replace("\n", "|").split("|") if row]
        self.names = [name for name, _, _ in rows]
        means = np.array([[int(s), int(i)] for _, s, i in rows]) / 56
        self.points = np.column_stack(
            [
                (means[:, 0] - SATISFACTION[0]) / np.ptp(SATISFACTION) * FRAME[2],
                (IMPORTANCE[1] - means[:, 1]) / np.ptp(IMPORTANCE) * FRAME[3],
            ]
        )
        self.sizes = np.array([[text_width(name, 12), 15.0] for name in self.names])
        x, y = self.crosshair = self.points.mean(axis=0)
        self.regions = np.array([self.quadrant(point) for point in self.points])
        self.surroundings = Surroundings(
            frame=FRAME,
            marker_radius=RADIUS,
            obstacles=[
                (0, 0, 150, 24),
                (750, 0, 900, 24),
                (0, 616, 150, 640),
                (750, 616, 900, 640),
            ],
            lines=[(x, 0, x, FRAME[3]), (0, y, FRAME[2], y)],
        )

    def quadrant(self, point):
        if np.isclose(point, self.crosshair).any():
            return FRAME
        right, low = point > self.crosshair
        x, y = self.crosshair
        return (
            x if right else 0,
            y if low else 0,
            FRAME[2] if right else x,
            FRAME[3] if low else y,
        )

    def place(self):
        return place_labels(self.points, self.sizes, self.surroundings, regions=self.regions)


@pytest.fixture(scope="module")
def crowd():
    return Crowd()


@pytest.fixture(scope="module")
def placed(crowd):
    return crowd.place()


def pairs_that(meet, one, other):
    """Whether things of different rows meet."""
    found = meet(one[:, None], other)
    np.fill_diagonal(found, False)
    return found


def check_laws(points, placement, frame, radius, obstacles=()):
    boxes, leaders = placement.boxes[placement.is_placed], placement.leaders[placement.is_placed]
    assert not pairs_that(boxes_meet, boxes, boxes).any()
    assert not pairs_that(segment_meets_box, leaders, boxes).any()
    assert (box_distance(boxes[:, None], points) >= radius - 1e-9).all()
    assert box_within(boxes, np.add(frame, (-1e-9, -1e-9, 1e-9, 1e-9))).all()
    for obstacle in np.reshape(obstacles, (-1, 4)):
        assert not boxes_meet(boxes, obstacle).any()


def test_the_hard_case_is_hard(crowd):
    near = np.abs(crowd.points[:, None] - crowd.points) < 130
    assert near.all(axis=2).sum(axis=1).max() >= 15


def test_every_label_of_the_crowd_finds_room_in_its_quadrant(placed):
    assert placed.is_placed.all()
    assert placed.is_in_region.all()


def test_labels_of_the_crowd_cover_nothing(crowd, placed):
    check_laws(crowd.points, placed, FRAME, RADIUS, crowd.surroundings.obstacles)


def test_leaders_of_the_crowd_hardly_ever_cross(placed):
    leaders = placed.leaders[placed.has_leader]
    assert np.triu(segments_cross(leaders[:, None], leaders)).sum() <= 4


def test_a_region_says_truly_whether_the_label_lies_in_it(crowd, placed):
    assert placed.is_in_region.tolist() == box_within(placed.boxes, crowd.regions).tolist()


def test_the_same_points_give_the_same_placement(crowd, placed):
    again = crowd.place()
    np.testing.assert_array_equal(again.boxes, placed.boxes)
    np.testing.assert_array_equal(again.leaders, placed.leaders)


def test_the_crowd_is_placed_while_one_waits(crowd):
    start = time.process_time()
    crowd.place()
    assert time.process_time() - start < 3  # ten times what it takes on an idle machine


# Whole pixels, so that moving is exact.
pixel = st.integers(0, 300).map(float)
label = st.tuples(st.integers(10, 90), st.integers(10, 20))
scenes = st.integers(0, 9).flatmap(
    lambda m: st.tuples(
        st.lists(st.tuples(pixel, pixel), min_size=m, max_size=m),
        st.lists(label, min_size=m, max_size=m),
    )
)


@settings(max_examples=25)
@given(scenes)
def test_placed_labels_cover_nothing(scene):
    points, sizes = scene
    frame = (0.0, 0.0, 300.0, 300.0)
    obstacles = [(0.0, 0.0, 60.0, 20.0)]
    placement = place_labels(points, sizes, Surroundings(frame, RADIUS, obstacles))
    check_laws(np.reshape(points, (-1, 2)), placement, frame, RADIUS, obstacles)


@settings(max_examples=15)
@given(scenes, st.integers(-500, 500), st.integers(-500, 500))
def test_points_moved_together_take_their_labels_along(scene, right, down):
    points, sizes = np.reshape(scene[0], (-1, 2)), scene[1]
    frame, move = np.array([0.0, 0.0, 300.0, 300.0]), np.array([right, down])
    here = place_labels(points, sizes, Surroundings(frame))
    there = place_labels(points + move, sizes, Surroundings(frame + np.tile(move, 2)))
    np.testing.assert_allclose(there.boxes - np.tile(move, 2), here.boxes, atol=1e-9)
    np.testing.assert_allclose(there.leaders - np.tile(move, 2), here.leaders, atol=1e-9)
    assert there.is_placed.tolist() == here.is_placed.tolist()


@given(st.permutations([(100.0, 100.0), (300.0, 150.0), (500.0, 400.0), (200.0, 500.0)]))
def test_labels_of_isolated_points_touch_them_on_the_right(points):
    placement = place_labels(points, [(80, 15)] * 4, Surroundings(FRAME, RADIUS))
    assert not placement.has_leader.any()
    np.testing.assert_allclose(placement.boxes[:, 0] - np.array(points)[:, 0], RADIUS + 3)


def test_a_label_near_the_right_edge_stands_on_the_left():
    placement = place_labels([(880, 300)], [(80, 15)], Surroundings(FRAME))
    assert placement.boxes[0, 2] < 880


def test_a_label_stays_in_its_region_although_there_is_room_nearer():
    region = (0, 0, 300, 300)
    placement = place_labels([(295, 295)], [(80, 15)], Surroundings(FRAME), regions=[region])
    assert placement.is_in_region.all()


def test_a_label_that_does_not_fit_its_region_stands_outside():
    placement = place_labels([(20, 20)], [(80, 15)], Surroundings(FRAME), regions=[(0, 0, 40, 40)])
    assert placement.is_placed.all()
    assert not placement.is_in_region.any()


def test_a_label_larger_than_the_frame_is_left_out_at_its_point():
    placement = place_labels([(50, 50)], [(200, 15)], Surroundings((0, 0, 100, 100)))
    assert not placement.is_placed.any()
    assert not placement.has_leader.any()
    assert placement.boxes.tolist() == [[50, 50, 50, 50]]


def test_what_has_no_room_is_left_out_and_the_rest_covers_nothing():
    points = np.column_stack([np.linspace(20, 80, 12), np.linspace(20, 80, 12)])
    frame = (0.0, 0.0, 100.0, 100.0)
    placement = place_labels(points, [(45, 15)] * 12, Surroundings(frame))
    assert 0 < placement.is_placed.sum() < 12
    check_laws(points, placement, frame, RADIUS)


def test_points_on_one_spot_get_labels_of_their_own():
    placement = place_labels([(150, 150)] * 5, [(60, 15)] * 5, Surroundings(FRAME))
    assert placement.is_placed.all()


def test_no_points_no_labels():
    placement = place_labels([], [], Surroundings(FRAME))
    assert placement.boxes.shape == placement.leaders.shape == (0, 4)


@pytest.mark.parametrize(
    ("points", "sizes", "said"),
    [
        ([(1, 1)], [(9, 9), (9, 9)], "`sizes` of a label placement must be 1 rows of 2 numbers"),
        ([(1, 1, 1)], [(9, 9)], "`points` of a label placement must be any number of rows of 2"),
        ([(1, np.nan)], [(9, 9)], "`points` of a label placement must be finite numbers"),
        ([(1, 1)], [(-9, 9)], "`sizes` of a label placement must not be negative, got -9"),
    ],
)
def test_what_does_not_fit_is_refused(points, sizes, said):
    with pytest.raises(RequestError, match=said):
        place_labels(points, sizes, Surroundings(FRAME))


def test_arguments_are_left_as_they_were(crowd):
    before = crowd.points.copy(), crowd.sizes.copy(), crowd.regions.copy()
    crowd.place()
    for one, other in zip(before, (crowd.points, crowd.sizes, crowd.regions), strict=True):
        np.testing.assert_array_equal(one, other)
