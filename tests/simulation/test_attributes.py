"""Attributes of respondents have the shares of the truth and follow the answers it names."""

import numpy as np
import pytest

from simulation.studies import STUDY, answers, drawn, refusal


@pytest.mark.parametrize("correlation", [0.8, -0.8, 1.0])
def test_an_attribute_follows_answers_in_the_order_of_its_codes(tmp_path, correlation):
    said = {"shares": {"west": 0.3, "east": 0.7}, "follows": "satisfaction"}
    truth = {"respondents": {"city": {**said, "correlation": correlation}}}
    read = answers(drawn(truth, n=8000), tmp_path)
    is_west = read.attributes["city"] == "west"
    assert is_west.mean() == 0.3
    height = read.facet("satisfaction").mean(axis=1)
    difference = height[~is_west].mean() - height[is_west].mean()
    assert difference * np.sign(correlation) > 0.5


def test_an_attribute_follows_several_questions_and_otherwise_none(tmp_path):
    truth = {
        "respondents": {
            "city": {"follows": ["overall", "importance.speed"], "correlation": 0.6},
            "branch": {"shares": {"X1": 20, "X2": 80}},
        }
    }
    read = answers(drawn(truth, n=8000), tmp_path)
    found = {q.name: read.values[:, j] for j, q in enumerate(read.questions)}
    is_east, is_x1 = read.attributes["city"] == "east", read.attributes["branch"] == "X1"
    lower = {
        name: column[is_east].mean() - column[~is_east].mean() for name, column in found.items()
    }
    assert lower["overall"] < -0.5
    assert lower["importance.speed"] < -0.5
    assert abs(lower["satisfaction.speed"]) < 0.1
    assert is_x1.mean() == pytest.approx(0.2, abs=0.02)
    assert abs(np.corrcoef(is_x1, found["overall"])[0, 1]) < 0.04


def test_the_standing_of_followed_answers_correlates_as_the_truth_says(tmp_path):
    """A code of two equal halves is a coin: r √(2/π) is left of a correlation r."""
    text = STUDY.replace("five: {points: [1, 5], labels: {", "five: {points: [1, 100], labels: {")
    truth = {"respondents": {"city": {"follows": "satisfaction.speed", "correlation": 0.5}}}
    read = answers(drawn(truth, text, n=60_000), tmp_path, text)
    speed = read.values[:, [q.name for q in read.questions].index("satisfaction.speed")]
    found = np.corrcoef(speed, read.attributes["city"] == "west")[0, 1]
    assert found == pytest.approx(0.5 * np.sqrt(2 / np.pi), abs=0.015)


def test_an_attribute_may_be_read_from_a_column_that_is_there(tmp_path):
    text = STUDY.replace("branch: {}", "rating: {column: Overall}")
    read = answers(drawn(text=text), tmp_path, text)
    overall = read.values[:, [q.name for q in read.questions].index("overall")]
    assert (read.attributes["rating"].astype(float) == overall).all()
    narrow = STUDY.replace("branch: {}", "rating: {column: overall, values: {'1': low}}")
    assert refusal(text=narrow) == (
        "column 'overall' has another use, and attribute 'rating' no value for '2'"
    )
