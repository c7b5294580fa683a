"""``clientlens sweep``: a study under every combination of its choices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clientlens.cli.arguments import (
    Answers,
    Models,
    Replicates,
    RoleAnswers,
    Root,
    Without,
    names_in,
)
from clientlens.cli.pictures import draughtsman
from clientlens.cli.progress import progress_bar
from clientlens.cli.survey_files import files_by_role


def sweep(  # noqa: PLR0913, PLR0917  the command's options are its interface
    study: Annotated[
        Path,
        typer.Argument(metavar="STUDY", help="Study file (YAML) with choices below 'vary:'."),
    ],
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="A,B", help="Some of the choices; others stay as they are."),
    ] = None,
    one_at_a_time: Annotated[
        bool, typer.Option("--one-at-a-time", help="Switch one choice at a time.")
    ] = False,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Refuse more universes than that.")
    ] = 500,
    top: Annotated[
        int, typer.Option("--top", metavar="K", min=1, help="Follow the first K by priority.")
    ] = 5,
    models: Models = None,
    replicates: Replicates = None,
    answers: Answers = None,
    role_answers: RoleAnswers = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder; by default runs/<study id>-sweep."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, help="Chunks worked on at once.")
    ] = 1,
    without: Without = None,
    root: Root = None,
) -> None:
    """Evaluate a study under every combination of its choices, and tell what is robust."""
    from rich.console import Console

    from clientlens import plugins, workbench
    from clientlens.config.roles import CLIENTS
    from clientlens.report.directory import check_replaceable
    from clientlens.report.sweep.folder import LAYOUT, write_sweep
    from clientlens.report.sweep.terminal import summary

    changes = {"uncertainty": {"replicates": replicates}} if replicates is not None else {}
    checked = workbench.load_with(
        plugins.load(without or ()), study, changes=changes, root=root, changes_from="command line"
    )
    directory = out or Path("runs") / f"{checked.about.id}-sweep"
    check_replaceable(directory, LAYOUT)
    with draughtsman(checked) as draw, progress_bar() as progress:
        given = files_by_role(answers, role_answers or ())
        files = workbench.recorded_answers(study, given) | given
        file = files.pop(CLIENTS, None)
        found = workbench.sweep(
            checked,
            only=names_in(only),
            one_at_a_time=one_at_a_time,
            most=most,
            models=names_in(models),
            top=top,
            answers=file,
            role_answers=files,
            without=without or (),
            jobs=jobs,
            progress=progress,
        )
        write_sweep(found, directory, draw)
    summary(found, Console(), directory)
