"""The source archive is the project: the same wheel comes out of it, and nothing else is in it."""

from pathlib import PurePosixPath

import pytest

MADE_BY_THE_BUILD = {"PKG-INFO"}
OF_A_MACHINE = {".git", ".venv", "__pycache__", "runs", "build", "dist", "node_modules"}


def test_it_makes_the_same_wheel(in_wheel, in_wheel_of_sdist):
    assert in_wheel_of_sdist.keys() == in_wheel.keys()
    assert in_wheel_of_sdist == in_wheel


def test_it_makes_the_same_bytes(built):
    assert built.wheel_of_sdist.name == built.wheel.name
    assert built.wheel_of_sdist.read_bytes() == built.wheel.read_bytes()


def test_it_holds_the_project_and_nothing_else(in_sdist, in_tree):
    assert in_sdist.keys() - MADE_BY_THE_BUILD == in_tree


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "pyproject.toml",
        "ruff.toml",
        "configs/credit-service.yaml",
        "configs/jiangxi/data/xinyu-2022.csv",
        "configs/study.schema.json",
        "docs/study-file.md",
        "docs/pictures/xinyu-quadrant.en.png",
        "framework/clientlens/drawing/fonts/OFL.txt",
        "tests/conftest.py",
        "tests/config/refused/unknown_keys.yaml",
        "tools/write_reference.py",
        "benchmarks/__main__.py",
    ],
)
def test_it_holds_what_a_packager_looks_for(in_sdist, name):
    assert name in in_sdist


def test_it_holds_nothing_of_the_machine_it_was_built_on(in_sdist):
    for name in in_sdist:
        parts = set(PurePosixPath(name).parts)
        assert not parts & OF_A_MACHINE, name
        assert not any(part.endswith(("_cache", ".egg-info", ".pyc")) for part in parts), name
