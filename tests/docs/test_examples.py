"""Every whole study that a page shows can be checked, drawn and evaluated."""

import re
from pathlib import Path

import pytest

import clientlens

HOME = Path(__file__).parents[2]
PAGES = (HOME / "README.md", HOME / "README.zh-CN.md", *sorted((HOME / "docs").glob("*.md")))
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def whole_studies():
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            keys = set(re.findall(r"^(\w+):", block, re.MULTILINE))
            if {"study", "survey", "models"} <= keys and "extends" not in keys:
                yield pytest.param(block, id=page.name)


@pytest.mark.parametrize("block", list(whole_studies()))
def test_a_study_on_a_page_runs(block, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(block, encoding="utf-8")
    quick = {"uncertainty": {"replicates": 20}}
    study = clientlens.load(path, changes=quick)
    files = {role: tmp_path / f"{role}.csv" for role in ("clients", *study.roles)}
    for role, file in files.items():
        drawn = clientlens.simulate(study, n=40, role=role).cells
        drawn.to_csv(file, index=False, encoding="utf-8-sig")
    answers = files.pop("clients")
    evaluation = clientlens.evaluate(study, answers=answers, role_answers=files)
    assert set(evaluation.results) == set(study.models)
    for result in evaluation.results.values():
        assert "index" in result.estimates
