"""A run folder replaces a run and nothing else."""

import os

import pytest

from clientlens.errors import RequestError
from clientlens.report.folder import check_replaceable, write_run


@pytest.fixture
def written(make_evaluation, tmp_path):
    folder = tmp_path / "run"
    write_run(make_evaluation(), folder)
    return folder


def test_a_run_is_replaced_by_a_run(written, make_evaluation):
    write_run(make_evaluation(), written)


@pytest.mark.parametrize("name", ["my-notes.docx", "study.yaml", "tables/mine.xlsx"])
def test_a_run_with_something_of_the_users_is_kept(written, make_evaluation, name):
    (written / name).write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match=name.rsplit("/", maxsplit=1)[-1]):
        write_run(make_evaluation(), written)
    assert (written / name).read_text(encoding="utf-8") == "mine"


def test_a_link_stays_and_what_it_leads_to_is_written(make_evaluation, tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    write_run(make_evaluation(), link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "evaluation.json").exists()


def test_the_folder_one_stands_in_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError, match="where you stand"):
        check_replaceable(tmp_path)


@pytest.mark.parametrize("name", ["file/out", "x" * 300])
def test_what_can_not_be_written_is_told(tmp_path, name, make_evaluation):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RequestError):
        write_run(make_evaluation(), tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told_before_the_work(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(RequestError, match="can't be written"):
        check_replaceable(tmp_path / "out")
