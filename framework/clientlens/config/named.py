"""The names in the options of a plugin: whether the study knows them, and what would do.

Each function gives the problems that it finds; ``path`` is where a name is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.config.text import KeyPath
from clientlens.errors import Problem, did_you_mean


def check_facet(study: Study, facet: str, path: KeyPath, more: str = "") -> Iterator[Problem]:
    """A facet that is asked of every indicator; `more` is added to the message."""
    if facet not in study.facets:
        hint = did_you_mean(facet, study.facets) or "Declare it under 'facets:'."
        yield study.problem(f"unknown facet '{facet}'{more}", *path, hint=hint)


def check_item(study: Study, item: str, path: KeyPath, more: str = "") -> Iterator[Problem]:
    """A single question; `more` is added to the message."""
    if item not in study.items:
        hint = did_you_mean(item, study.items) or "Declare it under 'items:'."
        yield study.problem(f"unknown item '{item}'{more}", *path, hint=hint)


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
                yield from check(study, value, (*entry, name), _default(options, name))


def check_overall(study: Study, options: Any) -> Iterator[Problem]:
    """Whether the study asks the question `overall`, from which importance is derived.

    `options` are those of a model with ``importance`` and ``overall``.
    """
    if options.overall is not None:
        yield from check_asked(study, options, items=["overall"])
        return
    hint = did_you_mean("", study.items) or "Declare the question under 'items:'."
    message = "derived importance needs an overall rating: 'overall' is missing"
    yield study.problem(message, *study.entry(options), "importance", hint=hint)


def _default(options: Options, name: str) -> str:
    """What to add of a name that the study didn't write itself."""
    return "" if name in options.model_fields_set else f", the default of '{name}'"
