"""Every refused weighting says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

from clientlens.errors import StudyError
from clientlens.workbench import load_with
from weighting.studies import registry

FOLDER = Path(__file__).parent / "refused"
CASES = sorted(FOLDER.glob("*.yaml"))


def refusal_of(case, monkeypatch):
    monkeypatch.chdir(FOLDER)
    with pytest.raises(StudyError) as refusal:
        load_with(registry(), Path(case.name))
    return refusal.value


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_message_of_a_refused_weighting(case, monkeypatch):
    said = f"{refusal_of(case, monkeypatch)}\n"
    assert said == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_problem_has_its_line_and_column(case, monkeypatch):
    problems = refusal_of(case, monkeypatch).problems
    assert all(problem.place and problem.place.column for problem in problems)


def test_every_message_belongs_to_a_case():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in CASES}
