"""What the gap model adds to a run of the provincial study with 2,000 replicates."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import clientlens
from clientlens.drawing.draughtsman import Draughtsman
from clientlens.report.folder import write_run

PROVINCE = Path(__file__).resolve().parents[1] / "configs/jiangxi/province-2023.yaml"
MOST_SECONDS = 1.0
RUNS = 3
WITHOUT: dict[str, Any] = {
    "models": {"csi": None, "csi-overall": None, "units": None, "servqual": None},
    "uncertainty": {"replicates": 2000},
}
WITH: dict[str, Any] = {**WITHOUT, "models": {"csi": None, "csi-overall": None, "units": None}}


def main() -> int:
    """Print both times and their ratio; exit with 1 where the gap model adds too much."""
    run(WITH)  # imports and compiles
    pairs = [(run(WITHOUT), run(WITH)) for _ in range(RUNS)]
    without, with_gaps = (min(times) for times in zip(*pairs, strict=True))
    added = with_gaps - without
    print(
        f"quadrant {without:.2f} s, with servqual {with_gaps:.2f} s ({with_gaps / without:.2f} ×)"
    )
    print(f"added {added:.2f} s, may add {MOST_SECONDS:g} s")
    return int(added > MOST_SECONDS)


def run(changes: dict[str, Any]) -> float:
    """Seconds from the study file to the written run folder, drawn beside as a command does."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, Draughtsman() as draughtsman:
        study = clientlens.load(PROVINCE, changes=changes)
        write_run(clientlens.evaluate(study), Path(scratch) / "run", draw=draughtsman.draw)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
