"""The writing of a new plugin: a folder that is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from clientlens.errors import Problem, RequestError, did_you_mean
from clientlens.new_plugin.names import Names, check_name
from clientlens.new_plugin.template import TEMPLATES, rendered
from clientlens.plugins import Registry
from clientlens.report.workplace import NEW, clear, workplace


def write_plugin(name: str, template: str, directory: Path | None, registry: Registry) -> Path:
    """Write the package of a new plugin.

    Parameters
    ----------
    name : str
        What a study file shall write.
    template : str
        What it shall be, one of `TEMPLATES`.
    directory : Path or None
        The folder to make; by default named like the distribution, where we stand.
    registry : Registry
        What is installed, whose names are taken.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RequestError
        With every problem of the name, the template and the folder.
    """
    names = Names(name)
    folder = directory or Path(names.distribution)
    problems = [
        *check_name(name, registry, TEMPLATES.get(template, "")),
        *_check_template(template),
    ]
    if directory or not problems:
        problems += _check_folder(folder)
    if problems:
        raise RequestError(problems)
    try:
        _write(
            folder.resolve(), {str(path): text for path, text in rendered(template, names).items()}
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise RequestError(f"the folder '{folder}' can't be written: {reason}") from error
    return folder


def _check_template(template: str) -> Iterator[Problem]:
    if template not in TEMPLATES:
        yield Problem(f"unknown template '{template}'", hint=did_you_mean(template, TEMPLATES))


def _check_folder(folder: Path) -> Iterator[Problem]:
    """A folder is made, and never written into; os.path, since pathlib raises at long names."""
    if os.path.lexists(folder):
        hint = "Name another folder with --out, or take it away."
        yield Problem(f"'{folder}' is there already", hint=hint)


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear(folder)
    with workplace(folder) as place:
        for path, text in texts.items():
            file = place / NEW / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        (place / NEW).rename(folder)
