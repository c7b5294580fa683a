"""The vocabulary: what choices, options, universes and conclusions are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from clientlens.config.schema import Text
from clientlens.multiverse.outcomes import CLASS, TOP
from clientlens.multiverse.sweep import Sweep
from clientlens.report.numbers import number
from clientlens.report.words import Words, words_of

LOCALE = Path(__file__).parent / "locale"
INDEX = "index"
MOST_NAMES = 8
"""So many names are listed in a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of one sweep, in the language of its study."""

    sweep: Sweep
    words: Words

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key`."""
        return self.words(key, **variables)

    def choice(self, code: str) -> str:
        """The name of a choice."""
        return self._named(self.sweep.study.choices[code].name, code)

    def option(self, choice: str, option: str) -> str:
        """The name of an option; what the study says has one even where nobody gave it."""
        known = self.sweep.study.choices[choice]
        named = known.names.get(option)
        is_unnamed_base = option == known.base and option not in self._written(choice)
        return self._named(named, self("sweep-as-is") if is_unnamed_base else option)

    def _written(self, choice: str) -> Iterable[str]:
        """The options as they stand in the study file."""
        written: Iterable[str] = self.sweep.study.values["vary"][choice]["options"]
        return written

    def model(self, name: str) -> str:
        """The name of a model; its entry where the study as it is hasn't got it."""
        result = self.sweep.base.results.get(name)
        return name if result is None else words_of(self.sweep.base, result).model(result)

    def class_name(self, model: str, code: str) -> str:
        """The name of a class that a model tells."""
        result = self.sweep.base.results.get(model)
        words = self.words if result is None else words_of(self.sweep.base, result)
        return words.code(CLASS, code)

    def quantity(self, model: str, name: str) -> str:
        """The name of a number that a model gives."""
        result = self.sweep.base.results.get(model)
        words = self.words if result is None else words_of(self.sweep.base, result)
        return words.column(name)

    def subject(self, code: str) -> str:
        """The name of an indicator or a dimension."""
        return self.words.hierarchy.name(code, self.words.language)

    def label(self, model: str, conclusion: str, subject: str) -> str:
        """What a conclusion is about."""
        if conclusion in (CLASS, TOP):
            return self.subject(subject)
        named = self.quantity(model, conclusion)
        return f"{named} · {self.subject(subject)}" if subject else named

    def value(self, quantity: str, value: float) -> str:
        """A number as it is read."""
        return number(quantity, value)

    def universe(self, code: str) -> str:
        """The options of a universe; those of choices that the study makes otherwise suffice."""
        row = self.sweep.universes.set_index("universe").loc[code]
        switched = [
            f"{self.choice(choice)}: {self.option(choice, str(row[choice]))}"
            for choice, options in self.sweep.grid.options.items()
            if row[choice] != options[0]
        ]
        return self("sweep-list-separator").join(switched) or self("sweep-as-is")

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other; of many the first, and how many more there are."""
        found = list(names)
        shown = self("name-separator").join(found[:MOST_NAMES])
        if len(found) <= MOST_NAMES:
            return shown
        return self("sweep-and-more", names=shown, count=len(found) - MOST_NAMES)

    def _named(self, text: Text | None, code: str) -> str:
        return (text.in_language(self.words.language) if text else None) or code


def vocabulary_of(sweep: Sweep) -> Vocabulary:
    """The words of a sweep."""
    words = words_of(sweep.base)
    return Vocabulary(sweep, replace(words, messages=words.messages.with_folder(LOCALE)))
