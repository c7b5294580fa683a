"""The options of the satisfaction index: what a study may write below its entry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from clientlens.plugin_api import Options, Text
from clientlens_csi.moments import Missing
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import Mode

Name = Annotated[str, Field(pattern=r"^\w[\w-]{0,63}$")]
"""Names a construct."""

Sources = Annotated[tuple[str, ...], Field(strict=False)]
"""What acts on a target; lists are taken for tuples wherever they stand."""


class ConstructOptions(Options):
    """A construct, and what measures it.

    Measures may stand together; without any, the indicators whose ``csi`` names the construct.
    """

    items: tuple[str, ...] = Field(
        (),
        strict=False,
        description="Single questions, or ratings written as `facet.indicator`.",
    )
    dimension: str | None = Field(None, description="All indicators of a first-level one.")
    indicators: tuple[str, ...] = Field((), strict=False, description="Indicators by their codes.")
    facet: str | None = Field(
        None, description="Which rating of the indicators; by default the model's `facet`."
    )
    constructs: tuple[Name, ...] = Field(
        (), strict=False, description="Other constructs that measure it: a higher-order construct."
    )
    mode: Mode = Field(
        "A", description="Outer weights: correlation (A), regression (B), or equal ones (unit)."
    )
    reflective: bool | None = Field(
        None,
        description="A common factor, corrected for measurement error; by default so with "
        "`estimator: plsc` and mode A.",
    )
    marker: str | None = Field(
        None,
        description="The item that gives the construct its sign; by default most of its items.",
    )
    name: Text | None = Field(None, description="Shown in reports; the template's by default.")
    lever: bool | None = Field(
        None,
        description="Whether it can be acted on, so that reports may advise it; by default all but "
        "those that the template rules out, such as expectations.",
    )


class MicomOptions(Options):
    """Which groups are tested for measurement invariance, and how.

    Every two groups of the attribute are compared (MICOM), and in a model without higher-order
    constructs and products all of them at once.
    """

    by: str = Field(description="Respondent attribute whose groups are compared.")
    permutations: int = Field(
        1000, ge=99, le=100_000, description="How often the groups are dealt out anew."
    )
    level: float = Field(0.05, gt=0, lt=0.5, description="Level of the tests.")
    standardise: Literal["within_groups", "together"] = Field(
        "within_groups",
        description="How questions are standardised before groups are dealt out, for composition "
        "and distance: within each group, so that different means and spreads aren't taken for "
        "different composites; or together, as published.",
    )
    adjust: Literal["holm", "none"] = Field(
        "holm",
        description="Correction of the p values for the number of constructs, in each step by "
        "itself; none is the published way.",
    )
    minimum_n: int = Field(
        30,
        ge=5,
        description="Groups with fewer respondents aren't tested; where it is lowered the table "
        "says which groups are small.",
    )
    most: int = Field(
        12, ge=2, le=50, description="An attribute with more values isn't tested: too many pairs."
    )


class CsiOptions(Options):
    """Options of the satisfaction index."""

    method: Literal["structural", "weighted"] = Field(
        "structural",
        description="A path model; or ratings weighted by importance, where nothing else was "
        "asked.",
    )
    template: Literal["scsb", "acsi", "ecsi", "ccsi", "ncsb", "gbt19038"] | None = Field(
        None, description="Constructs and paths to begin with; what else is written adds to them."
    )
    without: tuple[Name, ...] = Field(
        (), strict=False, description="Constructs of the template that the study doesn't ask for."
    )
    constructs: dict[Name, ConstructOptions] = Field({}, description="Constructs by their codes.")
    paths: dict[Name, Sources] = Field(
        {},
        description="Target → what acts on it; `a*b` is a product (moderation). Replaces the "
        "template's list of the same target.",
    )
    index: Name | None = Field(
        None,
        description="Construct that is the index; by default the template's, or `satisfaction`.",
    )
    facet: str = Field("satisfaction", description="Rating that indicators measure with.")
    importance_facet: str = Field(
        "importance", description="Rating that weighs, for the weighted method."
    )
    weights: Literal["importance", "structural", "equal"] = Field(
        "importance",
        description="What weighs the ratings of the weighted method: their stated importance, the "
        "study's `weighting`, or nothing.",
    )
    estimator: Literal["pls", "plsc"] = Field(
        "pls", description="Composites, or consistent PLS for common factors."
    )
    scheme: Scheme = Field("path", description="Inner weighting scheme.")
    missing: Missing = Field(
        "mean",
        description="Missing answers: the replicate's mean, pairwise or listwise moments, or "
        "maximum likelihood (em).",
    )
    higher_order: Literal["disjoint", "embedded", "repeated"] = Field(
        "disjoint",
        description="Higher-order constructs: two stages, disjoint or embedded; or repeated "
        "indicators.",
    )
    moderation: Literal["two_stage", "product_indicators", "orthogonal"] = Field(
        "two_stage", description="How a product of constructs is measured."
    )
    tolerance: float = Field(1e-7, gt=0, lt=1, description="Largest change of a weight at the end.")
    max_iterations: int = Field(3000, ge=1, description="An estimate must converge within these.")
    minimum_n: int = Field(
        30,
        ge=3,
        description="Structural only: groups with fewer respondents are not estimated, with that "
        "reason.",
    )
    inadmissible: Literal["keep", "drop"] = Field(
        "keep",
        description="Replicates whose solution no population could have: kept in the intervals, "
        "or left out; they are counted either way.",
    )
    exact_fit: bool = Field(True, description="Test the exact fit by the bootstrap.")
    predict_folds: int = Field(
        10, ge=0, le=1000, description="Folds of the out-of-sample prediction; 0 leaves it out."
    )

    @field_validator("predict_folds")
    @classmethod
    def _more_than_one(cls, folds: int) -> int:
        if folds == 1:
            raise ValueError(
                "one fold leaves nobody to predict from: give 2 or more, or 0 for none"
            )
        return folds

    predict_repetitions: int = Field(10, ge=1, le=100, description="How often folds are drawn.")
    predict_from: Literal["earliest", "direct"] = Field(
        "earliest",
        description="Predict from exogenous constructs, or from the sources of each construct.",
    )
    micom: MicomOptions | None = Field(
        None,
        description="Test whether the groups of an attribute measure the same (MICOM), and whether "
        "one model holds in all of them.",
    )
