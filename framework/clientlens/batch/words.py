"""The words of a summary: what models, regions, waves, indicators and studies are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clientlens.batch.summary import Summary
from clientlens.config.schema import Language
from clientlens.messages import LOCALE as REPORT_LOCALE
from clientlens.messages import Messages
from clientlens.plugins import Registry
from clientlens.report.words import catalogue

LOCALE = Path(__file__).parent / "locale"
MOST_STUDIES = 8
"""So many studies are named in a sentence; the tables hold all."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The vocabulary of a summary in the language of most of its reports."""

    messages: Messages
    language: Language
    summary: Summary
    models: Mapping[str, str]
    """Entry under ``models:`` → its name."""

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key`."""
        return self.messages(key, **variables)

    def model(self, name: str) -> str:
        """What a model is called."""
        return self.models.get(name, name)

    def region(self, region: str) -> str:
        """A region, written from coarse to fine."""
        return region.replace("/", " · ") or self("batch-everywhere")

    def wave(self, wave: str) -> str:
        """A survey round."""
        return self("batch-wave", wave=wave) if wave else self("batch-no-wave")

    def depth(self, depth: int) -> str:
        """Regions of so many parts."""
        return self("batch-depth", depth=depth)

    def code(self, code: str) -> str:
        """An indicator or a dimension."""
        text = self.summary.names.get(code)
        return (text.in_language(self.language) if text else None) or code

    def study(self, study: str) -> str:
        """The title of a study; its id where it has none."""
        text = self.summary.titles.get(study)
        return (text.in_language(self.language) if text else None) or study

    def studies(self, ids: Sequence[str]) -> str:
        """The ids of studies in a sentence, some of them where they are many."""
        named = self("name-separator").join(ids[:MOST_STUDIES])
        if len(ids) <= MOST_STUDIES:
            return named
        return self("batch-and-more", names=named, count=len(ids) - MOST_STUDIES)


def words_of(summary: Summary, registry: Registry) -> Words:
    """The vocabulary of a summary; the plugins say what their models are called."""
    language = summary.language
    return Words(
        messages=Messages(language, (REPORT_LOCALE, LOCALE)),
        language=language,
        summary=summary,
        models={
            name: _model_name(name, use, language, registry) for name, use in summary.uses.items()
        },
    )


def _model_name(name: str, use: str, language: Language, registry: Registry) -> str:
    model = registry.models.get(use)
    messages = catalogue(language, model.locale if model else None)
    title = messages.get(f"model-{use}", use)
    return title if name == use else messages("model-entry", model=title, name=name)
