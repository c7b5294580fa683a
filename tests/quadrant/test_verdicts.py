import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens_quadrant.quadrants import CLASSES
from clientlens_quadrant.verdicts import verdicts_of

ORDER = ("keep_up", "concentrate", "overkill", "low_priority")


def test_clear_answers_get_clear_verdicts(evaluate, clear_answers):
    verdicts = verdicts_of(evaluate(clear_answers))
    assert tuple(v.quadrant for v in verdicts) == ORDER
    assert all(v.certainty == 1.0 and not v.is_near_line for v in verdicts)
    levels = [(v.importance_level, v.performance_level) for v in verdicts]
    assert levels == [("high", "high"), ("high", "low"), ("low", "high"), ("low", "low")]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_probabilities_add_up_with_the_boundary(evaluate, seed):
    X = np.random.default_rng(seed).integers(1, 6, size=(12, 8))
    for verdict in verdicts_of(evaluate(X)):
        assert sum(verdict.probabilities.values()) == pytest.approx(1)
        assert sum(verdict.probabilities[name] for name in CLASSES[:4]) <= 1 + 1e-12


def test_the_crosshair_is_recomputed_in_every_replicate(evaluate, make_study):
    """Everybody answers in parallel: a fixed line is uncertain, the data's own is not."""
    level = np.repeat([[2.0], [3.0]], 20, axis=0)
    X = level + np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    assert all(v.certainty == 1.0 for v in verdicts_of(evaluate(X)))
    fixed = {"crosshair": {"fixed": {"importance": 2.5, "performance": 2.5}}}
    unsure = verdicts_of(evaluate(X, make_study(options=fixed)))
    assert min(max(v.probabilities.values()) for v in unsure) < 1


def test_an_indicator_on_a_line_is_near_it_and_in_no_quadrant(evaluate):
    X = np.tile([5.0, 3.0, 4.0, 4.0, 5.0, 3.0, 2.0, 2.0], (10, 1))
    verdicts = verdicts_of(evaluate(X))
    assert [v.quadrant for v in verdicts[2:]] == ["boundary", "boundary"]
    assert all(v.is_near_line and v.importance_level == "line" for v in verdicts[2:])
    assert all(v.distance_to_neighbour == 0 for v in verdicts[2:])


@pytest.mark.parametrize("method", ["jackknife", "none"])
def test_without_draws_there_are_no_probabilities(evaluate, make_study, clear_answers, method):
    verdicts = verdicts_of(evaluate(clear_answers, make_study(method=method)))
    assert tuple(v.quadrant for v in verdicts) == ORDER
    assert all(v.probabilities == {} and v.certainty is None for v in verdicts)
    assert not any(v.is_near_line for v in verdicts)


def test_without_draws_near_is_within_the_standard_error(evaluate, make_study):
    X = np.random.default_rng(5).integers(1, 6, size=(20, 8))
    near = [v.is_near_line for v in verdicts_of(evaluate(X, make_study(method="jackknife")))]
    drawn = [v.certainty < 0.9 for v in verdicts_of(evaluate(X))]
    assert any(near)
    assert sum(a != b for a, b in zip(near, drawn, strict=True)) <= 1


def test_the_neighbour_lies_across_the_nearer_line(evaluate, clear_answers):
    for verdict in verdicts_of(evaluate(clear_answers)):
        own, other = (_corner(name) for name in (verdict.quadrant, verdict.neighbour))
        changed = [a != b for a, b in zip(own, other, strict=True)]
        nearer = abs(verdict.distance_performance) < abs(verdict.distance_importance)
        assert changed == [not nearer, nearer]


def test_the_threshold_of_near_is_an_option(evaluate, make_study):
    X = np.random.default_rng(5).integers(1, 6, size=(20, 8))
    strict = verdicts_of(evaluate(X, make_study(options={"near_line_below": 1.0})))
    assert all(v.is_near_line == (v.certainty < 1) for v in strict)


def test_the_diagonal_needs_one_scale(evaluate, make_study, clear_answers):
    verdicts = verdicts_of(evaluate(clear_answers))
    assert [v.diagonal_class for v in verdicts] == [
        "concentrate" if v.importance > v.performance else v.quadrant for v in verdicts
    ]
    other = make_study(importance_scale="four")
    assert all(v.diagonal_class is None for v in verdicts_of(evaluate(clear_answers, other)))


def _corner(name):
    return name in ("keep_up", "concentrate"), name in ("keep_up", "overkill")
