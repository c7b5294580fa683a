"""The names in the options of a plugin: whether the study knows them, and what would do.

Each function gives the problems that it finds; ``path`` is where a name is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clientlens.config.schema import Options
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


def check_asked(
    study: Study,
    options: Options,
    facets: Sequence[str] = (),
    items: Sequence[str] = (),
    needs: str = "",
) -> Iterator[Problem]:
    """Whether the study asks all that the options of a model name.

    Parameters
    ----------
    study : Study
        The study.
    options : Options
        Those of one entry under ``models:``.
    facets, items : sequence of str
        Options that name a facet, or a single question; one that is None names none.
    needs : str, optional
        What needs a hierarchy of indicators, as "a contrast needs indicators that are rated".
    """
    entry = study.entry(options)
    if needs and not study.dimensions:
        yield study.problem(needs, *entry, hint="Write the indicators under 'hierarchy:'.")
    for names, check in ((items, check_item), (facets, check_facet)):
        for name in names:
            value = getattr(options, name)
            if value is not None:
                yield from check(study, value, (*entry, name))
