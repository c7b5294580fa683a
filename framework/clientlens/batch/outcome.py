"""The outcome: what became of one study of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clientlens.batch.digest import Digest
from clientlens.errors import AnswersError, ClientLensError, Place, Problem

Status = Literal["done", "unchanged", "failed", "crashed"]
"""``failed``: the user can mend it; ``crashed``: our bug."""

KEPT_BACK = "the answers are at fault; the command prints how"
"""A survey file's cells and respondents are client data, so no file of a batch quotes them."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of one study.

    Attributes
    ----------
    path : Path
        The study file.
    id : str or None
        Its id, where it could be read.
    status : str
        See `Status`.
    problems : tuple of Problem
        All that is to be mended, as a file may keep it.
    said : str
        The same as it is printed, with what a survey file holds; of a bug the traceback.
    has_gaps : bool
        Whether something could not be estimated for everybody.
    digest : Digest or None
        What its run folder holds for the summary; None where it failed.
    """

    path: Path
    id: str | None
    status: Status
    problems: tuple[Problem, ...] = ()
    said: str = ""
    has_gaps: bool = False
    digest: Digest | None = None

    @property
    def is_there(self) -> bool:
        """Whether its run folder holds what the study says now."""
        return self.digest is not None


def failure(path: Path, id: str | None, error: ClientLensError) -> Outcome:  # noqa: A002  the study's word
    """What became of a study with something that the user can mend."""
    return Outcome(path, id, "failed", tuple(_told(error)), str(error))


def crash(path: Path, id: str | None, bug: str, said: str) -> Outcome:  # noqa: A002
    """What became of a study on which the program, or a plugin, stumbled; `bug` says whose."""
    problem = Problem(f"a bug of {bug}", Place(path.as_posix()))
    return Outcome(path, id, "crashed", (problem,), said)


def _told(error: ClientLensError) -> Iterable[Problem]:
    """Problems without what a survey file holds: its places alone."""
    if not isinstance(error, AnswersError):
        return error.problems
    return dict.fromkeys(_without_cells(error))


def _without_cells(error: AnswersError) -> Iterator[Problem]:
    for problem in error.problems:
        yield Problem(KEPT_BACK, problem.place)
