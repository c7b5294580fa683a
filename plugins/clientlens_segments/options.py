"""The options: what a study may write for a segmentation, and for the model that shows them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clientlens.plugin_api import Options
from clientlens_segments.features import Centre, Level, Missing

Auto = Literal["auto"]


class GapOf(Options):
    """The difference of two facets, indicator by indicator."""

    gap: tuple[str, str] = Field(
        strict=False, description="Two facets; the second is taken from the first."
    )


FeatureList = tuple[str | GapOf, ...]


class SharedOptions(Options):
    """What every method asks."""

    features: FeatureList = Field(
        strict=False,
        min_length=1,
        description="What respondents are compared by: facets (all their indicators), "
        "`{gap: [facet, facet]}`, single questions, attributes.",
    )
    most: int = Field(8, ge=2, le=20, description="Most segments that are tried.")
    fewest_members: int | None = Field(
        None,
        ge=2,
        description="Fewest respondents of a segment; by default 5 % of them, and no fewer than "
        "`report.minimum_group`.",
    )
    bootstraps: int = Field(
        100, ge=10, le=2000, description="Resamples by which the stability of segments is told."
    )


class FeatureOptions(SharedOptions):
    """What methods ask that work on features, not on the answers as they are."""

    level: Level = Field(
        "indicators", description="Whether indicators are compared, or the means of dimensions."
    )
    centre: Centre = Field(
        "none",
        description="Whether the level at which somebody answers is taken away, facet by facet "
        "(`within_person`), and the spread as well (`ipsatised`).",
    )
    standardise: bool = Field(
        True, description="Whether every feature is brought to one standard deviation."
    )
    missing: Missing = Field(
        "own_mean",
        description="A missing answer is the respondent's own mean over the dimension, else over "
        "the facet; or who misses one is left out.",
    )


Number = int | Auto


class KMeansOptions(FeatureOptions):
    """Options of k-means."""

    segments: Number = Field("auto", description="Number of segments, or `auto`.")
    choose_by: Literal["silhouette", "calinski_harabasz", "gap", "stability"] = Field(
        "silhouette", description="Criterion that chooses the number."
    )


class WardOptions(KMeansOptions):
    """Options of Ward's method."""


class MixtureOptions(FeatureOptions):
    """Options of Gaussian mixtures."""

    segments: Number = Field("auto", description="Number of segments, or `auto`.")
    choose_by: Literal["bic", "silhouette", "stability"] = Field(
        "bic", description="Criterion that chooses the number."
    )
    covariance: Literal["auto", "spherical", "diag", "tied", "full"] = Field(
        "auto", description="Shape of the clouds; `auto` chooses by BIC."
    )


class HdbscanOptions(FeatureOptions):
    """Options of HDBSCAN, which finds the number itself."""

    neighbours: int = Field(
        5, ge=1, description="Respondents around somebody that make a place dense (min_samples)."
    )


class LatentClassOptions(SharedOptions):
    """Options of latent classes."""

    segments: Number = Field("auto", description="Number of segments, or `auto`.")
    choose_by: Literal["bic", "stability"] = Field(
        "bic", description="Criterion that chooses the number."
    )


class SegmentsOptions(Options):
    """Options of the model that shows segments."""

    of: tuple[str, ...] = Field(
        (),
        strict=False,
        description="Segmentations to show: attributes, found or given; by default all that make "
        "groups.",
    )
    attributes: tuple[str, ...] | None = Field(
        None,
        strict=False,
        description="Attributes of the profile; by default all others with 20 values at most.",
    )
    depth: int = Field(3, ge=1, le=6, description="Most questions that the rule asks one by one.")
    notable: float = Field(
        0.5,
        gt=0,
        description="Standardised difference from which a segment is said to be high or low.",
    )
