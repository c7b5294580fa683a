"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyPath = Annotated[Path, typer.Argument(metavar="STUDY", help="Study file (YAML).")]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help="Survey file in place of the study's own."),
]
RoleAnswers = Annotated[
    list[str] | None,
    typer.Option(
        "--role-answers",
        metavar="ROLE=FILE",
        help="Survey file of a role in place of the study's own; may be repeated.",
    ),
]
Models = Annotated[
    str | None, typer.Option("--models", metavar="A,B", help="Some of the models only.")
]
Replicates = Annotated[
    int | None, typer.Option("--replicates", metavar="N", help="Number of replicates.")
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="PLUGIN", help="Leave out a plugin; may be repeated."),
]
Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder that 'extends' may not leave; by default the nearest one called configs.",
    ),
]


def names_in(option: str | None) -> tuple[str, ...] | None:
    """The names that an option lists, such as ``--models a,b``; None where it isn't given."""
    return None if option is None else tuple(name.strip() for name in option.split(","))
