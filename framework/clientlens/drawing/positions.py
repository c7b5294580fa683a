"""Positions: where the label of one point may stand, and how dear each place is.

A label stands close around its mark or, at the end of a leader line, in one of the rows and
columns of the plot, so that the labels of a crowd form tidy stacks. Positions that leave the
frame or cover a mark or an obstacle are out; the others cost pixels of leader line, and more for
what misleads. Of `m` points, one label has `c` positions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.drawing.plane import (
    box_distance,
    box_within,
    boxes_meet,
    segment_distance,
    segment_meets_box,
)

TOUCHING = 3.0
"""Pixels between a mark and a label that needs no leader line."""

CLOSE = 9.0
"""Pixels between a mark and a label that is joined by a short line."""

REACH = 220.0
"""Pixels from a mark to the farthest position of its label."""

DIRECTIONS = 24
"""In which a label may stand close to its mark."""

CORNER = 1.6
"""How soon, turning from the horizontal, a label shows its corner to the mark."""

COLUMN = 16.0
"""Pixels between the columns in which labels begin."""

ROW_GAP = 2.0
"""Pixels between the rows in which they stand."""

MOST_CHEAP, MOST_OTHER, MOST_OUTSIDE = 30, 140, 20
"""So many positions are kept: the cheapest in the region, others in it, some outside."""

MOST_IN_ALL = 30
"""So many labels have all these positions; if there are more, each has a share of them."""

COMPANY = 30.0
"""Pixels beyond the size of a label within which another mark is near."""

CLEAR = 5.0
"""Pixels to a stranger's mark below which a reader asks whose label it is."""

INSET = 4.0
"""Pixels from the corner of a label at which a leader line may meet it from above or below."""

BREATH = 2.0
"""Pixels between a leader line and its label."""

HAIR = 1e-6
"""Pixels lost in rounding."""

# Costs, in pixels of leader line. A label had better stand outside its region than nowhere, and
# its line had better run through another mark than lead outside.
COST_OF_A_LEADER = 6.0
COST_ASIDE = 3.0
LEFT_FOR_RIGHT = 0.4
"""How far a label to the left is aside, where one over or under its mark counts 1."""
COST_ON_A_LINE = 14.0
COST_NEAR_A_STRANGER = 9.0
COST_THROUGH = 200.0
COST_ASTRAY = 1500.0
COST_OF_OMISSION = 4000.0


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is fixed, in pixels from the corner of the frame.

    Attributes
    ----------
    size : (2,) array
        Width and height of the frame.
    marks : (m, 2) array
        The points.
    radius : float
        Of the marks.
    obstacles : (b, 4) array
        Boxes that nothing may cover.
    lines : (l, 4) array
        Segments that labels rather keep off.
    """

    size: FloatArray
    marks: FloatArray
    radius: float
    obstacles: FloatArray
    lines: FloatArray

    @property
    def frame(self) -> FloatArray:
        """(4,) the plot as a box."""
        return np.concatenate([np.zeros(2), self.size])


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Where one label may stand.

    Attributes
    ----------
    boxes : (c, 4) array
        The label.
    leaders : (c, 4) array
        The line from the rim of the mark to the label; without length where it touches.
    costs : (c,) array
        Pixels of leader line.
    is_home : (c,) array of bool
        Whether the label lies in its region.
    is_placed : (c,) array of bool
        False for the last position, which is none: the label is left out.
    """

    boxes: FloatArray
    leaders: FloatArray
    costs: FloatArray
    is_home: BoolArray
    is_placed: BoolArray

    def __len__(self) -> int:
        return len(self.costs)


def positions_of(index: int, extent: FloatArray, region: FloatArray, scene: Scene) -> Positions:
    """The positions of one label.

    Parameters
    ----------
    index : int
        Which of the scene's marks the label belongs to.
    extent : (2,) array
        Width and height of the label.
    region : (4,) array
        The box in which it belongs.
    scene : Scene
        What is fixed.

    Returns
    -------
    Positions
        The last one is being left out; the only one where the label fits nowhere.
    """
    mark = scene.marks[index]
    boxes = _around(mark, extent, scene)
    if not len(boxes) or _is_in_company(index, extent, scene):
        boxes = np.vstack([boxes, _lattice(mark, extent, scene)])
    gaps = box_distance(boxes, mark) - scene.radius
    leaders = _leaders(mark, boxes, gaps, scene.radius)
    is_home = box_within(boxes, region)
    strangers = np.delete(scene.marks, index, axis=0)
    runs_through = _through(leaders, strangers, scene)
    costs = (
        _cost_of_place(mark, boxes, gaps)
        + COST_NEAR_A_STRANGER * _near(boxes, strangers, scene.radius)
        + COST_THROUGH * runs_through
        + COST_ON_A_LINE * _on_lines(boxes, scene.lines)
        + COST_ASTRAY * ~is_home
    )
    kept = _selection(costs, is_home, share=min(1.0, MOST_IN_ALL / len(scene.marks)))
    some = Positions(
        boxes[kept], leaders[kept], costs[kept], is_home[kept], np.ones(len(kept), bool)
    )
    return _with_none(some, mark)


def _selection(costs: FloatArray, is_home: BoolArray, share: float) -> IntArray:
    """Which positions to keep: a search among all of them would take too long."""
    cheap, other, outside = (round(share * n) for n in (MOST_CHEAP, MOST_OTHER, MOST_OUTSIDE))
    by_cost = np.argsort(costs, kind="stable")
    home, away = by_cost[is_home[by_cost]], by_cost[~is_home[by_cost]]
    return np.concatenate([home[:cheap], _spread(home[cheap:], other), _spread(away, outside)])


def _spread(items: IntArray, count: int) -> IntArray:
    """At most so many of the items, evenly over all of them."""
    if len(items) <= count:
        return items
    return items[np.linspace(0, len(items) - 1, count).astype(np.int64)]


def _with_none(some: Positions, mark: FloatArray) -> Positions:
    """The positions, then being left out, which takes no room."""
    nowhere = np.tile(mark, 2)
    return Positions(
        boxes=np.vstack([some.boxes, nowhere]),
        leaders=np.vstack([some.leaders, nowhere]),
        costs=np.append(some.costs, COST_OF_OMISSION),
        is_home=np.append(some.is_home, False),
        is_placed=np.append(some.is_placed, False),
    )


def _is_in_company(index: int, extent: FloatArray, scene: Scene) -> bool:
    """Whether other marks are so near that their labels may want the same place."""
    away = np.abs(scene.marks - scene.marks[index])  # (m, 2)
    return int((away < extent + COMPANY).all(axis=1).sum()) > 1


def _around(mark: FloatArray, extent: FloatArray, scene: Scene) -> FloatArray:
    """(c, 4) free boxes that touch the mark or nearly so."""
    angle = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    # Rounded, so that straight to the right is exactly straight.
    towards = np.round(np.column_stack([np.cos(angle), np.sin(angle)]), 12)
    lean = np.clip(CORNER * towards, -1, 1)  # which part of the label faces the mark
    distance = scene.radius + np.array([TOUCHING, CLOSE])[:, None, None]
    middles = mark + (distance * towards + lean * extent / 2).reshape(-1, 2)
    return _free(middles, extent, scene)


def _lattice(mark: FloatArray, extent: FloatArray, scene: Scene) -> FloatArray:
    """(c, 4) free boxes in the rows and columns within reach of a mark."""
    step = np.array([COLUMN, extent[1] + ROW_GAP])
    low = np.floor(np.maximum(mark - REACH - [extent[0], 0], 0) / step)
    high = np.ceil(np.minimum(mark + REACH, scene.size) / step)
    columns, rows = (np.arange(a, b + 1) for a, b in zip(low, high, strict=True))
    corners = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2) * step
    boxes = _free(corners + extent / 2, extent, scene)
    distance = box_distance(boxes, mark) - scene.radius
    return boxes[(distance > CLOSE) & (distance < REACH)]


def _free(middles: FloatArray, extent: FloatArray, scene: Scene) -> FloatArray:
    """(c, 4) the boxes that lie in the frame and cover neither mark nor obstacle."""
    boxes = np.hstack([middles - extent / 2, middles + extent / 2])
    boxes = boxes[box_within(boxes, scene.frame)]
    covers_mark = box_distance(boxes[:, None], scene.marks) < scene.radius  # (c, m)
    covers_obstacle = boxes_meet(boxes[:, None], scene.obstacles)  # (c, b)
    return boxes[~covers_mark.any(axis=1) & ~covers_obstacle.any(axis=1)]


def _leaders(mark: FloatArray, boxes: FloatArray, gaps: FloatArray, radius: float) -> FloatArray:
    """(c, 4) from the rim of the mark to the middle of a short side, or to a long one."""
    beside = np.maximum(boxes[:, 0] - mark[0], mark[0] - boxes[:, 2])  # (c,)
    over = np.maximum(boxes[:, 1] - mark[1], mark[1] - boxes[:, 3])  # (c,)
    nearest = np.clip(mark, boxes[:, :2], boxes[:, 2:])  # (c, 2)
    inset = np.minimum(INSET, (boxes[:, 2] - boxes[:, 0]) / 2)
    under = np.clip(mark[0], boxes[:, 0] + inset, boxes[:, 2] - inset)
    is_beside = beside > over
    end_x = np.where(is_beside, nearest[:, 0], under)
    end_y = np.where(is_beside, (boxes[:, 1] + boxes[:, 3]) / 2, nearest[:, 1])
    ends = np.column_stack([end_x, end_y])
    length = np.maximum(np.hypot(*(ends - mark).T), HAIR)[:, None]
    towards = (ends - mark) / length
    starts = mark + radius * towards
    is_needed = gaps[:, None] > TOUCHING + HAIR
    return np.hstack([starts, np.where(is_needed, ends - BREATH * towards, starts)])


def _cost_of_place(mark: FloatArray, boxes: FloatArray, gaps: FloatArray) -> FloatArray:
    """(c,) the gap; to the right is best, then to the left, above or below, across."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2 - mark  # (c, 2)
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    slant = np.abs(middle[:, 1]) / np.maximum(half[:, 1], HAIR)  # 0 beside, 1 or more over, under
    aside = np.minimum(slant, 1) + LEFT_FOR_RIGHT * (middle[:, 0] < 0)
    has_leader = gaps > TOUCHING + HAIR
    return np.asarray(
        gaps - TOUCHING + COST_OF_A_LEADER * has_leader + COST_ASIDE * aside, dtype=np.float64
    )


def _near(boxes: FloatArray, strangers: FloatArray, radius: float) -> FloatArray:
    """(c,) strangers' marks close by, each counted the more the closer it is."""
    distance = box_distance(boxes[:, None], strangers) - radius  # (c, m − 1)
    return np.asarray(np.clip(1 - distance / CLEAR, 0, 1).sum(axis=1))


def _through(leaders: FloatArray, strangers: FloatArray, scene: Scene) -> FloatArray:
    """(c,) marks and obstacles that a leader line runs through."""
    marks = segment_distance(leaders[:, None], strangers) < scene.radius + 1
    obstacles = segment_meets_box(leaders[:, None], scene.obstacles)
    return np.asarray(marks.sum(axis=1) + obstacles.sum(axis=1), dtype=np.float64)


def _on_lines(boxes: FloatArray, lines: FloatArray) -> FloatArray:
    """(c,) lines that a label lies on."""
    return np.asarray(segment_meets_box(lines, boxes[:, None]).sum(axis=1), dtype=np.float64)
