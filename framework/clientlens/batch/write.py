"""The summary on disk: ``summary.html``, ``.json`` and a CSV file a table, beside the run folders.

No study can be called so, for an id has no dot.
"""

from __future__ import annotations

import os
import typing
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens.batch.league import LeagueRow
from clientlens.batch.page import page_of
from clientlens.batch.remark import Remark
from clientlens.batch.rollup import RegionRow
from clientlens.batch.summary import ProblemRow, StudyRow, Summary
from clientlens.errors import RequestError
from clientlens.plugins import Registry
from clientlens.report.folder import EVALUATION
from clientlens.report.html import body_of, compose
from clientlens.results.disk import json_text, plain, write_csv

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "clientlens.summary/1"
HTML, JSON = "summary.html", "summary.json"
TABLES: dict[str, type] = {
    "studies": StudyRow,
    "regions": RegionRow,
    "league": LeagueRow,
    "problems": ProblemRow,
    "remarks": Remark,
}
_TEMPLATE = "summary.html.j2"
_HEAD = 200


def check_summary(folder: Path) -> None:
    """Refuse a folder in which a summary can't be written, or would replace a foreign file.

    Raises
    ------
    RequestError
        Before any study is run.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_ours = _is_summary(folder / JSON)
        foreign = [n for n in _names() if (folder / n).exists() and not is_ours]
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the folder '{folder}' can't be written: {reason}. Name another with --out."
        raise RequestError(message) from error
    if not os.access(folder, os.W_OK):
        raise RequestError(f"the folder '{folder}' can't be written. Name another with --out.")
    if (folder / EVALUATION).exists():
        raise RequestError(
            f"'{folder}' is the folder of one run, and would no longer be if others lay in it. "
            "Name the folder of all run folders with --out."
        )
    if foreign:
        raise RequestError(
            f"'{folder / foreign[0]}' isn't of a summary of clientlens, so it isn't replaced. "
            "Name another folder with --out, or move that."
        )


def write_summary(summary: Summary, folder: Path, registry: Registry) -> Path:
    """Write the summary and return the path of its page.

    Each file takes its place whole; the same studies leave the same bytes.

    Raises
    ------
    RequestError
        It can't be written.
    """
    gathered = page_of(summary, registry)
    page = compose(gathered, body_of(_TEMPLATE, gathered), has_pictures=False)
    try:
        _put(folder / JSON, json_text(summary_values(summary)) + "\n")
        for name in TABLES:
            path = folder / f"summary.{name}.csv"
            write_csv(frame_of(summary, name), _part(path))
            _part(path).replace(path)
        _put(folder / HTML, page)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RequestError(f"the summary in '{folder}' can't be written: {reason}") from error
    finally:
        for name in _names():
            with suppress(OSError):
                _part(folder / name).unlink(missing_ok=True)
    return folder / HTML


def summary_values(summary: Summary) -> dict[str, Any]:
    """The summary as plain values, ready for JSON."""
    return {
        "schema": SCHEMA,
        "is_synthetic": summary.is_synthetic,
        **{name: plain(list(getattr(summary, name))) for name in TABLES},
        "skipped": [
            {"file": each.path.as_posix(), "reason": each.reason} for each in summary.skipped
        ],
    }


def frame_of(summary: Summary, name: str) -> pd.DataFrame:
    """One table of a summary; whole numbers stay whole where some are missing."""
    import pandas as pd

    kind = TABLES[name]
    rows: Sequence[Any] = getattr(summary, name)
    columns = [field.name for field in fields(kind)]
    frame = pd.DataFrame([asdict(row) for row in rows], columns=columns)
    hints = typing.get_type_hints(kind)
    for column in columns:
        if hints[column] == int | None:
            frame[column] = frame[column].astype("Int64")
        elif hints[column] == float | None:
            frame[column] = frame[column].astype("float64")
        elif hints[column] == tuple[str, ...]:
            frame[column] = frame[column].map(" ".join)
    return frame


def _names() -> list[str]:
    return [HTML, JSON, *(f"summary.{name}.csv" for name in TABLES)]


def _is_summary(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return f'"schema": "{SCHEMA.partition("/")[0]}/' in file.read(_HEAD)


def _put(path: Path, text: str) -> None:
    _part(path).write_text(text, encoding="utf-8", newline="\n")
    _part(path).replace(path)


def _part(path: Path) -> Path:
    """Where a file is written before it takes its place; one that a killed batch left is reused."""
    return path.with_name(f".{path.name}.part")
