"""The wheel, installed elsewhere, does all that it does here."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from support.fresh import Environment

ROOT = Path(__file__).parents[2]
XINYU = "configs/jiangxi/xinyu-2022.yaml"
README = {"en": "README.md", "zh": "README.zh-CN.md"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A folder outside the repository with a copy of the example studies."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "configs", folder / "configs")
    return folder


@pytest.fixture(scope="module")
def xinyu(installed, elsewhere):
    """The run folder of the example study."""
    installed.run("clientlens", "run", XINYU, "--replicates", 100, cwd=elsewhere)
    return elsewhere / "runs" / "xinyu-2022"


def test_nothing_of_this_checkout_is_seen(installed, elsewhere):
    where = "import clientlens, clientlens_csi as c; print(clientlens.__file__, c.__file__)"
    found = installed.run("python", "-c", where, cwd=elsewhere).split()
    assert [Path(file).parents[1] for file in found] == [installed.packages] * 2


def test_what_it_needs_is_what_it_declares(installed, elsewhere):
    """Whoever imports something else, such as the tests' own libraries, fails there."""
    lent = {path.name for path in (installed.packages.parent / "lent").iterdir()}
    assert {"numpy", "pluggy", "typer"} <= lent
    assert not {"pytest", "hypothesis", "statsmodels", "clientlens"} & lent


def test_its_plugins_are_found_by_their_entry_points(installed, elsewhere):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = installed.run("clientlens", "plugins", cwd=elsewhere)
    named = set(re.findall(r"(\S+)\s+clientlens [\d.]+\s*$", listed, re.MULTILINE))
    assert named == set(project["entry-points"]["clientlens"])


def test_its_schema_has_the_options_of_every_plugin(installed, elsewhere):
    printed = json.loads(installed.run("clientlens", "schema", cwd=elsewhere))
    assert printed == json.loads((ROOT / "configs/study.schema.json").read_text(encoding="utf-8"))


def test_it_accepts_every_example_study(installed, elsewhere):
    studies = sorted(elsewhere.glob("configs/*/*.yaml"))
    said = installed.run("clientlens", "validate", *studies, cwd=elsewhere)
    assert said.count(": fine. ") == len(studies) >= 3


def test_a_run_leaves_report_workbook_tables_and_replicates(xinyu):
    left = {path.relative_to(xinyu).as_posix() for path in xinyu.rglob("*") if path.is_file()}
    assert {
        "report.html",
        "report.xlsx",
        "estimates.nc",
        "evaluation.json",
        "tables/quadrant.classes.csv",
        "pictures/quadrant.matrix.svg",
    } <= left
    classes = pd.read_csv(xinyu / "tables/quadrant.classes.csv", encoding="utf-8-sig")
    everybody = classes[classes["group"] == "all"]
    assert everybody["class"].value_counts().to_dict()["keep_up"] == 15  # as published


def test_its_page_has_its_style_its_script_and_its_words(xinyu):
    page = (xinyu / "report.html").read_text(encoding="utf-8")
    package = ROOT / "framework/clientlens/report"
    for asset in ("*.css", "*.js"):
        (path,) = package.rglob(asset)
        first = max(path.read_text(encoding="utf-8").splitlines(), key=len)
        assert first.strip() in page, path.name
    assert "重要度—满意度四象限分析" in page


def test_its_pictures_are_set_in_its_own_font(xinyu):
    page = (xinyu / "report.html").read_text(encoding="utf-8")
    assert '@font-face { font-family: "Noto Sans CJK SC"' in page
    picture = (xinyu / "pictures/quadrant.matrix.svg").read_text(encoding="utf-8")
    assert "利率标准" in picture


@pytest.mark.parametrize("language", README)
def test_the_first_study_of_the_readme_runs(installed, language, tmp_path):
    page = (ROOT / README[language]).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(study: .*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "my-branch.yaml").write_text(block, encoding="utf-8")
    (drawing,) = re.findall(r"clientlens (simulate .*)$", page, re.MULTILINE)
    installed.run("clientlens", *drawing.split(), cwd=tmp_path)
    installed.run("clientlens", "validate", "my-branch.yaml", cwd=tmp_path)
    said = installed.run("clientlens", "run", "my-branch.yaml", cwd=tmp_path)
    assert {"en": "Report written to ", "zh": "报告已写入 "}[language] in said
    assert (tmp_path / "runs" / "my-branch" / "report.html").exists()


@pytest.mark.slow
def test_pip_finds_all_that_it_needs(built, elsewhere, tmp_path):
    """With the network, as a user does it: the newest releases that its bounds allow."""
    environment = Environment(tmp_path / "venv")
    environment.install(built.wheel)
    environment.run("python", "-m", "pip", "check", cwd=elsewhere)
    environment.run("clientlens", "run", XINYU, "--out", tmp_path / "run", cwd=elsewhere)
    assert (tmp_path / "run" / "report.html").exists()
