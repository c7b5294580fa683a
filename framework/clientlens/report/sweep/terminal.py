"""The summary of a sweep in the terminal: what is robust, and what hangs on which choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from clientlens.multiverse.sweep import Sweep
from clientlens.report.sweep.statements import models_of, notes_of, parts_of
from clientlens.report.sweep.vocabulary import Vocabulary, vocabulary_of
from clientlens.report.terminal import WIDTH, bullet
from clientlens.report.title import title_of


def summary(sweep: Sweep, console: Console, directory: Path | None = None) -> None:
    """Print what a sweep found.

    Parameters
    ----------
    sweep : Sweep
        What was found.
    console : rich.console.Console
        Where to; without colours the words say everything.
    directory : Path, optional
        Where it was written; the last line names it.
    """
    say = vocabulary_of(sweep)
    parts = [*_title(say), *(p for model in models_of(say) for p in _model(model, say))]
    notes = [bullet(Text(note, style="dim"), "-") for note in notes_of(say)]
    console.print(
        Group(*parts, *([Text()] if notes else []), *notes), width=min(console.width, WIDTH)
    )
    if directory is not None:
        # A path must stay whole to be copied, so it isn't wrapped.
        console.print(say("sweep-written", path=str(directory)), soft_wrap=True, markup=False)


def _title(say: Vocabulary) -> Iterator[RenderableType]:
    title = title_of(say.sweep.base)
    head = Text(say("sweep-title", title=title.text), style="bold")
    if title.is_synthetic:
        head.append(f"  [{say('synthetic')}]", style="bold yellow")
    yield head
    counts = " × ".join(
        f"{say.choice(choice)} {len(options)}" for choice, options in say.sweep.grid.options.items()
    )
    count = len(say.sweep.universes)
    yield Text(f"{say('sweep-universes')} {count}   {counts}", style="dim")


def _model(model: str, say: Vocabulary) -> Iterator[RenderableType]:
    yield Text()
    yield Text(say.model(model), style="bold underline")
    for part in parts_of(model, say):
        for sentence in part.sentences:
            yield bullet(Text(sentence), "•")
