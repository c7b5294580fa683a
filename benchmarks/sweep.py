"""How much quicker a sweep is than a run for each of its universes, of the same models."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from clientlens import plugins
from clientlens.config.study import Study
from clientlens.engine import evaluate_answers, read_everybody
from clientlens.multiverse.evaluations import Sweeping, evaluate_universes
from clientlens.multiverse.grid import grid_of
from clientlens.multiverse.universes import Universe, universes_of
from clientlens.plugins import Registry
from clientlens.survey.answers import Answers
from clientlens.workbench import load_with

ROOT = Path(__file__).resolve().parents[1]
STUDY = ROOT / "configs/guizhou/zunyi-2023.yaml"
CHANGES = {"uncertainty": {"replicates": 500}, "segments": None}
MODELS = ("quadrant", "composite")
LEAST_GAIN = 2.0


def main() -> int:
    """Print both times and their ratio; exit with 1 where the sweep gains too little."""
    registry = plugins.load()
    study = load_with(registry, STUDY, changes={**CHANGES, "models": _left_out()})
    universes = list(universes_of(study, grid_of(study), registry))
    apart = _seconds(partial(_run_each, universes, registry))
    print(f"{len(universes)} universes apart: {apart:.1f} s of processor time")
    gains = []
    for name, in_full in (("with all tables", True), ("as a sweep needs it", False)):
        sweeping = Sweeping(registry, partial(_read, registry), in_full=in_full)
        together = _seconds(partial(_sweep, universes, sweeping))
        gains.append(apart / together)
        print(f"together, {name}: {together:.1f} s, {gains[-1]:.1f} times quicker")
    return int(min(gains) < LEAST_GAIN)


def _run_each(universes: Sequence[Universe], registry: Registry) -> None:
    """What ``clientlens run`` would do for each."""
    for universe in universes:
        if isinstance(universe.study, Study):
            answers, roles = read_everybody(universe.study, registry)
            evaluate_answers(universe.study, answers, registry, roles=roles)


def _sweep(universes: Sequence[Universe], sweeping: Sweeping) -> int:
    """Every universe, let go once it is told."""
    return sum(1 for _ in evaluate_universes(universes, sweeping))


def _read(registry: Registry, study: Study) -> tuple[Answers, dict[str, Answers]]:
    return read_everybody(study, registry)


def _seconds(work: Callable[[], object]) -> float:
    """Of this process; others use the machine too."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _left_out() -> dict[str, None]:
    """The models that aren't measured."""
    return dict.fromkeys(("quadrant-midpoint", "weights", "units"))


if __name__ == "__main__":
    sys.exit(main())
