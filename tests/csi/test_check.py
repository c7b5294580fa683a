"""Every refused index says what, where and how to mend it: the whole message is compared."""

from pathlib import Path

import pytest

import clientlens
from support.refusals import assert_paired, assert_placed, assert_told, cases_in, refusal_of

FOLDER = Path(__file__).parent / "refused"
each_case = pytest.mark.parametrize("case", cases_in(FOLDER), ids=lambda path: path.stem)


@each_case
def test_message_of_a_refused_index(case, monkeypatch):
    assert_told(case, refusal_of(case, clientlens.load, monkeypatch))


@each_case
def test_every_problem_has_its_line_and_column(case, monkeypatch):
    assert_placed(refusal_of(case, clientlens.load, monkeypatch))


def test_every_message_belongs_to_a_case():
    assert_paired(FOLDER)
