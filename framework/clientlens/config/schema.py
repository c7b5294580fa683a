"""The schema: everything a study file may say, with its defaults.

A default that isn't written here doesn't exist. `clientlens schema` prints this file as JSON
Schema, together with the options of every installed plugin.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Language = Literal["zh", "en"]
Code = Annotated[str, Field(pattern=r"^\w[\w-]{0,63}$")]
"""A key that names something: letters (Chinese ones too), digits, ``_`` and ``-``."""

Label = str | int | float
MOST_SCALE_POINTS = 1001
ELSE = "else"
"""The rule that everybody fits whom no rule before it takes."""


def _listed(value: Any) -> Any:
    """One text stands for a list of it; what is no text is told to be none."""
    return value if isinstance(value, list | tuple | dict) else [value]


def _some(value: Any) -> Any:
    """A list that isn't empty."""
    if value == []:
        raise ValueError("a condition names at least one value")
    return value


def _conditions(value: Any) -> Any:
    """One map stands for a list of it, ``else`` for no condition at all."""
    if value == ELSE:
        return []
    if value == [] or isinstance(value, str):
        raise ValueError(f"a rule has conditions, or is '{ELSE}'")
    return [value] if isinstance(value, dict) else value


Names = Annotated[tuple[str, ...], Field(strict=False), BeforeValidator(_listed)]
"""Names of things; one of them may be written without a list."""

Condition = Annotated[dict[str, Annotated[Names, BeforeValidator(_some)]], Field(min_length=1)]
"""Attribute → values; fits who has one of them in every attribute."""

Rule = Annotated[tuple[Condition, ...], Field(strict=False), BeforeValidator(_conditions)]
"""Fits who fits one of the conditions; without any, everybody who is left."""


class Options(BaseModel):
    """Base of everything that is checked: frozen, strict, and closed to unknown keys.

    A plugin derives its options from it, with a description for each field.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Text(Options):
    """A text for people in one or more languages; a bare string serves for all."""

    zh: str | None = Field(None, max_length=1000, description="Chinese")
    en: str | None = Field(None, max_length=1000, description="English")

    @model_validator(mode="before")
    @classmethod
    def _same_in_every_language(cls, value: Any) -> Any:
        return {"zh": value, "en": value} if isinstance(value, str) else value

    def in_language(self, language: Language) -> str | None:
        """The text in `language`, or in the other one where it is missing."""
        order = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return next((text for text in order if text), None)


class About(Options):
    """Which study this is."""

    id: Code = Field(description="Names the study in every output; the run folder is called so.")
    title: Text | None = Field(None, description="Title of the report.")
    region: tuple[str, ...] = Field((), strict=False, description="Region, coarse to fine.")
    wave: int | str | None = Field(None, description="Survey round: a year, a quarter.")
    clients: int | None = Field(
        None,
        ge=1,
        description="Clients that the study speaks for: its weight where regions are summed up.",
    )
    note: Text | None = Field(None, description="Shown at the head of the report.")
    is_synthetic: bool = Field(False, description="Answers are made up; every output says so.")


class Survey(Options):
    """Where the answers lie and how many questionnaires went out."""

    source: str | None = Field(None, description="Survey file, relative to the study file.")
    reader: str | None = Field(None, description="Reader to use; by default chosen by the suffix.")
    sheet: str | None = Field(None, description="Sheet of a workbook; by default the first.")
    encoding: str | None = Field(
        None, description="Encoding of a text file; by default BOM, strict UTF-8, strict GB18030."
    )
    delimiter: str | None = Field(
        None, description="Column separator; by default told from the header row."
    )
    header_row: int = Field(1, ge=1, description="Row that holds the column names, from 1.")
    respondent_id: str | None = Field(None, description="Column that names the respondent.")
    weight: str | None = Field(None, description="Column with design weights.")
    seconds: str | None = Field(None, description="Column with the answering time in seconds.")
    distributed: int | None = Field(None, ge=1, description="Questionnaires sent out.")


class Scale(Options):
    """An answer scale: its end points, what the answers are called, what means no answer."""

    points: tuple[int, int] = Field(strict=False, description="Lowest and highest scale point.")
    labels: dict[str, int] = Field({}, description="Answer text → scale point.")
    missing: tuple[Label, ...] = Field((), strict=False, description="Cells that mean no answer.")

    @property
    def low(self) -> int:
        """The lowest scale point."""
        return self.points[0]

    @property
    def high(self) -> int:
        """The highest scale point."""
        return self.points[1]

    @property
    def categories(self) -> range:
        """Every scale point, lowest first."""
        return range(self.low, self.high + 1)


class Facet(Options):
    """What is asked about every indicator: its importance, its satisfaction."""

    scale: str = Field(description="Scale of the answers.")
    column: str = Field(
        "{code}_{facet}", description="Column template; {code} and {facet} are put in."
    )
    name: Text | None = Field(None, description="Shown in reports.")
    reversed: bool = Field(False, description="A high answer means the opposite; it is turned.")


class Indicator(Options):
    """A second-level indicator, rated on every facet."""

    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    question: dict[str, Text] = Field({}, description="Facet → wording of the question.")
    columns: dict[str, str] = Field({}, description="Facet → column, where the template errs.")
    reversed: tuple[str, ...] = Field(
        (), strict=False, description="Facets on which this indicator is worded negatively."
    )
    weight: float | None = Field(None, ge=0, description="Weight among its siblings.")
    servqual: Code | None = Field(None, description="SERVQUAL dimension; none for price items.")
    csi: Code | None = Field(None, description="Construct of a satisfaction index.")
    stage: Literal["pre_loan", "in_loan", "post_loan"] | None = Field(
        None, description="Stage of the loan process."
    )
    origin: Literal["named", "concern", "concern_derived", "reconstructed", "added"] | None = Field(
        None, description="Named by the source, derived from it, or filled in."
    )
    basis: str | None = Field(None, description="What the indicator rests on.")


class Dimension(Options):
    """A first-level indicator: the indicators below it."""

    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    indicators: dict[Code, Indicator] = Field({}, description="Its second-level indicators.")
    weight: float | None = Field(None, ge=0, description="Weight among the dimensions.")


class Item(Options):
    """A single question outside the hierarchy."""

    scale: str = Field(description="Scale of the answers.")
    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    question: Text | None = Field(None, description="Wording of the question.")
    column: str | None = Field(None, description="Column; the code by default.")
    reversed: bool = Field(False, description="A high answer means the opposite; it is turned.")


class Attribute(Options):
    """Something known of a respondent: class, branch, role."""

    column: str | None = Field(None, description="Column; the code by default.")
    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    values: dict[str, Code] = Field(
        {}, description="Cell → code; where given, another cell is an error."
    )
    names: dict[Code, Text] = Field({}, description="Code → what reports show.")
    missing: tuple[Label, ...] = Field((), strict=False, description="Cells that mean unknown.")
    cross: tuple[str, ...] = Field(
        (), strict=False, description="Other attributes whose values make those of this one."
    )
    rules: dict[Code, Rule] = Field(
        {},
        description="Value → conditions on other attributes: `{attribute: [values]}`, all of a map "
        "and any of a list of maps, or `else`; the first that fits counts.",
    )

    @property
    def is_derived(self) -> bool:
        """Whether it is made of other attributes, and stands in no column."""
        return bool(self.cross or self.rules)

    @property
    def parts(self) -> tuple[str, ...]:
        """The attributes that it is made of, each once."""
        conditions = [c for rule in self.rules.values() for c in rule]
        return tuple(dict.fromkeys([*self.cross, *(name for c in conditions for name in c)]))


class Weighting(Options):
    """Weights of the hierarchy; what isn't a key here is an option of the method."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", allow_inf_nan=False)

    method: str = Field(
        "equal",
        description="`equal`, `given` (those written beside dimensions and indicators), or a "
        "method of a plugin.",
    )
    dimensions: dict[str, Any] = Field(
        {}, description="Another method, with its options, for the dimensions."
    )
    indicators: dict[str, Any] = Field(
        {}, description="Another method for the indicators within each dimension."
    )
    within: dict[Code, dict[str, Any]] = Field(
        {}, description="Dimension → another method for its indicators."
    )
    compare: dict[Code, dict[str, Any]] = Field(
        {}, description="Weightings to be shown beside the one that is used, by name."
    )


class Found(Options):
    """Segments that a method finds; what isn't a key here is an option of the method."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", allow_inf_nan=False)

    method: str = Field(description="A method of a plugin.")
    name: Text | None = Field(None, description="Shown in reports; the code by default.")


class Merge(Options):
    """The small groups of an attribute, put together."""

    below: int = Field(ge=2, description="Groups with fewer respondents are put together.")
    into: Code = Field("other", description="The value that they get; it may be there already.")
    name: Text | None = Field(None, description="Shown in reports; the code by default.")


class Differences(Options):
    """Which groups are compared, in what, and how sure a difference must be."""

    by: Names = Field((), description="Attributes; by default all that make groups.")
    against: Literal["pairs", "rest", "everybody"] | None = Field(
        None,
        description="Each group against each other, against the others together, or against "
        "everybody; by default pairs of up to five groups, else the others.",
    )
    permutations: int = Field(
        1000, ge=0, le=100_000, description="How often groups are dealt out anew; 0 for never."
    )
    adjust: Literal["westfall_young", "holm", "benjamini_hochberg"] = Field(
        "westfall_young",
        description="How it is allowed for that many are compared at once. Holm and Benjamini and "
        "Hochberg need more permutations: 20 for each comparison.",
    )
    quantities: Names = Field(
        (),
        description="Quantities, of every model that has them or as `model.quantity`; by default "
        "performance, importance, priority, dimension_score and index.",
    )
    force: bool = Field(False, description="Test groups of fewer than 30 as well.")


class Segments(Options):
    """Groups of respondents for which every model is estimated as well."""

    by: Names = Field((), description="Respondent attribute, or a list.")
    found: dict[Code, Found] = Field(
        {}, description="Segmentations that a method finds, by the attribute that they become."
    )
    merge: dict[str, Merge] = Field(
        {}, description="Attribute → how its small groups are put together."
    )
    most: int = Field(50, ge=2, description="An attribute with more groups is refused.")
    members: bool = Field(
        False,
        description="Write `segments.members.csv`: who belongs where, by respondent id.",
    )
    differences: Differences | None = Field(
        None, description="Comparisons of the groups with each other; `{}` for the usual ones."
    )


class Uncertainty(Options):
    """How sampling uncertainty is found."""

    method: Literal["bootstrap", "poisson", "bayesian", "jackknife", "none"] = Field(
        "bootstrap",
        description="Replicate weights: multinomial bootstrap; Poisson or Bayesian weights keyed "
        "by respondent; delete-one jackknife; none.",
    )
    replicates: int = Field(
        2000, ge=20, le=100_000, description="Number of draws; not for the jackknife."
    )
    level: float = Field(0.95, gt=0, lt=1, description="Level of the intervals.")
    interval: Literal["percentile", "basic", "normal", "bca", "t"] | None = Field(
        None,
        description="How an interval is read from the replicates: by default percentile, and t "
        "for the jackknife, which knows no other.",
    )
    seed: int = Field(1, ge=0, le=2**63 - 1, description="Seed of all randomness.")
    cluster: str | None = Field(
        None, description="Attribute whose values are resampled whole, e.g. branch."
    )

    @property
    def interval_used(self) -> Literal["percentile", "basic", "normal", "bca", "t"]:
        """The kind of interval, said or by default."""
        return self.interval or ("t" if self.method == "jackknife" else "percentile")


class Role(Options):
    """Others than clients who answer of the same indicators: staff, managers."""

    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    survey: Survey = Field(
        Survey(), description="Their survey file, and how many questionnaires went out to them."
    )
    facets: dict[Code, Facet] = Field({}, description="What they are asked of every indicator.")
    items: dict[Code, Item] = Field({}, description="Single questions to them.")
    respondents: dict[Code, Attribute] = Field(
        {},
        description="Attributes of them; groups by an attribute that clients have as well are "
        "compared with their part of the role.",
    )
    screening: dict[str, dict[str, Any]] = Field({}, description="Screening rules by name.")
    not_asked: tuple[Code, ...] = Field(
        (), strict=False, description="Dimensions and indicators that they aren't asked of."
    )


class Choice(Options):
    """A setting that could have been another, for `clientlens sweep`."""

    name: Text | None = Field(None, description="Shown in reports; the code by default.")
    options: dict[Code, dict[str, Any]] = Field(
        description="Option → overlay of the study, `null` takes away; an empty one names what the "
        "study says, which is always an option and called `as_is` by default.",
    )
    names: dict[Code, Text] = Field({}, description="Option → what reports show.")


class Report(Options):
    """What is written for people."""

    language: Language = Field("zh", description="Language of the report.")
    formats: tuple[Literal["html", "xlsx"], ...] = Field(
        ("html", "xlsx"), strict=False, description="Report files; tables are always written."
    )
    minimum_group: int = Field(5, ge=1, description="Smaller groups are left out of all outputs.")


class StudyFile(Options):
    """A whole study file, overlays merged."""

    study: About
    survey: Survey = Survey()
    scales: dict[Code, Scale] = Field({}, description="Answer scales.")
    facets: dict[Code, Facet] = Field({}, description="What is asked about every indicator.")
    hierarchy: dict[Code, Dimension] = Field({}, description="First-level indicators.")
    items: dict[Code, Item] = Field({}, description="Single questions outside the hierarchy.")
    respondents: dict[Code, Attribute] = Field({}, description="Attributes of respondents.")
    screening: dict[str, dict[str, Any]] = Field({}, description="Screening rules by name.")
    weighting: Weighting = Weighting()
    segments: Segments | None = None
    roles: dict[Code, Role] = Field({}, description="Others than clients who answer, by role.")
    models: dict[Code, dict[str, Any]] = Field({}, description="Models by name.")
    uncertainty: Uncertainty = Uncertainty()
    report: Report = Report()
    vary: dict[Code, Choice] = Field({}, description="Choices that a sweep goes through.")
    plugins: dict[Code, str] = Field(
        {}, description="Plugins that must be installed → the distribution that brings each."
    )
