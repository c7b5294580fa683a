"""The European satisfaction model with made-up answers: 7 constructs, 24 items, 12 paths."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from clientlens_csi.layout import FloatArray
from clientlens_csi.structure import PathStructure, path_structure

RESPONDENTS = 250

SIZES = {
    "image": 5,
    "expectation": 3,
    "quality": 7,
    "value": 2,
    "satisfaction": 3,
    "complaints": 1,
    "loyalty": 3,
}
BLOCKS = {name: [f"{name}{i}" for i in range(size)] for name, size in SIZES.items()}
PATHS = {
    "expectation": ["image"],
    "quality": ["expectation"],
    "value": ["expectation", "quality"],
    "satisfaction": ["image", "expectation", "quality", "value"],
    "complaints": ["satisfaction"],
    "loyalty": ["image", "satisfaction", "complaints"],
}


def european_model() -> PathStructure:
    """The model, all of mode A."""
    return path_structure(BLOCKS, PATHS)


def made_up_answers(respondents: int = RESPONDENTS) -> FloatArray:
    """(n, 24) ratings from 1 to 10 that hang together as a survey's do."""
    rng = np.random.default_rng(1)
    common = rng.normal(size=(respondents, 1))
    of = np.repeat(np.arange(len(SIZES)), list(SIZES.values()))
    constructs = 0.8 * common + 0.6 * rng.normal(size=(respondents, len(SIZES)))
    latent = constructs[:, of] + 0.9 * rng.normal(size=(respondents, len(of)))
    return np.clip(np.rint(7 + 1.5 * latent), 1, 10)


def write_study(folder: Path, replicates: int) -> Path:
    """Write a study of the model and its answers; the path of the study file."""
    folder.mkdir(parents=True, exist_ok=True)
    items = [item for block in BLOCKS.values() for item in block]
    np.savetxt(
        folder / "answers.csv",
        made_up_answers(),
        fmt="%d",
        delimiter=",",
        header=",".join(items),
        comments="",
    )
    lines = [
        "study: {id: european}",
        "survey: {source: answers.csv}",
        "scales: {ten: {points: [1, 10]}}",
        f"items: {{{', '.join(f'{item}: {{scale: ten}}' for item in items)}}}",
        "models:",
        "  csi:",
        "    template: ecsi",
        "    constructs:",
        *(f"      {name}: {{items: [{', '.join(block)}]}}" for name, block in BLOCKS.items()),
        f"uncertainty: {{replicates: {replicates}}}",
        "report: {language: en, formats: []}",
    ]
    path = folder / "study.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_for_peers(folder: Path) -> None:
    """Write ``answers.csv`` and ``model.json``, which every program can read."""
    items = [item for block in BLOCKS.values() for item in block]
    np.savetxt(
        folder / "answers.csv",
        made_up_answers(),
        fmt="%d",
        delimiter=",",
        header=",".join(items),
        comments="",
    )
    model = json.dumps({"blocks": BLOCKS, "paths": PATHS})
    (folder / "model.json").write_text(model, encoding="utf-8")
