"""The segmentations of a study: which method finds which segments, and with which options."""

from __future__ import annotations

from typing import Any

from clientlens.config.schema import Attribute, Found, StudyFile
from clientlens.config.study import SegmentationChoice, Vocabulary
from clientlens.config.text import Document
from clientlens.config.validate import validate
from clientlens.errors import Problem, did_you_mean


def choose_segmentations(
    value: Any, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, SegmentationChoice]:
    """The segmentations that a study wants to be found.

    Parameters
    ----------
    value : any
        What stands below ``segments:``; whatever isn't a map is told by the schema.
    document : Document
        The study with its places.
    vocabulary : Vocabulary
        The methods that plugins offer.
    problems : list of Problem
        Takes up what is wrong.
    """
    entries = value.get("found") if isinstance(value, dict) else None
    choices = {}
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        choice = _choice(str(name), entry, document, vocabulary, problems)
        if choice:
            choices[choice.name] = choice
    return choices


def with_found(file: StudyFile) -> dict[str, Attribute]:
    """The attributes of a study, and those that are yet to be found."""
    found = file.segments.found if file.segments else {}
    return {**file.respondents, **{name: Attribute(name=own.name) for name, own in found.items()}}


def _choice(
    name: str, entry: Any, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> SegmentationChoice | None:
    """One segmentation; None where the method isn't known or the options don't fit."""
    if not isinstance(entry, dict) or not isinstance(entry.get("method"), str):
        return None  # the schema complains
    method, path = entry["method"], ("segments", "found", name)
    if method not in vocabulary.segmenters:
        hint = did_you_mean(method, sorted(vocabulary.segmenters))
        place = document.place(*path, "method")
        hint = hint or "No plugin that is loaded finds segments."
        problems.append(Problem(f"unknown segmentation method '{method}'", place, hint))
        return None
    given = {key: v for key, v in entry.items() if key not in Found.model_fields}
    options = validate(given, document, vocabulary.segmenters[method], path, problems)
    if options is None:
        return None
    return SegmentationChoice(name, method, options, path)
