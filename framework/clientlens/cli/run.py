"""``clientlens run``: a study from its answers to its report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clientlens.cli.arguments import Root, Without

if TYPE_CHECKING:
    from clientlens.config.study import Study
    from clientlens.config.text import Document
    from clientlens.drawing.draughtsman import Draw
    from clientlens.estimation import Progress
    from clientlens.results.evaluation import Evaluation

NOT_ALL_ESTIMATED = 1


def run(  # noqa: PLR0913, PLR0917  the command's options are its interface
    study: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY", help="Study file (YAML), or evaluation.json of a run to repeat it."
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
        typer.Option("--out", metavar="DIR", help="Run folder; by default runs/<study id>."),
    ] = None,
    models: Annotated[
        str | None,
        typer.Option("--models", metavar="A,B", help="Some of the study's models only."),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("--replicates", metavar="N", help="Number of replicates.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, help="Chunks worked on at once.")
    ] = 1,
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
    """Evaluate a study and write its report, tables and replicates."""
    from rich.console import Console

    from clientlens import plugins, workbench
    from clientlens.config.roles import CLIENTS
    from clientlens.engine import evaluate_answers, read_everybody
    from clientlens.report.folder import check_replaceable, write_run
    from clientlens.report.terminal import summary

    registry = plugins.load(without or ())
    changes = changes_of(study, root, models, replicates)
    checked = workbench.load_with(
        registry, study, changes=changes, root=root, changes_from="command line"
    )
    directory = out or Path("runs") / checked.about.id
    check_replaceable(directory)
    with draughtsman(checked) as draw, progress_bar() as progress:
        given = role_files(role_answers or []) | ({CLIENTS: answers} if answers else {})
        files = workbench.recorded_answers(study, given) | given
        file = files.pop(CLIENTS, None)
        found, roles = read_everybody(checked, registry, file, files)
        evaluation = evaluate_answers(
            checked, found, registry, roles=roles, jobs=jobs, progress=progress
        )
        write_run(evaluation, directory, with_set_aside=set_aside, draw=draw)
    summary(evaluation, Console(), directory)
    if strict and _has_gaps(evaluation):
        raise typer.Exit(NOT_ALL_ESTIMATED)


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


def changes_of(
    study: Path, root: Path | None, models: str | None, replicates: int | None
) -> dict[str, Any]:
    """The options as an overlay over the study file, so that the recipe holds them as well."""
    changes: dict[str, Any] = {}
    if replicates is not None:
        changes["uncertainty"] = {"replicates": replicates}
    if models is not None:
        from clientlens.workbench import read

        wanted = [name.strip() for name in models.split(",")]
        changes["models"] = _left_out(read(study, root), wanted)
    return changes


def _left_out(document: Document, wanted: list[str]) -> dict[str, None]:
    """Every model of the study that isn't wanted, to be taken away."""
    from clientlens.errors import RequestError, did_you_mean

    models = document.values.get("models")
    known = list(models) if isinstance(models, dict) else []
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known)
            raise RequestError(f"--models: the study has no model '{name}'. {hint}")
    return {name: None for name in known if name not in wanted}


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
