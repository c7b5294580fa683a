"""Rules of eligibility: whose questionnaire counts at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from clientlens.arrays import BoolArray, FloatArray
from clientlens.config.study import Study
from clientlens.errors import Problem, StudyError, did_you_mean
from clientlens.survey.answers import Answers
from clientlens.survey.rule import Action, Screen, ScreenOptions

FEWEST_TO_COMPARE = 10
"""With fewer questions two clients may well give the same answers without copying."""


class IncompleteOptions(ScreenOptions):
    """Options of ``incomplete``."""

    action: Action = Field("remove", description="Set those caught aside, or keep and count them.")
    max_missing: float = Field(
        0.2, ge=0, lt=1, description="Caught is who left more than this share of the ratings out."
    )


class Incomplete(Screen):
    """Too many ratings without an answer; a study without ratings counts its items."""

    name: ClassVar[str] = "incomplete"
    Options: ClassVar[type[ScreenOptions]] = IncompleteOptions

    def find(self, answers: Answers, study: Study, options: IncompleteOptions) -> BoolArray:  # noqa: ARG002
        """(n,) who left out more than the share ``max_missing``; exactly that share may stay."""
        missing = np.isnan(answers.values[:, ratings_of(answers)])  # (n, J)
        return np.asarray(missing.mean(axis=1) > options.max_missing)


class DuplicatesOptions(ScreenOptions):
    """Options of ``duplicates``."""

    action: Action = Field("remove", description="Set those caught aside, or keep and count them.")
    by: Literal["id", "answers"] = Field(
        "id", description="One respondent id, or all answers and attributes the same."
    )
    keep: Literal["fullest", "first", "last"] = Field(
        "fullest",
        description="Which of them isn't caught: the one with most answers (the first of several), "
        "the first, or the last.",
    )


class Duplicates(Screen):
    """The same questionnaire, or the same respondent, more than once."""

    name: ClassVar[str] = "duplicates"
    Options: ClassVar[type[ScreenOptions]] = DuplicatesOptions

    def check(self, study: Study, options: DuplicatesOptions) -> Iterable[Problem]:
        """Ids need a column, answers need to be many."""
        path = ("screening", self.name)
        # A study without a survey file is a base for others, which name their own columns.
        if options.by == "id" and study.survey.source and study.survey.respondent_id is None:
            yield _without_ids(study)
        asked = sum(len(d.indicators) for d in study.dimensions.values()) * len(study.facets)
        asked += len(study.items)
        if options.by == "answers" and asked < FEWEST_TO_COMPARE:
            message = f"duplicates can't be found by answers to {asked} questions"
            hint = f"With fewer than {FEWEST_TO_COMPARE} two clients may answer alike by chance."
            yield study.problem(message, *path, "by", hint=hint)

    def find(self, answers: Answers, study: Study, options: DuplicatesOptions) -> BoolArray:
        """(n,) all but one of each set of duplicates.

        By answers, a questionnaire without two different answers is nobody's duplicate: clients
        who are very satisfied with everything look alike.
        """
        if options.by == "id":
            if answers.ids is None:
                raise StudyError(_without_ids(study))
            key = _numbered(answers.ids)
            can_be = np.ones(len(answers), dtype=bool)
        else:
            key, can_be = _pattern(answers), _has_variety(answers.values)
        rank = _rank(answers, options.keep)
        order = np.lexsort((rank, key))  # the one to keep comes first in each set
        is_later = np.zeros(len(answers), dtype=bool)
        is_later[order[1:]] = key[order[1:]] == key[order[:-1]]
        return is_later & can_be


class OutOfFrameOptions(ScreenOptions):
    """Options of ``out_of_frame``."""

    action: Action = Field("remove", description="Set those caught aside, or keep and count them.")
    attribute: str = Field(description="Respondent attribute that tells who belongs to the frame.")
    keep: tuple[str, ...] = Field(
        strict=False, min_length=1, description="Its values within the frame."
    )


class OutOfFrame(Screen):
    """Respondents who don't belong to those the survey is about."""

    name: ClassVar[str] = "out_of_frame"
    Options: ClassVar[type[ScreenOptions]] = OutOfFrameOptions

    def check(self, study: Study, options: OutOfFrameOptions) -> Iterable[Problem]:
        """The attribute and its values must be known."""
        path = ("screening", self.name)
        attribute = study.respondents.get(options.attribute)
        if attribute is None:
            hint = did_you_mean(options.attribute, study.respondents)
            message = f"unknown respondent attribute '{options.attribute}'"
            yield study.problem(message, *path, "attribute", hint=hint)
            return
        known = set(attribute.values.values())
        for i, value in enumerate(options.keep):
            if known and value not in known:
                hint = did_you_mean(value, sorted(known))
                message = f"attribute '{options.attribute}' never takes the value '{value}'"
                yield study.problem(message, *path, "keep", i, hint=hint)

    def find(self, answers: Answers, study: Study, options: OutOfFrameOptions) -> BoolArray:  # noqa: ARG002
        """(n,) whose value is another one, or unknown."""
        values = answers.attributes[options.attribute]
        return np.array([value not in options.keep for value in values], dtype=bool)


def ratings_of(answers: Answers) -> list[bool]:
    """Which questions count as ratings: those of the indicators, or all where there are none."""
    is_rating = [question.facet is not None for question in answers.questions]
    return is_rating if any(is_rating) else [True] * len(is_rating)


def _without_ids(study: Study) -> Problem:
    message = "duplicates can't be found by id: the study names no respondent id"
    hint = "Name its column under survey.respondent_id, or say  by: answers."
    return study.problem(message, "screening", Duplicates.name, hint=hint)


def _numbered(values: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Equal values get equal numbers; None, which is unknown, has the number 0."""
    numbers: dict[object, int] = {None: 0}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def _pattern(answers: Answers) -> npt.NDArray[np.int64]:
    """(n,) equal numbers where all answers and attributes are equal."""
    attributes = [_numbered(column) for column in answers.attributes.values()]
    no_answer = np.nanmin(answers.values, initial=0) - 1
    filled = np.where(np.isnan(answers.values), no_answer, answers.values).astype(np.int64)
    whole = np.ascontiguousarray(np.column_stack([filled, *attributes]))  # (n, p + attributes)
    packed = whole.view(np.dtype((np.void, whole.itemsize * whole.shape[1]))).ravel()
    return np.asarray(np.unique(packed, return_inverse=True)[1], dtype=np.int64)


def _has_variety(values: FloatArray) -> BoolArray:
    lowest = np.where(np.isnan(values), np.inf, values).min(axis=1)
    highest = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.asarray(highest > lowest)


def _rank(answers: Answers, keep: Literal["fullest", "first", "last"]) -> npt.NDArray[np.int64]:
    """(n,) the lowest rank of a set of duplicates is kept."""
    position = np.arange(len(answers))
    if keep == "fullest":
        missing = np.isnan(answers.values).sum(axis=1)
        return np.asarray(missing * len(answers) + position, dtype=np.int64)
    return position if keep == "first" else -position
