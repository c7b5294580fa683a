"""Every refused study says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

import clientlens
from support.refusals import assert_paired, assert_placed, assert_told, cases_in, refusal_of

FOLDER = Path(__file__).parent / "refused"
each_case = pytest.mark.parametrize("case", cases_in(FOLDER), ids=lambda path: path.stem)


@each_case
def test_message_of_a_refused_study(case, monkeypatch):
    refusal = refusal_of(case, clientlens.load, monkeypatch)
    assert_told(case, refusal)
    assert_placed(refusal)


def test_every_message_belongs_to_a_case():
    assert_paired(FOLDER)
