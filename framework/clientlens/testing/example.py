"""The example: a generated study with answers drawn for it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clientlens import plugins
from clientlens.config.study import Study
from clientlens.hierarchy import hierarchy_of
from clientlens.plugins import Registry
from clientlens.survey.answers import Answers, Source
from clientlens.survey.cells import Cells
from clientlens.survey.code import code_answers
from clientlens.testing.generated import SEED, Size, Values
from clientlens.workbench import load_with, simulate_with

_SOURCE = Source("answers.csv", "", "delimited")


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A study and answers to it: those of its clients, and those of its roles."""

    study: Study
    answers: Answers
    roles: Mapping[str, Answers]
    size: Size

    @property
    def description(self) -> str:
        """What it is made of, in a line."""
        hierarchy = hierarchy_of(self.study)
        indicators = ", ".join(hierarchy.indicators) or "no indicators"
        gaps = f"{self.size.missing:.0%} of the answers left out" if self.size.missing else ""
        parts = [f"{len(self.answers)} clients", f"indicators {indicators}", gaps, f"seed {SEED}"]
        return ", ".join(part for part in parts if part)


@cache
def installed() -> Registry:
    """The installed plugins, beside which one is tried."""
    return plugins.load()


def load_values(values: Values, registry: Registry) -> Study:
    """A study from plain values, read from a file so that its problems have places."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.yaml"
        text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        return load_with(registry, path)


def draw(study: Study, registry: Registry, size: Size, truth: Mapping[str, Any]) -> Drawn:
    """Answers to a study; `truth` is what a truth file may say of them."""
    roles = {code: _answers(role.study, registry, size, {}) for code, role in study.roles.items()}
    return Drawn(study, _answers(study, registry, size, truth), roles, size)


def _answers(study: Study, registry: Registry, size: Size, truth: Mapping[str, Any]) -> Answers:
    said = {"missing": size.missing, **truth}
    drawn = simulate_with(registry, study, n=size.clients, seed=SEED, truth=said)
    (columns,) = drawn.blocks(size.clients)
    cells = Cells.of(drawn.names, list(zip(*columns, strict=True)), file=_SOURCE.path)
    return code_answers(cells, _SOURCE, study)
