"""The notes: what an evaluation could not tell, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that could not be told; ``weight`` is ``warning`` where a reader must know it."""

    text: str
    weight: Literal["warning", "remark"] = "warning"


def notes_of(evaluation: Evaluation) -> tuple[Note, ...]:
    """Suppressed groups, failed replicates and absent quantities, in this order."""
    words = words_of(evaluation)
    notes = _suppressed(evaluation, words)
    for result in evaluation.results.values():
        own = words_of(evaluation, result)
        notes += _failed(result, own)
        notes += _absent(result, own)
    return tuple(notes)


def _suppressed(evaluation: Evaluation, words: Words) -> list[Note]:
    names = [words.group(group.code) for group in evaluation.groups if group.is_suppressed]
    if not names:
        return []
    smallest = evaluation.study.report.minimum_group
    joined = words("name-separator").join(names)
    return [Note(words("note-suppressed", names=joined, count=len(names), smallest=smallest))]


def _failed(result: Result, words: Words) -> list[Note]:
    return [
        Note(words("note-failed", model=result.name, quantity=words.column(name), count=count))
        for name, count in result.estimates.failed().items()
    ]


def _absent(result: Result, words: Words) -> list[Note]:
    """One note for a reason: which quantities, and of which group where not of everybody."""
    found: dict[tuple[str, str], list[str]] = {}
    for (group, quantity), reason in result.estimates.absent.items():
        found.setdefault((group, reason), []).append(words.column(quantity))
    return [
        Note(
            words(
                "note-absent",
                model=result.name,
                group=words.group(group),
                names=words("name-separator").join(dict.fromkeys(names)),
                reason=reason,
            ),
            "remark",
        )
        for (group, reason), names in found.items()
    ]
