"""The checks of what makes groups: attributes that are there, and segments yet to be found."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.config.derived import crossed_by
from clientlens.config.schema import Segments, StudyFile
from clientlens.config.text import Document, KeyPath
from clientlens.errors import Problem, did_you_mean


def check_groups(study: StudyFile, document: Document) -> Iterator[Problem]:
    """What must fit together between the groups of a study and the rest of it."""
    yield from _check_cluster(study, document)
    if study.segments is None:
        return
    yield from _check_names(study, study.segments, document)
    yield from _check_found(study, study.segments, document)
    yield from _check_merge(study, study.segments, document)
    yield from _check_members(study, study.segments, document)


def _check_names(study: StudyFile, segments: Segments, document: Document) -> Iterator[Problem]:
    """Every name is that of an attribute, and makes groups once."""
    path = ("segments", "by")
    known = [*study.respondents, *segments.found]
    if not segments.by and not segments.found:
        hint = "Name an attribute under segments.by, or a method under segments.found."
        yield Problem("the segments are made by nothing", document.key_place("segments"), hint)
    for i, name in enumerate(segments.by):
        if name in segments.by[:i]:
            yield Problem(f"segments by '{name}' are asked for twice", document.place(*path, i))
        if name not in known:
            yield _unknown(name, known, document, (*path, i))
    for i, name in enumerate(segments.differences.by if segments.differences else ()):
        here = ("segments", "differences", "by", i)
        if name not in known:
            yield _unknown(name, known, document, here)
        elif name not in (*segments.by, *segments.found):
            message = f"attribute '{name}' makes no groups that could be compared"
            yield Problem(message, document.place(*here), "Name it under segments.by as well.")


def _check_found(study: StudyFile, segments: Segments, document: Document) -> Iterator[Problem]:
    """A segmentation becomes an attribute of its own."""
    for name in segments.found:
        if name in study.respondents:
            message = f"segments can't be found as '{name}', which is an attribute already"
            hint = f"The attribute is at {document.key_place('respondents', name)}."
            yield Problem(message, document.key_place("segments", "found", name), hint)


def _check_merge(study: StudyFile, segments: Segments, document: Document) -> Iterator[Problem]:
    known = [*study.respondents, *segments.found]
    for name in segments.merge:
        path = ("segments", "merge", name)
        if name not in known:
            yield _unknown(name, known, document, path, is_key=True)
        elif name == study.uncertainty.cluster:
            message = f"the clusters by '{name}' are drawn one by one, so none can be merged"
            hint = "Derive an attribute by rules, and merge the small groups of that."
            yield Problem(message, document.key_place(*path), hint)


def _check_members(study: StudyFile, segments: Segments, document: Document) -> Iterator[Problem]:
    """A study without a survey file is a base for others, which name their own columns."""
    if segments.members and study.survey.source and study.survey.respondent_id is None:
        message = "members of segments are written by respondent id, and none is named"
        hint = "Name the column under survey.respondent_id."
        yield Problem(message, document.place("segments", "members"), hint)


def _check_cluster(study: StudyFile, document: Document) -> Iterator[Problem]:
    """Clusters are values of an attribute, and a group holds several of them."""
    cluster, segments = study.uncertainty.cluster, study.segments
    if cluster is None:
        return
    path = ("uncertainty", "cluster")
    found = segments.found if segments else {}
    for name in [*(segments.by if segments else ()), *found]:
        if name == cluster or cluster in crossed_by(name, study.respondents):
            message = f"a group by '{name}' is one cluster, and has no interval"
            hint = "Take it from segments.by, or resample respondents one by one."
            yield Problem(message, document.place(*path), hint)
    if cluster not in study.respondents and cluster not in found:
        yield _unknown(cluster, list(study.respondents), document, path)


def _unknown(
    name: str, known: list[str], document: Document, path: KeyPath, *, is_key: bool = False
) -> Problem:
    hint = did_you_mean(name, known) or "Declare it under 'respondents:'."
    place = document.key_place(*path) if is_key else document.place(*path)
    return Problem(f"unknown respondent attribute '{name}'", place, hint)
