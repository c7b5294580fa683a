"""Measure what the project promises, and print a table."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import ecsi
from benchmarks.survey import write_study

ROOT = Path(__file__).resolve().parents[1]
XINYU = "configs/jiangxi/xinyu-2022.yaml"
RUNS = 5


@dataclass(frozen=True, slots=True)
class Promise:
    """A command with the wall time and memory that it may take."""

    name: str
    arguments: tuple[str, ...]
    seconds: float
    megabytes: float
    runs: int = RUNS


@dataclass(frozen=True, slots=True)
class Measure:
    """What a command took: the median of its runs, and the largest memory of any."""

    seconds: float
    megabytes: float


def main() -> int:
    """Measure every promise; exit with 1 where one is broken."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        table = Table("what", "wall s", "may take", "share", "peak MB", "may take")
        broken = False
        for promise in promises(folder):
            found = measure(promise, folder)
            broken |= found.seconds > promise.seconds or found.megabytes > promise.megabytes
            table.add_row(
                promise.name,
                f"{found.seconds:.2f}",
                f"{promise.seconds:g}",
                f"{found.seconds / promise.seconds:.0%}",
                f"{found.megabytes:.0f}",
                f"{promise.megabytes:g}",
            )
    Console(width=100).print(table)
    return int(broken)


def promises(folder: Path) -> Sequence[Promise]:
    """What is measured; the large survey is written into `folder` first."""
    large = write_study(folder, respondents=100_000, replicates=1000)
    apart = write_study(folder / "apart", respondents=100_000, replicates=1000, segments=4)
    index = str(ecsi.write_study(folder / "ecsi", replicates=5000))
    out = str(folder / "out")
    return (
        Promise("--help", ("--help",), 0.3, 200),
        Promise("validate (Xinyu)", ("validate", XINYU), 0.6, 200),
        Promise("run (Xinyu, 2,000 replicates, HTML)", ("run", XINYU, "--out", out), 4.0, 1500),
        Promise("run (index, 250 × 24, 5,000 replicates)", ("run", index, "--out", out), 3.0, 1500),
        Promise(
            "run (100,000 × 52 ratings, 1,000 replicates)",
            ("run", str(large), "--out", out, "--jobs", "2"),
            30.0,
            1500,
            runs=1,
        ),
        Promise(
            "run (100,000 clients found to fall into 4 segments, profiled, 1,000 replicates)",
            ("run", str(apart), "--out", out, "--jobs", "2"),
            60.0,
            3000,
            runs=1,
        ),
    )


def measure(promise: Promise, folder: Path) -> Measure:
    """Run the command in processes of its own, each with an empty cache.

    The first of several runs compiles the byte code and isn't counted.
    """
    command = [sys.executable, "-m", "clientlens", *promise.arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds, megabytes = [], []
    for run in range(promise.runs + (promise.runs > 1)):
        environment["XDG_CACHE_HOME"] = str(folder / f"cache-{run}")
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        megabytes.append(_peak(usage))
        if status:
            raise SystemExit(f"{' '.join(command)} failed with {os.waitstatus_to_exitcode(status)}")
    counted = sorted(seconds[1:] or seconds)
    return Measure(counted[len(counted) // 2], max(megabytes))


def _peak(usage: resource.struct_rusage) -> float:
    """Peak memory in MB; Linux counts it in kB, macOS in bytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return usage.ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
