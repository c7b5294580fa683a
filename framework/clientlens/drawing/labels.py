"""Labels: where the names of crowded points go so that all can be read.

Every label chooses among positions around its point, from touching it to far away on a leader
line. A position is dear that is far, on the wrong side of a line, or nearer to a stranger's
point; two positions that overlap exclude each other. The labels choose in turn, each the
cheapest given the others, and what stays in conflict grows dearer until somebody gives way [1]_.
Nothing is random. `m` labels have `c` positions each.

References
----------
.. [1] Morris (1993), The breakout method for escaping from local minima, AAAI-93, 40-45.
.. [2] Christensen, Marks & Shieber (1995), An empirical study of algorithms for point-feature
       label placement, ACM Transactions on Graphics 14(3), 203-232.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.drawing.plane import (
    BoolArray,
    FloatArray,
    box_distance,
    box_within,
    boxes_meet,
    segment_distance,
    segment_meets_box,
    segments_cross,
)
from clientlens.errors import RequestError

TOUCHING = 3.0
"""Pixels between a mark and a label that needs no leader line."""

_RINGS = (TOUCHING, 9, 15, 22, 30, 40, 52, 66, 82, 100, 120, 145, 175, 210)
"""Pixels from a mark to the positions of its label."""

_DIRECTIONS = 40
_CORNER = 1.6
"""Larger keeps the corners of labels turned to the mark over a narrower range of directions."""

_SPACE = np.array([3.0, 1.0])
"""Pixels kept free around a label, sideways and up and down."""

_CLEAR = 5.0
"""Pixels from a label to a stranger's mark below which one asks whose it is."""

# Costs, in pixels of leader line.
_ASIDE = 3.0
_LINE = 14.0
_STRANGER = 9.0
_THROUGH = 45.0
_CROSSED = 60.0
_ASTRAY = 500.0
_CLASH = 1000.0

_MOST_SWEEPS = 24
_PATIENCE = 4
"""Sweeps without a better state before the search ends."""


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
        False where every position would have overlapped something: show that label otherwise.
    is_in_region : (m,) array of bool
        Whether a placed label lies in its region.
    """

    boxes: FloatArray
    leaders: FloatArray
    is_placed: BoolArray
    is_in_region: BoolArray

    @property
    def has_leader(self) -> BoolArray:
        """(m,) whether a line joins mark and label."""
        return np.asarray((self.leaders[:, :2] != self.leaders[:, 2:]).any(axis=1))


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
        Segments that labels rather keep off, such as a crosshair.
    """

    frame: npt.ArrayLike
    marker_radius: float = 5.0
    obstacles: npt.ArrayLike = ()
    lines: npt.ArrayLike = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Positions:
    """The positions of one label that overlap nothing fixed, cheapest first: c of them."""

    boxes: FloatArray  # (c, 4)
    leaders: FloatArray  # (c, 4)
    costs: FloatArray  # (c,)


def place_labels(
    points: npt.ArrayLike,
    sizes: npt.ArrayLike,
    surroundings: Surroundings,
    *,
    regions: npt.ArrayLike | None = None,
) -> Placement:
    """Find room for the labels of points.

    Placed labels overlap neither each other nor a mark, an obstacle or the edge of the frame,
    and no leader line runs through a label. Leader lines cross only where there is no way out.
    The same points give the same placement; moved together they take their labels with them.

    Parameters
    ----------
    points : (m, 2) array_like
        Where the marks are, in pixels.
    sizes : (m, 2) array_like
        Width and height of each label, in pixels.
    surroundings : Surroundings
        What to keep clear of.
    regions : (m, 4) array_like, optional
        A box in which each label belongs, such as the quadrant of its point; the frame where
        a label may stand anywhere. A label leaves its region only when there is no room in it.

    Returns
    -------
    Placement

    Raises
    ------
    RequestError
        If the shapes don't fit or a number isn't finite.

    Examples
    --------
    >>> placement = place_labels([[50, 50]], [[40, 12]], Surroundings(frame=(0, 0, 200, 100)))
    >>> placement.boxes.tolist(), bool(placement.has_leader[0])
    ([[58.0, 44.0, 98.0, 56.0]], False)
    """
    frame = _array("frame", surroundings.frame, 4)[0]
    origin, shift = frame[:2], np.tile(frame[:2], 2)
    marks = _array("points", points, 2) - origin  # (m, 2)
    extents = _array("sizes", sizes, 2)  # (m, 2)
    homes = (frame if regions is None else _array("regions", regions, 4)) - shift
    homes = np.broadcast_to(homes, (len(marks), 4))  # (m, 4)
    if len(extents) != len(marks):
        raise RequestError(
            f"`sizes` of `place_labels` must have a row for each of the {len(marks)} points, "
            f"got {len(extents)}"
        )
    scene = Surroundings(
        frame=frame - shift,
        marker_radius=surroundings.marker_radius,
        obstacles=_array("obstacles", surroundings.obstacles, 4) - shift,
        lines=_array("lines", surroundings.lines, 4) - shift,
    )
