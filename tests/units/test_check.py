"""Every refused study says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

from clientlens.errors import StudyError
from clientlens.workbench import load_with
from units.studies import ratings_of, registry, write_study

FOLDER = Path(__file__).parent / "refused"
CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_message_of_a_refused_study(case, monkeypatch):
    monkeypatch.chdir(FOLDER)
    with pytest.raises(StudyError) as refusal:
        load_with(registry(), Path(case.name))
    assert f"{refusal.value}\n" == case.with_suffix(".txt").read_text(encoding="utf-8")
    assert all(problem.place and problem.place.column for problem in refusal.value.problems)


def test_every_message_belongs_to_a_case():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in CASES}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"aggregation": "geometric", "dimension_aggregation": "harmonic"},
        {"normalisation": "rank", "aggregation": "geometric"},
        {"normalisation": "z_score", "aggregation": "copeland"},
        {"normalisation": "min_max", "aggregation": "power", "exponent": 2.0},
        {"normalisation": "target", "target": 4.5},
        {"ranks": "sets", "top": 2, "vary": {"noise": None, "leave_one_out": False}},
    ],
)
def test_what_fits_together_is_accepted(options, tmp_path):
    answers, units = ratings_of([3, 3, 4], 5)
    load_with(registry(), write_study(tmp_path, options, answers, units))
