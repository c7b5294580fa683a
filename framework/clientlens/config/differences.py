"""What of groups is compared: quantities that all models share, or those that a study names."""

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


def check_differences(study: Study, known: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Quantities that no model estimates for groups.

    Parameters
    ----------
    study : Study
        The study.
    known : mapping
        As for `quantities_compared`.
    """
    settings = study.segments.differences if study.segments else None
    if settings is None:
        return
    place = ("segments", "differences", "quantities")
    for i, name in enumerate(settings.quantities):
        if not quantities_compared([name], known):
            names = {q for own in known.values() for q in own}
            names |= {f"{entry}.{q}" for entry, own in known.items() for q in own}
            hint = did_you_mean(name, sorted(names))
            message = f"no model estimates '{name}' for groups"
            yield study.problem(message, *place, i, hint=hint)
