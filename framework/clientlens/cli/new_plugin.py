"""``clientlens new-plugin``: an installable package to start a plugin from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clientlens.cli.arguments import Without


def new_plugin(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="What a study file shall call it: small letters, digits and _.",
        ),
    ],
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="KIND",
            help="What it is: model, per-replicate (a model written for one sample), weighting, "
            "segmenter, reader or screen.",
        ),
    ] = "model",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder to make; by default clientlens-<name>, here."
        ),
    ] = None,
    without: Without = None,
) -> None:
    """Write an installable plugin: a method that works, its messages, tests and an example."""
    from clientlens import plugins
    from clientlens.new_plugin.write import write_plugin

    folder = write_plugin(name, template, out, plugins.load(without or ()))
    typer.echo(f"{folder}: the plugin '{name}' ({template}). Next:\n")
    for command in next_commands(folder):
        typer.echo(f"    {command}")


def next_commands(folder: Path) -> tuple[str, ...]:
    """What installs a new plugin, tests it and tries it."""
    return (
        f'python -m pip install --editable "{folder.resolve()}[test]"',
        f'python -m pytest "{folder}"',
        f'clientlens run "{folder / "examples" / "study.yaml"}"',
    )
