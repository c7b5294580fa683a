"""The plugin on the hooks page runs as it stands there."""

import importlib.util
import re
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from clientlens import plugins
from clientlens.engine import evaluate_answers, read_answers
from clientlens.hierarchy import hierarchy_of
from clientlens.replicates import plan_replicates
from clientlens.report.words import words_of
from clientlens.results import disk
from clientlens.sample import Ratings, Sample
from clientlens.weighting import weigh
from clientlens.workbench import load_with

PAGE = Path(__file__).parents[2] / "docs" / "hooks.md"
STUDY = """
study: {id: small}
survey: {source: answers.csv}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}}
models: {spread: {}}
uncertainty: {replicates: 50}
report: {language: en}
"""
PLUGINS = {
    "spread": "Spread(Model)",
    "order": "Order(Model)",
    "shortfall": "(Weighting)",
    "contented": "(Segmenter)",
}
"""Module → what its block on the page holds."""


def block(language, holding=""):
    """The one block of the page in a language that holds a text."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    (found,) = [block for block in blocks if holding in block]
    return found


@pytest.fixture
def registry(monkeypatch, tmp_path):
    """The plugins, with the page's own as if it were installed."""
    for name, holding in PLUGINS.items():
        (tmp_path / f"{name}.py").write_text(block("python", holding), encoding="utf-8")
    (tmp_path / "locale").mkdir()
    for language in ("zh", "en"):
        (tmp_path / "locale" / f"{language}.ftl").write_text(block("ftl"), encoding="utf-8")

    def load(name):
        spec = importlib.util.spec_from_file_location(name, tmp_path / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    distribution = SimpleNamespace(name="mine", version="1")
    points = [
        SimpleNamespace(name=name, value=name, dist=distribution, load=partial(load, name))
        for name in PLUGINS
    ]
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)
    return plugins.load()


@pytest.fixture
def ratings():
    return np.random.default_rng(1).integers(1, 6, (30, 2))  # (n, J)


@pytest.fixture
def evaluation(registry, ratings, tmp_path):
    rows = [",".join(map(str, row)) for row in ratings.tolist()]
    table = "\n".join(["speed_satisfaction,manners_satisfaction", *rows])
    (tmp_path / "answers.csv").write_text(table, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = load_with(registry, tmp_path / "study.yaml")
    return evaluate_answers(study, read_answers(study, registry), registry)


def test_the_model_is_estimated_with_an_interval(evaluation, ratings):
    summary = evaluation["spread"].estimates.summary("spread").sel(group="all")
    assert float(summary["estimate"]) == pytest.approx(np.ptp(ratings.mean(axis=0)))
    assert summary["ci_low"] < summary["ci_high"]


def test_its_table_is_written(evaluation, ratings, tmp_path):
    (path,) = disk.write_tables(evaluation, tmp_path / "tables")
    assert path.name == "spread.spread.csv"
    written = pd.read_csv(path, encoding="utf-8-sig").set_index("group")
    assert written.loc["all", "estimate"] == pytest.approx(np.ptp(ratings.mean(axis=0)))


def test_its_words_are_found(evaluation):
    result = evaluation["spread"]
    words = words_of(evaluation, result)
    said = dict(line.split(" = ") for line in block("ftl").splitlines())
    assert words.model(result) == said["model-spread"]
    assert words.table("spread") == said["table-spread"]
    assert words.code("quantity", "spread") == said["quantity-spread"]


def test_its_model_of_one_sample_is_looped(registry, ratings, evaluation, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY.replace("{spread: {}}", "{order: {}}"), "utf-8")
    study = load_with(registry, tmp_path / "study.yaml")
    found = evaluate_answers(study, read_answers(study, registry), registry)["order"].estimates
    assert float(found.answered("range").sel(group="all")) == np.ptp(ratings.mean(axis=1))
    assert found["range"].sizes["replicate"] == 51


def test_its_entry_point_names_it():
    assert re.search(r"^spread = \S+$", block("toml"), re.MULTILINE)


def test_its_weighting_weighs(registry, evaluation, ratings, tmp_path):
    text = STUDY.replace("uncertainty", "weighting: {method: shortfall}\nuncertainty")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    study = load_with(registry, tmp_path / "study.yaml")
    rows = read_answers(study, registry)
    plan = plan_replicates(rows, study)
    sample = Sample(Ratings(rows.values, rows.questions, hierarchy_of(study)), plan.weights(0, 5))
    found = weigh(sample, study, study.weighting, registry.weightings)
    short = 5 - ratings.mean(axis=0)
    np.testing.assert_allclose(found.effective[0], short / short.sum(), rtol=1e-12)


def test_its_segmenter_finds_segments(registry, evaluation, ratings, tmp_path):
    text = STUDY.replace("models:", "segments: {found: {mood: {method: contented}}}\nmodels:")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    study = load_with(registry, tmp_path / "study.yaml")
    found = evaluate_answers(study, read_answers(study, registry), registry)
    is_content = ratings.mean(axis=1) > 3
    np.testing.assert_array_equal(found.segmentations["mood"].labels, is_content)
    assert [group.code for group in found.groups] == ["all", "mood=s1", "mood=s2"]
