"""The summary as a whole, its files and its page, in both languages."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clientlens.batch.outcome import Outcome, failure
from clientlens.batch.remark import Kind, Remark
from clientlens.batch.studies import Skipped
from clientlens.batch.summary import summarise
from clientlens.batch.words import LOCALE, words_of
from clientlens.batch.write import TABLES, frame_of, write_summary
from clientlens.errors import AnswersError, Place, Problem, StudyError
from clientlens.messages import Messages
from clientlens.report.words import LOCALE as REPORT_LOCALE
from support.digests import digest, model

ENTRY = re.compile(r"^([a-z][\w-]*) = (.*)$", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+)")


def done(name, region, index, **more):
    found = digest(name, region, models={"quadrant": model(index)}, **more)
    return Outcome(Path(f"configs/{name}.yaml"), name, "done", digest=found)


def outcomes():
    bad = StudyError(Problem("unknown model <b>'x'</b>", Place("configs/e.yaml", 3, 4), "Did you?"))
    cell = AnswersError(Problem("holds '9876' (client 42)", Place("configs/f.csv", 7)))
    return [
        done("a", ["jx"], 70, clients=900),
        done("b", ["gz"], 80, clients=100),
        done("c", ["gz"], 80, wave=2022),
        done("d", [], 80),
        failure(Path("configs/e.yaml"), "e", bad),
        failure(Path("configs/f.yaml"), "f", cell),
    ]


@pytest.fixture
def summary():
    return summarise(outcomes(), [Skipped(Path("configs/base.yaml"), "names no study.id")])


def test_every_study_has_its_row_and_its_status(summary):
    assert [(r.study, r.wave, r.status, r.estimate) for r in summary.studies] == [
        ("a", "2023", "evaluated", 70),
        ("b", "2023", "evaluated", 80),
        ("c", "2022", "evaluated", 80),
        ("d", "2023", "evaluated", 80),
        ("e", "", "failed", None),
        ("f", "", "failed", None),
    ]


def test_an_unchanged_study_says_what_a_new_one_says(summary):
    resumed = [replace(o, status="unchanged") if o.is_there else o for o in outcomes()]
    assert summarise(resumed, summary.skipped).studies == summary.studies


def test_waves_are_summed_up_apart(summary):
    (row,) = [row for row in summary.regions if row.quantity == "index"]
    assert (row.wave, row.region, row.studies) == ("2023", "", 2)
    assert row.estimate == pytest.approx(71)


def test_what_names_no_region_is_in_no_sum(summary):
    assert [(r.kind, r.studies) for r in summary.remarks] == [("no_region", ("d",))]


def test_two_studies_of_one_region_and_wave_are_in_no_sum():
    both = [done("a", ["jx"], 70), done("b", ["jx"], 80), done("c", ["gz"], 60)]
    found = summarise(both)
    assert not found.regions
    assert [(r.kind, r.region, r.studies) for r in found.remarks] == [
        ("several_studies", "jx", ("a", "b"))
    ]


def test_studies_that_say_something_else_than_most_are_named():
    said = [{"models.quadrant": "1"}, {"models.quadrant": "1"}, {"models.quadrant": "2"}, {}]
    studies = [done(n, [n], 70, clients=1, settings=s) for n, s in zip("abcd", said, strict=True)]
    (remark,) = summarise(studies).remarks
    assert (remark.kind, remark.code, remark.studies) == (
        "settings_differ", "models.quadrant", ("c", "d"),
    )  # fmt: skip


def test_problems_of_answers_keep_their_place_and_not_what_stands_there(summary):
    assert [(r.study, r.place, r.problem) for r in summary.problems] == [
        ("e", "configs/e.yaml:3:4", "unknown model <b>'x'</b>"),
        ("f", "configs/f.csv:7", "the answers are at fault; the command prints how"),
    ]


def test_nothing_but_failures_makes_a_summary_too(registry, tmp_path):
    write_summary(summarise(outcomes()[4:]), tmp_path, registry)
    assert (tmp_path / "summary.html").is_file()
    assert pd.read_csv(tmp_path / "summary.regions.csv").empty


def test_csv_and_json_hold_the_same_numbers(summary, registry, tmp_path):
    write_summary(summary, tmp_path, registry)
    said = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    for name in TABLES:
        frame = pd.read_csv(
            tmp_path / f"summary.{name}.csv", encoding="utf-8-sig", keep_default_na=False, dtype=str
        )
        assert len(frame) == len(said[name])
        for row, record in zip(frame.to_dict("records"), said[name], strict=True):
            for key, value in record.items():
                if isinstance(value, float):
                    assert float(row[key]) == value
                elif value is None or isinstance(value, (int, str)):
                    assert row[key] == ("" if value is None else str(value))


def test_whole_numbers_stay_whole_beside_missing_ones(summary):
    clients = frame_of(summary, "studies")["clients"]
    assert [None if value is pd.NA else int(value) for value in clients] == [
        900, 100, None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_each_part_and_fetches_nothing(summary, registry, tmp_path, language):
    page = write_summary(replace(summary, language=language), tmp_path, registry).read_text("utf-8")
    for part in ("problems", "regions", "league", "studies", "remarks", "skipped", "method"):
        assert f'<section id="{part}">' in page
    assert "&lt;b&gt;" in page
    assert "9876" not in page
    assert "configs/base.yaml" in page
    assert "71.0" in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert "batch-" not in page
    wide, narrow = (page.count(f'<div class="still {size}"') for size in ("wide", "narrow"))
    assert wide == narrow > 0
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)


def test_made_up_answers_are_said_to_be(registry, tmp_path):
    found = done("a", ["jx"], 70)
    about = found.digest.about.model_copy(update={"is_synthetic": True})
    synthetic = replace(found, digest=replace(found.digest, about=about))
    page = write_summary(summarise([synthetic]), tmp_path, registry).read_text("utf-8")
    assert 'class="banner"' in page


def test_the_same_summary_leaves_the_same_bytes(summary, registry, tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_summary(summary, tmp_path / name, registry)
    files = {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()}
    assert files == {p.name: p.read_bytes() for p in (tmp_path / "other").iterdir()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_remark_has_its_sentence(summary, registry, language):
    words = words_of(replace(summary, language=language), registry)
    for kind in Kind.__args__:
        remark = Remark(kind, tuple("abcdefghijkl"), "2023", "jx", "quadrant", "index", "speed")
        assert words(
            f"batch-remark-{remark.kind}", wave="w", region="r", what="x",
            studies=words.studies(remark.studies),
        )  # fmt: skip


def entries(language):
    text = (LOCALE / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_languages_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_can_be_said(language):
    messages = Messages(language, (REPORT_LOCALE, LOCALE))
    for key, variables in entries(language).items():
        assert messages(key, **dict.fromkeys(variables, "x"))


@pytest.mark.parametrize(("depth", "name"), [(0, "without a region"), (1, "first"), (4, "level 4")])
def test_levels_have_names(summary, registry, depth, name):
    assert name in words_of(replace(summary, language="en"), registry).depth(depth)


def test_draws_of_a_run_are_read_as_they_were_written(provinces):
    from clientlens.results.disk import read_estimates, read_rows

    path = provinces / "runs/north-2022/estimates.nc"
    found = read_rows(path, ("index", "performance"), "all")
    for name in ("quadrant", "composite"):
        data = read_estimates(path, name).sel(group="all")
        rows = found[name]["performance"]
        assert rows.labels == tuple(data["indicator"].values)
        np.testing.assert_array_equal(rows.values, data["performance"].to_numpy())
        np.testing.assert_array_equal(found[name]["index"].values[:, 0], data["index"].to_numpy())
        assert rows.scale == (1.0, 5.0)
