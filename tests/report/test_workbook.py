"""A large workbook is written by a process beside ours, to the same bytes."""

import shutil

import pytest

from clientlens.report import workbook
from clientlens.report.workbook import Book, BookSheet, Column, write_book, writing

BOOK = Book(
    "信贷服务",
    (
        BookSheet("概览", (Column("项目", ("=1+1", None, "利率"), ("0", "0", "0")),)),
        BookSheet("数", (Column("n", (1.0, 2.5, None), ("0", "0.00", "0")),)),
    ),
)


@pytest.fixture
def any_book_is_worth_a_process(monkeypatch):
    monkeypatch.setattr(workbook, "_WORTH_A_PROCESS", 0)


def written(path):
    with writing(BOOK, path) as finish:
        finish()
    return path.read_bytes()


def here(path):
    write_book(BOOK, path)
    return path.read_bytes()


@pytest.mark.usefixtures("any_book_is_worth_a_process")
def test_a_process_writes_the_same_bytes(tmp_path, monkeypatch):
    expected = here(tmp_path / "here.xlsx")
    monkeypatch.setattr(workbook, "write_book", None)  # not in this process
    assert written(tmp_path / "beside.xlsx") == expected


def test_a_small_workbook_needs_no_process(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook.subprocess, "Popen", None)
    assert written(tmp_path / "small.xlsx") == here(tmp_path / "here.xlsx")


@pytest.mark.usefixtures("any_book_is_worth_a_process")
def test_where_the_process_fails_the_workbook_is_written_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook.sys, "executable", shutil.which("false"))
    assert written(tmp_path / "after.xlsx") == here(tmp_path / "here.xlsx")


@pytest.mark.usefixtures("any_book_is_worth_a_process")
def test_without_an_interpreter_to_start_there_is_no_process(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook.sys, "executable", "")
    assert written(tmp_path / "own.xlsx") == here(tmp_path / "here.xlsx")


@pytest.mark.usefixtures("any_book_is_worth_a_process")
def test_what_goes_wrong_in_the_meantime_is_told(tmp_path):
    with pytest.raises(KeyError, match="elsewhere"), writing(BOOK, tmp_path / "half.xlsx"):
        raise KeyError("elsewhere")
