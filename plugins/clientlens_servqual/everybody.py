"""What is told of everybody: the first group of every result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientlens.plugin_api import Result

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"


def summary_of(result: Result, name: str) -> xr.Dataset:
    """A quantity of everybody with its interval."""
    return result.estimates.summary(name, EVERYBODY)
