"""The truth: what a truth file says of a population, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.config.text import Document, read_yaml
from clientlens.config.wording import problems_of
from clientlens.errors import Problem, StudyError, did_you_mean
from clientlens.hierarchy import Question

SINGLE = "items"
"""Single questions that no model speaks of hang together under this name."""

EVERYTHING = "all"


class QuestionTruth(Options):
    """How a question is answered."""

    mean: float | None = Field(None, description="Mean, scale points.")
    deviation: float | None = Field(None, gt=0, description="Standard deviation, scale points.")


class AttributeTruth(Options):
    """Whom an attribute tells apart."""

    shares: dict[str, float] = Field({}, description="Code → share of the respondents.")
    follows: tuple[str, ...] = Field(
        (),
        strict=False,
        description="Questions or facets: respondents with the lowest answers get the first code.",
    )
    correlation: float = Field(
        0.3, ge=0, le=1, description="How closely the attribute follows those answers."
    )

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("follows"), str):
            return {**value, "follows": [value["follows"]]}
        return value


class Truth(Options):
    """A whole truth file."""

    questions: dict[str, QuestionTruth] = Field(
        {}, description="Facet, `facet.indicator` or item → moments; the more exact name wins."
    )
    models: dict[str, dict[str, Any]] = Field({}, description="What a model makes true.")
    correlation: dict[str, float] = Field(
        {},
        description="Facet, or `items` → correlation of its questions that no model speaks of; "
        "0.3 by default.",
    )
    respondents: dict[str, AttributeTruth] = Field({}, description="Attributes by their codes.")
    missing: dict[str, float] = Field(
        {}, description="Question, facet or `all` → share of answers left out at random."
    )


@dataclass(frozen=True, slots=True, eq=False)
class TruthFile:
    """A truth with the places of its values; without a file all defaults."""

    truth: Truth
    document: Document | None = None

    def problem(self, message: str, *path: str | int, hint: str = "") -> Problem:
        """A problem with the value at `path`."""
        place = self.document.place(*path) if self.document else None
        return Problem(message, place, hint)


def read_truth(path: Path | None) -> TruthFile:
    """Read and check a truth file.

    Raises
    ------
    StudyError
        With every problem of the file.
    """
    if path is None:
        return TruthFile(Truth())
    document = read_yaml(path)
    try:
        return TruthFile(Truth.model_validate(document.values), document)
    except ValidationError as error:
        raise StudyError(problems_of(error, document, Truth)) from error


def check_names(file: TruthFile, study: Study, questions: tuple[Question, ...]) -> None:
    """Refuse names that the study doesn't have, and shares that can't be.

    Raises
    ------
    StudyError
        With every problem of the file.
    """
    names = [*study.facets, *(q.name for q in questions)]
    problems = [
        *_unknown(file, "questions", "question", names),
        *_unknown(file, "missing", "question", [*names, EVERYTHING]),
        *_unknown(file, "correlation", "facet", [*study.facets, SINGLE]),
        *_unknown(file, "models", "model", list(study.models)),
        *_unknown(file, "respondents", "respondent attribute", list(study.respondents)),
        *_outside(file, "missing", "a share of missing answers"),
        *_outside(file, "correlation", "a correlation of many questions"),
        *_attribute_problems(file, study, names),
    ]
    if problems:
        raise StudyError(problems)


def _unknown(file: TruthFile, section: str, what: str, known: list[str]) -> Iterator[Problem]:
    for name in getattr(file.truth, section):
        if name not in known:
            hint = did_you_mean(name, known)
            yield file.problem(f"unknown {what} '{name}'", section, name, hint=hint)


def _outside(file: TruthFile, section: str, what: str) -> Iterator[Problem]:
    for name, value in getattr(file.truth, section).items():
        if not 0 <= value < 1:
            message = f"{what} lies between 0 and 1, got {value:g}"
            yield file.problem(message, section, name)


def _attribute_problems(file: TruthFile, study: Study, names: list[str]) -> Iterator[Problem]:
    for code, truth in file.truth.respondents.items():
        path = ("respondents", code)
        attribute = study.respondents.get(code)
        known = set(attribute.values.values()) if attribute else set()
        for value, share in truth.shares.items():
            if known and value not in known:
                hint = did_you_mean(value, sorted(known))
                message = f"attribute '{code}' never takes the value '{value}'"
                yield file.problem(message, *path, "shares", value, hint=hint)
            elif share < 0:
                message = f"a share can't be negative, got {share:g}"
                yield file.problem(message, *path, "shares", value)
        if truth.shares and not sum(truth.shares.values()) > 0:
            yield file.problem("the shares add up to nothing", *path, "shares")
        for i, name in enumerate(truth.follows):
            if name not in names:
                hint = did_you_mean(name, names)
                yield file.problem(f"unknown question '{name}'", *path, "follows", i, hint=hint)
