"""The classes of the competitor analysis, on plain arrays.

``difference`` is own minus competitor, ``height`` the gap between own performance and importance,
or importance against its line.
"""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray

AXES = {
    "gap": ("urgent_action", "null_advantage", "head_to_head", "solid_advantage", "boundary"),
    "importance": (
        *("false_alarm", "false_advantage"),
        *("competitive_disadvantage", "competitive_advantage", "boundary"),
    ),
}
"""By axis: below and behind, below and ahead, above and behind, above and ahead; on a line."""

CLASSES = tuple(dict.fromkeys(name for names in AXES.values() for name in names))
"""Those of both axes."""

LOOKS = {
    "urgent_action": "concentrate",
    "null_advantage": "low_priority",
    "head_to_head": "overkill",
    "solid_advantage": "keep_up",
    "false_alarm": "low_priority",
    "false_advantage": "overkill",
    "competitive_disadvantage": "concentrate",
    "competitive_advantage": "keep_up",
    "boundary": "boundary",
}
"""Class → the class of the theme that it looks like."""

SIMULTANEOUS = (
    *("null_opportunity", "false_alarm", "false_advantage", "false_competition"),
    *("neglected_opportunity", "competitive_disadvantage"),
    *("competitive_advantage", "head_to_head"),
)
"""By importance, own and competitor's performance, each low or high, the competitor fastest [1]."""

TOLERANCE = 1e-9
"""In scale points: so close to a line is on it."""


def classify(difference: FloatArray, height: FloatArray, axis: str) -> FloatArray:
    """Position in `CLASSES`, NaN where a number is missing."""
    corner = (difference > 0).astype(np.int64) + 2 * (height > 0)
    is_on_line = (np.abs(difference) <= TOLERANCE) | (np.abs(height) <= TOLERANCE)
    position = np.array([float(CLASSES.index(name)) for name in AXES[axis]])
    found = position[np.where(is_on_line, 4, corner)]
    return np.where(np.isnan(difference) | np.isnan(height), np.nan, found)


def simultaneous(importance: FloatArray, own: FloatArray, competitor: FloatArray) -> IntArray:
    """Position in `SIMULTANEOUS` (…, J), -1 where a number is missing.

    Importance is high above its mean over the indicators, performance above the mean of both.

    References
    ----------
    .. [1] Burns (1986), Generating marketing strategy priorities based on relative competitive
           position, J. Consumer Marketing 3(4), 49-56.
    """
    is_known = ~np.isnan(importance + own + competitor)
    line = _mean(importance, is_known)
    cut = (_mean(own, is_known) + _mean(competitor, is_known)) / 2
    high = [importance > line, own > cut, competitor > cut]
    return np.where(is_known, 4 * high[0] + 2 * high[1] + high[2], -1)


def _mean(values: FloatArray, is_known: np.ndarray) -> FloatArray:
    count = np.maximum(is_known.sum(axis=-1, keepdims=True), 1)
    return np.asarray(np.where(is_known, values, 0.0).sum(axis=-1, keepdims=True) / count)
