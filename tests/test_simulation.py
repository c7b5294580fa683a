"""Simulated studies are read without a problem, and say what was wanted of them."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import clientlens
from clientlens.cli.app import app
from clientlens.errors import ClientLensError, RequestError, StudyError

PROVINCE = Path(__file__).parents[1] / "configs" / "jiangxi" / "province-2023.yaml"
DATA = PROVINCE.parent / "data"

STUDY = """
study: {id: small}
survey: {source: answers.csv, respondent_id: id, weight: w, seconds: secs}
scales:
  five: {points: [1, 5], labels: {bad: 1, poor: 2, so-so: 3, fine: 4, good: 5}}
  ten: {points: [1, 10]}
facets: {importance: {scale: five}, satisfaction: {scale: five}}
hierarchy:
  process: {indicators: {speed: {}, ease: {}, papers: {reversed: [satisfaction]}}}
items:
  overall: {scale: ten}
  again: {scale: ten}
  trouble: {scale: ten, reversed: true}
respondents:
  city: {column: City, values: {East: east, West: west}}
  branch: {}
models:
  csi:
    constructs:
      process: {dimension: process}
      satisfaction: {items: [overall, trouble]}
      loyalty: {items: [again]}
    paths: {satisfaction: [process], loyalty: [satisfaction]}
report: {formats: []}
uncertainty: {method: none}
"""


@pytest.fixture
def study_file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def truth_file(tmp_path, text):
    path = tmp_path / "truth.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def simulated(study_file, tmp_path, truth=None, **arguments):
    study = clientlens.load(study_file)
    path = None if truth is None else truth_file(tmp_path, truth)
    return clientlens.simulate(study, truth=path, **{"n": 400, "seed": 2, **arguments})


def evaluated(study_file, tmp_path, cells):
    cells.to_csv(tmp_path / "answers.csv", index=False)
    return clientlens.evaluate(clientlens.load(study_file))


def test_a_simulated_file_is_read_without_a_problem(study_file, tmp_path):
    found = simulated(study_file, tmp_path)
    evaluation = evaluated(study_file, tmp_path, found.cells)
    assert evaluation.screening.valid == 400
    assert found.model == "csi"
    assert set(found.cells["City"]) == {"East", "West"}
    assert set(found.cells["speed_satisfaction"]) <= {"bad", "poor", "so-so", "fine", "good"}


def test_the_same_seed_draws_the_same_file_and_another_another(study_file, tmp_path):
    one, same = (simulated(study_file, tmp_path).cells for _ in range(2))
    assert one.equals(same)
    assert not one.equals(simulated(study_file, tmp_path, seed=3).cells)


def test_means_and_spreads_are_those_of_the_truth(study_file, tmp_path):
    truth = """
questions:
  satisfaction: {mean: 3.5, deviation: 0.9}
  satisfaction.papers: {mean: 2.2}
  overall: {mean: 6.4, deviation: 2.1}
"""
    found = simulated(study_file, tmp_path, truth, n=40_000)
    tables = (
        evaluated(study_file, tmp_path, found.cells)["csi"]
        .table("ipma")
        .set_index(["code", "quantity"])["estimate"]
    )
    wanted = {"satisfaction.speed": 62.5, "satisfaction.papers": 30.0, "overall": 60.0}
    for code, value in wanted.items():
        assert tables[code, "performance"] == pytest.approx(value, abs=0.6)


def test_a_reversed_question_is_turned_in_the_file_and_back_when_read(study_file, tmp_path):
    truth = "questions: {trouble: {mean: 8.5}, overall: {mean: 8.5}}"
    cells = simulated(study_file, tmp_path, truth, n=5000).cells
    assert cells["trouble"].astype(int).mean() == pytest.approx(2.5, abs=0.1)
    assert cells["overall"].astype(int).mean() == pytest.approx(8.5, abs=0.1)


def test_missing_answers_come_in_the_shares_that_are_wanted(study_file, tmp_path):
    truth = "missing: {all: 0.1, overall: 0.3, satisfaction: 0}"
    cells = simulated(study_file, tmp_path, truth, n=5000).cells
    assert (cells["overall"] == "").mean() == pytest.approx(0.3, abs=0.03)
    assert (cells["again"] == "").mean() == pytest.approx(0.1, abs=0.02)
    assert (cells["speed_satisfaction"] != "").all()


def test_an_attribute_follows_answers_and_leaves_them_as_they_are(study_file, tmp_path):
    followed = """
respondents: {city: {shares: {west: 0.3, east: 0.7}, follows: satisfaction, correlation: 0.8}}
"""
    plain = simulated(study_file, tmp_path, n=4000).cells
    cells = simulated(study_file, tmp_path, followed, n=4000).cells
    assert (cells["City"] == "West").mean() == pytest.approx(0.3, abs=1e-3)
    answers = [c for c in cells if c.endswith("_satisfaction")]
    assert cells[answers].equals(plain[answers])
    points = cells["speed_satisfaction"].map(
        {"bad": 1, "poor": 2, "so-so": 3, "fine": 4, "good": 5}
    )
    by_city = points.groupby(cells["City"]).mean()
    assert by_city["East"] > by_city["West"] + 0.3


def test_questions_that_no_model_speaks_of_correlate_as_the_truth_says(study_file, tmp_path):
    cells = simulated(study_file, tmp_path, "correlation: {importance: 0.6}", n=40_000).cells
    points = {"bad": 1, "poor": 2, "so-so": 3, "fine": 4, "good": 5}
    ratings = cells[["speed_importance", "ease_importance", "papers_importance"]]
    r = ratings.apply(lambda column: column.map(points)).corr().to_numpy()
    np.testing.assert_allclose(r[np.triu_indices(3, 1)], 0.6, atol=0.02)
    across = np.corrcoef(
        cells["speed_importance"].map(points), cells["speed_satisfaction"].map(points)
    )
    assert abs(across[0, 1]) < 0.02


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        ("questions: {speed: {mean: 3}}", "truth.yaml:1:20: unknown question 'speed'"),
        (
            "questions: {overall: {mean: 11}}",
            "overall: a mean of 11 isn't within the scale 1 to 10",
        ),
        ("questions: {overall: {mean: 9.5, deviation: 4}}", "have a standard deviation between"),
        ("questions: {overall: {means: 9}}", "unknown key 'means'"),
        ("models: {cis: {}}", "unknown model 'cis'"),
        ("models: {csi: {path: {}}}", "unknown key 'path'"),
        ("models: {csi: {loadings: {speeed: 0.7}}}", "unknown question or construct 'speeed'"),
        ("models: {csi: {paths: {process: {loyalty: 0.3}}}}", "'process' is no target of a path"),
        ("models: {csi: {paths: {loyalty: {satisfaction: 1.2}}}}", "explain 1.44 of its variance"),
        ("respondents: {town: {}}", "unknown respondent attribute 'town'"),
        ("respondents: {city: {shares: {north: 1}}}", "never takes the value 'north'"),
        ("respondents: {city: {follows: [speed]}}", "unknown question 'speed'"),
        ("correlation: {stated: 0.3}", "unknown facet 'stated'"),
        ("correlation: {importance: 1.3}", "lies between 0 and 1, got 1.3"),
        ("missing: {all: 1.5}", "a share of missing answers lies between 0 and 1, got 1.5"),
    ],
)
def test_a_truth_that_cannot_be_is_refused_at_its_place(study_file, tmp_path, truth, message):
    with pytest.raises(StudyError) as refusal:
        simulated(study_file, tmp_path, truth)
    assert message in str(refusal.value)
    assert "truth.yaml:1:" in str(refusal.value)


def test_every_problem_of_a_truth_is_told_at_once(study_file, tmp_path):
    with pytest.raises(StudyError) as refusal:
        simulated(study_file, tmp_path, "questions: {a: {}, b: {}}\nmissing: {c: 0.1}\n")
    assert len(refusal.value.problems) == 3


def test_two_models_that_could_be_true_are_named(study_file, tmp_path):
    text = STUDY.replace(
        "models:\n",
        "models:\n  other: {use: csi, constructs: {a: {items: "
        "[overall]}, b: {items: [again]}}, paths: {b: [a]}, index: b}\n",
    )
    study_file.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match="several models could be true: 'other', 'csi'"):
        simulated(study_file, tmp_path)
    assert simulated(study_file, tmp_path, model="csi").model == "csi"
    assert simulated(study_file, tmp_path, "models: {other: {loading: 0.7}}").model == "other"


@pytest.mark.parametrize("n", [0, -1, 10_000_001])
def test_a_number_of_respondents_that_cannot_be_is_refused(study_file, tmp_path, n):
    with pytest.raises(RequestError, match="`n` must lie between 1 and 10,000,000"):
        simulated(study_file, tmp_path, n=n)


def test_the_command_writes_a_file_and_does_not_replace_one(study_file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = ["simulate", str(study_file), "--n", "30", "--seed", "5"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert (
        "small-simulated.csv: 30 synthetic respondents by the truth of model 'csi'" in done.output
    )
    with pytest.raises(ClientLensError, match="is there already"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert CliRunner().invoke(app, [*arguments, "--force"]).exit_code == 0


def test_the_province_is_drawn_from_its_truth(tmp_path):
    study = clientlens.load(PROVINCE)
    found = clientlens.simulate(study, n=1200, seed=2023, truth=DATA / "province-2023.truth.yaml")
    path = tmp_path / "province.csv"
    found.cells.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    assert path.read_bytes() == (DATA / "province-2023.csv").read_bytes()
