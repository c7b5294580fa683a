"""The options of the comparison of units: what a study may write below its entry."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clientlens.plugin_api import Options

Normalisation = Literal[
    "anchored", "min_max", "z_score", "rank", "percentile", "target", "reference"
]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "power", "copeland"]
RankKind = Literal["posterior", "sets", "resampling"]


class Vary(Options):
    """Other ways to make the score that could be defended as well."""

    noise: float | None = Field(
        0.25,
        gt=0,
        lt=1,
        description="Weights at both levels are multiplied by 1 ± this, evenly drawn; null leaves "
        "them as they are.",
    )
    concentration: float | None = Field(
        None,
        gt=0,
        description="κ: weights are drawn from Dirichlet(κ w) instead, from 50, less sure, to 200.",
    )
    weightings: tuple[str, ...] = Field(
        (), strict=False, description="Names of `weighting.compare` used in place of the weights."
    )
    normalisations: tuple[Normalisation, ...] = Field(
        (), strict=False, description="Normalisations besides that of the score."
    )
    aggregations: tuple[Aggregation, ...] = Field(
        (), strict=False, description="Aggregations within dimensions besides that of the score."
    )
    dimension_aggregations: tuple[Aggregation, ...] = Field(
        (), strict=False, description="Aggregations of dimensions besides that of the score."
    )
    leave_one_out: bool = Field(
        True, description="Whether one indicator is left out, each as often as none."
    )


class UnitsOptions(Options):
    """Options of the comparison of units."""

    by: str = Field(description="Respondent attribute whose values are the units.")
    facet: str = Field("satisfaction", description="Facet that units are compared by.")
    normalisation: Normalisation = Field(
        "anchored",
        description="How indicators are brought to a common measure: 0 to 100 between the ends of "
        "the answer scale; or beside the other units.",
    )
    target: float | None = Field(
        None, description="Scale points that count as 100 with `normalisation: target`."
    )
    reference: str | None = Field(
        None, description="Unit that counts as 100 with `normalisation: reference`."
    )
    aggregation: Aggregation = Field(
        "arithmetic", description="How the indicators of a dimension are put together."
    )
    dimension_aggregation: Aggregation = Field(
        "arithmetic", description="How dimensions are put together."
    )
    exponent: float = Field(
        0.5, description="Of the generalised mean, with `aggregation: power` at either level."
    )
    availability: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Least share of the indicators of a dimension, and of the dimensions, that a "
        "unit must have.",
    )
    minimum_n: int = Field(
        30, ge=1, description="Units with fewer respondents are marked as small."
    )
    top: int | None = Field(
        None, ge=1, description="How many the best and the worst are; by default a quarter."
    )
    ranks: RankKind = Field(
        "posterior",
        description="Intervals of ranks: empirical-Bayes posterior, confidence sets, or the spread "
        "under resampling.",
    )
    least_reliability: float = Field(
        0.7,
        ge=0,
        le=1,
        description="Where a smaller part of the variance between units is theirs, no ranking is "
        "shown.",
    )
    vary: Vary = Field(Vary(), description="What is varied to see what the method does to ranks.")
    draws: int = Field(
        1000, ge=50, le=100_000, description="Number of methods drawn from what is varied."
    )
