"""``clientlens run``: studies from their answers to their reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientlens.cli.arguments import Root, Without

if TYPE_CHECKING:
    from clientlens.batch.orders import Orders
    from clientlens.config.study import Study
    from clientlens.drawing.draughtsman import Draw
    from clientlens.estimation import Progress
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
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Survey file in place of the study's own."),
    ] = None,
    role_answers: Annotated[
        list[str] | None,
        typer.Option(
            "--role-answers",
            metavar="ROLE=FILE",
            help="Survey file of a role in place of the study's own; may be repeated.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Run folder, by default runs/<study id>; of many studies the folder of their run "
            "folders and of the summary, by default runs.",
        ),
    ] = None,
    models: Annotated[
        str | None,
        typer.Option("--models", metavar="A,B", help="Some of the study's models only."),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("--replicates", metavar="N", help="Number of replicates.")
    ] = None,
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

    wanted = tuple(name.strip() for name in models.split(",")) if models is not None else None
    orders = Orders(out or RUNS, wanted, replicates, root, with_set_aside=set_aside, again=again)
    if len(studies) > 1 or is_pattern(studies[0]):
        from clientlens.cli.batch import run_many

        _refuse_files(answers, role_answers)
        run_many(studies, orders, jobs=jobs, without=without or (), strict=strict)
        return
    given = _given(answers, role_answers or [])
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


def _given(answers: Path | None, role_answers: list[str]) -> dict[str, Path]:
    """Role → the survey file that an option names in place of the study's own."""
    from clientlens.config.roles import CLIENTS

    return role_files(role_answers) | ({CLIENTS: answers} if answers else {})


def role_files(options: list[str]) -> dict[str, Path]:
    """Role → the survey file that ``--role-answers`` names."""
    from clientlens.config.roles import CLIENTS
    from clientlens.errors import RequestError

    files: dict[str, Path] = {}
    for option in options:
        role, is_split, file = option.partition("=")
        if not (role and is_split and file):
            hint = "For example  --role-answers staff=staff.csv"
            raise RequestError(f"--role-answers wants ROLE=FILE, got '{option}'. {hint}")
        if role == CLIENTS:
            raise RequestError(f"--role-answers {option}: name the clients' file with --answers")
        if role in files:
            raise RequestError(f"--role-answers names the role '{role}' twice")
        files[role] = Path(file)
    return files


def _has_gaps(evaluation: Evaluation) -> bool:
    return any(
        result.estimates.absent or result.estimates.failed()
        for result in evaluation.results.values()
    )


@contextmanager
def draughtsman(study: Study) -> Iterator[Draw]:
    """Who draws the pictures: a process of its own, where the study wants a page."""
    from clientlens.drawing.draughtsman import Draughtsman, draw_later

    if "html" not in study.report.formats:
        yield draw_later
        return
    with Draughtsman() as draughtsman:
        yield draughtsman.draw


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on the terminal, if one is there; it goes away when the work is done."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replicates", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
