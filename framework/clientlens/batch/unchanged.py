"""Whether a run folder holds just what a study would leave, so that it needn't be run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clientlens.config.roles import CLIENTS
from clientlens.config.study import Study
from clientlens.engine import recipe_for
from clientlens.plugins import Registry
from clientlens.report.folder import EVALUATION, TABLES, is_whole
from clientlens.results.disk import EVALUATION_SCHEMA, plain
from clientlens.survey.answers import Source

SEGMENTS = "segments"
"""Under this name lie the tables of differences between groups."""


def is_unchanged(
    study: Study,
    directory: Path,
    registry: Registry,
    given: Mapping[str, Path],
    *,
    with_set_aside: bool = False,
) -> bool:
    """Whether a run of `study` would leave in `directory` what lies there.

    Parameters
    ----------
    study : Study
        The study, changes by the command included.
    directory : Path
        A run folder, or nothing.
    registry : Registry
        The loaded plugins.
    given : mapping
        Role, ``clients`` for the clients → a survey file in place of the one that the study names.
    with_set_aside : bool
        Whether the run would write who was set aside.

    Notes
    -----
    The recipe of the run that lies there is held against the one of a run now: study files, the
    merged study, survey files and others that the study names, all by their hashes, and the
    versions of Python, clientlens, its libraries and plugins. Nothing is evaluated for it.
    """
    if not is_whole(directory, study.report.formats, with_set_aside=with_set_aside):
        return False
    said = _said(directory / EVALUATION)
    if said.get("schema") != EVALUATION_SCHEMA or not _has_tables(directory, said):
        return False
    recorded = said["recipe"]
    sources = {CLIENTS: recorded["answers"], **recorded["roles"]}
    now = {code: _now(study, code, sources.get(code), given) for code in (CLIENTS, *study.roles)}
    found = {code: source for code, source in now.items() if source is not None}
    if len(found) < len(now):
        return False
    expected = plain(recipe_for(study, found.pop(CLIENTS), found, registry))
    # What else is recorded, such as who was kept, follows from that.
    return bool(expected == {key: recorded.get(key) for key in expected})


def _said(path: Path) -> dict[str, Any]:
    """What an ``evaluation.json`` says; nothing where it can't be read."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said


def _has_tables(directory: Path, said: Mapping[str, Any]) -> bool:
    """Whether every table that an evaluation tells lies there."""
    told = {name: result["tables"] for name, result in said["results"].items()}
    names = [f"{model}.{table}" for model, tables in told.items() for table in tables]
    names += [f"{SEGMENTS}.{table}" for table in (said["differences"] or {}).get("tables", ())]
    return all((directory / TABLES / f"{name}.csv").is_file() for name in names)


def _now(
    study: Study, code: str, recorded: Mapping[str, Any] | None, given: Mapping[str, Path]
) -> Source | None:
    """The survey file as it is now; None where there is none, or was none.

    How it is read follows from its bytes and from the study, so that is taken as recorded.
    """
    survey = (study if code == CLIENTS else study.roles[code].study).survey
    path = given.get(code) or (study.folder / survey.source if survey.source else None)
    if recorded is None or path is None or not path.is_file():
        return None
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(path.as_posix(), digest, recorded["reader"], recorded["encoding"])
