"""``clientlens compare``: models of a run, or runs, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientlens.cli.arguments import Models, Without, names_in
from clientlens.comparison.settings import RANK_GAP, TOP

if TYPE_CHECKING:
    from clientlens.comparison.comparison import Comparison
    from clientlens.config.schema import Language


def compare(  # noqa: PLR0913, PLR0917  the command's options are its interface
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN...", help="Run folders; of one alone, its models are compared."
        ),
    ],
    models: Models = None,
    group: Annotated[
        str, typer.Option("--group", metavar="GROUP", help="Group of respondents.")
    ] = "all",
    top: Annotated[
        int, typer.Option("--top", metavar="K", min=1, help="How many of the best may overlap.")
    ] = TOP,
    rank_gap: Annotated[
        int, typer.Option("--rank-gap", metavar="N", min=0, help="Ranks further apart differ.")
    ] = RANK_GAP,
    level: Annotated[
        float | None,
        typer.Option(
            "--level", metavar="L", help="Level of the intervals; by default that of the first run."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Comparison folder; by default runs/compare-<names>."
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="zh|en", help="By default that of the first study."),
    ] = None,
    without: Without = None,
) -> None:
    """Compare the models of a run, or runs of other settings, regions or waves."""
    from rich.console import Console

    from clientlens import plugins
    from clientlens.comparison.comparison import compare_runs
    from clientlens.drawing.draughtsman import Draughtsman
    from clientlens.report.comparison.folder import check_replaceable, write_comparison
    from clientlens.report.comparison.terminal import summary
    from clientlens.report.comparison.vocabulary import vocabulary_of
    from clientlens.results.run import read_runs

    found = compare_runs(
        read_runs(runs),
        models=names_in(models),
        group=group,
        top=top,
        rank_gap=rank_gap,
        level=level,
    )
    directory = out or _directory(found)
    check_replaceable(directory)
    locales = {name: model.locale for name, model in plugins.load(without or ()).models.items()}
    words = vocabulary_of(found, _language(language, found), locales)
    with Draughtsman() as draughtsman:
        write_comparison(words, directory, draw=draughtsman.draw)
    summary(words, Console(), directory)


def _directory(found: Comparison) -> Path:
    """``runs/compare-`` and the names of the runs; of many, the first and how many more."""
    names = [run.name for run in found.runs]
    few = 3
    named = names if len(names) <= few else [names[0], f"{len(names) - 1}-more"]
    return Path("runs") / "-".join(["compare", *named])


def _language(asked: str | None, found: Comparison) -> Language:
    from clientlens.errors import RequestError
    from clientlens.messages import LANGUAGES

    language = asked or found.runs[0].file.report.language
    if language not in LANGUAGES:
        raise RequestError(f"--language must be one of {', '.join(LANGUAGES)}, got '{asked}'")
    return "zh" if language == "zh" else "en"
