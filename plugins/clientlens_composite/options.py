"""The options of the composite index: what a study may write below its entry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from clientlens.plugin_api import Code, Options

Method = Literal["mean", "fuzzy", "topsis", "grey"]
Mean = Literal["arithmetic", "geometric", "harmonic", "power"]


class CompositeOptions(Options):
    """Options of the composite index."""

    facet: str = Field("satisfaction", description="Facet whose ratings are put together.")
    method: Method = Field(
        "mean",
        description="Weighted means; fuzzy comprehensive evaluation, which keeps the grades; "
        "TOPSIS, by the distance from the best answers; grey relation to them.",
    )
    indicators: Mean = Field(
        "arithmetic", description="Mean of the indicators within a dimension, for `mean`."
    )
    within: dict[Code, Mean] = Field(
        {}, description="Dimension → another mean of its indicators, for `mean`."
    )
    dimensions: Mean = Field("arithmetic", description="Mean of the dimensions, for `mean`.")
    exponent: float = Field(
        1.0, ge=-20, le=20, description="Exponent of a `power` mean; 0 is the geometric one."
    )
    availability: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Least share of indicators with answers that a dimension needs, and of "
        "dimensions that the index needs, for `mean`.",
    )
    operator: Literal["weighted_average", "min_max", "product_max", "min_bounded_sum"] = Field(
        "weighted_average",
        description="How weights and grades meet, for `fuzzy`: M(·,+), M(∧,∨), M(·,∨), M(∧,⊕).",
    )
    grade_scores: tuple[float, ...] = Field(
        (),
        strict=False,
        description="What each grade counts for, lowest first, for `fuzzy`; 0 to 100 in equal "
        "steps by default.",
    )
    distinguishing: Annotated[float, Field(gt=0, le=1)] = Field(
        0.5, description="Distinguishing coefficient, for `grey`; the smaller, the farther apart."
    )
