"""Bootstrap by plspm for Python, timed; `benchmarks.peers` runs it in plspm's own environment.

``python -m benchmarks.peer_plspm ANSWERS MODEL RESAMPLES``
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import plspm.bootstrap  # type: ignore[import-not-found]  # it isn't installed with clientlens
from plspm.config import MV, Config, Structure  # type: ignore[import-not-found]
from plspm.mode import Mode  # type: ignore[import-not-found]
from plspm.plspm import Plspm  # type: ignore[import-not-found]
from plspm.scale import Scale  # type: ignore[import-not-found]
from plspm.scheme import Scheme  # type: ignore[import-not-found]

from benchmarks.timing import Measured, Timing, peak_megabytes, timed

RUNS = 3
_OFTEN = 0.001


def main(answers: str, model: str, resamples: str) -> None:
    """Time the bootstrap: a run with it less the median run without."""
    # It looks but once a second whether its one process has done, which would count against it.
    plspm.bootstrap.time = SimpleNamespace(sleep=lambda _: time.sleep(_OFTEN))
    said = json.loads(Path(model).read_text(encoding="utf-8"))
    run = partial(
        Plspm,
        pd.read_csv(answers),
        configured(said["blocks"], said["paths"]),
        Scheme.PATH,
        iterations=300,
        tolerance=1e-7,
        processes=1,
    )
    count = int(resamples)
    once = timed("estimate", run, runs=RUNS)
    both = timed(
        "everything", partial(run, bootstrap=True, bootstrap_iterations=count), count, runs=RUNS
    )
    table = run().path_coefficients()
    coefficients = {
        target: {source: float(table.loc[target, source]) for source in sources}
        for target, sources in said["paths"].items()
    }
    Measured([_less(both, once)], coefficients, peak_megabytes()).print()


def configured(blocks: dict[str, list[str]], paths: dict[str, list[str]]) -> Any:
    """A configuration of plspm's, which has no types; only `Scale.NUM` standardises the items."""
    structure = Structure()
    for target, sources in paths.items():
        structure.add_path(sources, [target])
    config = Config(structure.path(), default_scale=Scale.NUM)
    for name, items in blocks.items():
        config.add_lv(name, Mode.A, *(MV(item) for item in items))
    return config


def _less(both: Timing, once: Timing) -> Timing:
    clock = [seconds - once.median / 1e6 for seconds in both.clock]
    processor = [seconds - once.processors / 1e6 for seconds in both.processor]
    return Timing(both.name, both.resamples, clock, processor)


if __name__ == "__main__":
    main(*sys.argv[1:])
