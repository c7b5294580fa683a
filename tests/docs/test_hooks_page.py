"""The model on the hooks page runs as it stands there."""

import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

from clientlens import plugins
from clientlens.engine import evaluate_answers
from clientlens.hierarchy import questions_of
from clientlens.plugin_api import hookimpl
from clientlens.survey.answers import Answers, Source
from clientlens.workbench import load_with

PAGE = Path(__file__).parents[2] / "docs" / "hooks.md"
STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}}
models: {spread: {}}
uncertainty: {replicates: 50}
"""


def spread():
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    code = next(block for block in blocks if "class Spread(Model)" in block)
    names = {"__file__": str(PAGE)}
    exec(code, names)  # noqa: S102  the page's own code
    return names["Spread"]


def test_the_example_model_is_estimated_with_an_interval(monkeypatch, tmp_path):
    made = ModuleType("made")
    found = spread()

    @hookimpl
    def clientlens_models():
        return [found]

    made.clientlens_models = clientlens_models
    distribution = SimpleNamespace(name="mine", version="1")
    point = SimpleNamespace(name="spread", value="made", dist=distribution, load=lambda: made)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
    registry = plugins.load()
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = load_with(registry, tmp_path / "study.yaml")
    values = np.random.default_rng(1).integers(1, 6, (30, 2)).astype(float)
    source = Source("a.csv", "", "delimited")
    rows = np.arange(30) + 2
    answers = Answers(questions_of(study), values, {}, None, None, None, rows, source)
    result = evaluate_answers(study, answers, registry)["spread"]
    summary = result.estimates.summary("spread").sel(group="all")
    assert float(summary["estimate"]) == np.ptp(values.mean(axis=0))
    assert summary["ci_low"] < summary["ci_high"]
