"""``clientlens run`` of many studies: how it goes, what failed, and the exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from clientlens.batch.orders import Orders
    from clientlens.batch.outcome import Outcome
    from clientlens.batch.pool import Watch
    from clientlens.batch.studies import Found, Studies

NOT_ALL_ESTIMATED, USER_CAN_MEND, OUR_BUG = 1, 2, 70
_STYLES = {"done": "green", "unchanged": "dim", "failed": "bold yellow", "crashed": "bold red"}


def run_many(
    arguments: Sequence[str], orders: Orders, *, jobs: int, without: Sequence[str], strict: bool
) -> None:
    """Run many studies and write their summary; an exit code tells whether all went well."""
    from clientlens import plugins
    from clientlens.batch.pool import run_all
    from clientlens.batch.studies import find_studies
    from clientlens.batch.summary import summarise
    from clientlens.batch.write import check_summary, write_summary

    studies = find_studies(arguments, orders.root)
    registry = plugins.load(without)  # a plugin at fault is told once, not of every study
    check_summary(orders.out)
    _tell_skipped(studies)
    try:
        with _board(len(studies.found)) as watch:
            outcomes = run_all(studies.found, orders, watch, jobs=jobs, without=without)
    except KeyboardInterrupt:
        typer.echo("Stopped. What is done stays; the same command goes on from there.", err=True)
        raise
    written = write_summary(summarise(outcomes, studies.skipped), orders.out, registry)
    _tell_all(outcomes)
    typer.echo(f"Summary: {written}")
    if code := _exit_code(outcomes, strict=strict):
        raise typer.Exit(code)


def _exit_code(outcomes: Sequence[Outcome], *, strict: bool) -> int:
    found = {outcome.status for outcome in outcomes}
    if "crashed" in found:
        return OUR_BUG
    if "failed" in found:
        return USER_CAN_MEND
    has_gaps = any(outcome.digest and outcome.digest.has_gaps for outcome in outcomes)
    return NOT_ALL_ESTIMATED if strict and has_gaps else 0


def _tell_skipped(studies: Studies) -> None:
    for each in studies.skipped:
        typer.echo(f"{each.path}: skipped, {each.reason}")


def _tell_all(outcomes: Sequence[Outcome]) -> None:
    """How many ended how; those that failed once more, for they may have scrolled away."""
    counts = Counter(outcome.status for outcome in outcomes)
    said = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    typer.echo(f"{len(outcomes)} studies: {said}")
    for outcome in outcomes:
        if not outcome.is_there:
            count = len(outcome.problems)
            typer.echo(f"  {outcome.status}: {outcome.path} ({count} problem{'s'[: count != 1]})")


@contextmanager
def _board(count: int) -> Iterator[Watch]:
    """Lines as studies end, and on a terminal a bar that tells what is under way."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[current]}", style="dim"),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task("studies", total=count, failed=0, current="")
        yield _watch(bar, task)


def _watch(bar: Progress, task: TaskID) -> Watch:
    """What is printed, and what the bar shows, as studies begin and end."""
    from rich.text import Text

    from clientlens.batch.pool import Watch

    current: dict[str, None] = {}
    failed: list[Outcome] = []

    def begun(study: Found) -> None:
        current[str(study.path)] = None
        bar.update(task, current=", ".join(current))

    def ended(outcome: Outcome) -> None:
        current.pop(str(outcome.path), None)
        if not outcome.is_there:
            failed.append(outcome)
        bar.update(task, advance=1, failed=len(failed), current=", ".join(current))
        line = Text(f"{outcome.status:<10}", style=_STYLES[outcome.status])
        bar.console.print(line + Text(str(outcome.path)), soft_wrap=True)
        if outcome.said:
            bar.console.print(Text(outcome.said), soft_wrap=True)

    return Watch(begun, ended)
