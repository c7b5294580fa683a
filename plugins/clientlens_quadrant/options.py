"""The options of the quadrant model: what a study may write below its entry."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from clientlens.plugin_api import Options

Rule = Literal["data_mean", "scale_midpoint", "median", "midrange"]
Method = Literal["correlation", "partial", "log_partial", "johnson", "lmg"]


class Crossing(Options):
    """Where the two lines cross, in the units of the axes."""

    importance: float = Field(description="The importance line.")
    performance: float = Field(description="The performance line.")


class SourcedCrossing(Crossing):
    """A crossing taken from elsewhere."""

    source: str = Field(alias="from", description="Where the values come from, e.g. a wave.")


class Fixed(Options):
    """A crosshair at target values."""

    fixed: Crossing = Field(description="Target values, e.g. 4.0 on both axes.")


class External(Options):
    """A crosshair from another wave or a benchmark."""

    external: SourcedCrossing = Field(description="Values of another wave or of a benchmark.")


def _kind(value: Any) -> str:
    """Which kind of crosshair is meant, so that a mistake is told of that kind alone."""
    if isinstance(value, External) or (isinstance(value, dict) and "external" in value):
        return "external"
    return "rule" if isinstance(value, str) else "fixed"


Crosshair = Annotated[
    Annotated[Rule, Tag("rule")]
    | Annotated[Fixed, Tag("fixed")]
    | Annotated[External, Tag("external")],
    Discriminator(_kind),
]


class QuadrantOptions(Options):
    """Options of the quadrant model."""

    importance_facet: str = Field("importance", description="Facet that asks for importance.")
    performance_facet: str = Field("satisfaction", description="Facet that asks how it is done.")
    crosshair: Crosshair = Field(
        "data_mean",
        description="Where the lines cross: the mean, median or midrange of the indicator means; "
        "the midpoint of the scale; fixed values; values of another wave.",
    )
    importance: Literal["stated", "derived"] = Field(
        "stated", description="As clients say, or derived from an overall rating."
    )
    method: Method = Field("correlation", description="How derived importance is found.")
    overall: str | None = Field(
        None, description="Single item with the overall rating, for derived importance."
    )
    level: Literal["indicator", "dimension"] = Field(
        "indicator",
        description="Derive importance for each indicator, or for each dimension, whose "
        "indicators then share it.",
    )
    tolerance: float = Field(
        1e-9, ge=0, description="An indicator this close to a line, in scale points, lies on it."
    )
    round_digits: int | None = Field(
        None, ge=0, le=12, description="Round means and lines to so many digits before comparing."
    )
    top_boxes: int = Field(2, ge=1, description="Scale points that count as a top answer.")
    near_line_below: float = Field(
        0.8, gt=0, le=1, description="Near the line: the class's probability is below this."
    )
