import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.drawing.alignment import settle
from clientlens.drawing.layers import lay_out, least_width
from clientlens.drawing.ordering import count_crossings, order
from clientlens.drawing.plane import box_within, boxes_meet, segment_meets_box, segments_cross
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
    np.testing.assert_allclose((layout.labels[:, 2:] - layout.labels[:, :2]), np.reshape(labels, (-1, 2)))
    assert not boxes_meet(shrunk(layout.labels)[:, None], layout.boxes).any()
    assert not pairs_that_meet(shrunk(layout.labels)).any()
    for edge, route in enumerate(layout.routes):
        met = segment_meets_box(segments_of(route)[:, None], shrunk(layout.labels)).any(axis=0)
        met[edge] = False
        assert not met.any()
