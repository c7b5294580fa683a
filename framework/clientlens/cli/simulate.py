"""``clientlens simulate``: a survey file drawn from a population with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clientlens.cli.arguments import Root, StudyPath, Without


def simulate(  # noqa: PLR0913, PLR0917  the command's options are its interface
    study: StudyPath,
    n: Annotated[int, typer.Option("--n", metavar="N", help="Number of respondents.")] = 500,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", min=0, help="Seed of all randomness.")
    ] = 1,
    truth: Annotated[
        Path | None,
        typer.Option("--truth", metavar="FILE", help="Truth file (YAML); all defaults without."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME", help="The study's model that is true."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="CSV file; by default <study id>-simulated.csv."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    without: Without = None,
    root: Root = None,
) -> None:
    """Draw answers to a study's questions, whose truth is known, and write them as CSV."""
    from clientlens import plugins
    from clientlens.errors import RequestError
    from clientlens.simulation.draw import simulate as draw
    from clientlens.simulation.truth import read_truth
    from clientlens.workbench import load_with

    registry = plugins.load(without or ())
    checked = load_with(registry, study, root=root)
    path = out or Path(f"{checked.about.id}-simulated.csv")
    if path.exists() and not force:
        raise RequestError(f"'{path}' is there already. Name another with --out, or say --force.")
    found = draw(checked, registry.models, read_truth(truth), n=n, seed=seed, model=model)
    try:
        found.cells.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise RequestError(f"'{path}' can't be written: {reason}") from error
    basis = f"the truth of model '{found.model}'" if found.model else "no model, one factor a facet"
    typer.echo(f"{path}: {n:,} synthetic respondents by {basis}, seed {seed}.")
