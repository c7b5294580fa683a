"""How pictures read results: everybody's estimates, and the language they are worded in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from clientlens.plugin_api import Messages, Result

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"


def summary_of(result: Result, name: str) -> xr.Dataset:
    """Estimate and interval of a quantity for everybody."""
    values = result.estimates[name].sel(group=[EVERYBODY])
    return result.estimates.summary(values).isel(group=0)


def bounds_of(summary: xr.Dataset) -> tuple[float, float, float]:
    """Estimate and both ends of its interval, NaN where there is none."""
    return float(summary["estimate"]), float(summary["ci_low"]), float(summary["ci_high"])


def language_of(words: Messages) -> Literal["zh", "en"]:
    """The language of a catalogue, as texts know it."""
    return "en" if words.language == "en" else "zh"
