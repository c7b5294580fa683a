"""The writing of a survey file: columns of cells as delimited text that the study reads."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from clientlens.config.schema import Survey
from clientlens.errors import RequestError

Block = Sequence[Sequence[str]]
"""Some rows of a table, column by column."""

SUFFIX = ".csv"
_WITH_MARK = "utf-8-sig"


def check_writable(path: Path, *, force: bool) -> None:
    """Refuse a file that is there already, or is to be something else than CSV.

    Raises
    ------
    RequestError
        Before anything is computed.
    """
    if path.suffix.lower() != SUFFIX:
        raise RequestError(f"'{path}' is written as CSV, so its name must end in {SUFFIX}")
    if path.is_dir() or not path.parent.is_dir():
        raise RequestError(f"'{path}' can't be written: {_what_stands(path)}")
    if path.exists() and not force:
        raise RequestError(f"'{path}' is there already. Name another with --out, or say --force.")


def _what_stands(path: Path) -> str:
    return "it is a folder" if path.is_dir() else f"there is no folder '{path.parent}'"


def write_survey(
    path: Path, columns: Sequence[str], blocks: Iterable[Block], survey: Survey
) -> None:
    """Write a survey file, whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        The column names.
    blocks : iterable of blocks
        The cells.
    survey : Survey
        What the study says of its survey file. Its separator and its encoding are used, commas and
        UTF-8 with a byte order mark by default; the rows above its header row are left empty.

    Raises
    ------
    RequestError
        The file can't be written, or a text not in the encoding of the study.
    """
    try:
        with _new(path, survey.encoding or _WITH_MARK) as stream:
            stream.write("\n" * (survey.header_row - 1))
            writer = csv.writer(stream, delimiter=survey.delimiter or ",", lineterminator="\n")
            writer.writerow(columns)
            for block in blocks:
                writer.writerows(zip(*block, strict=True))
    except OSError as error:
        raise RequestError(f"'{path}' can't be written: {error.strerror or error}") from error
    except (LookupError, UnicodeError) as error:
        raise RequestError(f"'{path}' can't be written in {survey.encoding}: {error}") from error


@contextmanager
def _new(path: Path, encoding: str) -> Iterator[TextIO]:
    """A new file beside `path`, which takes its place in the end."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as stream:
            yield stream
        new.chmod(_usual_mode())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _usual_mode() -> int:
    """What a file made here may be used for; a temporary one is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
