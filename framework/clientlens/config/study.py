"""The study: what one study file says, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    Weighting,
)
from clientlens.config.text import Document
from clientlens.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that a study file may use because a plugin offers them."""

    models: Mapping[str, type[Options]]
    screens: Mapping[str, type[Options]]
    readers: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """Others than clients who answer: what people call them, and what they are asked.

    ``study`` is a study of its own with the scales and the hierarchy of the whole one, as far as
    they are asked of it; it has neither models nor roles.
    """

    name: Text | None
    study: Study


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A checked study. Every part has the type that `clientlens.config.schema` gives it."""

    about: About
    survey: Survey
    scales: Mapping[str, Scale]
    facets: Mapping[str, Facet]
    dimensions: Mapping[str, Dimension]
    items: Mapping[str, Item]
    respondents: Mapping[str, Attribute]
    screening: tuple[ScreenChoice, ...]
    weighting: Weighting
    segments: Segments | None
    roles: Mapping[str, Role]
    models: Mapping[str, ModelChoice]
    uncertainty: Uncertainty
    report: Report
    document: Document

    @property
    def values(self) -> dict[str, Any]:
        """The merged study as plain values: what the recipe of a run keeps."""
        return self.document.values

    @property
    def folder(self) -> Path:
        """The folder of the study file, from which ``survey.source`` is named."""
        return Path(self.document.files[-1].path).parent

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` was written: ``study.place("models", "csi", "paths")``."""
        return self.document.place(*path)

    def problem(self, message: str, *path: str | int, hint: str = "") -> Problem:
        """A problem with the value at `path`."""
        return Problem(message, self.place(*path), hint)
