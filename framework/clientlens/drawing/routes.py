"""Routes: arrows as lines with few bends, and the spots of their labels.

Each route begins as a safe one with many points. Route after route then leaves out what points
it can, which may move its label; a step that would touch a box or a label isn't taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.drawing.plane import (
    box_distance,
    box_within,
    boxes_meet,
    hull,
    segment_distance,
    segment_meets_box,
    segments_cross,
)
from clientlens.drawing.ranks import Edge

CLEAR_OF_BOXES = 6.0
CLEAR_OF_LABELS = 2.0
"""Pixels between a line that leaves out points and what isn't its own."""

LABEL_SPACE = 1.5
"""Pixels between a label and other lines."""

NEAR = 10.0
"""Pixels between two lines below which they are hard to tell apart."""

CROWD = 16.0
"""Pixels around a label within which other lines disturb."""

TAIL, HEAD = 5.0, 13.0
"""Pixels of an arrow that its label had better leave free at either end."""

STEP = 5.0
"""Pixels along a line from one spot for its label to the next."""

RADII = (22.0, 14.0, 8.0)
"""Of a rounded bend, from the one liked best on."""

ARC = 7
"""Points of a rounded bend."""

MOST_PASSES = 3
"""Over all arrows: what one leaves free, another may use."""

# Costs of a line, in pixels of its length: of a bend, of another line that it crosses or touches,
# of a label that must make way, and of a pixel across beyond those along the flow.
COST_OF_A_BEND = 25.0
COST_OF_A_CROSSING = 60.0
COST_OF_NEARNESS = 50.0
COST_OF_A_PUSH = 8.0
COST_OF_STEEPNESS = 0.5

COST_OF_HIDING = 300.0
"""Of a label that hides an end of its arrow, in pixels from the middle of the line."""


@dataclass(slots=True, eq=False)
class Routes:
    """Arrows on their way from safe to simple; along the flow is the first coordinate.

    Attributes
    ----------
    edges : sequence of (source, target)
        Boxes that arrows join.
    boxes : (m, 4) array
        What no arrow may run through, but for its ends.
    lines : list of (k, 2) arrays
        The arrows; straightened in place.
    labels : (e, 4) array
        Their labels, each in the middle of some point of its line; moved in place.
    """

    edges: Sequence[Edge]
    boxes: FloatArray
    lines: list[FloatArray]
    labels: FloatArray

    @property
    def frame(self) -> FloatArray:
        """(4,) around everything; what becomes simpler stays within."""
        corners = [self.boxes.reshape(-1, 2), self.labels.reshape(-1, 2), *self.lines]
        points = np.vstack(corners)
        return np.concatenate([points.min(axis=0), points.max(axis=0)])

    def straighten(self) -> None:
        """Leave out points, short arrows first; then round the bends."""
        by_length = sorted(range(len(self.lines)), key=lambda e: len(self.lines[e]))
        for _ in range(MOST_PASSES):
            before = list(self.lines)
            for edge in by_length:
                if len(self.lines[edge]) > 2:  # noqa: PLR2004  what has no bend is as good as can be
                    self._straighten(edge)
            if all(map(np.array_equal, before, self.lines)):
                break
        for edge in by_length:
            self.lines[edge] = self._rounded(edge)
        for edge in by_length:
            self._move_label(edge)

    def _straighten(self, edge: int) -> None:
        """The cheapest line, if all labels find room; otherwise one that moves no label."""
        line, labels = self.lines[edge], self.labels.copy()
        self.lines[edge] = self._thinned(edge, line, may_push=True)
        pushed = np.flatnonzero(self._meets_labels(edge, _segments([self.lines[edge]])).any(axis=0))
        if all(self._move_label(other) for other in [*pushed.tolist(), edge]):
            return
        self.labels = labels
        halves = _halves(line, (labels[edge, :2] + labels[edge, 2:]) / 2)
        before, behind = (self._thinned(edge, half, may_push=False) for half in halves)
        self.lines[edge] = np.vstack([before, behind[1:]])

    def _thinned(self, edge: int, points: FloatArray, *, may_push: bool) -> FloatArray:
        """The cheapest way over some of the points, from the first to the last."""
        first, last = np.triu_indices(len(points), k=1)
        segments = np.hstack([points[first], points[last]])  # (s, 4)
        met = self._meets_labels(edge, segments).sum(axis=1)
        is_free = ~self._meets_boxes(edge, segments) & (may_push | (met == 0))
        is_free |= last == first + 1
        first, last, segments, met = first[is_free], last[is_free], segments[is_free], met[is_free]
        along, across = np.abs(segments[:, 2:] - segments[:, :2]).T
        crossings, nearness = _company(segments, self._others(edge))
        costs = np.full((len(points), len(points)), np.inf)
        costs[first, last] = (
            np.hypot(along, across)
            + COST_OF_A_BEND
            + COST_OF_A_CROSSING * crossings
            + COST_OF_A_PUSH * met
            + COST_OF_NEARNESS * nearness
            + COST_OF_STEEPNESS * np.maximum(across - along, 0)
        )
        return points[_cheapest_way(costs)]

    def _meets_boxes(self, edge: int, segments: FloatArray) -> BoolArray:
        """(s,) whether segments come too near to a box that the arrow doesn't join."""
        boxes = _grown(np.delete(self.boxes, self.edges[edge], axis=0), CLEAR_OF_BOXES)
        return np.asarray(segment_meets_box(segments[:, None], boxes).any(axis=1))

    def _meets_labels(self, edge: int, segments: FloatArray) -> BoolArray:
        """(s, e) whether segments come too near to labels of other arrows."""
        meets = segment_meets_box(segments[:, None], _grown(self.labels, CLEAR_OF_LABELS))
        meets[:, edge] = False
        return meets

    def _others(self, edge: int) -> FloatArray:
        """(s, 4) segments of all other lines."""
        return _segments(line for other, line in enumerate(self.lines) if other != edge)

    def _move_label(self, edge: int) -> bool:
        """Put a label on the best spot of its line, if there is one."""
        spots, off = _spots(self.lines[edge])
        size = self.labels[edge, 2:] - self.labels[edge, :2]
        boxes = np.hstack([spots - size / 2, spots + size / 2])  # (c, 4)
        taken = np.vstack([self.boxes, np.delete(self.labels, edge, axis=0)])
        is_free = box_within(boxes, self.frame)
        is_free &= ~boxes_meet(_grown(boxes, CLEAR_OF_LABELS)[:, None], taken).any(axis=1)
        others = self._others(edge)
        is_free &= ~segment_meets_box(others, _grown(boxes, LABEL_SPACE)[:, None]).any(axis=1)
        if not is_free.any():
            return False
        boxes, costs = boxes[is_free], off[is_free]
        line = self.lines[edge]
        costs = costs + COST_OF_HIDING * (box_distance(boxes, line[-1]) < HEAD)
        costs = costs + COST_OF_HIDING * (box_distance(boxes, line[0]) < TAIL)
        for reach in (CROWD / 2, CROWD / 4):
            near = segment_meets_box(others, _grown(boxes, reach)[:, None])
            costs = costs + CROWD * near.sum(axis=1)
        self.labels[edge] = boxes[costs.argmin()]
        return True

    def _rounded(self, edge: int) -> FloatArray:
        """The line with rounded bends, as far as they stay clear of everything."""
        line = self.lines[edge]
        bends = zip(line, line[1:], line[2:], strict=False)
        arcs = [self._bend(edge, before, bend, behind) for before, bend, behind in bends]
        return np.vstack([line[:1], *arcs, line[-1:]])

    def _bend(
        self, edge: int, before: FloatArray, bend: FloatArray, behind: FloatArray
    ) -> FloatArray:
        """(a, 2) an arc instead of a bend; the bend itself where there is no room.

        A bend behind its own label stays, since the arc would run beside the label.
        """
        if box_distance(self.labels[edge], bend) == 0:
            return bend[None]
        for radius in RADII:
            arc = _arc(before, bend, behind, radius)
            pieces = _segments([arc])
            if not (
                self._meets_boxes(edge, pieces).any() or self._meets_labels(edge, pieces).any()
            ):
                return arc
        return bend[None]


def _halves(line: FloatArray, middle: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A line up to one of its points, and from there on."""
    begins, ends = line[:-1], line[1:]
    at = int(segment_distance(np.hstack([begins, ends]), middle).argmin())
    before = begins[: at + 1][(begins[: at + 1] != middle).any(axis=1)]
    behind = ends[at:][(ends[at:] != middle).any(axis=1)]
    return np.vstack([before, middle]), np.vstack([middle, behind])


def _arc(before: FloatArray, bend: FloatArray, behind: FloatArray, radius: float) -> FloatArray:
    """(a, 2) a parabola from `radius` before a bend to as far behind it, or half the way."""
    to_before, to_behind = before - bend, behind - bend
    lengths = np.hypot(*to_before), np.hypot(*to_behind)
    reach = min(radius, *(length / 2 for length in lengths))
    start = bend + to_before * reach / lengths[0]
    end = bend + to_behind * reach / lengths[1]
    share = np.linspace(0, 1, ARC)[:, None]
    arc = (1 - share) ** 2 * start + 2 * share * (1 - share) * bend + share**2 * end
    return np.asarray(arc)


def _company(segments: FloatArray, others: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(s,) how many others segments cross, and (s,) how many they touch, less where near."""
    reach = _grown(hull(segments), NEAR)
    one, other = np.nonzero(boxes_meet(reach[:, None], hull(others)))
    a, b = segments[one], others[other]  # (p, 4) pairs that may meet
    crosses = segments_cross(a, b)
    ends = (
        segment_distance(a, b[:, :2]),
        segment_distance(a, b[:, 2:]),
        segment_distance(b, a[:, :2]),
        segment_distance(b, a[:, 2:]),
    )
    near = np.clip(1 - np.minimum.reduce(ends) / NEAR, 0, 1) * ~crosses
    crossings, nearness = np.zeros((2, len(segments)))
    np.add.at(crossings, one, crosses)
    np.add.at(nearness, one, near)
    return crossings, nearness


def _cheapest_way(costs: FloatArray) -> list[int]:
    """From the first point to the last, by the costs (k, k) from each to a later one."""
    count = len(costs)
    spent, came_from = np.zeros(count), [0] * count
    for point in range(1, count):
        total = spent[:point] + costs[:point, point]
        came_from[point] = int(total.argmin())
        spent[point] = total[came_from[point]]
    way = [count - 1]
    while way[-1] > 0:
        way.append(came_from[way[-1]])
    return way[::-1]


def _spots(line: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(c, 2) points of a line, and (c,) how far they are from its middle."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    length = np.concatenate([[0.0], steps.cumsum()])
    middle = (TAIL + length[-1] - HEAD) / 2
    reach = np.arange(0.0, max(length[-1] / 2, STEP), STEP)
    along = np.unique(np.clip(np.concatenate([middle - reach, middle + reach]), 0, length[-1]))
    spots = np.column_stack([np.interp(along, length, line[:, axis]) for axis in (0, 1)])
    return spots, np.abs(along - middle)


def _segments(lines: Iterable[FloatArray]) -> FloatArray:
    """(s, 4) of all lines."""
    parts = [np.zeros((0, 2)), *lines]
    begins, ends = [line[:-1] for line in parts], [line[1:] for line in parts]
    return np.hstack([np.concatenate(begins), np.concatenate(ends)])


def _grown(boxes: FloatArray, by: float) -> FloatArray:
    return boxes + by * np.array([-1.0, -1.0, 1.0, 1.0])
