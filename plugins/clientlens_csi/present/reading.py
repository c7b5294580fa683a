"""How findings and pictures read results: estimates with intervals, and the language of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.plugin_api import Messages, Result

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"

Evidence = dict[str, float | int | str]
"""The numbers of a finding."""


def summary_of(result: Result, name: str) -> xr.Dataset:
    """Estimate and interval of a quantity for everybody."""
    return result.estimates.summary(name).sel(group=EVERYBODY)


def bounds_of(summary: xr.Dataset) -> tuple[float, float, float]:
    """Estimate and both ends of its interval, NaN where there is none."""
    return float(summary["estimate"]), float(summary["ci_low"]), float(summary["ci_high"])


def with_interval(
    name: str, summary: xr.Dataset, level: float, evidence: Evidence, message: str
) -> tuple[Evidence, str]:
    """The number under its name with its interval, and the message that tells of both."""
    value, low, high = bounds_of(summary)
    found: Evidence = {name: value, **evidence}
    if np.isnan(low):
        return found, f"{message}-plain"
    return {
        **found,
        f"{name}_low": low,
        f"{name}_high": high,
        "level": f"{100 * level:g}%",
    }, message


def language_of(words: Messages) -> Literal["zh", "en"]:
    """The language of a catalogue, as texts know it."""
    return "en" if words.language == "en" else "zh"
