"""The report of a sweep: the same page look, no answer of anybody, whole or not at all."""

import json
import re
import subprocess
import sys

import pytest

import clientlens
from clientlens.errors import RequestError
from clientlens.report.sweep.charts import charts_of
from clientlens.report.sweep.folder import write_sweep
from clientlens.report.sweep.statements import models_of, notes_of, parts_of
from clientlens.report.sweep.vocabulary import LOCALE, vocabulary_of
from multiverse.worlds import CHOICES, FEW, kept, varied
from support.small_studies import draw_answers, write_study

ENTRY = re.compile(r"^([a-z][\w-]*) = ((?:.|\n )*)", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+)")


def swept(folder, values=None, language="en", **settings):
    values = (values or varied()) | {"report": {"language": language}}
    return clientlens.sweep(write_study(folder, values), **settings)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("sweep"))


@pytest.fixture(scope="module")
def folder(sweep, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "sweep"
    clientlens.write(sweep, out)
    return out


def entries(language):
    text = (LOCALE / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_languages_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


def test_the_folder_holds_what_is_promised(folder):
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    tables = {"universes", "estimates", "classes", "conclusions", "influence"}
    assert {f"tables/{name}.csv" for name in tables} | {"report.html", "sweep.json"} <= names
    assert "pictures/quadrant.classes.svg" in names
    assert "pictures/composite.curve.svg" in names


def test_the_same_study_leaves_the_same_bytes(sweep, folder, tmp_path):
    clientlens.write(clientlens.sweep(sweep.study, jobs=2), tmp_path / "out")
    for path in folder.rglob("*"):
        if path.is_file():
            is_same = (
                tmp_path / "out" / path.relative_to(folder)
            ).read_bytes() == path.read_bytes()
            assert is_same, path.name


def test_its_recipe_is_the_study_with_its_choices(folder, sweep):
    values = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    assert values["schema"] == "clientlens.sweep/1"
    assert values["recipe"]["study"] == sweep.study.values
    again = clientlens.sweep(folder / "sweep.json")
    assert again.conclusions.equals(sweep.conclusions)


def test_the_page_says_what_is_robust(folder, sweep):
    page = (folder / "report.html").read_text(encoding="utf-8")
    same = sweep.conclusions.query("model == 'quadrant' and conclusion == 'class'").is_robust.sum()
    assert f"{same} of 6 indicators keep their class in all 18 universes" in page
    assert "<h1>A small survey: what other choices would say</h1>" in page
    assert "Content-Security-Policy" in page
    assert "http-equiv" in page
    assert 'src="http' not in page


def test_a_page_in_chinese_names_choices_in_chinese(tmp_path):
    sweep = swept(tmp_path, varied(CHOICES), language="zh")
    write_sweep(sweep, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "小调查：换一种选择会怎样" in page
    assert "十字线" in page
    assert "全部（本研究）" in page


def test_no_identifier_of_a_client_is_in_any_file(folder):
    ids = {f"c{i}" for i in range(10, 60)}
    for path in folder.rglob("*.csv"):
        cells = set(re.split(r"[,\n]", path.read_text(encoding="utf-8-sig")))
        assert not cells & ids


def test_the_sentences_follow_the_frames(sweep):
    told = {part.code: part.sentences for part in parts_of("quadrant", vocabulary_of(sweep))}
    changed = sweep.conclusions.query("model == 'quadrant' and conclusion == 'class'").changed_by
    by_crosshair = changed.str.split().map(lambda names: "crosshair" in names).sum()
    said = f"“Crosshair” changes the class of {by_crosshair} indicators"
    assert any(sentence.startswith(said) for sentence in told["hangs"])
    assert "over 18 universes" in told["index"][0]
    assert told["first"]


def test_what_changes_nothing_fails_or_is_not_shown_is_noted(tmp_path):
    answers = draw_answers()
    answers["size"] = ["L"] * 56 + ["S"] * 4
    choices = {
        "screening": {"options": {"large": kept("L"), "none": kept("XL")}},
        "crosshair": {"options": {"same": {"models": {"quadrant": {"crosshair": "data_mean"}}}}},
    }
    values = varied(choices) | {"report": {"language": "en"}}
    sweep = clientlens.sweep(write_study(tmp_path, values, answers))
    notes = "\n".join(notes_of(vocabulary_of(sweep)))
    assert "“same” (crosshair) changes nothing" in notes
    assert "2 universes say nothing (screening: none)" in notes
    assert "nobody is left after screening" in notes
    assert "Numbers of 2 universes are not shown (screening: large)" in notes


def test_of_a_choice_whose_options_all_failed_nothing_is_said(tmp_path):
    choices = {code: CHOICES[code] for code in ("crosshair", "weights")}
    choices["screening"] = {"options": {"none": kept("XL")}}
    values = varied(choices) | {"report": {"language": "en"}}
    sweep = clientlens.sweep(write_study(tmp_path, values, draw_answers()))
    said = [s for p in parts_of("quadrant", vocabulary_of(sweep)) for s in p.sentences]
    assert "No class hangs on: weights." in said
    own = sweep.influence.query("choice == 'screening'")
    assert (own.switches == 0).all()
    assert own[["changed_share", "main_share", "total_share"]].isna().all(axis=None)
    weights = sweep.influence.query("model == 'composite' and choice == 'weights'")
    assert weights.query("conclusion == 'index'").main_share.item() == pytest.approx(1)


def test_a_model_of_parts_of_the_clients_is_named_and_not_followed(tmp_path):
    units = {"use": "units", "by": "size"}
    values = varied(models={"quadrant": {}, "units": units}) | {"report": {"language": "en"}}
    answers = draw_answers().assign(size=["L", "S"] * 30)
    say = vocabulary_of(clientlens.sweep(write_study(tmp_path, values, answers), only=["weights"]))
    assert models_of(say) == ["quadrant"]
    assert any("follows nothing" in note and "units" in note for note in notes_of(say))


def test_a_chart_is_drawn_only_of_what_varies(tmp_path):
    options = {"same": {"models": {"quadrant": {"crosshair": "data_mean"}}}}
    sweep = swept(tmp_path, varied({"crosshair": {"options": options}}))
    assert not list(charts_of("quadrant", vocabulary_of(sweep)))


def test_a_folder_of_anything_else_is_not_replaced(sweep, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match="isn't of a sweep of clientlens"):
        write_sweep(sweep, tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_run_is_not_replaced_by_a_sweep(tmp_path):
    path = write_study(tmp_path, varied(FEW, report={"formats": []}))
    clientlens.write(clientlens.evaluate(path), tmp_path / "out")
    with pytest.raises(RequestError, match="isn't of a sweep of clientlens"):
        clientlens.write(clientlens.sweep(path), tmp_path / "out")


def test_without_a_page_there_are_tables_alone(tmp_path):
    path = write_study(tmp_path, varied(FEW, report={"formats": []}))
    clientlens.write(clientlens.sweep(path), tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"tables", "sweep.json"}


def command(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "clientlens", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_the_command_tells_and_writes(tmp_path):
    write_study(tmp_path, varied(FEW, report={"language": "en"}))
    done = command("sweep", "study.yaml", "--one-at-a-time", "--replicates", 50, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "Universes 4" in said
    assert "Sweep written to runs/small-sweep" in said
    values = json.loads((tmp_path / "runs/small-sweep/sweep.json").read_text(encoding="utf-8"))
    assert values["one_at_a_time"] is True
    assert values["recipe"]["study"]["uncertainty"]["replicates"] == 50


def test_the_command_refuses_too_many_with_what_would_do(tmp_path):
    write_study(tmp_path, varied())
    done = command("sweep", "study.yaml", "--most", 10, cwd=tmp_path)
    assert done.returncode == 2
    assert "the grid has 18 universes (3 crosshair × 3 weights × 2 screening)" in done.stderr
    assert not (tmp_path / "runs").exists()
