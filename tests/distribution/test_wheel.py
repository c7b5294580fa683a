"""The wheel holds the program and all that it reads, and is described as it is."""

import tomllib
from email import message_from_bytes
from pathlib import Path

import pytest

from clientlens.cli.app import app

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def described(in_wheel):
    """The wheel's own description of itself: file → bytes."""
    return {
        name.partition(".dist-info/")[2]: content
        for name, content in in_wheel.items()
        if ".dist-info/" in name
    }


def test_it_holds_every_file_of_the_packages_as_it_is(in_wheel, in_tree):
    packages = {
        name.partition("/")[2]: (ROOT / name).read_bytes()
        for name in in_tree
        if name.startswith(("framework/", "plugins/"))
    }
    held = {name: content for name, content in in_wheel.items() if ".dist-info/" not in name}
    assert held.keys() == packages.keys()
    assert held == packages


@pytest.mark.parametrize(
    "kind", [".css", ".ftl", ".j2", ".js", ".json", ".otf", ".txt", ".typed", ".yaml"]
)
def test_it_holds_files_of_every_kind_that_the_program_reads(in_wheel, kind):
    assert any(name.endswith(kind) for name in in_wheel if ".dist-info/" not in name)


def test_every_package_says_that_it_is_typed(in_wheel):
    tops = {name.partition("/")[0] for name in in_wheel if name.endswith("/__init__.py")}
    assert {"clientlens", "clientlens_quadrant"} <= tops
    assert {f"{top}/py.typed" for top in tops} <= in_wheel.keys()


def test_it_declares_the_entry_points_of_the_project(described, project):
    lines = described["entry_points.txt"].decode().splitlines()
    points = dict(line.split(" = ") for line in lines if " = " in line)
    assert points == project["entry-points"]["clientlens"] | project["scripts"]


def test_licences_of_code_and_fonts_come_with_it(described, project):
    metadata = message_from_bytes(described["METADATA"])
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_all("License-File") == project["license-files"]
    texts = [described[f"licenses/{name}"].decode() for name in project["license-files"]]
    assert "Apache License" in texts[0]
    assert "SIL OPEN FONT LICENSE" in texts[1]


def test_it_says_which_pythons_it_is_for(described, project):
    metadata = message_from_bytes(described["METADATA"])
    assert metadata["Requires-Python"] == project["requires-python"]
    named = [c.rpartition(" ")[2] for c in metadata.get_all("Classifier") if ":: 3." in c]
    assert f">={named[0]}" == project["requires-python"]
    assert set(named) <= set(pythons_of_the_makefile())


def pythons_of_the_makefile():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("PYTHONS ")]
    return line.partition("=")[2].split()


def test_it_is_small_enough_to_send(built):
    """Most of it are two fonts, 3.2 MB."""
    assert built.wheel.stat().st_size < 5 * MEGABYTE


def test_its_command_is_the_one_that_the_docs_name(described):
    assert f"{app.info.name} = clientlens.cli:main" in described["entry_points.txt"].decode()
