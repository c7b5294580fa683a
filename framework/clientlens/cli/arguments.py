"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyPath = Annotated[Path, typer.Argument(metavar="STUDY", help="Study file (YAML).")]
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
