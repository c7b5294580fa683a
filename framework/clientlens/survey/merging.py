"""The merging of small groups: values of an attribute that few have become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from clientlens.arrays import ObjectArray
from clientlens.config.schema import Attribute, Language, Merge, Text
from clientlens.config.study import Study
from clientlens.survey.answers import Answers

_OTHER = {"other": Text(zh="其他", en="Other")}
"""What the value is called that merging gives by default."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The values of an attribute that few have, and what they became.

    ``was_there`` says that others had that value before; ``names`` is what reports called the
    values, as far as they had a name.
    """

    attribute: str
    values: tuple[str, ...]
    into: str
    was_there: bool
    names: Mapping[str, Text] = field(default_factory=dict)

    def names_in(self, language: Language) -> list[str]:
        """What reports call the values that were put together."""
        named = {value: text.in_language(language) for value, text in self.names.items()}
        return [named.get(value) or value for value in self.values]

    def of(self, answers: Answers) -> Answers:
        """Answers with the values put together, as far as they have the attribute."""
        column = answers.attributes.get(self.attribute)
        if column is None:
            return answers
        merged = merge(column, self.values, self.into)
        return replace(answers, attributes={**answers.attributes, self.attribute: merged})


def find_small(answers: Answers, study: Study) -> tuple[Merged, ...]:
    """What ``segments.merge`` puts together: the values that too few respondents have."""
    asked = study.segments.merge if study.segments else {}
    found = [_small(answers, study, name, merge) for name, merge in asked.items()]
    return tuple(merged for merged in found if merged.values)


def with_merged(study: Study, found: Collection[Merged]) -> Study:
    """A study whose attributes know the values that are left, and their names."""
    known = dict(study.respondents)
    for merged in found:
        asked = study.segments.merge[merged.attribute] if study.segments else None
        name = (asked and asked.name) or _OTHER.get(merged.into)
        known[merged.attribute] = _left(known[merged.attribute], merged, name)
    return replace(study, respondents=known)


def merge(column: ObjectArray, values: Collection[str], into: str) -> ObjectArray:
    """(n,) a column in which some values became one."""
    return np.where(np.isin(column, list(values)), into, column).astype(object)


def _small(answers: Answers, study: Study, name: str, asked: Merge) -> Merged:
    sizes = Counter(str(v) for v in answers.attributes[name] if v is not None)
    order = list(dict.fromkeys([*study.respondents[name].values.values(), *sorted(sizes)]))
    small = [v for v in order if 0 < sizes[v] < asked.below and v != asked.into]
    known = study.respondents[name].names
    names = {value: known[value] for value in small if value in known}
    return Merged(name, tuple(small), asked.into, asked.into in sizes, names)


def _left(attribute: Attribute, merged: Merged, name: Text | None) -> Attribute:
    values = {cell: v for cell, v in attribute.values.items() if v not in merged.values}
    if merged.into not in values.values():
        values[merged.into] = merged.into
    names = {v: text for v, text in attribute.names.items() if v not in merged.values}
    if name and merged.into not in names:
        names[merged.into] = name
    return attribute.model_copy(update={"values": values, "names": names})
