"""The workplace of a run: gone when it is done, and cleared where its maker has died."""

import os
import subprocess
import sys

import pytest

from clientlens.report.workplace import clear, workplace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")

DIES = """\
import os, sys
from pathlib import Path
from clientlens.report.workplace import workplace

directory = Path(sys.argv[1])
with workplace(directory) as place:
    (place / "new").mkdir()
    (place / "new" / "half").write_text("half of a file")
    if directory.exists():
        directory.rename(place / "old")
    os._exit(9)
"""


def hidden(folder):
    return [path for path in folder.iterdir() if path.name.startswith(".")]


def die_at_work(directory):
    subprocess.run([sys.executable, "-c", DIES, str(directory)], check=False, env=os.environ)


def test_a_workplace_is_gone_when_the_work_is_done(tmp_path):
    with workplace(tmp_path / "run") as place:
        assert place.parent == tmp_path
    assert not hidden(tmp_path)


def test_what_a_dead_process_left_is_cleared(tmp_path):
    die_at_work(tmp_path / "run")
    assert len(hidden(tmp_path)) == 1
    clear(tmp_path / "run")
    assert not hidden(tmp_path)


def test_a_run_that_was_put_aside_by_a_dead_process_is_put_back(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "report").write_text("whole", encoding="utf-8")
    die_at_work(tmp_path / "run")
    assert not (tmp_path / "run").exists()
    clear(tmp_path / "run")
    assert (tmp_path / "run" / "report").read_text(encoding="utf-8") == "whole"
    assert not hidden(tmp_path)


def test_what_somebody_is_working_in_is_left_alone(tmp_path):
    with workplace(tmp_path / "run") as place:
        clear(tmp_path / "run")
        assert place.is_dir()


@pytest.mark.parametrize("name", [".run", ".run.abcdefgh", ".run.abcdefghi", ".ru.abcdefgh"])
def test_what_is_no_workplace_of_this_run_is_left_alone(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.docx").write_text("", encoding="utf-8")
    clear(tmp_path / "run")
    assert (tmp_path / name / "thesis.docx").exists()


def test_the_workplace_of_a_run_with_a_longer_name_is_left_alone(tmp_path):
    die_at_work(tmp_path / "run.second")
    clear(tmp_path / "run")
    assert len(hidden(tmp_path)) == 1


def test_nothing_is_cleared_where_nothing_is(tmp_path):
    clear(tmp_path / "nowhere" / "run")
