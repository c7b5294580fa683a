"""The study: what one study file says, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clientlens.config.schema import (
    About,
    Attribute,
    Dimension,
    Facet,
    Item,
    Options,
    Report,
    Scale,
    Segments,
    Survey,
    Text,
    Uncertainty,
)
from clientlens.config.text import Document, KeyPath
from clientlens.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that a study file may use because a plugin offers them."""

    models: Mapping[str, type[Options]]
    screens: Mapping[str, type[Options]]
    readers: frozenset[str] = frozenset()
    weightings: Mapping[str, type[Options]] = field(
        default_factory=lambda: {"equal": Options, "given": Options}
    )
    segmenters: Mapping[str, type[Options]] = field(default_factory=dict)
    plugins: Mapping[str, str] = field(default_factory=dict)
    """Plugin → the distribution that brings it."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One entry under ``models:``: its name in every output, the model, its options."""

    name: str
    use: str
    options: Options


@dataclass(frozen=True, slots=True)
class ScreenChoice:
    """One entry under ``screening:``: the rule and its options."""

    rule: str
    options: Options


@dataclass(frozen=True, slots=True)
class WeightingChoice:
    """How the children of one node are weighed: the method, its options, where it is written.

    ``parts`` are the weightings that a combination is made of, by name.
    """

    method: str
    options: Options
    path: KeyPath
    parts: Mapping[str, WeightingChoice] = field(default_factory=dict)

    @property
    def methods(self) -> set[str]:
        """The methods that it needs, those of its parts among them."""
        return {self.method}.union(*(part.methods for part in self.parts.values()))


@dataclass(frozen=True, slots=True)
class WeightingPlan:
    """How the whole hierarchy is weighed: its dimensions, and the indicators within each."""

    dimensions: WeightingChoice
    indicators: WeightingChoice
    within: Mapping[str, WeightingChoice]

    def of(self, dimension: str | None) -> WeightingChoice:
        """The choice for the indicators of a dimension; for the dimensions where that is None."""
        if dimension is None:
            return self.dimensions
        return self.within.get(dimension, self.indicators)


@dataclass(frozen=True, slots=True)
class SegmentationChoice:
    """One entry under ``segments.found``: the attribute that it becomes, the method, its options.

    ``path`` is where it is written.
    """

    name: str
    method: str
    options: Options
    path: KeyPath


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """Others than clients who answer: what people call them, and what they are asked.

    ``study`` is a study of its own with the scales and the hierarchy of the whole one, as far as
    they are asked of it; it has neither models nor roles.
    """

    name: Text | None
    study: Study


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A setting that could have been another.

    ``base`` is what the option is called that leaves the study as it is; ``options`` are the
    others, each with the study that it makes alone.
    """

    name: Text | None
    base: str
    names: Mapping[str, Text]
    options: Mapping[str, Study]


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A checked study. Every part has the type that `clientlens.config.schema` gives it.

    ``weighting`` is the one that is used, ``compared`` are those shown beside it. ``respondents``
    holds every attribute, those that are derived from others and those that ``found`` makes too.
    """

    about: About
    survey: Survey
    scales: Mapping[str, Scale]
    facets: Mapping[str, Facet]
    dimensions: Mapping[str, Dimension]
    items: Mapping[str, Item]
    respondents: Mapping[str, Attribute]
    screening: tuple[ScreenChoice, ...]
    weighting: WeightingPlan
    compared: Mapping[str, WeightingPlan]
    segments: Segments | None
    found: Mapping[str, SegmentationChoice]
    roles: Mapping[str, Role]
    models: Mapping[str, ModelChoice]
    uncertainty: Uncertainty
    report: Report
    document: Document
    choices: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The merged study as plain values: what the recipe of a run keeps."""
        return self.document.values

    @property
    def asked_attributes(self) -> dict[str, Attribute]:
        """The attributes that stand in a column of the survey file."""
        return {
            code: attribute
            for code, attribute in self.respondents.items()
            if not attribute.is_derived and code not in self.found
        }

    @property
    def grouped_by(self) -> tuple[str, ...]:
        """The attributes that make groups: those named, then those found."""
        named = self.segments.by if self.segments else ()
        return tuple(dict.fromkeys([*named, *self.found]))

    @property
    def folder(self) -> Path:
        """The folder of the study file, from which ``survey.source`` is named."""
        return Path(self.document.files[-1].path).parent

    def entry(self, options: Options) -> tuple[str, ...]:
        """Where the model with these options is written: ``("models", "csi")``."""
        names = [choice.name for choice in self.models.values() if choice.options is options]
        return ("models", *names[:1])

    def scale_of(self, facet: str) -> Scale:
        """The scale on which a facet is asked."""
        return self.scales[self.facets[facet].scale]

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` was written: ``study.place("models", "csi", "paths")``."""
        return self.document.place(*path)

    def problem(self, message: str, *path: str | int, hint: str = "") -> Problem:
        """A problem with the value at `path`."""
        return Problem(message, self.place(*path), hint)
