"""Labels: where the names of crowded points go so that all can be read.

Every label has positions around its point, each with its cost, and the labels choose among
them in turn [1]_. Nothing is random.

References
----------
.. [1] Christensen, Marks & Shieber (1995), An empirical study of algorithms for point-feature
       label placement, ACM Transactions on Graphics 14(3), 203-232.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.drawing.arrangement import arrange
from clientlens.drawing.positions import Scene, positions_of
from clientlens.errors import RequestError


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What labels must keep clear of, in pixels.

    Attributes
    ----------
    frame : (4,) array_like
        The plot: left, top, right, bottom. Labels stay within.
    marker_radius : float
        Of the marks at the points.
    obstacles : (b, 4) array_like
        Boxes that nothing may cover, such as titles in corners.
    lines : (l, 4) array_like
        Segments x0, y0, x1, y1 that labels rather keep off, such as a crosshair.
    """

    frame: npt.ArrayLike
    marker_radius: float = 5.0
    obstacles: npt.ArrayLike = ()
    lines: npt.ArrayLike = ()


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where the labels stand.

    Attributes
    ----------
    boxes : (m, 4) array
        Left, top, right, bottom in pixels; at its point, without area, where there is no room.
    leaders : (m, 4) array
        From the rim of the mark to the label, x0, y0, x1, y1; without length where the label
        touches its mark or isn't placed.
    is_placed : (m,) array of bool
        False where every position would have covered something: show that label otherwise.
    is_in_region : (m,) array of bool
        Whether a label is placed, and in its region.
    """

    boxes: FloatArray
    leaders: FloatArray
    is_placed: BoolArray
    is_in_region: BoolArray

    @property
    def has_leader(self) -> BoolArray:
        """(m,) whether a line joins mark and label."""
        return np.asarray((self.leaders[:, :2] != self.leaders[:, 2:]).any(axis=1))


def place_labels(
    points: npt.ArrayLike,
    sizes: npt.ArrayLike,
    surroundings: Surroundings,
    *,
    regions: npt.ArrayLike | None = None,
) -> Placement:
    """Find room for the labels of points.

    Placed labels cover neither each other nor a mark nor an obstacle, and lie in the frame; no
    leader line runs through a label, and lines cross only where there is no better way. The
    same points give the same placement, and points moved together take their labels along.

    Parameters
    ----------
    points : (m, 2) array_like
        Where the marks are, in pixels.
    sizes : (m, 2) array_like
        Width and height of each label, in pixels.
    surroundings : Surroundings
        What to keep clear of.
    regions : (m, 4) array_like, optional
        A box in which each label belongs, such as the quadrant of its point, or the frame where
        it may stand anywhere. A label leaves its region only when there is no room in it.

    Returns
    -------
    Placement

    Raises
    ------
    RequestError
        If the shapes don't fit together, a number isn't finite or a size is negative.

    Examples
    --------
    >>> placement = place_labels([[50, 50]], [[40, 12]], Surroundings(frame=(0, 0, 200, 100)))
    >>> placement.boxes.tolist(), placement.has_leader.tolist()
    ([[58.0, 44.0, 98.0, 56.0]], [False])
    """
    (frame,) = _rows("frame", np.asarray(surroundings.frame)[None], 4)
    origin = np.tile(frame[:2], 2)  # (4,) all is computed from the corner of the frame
    scene = Scene(
        size=frame[2:] - frame[:2],
        marks=_rows("points", points, 2) - frame[:2],
        radius=surroundings.marker_radius,
        obstacles=_rows("obstacles", surroundings.obstacles, 4) - origin,
        lines=_rows("lines", surroundings.lines, 4) - origin,
    )
    m = len(scene.marks)
    extents = _rows("sizes", sizes, 2, count=m)
    if (extents < 0).any():
        raise RequestError(
            f"`sizes` of a label placement must not be negative, got {extents.min():g}"
        )
    homes = np.tile(frame, (m, 1)) if regions is None else _rows("regions", regions, 4, count=m)
    positions = [positions_of(i, extents[i], homes[i] - origin, scene) for i in range(m)]
    taken = arrange(scene.marks, positions)
    chosen = list(zip(positions, taken, strict=True))
    return Placement(
        boxes=np.array([own.boxes[k] for own, k in chosen]).reshape(m, 4) + origin,
        leaders=np.array([own.leaders[k] for own, k in chosen]).reshape(m, 4) + origin,
        is_placed=np.array([own.is_placed[k] for own, k in chosen], dtype=bool),
        is_in_region=np.array([own.is_home[k] for own, k in chosen], dtype=bool),
    )


def _rows(name: str, values: npt.ArrayLike, width: int, count: int | None = None) -> FloatArray:
    """An argument as rows of finite numbers; none at all is no rows."""
    rows = np.asarray(values, dtype=np.float64)
    rows = rows.reshape(0, width) if rows.size == 0 else rows
    if rows.ndim != 2 or rows.shape[1] != width or count not in {None, len(rows)}:  # noqa: PLR2004
        wanted = "any number of" if count is None else str(count)
        raise RequestError(
            f"`{name}` of a label placement must be {wanted} rows of {width} numbers, "
            f"got an array of shape {rows.shape}"
        )
    if not np.isfinite(rows).all():
        raise RequestError(f"`{name}` of a label placement must be finite numbers")
    return rows
