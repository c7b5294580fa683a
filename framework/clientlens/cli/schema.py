"""``clientlens schema``: JSON Schema of study files for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from clientlens.cli.arguments import Without


def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to a file instead.")
    ] = None,
    without: Without = None,
) -> None:
    """Print the JSON Schema of study files, with the options of every installed plugin."""
    from clientlens import plugins
    from clientlens.config.json_schema import study_schema
    from clientlens.errors import RequestError

    found = study_schema(plugins.load(without or ()).vocabulary)
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RequestError(f"--out {out} can't be written: {error.strerror}") from error
