"""The options of the model that shows weights."""

from __future__ import annotations

from pydantic import Field

from clientlens.plugin_api import Options


class WeightsOptions(Options):
    """Options of the model that shows weights."""

    facet: str = Field(
        "satisfaction",
        description="Facet whose ratings the weights put together, for the index under each "
        "weighting.",
    )
