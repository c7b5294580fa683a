"""How long a piece of work takes, by the clock and by the processors; of the standard library."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

RUNS = 5

Paths = dict[str, dict[str, float]]
"""Target → source → path coefficient."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of every run.

    On a machine that others use too, processor time says more.

    Attributes
    ----------
    name : str
    resamples : int
        How often the work was done in a run; the properties are of one.
    clock, processor : list of float
        Seconds of a run by the clock, and of all processors.
    """

    name: str
    resamples: int
    clock: list[float]
    processor: list[float]

    def with_runs_of(self, later: Timing) -> Timing:
        """The runs of both."""
        clock, processor = self.clock + later.clock, self.processor + later.processor
        return Timing(self.name, self.resamples, clock, processor)

    @property
    def median(self) -> float:
        """Microseconds."""
        return median(self.clock) / self.resamples * 1e6

    @property
    def fastest(self) -> float:
        """Microseconds."""
        return min(self.clock) / self.resamples * 1e6

    @property
    def processors(self) -> float:
        """Microseconds, the median."""
        return median(self.processor) / self.resamples * 1e6


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program says of its run, as JSON on its last line.

    Attributes
    ----------
    timings : list of Timing
        The whole first.
    paths : dict
        Path coefficients in the sample as answered, to see that all estimate one model.
    megabytes : float
        Peak memory of the process.
    """

    timings: list[Timing]
    paths: Paths
    megabytes: float

    def print(self) -> None:
        """Say it."""
        print(json.dumps(asdict(self)))


def read(printed: str) -> Measured:
    """What a program said."""
    said = json.loads(printed.splitlines()[-1])
    timings = [Timing(**timing) for timing in said["timings"]]
    return Measured(timings, said["paths"], said["megabytes"])


def timed(name: str, work: Callable[[], object], resamples: int = 1, *, runs: int = RUNS) -> Timing:
    """Time some work; its first run isn't counted."""
    work()
    clock, processor = [], []
    for _ in range(runs):
        start, used = time.perf_counter(), _processor_seconds()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(_processor_seconds() - used)
    return Timing(name, resamples, clock, processor)


def peak_megabytes() -> float:
    """Peak memory of this process; Linux counts it in kB, macOS in bytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _processor_seconds() -> float:
    """Of this process and those it started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)
