"""The lookalikes: values of an attribute that may be one, spelt in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from clientlens.config.study import Study
from clientlens.spelling import fold
from clientlens.survey.answers import Answers

_TIMES_MORE = 10
"""A misspelling is rare beside what was meant."""
_SHORTEST = 3
"""Shorter names differ in one character without being misspelt."""
_CHARACTERS_A_SLIP = 8
"""Two slips are forgiven from twice as many characters on."""
_MOST_VALUES = 1000
"""An attribute with more values names respondents, not groups."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A value that few respondents have, spelt nearly like one that many have."""

    attribute: str
    value: str
    like: str


def find_lookalikes(answers: Answers, study: Study) -> tuple[Lookalike, ...]:
    """Values that look like misspellings, of the attributes whose values aren't declared.

    A value that fewer than ``report.minimum_group`` respondents have looks like one that ten
    times as many have, if a slip of the pen or two lead from one to the other: a character too
    many, too few, another one, or two that changed places. Digits are no slips: branch 1 is not
    branch 2.
    """
    minimum = study.report.minimum_group
    return tuple(
        Lookalike(code, rare, like)
        for code, attribute in study.asked_attributes.items()
        if not attribute.values
        for rare, like in _pairs(Counter(answers.attributes[code]), minimum)
    )


def _pairs(sizes: Counter[str | None], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rare value with the most frequent one that it looks like."""
    known = {str(value): size for value, size in sizes.items() if value is not None}
    if len(known) > _MOST_VALUES:
        return
    by_size = sorted(known, key=lambda value: (-known[value], value))
    frequent = [value for value in by_size if known[value] >= minimum]
    for rare in by_size[len(frequent) :]:
        many = (value for value in frequent if known[value] >= _TIMES_MORE * known[rare])
        like = next((value for value in many if look_alike(rare, value)), None)
        if like:
            yield rare, like


def look_alike(one: str, other: str) -> bool:
    """Whether two names differ by a slip, or by two where they are long.

    Examples
    --------
    >>> look_alike("Guangzhuo", "Guangzhou"), look_alike("branch 1", "branch 2")
    (True, False)
    """
    a, b = fold(one), fold(other)
    longest = max(len(a), len(b))
    if longest < _SHORTEST or _digits(a) != _digits(b):
        return False
    return slips(a, b) <= 1 + (longest >= 2 * _CHARACTERS_A_SLIP)


def slips(a: str, b: str) -> int:
    """How many slips lead from one text to another (optimal string alignment distance).

    Examples
    --------
    >>> slips("east", "esat"), slips("east", "eats"), slips("east", "west")
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            fewest = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                fewest = min(fewest, earlier[j - 2] + 1)
            row.append(fewest)
    return row[-1]


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
