"""Small evaluations made by hand, with a model that nobody has installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from clientlens.config.load import study_of
from clientlens.config.schema import Options
from clientlens.config.study import Study, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.results.chart import Chart
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.finding import Finding
from clientlens.results.table import Table
from clientlens.survey.groups import Group
from clientlens.survey.screening import Rate, RuleCount, Screening

LOCALE = Path(__file__).parent / "locale"
STUDY = """
study:
  id: small
  title: {{zh: 新余市分行信贷服务, en: Credit service}}
  region: [江西省, 新余市]
  wave: 2022
  note: {{zh: 试验, en: A trial}}
  is_synthetic: {is_synthetic}
survey: {{distributed: 64}}
scales: {{five: {{points: [1, 5]}}}}
facets: {{satisfaction: {{scale: five}}}}
hierarchy:
  price:
    name: {{zh: 定价, en: Price}}
    indicators:
      rate: {{name: {{zh: 利率标准, en: Interest rate}}}}
      fee: {{name: "{fee}"}}
  staff:
    name: {{zh: 人员, en: Staff}}
    indicators:
      skill: {{name: {{zh: 专业能力, en: Skill}}}}
respondents:
  class: {{names: {{big: {{zh: 大客户, en: Large}}, few: {{zh: 少数, en: Few}}}}}}
segments: {{by: class}}
models: {{circle: {{}}}}
uncertainty: {{replicates: 20, seed: 7}}
report: {{language: {language}, formats: {formats}}}
"""
INDICATORS = ("rate", "fee", "skill")


class CircleOptions(Options):
    """Options of a model that exists for tests."""

    radius: float = 1.5


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """The small study, in one language or the other, with whatever name for the fee."""

    def make(
        language: str = "zh",
        fee: str = "收费",
        formats: str = "[html, xlsx]",
        *,
        is_synthetic: bool = True,
    ) -> Study:
        text = STUDY.format(
            language=language, fee=fee, formats=formats, is_synthetic=str(is_synthetic).lower()
        )
        vocabulary = Vocabulary(models={"circle": CircleOptions}, screens={})
        return study_of(parse_yaml(text, "small.yaml"), vocabulary)

    return make


@pytest.fixture(scope="session")
def make_evaluation(make_study: Callable[..., Study]) -> Callable[..., Evaluation]:
    """An evaluation of the small study: 64 came back, 56 remain, one group of 30, one of 3."""

    def make(language: str = "zh", **settings: Any) -> Evaluation:
        study = make_study(language, **settings)
        groups = tuple(_groups())
        result = _result(study)
        return Evaluation(study, _screening(), groups, {"circle": result}, _recipe())

    return make


@pytest.fixture(scope="session")
def evaluation(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    """The small study in Chinese."""
    return make_evaluation()


@pytest.fixture(scope="session")
def with_findings() -> Callable[..., Evaluation]:
    """The same evaluation with other findings."""

    def change(evaluation: Evaluation, *findings: Finding) -> Evaluation:
        result = replace(evaluation["circle"], findings=findings)
        return replace(evaluation, results={"circle": result})

    return change


def _groups() -> Iterator[Group]:
    everybody = np.ones(56, dtype=bool)
    yield Group("all", everybody)
    yield Group("class=big", np.arange(56) < 30, "class", "big")
    yield Group("class=few", np.arange(56) >= 53, "class", "few", is_suppressed=True)


def _screening() -> Screening:
    caught = np.zeros(64, dtype=bool)
    caught[:8] = True
    ids = np.array([f"client-{i}" for i in range(64)], dtype=object)
    rules = (RuleCount("incomplete", "remove", 8, 8, 0), RuleCount("too_fast", "flag", 2, 0, 2))
    rates = Rate.of(64, 64, 0.95), Rate.of(56, 64, 0.95)
    flagged = np.zeros(64, dtype=bool)
    flagged[[20, 21]] = True
    by_rule = {"incomplete": caught, "too_fast": flagged}
    return Screening(64, 64, 56, rules, *rates, np.arange(2, 66), ids, by_rule)


def _result(study: Study) -> Result:
    bare = Result("circle", "circle", CircleOptions(), study, _estimates(study), LOCALE)
    tables = (_indicators(bare), _dimensions(), _classes(), _ratings(), _remarks())
    return replace(bare, tables=tables, findings=_findings(), draw=lambda messages: (_chart(),))


def _estimates(study: Study) -> Estimates:
    """Draws that agree with the tables; two of 20 replicates of one indicator failed."""
    rng = np.random.default_rng(1)
    performance = np.array([4.77, 4.25, 4.5]) + rng.normal(0, 0.05, (2, 21, 3))
    performance[:, 0] = [4.77, 4.25, 4.5]
    performance[0, 3:5, 1] = np.nan
    index = 25 * (performance.mean(axis=-1) - 1)
    data = xr.Dataset(
        {
            "performance": (("group", "replicate", "indicator"), performance),
            "index": (("group", "replicate"), np.nan_to_num(index, nan=80.0)),
        },
        coords={
            "group": ["all", "class=big"],
            "indicator": list(INDICATORS),
            "kind": ("replicate", ["answered"] + ["draw"] * 20),
            "concerns": ("replicate", [True] * 21),
            "stratum": ("replicate", [0] * 21),
        },
    )
    absent = {("class=big", "importance"): "n is too small"}
    return Estimates(data, xr.Dataset(), absent, study.uncertainty)


def _indicators(result: Result) -> Table:
    rows = [
        {"group": group, "dimension": dimension, "indicator": code, "quantity": quantity}
        | {"estimate": value, "std_error": 0.05, "ci_low": value - 0.1, "ci_high": value + 0.1}
        | {"n": 56 if code != "fee" else 54}
        for group in ("all", "class=big")
        for code, dimension in zip(INDICATORS, ("price", "price", "staff"), strict=True)
        for quantity, value in (("performance", 4.25), ("gap", -0.05), ("top_box", 0.73))
    ]
    return Table("indicators", ("group", "indicator", "quantity"), pd.DataFrame(rows))


def _dimensions() -> Table:
    rows = [
        {"group": "all", "dimension": code, "quantity": "dimension_score", "estimate": 4.4}
        | {"std_error": 0.03, "ci_low": 4.3, "ci_high": 4.5, "n": 56}
        for code in ("price", "staff")
    ]
    return Table("dimensions", ("group", "dimension", "quantity"), pd.DataFrame(rows))


def _classes() -> Table:
    rows = [
        {"group": "all", "indicator": code, "class": name, "p_keep_up": p, "p_concentrate": 1 - p}
        | {"near_line": p < 0.8}
        for code, name, p in zip(
            INDICATORS, ("keep_up", "keep_up", "concentrate"), (0.99, 0.55, 0.1), strict=True
        )
    ]
    return Table("classes", ("group", "indicator"), pd.DataFrame(rows))


def _ratings() -> Table:
    rows = [
        {"group": "all", "indicator": code, "point": point, "share": 0.2, "n": 56}
        for code in INDICATORS
        for point in range(1, 6)
    ]
    return Table("distribution", ("group", "indicator", "point"), pd.DataFrame(rows))


def _remarks() -> Table:
    frame = pd.DataFrame({"number": [1, 2], "remark": ["=cmd()", "http://example.org"]})
    return Table("remarks", ("number",), frame.assign(size=[np.nan, 2.5]))


def _findings() -> tuple[Finding, ...]:
    return (
        Finding("overall", (), "circle-index", {"index": 82.04, "n": 56}, headline=True),
        Finding("keep_up", ("rate",), "circle-keep", {"p_keep_up": 0.731}, 0.731, headline=True),
        Finding("concentrate", ("fee", "skill"), "circle-improve", {"gap": -0.354}, 0.55),
        Finding("keep_up", ("rate",), "circle-keep", {"p_keep_up": 0.9}, 0.9, "class=big"),
    )


def _chart() -> Chart:
    spec = {
        "title": "</script><script>window.hacked = 1</script>",
        "data": {"values": [{"x": 1, "name": "利率标准"}]},
        "mark": {"type": "text"},
        "encoding": {"x": {"field": "x", "type": "quantitative"}, "text": {"field": "name"}},
    }
    return Chart("dots", "圆点图", "三个指标的位置", {**spec, "width": 900}, {**spec, "width": 300})


def _recipe() -> dict[str, Any]:
    return {
        "study": {},
        "seed": 7,
        "versions": {"clientlens": "0.1.0"},
        "answers": {"sha256": "ab"},
    }
