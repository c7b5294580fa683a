"""Every refused study says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

import clientlens
from clientlens.errors import StudyError
from servqual.studies import write_study

FOLDER = Path(__file__).parent / "refused"
CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_message_of_a_refused_study(case, monkeypatch):
    monkeypatch.chdir(FOLDER)
    with pytest.raises(StudyError) as refusal:
        clientlens.load(case.name)
    assert f"{refusal.value}\n" == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_problem_has_its_line_and_column(case, monkeypatch):
    monkeypatch.chdir(FOLDER)
    with pytest.raises(StudyError) as refusal:
        clientlens.load(case.name)
    assert all(problem.place and problem.place.column for problem in refusal.value.problems)


def test_every_message_belongs_to_a_case():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in CASES}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"expectation": "importance"},
        {"minimum": "minimum", "weights": "importance"},
        {"dimensions": "hierarchy"},
        {"preset": "servqual"},
    ],
)
def test_what_fits_together_is_accepted(options, tmp_path):
    clientlens.load(write_study(tmp_path, options))
