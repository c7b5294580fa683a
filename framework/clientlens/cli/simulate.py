"""``clientlens simulate``: a survey file drawn from a population with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientlens.cli.arguments import Root, StudyPath, Without

if TYPE_CHECKING:
    from clientlens.simulation.cells import Simulated


def simulate(  # noqa: PLR0913, PLR0917  the command's options are its interface
    study: StudyPath,
    n: Annotated[
        int, typer.Option("--n", metavar="N", min=1, max=10_000_000, help="Respondents.")
    ] = 500,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", min=0, help="Seed of all randomness.")
    ] = 1,
    truth: Annotated[
        Path | None,
        typer.Option("--truth", metavar="FILE", help="Truth file (YAML); all defaults without."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME", help="The study's model that holds."),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="The role that answers; by default clients."),
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
    """Draw a survey file from a population whose truth is known."""
    from clientlens import plugins, workbench
    from clientlens.survey.write import check_writable, write_survey

    registry = plugins.load(without or ())
    checked = workbench.load_with(registry, study, root=root)
    asked = workbench.study_of_role(checked, role)
    path = out or Path("-".join(filter(None, [checked.about.id, role, "simulated.csv"])))
    check_writable(path, force=force)
    drawn = workbench.simulate_with(registry, asked, n=n, seed=seed, truth=truth, model=model)
    write_survey(path, drawn.names, drawn.blocks(), asked.survey)
    typer.echo(
        f"{path}: {n:,} respondents, {len(drawn.names)} columns, seed {seed}; {_basis(drawn)}."
    )


def _basis(drawn: Simulated) -> str:
    """What the answers hang together by."""
    if not drawn.populations:
        return "no model of the study says how answers hang together, so the rule does for all"
    return " and ".join(
        f"'{name}' holds for {len(population.questions)} questions"
        for name, population in drawn.populations.items()
    )
