"""The recipe of a run: everything from which the same bytes come again."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from clientlens.config.roles import CLIENTS
from clientlens.config.study import Study
from clientlens.config.text import Document, Spot, TextFile, walk
from clientlens.errors import Place, Problem, StudyError
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.answers import Answers, Source

_SOURCE_KEYS = ("path", "sha256", "reader", "encoding")
_FILE_NAME = re.compile(r"[^\n\0]+\.\w{1,8}")
_LONGEST_FILE_NAME = 200
_LIBRARIES = ("numpy", "scipy", "pandas", "xarray", "pluggy", "pydantic")


def recipe_of(
    study: Study,
    source: Source,
    plugins: Iterable[tuple[str, str, str]],
    roles: Mapping[str, Source] | None = None,
) -> dict[str, Any]:
    """Hashes, versions, seed and the merged study of a run.

    Parameters
    ----------
    study : Study
        The study as evaluated, changes by command line options included.
    source : Source
        The survey file.
    plugins : iterable of (name, distribution, version)
        The plugins that were loaded.
    roles : mapping, optional
        Role → its survey file.
    """
    return {
        "study": study.values,
        "study_files": [{"path": f.path, "sha256": f.sha256} for f in study.document.files],
        "answers": _source_values(source),
        "roles": {code: _source_values(own) for code, own in (roles or {}).items()},
        "files": [{"path": name, "sha256": digest} for name, digest in _other_files(study)],
        "seed": study.uncertainty.seed,
        "versions": _versions(),
        "plugins": [
            {"name": name, "distribution": distribution, "version": number}
            for name, distribution, number in plugins
        ],
    }


def respondents_of(kept: Answers, plan: ReplicatePlan) -> dict[str, Any]:
    """How many were kept, and a digest that two runs share whose rows weigh the same people alike.

    It is made of the numbers of their rows in the survey file, the units they are drawn with and
    their design weights, and tells nothing of any of them.
    """
    digest = hashlib.sha256()
    for part in (kept.rows, plan.unit):
        digest.update(np.asarray(part, dtype="<i8").tobytes())
    digest.update(plan.base.astype("<f4").tobytes())  # the last bits may differ between machines
    return {"n": len(kept), "sha256": digest.hexdigest()}


def _other_files(study: Study) -> Iterator[tuple[str, str]]:
    """Files that the study names besides the answers, such as experts' workbooks, with hashes."""
    answers = {study.survey.source, *(role.study.survey.source for role in study.roles.values())}
    texts = {value for _, value in walk(study.values) if isinstance(value, str)}
    for name in sorted(texts - answers):
        if len(name) < _LONGEST_FILE_NAME and _FILE_NAME.fullmatch(name):
            path = study.folder / name
            if path.is_file():
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def _source_values(source: Source) -> dict[str, str | None]:
    return {key: getattr(source, key) for key in _SOURCE_KEYS}


@cache
def _versions() -> Mapping[str, str]:
    names = ("clientlens", *_LIBRARIES)
    return {"python": platform.python_version()} | {name: version(name) for name in names}


def read_recipe(path: Path) -> tuple[Document, dict[str, Source]]:
    """The study that made an ``evaluation.json``, and its survey files.

    The file of the clients is called `clientlens.config.roles.CLIENTS`, others by their role.

    Raises
    ------
    StudyError
        The file can't be read, or holds no recipe.
    """
    try:
        recipe = json.loads(path.read_text(encoding="utf-8"))["recipe"]
        files = tuple(TextFile(file["path"], file["sha256"]) for file in recipe["study_files"])
        read = {CLIENTS: recipe["answers"], **recipe.get("roles", {})}
        sources = {
            code: Source(*(_text_or_none(values[key]) for key in _SOURCE_KEYS))
            for code, values in read.items()
        }
        values = dict(recipe["study"])
    except OSError as error:
        reason = error.strerror or str(error)
        raise StudyError(Problem(f"can't be read: {reason}", Place(path.as_posix()))) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        hint = "Give the evaluation.json of a run, or a study file."
        raise StudyError(Problem("holds no recipe", Place(path.as_posix()), hint)) from error
    here = Place(path.as_posix())
    spots = {key_path: Spot(here, here) for key_path, _ in walk(values)}
    return Document(values, spots, files), sources


def _text_or_none(value: Any) -> Any:
    if not isinstance(value, str | None):
        raise TypeError(f"expected text, got {value!r}")
    return value
