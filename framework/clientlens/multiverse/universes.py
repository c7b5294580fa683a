"""The universes: the studies that combinations of options make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clientlens.config.load import study_of
from clientlens.config.overlay import with_options
from clientlens.config.study import Study
from clientlens.errors import StudyError
from clientlens.multiverse.grid import Grid, Picks
from clientlens.plugins import Registry

_BASE = "u1"


@dataclass(frozen=True, slots=True, eq=False)
class Universe:
    """One combination of options.

    Attributes
    ----------
    code : str
        ``u1`` is the study itself.
    picks : mapping
        Choice → option.
    study : Study or StudyError
        The study that the options make, without choices; or why they don't go together.
    """

    code: str
    picks: Picks
    study: Study | StudyError

    @property
    def is_base(self) -> bool:
        """Whether it is the study as it is."""
        return self.code == _BASE


def universes_of(study: Study, grid: Grid, registry: Registry) -> Iterator[Universe]:
    """The universes of a grid.

    Every option fits the study by itself, which was checked when the study was read; together
    with others it may still not.
    """
    for number, picks in enumerate(grid.combinations(), start=1):
        yield Universe(f"u{number}", picks, _study(study, grid, picks, registry))


def _study(study: Study, grid: Grid, picks: Picks, registry: Registry) -> Study | StudyError:
    switched = {choice: option for choice, option in picks.items() if option != grid.base[choice]}
    try:
        made = study_of(with_options(study.document, switched), registry.vocabulary)
    except StudyError as error:
        return error
    problems = registry.check(made)
    return StudyError(problems) if problems else made
