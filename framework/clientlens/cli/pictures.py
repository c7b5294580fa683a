"""Who draws the pictures that a command's page shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientlens.config.study import Study
    from clientlens.drawing.draughtsman import Draw


@contextmanager
def draughtsman(study: Study) -> Iterator[Draw]:
    """Who draws the pictures: a process of its own, where the study wants a page."""
    from clientlens.drawing.draughtsman import Draughtsman, draw_later

    if "html" not in study.report.formats:
        yield draw_later
        return
    with Draughtsman() as draughtsman:
        yield draughtsman.draw
