"""What must fit together between a study and what it writes of segments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clientlens.plugin_api import Problem, SegmentationChoice, Study, did_you_mean, questions_of
from clientlens_segments.options import GapOf, LatentClassOptions, SegmentsOptions

MOST_VALUES = 20
"""An attribute with more values is no feature: each would be a segment of its own."""

FEWEST, MOST_SEGMENTS = 2, 20
"""Numbers of segments that a study may ask for."""

MANY_HINT = f"{MOST_VALUES} at most; put values together by  rules:  of a new attribute."

_Path = tuple[str | int, ...]


def check_segmentation(study: Study, choice: SegmentationChoice) -> Iterator[Problem]:
    """Every problem of an entry under ``segments.found``, at its place."""
    options: Any = choice.options
    path = tuple(choice.path)
    for i, entry in enumerate(options.features):
        if isinstance(entry, GapOf):
            yield from _check_gap(study, entry, (*path, "features", i))
        else:
            yield from _check_entry(study, entry, (*path, "features", i))
    gaps = [i for i, entry in enumerate(options.features) if isinstance(entry, GapOf)]
    if len(gaps) > 1:
        hint = "Make a segmentation of each."
        yield study.problem(
            "one gap can be compared at a time", *path, "features", gaps[1], hint=hint
        )
    yield from _check_numbers(study, options, path)
    yield from _check_ratings(study, options, path)


def _check_entry(study: Study, entry: str, path: _Path) -> Iterator[Problem]:
    if entry in study.found:
        message = f"'{entry}' is found itself, and can't be a feature"
        yield study.problem(message, *path, hint="Compare by answers, or by attributes given.")
        return
    if entry in study.respondents:
        count = len(set(study.respondents[entry].values.values()))
        if count > MOST_VALUES:
            yield study.problem(many_values(entry, count), *path, hint=MANY_HINT)
        return
    questions = questions_of(study)
    if entry in study.facets and any(q.facet == entry for q in questions):
        return
    if entry in {question.name for question in questions}:
        return
    if entry in study.facets:
        message = f"facet '{entry}' is asked of nothing"
        yield study.problem(message, *path, hint="Write the indicators under 'hierarchy:'.")
        return
    given = [code for code in study.respondents if code not in study.found]
    known = [*study.facets, *study.items, *given, *(q.name for q in questions)]
    hint = did_you_mean(entry, known) or "Name a facet, a question or a respondent attribute."
    yield study.problem(f"unknown feature '{entry}'", *path, hint=hint)


def many_values(attribute: str, count: int) -> str:
    """What is wrong with an attribute that names almost everybody by a name of their own."""
    return f"attribute '{attribute}' has {count} values, too many to compare by"


def _check_gap(study: Study, entry: GapOf, path: _Path) -> Iterator[Problem]:
    for j, facet in enumerate(entry.gap):
        if facet not in study.facets:
            hint = did_you_mean(facet, study.facets) or "Declare it under 'facets:'."
            yield study.problem(f"unknown facet '{facet}'", *path, "gap", j, hint=hint)
    first, second = entry.gap
    if first == second:
        message = f"the gap of '{first}' to itself is nothing"
        yield study.problem(message, *path, "gap", 1, hint="Name another facet.")
    elif first in study.facets and second in study.facets:
        scales = [study.scales.get(study.facets[facet].scale) for facet in entry.gap]
        if scales[0] and scales[1] and scales[0].points != scales[1].points:
            message = f"'{first}' and '{second}' are not answered on one scale"
            hint = "Their difference means nothing; compare by the facets themselves."
            yield study.problem(message, *path, "gap", hint=hint)


def _check_numbers(study: Study, options: Any, path: _Path) -> Iterator[Problem]:
    number: Any = getattr(options, "segments", "auto")
    if number != "auto" and not FEWEST <= number <= MOST_SEGMENTS:
        message = f"a number of {number} segments can't be"
        hint = f"Write {FEWEST} to {MOST_SEGMENTS}, or auto."
        yield study.problem(message, *path, "segments", hint=hint)
    if number != "auto" and "most" in options.model_fields_set:
        message = "'most' is not used with a number of segments"
        yield study.problem(message, *path, "most", hint="Take it away, or say  segments: auto.")
    if number != "auto" and "choose_by" in options.model_fields_set:
        message = "'choose_by' is not used with a number of segments"
        hint = "Take it away, or say  segments: auto."
        yield study.problem(message, *path, "choose_by", hint=hint)
    minimum = study.report.minimum_group
    if options.fewest_members is not None and options.fewest_members < minimum:
        message = f"segments of {options.fewest_members} are smaller than what may be shown"
        hint = f"report.minimum_group is {minimum}."
        yield study.problem(message, *path, "fewest_members", hint=hint)


def _check_ratings(study: Study, options: Any, path: _Path) -> Iterator[Problem]:
    """Settings of answers need answers."""
    is_attribute = [isinstance(e, str) and e in study.respondents for e in options.features]
    if isinstance(options, LatentClassOptions) or not all(is_attribute):
        return
    for key, usual in (("centre", "none"), ("level", "indicators")):
        if getattr(options, key) != usual:
            message = f"'{key}' needs answers, and there are attributes alone"
            yield study.problem(
                message, *path, key, hint="Take it away, or add a facet to 'features'."
            )


def check_model(study: Study, options: SegmentsOptions) -> Iterator[Problem]:
    """Every problem of the model that shows segments."""
    names = [choice.name for choice in study.models.values() if choice.options is options]
    entry: _Path = ("models", *names[:1])
    for key in ("of", "attributes"):
        for i, attribute in enumerate(getattr(options, key) or ()):
            if attribute not in study.respondents:
                hint = did_you_mean(attribute, study.respondents)
                hint = hint or "Declare it under 'respondents:' or 'segments.found:'."
                message = f"unknown respondent attribute '{attribute}'"
                yield study.problem(message, *entry, key, i, hint=hint)
    if not options.of and not study.grouped_by:
        hint = "Write  segments:  with  by  or  found, or name attributes under  of."
        yield study.problem("there are no segments to show", *entry, hint=hint)
