"""The notes: what an evaluation could not tell, and why."""

from __future__ import annotations

from clientlens.report.group_notes import group_notes
from clientlens.report.note import Note
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result

MOST_NAMED = 6
"""So many quantities are named one by one."""

_MOST_FAILED = 2
"""So many quantities that replicates couldn't estimate have a note of their own."""


def notes_of(evaluation: Evaluation) -> tuple[Note, ...]:
    """Groups, failed replicates and absent quantities, in this order."""
    notes = group_notes(evaluation)
    for result in evaluation.results.values():
        own = words_of(evaluation, result)
        notes += _failed(result, own)
        notes += _absent(result, own)
    return tuple(notes)


def _failed(result: Result, words: Words) -> list[Note]:
    """A note for each quantity; where they are several, one for all."""
    failed = result.estimates.failed()
    if len(failed) > _MOST_FAILED:
        replicates = result.estimates.data.sizes["replicate"] - 1  # the first is the sample
        note = words(
            "note-failed-many",
            model=words.model(result),
            count=len(failed),
            most=max(failed.values()),
            total=replicates * len(result.estimates.groups),
        )
        return [Note(note)]
    return [
        Note(
            words(
                "note-failed", model=words.model(result), quantity=words.column(name), count=count
            )
        )
        for name, count in failed.items()
    ]


def _absent(result: Result, words: Words) -> list[Note]:
    """One note for a reason: which quantities, and of which groups."""
    found: dict[tuple[str, str], list[str]] = {}
    for (group, quantity), reason in result.estimates.absent.items():
        found.setdefault((group, reason), []).append(words.column(quantity))
    groups: dict[tuple[str, str], list[str]] = {}
    for (group, reason), names in found.items():
        groups.setdefault((_listed(names, result, words), reason), []).append(words.group(group))
    return [
        Note(
            words(
                "note-absent",
                model=words.model(result),
                group=words("name-separator").join(of),
                names=names,
                reason=words.code("reason", reason),
            ),
            "remark",
        )
        for (names, reason), of in groups.items()
    ]


def _listed(names: list[str], result: Result, words: Words) -> str:
    """Quantities by their names; all of a model's are its results."""
    distinct = list(dict.fromkeys(names))
    known = len({*result.estimates.data, *result.estimates.counts})
    if len(distinct) > MOST_NAMED and len(distinct) > known / 2:
        return words("note-results")
    return words("name-separator").join(distinct)
