"""The run folder, whole or not at all."""

import csv

import pytest

from clientlens.errors import RequestError
from clientlens.report.folder import write_run
from clientlens.results import disk

FILES = ["estimates.nc", "evaluation.json", "pictures", "report.html", "report.xlsx", "tables"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def last_writer_fails(monkeypatch):
    """What a kill in the middle looks like from within."""

    def fail(evaluation, path):
        path.write_text("half of a file", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, "write_evaluation", fail)


def test_a_run_holds_reports_tables_replicates_and_recipe(evaluation, tmp_path):
    write_run(evaluation, tmp_path / "runs" / "small")
    assert names(tmp_path / "runs" / "small") == FILES
    assert names(tmp_path / "runs" / "small" / "tables") == [
        f"circle.{name}.csv"
        for name in ("classes", "dimensions", "distribution", "indicators", "remarks")
    ]


def test_only_the_formats_that_the_study_asks_for_are_written(make_evaluation, tmp_path):
    write_run(make_evaluation(formats="[]"), tmp_path / "run")
    assert names(tmp_path / "run") == ["estimates.nc", "evaluation.json", "tables"]


def test_nothing_is_left_beside_the_run(evaluation, tmp_path):
    write_run(evaluation, tmp_path / "run")
    assert names(tmp_path) == ["run"]


def test_a_run_is_replaced_whole(evaluation, make_evaluation, tmp_path):
    write_run(evaluation, tmp_path / "run")
    write_run(make_evaluation(formats="[xlsx]"), tmp_path / "run")
    assert names(tmp_path / "run") == [
        name for name in FILES if name not in ("report.html", "pictures")
    ]
    assert names(tmp_path) == ["run"]


def test_an_empty_folder_is_used(evaluation, tmp_path):
    (tmp_path / "run").mkdir()
    write_run(evaluation, tmp_path / "run")
    assert names(tmp_path / "run") == FILES


@pytest.mark.parametrize("content", ["thesis.docx", "evaluation.json"])
def test_a_folder_of_somebody_else_is_refused(evaluation, tmp_path, content):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / content).write_text('{"schema": "other/1"}', encoding="utf-8")
    with pytest.raises(RequestError, match="isn't of a run of clientlens"):
        write_run(evaluation, tmp_path / "mine")
    assert names(tmp_path / "mine") == [content]


def test_a_file_in_the_place_of_the_folder_is_refused(evaluation, tmp_path):
    (tmp_path / "run").write_text("", encoding="utf-8")
    with pytest.raises(RequestError, match="is a file"):
        write_run(evaluation, tmp_path / "run")


def test_an_interrupted_run_leaves_no_trace(evaluation, tmp_path, last_writer_fails):
    with pytest.raises(KeyboardInterrupt):
        write_run(evaluation, tmp_path / "run")
    assert names(tmp_path) == []


def test_an_interrupted_run_leaves_the_earlier_one(
    evaluation, make_evaluation, tmp_path, monkeypatch
):
    write_run(evaluation, tmp_path / "run")
    before = (tmp_path / "run" / "report.html").read_bytes()

    def fail(evaluation, path):
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, "write_evaluation", fail)
    with pytest.raises(KeyboardInterrupt):
        write_run(make_evaluation("en"), tmp_path / "run")
    assert (tmp_path / "run" / "report.html").read_bytes() == before
    assert names(tmp_path) == ["run"]


def test_who_was_set_aside_is_written_on_request_alone(evaluation, tmp_path):
    write_run(evaluation, tmp_path / "plain")
    write_run(evaluation, tmp_path / "full", with_set_aside=True)
    file = "screening.set_aside.csv"
    assert file not in names(tmp_path / "plain" / "tables")
    text = (tmp_path / "full" / "tables" / file).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 10
    assert rows[0] == {
        "row": "2",
        "role": "clients",
        "respondent": "client-0",
        "removed_by": "incomplete",
        "flagged_by": "",
    }
