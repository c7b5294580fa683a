import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.drawing.alignment import settle
from clientlens.drawing.layers import lay_out, least_width
from clientlens.drawing.ordering import count_crossings, order
from clientlens.drawing.plane import (
    box_distance,
    boxes_meet,
    segment_meets_box,
    segments_cross,
)
from clientlens.drawing.ranks import find_ranks, fold_ranks
from clientlens.errors import RequestError

HAIR = 1e-6

ECSI = [
    *[(0, 1), (0, 4), (0, 6), (1, 2), (1, 3), (1, 4)],
    *[(2, 3), (2, 4), (3, 4), (4, 5), (4, 6), (5, 6)],
]
"""Image, expectation, quality, value, satisfaction, complaints, loyalty."""


@st.composite
def graphs(draw, most=12):
    """Sizes of boxes, edges without circles between them, sizes of labels."""
    m = draw(st.integers(1, most))
    names = draw(st.permutations(range(m)))
    pairs = list(itertools.combinations(range(m), 2))
    share = draw(st.sampled_from([1, 2, 4, 8]))
    kept = [pair for pair in pairs if draw(st.integers(0, share)) == 0]
    edges = [(names[a], names[b]) for a, b in kept]
    sizes = [(draw(st.integers(30, 130)), draw(st.integers(24, 90))) for _ in range(m)]
    labels = [(draw(st.integers(0, 40)), 15) for _ in edges]
    return sizes, edges, labels


orientations = st.sampled_from(["right", "down"])


def segments_of(route):
    return np.hstack([route[:-1], route[1:]])


def pairs_that_meet(boxes):
    found = boxes_meet(boxes[:, None], boxes)
    np.fill_diagonal(found, False)
    return found


def shrunk(boxes):
    return boxes + HAIR * np.array([1, 1, -1, -1])


def on_border(point, box):
    x, y = point
    left, top, right, bottom = box
    is_within = left - HAIR <= x <= right + HAIR and top - HAIR <= y <= bottom + HAIR
    sides = np.abs([x - left, x - right, y - top, y - bottom])
    return is_within and sides.min() < HAIR


@settings(max_examples=60)
@given(graphs(), orientations, st.sampled_from([350.0, 890.0, float("inf")]))
def test_boxes_keep_their_sizes_and_cover_no_other(graph, orientation, width):
    sizes, edges, labels = graph
    layout = lay_out(sizes, edges, labels, orientation=orientation, width=width)
    np.testing.assert_allclose(layout.boxes[:, 2:] - layout.boxes[:, :2], sizes)
    assert not pairs_that_meet(shrunk(layout.boxes)).any()


@settings(max_examples=60)
@given(graphs(), orientations, st.sampled_from([350.0, 890.0]))
def test_sources_stand_wholly_before_their_targets(graph, orientation, width):
    sizes, edges, labels = graph
    boxes = lay_out(sizes, edges, labels, orientation=orientation, width=width).boxes
    axis = 0 if orientation == "right" else 1
    assert all(boxes[s, axis + 2] < boxes[t, axis] for s, t in edges)


@settings(max_examples=60)
@given(graphs(), orientations, st.sampled_from([350.0, 890.0]))
def test_arrows_run_from_border_to_border_and_through_no_box(graph, orientation, width):
    sizes, edges, labels = graph
    layout = lay_out(sizes, edges, labels, orientation=orientation, width=width)
    for (source, target), route in zip(edges, layout.routes, strict=True):
        assert on_border(route[0], layout.boxes[source])
        assert on_border(route[-1], layout.boxes[target])
        assert not segment_meets_box(segments_of(route)[:, None], shrunk(layout.boxes)).any()


@settings(max_examples=60)
@given(graphs(), orientations, st.sampled_from([350.0, 890.0]))
def test_labels_lie_on_their_arrows_and_cover_nothing_else(graph, orientation, width):
    sizes, edges, labels = graph
    layout = lay_out(sizes, edges, labels, orientation=orientation, width=width)
    np.testing.assert_allclose(
        (layout.labels[:, 2:] - layout.labels[:, :2]), np.reshape(labels, (-1, 2))
    )
    assert not boxes_meet(shrunk(layout.labels)[:, None], layout.boxes).any()
    assert not pairs_that_meet(shrunk(layout.labels)).any()
    for edge, route in enumerate(layout.routes):
        met = segment_meets_box(segments_of(route)[:, None], shrunk(layout.labels)).any(axis=0)
        is_own = np.arange(len(edges)) == edge
        assert not met[~is_own].any()
        assert met[edge] or labels[edge][0] == 0


@settings(max_examples=40)
@given(graphs(), st.floats(100, 1000))
def test_columns_keep_to_any_width_that_they_can_keep_to(graph, width):
    least = least_width(*graph)
    layout = lay_out(*graph, width=width)
    assert layout.size[0] <= max(width, least) + HAIR


@given(st.lists(st.integers(30, 150), min_size=1, max_size=12))
def test_rows_are_halved_until_they_keep_to_the_width(widths):
    layout = lay_out([(w, 40) for w in widths], [], [], orientation="down", width=350)
    assert layout.size[0] <= 350 + HAIR


def test_many_sources_of_one_target_keep_to_the_width_of_a_telephone():
    edges = [(source, 12) for source in range(12)]
    layout = lay_out([(90, 50)] * 13, edges, [(28, 15)] * 12, orientation="down", width=350)
    assert layout.size[0] <= 350 + HAIR


@settings(max_examples=25)
@given(graphs(), orientations)
def test_all_lies_within_the_size_and_touches_its_corner(graph, orientation):
    layout = lay_out(*graph, orientation=orientation)
    corners = np.vstack([layout.boxes, layout.labels]).reshape(-1, 2)
    points = np.vstack([corners, *layout.routes])
    np.testing.assert_allclose(points.min(axis=0), 0, atol=HAIR)
    np.testing.assert_allclose(points.max(axis=0), layout.size)


@settings(max_examples=25)
@given(graphs(), orientations)
def test_the_same_graph_gives_the_same_layout(graph, orientation):
    one, other = (lay_out(*graph, orientation=orientation, width=350.0) for _ in range(2))
    np.testing.assert_array_equal(one.boxes, other.boxes)
    np.testing.assert_array_equal(one.labels, other.labels)
    for route, again in zip(one.routes, other.routes, strict=True):
        np.testing.assert_array_equal(route, again)


@pytest.mark.parametrize(("orientation", "width"), [("right", 890), ("down", 350)])
def test_the_european_model_is_drawn_without_a_crossing(orientation, width):
    layout = lay_out([(80, 56)] * 7, ECSI, [(28, 15)] * 12, orientation=orientation, width=width)
    assert layout.size[0] <= width + HAIR
    routes = [segments_of(route) for route in layout.routes]
    crossings = [
        segments_cross(one[:, None], other).any()
        for one, other in itertools.combinations(routes, 2)
    ]
    assert not any(crossings)


def test_labels_hide_no_head():
    layout = lay_out([(80, 56)] * 7, ECSI, [(28, 15)] * 12, width=890)
    for label, route in zip(layout.labels, layout.routes, strict=True):
        assert box_distance(label, route[-1]) >= 10


def test_a_model_is_laid_out_before_one_notices():
    lay_out([(80, 56)] * 7, ECSI, [(28, 15)] * 12)
    start = time.process_time()
    lay_out([(80, 56)] * 7, ECSI, [(28, 15)] * 12, orientation="down", width=350)
    assert time.process_time() - start < 0.3  # ten times what it takes on an idle machine


def test_arrows_end_in_the_docks():
    edges = [(0, 2), (1, 2), (2, 3)]
    docks = [(0, 40), (0, 40), (0, 40), (0, 40)]
    layout = lay_out([(60, 40), (60, 40), (60, 300), (60, 40)], edges, [(20, 15)] * 3, docks=docks)
    top = layout.boxes[2, 1]
    ends = [layout.routes[0][-1, 1], layout.routes[1][-1, 1], layout.routes[2][0, 1]]
    assert all(top <= y <= top + 40 for y in ends)


def test_two_arrows_between_two_boxes_can_be_told_apart():
    layout = lay_out([(60, 60)] * 2, [(0, 1), (0, 1)], [(20, 15)] * 2)
    assert abs(layout.routes[0][0, 1] - layout.routes[1][0, 1]) >= 10
    assert not pairs_that_meet(layout.labels).any()


def test_a_box_alone_takes_no_more_room_than_it_needs():
    layout = lay_out([(60, 40)], [], [])
    assert layout.boxes.tolist() == [[0, 0, 60, 40]]
    assert layout.size.tolist() == [60, 40]


def test_no_boxes_no_layout():
    layout = lay_out([], [], [])
    assert layout.boxes.shape == layout.labels.shape == (0, 4)
    assert layout.size.tolist() == [0, 0]


def test_arguments_are_left_as_they_were():
    sizes, labels = np.full((7, 2), 60.0), np.full((12, 2), 15.0)
    lay_out(sizes, ECSI, labels, orientation="down", width=350)
    assert (sizes == 60).all()
    assert (labels == 15).all()


@pytest.mark.parametrize(
    ("sizes", "edges", "labels", "said"),
    [
        ([(9, 9)] * 2, [(0, 1), (1, 0)], [(9, 9)] * 2, "must not run in a circle"),
        ([(9, 9)], [(0, 0)], [(9, 9)], "must not run in a circle"),
        ([(9, 9)] * 2, [(0, 1)], [], "`label_sizes` of a layered layout must be 1 rows of 2"),
        ([(9, 9, 9)], [], [], "`sizes` of a layered layout must be any number of rows of 2"),
        ([(9, np.nan)], [], [], "`sizes` of a layered layout must be finite numbers"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(sizes, edges, labels, said):
    with pytest.raises(RequestError, match=said):
        lay_out(sizes, edges, labels)


@given(graphs(most=7))
def test_ranks_climb_and_edges_are_as_short_as_can_be(graph):
    sizes, edges, _ = graph
    m = len(sizes)
    ranks = find_ranks(m, edges)
    assert all(ranks[s] < ranks[t] for s, t in edges)
    in_all = sum(ranks[t] - ranks[s] for s, t in edges)
    # Moving any set of nodes by one rank makes nothing shorter: in a linear program that is enough.
    for chosen in itertools.chain.from_iterable(
        itertools.combinations(range(m), k) for k in range(1, m)
    ):
        moved = [rank + (node in chosen) for node, rank in enumerate(ranks)]
        if all(moved[s] < moved[t] for s, t in edges):
            assert sum(moved[t] - moved[s] for s, t in edges) >= in_all


@given(graphs(), st.integers(50, 400))
def test_folded_ranks_climb_and_leave_no_gap(graph, room):
    sizes, edges, _ = graph
    breadths = [width for width, _ in sizes]
    ranks = fold_ranks(find_ranks(len(sizes), edges), edges, breadths, room)
    assert all(ranks[s] < ranks[t] for s, t in edges)
    assert set(ranks) == set(range(max(ranks) + 1))


@st.composite
def two_layers(draw):
    """Two layers of items and the links between them."""
    a, b = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    one, other = range(a), range(a, a + b)
    links = draw(st.sets(st.tuples(st.sampled_from(one), st.sampled_from(other)), min_size=1))
    return (tuple(one), tuple(other)), tuple(sorted(links))


@given(two_layers())
def test_no_other_order_of_a_small_layer_has_fewer_crossings(found):
    layers, links = found
    one, other = order(layers, links)
    assert (sorted(one), sorted(other)) == tuple(map(list, layers))
    crossings = count_crossings((one, other), links)
    assert all(count_crossings((a, other), links) >= crossings for a in itertools.permutations(one))
    assert all(count_crossings((one, b), links) >= crossings for b in itertools.permutations(other))


wishes = st.lists(st.tuples(st.floats(-100, 100), st.floats(0, 50)), min_size=1, max_size=8)


@given(wishes)
def test_places_keep_order_and_distance(found):
    wanted, gaps = zip(*found, strict=True)
    places = settle(wanted, [1.0] * len(wanted), gaps[1:])
    assert all(b - a >= gap - HAIR for a, b, gap in zip(places, places[1:], gaps[1:], strict=False))


@given(wishes)
def test_wishes_that_keep_order_and_distance_come_true(found):
    first, gaps = zip(*found, strict=True)
    wanted = (first[0] + np.cumsum(gaps)).tolist()
    np.testing.assert_allclose(settle(wanted, [1.0] * len(wanted), gaps[1:]), wanted, atol=HAIR)


@given(wishes)
def test_places_stay_within_their_bounds_if_there_is_room(found):
    wanted, gaps = zip(*found, strict=True)
    low, high = -20.0, sum(gaps) + 20.0
    places = settle(wanted, [1.0] * len(wanted), gaps[1:], low, high)
    assert low - HAIR <= places[0]
    assert places[-1] <= high + HAIR
