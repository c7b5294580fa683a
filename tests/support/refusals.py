"""Refused studies: a folder of cases, each a study and the whole message that refuses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clientlens.errors import StudyError


def cases_in(folder: Path) -> list[Path]:
    """The studies of a folder, by name."""
    return sorted(folder.glob("*.yaml"))


def refusal_of(case: Path, load: Callable[[str], object], monkeypatch) -> StudyError:
    """What refuses a study, loaded from where it lies so that its path is short."""
    monkeypatch.chdir(case.parent)
    with pytest.raises(StudyError) as refusal:
        load(case.name)
    return refusal.value


def assert_told(case: Path, refusal: StudyError) -> None:
    """The whole message is that of the case."""
    assert f"{refusal}\n" == case.with_suffix(".txt").read_text(encoding="utf-8")


def assert_placed(refusal: StudyError) -> None:
    """Every problem has its line and column."""
    assert all(problem.place and problem.place.column for problem in refusal.problems)


def assert_paired(folder: Path) -> None:
    """Every message belongs to a study."""
    assert {p.stem for p in folder.glob("*.txt")} == {case.stem for case in cases_in(folder)}
