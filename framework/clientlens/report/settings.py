"""The settings: everything the study says or leaves to a default, as it is written in YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clientlens.config.study import Study
from clientlens.results.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its path in the study file, and its value as text."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class SettingBlock:
    """The settings below one heading of the study file, or the recipe."""

    name: str
    settings: tuple[Setting, ...]


def settings_of(evaluation: Evaluation) -> tuple[SettingBlock, ...]:
    """Every setting with its defaults, then what else makes the run again: hashes, versions.

    Names and wordings of indicators aren't settings; scales, facets and weights are.
    """
    study = evaluation.study
    blocks: dict[str, Any] = {
        "models": {
            name: {"use": choice.use, **_plain(choice.options)}
            for name, choice in study.models.items()
        },
        "uncertainty": _plain(study.uncertainty),
        "screening": {choice.rule: _plain(choice.options) for choice in study.screening},
        "segments": _segments(study),
        "weighting": study.values.get("weighting", {"method": "equal"}),
        "scales": {code: _plain(scale) for code, scale in study.scales.items()},
        "facets": {code: _plain(facet) for code, facet in study.facets.items()},
        "survey": _plain(study.survey),
        "roles": {code: _role(role.study) for code, role in study.roles.items()},
        "report": _plain(study.report),
        "recipe": {key: part for key, part in evaluation.recipe.items() if key != "study"},
    }
    made = (SettingBlock(name, tuple(_flat(value))) for name, value in blocks.items())
    return tuple(block for block in made if block.settings)


def _segments(study: Study) -> dict[str, Any]:
    """The groups, with the options of the methods that find some."""
    found = {
        name: {"method": choice.method, **_plain(choice.options)}
        for name, choice in study.found.items()
    }
    return {**_plain(study.segments), "found": found} if found else _plain(study.segments)


def _role(study: Study) -> dict[str, Any]:
    return {
        "survey": _plain(study.survey),
        "facets": {code: _plain(facet) for code, facet in study.facets.items()},
        "screening": {choice.rule: _plain(choice.options) for choice in study.screening},
    }


def _plain(options: BaseModel | None) -> dict[str, Any]:
    return {} if options is None else options.model_dump(mode="json")


def _flat(value: Any, path: str = "") -> Iterator[Setting]:
    """Maps are walked into; a list of plain values is one setting."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value, start=1):
            yield from _flat(part, f"{path}.{number}")
    else:
        yield Setting(path, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
