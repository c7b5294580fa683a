"""``clientlens run``: studies from their answers to their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from clientlens.batch.orders import Orders
    from clientlens.results.evaluation import Evaluation

NOT_ALL_ESTIMATED = 1
RUNS = Path("runs")
"""Where run folders lie by default."""


def run(  # noqa: PLR0913, PLR0917  the command's options are its interface
    studies: Annotated[
        list[str],
        typer.Argument(
            metavar="STUDY",
            help="Study files (YAML), or evaluation.json of runs to repeat them; a pattern such as "
            "'configs/**/*.yaml' stands for all files that are like it.",
        ),
    ],
    answers: Answers = None,
    role_answers: RoleAnswers = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Run folder, by default runs/<study id>; of many studies the folder of their run "
            "folders and of the summary, by default runs.",
        ),
    ] = None,
    models: Models = None,
    replicates: Replicates = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            help="Worked on at once: chunks of one study, or processes with a study each.",
        ),
    ] = 1,
    again: Annotated[
        bool,
        typer.Option("--again", help="Of many studies, also run those that are unchanged."),
    ] = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Write the rows set aside, with their reasons.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit with 1 where something could not be estimated for everybody."
        ),
    ] = False,
    without: Without = None,
    root: Root = None,
) -> None:
    """Evaluate studies and write their reports, tables and replicates.

    Many studies run side by side: one that fails stops no other, and what is
    unchanged is skipped.
    """
    from clientlens.batch.orders import Orders
    from clientlens.batch.studies import is_pattern

    orders = Orders(
        out or RUNS, names_in(models), replicates, root, with_set_aside=set_aside, again=again
    )
    if len(studies) > 1 or is_pattern(studies[0]):
        from clientlens.cli.batch import run_many

        _refuse_files(answers, role_answers)
        run_many(studies, orders, jobs=jobs, without=without or (), strict=strict)
        return
    given = files_by_role(answers, role_answers or ())
    evaluation = _run_one(Path(studies[0]), out, orders, given, jobs=jobs, without=without or ())
    if strict and _has_gaps(evaluation):
        raise typer.Exit(NOT_ALL_ESTIMATED)


def _run_one(
    path: Path,
    out: Path | None,
    orders: Orders,
    given: Mapping[str, Path],
    *,
    jobs: int,
    without: Sequence[str],
) -> Evaluation:
    """Run one study; its folder is the one that the command names."""
    from rich.console import Console

    from clientlens import plugins, workbench
    from clientlens.batch.orders import CHANGES_FROM
    from clientlens.config.roles import CLIENTS
    from clientlens.engine import evaluate_answers, read_everybody
    from clientlens.report.folder import check_replaceable, write_run
    from clientlens.report.terminal import summary

    registry = plugins.load(without)
    changes = orders.changes(path)
    checked = workbench.load_with(
        registry, path, changes=changes, root=orders.root, changes_from=CHANGES_FROM
    )
    directory = out or RUNS / checked.about.id
    check_replaceable(directory)
    with draughtsman(checked) as draw, progress_bar() as progress:
        files = workbench.recorded_answers(path, given) | dict(given)
        file = files.pop(CLIENTS, None)
        found, roles = read_everybody(checked, registry, file, files)
        evaluation = evaluate_answers(
            checked, found, registry, roles=roles, jobs=jobs, progress=progress
        )
        write_run(evaluation, directory, with_set_aside=orders.with_set_aside, draw=draw)
    summary(evaluation, Console(), directory)
    return evaluation


def _refuse_files(answers: Path | None, role_answers: list[str] | None) -> None:
    """A survey file belongs to one study."""
    from clientlens.errors import RequestError

    if answers or role_answers:
        option = "--answers" if answers else "--role-answers"
        raise RequestError(f"{option} names the file of one study, and here are many")


def _has_gaps(evaluation: Evaluation) -> bool:
    return any(
        result.estimates.absent or result.estimates.failed()
        for result in evaluation.results.values()
    )
