"""The quantities that are compared: those that all models share, or those that a study names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clientlens.config.study import Study
from clientlens.errors import Problem, did_you_mean

COMPARABLE = ("performance", "importance", "priority", "dimension_score", "index")
"""Compared where a study names none."""


def quantities_compared(
    named: Sequence[str], known: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Entry → the quantities of it that are compared, in the order in which they're named.

    Parameters
    ----------
    named : sequence of str
        A quantity of every entry that has it, or ``entry.quantity``; none for the comparable ones.
    known : mapping
        Entry → its quantities; entries that are estimated for everybody alone aren't among them.

    Examples
    --------
    >>> quantities_compared(["csi.path", "index"], {"csi": ["index", "path"], "mine": ["path"]})
    {'csi': ('path', 'index')}
    """
    wanted = named or COMPARABLE
    found = {
        entry: tuple(
            dict.fromkeys(
                quantity
                for name in wanted
                for quantity in quantities
                if name in (quantity, f"{entry}.{quantity}")
            )
        )
        for entry, quantities in known.items()
    }
    return {entry: quantities for entry, quantities in found.items() if quantities}


def check_quantities(study: Study, known: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Names of quantities that no model has, or that are estimated for everybody alone."""
    settings = study.segments and study.segments.differences
    for i, name in enumerate(settings.quantities if settings else ()):
        if not quantities_compared([name], known):
            names = {q for quantities in known.values() for q in quantities}
            names |= {f"{entry}.{q}" for entry, own in known.items() for q in own}
            hint = did_you_mean(name, sorted(names)) or "Models tell theirs in their tables."
            message = f"no model estimates '{name}' for groups"
            yield study.problem(message, "segments", "differences", "quantities", i, hint=hint)
