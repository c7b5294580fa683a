"""The plugins that a study says it needs, and what to install where one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clientlens.config.schema import StudyFile
from clientlens.config.study import Vocabulary
from clientlens.config.text import Document
from clientlens.errors import Problem

_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")


def check_plugins(
    study: StudyFile, document: Document, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Plugins of ``plugins:`` that aren't loaded, or that another distribution brings."""
    for name, distribution in study.plugins.items():
        place = document.place("plugins", name)
        brought_by = vocabulary.plugins.get(name)
        if not _DISTRIBUTION.fullmatch(distribution):
            hint = "Write its name alone, letters and digits with - _ or . between them."
            yield Problem(f"'{distribution}' can't be the name of a distribution", place, hint)
        elif brought_by is None:
            hint = f"Install it:  python -m pip install {distribution}"
            yield Problem(f"the study needs the plugin '{name}' of {distribution}", place, hint)
        elif _normal(brought_by) != _normal(distribution):
            message = f"the study needs the plugin '{name}' of {distribution}"
            hint = f"Install the one in place of the other, or name {brought_by} here."
            yield Problem(f"{message}, and {brought_by} brings one of that name", place, hint)


def _normal(distribution: str) -> str:
    """A distribution whatever way it is spelt, as the Python packaging guide compares names."""
    return re.sub(r"[-_.]+", "-", distribution).lower()
