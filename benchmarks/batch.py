"""How long many studies take in one command: 31 provinces in one wave, in four, and in twelve.

``python -m benchmarks.batch``; with ``--html`` every study has its page as well. The command runs
as a user runs it, plugins, start of the processes and summary included; drawing up the answers
isn't counted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from clientlens import plugins, workbench
from clientlens.survey.write import write_survey

ROOT = Path(__file__).resolve().parents[1]
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
WAVES = range(2012, 2024)
RESPONDENTS, REPLICATES, JOBS = 200, 500, 2
MOST_RATIO = 1.25
"""One more study among many may cost so many times what one more costs among few."""
PATTERNS = ("configs/*/2023.yaml", "configs/*/202[0-3].yaml", "configs/*/2*.yaml")

BASE = f"""\
extends: credit-service.yaml
screening: null
models:
  quadrant: {{}}
  servqual: {{expectation: importance}}
  composite: {{facet: satisfaction}}
uncertainty: {{replicates: {REPLICATES}}}
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a batch took, by the clock and by all processors, and its largest memory at once."""

    studies: int
    seconds: float
    processor: float
    megabytes: float


def added(fewer: Measure, more: Measure) -> float:
    """Milliseconds of a processor that each further study costs, start and end left out.

    On a machine that others use too, that says more than the clock.
    """
    return 1000 * (more.processor - fewer.processor) / (more.studies - fewer.studies)


def main() -> int:
    """Print a table; exit with 1 where many studies take more each than few."""
    formats = "[html]" if "--html" in sys.argv else "[]"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_studies(folder / "configs", formats)
        few, some, many = (measure(folder, pattern) for pattern in PATTERNS)
        again = measure(folder, PATTERNS[-1], is_new=False)
    ratio = added(some, many) / added(few, some)
    Console(width=100).print(table([few, some, many, again]))
    print(
        f"formats {formats}: {added(some, many):.0f} ms a further study, {ratio:.2f} × as among few"
    )
    return int(ratio > MOST_RATIO)


def write_studies(folder: Path, formats: str) -> None:
    """A study file and its answers for every province and wave."""
    folder.mkdir()
    shutil.copy(ROOT / "configs/credit-service.yaml", folder)
    report = f"report: {{formats: {formats}}}\n"
    (folder / "base.yaml").write_text(BASE + report, encoding="utf-8")
    registry = plugins.load()
    for number, province in enumerate(PROVINCES):
        (folder / f"p{number:02}").mkdir()
        for wave in WAVES:
            path = folder / f"p{number:02}" / f"{wave}.yaml"
            path.write_text(_study(province, number, wave), encoding="utf-8")
            study = workbench.load_with(registry, path)
            level = 3.6 + 0.02 * (number % 13) + 0.01 * (wave - WAVES[0])
            drawn = workbench.simulate_with(
                registry, study, n=RESPONDENTS, seed=100 * number + wave - WAVES[0],
                truth={"questions": {"satisfaction": {"mean": level}}},
            )  # fmt: skip
            write_survey(path.with_suffix(".csv"), drawn.names, drawn.blocks(), study.survey)


def _study(province: str, number: int, wave: int) -> str:
    return f"""\
extends: ../base.yaml
study:
  id: p{number:02}-{wave}
  title: {province}{wave}
  region: [{province}]
  wave: {wave}
  clients: {1000 + 400 * number}
  is_synthetic: true
survey: {{source: {wave}.csv}}
"""


def measure(folder: Path, pattern: str, *, is_new: bool = True) -> Measure:
    """Run a batch in processes of its own, into an empty folder or over what is there."""
    out = folder / "runs"
    if is_new:
        shutil.rmtree(out, ignore_errors=True)
    command = ["run", pattern, "--jobs", str(JOBS), "--out", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "clientlens", *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    megabytes = _watch_memory(process)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{pattern} failed with {os.waitstatus_to_exitcode(status)}")
    studies = len(list(folder.glob(pattern)))
    return Measure(studies, seconds, usage.ru_utime + usage.ru_stime, megabytes)


def _watch_memory(process: subprocess.Popen[bytes]) -> float:
    """Largest memory of the process and all that it started, seen four times a second; Linux."""
    most = 0.0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(0.25)
    return most


def _family(root: int) -> Sequence[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _resident(pid: int) -> float:
    """Memory of one process in MB; what it shares with others counts in each."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def table(measures: Sequence[Measure]) -> Table:
    """What was measured, a row a batch."""
    found = Table("studies", "wall s", "processor ms a study", "processors busy", "peak MB in all")
    for each in measures:
        found.add_row(
            str(each.studies),
            f"{each.seconds:.1f}",
            f"{1000 * each.processor / each.studies:.0f}",
            f"{each.processor / each.seconds:.2f}",
            f"{each.megabytes:.0f}",
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
