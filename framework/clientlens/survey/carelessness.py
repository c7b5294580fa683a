"""Rules of careless responding: who may have ticked without reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from pydantic import Field

from clientlens.arrays import BoolArray, FloatArray
from clientlens.config.study import Study
from clientlens.errors import Problem, StudyError, did_you_mean
from clientlens.survey.answers import Answers
from clientlens.survey.rule import Action, Screen, ScreenOptions

_SHARE_OF_MEDIAN = 1 / 3


class StraightLineOptions(ScreenOptions):
    """Options of ``straight_line``."""

    longest: float = Field(
        1.0,
        gt=0,
        le=1,
        description="Caught is whose longest run of equal answers is this share, or more, of the "
        "answers given on a facet.",
    )
    least: int = Field(5, ge=2, description="A shorter run is never a straight line.")


class StraightLine(Screen):
    """One answer to everything (longstring).

    In satisfaction surveys "very satisfied" throughout is often sincere, so those caught are
    flagged by default and not removed.

    References
    ----------
    .. [1] Meade & Craig (2012), Identifying careless responses in survey data,
           Psychological Methods 17(3), 437-455.
    """

    name: ClassVar[str] = "straight_line"
    Options: ClassVar[type[ScreenOptions]] = StraightLineOptions

    def check(self, study: Study, options: StraightLineOptions) -> Iterable[Problem]:
        """There must be enough indicators for a line."""
        asked = sum(len(dimension.indicators) for dimension in study.dimensions.values())
        if asked < options.least or not study.facets:
            message = f"{asked} rated indicators can't make a straight line of {options.least}"
            hint = "Lower 'least', or take the rule away."
            yield study.problem(message, "screening", self.name, hint=hint)

    def find(self, answers: Answers, study: Study, options: StraightLineOptions) -> BoolArray:
        """(n,) who drew a straight line on one facet at least.

        Runs follow the order of the study file and pass over what has no answer; answers are
        taken as ticked, reversed questions not turned.
        """
        ticked = as_ticked(answers)
        caught = np.zeros(len(answers), dtype=bool)
        for facet in study.facets:
            ratings = ticked[:, [q.facet == facet for q in answers.questions]]  # (n, J)
            given = (~np.isnan(ratings)).sum(axis=1)
            run = longest_run(ratings)
            caught |= (run >= options.least) & (run / np.maximum(given, 1) >= options.longest)
        return caught


class IdenticalFacetsOptions(ScreenOptions):
    """Options of ``identical_facets``."""

    least: int = Field(
        5, ge=2, description="Caught is nobody who rated fewer indicators on every facet."
    )


class IdenticalFacets(Screen):
    """Every facet answered the same: importance ticked as satisfaction was."""

    name: ClassVar[str] = "identical_facets"
    Options: ClassVar[type[ScreenOptions]] = IdenticalFacetsOptions

    def check(self, study: Study, options: IdenticalFacetsOptions) -> Iterable[Problem]:  # noqa: ARG002
        """There must be two facets with the same scale points."""
        points = {study.scales[facet.scale].points for facet in study.facets.values()}
        if len(study.facets) < 2:  # noqa: PLR2004  a pair
            message = "facets can't be identical: the study has fewer than two"
            yield study.problem(message, "screening", self.name, hint="Take the rule away.")
        elif len(points) > 1:
            message = "facets can't be identical: their scales differ in their points"
            yield study.problem(message, "screening", self.name, hint="Take the rule away.")

    def find(self, answers: Answers, study: Study, options: IdenticalFacetsOptions) -> BoolArray:
        """(n,) whose ratings agree on all facets; a rating left out agrees with one left out."""
        ticked = as_ticked(answers)
        facets = [ticked[:, [q.facet == f for q in answers.questions]] for f in study.facets]
        first = facets[0]  # (n, J)
        agrees = [((x == first) | (np.isnan(x) & np.isnan(first))).all(axis=1) for x in facets]
        given = (~np.isnan(first)).sum(axis=1)
        return np.asarray(np.logical_and.reduce(agrees) & (given >= options.least))


class TooFastOptions(ScreenOptions):
    """Options of ``too_fast``."""

    seconds: float | None = Field(
        None, gt=0, description="Caught is who took less; in place of a share of the median."
    )
    share_of_median: float = Field(
        _SHARE_OF_MEDIAN,
        gt=0,
        lt=1,
        description="Caught is who took less than this share of the median time.",
    )


class TooFast(Screen):
    """Too short a time to have read the questions."""

    name: ClassVar[str] = "too_fast"
    Options: ClassVar[type[ScreenOptions]] = TooFastOptions

    def check(self, study: Study, options: TooFastOptions) -> Iterable[Problem]:
        """The study must name the column of times, and one limit."""
        # A study without a survey file is a base for others, which name their own columns.
        if study.survey.source and study.survey.seconds is None:
            yield _without_seconds(study)
        if {"seconds", "share_of_median"} <= options.model_fields_set and options.seconds:
            message = "'seconds' and 'share_of_median' are two limits"
            yield study.problem(message, "screening", self.name, hint="Give one of them.")

    def find(self, answers: Answers, study: Study, options: TooFastOptions) -> BoolArray:
        """(n,) who took less than the limit; an unknown time isn't too short."""
        if answers.seconds is None:
            raise StudyError(_without_seconds(study))
        known = answers.seconds[~np.isnan(answers.seconds)]
        limit = options.seconds
        if limit is None:
            limit = options.share_of_median * float(np.median(known)) if known.size else 0.0
        return np.asarray(answers.seconds < limit)


class AttentionCheckOptions(ScreenOptions):
    """Options of ``attention_check``."""

    action: Action = Field("remove", description="Set those caught aside, or keep and count them.")
    item: str = Field(description="Item that says what to answer.")
    expected: int = Field(description="The scale point that it asks for.")


class AttentionCheck(Screen):
    """A question that asks for a certain answer, and got another."""

    name: ClassVar[str] = "attention_check"
    Options: ClassVar[type[ScreenOptions]] = AttentionCheckOptions

    def check(self, study: Study, options: AttentionCheckOptions) -> Iterable[Problem]:
        """The item must be known, and its scale hold the answer."""
        path = ("screening", self.name)
        if options.item not in study.items:
            hint = did_you_mean(options.item, study.items) or "Declare it under 'items:'."
            yield study.problem(f"unknown item '{options.item}'", *path, "item", hint=hint)
            return
        scale = study.scales[study.items[options.item].scale]
        if options.expected not in scale.categories:
            message = f"expects {options.expected}, outside its scale {scale.low} to {scale.high}"
            yield study.problem(message, *path, "expected")

    def find(self, answers: Answers, study: Study, options: AttentionCheckOptions) -> BoolArray:  # noqa: ARG002
        """(n,) who ticked another scale point; no answer isn't a wrong one."""
        names = [question.name for question in answers.questions]
        given = as_ticked(answers)[:, names.index(options.item)]  # (n,)
        return np.asarray(~np.isnan(given) & (given != options.expected))


def _without_seconds(study: Study) -> Problem:
    message = "nobody can be too fast: the study names no answering time"
    hint = "Name its column under survey.seconds."
    return study.problem(message, "screening", TooFast.name, hint=hint)


def as_ticked(answers: Answers) -> FloatArray:
    """(n, p) scale points as they stand in the questionnaire: reversed questions turned back."""
    is_reversed = np.array([question.is_reversed for question in answers.questions])
    ends = np.array([sum(question.scale.points) for question in answers.questions])
    return np.where(is_reversed, ends - answers.values, answers.values)


def longest_run(ratings: FloatArray) -> FloatArray:
    """Longest run of equal answers in a row, passing over missing ones.

    Parameters
    ----------
    ratings : (n, J) array
        Scale points, NaN where missing.

    Returns
    -------
    (n,) array
        0 where nothing was answered.

    Examples
    --------
    >>> longest_run(np.array([[5.0, 5.0, np.nan, 5.0], [1.0, 2.0, 2.0, 1.0]])).tolist()
    [3.0, 2.0]
    """
    run, longest = np.zeros(len(ratings)), np.zeros(len(ratings))
    last = np.full(len(ratings), np.nan)
    for column in ratings.T:
        is_given = ~np.isnan(column)
        run = np.where(is_given, np.where(column == last, run + 1, 1), run)
        last = np.where(is_given, column, last)
        longest = np.maximum(longest, run)
    return longest
