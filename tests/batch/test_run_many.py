"""Many studies in one command: side by side, in spite of failures, resumed, the same bytes."""

import csv
import json
import os
import shutil
import signal
import sys
import time

import pytest

from batch.conftest import bytes_of, clientlens, start
from support.studies import write_provinces, write_study

PATTERN = "configs/**/*.yaml"
FOUR = {"north-2022", "north-2023", "south-2022", "south-2023"}

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

ACCIDENTS = """\
import os
import clientlens.batch.job as job

run = job._run

def with_accidents(found, orders, registry):
    if found.id == "buggy":
        raise ZeroDivisionError("a number was nought")
    if found.id == "deadly":
        os._exit(9)
    return run(found, orders, registry)

job._run = with_accidents
"""


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def folders(path):
    return {p.name for p in path.iterdir() if p.is_dir()}


def test_every_study_has_a_run_folder_and_the_summary_lies_beside_them(provinces):
    runs = provinces / "runs"
    assert folders(runs) == FOUR
    assert {p.name for p in runs.iterdir() if p.is_file()} == {
        "summary.html",
        "summary.json",
        *(f"summary.{t}.csv" for t in ("studies", "regions", "league", "problems", "remarks")),
    }


def test_a_run_folder_is_the_same_as_of_a_run_by_itself(provinces, tmp_path):
    clientlens("run", "configs/south-2023.yaml", "--out", tmp_path / "one", cwd=provinces)
    assert bytes_of(tmp_path / "one") == bytes_of(provinces / "runs/south-2023")


def test_one_process_and_two_leave_the_same_bytes(provinces, tmp_path):
    clientlens("run", PATTERN, "--jobs", 1, "--out", tmp_path / "runs", cwd=provinces)
    assert bytes_of(tmp_path / "runs") == bytes_of(provinces / "runs")


def test_the_order_of_the_studies_changes_no_number_of_a_region(provinces, tmp_path):
    runs = tmp_path / "runs"
    shutil.copytree(provinces / "runs", runs)
    names = sorted((provinces / "configs").glob("*-*.yaml"), reverse=True)
    relative = [path.relative_to(provinces) for path in names]
    clientlens("run", *relative, "--out", runs, cwd=provinces)
    regions = "summary.regions.csv"
    assert (runs / regions).read_bytes() == (provinces / "runs" / regions).read_bytes()


def test_what_is_unchanged_is_not_run_again(provinces, tmp_path):
    runs = tmp_path / "runs"
    shutil.copytree(provinces / "runs", runs)
    before = {p: p.stat().st_mtime_ns for p in runs.glob("*/evaluation.json")}
    said = clientlens("run", PATTERN, "--jobs", 2, "--out", runs, cwd=provinces)
    assert "4 studies: 4 unchanged" in said
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert bytes_of(runs) == bytes_of(provinces / "runs")


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """A batch with a study at fault, and one whose survey file is; with what was printed."""
    folder = tmp_path_factory.mktemp("failing")
    write_provinces(folder / "configs")
    bad = "models: {quadrant: {crosshair: mode}, indeks: {}}\n"
    write_study(folder / "configs", "bad", region=["east"], more=bad)
    write_study(folder / "configs", "typo", region=["west"])
    answers = folder / "configs/typo.csv"
    answers.write_text(answers.read_text("utf-8") + "1,1,1,1,1,1,1,9876\n", encoding="utf-8")
    return folder, clientlens("run", PATTERN, "--jobs", 2, cwd=folder, expect=2)


def statuses(runs):
    return {row["study"]: row["status"] for row in table(runs / "summary.studies.csv")}


def test_one_failing_study_stops_no_other_and_is_told_with_all_its_problems(failing):
    folder, said = failing
    assert "unknown model 'indeks'" in said
    assert "crosshair" in said
    assert "6 studies: 4 done, 2 failed" in said
    assert folders(folder / "runs") == FOUR
    told = [row for row in table(folder / "runs/summary.problems.csv") if row["study"] == "bad"]
    assert {row["place"] for row in told} == {"configs/bad.yaml:4:32", "configs/bad.yaml:4:39"}
    failed = {"bad": "failed", "typo": "failed"}
    assert statuses(folder / "runs") == dict.fromkeys(FOUR, "evaluated") | failed


def test_a_summary_quotes_no_cell_of_a_survey_file(failing):
    folder, said = failing
    assert "'9876'" in said  # who runs it has the answers before him
    assert not any(b"9876" in content for content in bytes_of(folder / "runs").values())
    (told,) = [row for row in table(folder / "runs/summary.problems.csv") if row["study"] == "typo"]
    assert told["place"].startswith("configs/typo.csv:42")


def test_a_bug_or_a_process_that_dies_stops_no_other_study_and_ends_with_70(tmp_path):
    write_provinces(tmp_path / "configs")
    write_study(tmp_path / "configs", "buggy", region=["east"])
    write_study(tmp_path / "configs", "deadly", region=["west"])
    environment = accidents(tmp_path)
    said = clientlens("run", PATTERN, "--jobs", 2, cwd=tmp_path, expect=70, environment=environment)
    assert "ZeroDivisionError: a number was nought" in said
    assert "want of memory" in said
    assert folders(tmp_path / "runs") == FOUR
    crashed = {"buggy": "crashed", "deadly": "crashed"}
    assert statuses(tmp_path / "runs") == dict.fromkeys(FOUR, "evaluated") | crashed
    assert [row["problem"] for row in table(tmp_path / "runs/summary.problems.csv")] == [
        "a bug of clientlens: ZeroDivisionError",
        "a bug of clientlens: its process died",
    ]


def accidents(folder):
    """An environment in which two studies meet with accidents, in every process."""
    (folder / "accidents").mkdir()
    (folder / "accidents/sitecustomize.py").write_text(ACCIDENTS, encoding="utf-8")
    paths = [str(folder / "accidents"), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


@needs_signals
def test_a_killed_batch_resumes_and_ends_with_the_same_bytes(provinces, tmp_path):
    runs = tmp_path / "runs"
    arguments = ("run", PATTERN, "--jobs", 2, "--out", runs)
    process = start(*arguments, cwd=provinces, start_new_session=True)
    wait_for(lambda: runs.exists() and any(not n.startswith(".") for n in folders(runs)))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert folders(runs) != FOUR
    said = clientlens(*arguments, cwd=provinces)
    assert "unchanged" in said
    assert bytes_of(runs) == bytes_of(provinces / "runs")
    assert folders(runs) == FOUR


@needs_signals
def test_processes_end_with_the_one_that_started_them(provinces, tmp_path):
    runs = tmp_path / "runs"
    process = start("run", PATTERN, "--jobs", 2, "--out", runs, cwd=provinces, stderr=None)
    wait_for(lambda: runs.exists() and folders(runs))
    process.kill()
    # The pipe is closed once nobody who inherited it is left.
    process.communicate(timeout=120)


@needs_signals
def test_ctrl_c_keeps_what_is_done_and_leaves_nothing_half_written(provinces, tmp_path):
    runs = tmp_path / "runs"
    process = start(
        "run",
        PATTERN,
        "--out",
        runs,
        cwd=provinces,
        start_new_session=True,
        preexec_fn=listen_to_ctrl_c,
    )
    wait_for(lambda: runs.exists() and any(not n.startswith(".") for n in folders(runs)))
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, out + err
    assert "the same command goes on from there" in err
    assert "Traceback" not in out + err
    done = folders(runs)
    assert done < FOUR
    for name in done:
        assert bytes_of(runs / name) == bytes_of(provinces / "runs" / name)


def listen_to_ctrl_c():
    """Tests that a shell runs in the background are told to ignore it, and so are theirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--answers", "a.csv"], "--answers names the file of one study, and here are many"),
        (["--role-answers", "staff=a.csv"], "--role-answers names the file of one study"),
        (["--models", "quadrnt"], "Did you mean 'quadrant'?"),
        (["--without", "quadrnt"], "no plugin is called 'quadrnt'"),
        (["--out", "configs/base.yaml"], "can't be written"),
    ],
)
def test_what_is_wrong_with_the_options_is_told(provinces, tmp_path, arguments, message):
    out = () if "--out" in arguments else ("--out", tmp_path)
    said = clientlens("run", PATTERN, *arguments, *out, cwd=provinces, expect=2)
    assert message in said
    assert "Traceback" not in said


def test_two_studies_with_one_id_are_refused_before_anything_runs(tmp_path):
    first, *_ = write_provinces(tmp_path / "configs")
    shutil.copy(first, tmp_path / "configs/twin.yaml")
    said = clientlens("run", PATTERN, cwd=tmp_path, expect=2)
    assert "configs/north-2022.yaml and configs/twin.yaml" in said
    assert not (tmp_path / "runs").exists()


def test_a_summary_of_somebody_else_is_not_replaced(provinces, tmp_path):
    (tmp_path / "summary.html").write_text("mine", encoding="utf-8")
    said = clientlens("run", PATTERN, "--out", tmp_path, cwd=provinces, expect=2)
    assert "isn't of a summary of clientlens" in said
    assert [p.name for p in tmp_path.iterdir()] == ["summary.html"]


def test_a_run_folder_is_not_made_the_folder_of_others(provinces):
    said = clientlens("run", PATTERN, "--out", "runs/north-2022", cwd=provinces, expect=2)
    assert "is the folder of one run" in said
    assert not (provinces / "runs/north-2022/summary.html").exists()


def test_strict_tells_of_what_could_not_be_estimated(provinces, tmp_path):
    shutil.copytree(provinces, tmp_path / "copy")
    clientlens("run", PATTERN, "--strict", cwd=tmp_path / "copy")
    scales = "scales: {ten: {points: [1, 10]}}\nfacets: {importance: {scale: ten}}\n"
    write_study(tmp_path / "copy/configs", "odd", more=scales)  # so there is no gap between facets
    clientlens("run", PATTERN, "--strict", cwd=tmp_path / "copy", expect=1)


def test_the_summary_is_plain_json_without_nan(provinces):
    def refuse(constant):
        raise AssertionError(constant)

    text = (provinces / "runs/summary.json").read_text(encoding="utf-8")
    said = json.loads(text, parse_constant=refuse)
    assert said["schema"] == "clientlens.summary/1"
    assert len(said["studies"]) == 8
