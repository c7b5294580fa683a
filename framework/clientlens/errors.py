"""What a user can mend: problems with their places, gathered and raised once.

::

    ClientLensError          base class; its message lists every problem
    ├── StudyError           a study file says something that can't be
    ├── AnswersError         a survey file holds something that can't be read
    ├── PluginError          a plugin doesn't load, or two share a name
    ├── RequestError         an argument of a command or of a function
    └── DrawingError         a picture that can't be drawn (in `clientlens.drawing.vega`)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_KNOWN_NAMES = 12
"""So many known names are listed in a hint; more would bury the message."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file, and in it a line and a column counted from 1.

    A line or column of 0 means that the whole file, or the whole line, is meant.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing at fault: what it is, where it stands, and what would do."""

    message: str
    place: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = "".join(f"\n    {line}" for line in self.hint.splitlines())
        return f"{where}{self.message}{hint}"


class ClientLensError(Exception):
    """Base of every error that a user can mend.

    Parameters
    ----------
    problems : str, Problem or iterable of Problem
        Sorted by place; a bare string becomes one problem without a place.
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=_by_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ClientLensError], tuple[tuple[Problem, ...]]]:
        """Travel between processes with the problems, not with their text."""
        return type(self), (self.problems,)


class StudyError(ClientLensError):
    """A study file says something that can't be."""


class AnswersError(ClientLensError):
    """A survey file holds something that can't be read."""


class PluginError(ClientLensError):
    """A plugin doesn't load, or two plugins share a name."""


class RequestError(ClientLensError):
    """An argument of a command or of a function that can't be followed."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a name that isn't known.

    Examples
    --------
    >>> did_you_mean("courtsey", ["courtesy", "price", "queue"])
    "Did you mean 'courtesy'? Known: courtesy, price, queue."
    >>> did_you_mean("x", [])
    ''
    """
    names = list(dict.fromkeys(known))
    if not names:
        return ""
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    shown = ", ".join(names[:MOST_KNOWN_NAMES])
    more = f" and {len(names) - MOST_KNOWN_NAMES} more" if len(names) > MOST_KNOWN_NAMES else ""
    question = f"Did you mean '{near[0]}'? " if near else ""
    return f"{question}Known: {shown}{more}."


@contextmanager
def at_work(part: object) -> Iterator[None]:
    """Let a part of a plugin work: a bug that comes of it carries its name, see `at_fault`.

    Parameters
    ----------
    part : object
        A model, weighting, segmenter, screening rule or reader, with a name.
    """
    try:
        yield
    except ClientLensError:
        raise
    except SystemExit as error:
        stopped = RuntimeError(f"it told Python to exit, with {error.code}")
        stopped.add_note(_blame(part))
        raise stopped from error
    except Exception as error:
        if at_fault(error) is None:
            error.add_note(_blame(part))
        raise


def at_fault(error: BaseException) -> str | None:
    """Whose bug it is: "'drivers' of clientlens_drivers"; None where that can't be told."""
    notes: list[str] = getattr(error, "__notes__", [])
    return next((note.removeprefix(_BUG_OF) for note in notes if note.startswith(_BUG_OF)), None)


_BUG_OF = "a bug of "


def _blame(part: object) -> str:
    package = type(part).__module__.partition(".")[0]
    return f"{_BUG_OF}'{getattr(part, 'name', type(part).__name__)}' of {package}"


def _by_place(problem: Problem) -> tuple[bool, Place]:
    return problem.place is None, problem.place or Place("")
