"""Bootstrap by seminr for Python, timed; `benchmarks.peers` runs it in seminr's own environment.

``python -m benchmarks.peer_seminr ANSWERS MODEL RESAMPLES``
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import seminr  # type: ignore[import-not-found]  # it isn't installed with clientlens

from benchmarks.timing import Measured, peak_megabytes, timed

RUNS = 3


def main(answers: str, model: str, resamples: str) -> None:
    """Estimate once, then time the bootstrap."""
    said = json.loads(Path(model).read_text(encoding="utf-8"))
    found = estimated(answers, said["blocks"], said["paths"])
    count = int(resamples)
    whole = timed(
        "everything", lambda: seminr.bootstrap_model(found, count, seed=1), count, runs=RUNS
    )
    coefficients = {
        target: {source: float(found.path_coef.get(source, target)) for source in sources}
        for target, sources in said["paths"].items()
    }
    Measured([whole], coefficients, peak_megabytes()).print()


def estimated(answers: str, blocks: dict[str, list[str]], paths: dict[str, list[str]]) -> Any:
    """A model of seminr's, which has no types."""
    with Path(answers).open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    measurement = seminr.constructs(*(seminr.composite(name, b) for name, b in blocks.items()))
    structure = seminr.relationships(*(seminr.paths(s, target) for target, s in paths.items()))
    data = (header, np.array(rows, dtype=float))
    return seminr.estimate_pls(data, measurement, structure)


if __name__ == "__main__":
    main(*sys.argv[1:])
