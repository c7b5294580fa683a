"""The studies that are estimated together: they share all that doesn't set them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from clientlens.chunks import Progress, chunk_rows, in_parallel
from clientlens.errors import ClientLensError
from clientlens.estimation import Chunk, Estimation
from clientlens.model import Values
from clientlens.results.estimates import Estimates
from clientlens.task import means_for

_Done = TypeVar("_Done")


def run_together(
    estimations: Sequence[Estimation], jobs: int = 1, progress: Progress | None = None
) -> list[list[Estimates] | ClientLensError]:
    """Estimates of studies that differ in their weighting and their models alone.

    They share the replicates and every statistic that structural weights don't enter, and find what
    `Estimation.run` would find for each.

    Parameters
    ----------
    estimations : sequence of Estimation
        All of the same respondents: ratings, groups, plan and roles are those of the first.
    jobs, progress
        As for `Estimation.run`.

    Returns
    -------
    list
        For each, estimates of its tasks, or why it can't be estimated.
    """
    first = estimations[0]
    parts = first.parts()

    def work(rows: tuple[int, int]) -> list[list[list[Values]] | ClientLensError]:
        chunk = first.chunk(parts, *rows)
        return [_tried(partial(chunk.estimate, estimation)) for estimation in estimations]

    means = means_for(task for estimation in estimations for task in estimation.tasks)
    chunks = list(in_parallel(work, chunk_rows(first.plan, means), jobs, progress, means))
    answered = first.chunk(parts, 0, 1)
    return [
        _together([chunk[i] for chunk in chunks], estimation, answered)
        for i, estimation in enumerate(estimations)
    ]


def _together(
    chunks: list[list[list[Values]] | ClientLensError], estimation: Estimation, answered: Chunk
) -> list[Estimates] | ClientLensError:
    """The chunks of one study put together; what failed in one has failed."""
    known = [chunk for chunk in chunks if not isinstance(chunk, ClientLensError)]
    for chunk in chunks:
        if isinstance(chunk, ClientLensError):
            return chunk
    return _tried(lambda: estimation.labelled(known, answered.weighed_for(estimation)))


def _tried(work: Callable[[], _Done]) -> _Done | ClientLensError:
    """What comes of some work, or what a user can mend."""
    try:
        return work()
    except ClientLensError as error:
        return error
