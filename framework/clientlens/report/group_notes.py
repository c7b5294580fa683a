"""The notes on groups: which are not shown, small, put together or found, and how."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.report.note import Note
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation
from clientlens.segmentation import Segmentation
from clientlens.survey.groups import FEW, Group
from clientlens.survey.merging import Merged


def group_notes(evaluation: Evaluation) -> list[Note]:
    """Suppressed, small and merged groups, values that may be misspelt, segments found."""
    words = words_of(evaluation)
    return [
        *_suppressed(evaluation, words),
        *_small(evaluation, words),
        *(_merged(evaluation, merged, words) for merged in evaluation.merged),
        *_lookalikes(evaluation, words),
        *(note for name in evaluation.segmentations for note in _found(evaluation, name)),
    ]


def _suppressed(evaluation: Evaluation, words: Words) -> Iterator[Note]:
    smallest = evaluation.study.report.minimum_group
    hidden = [group for group in evaluation.groups if group.is_suppressed]
    few = [group for group in hidden if group.n < smallest]
    beside = [group for group in hidden if group.n >= smallest]
    for key, groups in (("note-suppressed", few), ("note-suppressed-beside", beside)):
        if groups:
            names = _names(groups, words)
            yield Note(words(key, names=names, count=len(groups), smallest=smallest))


def _small(evaluation: Evaluation, words: Words) -> Iterator[Note]:
    small = [group for group in evaluation.groups if group.attribute and group.is_small]
    if small:
        yield Note(words("note-small", names=_names(small, words), few=FEW))


def _merged(evaluation: Evaluation, merged: Merged, words: Words) -> Note:
    segments = evaluation.study.segments
    below = segments.merge[merged.attribute].below if segments else 0
    known = evaluation.study.respondents[merged.attribute].names.get(merged.into)
    text = words(
        "note-merged-there" if merged.was_there else "note-merged",
        attribute=words.attribute(merged.attribute),
        names=words("name-separator").join(merged.names_in(words.language)),
        into=(known.in_language(words.language) if known else None) or merged.into,
        below=below,
    )
    return Note(text, "remark")


def _lookalikes(evaluation: Evaluation, words: Words) -> Iterator[Note]:
    for found in evaluation.lookalikes:
        attribute = words.attribute(found.attribute)
        text = words(
            "note-lookalike",
            attribute=attribute,
            code=found.attribute,
            value=found.value,
            like=found.like,
        )
        yield Note(text)


def _found(evaluation: Evaluation, name: str) -> Iterator[Note]:
    """How segments were found, or why there are none, and what they should be read with."""
    found = evaluation.segmentations[name]
    words = words_of(evaluation, found=name)
    title = words.attribute(name)
    yield Note(_how(evaluation, found, words, name), "remark" if found.codes else "warning")
    for remark in found.remarks:
        said = words.code("reason", remark)
        yield Note(words("note-found-remark", name=title, remark=said), "remark")


def _how(evaluation: Evaluation, found: Segmentation, words: Words, name: str) -> str:
    method = words.code("segmenter", evaluation.study.found[name].method)
    title = words.attribute(name)
    if not found.codes:
        reason = words.code("reason", found.reason)
        return words("note-found-none", name=title, method=method, reason=reason)
    text = words("note-found", name=title, method=method, count=len(found.codes))
    if not found.chosen_by:
        return text
    return text + words("note-found-chosen", criterion=words.code("criterion", found.chosen_by))


def _names(groups: list[Group], words: Words) -> str:
    return words("name-separator").join(words.group(group.code) for group in groups)
