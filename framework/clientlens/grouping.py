"""The grouping: which groups the clients fall into, given, derived, found or put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from clientlens.config.study import Study
from clientlens.errors import StudyError
from clientlens.results.members import Members
from clientlens.sample import Sample
from clientlens.segmentation import Segmentation, with_segments
from clientlens.segmenter import Segmenter, find_segments
from clientlens.survey.answers import Answers
from clientlens.survey.derived import with_derived
from clientlens.survey.groups import Group, check_values, find_groups, with_values
from clientlens.survey.lookalikes import Lookalike, find_lookalikes
from clientlens.survey.merging import Merged, find_small, with_merged


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The clients who were kept, and the groups that they make.

    Attributes
    ----------
    study : Study
        The study, whose attributes know all of their values.
    answers : Answers
        With an attribute for every segmentation; small groups put together.
    groups : tuple of Group
        Everybody first.
    segmentations : mapping
        Name → the segments that were found, small ones put together as well.
    merged : tuple of Merged
        What was put together.
    lookalikes : tuple of Lookalike
        Values that may be one, spelt in two ways.
    members : Members or None
        Who belongs where, by respondent id, where the study asks for it.
    """

    study: Study
    answers: Answers
    groups: tuple[Group, ...]
    segmentations: Mapping[str, Segmentation]
    merged: tuple[Merged, ...]
    lookalikes: tuple[Lookalike, ...]
    members: Members | None = None

    def of_role(self, answers: Answers) -> Answers:
        """Answers of others than clients, with the same attributes as far as they have them."""
        answers = with_derived(answers, self.study.respondents)
        for merged in self.merged:
            answers = merged.of(answers)
        return answers


def group_clients(
    study: Study,
    answers: Answers,
    segmenters: Mapping[str, Segmenter],
    everybody: Callable[[Study], Sample],
) -> Grouping:
    """The groups of a study.

    Parameters
    ----------
    study : Study
        The study as it was read.
    answers : Answers
        Of the clients who were kept.
    segmenters : mapping
        Name → a way to find segments.
    everybody : callable
        Makes the sample as answered, for the study whose attributes know their values; asked only
        where segments are to be found.

    Raises
    ------
    AnswersError
        An attribute makes no groups, or too many.
    StudyError
        Members are to be written by respondent id, and there is none.
    """
    _check_ids(study, answers)
    lookalikes = find_lookalikes(answers, study)
    study = with_values(study, answers)
    found = find_segments(everybody(study), study, segmenters) if study.found else {}
    study, answers = with_segments(study, answers, found)
    merged = find_small(answers, study)
    for one in merged:
        answers = one.of(answers)
        if one.attribute in found:
            found[one.attribute] = found[one.attribute].merged(one)
    study = with_merged(study, merged)
    check_values(answers, study)
    groups = find_groups(answers, study)
    study, found = _without_hidden_names(study, found, groups)
    members = _members(study, answers, found)
    return Grouping(study, answers, groups, found, merged, lookalikes, members)


def _without_hidden_names(
    study: Study, found: Mapping[str, Segmentation], groups: tuple[Group, ...]
) -> tuple[Study, dict[str, Segmentation]]:
    """Segments that aren't shown lose their names, which tell of their profile."""
    hidden = {(group.attribute, group.value) for group in groups if group.is_suppressed}
    known, named = dict(study.respondents), dict(found)
    for name, segmentation in found.items():
        names = {c: text for c, text in known[name].names.items() if (name, c) not in hidden}
        known[name] = known[name].model_copy(update={"names": names})
        own = {c: text for c, text in segmentation.names.items() if c in names}
        named[name] = replace(segmentation, names=own)
    return replace(study, respondents=known), named


def _check_ids(study: Study, answers: Answers) -> None:
    """Members can't be named without ids."""
    if study.segments and study.segments.members and answers.ids is None:
        hint = "Name the column under survey.respondent_id."
        message = "members of segments are written by respondent id, and none is named"
        raise StudyError(study.problem(message, "segments", "members", hint=hint))


def _members(study: Study, answers: Answers, found: Mapping[str, Segmentation]) -> Members | None:
    if answers.ids is None or not (study.segments and study.segments.members):
        return None
    segments = {name: answers.attributes[name] for name in study.grouped_by}
    probabilities = {
        name: own.probabilities[np.arange(len(answers)), own.labels]
        for name, own in found.items()
        if own.probabilities is not None and own.codes
    }
    return Members(answers.ids, segments, probabilities)
