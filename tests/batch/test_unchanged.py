"""A study is run again where anything changes that its run folder rests on, and only then."""

import json
import shutil

import pytest

from clientlens.batch.job import run_study
from clientlens.batch.orders import Orders
from clientlens.batch.studies import Found
from clientlens.results import recipe
from support.studies import write_provinces


@pytest.fixture(scope="module")
def ran(tmp_path_factory, registry):
    folder = tmp_path_factory.mktemp("ran")
    write_provinces(folder / "configs")
    study = Found(folder / "configs/north-2022.yaml", "north-2022")
    assert run_study(study, Orders(folder / "runs"), registry).status == "done"
    return folder


@pytest.fixture
def folder(ran, monkeypatch):
    """The same folder at the same place for every test, as paths are part of a recipe."""
    kept = ran.with_name("kept")
    shutil.copytree(ran, kept)
    yield ran
    shutil.rmtree(ran)
    kept.rename(ran)


def again(folder, registry, **orders):
    study = Found(folder / "configs/north-2022.yaml", "north-2022")
    outcome = run_study(study, Orders(folder / "runs", **orders), registry)
    assert outcome.said == ""
    return outcome.status


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_study_that_nothing_has_changed_of_is_left_as_it_is(folder, registry):
    assert again(folder, registry) == "unchanged"


def test_it_is_run_again_on_demand(folder, registry):
    assert again(folder, registry, again=True) == "done"


def test_another_answer_counts(folder, registry):
    answers = folder / "configs/north-2022.csv"
    answers.write_bytes(answers.read_bytes() + b"1,1,1,1,1,1,1,1\n")
    assert again(folder, registry) == "done"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("base.yaml", "replicates: 60", "replicates: 61"),
        ("base.yaml", "name: Speed", "name: Pace"),
        ("north-2022.yaml", "wave: 2022", "wave: 2021"),
    ],
)
def test_a_changed_study_file_counts_and_so_does_a_changed_base(folder, registry, file, old, new):
    edit(folder / "configs" / file, old, new)
    assert again(folder, registry) == "done"


@pytest.mark.parametrize("orders", [{"replicates": 61}, {"models": ("quadrant",)}])
def test_an_option_of_the_command_counts(folder, registry, orders):
    assert again(folder, registry, **orders) == "done"


def test_another_version_counts(folder, registry, monkeypatch):
    monkeypatch.setattr(recipe, "_versions", lambda: {"clientlens": "0.0.1"})
    assert again(folder, registry) == "done"


@pytest.mark.parametrize(
    "gone", ["estimates.nc", "evaluation.json", "tables", "tables/quadrant.overall.csv"]
)
def test_a_run_folder_that_lacks_something_counts(folder, registry, gone):
    path = folder / "runs/north-2022" / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if gone == "evaluation.json":  # then it is no run folder any more, and isn't replaced
        shutil.rmtree(path.parent)
    assert again(folder, registry) == "done"


@pytest.mark.parametrize("size", [0, 20, 2000])
def test_replicates_that_were_damaged_are_made_again(folder, registry, size):
    path = folder / "runs/north-2022/estimates.nc"
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    assert again(folder, registry) == "done"
    assert path.read_bytes() == whole


def test_the_rows_set_aside_come_and_go_with_their_option(folder, registry):
    path = folder / "runs/north-2022/tables/screening.set_aside.csv"
    assert again(folder, registry, with_set_aside=True) == "done"
    assert path.exists()
    assert again(folder, registry, with_set_aside=True) == "unchanged"
    assert again(folder, registry) == "done"
    assert not path.exists()


def test_another_file_that_the_study_names_counts(folder, registry):
    note = folder / "configs/judgements.txt"
    edit(folder / "configs/north-2022.yaml", "wave: 2022", "wave: 2022, note: judgements.txt")
    note.write_text("one", encoding="utf-8")
    assert again(folder, registry) == "done"
    assert again(folder, registry) == "unchanged"
    note.write_text("two", encoding="utf-8")
    assert again(folder, registry) == "done"


def test_a_recipe_that_is_run_again_is_known_as_well(folder, registry):
    recipe_file = Found(folder / "runs/north-2022/evaluation.json", "north-2022")
    assert run_study(recipe_file, Orders(folder / "runs"), registry).status == "unchanged"


def test_an_evaluation_of_another_schema_is_run_again(folder, registry):
    path = folder / "runs/north-2022/evaluation.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["schema"] = "clientlens.evaluation/0"
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    assert again(folder, registry) == "done"
