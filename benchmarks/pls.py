"""Bootstrap of the European satisfaction model beside its peers: ``python -m benchmarks.pls``.

250 made-up respondents, 24 items, 7 constructs. Every resample of ours draws its counts, and gives
moments, weights, loadings, paths, total effects, reliabilities and HTMT. Each program has a process
and one thread to itself: a second thread of the linear algebra costs more than it gives where
matrices are small and the machine is shared. Ours runs before and after the others; the ratio is
that of processor time, which in one thread is the clock's on a machine that nobody else uses.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks import peers
from benchmarks.ecsi import write_for_peers
from benchmarks.peers import PEERS, Absent, Peer
from benchmarks.timing import Measured, Paths, Timing

_SAME_MODEL = 1e-4
"""Path coefficients of all programs differ by less."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure that may not be larger than its bound, or smaller where that is a floor."""

    name: str
    found: float
    bound: float
    unit: str
    is_floor: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it lies on the right side."""
        return self.found >= self.bound if self.is_floor else self.found <= self.bound


def main() -> int:
    """Measure, and print tables; exit with 1 where a promise is broken."""
    before, large = _ours("benchmarks.bootstrap"), _ours("benchmarks.large_sample")
    others = _others(before.paths)
    after = _ours("benchmarks.bootstrap")
    ours = [t.with_runs_of(u) for t, u in zip(before.timings, after.timings, strict=True)]
    kept = promises(ours[0], large, others)
    console = Console(width=110)
    console.print(_comparison(ours[0], others))
    console.print(_parts(ours))
    console.print(_promises(kept))
    return int(not all(promise.is_kept for promise in kept))


def promises(
    whole: Timing, large: Measured, others: dict[Peer, Measured | Absent]
) -> list[Promise]:
    """What the project promises; nothing of peers where none could be measured."""
    estimate = f"an estimate from 250,000 × 24 answers, peak memory {large.megabytes:.0f} MB"
    found = [
        Promise("a resample", whole.median, 20, "µs"),
        Promise("10,000 resamples", median(whole.clock), 0.25, "s"),
        Promise(estimate, large.timings[0].median / 1e6, 1, "s"),
    ]
    times = [_ratio(peer, whole) for peer in others.values() if isinstance(peer, Measured)]
    if times:
        found.append(
            Promise("the fastest peer takes", min(times), 280, "times as long", is_floor=True)
        )
    return found


def _ours(module: str) -> Measured:
    found = peers.run(sys.executable, module)
    if isinstance(found, Absent):
        raise SystemExit(f"{module} failed: {found.reason}")
    return found


def _others(paths: Paths) -> dict[Peer, Measured | Absent]:
    with tempfile.TemporaryDirectory() as scratch:
        write_for_peers(Path(scratch))
        return {peer: _checked(peers.measure(peer, Path(scratch)), paths) for peer in PEERS}


def _checked(found: Measured | Absent, paths: Paths) -> Measured | Absent:
    """What a peer measured, if it estimates the model that we do."""
    if isinstance(found, Absent):
        return found
    apart = max(
        abs(found.paths[target][source] - coefficient)
        for target, sources in paths.items()
        for source, coefficient in sources.items()
    )
    return found if apart < _SAME_MODEL else Absent(f"its path coefficients are {apart:.2g} off")


def _ratio(peer: Measured, whole: Timing) -> float:
    return peer.timings[0].processors / whole.processors


def _comparison(whole: Timing, others: dict[Peer, Measured | Absent]) -> Table:
    table = Table("program", "keeps of a resample", *_SPEED, "times ours", title="One resample")
    table.add_row(
        "clientlens",
        "weights, loadings, paths, total effects, reliabilities, HTMT",
        *_speed(whole),
        "1",
    )
    for peer, found in others.items():
        if isinstance(found, Absent):
            table.add_row(peer.name, f"not measured: {found.reason}")
        else:
            ratio = f"{_ratio(found, whole):,.0f}"
            table.add_row(peer.name, peer.keeps, *_speed(found.timings[0]), ratio)
    return table


_SPEED = ("resamples", "median µs", "fastest µs", "processor µs")


def _speed(timing: Timing) -> tuple[str, ...]:
    found = (timing.median, timing.fastest, timing.processors)
    return (f"{timing.resamples:,}", *(f"{value:,.1f}" for value in found))


def _parts(timings: list[Timing]) -> Table:
    table = Table("part", *_SPEED, title="What ours is made of")
    for timing in timings:
        table.add_row(timing.name, *_speed(timing))
    return table


def _promises(kept: list[Promise]) -> Table:
    table = Table("what", "found", "promised", "", title="Promises")
    for promise in kept:
        bound = f"{'at least' if promise.is_floor else 'at most'} {promise.bound:g} {promise.unit}"
        verdict = "kept" if promise.is_kept else "broken"
        table.add_row(promise.name, f"{promise.found:.3g} {promise.unit}", bound, verdict)
    return table


if __name__ == "__main__":
    sys.exit(main())
