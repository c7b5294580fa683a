"""The example: a generated study with answers drawn for it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from clientlens import plugins
from clientlens.config.load import study_of
from clientlens.config.overlay import amend
from clientlens.config.study import Study
from clientlens.config.text import read_yaml
from clientlens.errors import StudyError
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.plugins import Registry
from clientlens.survey.answers import Answers, Source
from clientlens.survey.cells import Cells
from clientlens.survey.code import code_answers
from clientlens.testing.generated import SEED, Size, Values
from clientlens.workbench import simulate_with

_FILE = "study.yaml"
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
        path = Path(folder) / _FILE
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        document = amend(read_yaml(path, name=_FILE), {}, _FILE)
    study = study_of(document, registry.vocabulary)
    problems = registry.check(study)
    if problems:
        raise StudyError(problems)
    return study


def draw(study: Study, registry: Registry, size: Size, truth: Mapping[str, Any]) -> Drawn:
    """Answers to a study; `truth` is what a truth file may say of them."""
    roles = {code: _answers(role.study, registry, size, {}) for code, role in study.roles.items()}
    return Drawn(study, _answers(study, registry, size, truth), roles, size)


def asked(drawn: Drawn, study: Study) -> Drawn:
    """The same answers, as far as another study asks for them and in its order."""
    roles = {
        code: _as_asked(drawn.roles[code], role.study)
        for code, role in study.roles.items()
        if code in drawn.roles
    }
    return replace(drawn, study=study, answers=_as_asked(drawn.answers, study), roles=roles)


def _as_asked(answers: Answers, study: Study) -> Answers:
    position = {question.name: i for i, question in enumerate(answers.questions)}
    questions = questions_of(study)
    own = [position[question.name] for question in questions]
    known = {c: x for c, x in answers.attributes.items() if c in study.respondents}
    return replace(answers, questions=questions, values=answers.values[:, own], attributes=known)


def _answers(study: Study, registry: Registry, size: Size, truth: Mapping[str, Any]) -> Answers:
    said = {"missing": size.missing, **truth}
    key = _key_of(study, registry, said, size)
    if key not in _DRAWN:
        drawn = simulate_with(registry, study, n=size.clients, seed=SEED, truth=said)
        (columns,) = drawn.blocks(size.clients)
        records = list(zip(*columns, strict=True))
        _DRAWN[key] = Cells.of(drawn.names, records, file=_SOURCE.path)
    return code_answers(_DRAWN[key], _SOURCE, study)


_DRAWN: dict[str, Cells] = {}
"""What was drawn in this process; many plugins are tried on the same answers."""

_ASKED = ("survey", "scales", "facets", "hierarchy", "items", "respondents")


def _key_of(study: Study, registry: Registry, truth: Mapping[str, Any], size: Size) -> str:
    """All that answers depend on; models count where one of them knows a population."""
    used = (registry.models[choice.use] for choice in study.models.values())
    parts = [*_ASKED, *(["models"] if any(model.Truth for model in used) else [])]
    return json.dumps([[study.values.get(part) for part in parts], truth, size.clients])
