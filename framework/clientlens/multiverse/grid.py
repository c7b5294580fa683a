"""The grid: which combinations of options a sweep goes through."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from clientlens.config.study import Study
from clientlens.errors import RequestError, did_you_mean

MOST_UNIVERSES = 500
"""A larger grid is refused, unless it is asked for."""

FIRST_FEW = 5
"""So many indicators of the highest priority are followed."""

Picks = Mapping[str, str]
"""Choice → option."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The combinations of a sweep, that of the study itself first.

    Attributes
    ----------
    options : mapping
        Choice → its options; the first is what the study says.
    is_full : bool
        Whether it holds every combination; otherwise one choice at a time is switched.
    """

    options: Mapping[str, tuple[str, ...]]
    is_full: bool

    @property
    def size(self) -> int:
        """The number of combinations."""
        counts = [len(options) for options in self.options.values()]
        return math.prod(counts) if self.is_full else 1 + sum(count - 1 for count in counts)

    @property
    def base(self) -> Picks:
        """What the study says."""
        return {choice: options[0] for choice, options in self.options.items()}

    def combinations(self) -> Iterator[Picks]:
        """Every combination; in a full grid the last choice changes fastest."""
        if self.is_full:
            for picked in product(*self.options.values()):
                yield dict(zip(self.options, picked, strict=True))
            return
        yield self.base
        for choice, options in self.options.items():
            for option in options[1:]:
                yield {**self.base, choice: option}


def grid_of(
    study: Study,
    *,
    only: Sequence[str] | None = None,
    one_at_a_time: bool = False,
    most: int = MOST_UNIVERSES,
) -> Grid:
    """The grid of the choices of a study.

    Parameters
    ----------
    study : Study
        A checked study.
    only : sequence of str, optional
        The choices to go through; the others stay as the study says.
    one_at_a_time : bool
        Switch one choice at a time instead of all together.
    most : int
        Refuse a grid with more combinations.

    Raises
    ------
    RequestError
        The study has no choices, or not those of `only`; or there are too many combinations.
    """
    if not study.choices:
        hint = "Write them under 'vary:'; docs/sweep.md shows how."
        raise RequestError(f"the study '{study.about.id}' declares no choices. {hint}")
    known = {code: (choice.base, *choice.options) for code, choice in study.choices.items()}
    for code in only or ():
        if code not in known:
            raise RequestError(f"the study has no choice '{code}'. {did_you_mean(code, known)}")
    wanted = {code: known[code] for code in known if only is None or code in only}
    grid = Grid(wanted, is_full=not one_at_a_time)
    if grid.size > most:
        raise RequestError(_too_many(grid, most))
    return grid


def _too_many(grid: Grid, most: int) -> str:
    counts = " × ".join(f"{len(options)} {code}" for code, options in grid.options.items())
    found = f"the grid has {grid.size:,} universes ({counts}), more than {most:,}"
    single = Grid(grid.options, is_full=False).size
    ways = [f"go through some choices with --only {next(iter(grid.options))}"]
    if grid.is_full:
        ways.append(f"switch one at a time with --one-at-a-time ({single:,} universes)")
    return f"{found}. Either {', or '.join(ways)}, or allow them with --most {grid.size}."
