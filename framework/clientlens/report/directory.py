"""The directory: an output folder that is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from clientlens.errors import RequestError
from clientlens.report.workplace import NEW, OLD, clear, workplace

_HEAD = 200
"""Characters of a record in which its schema stands."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What an output folder holds, so that only such a folder is ever replaced.

    Attributes
    ----------
    what : str
        What it is of, in messages: ``run``.
    record : str
        The JSON file by which it is recognised.
    schema : str
        The schema that this file says, with its version.
    names : frozenset of str
        Everything that may lie in it.
    within : mapping
        Folder in it → what the files there end with.
    """

    what: str
    record: str
    schema: str
    names: frozenset[str]
    within: Mapping[str, str] = field(default_factory=dict)

    def is_record(self, path: Path) -> bool:
        """Whether a file is the record of such a folder, of any version."""
        if not path.is_file():
            return False
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
        return f'"schema": "{self.schema.partition("/")[0]}/' in head

    def strangers(self, folder: Path) -> list[str]:
        """What a folder holds besides what belongs there; all of it, where it is no such folder."""
        names = sorted(path.name for path in folder.iterdir())
        if names and not self.is_record(folder / self.record):
            return names
        foreign = [
            f"{part}/{path.name}"
            for part, suffix in self.within.items()
            if (folder / part).is_dir()
            for path in sorted((folder / part).iterdir())
            if path.suffix != suffix
        ]
        return [name for name in names if name not in self.names] + foreign


def write_whole(directory: Path, layout: Layout, write: Callable[[Path], None]) -> None:
    """Write an output folder.

    Everything goes into a folder beside `directory` first, which then takes its place; one of the
    same layout that stood there is replaced. Whatever interrupts the writing leaves `directory` as
    it was.

    Parameters
    ----------
    directory : Path
        The folder; made with its parents where it doesn't exist.
    layout : Layout
        What belongs in it.
    write : callable
        Given an empty folder, fills it.

    Raises
    ------
    RequestError
        `directory` is a file, or holds something that doesn't belong, or can't be written.
    """
    check_replaceable(directory, layout)
    with _told_of(directory, layout):
        directory = directory.resolve()  # a link stays, and what it leads to is replaced
        directory.parent.mkdir(parents=True, exist_ok=True)
        clear(directory)
        with workplace(directory) as place:
            new = place / NEW
            new.mkdir()
            write(new)
            _swap(new, directory, place / OLD)


def check_replaceable(directory: Path, layout: Layout) -> None:
    """Refuse a folder that can't be written, or that holds something else than its layout.

    Raises
    ------
    RequestError
        `directory` is a file, the folder we stand in, or one with anything that doesn't belong; or
        its nearest folder that exists can't be written.
    """
    what = layout.what
    with _told_of(directory, layout):
        place = directory.resolve()
        if not place.exists():
            _check_writable(next(folder for folder in place.parents if folder.exists()), layout)
        elif not place.is_dir():
            raise RequestError(f"the {what} folder '{directory}' is a file. Name another folder.")
        elif Path.cwd().is_relative_to(place):
            raise RequestError(f"the {what} folder '{directory}' is where you stand. Name another.")
        elif strangers := layout.strangers(place):
            raise RequestError(
                f"the folder '{directory}' holds something that isn't of a {what} of clientlens "
                f"({strangers[0]}), so it isn't replaced. Name another folder, or move that."
            )


def _check_writable(folder: Path, layout: Layout) -> None:
    if not folder.is_dir():
        raise RequestError(f"'{folder}' is a file, so no {layout.what} folder can be made in it.")
    if not os.access(folder, os.W_OK):
        raise RequestError(f"the folder '{folder}' can't be written. Name another with --out.")


@contextmanager
def _told_of(directory: Path, layout: Layout) -> Iterator[None]:
    """What the system refuses, told as something that the user can mend."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the {layout.what} folder '{directory}' can't be written: {reason}"
        raise RequestError(message) from error


def _swap(new: Path, directory: Path, old: Path) -> None:
    """Put `new` in the place of `directory`; where that fails, put back what was there."""
    if not directory.exists():
        new.rename(directory)
        return
    directory.rename(old)
    try:
        new.rename(directory)
    except BaseException:
        old.rename(directory)
        raise
