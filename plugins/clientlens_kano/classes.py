"""The classes: by asymmetry, with factor and levels of every indicator, and how sure they are."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import FloatArray, Result, class_rows

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from clientlens_kano.model import KanoOptions

CLASSES = ("frustrator", "dissatisfier", "hybrid", "satisfier", "delighter")
"""By rising asymmetry [1]."""

LOOKS = dict(
    zip(CLASSES, ("concentrate", "overkill", "low_priority", "keep_up", "keep_up"), strict=True)
)
"""Class → the class of the theme that it looks like."""


def classify(asymmetry: FloatArray, near: float, far: float) -> FloatArray:
    """Position in `CLASSES`, NaN where there is none; on a cut point it is the class inside.

    References
    ----------
    .. [1] Mikulić & Prebežac (2008), Prioritizing improvement of service attributes using impact
           range-performance analysis and impact-asymmetry analysis, Managing Service Quality 18(6),
           559-576.
    """
    beyond = (np.abs(asymmetry) > near).astype(np.float64) + (np.abs(asymmetry) > far)
    return np.asarray(2 + np.sign(asymmetry) * beyond)


def classes_of(result: Result) -> pd.DataFrame:
    """One row for each group and indicator that has an asymmetry.

    The sample can't tell a class where neither penalty nor reward is more than chance, nor, without
    draws, where the interval of the asymmetry holds a cut point.
    """
    options: KanoOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    near, far = options.hybrid_within, options.extreme_beyond
    asymmetry, penalty, reward = map(estimates.summary, ("asymmetry", "penalty", "reward"))
    low, high = asymmetry["ci_low"], asymmetry["ci_high"]
    straddled = [(low < cut) & (cut < high) for cut in (-far, -near, near, far)]
    return class_rows(
        result,
        CLASSES,
        below=options.near_line_below,
        otherwise=sum(straddled) > 0,
        unsure=(penalty["ci_high"] >= 0) & (reward["ci_low"] <= 0),
        columns={
            "factor": low.copy(data=np.vectorize(factor, otypes=[object])(low, high, near)),
            "importance_level": _level(estimates.answered("impact_range")),
            "performance_level": _level(estimates.answered("performance")),
        },
    )


def factor(low: float, high: float, near: float) -> str | None:
    """Factor of the three-factor theory that the whole interval speaks for; else it is unclear."""
    if isnan(low):
        return None
    if -near <= low and high <= near:
        return "performance"
    if high < 0:
        return "basic"
    return "excitement" if low > 0 else "unclear"


def _level(values: xr.DataArray) -> xr.DataArray:
    """Whether a value is above the mean of the indicators."""
    return values.copy(data=np.where(values > values.mean("indicator"), "high", "low"))
