"""The reading of a survey file: which reader, and what it gives."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Protocol

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError, Place, Problem, at_work, did_you_mean
from clientlens.survey.answers import Source
from clientlens.survey.cells import Cells
from clientlens.survey.delimited import DelimitedReader
from clientlens.survey.workbook import WorkbookReader

__all__ = ["BUILT_IN_READERS", "Cells", "Reader", "read_cells"]


class Reader(Protocol):
    """A way to read survey files of one kind.

    Attributes
    ----------
    name : str
        What a study file writes under ``survey.reader``.
    suffixes : tuple of str
        Suffixes of the files it reads by default, with the dot, in lower case.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    def read(self, path: Path, survey: Survey) -> Cells:
        """The cells of a file, made with `Cells.of`.

        An `OSError` may pass; what the user can mend is an `AnswersError` with its place.
        """
        ...


BUILT_IN_READERS: tuple[type[Reader], ...] = (DelimitedReader, WorkbookReader)


def read_cells(path: Path, survey: Survey, readers: Mapping[str, Reader]) -> tuple[Cells, Source]:
    """Read a survey file.

    Parameters
    ----------
    path : Path
        The file.
    survey : Survey
        What the study says of it; ``reader`` chooses the reader, by default the suffix does.
    readers : mapping
        Name → reader.

    Returns
    -------
    tuple of Cells and Source
        Its cells, and what tells later whether it is still the same file.

    Raises
    ------
    AnswersError
        No reader fits, or the file can't be read.
    """
    _refuse_no_file(path)
    reader = _choose(path, survey, readers)
    try:
        with at_work(reader):
            cells = reader.read(path, survey)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or str(error)
        problem = Problem(f"can't be read: {reason}", Place(path.as_posix()), _neighbours(path))
        raise AnswersError(problem) from error
    return cells, Source(path.as_posix(), digest, reader.name, cells.encoding)


def _refuse_no_file(path: Path) -> None:
    """A path that no file can have; asked first, since `pathlib` stumbles over it."""
    if "\0" in str(path):
        shown = Place(path.as_posix().replace("\0", "\ufffd"))
        hint = "Write the name of the file anew."
        raise AnswersError(Problem("the name of the file holds a NUL character", shown, hint))
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a name is too long
        hint = f"Name a file in it. {_files(path)}".strip()
        raise AnswersError(Problem("is a folder, no survey file", Place(path.as_posix()), hint))


def _choose(path: Path, survey: Survey, readers: Mapping[str, Reader]) -> Reader:
    place = Place(path.as_posix())
    if survey.reader is not None:
        if survey.reader not in readers:
            hint = did_you_mean(survey.reader, sorted(readers))
            raise AnswersError(Problem(f"unknown reader '{survey.reader}'", place, hint))
        return readers[survey.reader]
    suffix = path.suffix.lower()
    fitting = [name for name in sorted(readers) if suffix in readers[name].suffixes]
    if len(fitting) == 1:
        return readers[fitting[0]]
    if fitting:
        message = f"files with suffix '{suffix}' can be read by {' and by '.join(fitting)}"
        raise AnswersError(Problem(message, place, "Choose one under survey.reader."))
    raise AnswersError(_unknown_suffix(suffix, place, readers))


def _unknown_suffix(suffix: str, place: Place, readers: Mapping[str, Reader]) -> Problem:
    if suffix == ".xls":
        hint = "Open it in a spreadsheet program and save it as .xlsx."
        return Problem("old .xls workbooks can't be read", place, hint)
    known = ", ".join(sorted({s for reader in readers.values() for s in reader.suffixes}))
    hint = f"Known: {known}. For another suffix choose a reader under survey.reader."
    return Problem(f"no reader knows the suffix '{suffix}'", place, hint)


def _neighbours(path: Path) -> str:
    """A hint for a file that isn't there."""
    # os.path and not pathlib, which raises where a name is too long.
    if os.path.exists(path) or not os.path.isdir(path.parent):  # noqa: PTH110, PTH112
        return ""
    return _files(path.parent, path.name)


def _files(folder: Path, wanted: str = "") -> str:
    """The files of a folder as a hint; none where it can't be looked into."""
    try:
        return did_you_mean(wanted, sorted(p.name for p in folder.iterdir() if p.is_file()))
    except OSError:
        return ""
