"""Batches in a folder of their own, run by the command as a user runs it."""

import os
import subprocess
import sys

import pytest

from clientlens import plugins
from support.studies import write_provinces


def start(*arguments, cwd, environment=None, **settings):
    """The command as a process of its own."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "clientlens", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "80"} | (environment or {}),
        **settings,
    )


def clientlens(*arguments, cwd, expect=0, environment=None):
    """What the command prints; it must end with the code that is expected."""
    process = start(*arguments, cwd=cwd, environment=environment)
    out, err = process.communicate(timeout=300)
    assert process.returncode == expect, out + err
    return out + err


def bytes_of(folder):
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def registry():
    return plugins.load()


@pytest.fixture(scope="session")
def provinces(tmp_path_factory):
    """Two provinces × two waves, run once in two processes; their folder."""
    folder = tmp_path_factory.mktemp("provinces")
    write_provinces(folder / "configs")
    clientlens("run", "configs/**/*.yaml", "--jobs", 2, "--out", "runs", cwd=folder)
    return folder
