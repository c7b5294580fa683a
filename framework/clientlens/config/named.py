"""The names in the options of a plugin: whether the study knows them, and what would do.

Each function gives the problems, none or one; ``path`` is where the name is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.config.study import Study
from clientlens.config.text import KeyPath
from clientlens.errors import Problem, did_you_mean


def check_facet(study: Study, facet: str, path: KeyPath) -> Iterator[Problem]:
    """A facet that is asked of every indicator."""
    if facet not in study.facets:
        hint = did_you_mean(facet, study.facets) or "Declare it under 'facets:'."
        yield study.problem(f"unknown facet '{facet}'", *path, hint=hint)


def check_item(study: Study, item: str, path: KeyPath) -> Iterator[Problem]:
    """A single question."""
    if item not in study.items:
        hint = did_you_mean(item, study.items) or "Declare it under 'items:'."
        yield study.problem(f"unknown item '{item}'", *path, hint=hint)


def check_indicators(study: Study, what: str, path: KeyPath) -> Iterator[Problem]:
    """A hierarchy of indicators; `what` says for what, as "a gap is one of an indicator"."""
    if not study.dimensions:
        yield study.problem(what, *path, hint="Write the indicators under 'hierarchy:'.")
