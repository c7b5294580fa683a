"""How far a command is, on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientlens.chunks import Progress


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
