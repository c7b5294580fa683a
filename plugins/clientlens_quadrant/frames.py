"""The frames of the quadrant chart: which part of the plane a panel shows, in how many pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from clientlens.plugin_api import FloatArray

_PADDING = np.array([0.07, 0.12])
"""Share of the extent that is left free on every side; above and below there are titles."""

_SMALLEST_EXTENT = 0.05
"""An axis shows at least so much, in scale points."""

_MOST_LEFT_OUT = 8
"""At most one indicator in so many lies outside the crowd: who matters must not stand small."""

_CROWDED_SHARE = 0.4
"""A crowd on less than this share of the plane is worth a panel of its own."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the plane (x performance, y importance) drawn on width × height pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    height: int

    def pixels(self, points: FloatArray) -> FloatArray:
        """(m, 2) pixels from the upper left corner, of points (m, 2) in scale points."""
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[1], self.y[1]])
        share = (points - low) / (high - low)
        upside_down = np.column_stack([share[:, 0], 1 - share[:, 1]])
        return np.asarray(upside_down * [self.width, self.height])

    def values(self, pixels: FloatArray) -> FloatArray:
        """(m, 2) points in scale points, of pixels (m, 2)."""
        share = pixels / [self.width, self.height]
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[1], self.y[1]])
        return np.asarray(low + np.column_stack([share[:, 0], 1 - share[:, 1]]) * (high - low))

    def contains(self, points: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """(m,) whether points (m, 2) lie within."""
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[1], self.y[1]])
        return np.asarray(((points >= low) & (points <= high)).all(axis=1))

    def sized(self, width: int, height: int) -> Frame:
        """The same part of the plane on another number of pixels."""
        return Frame(self.x, self.y, width, height)


def whole_frame(points: FloatArray, crossing: FloatArray) -> Frame:
    """The frame of all points (m, 2) and of the crossing (2,), on one pixel."""
    return _around(np.vstack([points, crossing]))


def crowd_frame(points: FloatArray, crossing: FloatArray) -> Frame | None:
    """The frame of the crowd where a few outliers squeeze it; None where all is well seen.

    As few of the outermost points as possible are left out, so that the rest takes less than two
    fifths of the plane; where an eighth of them isn't enough, there is no crowd.
    """
    enough = _CROWDED_SHARE * _area(points, crossing)
    for count in range(1, len(points) // _MOST_LEFT_OUT + 1):
        rest = min(_trimmed(points, count), key=lambda kept: _area(kept, crossing))
        if _area(rest, crossing) <= enough:
            return _around(np.vstack([rest, crossing]))
    return None


def _trimmed(points: FloatArray, count: int) -> Iterator[FloatArray]:
    """The points without `count` outermost ones, for every way to share them among the sides."""
    for sides in product(range(count + 1), repeat=4):
        if sum(sides) == count:
            yield _without_outermost(points, sides)


def _without_outermost(points: FloatArray, sides: tuple[int, ...]) -> FloatArray:
    """The points without so many at the left, the right, the bottom and the top."""
    left, right, bottom, top = sides
    for axis, first, last in ((0, left, right), (1, bottom, top)):
        order = points[:, axis].argsort(kind="stable")
        points = points[order[first : len(order) - last]]
    return points


def _area(points: FloatArray, crossing: FloatArray) -> float:
    return float(np.ptp(np.vstack([points, crossing]), axis=0).prod())


def _around(points: FloatArray) -> Frame:
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.maximum(high - low, _SMALLEST_EXTENT)
    middle = (low + high) / 2
    half = extent * (0.5 + _PADDING)
    (left, bottom), (right, top) = np.round(middle - half, 4), np.round(middle + half, 4)
    return Frame((float(left), float(right)), (float(bottom), float(top)), 1, 1)
