"""``clientlens validate``: every problem of study files, before any answer is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clientlens.cli.arguments import Root, Without
from clientlens.errors import ClientLensError, Problem, StudyError


def validate(
    studies: Annotated[list[Path], typer.Argument(metavar="STUDY...", help="Study files (YAML).")],
    without: Without = None,
    root: Root = None,
) -> None:
    """Check study files and print every problem with its file, line and column."""
    from clientlens import plugins
    from clientlens.workbench import load_with

    registry = plugins.load(without or ())
    problems: list[Problem] = []
    for path in studies:
        try:
            study = load_with(registry, path, root=root)
        except StudyError as error:
            problems += error.problems
            continue
        indicators = sum(len(d.indicators) for d in study.dimensions.values())
        dimensions, items = len(study.dimensions), len(study.items)
        asked = {"dimension": dimensions, "indicator": indicators, "item": items}
        size = ", ".join(_counted(n, what) for what, n in asked.items())
        roles = f"; roles: {', '.join(study.roles)}" if study.roles else ""
        counts = [f"{code} ({len(c.options) + 1})" for code, c in study.choices.items()]
        more = f"{roles}; choices: {', '.join(counts)}" if counts else roles
        typer.echo(f"{path}: fine. {size}; models: {', '.join(study.models) or 'none'}{more}.")
    if problems:
        raise ClientLensError(dict.fromkeys(problems))


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
