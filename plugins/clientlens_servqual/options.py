"""The options of the gap model: what a study may write below its entry."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clientlens.plugin_api import Code, Options, Text

PresetName = Literal["servqual", "bsq", "bankserv", "carter"]


class RoleGap(Options):
    """A gap between the ratings of two roles, or of one: the first less the second."""

    of: str = Field(
        description="The rating that is looked at: `role.facet`, or a facet of the clients."
    )
    against: str = Field(description="The rating that it is held to, on the same scale.")
    name: Text | None = Field(None, description="Shown in reports; the code by default.")


class ServqualOptions(Options):
    """Options of the gap model."""

    perception: str = Field("satisfaction", description="Facet that asks what clients perceive.")
    expectation: str = Field(
        "expectation",
        description="Facet that asks what they expect or desire. Naming the importance facet is "
        "allowed; then everything is labelled an importance gap.",
    )
    importance_facet: str = Field("importance", description="Facet that asks for importance.")
    dimensions: Literal["tagged", "hierarchy"] = Field(
        "tagged",
        description="Quality dimensions: by the indicators' `servqual`, where null leaves one out; "
        "or the first level of the hierarchy.",
    )
    preset: PresetName | None = Field(
        None, description="Instrument whose dimensions the indicators' `servqual` must name."
    )
    sign: Literal["perception_minus_expectation", "expectation_minus_perception"] = Field(
        "perception_minus_expectation",
        description="Direction of a gap; the first makes a shortfall negative.",
    )
    weights: Literal["equal", "importance", "structural", "allocation"] = Field(
        "equal",
        description="What weighs the whole: dimensions alike; stated importance; the study's "
        "`weighting`; or points that respondents allocate to dimensions.",
    )
    allocation: dict[str, str] = Field(
        {}, description="Quality dimension → item with the points a respondent gives it, of 100."
    )
    minimum: str | None = Field(
        None,
        description="Facet with the level that clients would still accept; with it comes the zone "
        "of tolerance (three columns).",
    )
    adequacy: str | None = Field(
        None,
        description="Facet that rates perception against the acceptable level directly (two "
        "columns); the middle of its scale means equal.",
    )
    superiority: str | None = Field(
        None, description="The same against the desired level (two columns)."
    )
    overall: str | None = Field(
        None, description="Item with the overall rating, to which gaps and perceptions are held."
    )
    role_gaps: dict[Code, RoleGap] = Field(
        {},
        description="Gaps between roles. Gaps 1 to 4, 6 and 7 and that of familiarity are there by "
        "default where the study asks for their ratings; one that is written here replaces its "
        "default, and another code is a gap more.",
    )
    minimum_n: int = Field(
        5, ge=2, description="Groups with fewer complete pairs on every indicator are left out."
    )
