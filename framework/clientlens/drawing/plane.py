"""The plane: boxes, circles and segments in pixels, and whether they meet.

A box is ``(left, top, right, bottom)`` and a segment ``(x0, y0, x1, y1)``, both on the last
axis; x grows to the right, y downwards. The axes before it broadcast. Things that only touch
don't meet.
"""

from __future__ import annotations

import numpy as np

from clientlens.arrays import BoolArray, FloatArray


def boxes_meet(one: FloatArray, other: FloatArray) -> BoolArray:
    """Whether boxes share some area.

    Parameters
    ----------
    one, other : (…, 4) array
        Boxes.

    Returns
    -------
    (…) array of bool

    Examples
    --------
    >>> one = np.array([0.0, 0.0, 2.0, 2.0])
    >>> boxes_meet(one, np.array([[1.0, 1.0, 3.0, 3.0], [2.0, 0.0, 3.0, 1.0]]))
    array([ True, False])
    """
    return np.asarray(
        (one[..., 0] < other[..., 2])
        & (other[..., 0] < one[..., 2])
        & (one[..., 1] < other[..., 3])
        & (other[..., 1] < one[..., 3])
    )


def box_within(inner: FloatArray, outer: FloatArray) -> BoolArray:
    """Whether boxes lie in others, borders included.

    Parameters
    ----------
    inner, outer : (…, 4) array
        Boxes.

    Returns
    -------
    (…) array of bool
    """
    return np.asarray(
        (inner[..., :2] >= outer[..., :2]).all(-1) & (inner[..., 2:] <= outer[..., 2:]).all(-1)
    )


def box_distance(box: FloatArray, point: FloatArray) -> FloatArray:
    """How far points are from boxes; 0 within.

    Parameters
    ----------
    box : (…, 4) array
        Boxes.
    point : (…, 2) array
        Points.

    Returns
    -------
    (…) array
        Pixels.

    Examples
    --------
    >>> float(box_distance(np.array([0.0, 0.0, 2.0, 2.0]), np.array([5.0, 6.0])))
    5.0
    """
    outside = np.maximum(np.maximum(box[..., :2] - point, point - box[..., 2:]), 0)
    return np.asarray(np.hypot(outside[..., 0], outside[..., 1]))


def segment_distance(segment: FloatArray, point: FloatArray) -> FloatArray:
    """How far points are from segments.

    Parameters
    ----------
    segment : (…, 4) array
        Segments; one without length is a point.
    point : (…, 2) array
        Points.

    Returns
    -------
    (…) array
        Pixels.

    Examples
    --------
    >>> float(segment_distance(np.array([0.0, 0.0, 4.0, 0.0]), np.array([7.0, 4.0])))
    5.0
    """
    along = segment[..., 2:] - segment[..., :2]
    to_point = point - segment[..., :2]
    length2 = np.maximum((along**2).sum(-1), np.finfo(float).tiny)
    share = np.clip((along * to_point).sum(-1) / length2, 0, 1)
    rest = to_point - share[..., None] * along
    return np.asarray(np.hypot(rest[..., 0], rest[..., 1]))


def segment_meets_box(segment: FloatArray, box: FloatArray) -> BoolArray:
    """Whether segments run through boxes.

    They do unless some line keeps them apart; it is enough to try lines along the sides of the
    box and along the segment [1]_.

    Parameters
    ----------
    segment : (…, 4) array
        Segments; one without length meets nothing.
    box : (…, 4) array
        Boxes.

    Returns
    -------
    (…) array of bool

    References
    ----------
    .. [1] Gottschalk, Lin & Manocha (1996), OBBTree, SIGGRAPH 96, 171-180, section 5.

    Examples
    --------
    >>> box = np.array([1.0, 1.0, 2.0, 2.0])
    >>> segment_meets_box(np.array([[0.0, 0.0, 3.0, 3.0], [0.0, 1.0, 3.0, 1.0]]), box)
    array([ True, False])
    """
    middle_x, middle_y = (box[..., 0] + box[..., 2]) / 2, (box[..., 1] + box[..., 3]) / 2
    along_x, along_y = segment[..., 2] - segment[..., 0], segment[..., 3] - segment[..., 1]
    off_line = along_x * (middle_y - segment[..., 1]) - along_y * (middle_x - segment[..., 0])
    reach = np.abs(along_x) * (box[..., 3] - middle_y) + np.abs(along_y) * (box[..., 2] - middle_x)
    return boxes_meet(hull(segment), box) & (np.abs(off_line) < reach)


def hull(segment: FloatArray) -> FloatArray:
    """The boxes around segments.

    Parameters
    ----------
    segment : (…, 4) array
        Segments.

    Returns
    -------
    (…, 4) array
        Boxes; of a level or upright segment one without area.
    """
    start, end = segment[..., :2], segment[..., 2:]
    return np.concatenate([np.minimum(start, end), np.maximum(start, end)], axis=-1)


def segments_cross(one: FloatArray, other: FloatArray) -> BoolArray:
    """Whether segments cross in a point that is no end of either.

    Parameters
    ----------
    one, other : (…, 4) array
        Segments.

    Returns
    -------
    (…) array of bool

    Examples
    --------
    >>> one = np.array([0.0, 0.0, 2.0, 2.0])
    >>> segments_cross(one, np.array([[0.0, 2.0, 2.0, 0.0], [2.0, 2.0, 3.0, 0.0]]))
    array([ True, False])
    """
    ends_apart = _turn(one, other[..., :2]) * _turn(one, other[..., 2:]) < 0
    return np.asarray(ends_apart & (_turn(other, one[..., :2]) * _turn(other, one[..., 2:]) < 0))


def _turn(segment: FloatArray, point: FloatArray) -> FloatArray:
    """Positive on one side of a segment's line, negative on the other."""
    along = segment[..., 2:] - segment[..., :2]
    to_point = point - segment[..., :2]
    return np.asarray(along[..., 0] * to_point[..., 1] - along[..., 1] * to_point[..., 0])
