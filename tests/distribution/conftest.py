"""The distribution, built once: a source archive, its wheel, and the wheel of this tree."""

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.fresh import Environment

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Built:
    """What was built: `wheel` from this tree, `wheel_of_sdist` from the source archive."""

    sdist: Path
    wheel: Path
    wheel_of_sdist: Path


def build(folder, *options):
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, *options, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build(folder / "sdist")
    build(folder / "tree", "--wheel")
    (sdist,) = (folder / "sdist").glob("*.tar.gz")
    (from_sdist,) = (folder / "sdist").glob("*.whl")
    (wheel,) = (folder / "tree").glob("*.whl")
    return Built(sdist, wheel, from_sdist)


@pytest.fixture(scope="session")
def in_wheel(built):
    """Name → bytes of every file in the wheel of this tree."""
    return unzipped(built.wheel)


@pytest.fixture(scope="session")
def in_wheel_of_sdist(built):
    """The same of the wheel that the source archive makes."""
    return unzipped(built.wheel_of_sdist)


@pytest.fixture(scope="session")
def in_sdist(built):
    """Name below the archive's own folder → bytes of every file in the source archive."""
    with tarfile.open(built.sdist) as archive:
        files = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}
    (top,) = {name.partition("/")[0] for name in files}
    assert top == built.sdist.name.removesuffix(".tar.gz")
    return {name.removeprefix(f"{top}/"): content for name, content in files.items()}


def unzipped(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def in_tree():
    """Every file of the project by git's account, new ones too; none that it ignores."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: only git knows which files are the project's")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = listed.rstrip("\0").split("\0")
    return {name for name in names if (ROOT / name).is_file()}


@pytest.fixture(scope="session")
def installed(built, tmp_path_factory):
    """A fresh environment with the wheel and what it declares to need, and nothing else."""
    environment = Environment(tmp_path_factory.mktemp("fresh") / "venv")
    environment.lend("clientlens")
    environment.install(built.wheel, "--no-index", "--no-deps", "--isolated")
    return environment
