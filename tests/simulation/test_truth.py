"""The truth file: what it can say, and how it is told what it can't."""

from pathlib import Path

import numpy as np
import pytest

from clientlens.errors import RequestError
from clientlens.simulation.truth import usual_deviation
from simulation.studies import drawn, refusal

REFUSED = {
    "questions: {speed: {mean: 3}}": (
        "truth.yaml:1:13: unknown facet or question 'speed'\n"
        "    Known: importance, satisfaction, importance.speed, importance.ease, "
        "importance.papers, satisfaction.speed, satisfaction.ease, satisfaction.papers, overall, "
        "again, trouble, complained."
    ),
    "questions: {overal: {mean: 3}}": "Did you mean 'overall'?",
    "question: {}": (
        "truth.yaml:1:1: unknown key 'question'\n"
        "    Did you mean 'questions'? "
        "Known: questions, models, correlation, respondents, missing."
    ),
    "questions: {overall: {means: 9}}": (
        "truth.yaml:1:23: unknown key 'means' in 'questions.overall'\n"
        "    Did you mean 'mean'? Known: mean, deviation."
    ),
    "questions: {overall: {mean: high}}": (
        "truth.yaml:1:29: 'overall.mean' must be a number, got 'high'"
    ),
    "questions: {satisfaction: {mean: 9}}": (
        "truth.yaml:1:34: the mean of 'satisfaction' must lie above 1 and below 5, "
        "the ends of its scale, got 9"
    ),
    "questions: {satisfaction: {mean: 4.8, deviation: 0.9}}": (
        "truth.yaml:1:50: the deviation of 'satisfaction' must lie between 0.401 and 0.871 "
        "beside a mean of 4.8, got 0.9"
    ),
    "questions: {satisfaction: {deviation: 0.9}, satisfaction.ease: {mean: 4.8}}": (
        "truth.yaml:1:39: the deviation of 'satisfaction.ease' must lie between 0.401 and 0.871 "
        "beside a mean of 4.8, got 0.9"
    ),
    "questions: {complained: {mean: 0.2, deviation: 0.3}}": (
        "truth.yaml:1:48: the deviation of 'complained' must be 0.4 on a scale of two points "
        "beside a mean of 0.2, got 0.3"
    ),
    "models: {facter: {}}": (
        "truth.yaml:1:10: unknown model 'facter'\n    Did you mean 'factor'? Known: factor."
    ),
    "models: {factor: {loadings: 0.7}}": (
        "truth.yaml:1:19: unknown key 'loadings' in 'models.factor'\n"
        "    Did you mean 'loading'? Known: loading."
    ),
    "models: {factor: {loading: 1.7}}": (
        "truth.yaml:1:10: a loading is at most 1\n    Write a smaller one."
    ),
    "correlation: {stated: 0.3}": (
        "truth.yaml:1:15: unknown facet 'stated'\n    Known: importance, satisfaction, items."
    ),
    "correlation: {importance: 1.3}": (
        "truth.yaml:1:27: 'correlation.importance' must be at most 1, got 1.3"
    ),
    "correlation: {items: 0.4}": (
        "truth.yaml:1:15: no two questions of 'items' are left to a rule\n"
        "    Take it away; the model says how they hang together."
    ),
    "correlation: {importance: -0.9}": (
        "the correlations of 'importance.speed', 'importance.ease', 'importance.papers' "
        "contradict each other"
    ),
    "respondents: {town: {}}": (
        "truth.yaml:1:15: unknown respondent attribute 'town'\n    Known: city, branch."
    ),
    "respondents: {city: {shares: {north: 1}}}": (
        "truth.yaml:1:31: attribute 'city' never takes the value 'north'\n    Known: east, west."
    ),
    "respondents: {city: {shares: {east: 0.5, west: 0.4}}}": (
        "truth.yaml:1:22: the shares of east, west add up to 0.9\n"
        "    They must add up to 1 or to 100."
    ),
    "respondents: {city: {shares: {east: -1}}}": (
        "truth.yaml:1:37: 'shares.east' must be at least 0, got -1"
    ),
    "respondents: {city: {follows: [overall, speed]}}": (
        "truth.yaml:1:41: unknown facet or question 'speed'"
    ),
    "respondents: {city: {correlation: 0.5}}": (
        "truth.yaml:1:22: attribute 'city' is to correlate, and follows nothing\n"
        "    Name what it follows, for example  follows: overall."
    ),
    'respondents: {branch: {shares: {" ": 1}}}': (
        "truth.yaml:1:33: the cell ' ' means that attribute 'branch' is unknown"
    ),
    "missing: 1": "truth.yaml:1:10: 'missing.all' must be below 1, got 1",
    "missing: {overall: -0.1}": "truth.yaml:1:20: 'missing.overall' must be at least 0, got -0.1",
    "missing: few": "truth.yaml:1:10: 'missing' must be a map of keys, got 'few'",
    "missing: {every: 0.1}": "truth.yaml:1:11: unknown facet or question 'every'",
    "[questions]": (
        "truth.yaml:1:1: the file must hold a map of keys\n    Begin with 'questions:'."
    ),
    "questions: {}\nquestions: {}": "truth.yaml:2:1: key 'questions' is given twice",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_truth_that_can_not_be_is_refused_at_its_place(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("truth.yaml").write_text(text, encoding="utf-8")
    assert REFUSED[text] in refusal(Path("truth.yaml"))


def test_every_problem_of_a_truth_is_told_at_once(tmp_path):
    path = tmp_path / "truth.yaml"
    path.write_text("questions: {a: {men: 3}}\nmissing: {c: 2}\nmodels: {factor: {x: 1}}\n")
    with pytest.raises(RequestError) as refused:
        drawn(path)
    assert [(p.place.line, p.place.column) for p in refused.value.problems] == [
        (1, 13), (1, 17), (2, 11), (2, 14), (3, 19),
    ]  # fmt: skip


def test_a_truth_that_is_not_there_is_refused():
    assert refusal(Path("nowhere.yaml")) == (
        "nowhere.yaml: can't be read: No such file or directory"
    )


def test_a_key_without_a_value_says_nothing(tmp_path):
    path = tmp_path / "truth.yaml"
    path.write_text("questions:\n  overall:\nmissing:\n")
    assert drawn(path).cells.equals(drawn().cells)


def test_respondents_of_whom_nothing_would_be_left_are_refused():
    text = """
study: {id: bare}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
"""
    assert len(drawn(text=text).cells) == 300
    assert refusal({"missing": 0.5}, text).startswith("respondent ")
    assert "would leave every cell of the file blank" in refusal({"missing": 0.5}, text)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 3), (1, 5), (1, 10), (0, 100)])
def test_the_usual_deviation_is_one_that_answers_can_have(low, high):
    from clientlens.stats.ordinal import deviation_limits

    for mean in np.linspace(low, high, 52)[1:-1]:
        assert deviation_limits(mean, low, high).allow(usual_deviation(mean, low, high))


def test_one_share_is_that_of_all_questions():
    assert drawn({"missing": 0.1}).cells.equals(drawn({"missing": {"all": 0.1}}).cells)
