"""Every refused survey file says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "answers" / "refused"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/study.yaml"))


@pytest.mark.parametrize("case", CASES)
def test_message_of_a_refused_survey(case, way, monkeypatch):
    monkeypatch.chdir(FOLDER)
    expected = (FOLDER / case / "expected.txt").read_text(encoding="utf-8")
    assert way.refusal(Path(case) / "study.yaml", FOLDER) == expected


def test_every_case_has_a_message():
    assert {path.parent.name for path in FOLDER.glob("*/expected.txt")} == set(CASES)
