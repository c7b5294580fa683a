"""Positions: where the label of one point may stand, and how dear each place is.

Positions lie on rings around the mark. Those that leave the frame or cover a mark or an
obstacle are out; the others cost pixels of leader line, and more for what misleads. Of `m`
points, one label has `c` positions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.drawing.plane import (
    FloatArray,
    box_distance,
    box_within,
    boxes_meet,
    segment_distance,
    segment_meets_box,
)

TOUCHING = 3.0
"""Pixels between a mark and a label that needs no leader line."""

RINGS = (TOUCHING, 9, 15, 22, 30, 40, 52, 66, 82, 100, 120, 145, 175, 210, 250)
"""Pixels from a mark to the positions of its label."""

DIRECTIONS = 40

MOST_POSITIONS = 200

CORNER = 1.6
"""How soon, turning from the horizontal, a label shows its corner to the mark."""

CLEAR = 5.0
"""Pixels to a stranger's mark below which a reader asks whose label it is."""

INSET = 4.0
"""Pixels from the corner of a label at which a leader line may meet it from above or below."""

# Costs, in pixels of leader line.
COST_OF_A_LEADER = 6.0
COST_ASIDE = 3.0
COST_ON_A_LINE = 14.0
COST_NEAR_A_STRANGER = 9.0
COST_THROUGH = 60.0
COST_ASTRAY = 500.0
COST_OF_OMISSION = 2000.0


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
    is_home: npt.NDArray[np.bool_]
    is_placed: npt.NDArray[np.bool_]

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
    boxes, gaps = _rings(mark, extent, scene.radius)
    is_free = _is_free(boxes, scene)
    boxes, gaps = boxes[is_free], gaps[is_free]
    leaders = _leaders(mark, boxes, gaps, scene.radius)
    is_home = box_within(boxes, region)
    strangers = np.delete(scene.marks, index, axis=0)
    costs = (
        _cost_of_place(mark, boxes, gaps)
        + COST_NEAR_A_STRANGER * _near(boxes, strangers, scene.radius)
        + COST_THROUGH * _through(leaders, strangers, scene)
        + COST_ON_A_LINE * _on_lines(boxes, scene.lines)
        + COST_ASTRAY * ~is_home
    )
    kept = np.argsort(costs, kind="stable")[:MOST_POSITIONS]
    some = Positions(boxes[kept], leaders[kept], costs[kept], is_home[kept], np.ones(len(kept), bool))
    return _with_none(some, mark)


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


def _rings(mark: FloatArray, extent: FloatArray, radius: float) -> tuple[FloatArray, FloatArray]:
    """Boxes around a mark, (c, 4), and how far each is from its rim, (c,)."""
    angle = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    # Rounded, so that straight to the right is exactly straight.
    towards = np.round(np.column_stack([np.cos(angle), np.sin(angle)]), 12)  # (d, 2)
    lean = np.clip(CORNER * towards, -1, 1)  # (d, 2) which part of the label faces the mark
    reach = radius + np.array(RINGS)[:, None, None]  # (r, 1, 1)
    middles = mark + (reach * towards + lean * extent / 2).reshape(-1, 2)  # (c, 2)
    gaps = np.repeat(RINGS, DIRECTIONS).astype(np.float64)
    return np.hstack([middles - extent / 2, middles + extent / 2]), gaps


def _is_free(boxes: FloatArray, scene: Scene) -> npt.NDArray[np.bool_]:
    """(c,) whether a box lies in the frame and covers neither mark nor obstacle."""
    covers_mark = box_distance(boxes[:, None], scene.marks) < scene.radius  # (c, m)
    covers_obstacle = boxes_meet(boxes[:, None], scene.obstacles)  # (c, b)
    return np.asarray(
        box_within(boxes, scene.frame) & ~covers_mark.any(axis=1) & ~covers_obstacle.any(axis=1)
    )


def _leaders(
    mark: FloatArray, boxes: FloatArray, gaps: FloatArray, radius: float
) -> FloatArray:
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
    away = ends - mark
    starts = mark + radius * away / np.maximum(np.hypot(*away.T), 1e-9)[:, None]
    is_needed = gaps[:, None] > TOUCHING
    return np.hstack([starts, np.where(is_needed, ends, starts)])


def _cost_of_place(mark: FloatArray, boxes: FloatArray, gaps: FloatArray) -> FloatArray:
    """(c,) the gap; to the right is best, then to the left, above or below, across."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2 - mark  # (c, 2)
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    slant = np.abs(middle[:, 1]) / half[:, 1]  # 0 beside, above 1 over or under
    aside = np.minimum(slant, 1) + 0.4 * (middle[:, 0] < 0)
    return gaps - TOUCHING + COST_OF_A_LEADER * (gaps > TOUCHING) + COST_ASIDE * aside


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
