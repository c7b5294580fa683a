"""The classes of the competitor analysis: what they are called, and how sure they are.

``difference`` is own minus competitor, ``height`` the gap between own performance and importance,
or importance against its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import BOUNDARY, FloatArray, IntArray, Result, class_rows
from clientlens.stats.moments import mean_of_known

if TYPE_CHECKING:
    import pandas as pd

    from clientlens_ipca.model import CompetitorOptions

AXES = {
    "gap": {
        "urgent_action": "concentrate",
        "null_advantage": "low_priority",
        "head_to_head": "overkill",
        "solid_advantage": "keep_up",
        BOUNDARY: "boundary",
    },
    "importance": {
        "false_alarm": "low_priority",
        "false_advantage": "overkill",
        "competitive_disadvantage": "concentrate",
        "competitive_advantage": "keep_up",
        BOUNDARY: "boundary",
    },
}
"""By axis: below and behind, below and ahead, above and behind, above and ahead; on a line.

Each with the class of the theme that it looks like.
"""

LOOKS = {**AXES["gap"], **AXES["importance"]}
CLASSES = tuple(LOOKS)

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
    known = np.where(np.isnan(importance + own + competitor), np.nan, [importance, own, competitor])
    lines = mean_of_known(known)[..., None]  # (3, …, 1)
    cut = (lines[1] + lines[2]) / 2
    high = [importance > lines[0], own > cut, competitor > cut]
    return np.where(np.isnan(known[0]), -1, 4 * high[0] + 2 * high[1] + high[2])


def classes_of(result: Result) -> pd.DataFrame:
    """One row for each group and indicator that has a class.

    Without draws an indicator is near a line where the interval of its difference holds zero.
    """
    options: CompetitorOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    three = ("importance", "performance", "competitor_performance")
    cells = simultaneous(*(estimates.answered(name).to_numpy() for name in three))
    names, difference = np.array([*SIMULTANEOUS, ""]), estimates.summary("difference")
    rows = class_rows(
        result,
        CLASSES,
        below=options.near_line_below,
        otherwise=(difference["ci_low"] <= 0) & (difference["ci_high"] >= 0),
        columns={"simultaneous": difference["estimate"].copy(data=names[cells])},
    )
    of_other_axis = [f"p_{name}" for name in CLASSES if name not in AXES[options.axis]]
    return rows.drop(columns=of_other_axis, errors="ignore")
