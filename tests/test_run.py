"""A run leaves the same bytes whenever it is made of the same things."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clientlens.cli.app import app

ROOT = Path(__file__).parents[1]
XINYU = "configs/jiangxi/xinyu-2022.yaml"


def clientlens(*arguments, cwd=ROOT, expect=0):
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "clientlens", *map(str, arguments)],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return done


def bytes_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "first"
    clientlens("run", XINYU, "--replicates", 300, "--out", out)
    return out


def test_a_run_leaves_the_folder_that_is_promised(first):
    names = set(bytes_of(first))
    assert {"report.html", "report.xlsx", "estimates.nc", "evaluation.json"} <= names
    assert {
        "tables/quadrant.indicators.csv",
        "tables/quadrant.dimensions.csv",
        "tables/quadrant.classes.csv",
        "tables/quadrant.crosshairs.csv",
    } <= names


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_inputs_leave_the_same_bytes(first, tmp_path, jobs):
    again = tmp_path / "again"
    clientlens("run", XINYU, "--replicates", 300, "--out", again, "--jobs", jobs)
    assert bytes_of(again) == bytes_of(first)


def test_the_recipe_of_a_run_makes_the_same_bytes_again(first, tmp_path):
    again = tmp_path / "again"
    clientlens("run", first / "evaluation.json", "--out", again)
    assert bytes_of(again) == bytes_of(first)


def test_a_recipe_whose_answers_have_changed_is_refused(first, tmp_path):
    recipe = json.loads((first / "evaluation.json").read_text(encoding="utf-8"))
    changed = tmp_path / "changed.csv"
    changed.write_bytes((ROOT / recipe["recipe"]["answers"]["path"]).read_bytes() + b"\n")
    recipe["recipe"]["answers"]["path"] = str(changed)
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(recipe), encoding="utf-8")
    done = clientlens("run", path, "--out", tmp_path / "out", expect=2)
    assert "has changed since this run" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_example_file_gives_the_counts_it_was_made_for(first):
    import pandas as pd

    classes = pd.read_csv(first / "tables/quadrant.classes.csv", encoding="utf-8-sig")
    everybody = classes[classes.group == "all"]
    assert everybody["class"].value_counts().to_dict() == {
        "keep_up": 15, "concentrate": 5, "low_priority": 3, "overkill": 2, "boundary": 1,
    }  # fmt: skip
    near = set(everybody[everybody.near_line & (everybody["class"] == "concentrate")].indicator)
    assert near == {"complaint_channels", "fee_openness", "business_expansion"}


def test_the_funnel_of_the_xinyu_study_is_the_published_one(first):
    screening = json.loads((first / "evaluation.json").read_text(encoding="utf-8"))["screening"]
    assert (screening["distributed"], screening["returned"], screening["valid"]) == (64, 64, 56)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.yaml"], "nowhere.yaml: can't be read: No such file or directory"),
        (["run", XINYU, "--models", "quadrnt"], "Did you mean 'quadrant'?"),
        (
            ["run", XINYU, "--replicates", "1"],
            "must be at least 20, got 1",
        ),
        (["run", XINYU, "--answers", "nowhere.csv"], "nowhere.csv: can't be read"),
        (["validate", XINYU, "--without", "quadrnt"], "Did you mean 'quadrant'?"),
        (["run", XINYU, "--without", "quadrant"], "unknown model 'quadrant'"),
        (["run", XINYU, "--out", "docs"], "holds something that isn't of a run of clientlens"),
    ],
)
def test_what_the_user_can_mend_ends_with_2_and_a_sentence(arguments, message):
    done = clientlens(*arguments, expect=2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", app.registered_commands, ids=lambda command: command.name)
def test_every_command_says_what_it_does(command):
    done = clientlens(command.name, "--help")
    said = " ".join(done.stdout.split())
    assert command.callback.__doc__.splitlines()[0].split(",")[0] in said


def test_validate_says_what_it_saw():
    done = clientlens("validate", XINYU)
    assert f"{XINYU}: fine. 7 dimensions, 26 indicators" in done.stdout


def test_show_names_the_file_of_each_part():
    done = clientlens("show", "configs/guizhou/zunyi-2023.yaml")
    assert "configs/credit-service.yaml:" in done.stdout
    assert "configs/guizhou/zunyi-2023.yaml:" in done.stdout


def test_plugins_lists_models_rules_and_readers():
    done = clientlens("plugins")
    for word in ("quadrant", "incomplete", "clientlens 0.1.0"):
        assert word in done.stdout
