"""The pool: studies side by side in processes of their own.

Each process loads the plugins once and takes one study after the other; how many there are makes no
difference to what is written. One that dies, as for want of memory, takes down the study that it
was at and no other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Thread

from clientlens import plugins
from clientlens.batch.job import run_study
from clientlens.batch.orders import Orders
from clientlens.batch.outcome import Outcome, crash
from clientlens.batch.studies import Found
from clientlens.plugins import Registry
from clientlens.report.workplace import clear

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Where libraries of linear algebra read how many threads they may use."""

_DIED = "its process died"
_SAID_OF_DEAD = (
    "the process that ran it was ended from outside: often for want of memory, then fewer --jobs "
    "help."
)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how a batch goes: of a study that is begun, and of what became of it."""

    begun: Callable[[Found], None]
    ended: Callable[[Outcome], None]


def run_all(
    studies: Sequence[Found],
    orders: Orders,
    watch: Watch,
    *,
    jobs: int = 1,
    without: Sequence[str] = (),
) -> list[Outcome]:
    """Run studies, some at a time.

    Parameters
    ----------
    studies : sequence of Found
        The studies; no two with one id.
    orders : Orders
        What is asked of each.
    watch : Watch
        Told of every study, in the order in which things happen.
    jobs : int
        So many processes.
    without : sequence of str
        Plugins to leave out.

    Returns
    -------
    list of Outcome
        In the order of `studies`.

    Raises
    ------
    KeyboardInterrupt
        As soon as it comes; what is written by then stays, and nothing half written does.
    """
    work = _Work(orders, tuple(without), watch, deque(studies), {})
    with _one_thread_each():
        while work.waiting:
            for lost in work.run_together(jobs):
                work.run_alone(lost)
    for study in studies:
        _clear(study, orders)
    return [work.outcomes[study] for study in studies]


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """Studies that wait, and what became of the others."""

    orders: Orders
    without: tuple[str, ...]
    watch: Watch
    waiting: deque[Found]
    outcomes: dict[Found, Outcome]

    def run_together(self, jobs: int) -> list[Found]:
        """Run what waits; where a process dies, the studies that were under way come back."""
        running: dict[Future[Outcome], Found] = {}
        with _crew(min(jobs, len(self.waiting)), self.orders, running) as crew:
            try:
                while self.waiting or running:
                    while self.waiting and len(running) < jobs:
                        self._begin(crew, self.waiting[0], running)
                        self.waiting.popleft()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        self._end(running[future], future.result())
                        del running[future]
            except BrokenProcessPool:
                return list(running.values())
        return []

    def run_alone(self, study: Found) -> None:
        """Run one study in a process that no other depends on."""
        running: dict[Future[Outcome], Found] = {}
        with _crew(1, self.orders, running) as crew:
            try:
                self._end(study, self._begin(crew, study, running).result())
            except BrokenProcessPool:
                said = f"{study.path}: {_SAID_OF_DEAD}"
                self._end(study, crash(study.path, study.id, f"clientlens: {_DIED}", said))

    def _begin(
        self, crew: ProcessPoolExecutor, study: Found, running: dict[Future[Outcome], Found]
    ) -> Future[Outcome]:
        future = crew.submit(_run_here, study, self.orders, self.without)
        running[future] = study
        self.watch.begun(study)
        return future

    def _end(self, study: Found, outcome: Outcome) -> None:
        self.outcomes[study] = outcome
        self.watch.ended(outcome)


@contextmanager
def _crew(
    jobs: int, orders: Orders, running: dict[Future[Outcome], Found]
) -> Iterator[ProcessPoolExecutor]:
    """Processes that start afresh on every system; an interruption ends them at once."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin_work) as crew:
        known = {process.pid for process in multiprocessing.active_children()}
        try:
            yield crew
        except BaseException:
            for process in multiprocessing.active_children():
                if process.pid not in known:
                    process.terminate()
            crew.shutdown(cancel_futures=True)
            for study in running.values():
                _clear(study, orders)
            raise


def _clear(study: Found, orders: Orders) -> None:
    """Take away what a process that died has left half written."""
    if study.id is not None:
        clear((orders.out / study.id).resolve())


def _begin_work() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the first one, and end with it.

    A process whose parent was killed would wait for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_here(study: Found, orders: Orders, without: tuple[str, ...]) -> Outcome:
    return run_study(study, orders, _registry(without))


@cache
def _registry(without: tuple[str, ...]) -> Registry:
    """The plugins, loaded once a process."""
    return plugins.load(without)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that start meanwhile do linear algebra in one thread, unless told otherwise."""
    ours = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]
