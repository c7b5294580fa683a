"""The studies of a batch: which files are meant, which of them are studies, and no id twice."""

from __future__ import annotations

import glob
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clientlens.config.text import Document
from clientlens.errors import Problem, RequestError, StudyError
from clientlens.workbench import read

SUFFIXES = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class Found:
    """A study file; ``id`` is None where it can't be read far enough to know it."""

    path: Path
    id: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no study itself, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Studies:
    """What the arguments of a command name: studies in the order given, and other files."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


def is_pattern(argument: str) -> bool:
    """Whether an argument stands for many files."""
    return glob.has_magic(argument) and not Path(argument).exists()


def find_studies(arguments: Sequence[str], root: Path | None = None) -> Studies:
    """Find the studies that a command is to run.

    Parameters
    ----------
    arguments : sequence of str
        Paths, and patterns such as ``configs/**/*.yaml``. A file that is named twice counts once.
    root : Path, optional
        The folder that ``extends`` may not leave.

    Returns
    -------
    Studies
        A base that others extend and that has no id or names no answers is skipped, with the
        reason; a file that can't be read is a study all the same, which will fail.

    Raises
    ------
    RequestError
        A pattern or a folder names no file, two studies have one id, or none is left. All at once.
    """
    problems: list[Problem] = []
    paths = dict.fromkeys(path for a in arguments for path in _expanded(a, problems))
    sorted_out = [_sort_out(path, root) for path in paths]
    found = tuple(each for each in sorted_out if isinstance(each, Found))
    skipped = tuple(each for each in sorted_out if isinstance(each, Skipped))
    problems += _same_ids(found)
    if not found and not problems:
        reasons = "\n".join(f"{each.path}: {each.reason}" for each in skipped)
        problems.append(Problem("none of the files is a study", hint=reasons))
    if problems:
        raise RequestError(problems)
    return Studies(found, skipped)


def _expanded(argument: str, problems: list[Problem]) -> list[Path]:
    """The files of one argument, those of a pattern sorted by name."""
    path = Path(argument)
    if not is_pattern(argument):
        if path.is_dir():
            hint = f"For all studies below it:  '{path}/**/*.yaml'"
            problems.append(Problem(f"'{argument}' is a folder", hint=hint))
            return []
        return [path]
    like = glob.iglob(argument, recursive=True)  # noqa: PTH207  Path.glob knows no absolute ones
    names = sorted(name for name in like if Path(name).is_file())
    if not names:
        hint = "** stands for any folders, * for any part of a name."
        problems.append(Problem(f"no file is like '{argument}'", hint=hint))
    return [Path(name) for name in names]


def _sort_out(path: Path, root: Path | None) -> Found | Skipped:
    if path.suffix.lower() not in SUFFIXES:
        return Skipped(path, "no study file, whose name ends with .yaml")
    try:
        document = read(path, root)
    except StudyError:
        return Found(path, None)
    if reason := _no_study(document):
        return Skipped(path, reason)
    return Found(path, str(document.values["study"]["id"]))


def _no_study(document: Document) -> str:
    """Why a file that can be read is no study itself; empty where it is one."""
    about, survey = (document.values.get(key) for key in ("study", "survey"))
    if not isinstance(about, dict) or "id" not in about:
        return "names no study.id"
    if not isinstance(survey, dict) or "source" not in survey:
        return "names no survey.source"
    return ""


def _same_ids(found: Iterable[Found]) -> Iterator[Problem]:
    """Studies that would be written into one folder, on a disk that knows no capitals too."""
    first: dict[str, Found] = {}
    for study in found:
        if study.id is None:
            continue
        other = first.setdefault(folded(study.id), study)
        if other is not study:
            message = f"two studies have the id '{study.id}': {other.path} and {study.path}"
            hint = "A run folder is called as its study; give one of them another study.id."
            yield Problem(message, hint=hint)


def folded(name: str) -> str:
    """A name as a disk may take it that tells neither capitals nor ways of writing accents."""
    return unicodedata.normalize("NFC", name).casefold()
