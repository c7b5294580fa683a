"""The application: its commands, and how an error becomes an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import Annotated

import typer

from clientlens.cli import (
    compare,
    new_plugin,
    plugins,
    run,
    schema,
    show,
    simulate,
    sweep,
    validate,
)
from clientlens.errors import ClientLensError, at_fault

USER_CAN_MEND = 2
OUR_BUG = 70
INTERRUPTED = 130
_GARBAGE = (50_000, 50, 50)
"""A command makes many objects, few of them in circles, and is over soon."""

app = typer.Typer(
    name="clientlens",
    help="Evaluate a bank's credit service as its clients see it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("compare")(compare.compare)
app.command("sweep")(sweep.sweep)
app.command("validate")(validate.validate)
app.command("show")(show.show)
app.command("schema")(schema.schema)
app.command("simulate")(simulate.simulate)
app.command("plugins")(plugins.list_plugins)
app.command("new-plugin")(new_plugin.new_plugin)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"clientlens {version_of('clientlens')}")
        raise typer.Exit


def main() -> None:
    """Run the command line; every error ends here as an exit code."""
    gc.set_threshold(*_GARBAGE)
    try:
        app()
    except ClientLensError as error:
        print(error, file=sys.stderr)  # noqa: T201  the command line is where we speak
        sys.exit(USER_CAN_MEND)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  whatever is left is a bug, and keeps its traceback
        traceback.print_exc()
        whose = at_fault(error) or "clientlens"
        told = f"This is a bug of {whose}. Please report it with the lines above."
        print(told, file=sys.stderr)  # noqa: T201
        sys.exit(OUR_BUG)
