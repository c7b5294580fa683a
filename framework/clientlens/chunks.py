"""The chunks: replicates by the hundred, worked on one after the other or at once."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import numpy as np

from clientlens.errors import RequestError
from clientlens.stats.resample import ReplicatePlan

Progress = Callable[[int, int], None]
"""Called with the chunks done and the chunks in all."""

ParallelMeans = Literal["threads", "processes"]
"""What chunks are worked on by, where there are several jobs."""

_CHUNK_CELLS = 8_000_000
"""Weights are made for so many replicates × respondents at a time, about 64 MB."""
_MOST_CHUNK_ROWS = 512
_MOST_LOOPED_ROWS = 64
"""Fewer where a model loops, so that many processes have something to do."""
_ALONE = "Run with --jobs 1 to do without other processes."
_WORTH_THREADS = 20_000
"""Below so many respondents a product is too small to be worth parting among threads."""
_Rows = TypeVar("_Rows")


def chunk_rows(plan: ReplicatePlan, means: ParallelMeans = "threads") -> list[tuple[int, int]]:
    """Start and stop of each chunk of replicates; they don't depend on the number of jobs."""
    return split_rows(plan.rows, len(plan.base), plan.rows_per_block, means)


def split_rows(
    rows: int, respondents: int, rows_per_block: int, means: ParallelMeans = "threads"
) -> list[tuple[int, int]]:
    """Start and stop of chunks of rows of so many respondents, drawn in blocks after row 0."""
    most = _MOST_LOOPED_ROWS if means == "processes" else _MOST_CHUNK_ROWS
    wanted = int(np.clip(_CHUNK_CELLS // max(respondents, 1), 1, most))
    step = max(wanted // rows_per_block, 1) * rows_per_block
    # Row 0 is no draw, so blocks of draws begin at row 1.
    starts = [0, *range(1 + step, rows, step)]
    return list(itertools.pairwise([*starts, rows]))


def in_parallel(
    work: Callable[[_Rows], Any],
    chunks: list[_Rows],
    jobs: int,
    progress: Progress | None,
    means: ParallelMeans = "threads",
) -> Iterator[Any]:
    """The results of all chunks in order; joblib's own settings may choose a cluster instead.

    Raises
    ------
    RequestError
        A model can't be handed to another process, or such a process has come to its end.
    """
    for done, result in enumerate(_worked_on(work, chunks, jobs, means), start=1):
        if progress:
            progress(done, len(chunks))
        yield result


def _worked_on(
    work: Callable[[_Rows], Any], chunks: list[_Rows], jobs: int, means: ParallelMeans
) -> Iterable[Any]:
    if jobs == 1 and "joblib" not in sys.modules:  # so nobody has told it what to choose
        return map(work, chunks)
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, prefer=means, return_as="generator")
    return _told(parallel(delayed(work)(chunk) for chunk in chunks))


def _told(results: Iterable[Any]) -> Iterator[Any]:
    """The same results; what the machinery of processes meets is told with what would do."""
    from concurrent.futures.process import BrokenProcessPool
    from pickle import PicklingError

    try:
        yield from results
    except PicklingError as error:
        why = str(error.__cause__ or error).strip('\n"').splitlines()[-1]  # it is a traceback
        message = f"a model can't be handed to another process ({why})"
        raise RequestError(f"{message}. {_ALONE}") from error
    except BrokenProcessPool as error:
        message = "a process that worked on replicates has ended, perhaps for want of memory"
        raise RequestError(f"{message}. {_ALONE}") from error


@contextmanager
def calm(respondents: int) -> Iterator[None]:
    """Let NumPy's products of so many respondents run in one thread, unless they are large.

    Its threads wait for each other busily: with small products they gain nothing, take half as
    much processor time again, and on a machine that others use as well they multiply the time.
    """
    if respondents >= _WORTH_THREADS:
        yield
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        yield
