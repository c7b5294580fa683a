"""A stranger's plugin: built, installed in a fresh environment, found by its real entry point.

The environment is new and empty but for a path to the libraries that the tests run with, so that
nothing is downloaded; of the plugin it knows nothing until its wheel is installed there.
"""

import csv
import json
import math
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

import clientlens

SOURCE = Path(__file__).parent / "source"
PATHS = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
HOME = Path(clientlens.__file__).parents[1]


def run(*command, cwd=None):
    """Run a program that is to succeed, or to fail, with the clientlens that is tested."""
    known = [str(HOME), str(HOME.parent / "plugins"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, known))}
    environment |= {"NO_COLOR": "1", "COLUMNS": "200", "PYTHONUTF8": "1", "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [*map(str, command)],
        capture_output=True, text=True, check=False, cwd=cwd, env=environment, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the package, built from a copy."""
    pytest.importorskip("hatchling", reason="hatchling, of the test group, builds the package")
    source = tmp_path_factory.mktemp("source") / "package"
    shutil.copytree(SOURCE, source)
    built = tmp_path_factory.mktemp("built")
    settings = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    done = run(sys.executable, "-m", "pip", "wheel", *settings, "--wheel-dir", built, source)
    assert done.returncode == 0, done.stderr
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A new environment with the libraries of this one behind its own."""
    folder = tmp_path_factory.mktemp("fresh") / "environment"
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    places = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    site = Path(places.stdout.strip())
    lines = [f"import site; site.addsitedir({path!r})" for path in dict.fromkeys(PATHS)]
    (site / "libraries_of_the_tests.pth").write_text("\n".join(lines), encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The study of the package, where neither the project nor the package is."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(SOURCE / "example", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def before(environment, example):
    """What the study says where its plugin isn't installed."""
    return run(environment, "-m", "clientlens", "run", "study.yaml", cwd=example)


@pytest.fixture(scope="module")
def installed(environment, wheel, before):
    """The environment, once the wheel is installed there as anybody would."""
    settings = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    done = run(sys.executable, "-m", "pip", "--python", environment, "install", *settings, wheel)
    assert done.returncode == 0, done.stderr
    return environment


def test_nobody_here_knows_the_package():
    with pytest.raises(PackageNotFoundError):
        distribution("clientlens-consensus")


def test_without_it_the_study_says_what_to_install(before):
    assert before.returncode == 2
    assert before.stderr == (
        "study.yaml:3:22: the study needs the plugin 'consensus' of clientlens-consensus\n"
        "    Install it:  python -m pip install clientlens-consensus\n"
        "study.yaml:9:10: unknown model 'consensus'\n"
        "    Known: composite, csi, ipca, kano, nps, quadrant, segments, servqual, units, "
        "weights.\n"
    )


def test_its_entry_point_is_that_of_the_wheel(installed):
    code = (
        "from importlib.metadata import entry_points as e;"
        "(p,) = e(group='clientlens', name='consensus');"
        "print(p.value, p.dist.version, p.dist.locate_file(''), p.load().__file__, sep='\\n')"
    )
    done = run(installed, "-c", code)
    value, version, place, file = done.stdout.splitlines()
    assert (value, version) == ("consensus_index", "1.2.0")
    assert Path(place).is_relative_to(installed.parents[1])
    assert Path(file).is_relative_to(installed.parents[1])


def test_it_is_listed_with_its_distribution(installed):
    listed = run(installed, "-m", "clientlens", "plugins").stdout.splitlines()
    (line,) = [line.split() for line in listed if "consensus" in line]
    assert line == ["model", "consensus", "consensus", "clientlens-consensus", "1.2.0"]


def test_its_options_join_the_schema_that_an_editor_asks(installed):
    schema = json.loads(run(installed, "-m", "clientlens", "schema").stdout)
    assert "Facet about which clients may agree." in json.dumps(schema)


def test_a_study_is_run_with_it(installed, example):
    done = run(installed, "-m", "clientlens", "run", "study.yaml", "--out", "done", cwd=example)
    assert done.returncode == 0, done.stderr
    path = example / "done" / "tables" / "consensus.indicators.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["indicator"]: row for row in csv.DictReader(file)}
    # One, two, one of six at 1, 2, 4 and 5, two of them at 3; by the published formula.
    between = 1 + (2 * math.log2(1 - 2 / 4) + 2 * math.log2(1 - 1 / 4)) / 6
    for code, value in {"alike": 1.0, "apart": 0.0, "between": between}.items():
        assert float(rows[code]["estimate"]) == pytest.approx(value, abs=1e-9)
    assert float(rows["between"]["ci_low"]) < between < float(rows["between"]["ci_high"])
    assert rows["between"]["n"] in ("6", "6.0")
    record = json.loads((example / "done" / "evaluation.json").read_text(encoding="utf-8"))
    brought = {"name": "consensus", "distribution": "clientlens-consensus", "version": "1.2.0"}
    assert brought in record["recipe"]["plugins"]
    assert "How far clients agree" in (example / "done" / "report.html").read_text("utf-8")


def test_it_keeps_the_laws_of_every_model(installed):
    code = (
        "from clientlens.testing import check_model; from consensus_index.model import Consensus;"
        "print(check_model(Consensus))"
    )
    done = run(installed, "-c", code)
    assert done.stdout.startswith("model 'consensus' keeps "), done.stderr


def test_it_can_be_left_out(installed, example):
    command = ["-m", "clientlens", "run", "study.yaml", "--without", "consensus"]
    done = run(installed, *command, cwd=example)
    assert done.returncode == 2
    assert "the study needs the plugin 'consensus'" in done.stderr
