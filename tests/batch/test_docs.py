"""The page on batches names every file, column and remark that there is."""

from dataclasses import fields
from pathlib import Path

import pytest

from clientlens.batch.league import LeagueRow
from clientlens.batch.remark import Kind
from clientlens.batch.write import TABLES

PAGE = (Path(__file__).parents[2] / "docs/batch.md").read_text(encoding="utf-8")
TOLD_ELSEWHERE = {"wave", "depth", "model", "study", "region", "estimate", "std_error"}
ENDS = {"ci_low", "ci_high"}


@pytest.mark.parametrize("name", ["html", "json", *(f"{table}.csv" for table in TABLES)])
def test_every_file_of_a_summary_is_named(name):
    assert f"runs/summary.{name} " in PAGE


@pytest.mark.parametrize("kind", Kind.__args__)
def test_every_remark_is_explained(kind):
    assert f"| `{kind}` |" in PAGE


def test_every_column_on_ranks_is_explained():
    names = {field.name for field in fields(LeagueRow)} - TOLD_ELSEWHERE - ENDS
    assert not [name for name in names if f"`{name}`" not in PAGE]
