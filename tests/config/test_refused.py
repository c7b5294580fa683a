"""Every refused study says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

from clientlens.config.load import load_study
from clientlens.config.schema import Options
from clientlens.config.study import Vocabulary
from clientlens.errors import StudyError

FOLDER = Path(__file__).parent / "refused"
CASES = sorted(FOLDER.glob("*.yaml"))
VOCABULARY = Vocabulary(
    models={"quadrant": Options}, screens={"incomplete": Options}, readers=frozenset({"delimited"})
)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_message_of_a_refused_study(case, monkeypatch):
    monkeypatch.chdir(FOLDER)
    with pytest.raises(StudyError) as refusal:
        load_study(case.name, VOCABULARY)
    assert f"{refusal.value}\n" == case.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_message_belongs_to_a_case():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in CASES}
