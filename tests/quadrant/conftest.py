"""Small studies for the quadrant model, evaluated without files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clientlens.config.load import study_of
from clientlens.config.study import Study, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.estimation import Estimation
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.plugin_api import Result, Sample
from clientlens.sample import Ratings
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group
from clientlens.task import Task
from clientlens_quadrant.model import Quadrant
from clientlens_quadrant.options import QuadrantOptions

STUDY = """
study: {{id: small}}
scales: {{five: {{points: [{low}, {high}]}}, four: {{points: [1, 4]}}}}
facets: {{importance: {{scale: {importance_scale}, name: {label}}}, satisfaction: {{scale: five}}}}
hierarchy: {hierarchy}
items: {{overall: {{scale: five, name: {{zh: 总体满意度, en: Overall}}}}}}
models: {{quadrant: {options}}}
uncertainty: {{method: {method}{replicates}}}
"""

DEFAULTS = {
    "low": 1,
    "high": 5,
    "importance_scale": "five",
    "label": "null",
    "method": "bootstrap",
}


@pytest.fixture(scope="session")
def published() -> dict[str, Any]:
    """Numbers of other people, with their sources."""
    text = (Path(__file__).parent / "published.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """A study of indicators a1, a2 … in dimensions A, B … of the given sizes."""

    def make(sizes: tuple[int, ...] = (2, 2), **settings: Any) -> Study:
        tree = {
            d: {"indicators": {f"{d.lower()}{i}": {} for i in range(1, size + 1)}}
            for d, size in zip("ABCDEFGH", sizes, strict=False)
        }
        if codes := settings.pop("codes", None):
            tree = {"__proto__": {"indicators": {code: {} for code in codes}}}
        known = DEFAULTS | settings
        options = json.dumps(known.pop("options", {}))
        known["replicates"] = "" if known["method"] == "jackknife" else ", replicates: 50"
        text = STUDY.format(hierarchy=json.dumps(tree), options=options, **known)
        document = parse_yaml(text, "small.yaml")
        return study_of(document, Vocabulary(models={"quadrant": QuadrantOptions}, screens={}))

    return make


@pytest.fixture(scope="session")
def make_sample(make_study: Callable[..., Study]) -> Callable[..., Sample]:
    """Answers (n, p) with weights (R, n); ones by default."""

    def make(study: Study, X: Any, weights: Any = None) -> Sample:
        values = _with_overall(study, X)
        W = np.ones((1, len(values))) if weights is None else np.asarray(weights, dtype=float)
        return Sample(Ratings(values, questions_of(study), hierarchy_of(study)), W)

    return make


@pytest.fixture(scope="session")
def evaluate(make_study: Callable[..., Study]) -> Callable[..., Result]:
    """The result of a study from answers (n, p): importance, satisfaction, maybe overall."""

    def run(X: Any, study: Study | None = None, groups: tuple[Group, ...] = ()) -> Result:
        study = study or make_study()
        values = _with_overall(study, X)
        n = len(values)
        method = study.uncertainty.method
        draws = 0 if method in ("jackknife", "none") else study.uncertainty.replicates
        left_out = n if method == "jackknife" else 0
        unit = np.arange(n)
        plan = ReplicatePlan(method, draws, 1, np.ones(n), unit, jackknife_rows=left_out)
        model, choice = Quadrant(), study.models["quadrant"]
        everybody = Group("all", np.ones(n, dtype=bool))
        ratings = Ratings(values, questions_of(study), hierarchy_of(study))
        task = Task(choice, model)
        found = Estimation(study, (task,), (everybody, *groups), ratings, plan).run()[0]
        bare = Result("quadrant", "quadrant", choice.options, study, found, model.locale)
        result = replace(bare, tables=tuple(model.tables(bare)))
        return replace(
            result,
            findings=tuple(model.findings(result)),
            draw=lambda messages: tuple(model.charts(result, messages)),
        )

    return run


@pytest.fixture(scope="session")
def clear_answers() -> np.ndarray:
    """Forty clients, four indicators, each clearly in a quadrant of its own."""
    rng = np.random.default_rng(7)
    means = [4.6, 4.6, 2.4, 2.4, 4.4, 2.6, 4.4, 2.6]  # importance, then satisfaction
    return np.clip(np.round(rng.normal(means, 0.4, size=(40, 8))), 1, 5)


def _with_overall(study: Study, X: Any) -> np.ndarray:
    """Answers with a column for the overall rating, empty where none is given."""
    values = np.asarray(X, dtype=np.float64)
    missing = len(questions_of(study)) - values.shape[1]
    return np.column_stack([values, np.full((len(values), missing), np.nan)])
