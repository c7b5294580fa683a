"""Drawn answers have the means, correlations and gaps of the truth, whatever their number."""

import numpy as np
import pytest

from simulation.studies import STUDY, drawn, refusal, values


def test_the_same_seed_draws_the_same_file_and_another_seed_another():
    truth = {"missing": 0.1, "respondents": {"city": {"follows": "overall"}}}
    one, same, other = (drawn(truth, seed=seed).cells for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_the_first_respondents_do_not_depend_on_how_many_there_are():
    few, many = (drawn(n=n).cells for n in (40, 20_000))
    assert few.equals(many[:40])


def test_what_is_left_out_or_told_apart_changes_no_answer():
    plain = drawn().cells
    other = drawn(
        {"missing": {"overall": 0.5}, "respondents": {"city": {"follows": "again"}}}
    ).cells
    differing = [name for name in plain if not plain[name].equals(other[name])]
    assert differing == ["City", "overall"]


def test_means_and_deviations_are_those_of_the_truth(tmp_path):
    truth = {
        "questions": {
            "satisfaction": {"mean": 3.5, "deviation": 0.9},
            "satisfaction.papers": {"mean": 2.2},
            "overall": {"mean": 6.4, "deviation": 2.1},
            "trouble": {"mean": 8.5},
            "complained": {"mean": 0.2},
        }
    }
    found = values(drawn(truth, n=40_000), tmp_path)
    wanted = {
        "satisfaction.speed": (3.5, 0.9),
        "satisfaction.papers": (2.2, 0.9),
        "overall": (6.4, 2.1),
        "trouble": (8.5, 1.8),
        "complained": (0.2, 0.4),
        "importance.ease": (7.3, 1.8),
    }
    for name, (mean, deviation) in wanted.items():
        assert found[name].mean() == pytest.approx(mean, abs=4 * deviation / 200)
        assert found[name].std() == pytest.approx(deviation, rel=0.03)


def test_questions_correlate_as_their_model_says_and_the_others_by_the_rule(tmp_path):
    truth = {"models": {"factor": {"loading": 0.9}}, "correlation": {"importance": 0.6}}
    text = STUDY.replace("complained: {scale: two}", "a: {scale: five}\n  b: {scale: ten}")
    found = values(drawn(truth, text, n=60_000), tmp_path, text)
    r = dict(zip(found, np.corrcoef([*found.values()]), strict=True))
    position = {name: j for j, name in enumerate(found)}
    wanted = {
        ("overall", "again"): 0.81,
        ("overall", "trouble"): 0.81,
        ("importance.speed", "importance.ease"): 0.6,
        ("satisfaction.speed", "satisfaction.papers"): 0.3,
        ("a", "b"): 0.3,
        ("importance.speed", "satisfaction.speed"): 0,
        ("overall", "satisfaction.speed"): 0,
        ("overall", "a"): 0,
    }
    for (one, other), correlation in wanted.items():
        assert r[one][position[other]] == pytest.approx(correlation, abs=0.02)


def test_a_reversed_question_is_turned_in_the_file_and_back_when_read(tmp_path):
    found = drawn({"questions": {"trouble": {"mean": 8.5}}}, n=5000)
    assert found.cells["trouble"].astype(int).mean() == pytest.approx(2.5, abs=0.1)
    assert values(found, tmp_path)["trouble"].mean() == pytest.approx(8.5, abs=0.1)


def test_answers_are_missing_in_the_shares_of_the_truth(tmp_path):
    truth = {"missing": {"all": 0.1, "overall": 0.3, "satisfaction": 0, "satisfaction.ease": 0.2}}
    found = values(drawn(truth, n=8000), tmp_path)
    shares = {name: np.isnan(column).mean() for name, column in found.items()}
    assert shares["overall"] == pytest.approx(0.3, abs=0.02)
    assert shares["again"] == pytest.approx(0.1, abs=0.015)
    assert shares["satisfaction.ease"] == pytest.approx(0.2, abs=0.02)
    assert shares["satisfaction.speed"] == 0
    missing = np.isnan([found["overall"], found["again"]]).astype(float)
    assert np.corrcoef(missing)[0, 1] == pytest.approx(0, abs=0.05)  # each by itself


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "`n` must lie between 1 and 10,000,000, got 0"),
        ({"n": 10_000_001}, "`n` must lie between 1 and 10,000,000, got 10,000,001"),
        ({"seed": -1}, "`seed` must not be negative, got -1"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments, message):
    assert refusal(**arguments) == message
