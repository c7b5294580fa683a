"""Every refused study says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

from clientlens.config.load import load_study
from clientlens.config.schema import Options
from clientlens.config.study import Vocabulary
from support.refusals import assert_paired, assert_told, cases_in, refusal_of

FOLDER = Path(__file__).parent / "refused"
VOCABULARY = Vocabulary(
    models={"quadrant": Options},
    screens={"incomplete": Options},
    readers=frozenset({"delimited"}),
    segmenters={"kmeans": Options},
    plugins={"quadrant": "clientlens", "segments": "clientlens"},
)


@pytest.mark.parametrize("case", cases_in(FOLDER), ids=lambda path: path.stem)
def test_message_of_a_refused_study(case, monkeypatch):
    assert_told(case, refusal_of(case, lambda name: load_study(name, VOCABULARY), monkeypatch))


def test_every_message_belongs_to_a_case():
    assert_paired(FOLDER)
