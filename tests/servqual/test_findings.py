"""The findings say where the service falls short, of what, and how sure that is."""

import numpy as np
import pytest

from servqual.studies import evaluate, many, nan

DRAWS = {"uncertainty": {"replicates": 200}}


def messages(result, group="all"):
    return {f.message: f for f in result.findings if f.group == group}


def test_a_clear_shortfall_is_a_headline_with_the_widest_first(tmp_path):
    ratings = many()
    result = evaluate(tmp_path, ratings=ratings, **DRAWS)
    found = messages(result)["servqual-shortfall-expectation"]
    gaps = (ratings["satisfaction"] - ratings["expectation"])[:3].mean(axis=1)
    order = [("neat", "modern", "on_time")[j] for j in np.argsort(gaps)]
    assert found.subject == tuple(order)
    assert found.headline
    assert found.evidence["gap"] == pytest.approx(gaps.min())
    assert "servqual-overall-below-expectation" in messages(result)


def test_what_the_sample_cannot_tell_is_no_headline(tmp_path):
    expected = np.tile([4.0, 3.0, 4.0, 5.0, 2.0, 4.0, 3.0, 5.0], (4, 1))
    step = np.tile([1.0, -1.0, 0.0, -1.0, 1.0, -1.0, 1.0, -1.0], (4, 1))
    ratings = {"satisfaction": expected + step, "expectation": expected}
    result = evaluate(tmp_path, ratings=ratings, **DRAWS)
    found = messages(result)
    assert "servqual-overall-near-expectation" in found
    assert "servqual-shortfall-expectation" not in found
    assert not found["servqual-shortfall-near-expectation"].headline


def test_more_than_is_expected_is_told(tmp_path):
    found = messages(evaluate(tmp_path, ratings=many(shift=0.8), **DRAWS))
    assert "servqual-overall-above-expectation" in found
    assert set(found["servqual-exceeds-expectation"].subject) == {"neat", "modern", "on_time"}


def test_an_importance_gap_is_never_called_one_of_expectation(tmp_path):
    result = evaluate(tmp_path, {"expectation": "importance"}, many(), **DRAWS)
    found = messages(result)
    assert found["servqual-importance"].headline
    assert not [key for key in found if key.endswith(("-expectation", "-expectation-plain"))]
    quantities = {q for t in result.tables if "quantity" in t.frame for q in t.frame["quantity"]}
    assert not [name for name in quantities if "expectation" in name]
    own = [name for name in quantities if "gap" in name]
    assert own
    assert all("importance_gap" in name for name in own)
    assert set(result.table("tests")["contrast"]) == {"perception_minus_importance"}


def test_the_declared_sign_is_told(tmp_path):
    result = evaluate(tmp_path, {"sign": "expectation_minus_perception"}, many(), **DRAWS)
    found = messages(result)
    assert "servqual-sign-positive" in found
    assert "servqual-overall-below-expectation" in found
    assert found["servqual-overall-below-expectation"].evidence["gap"] > 0
    assert set(result.table("tests")["contrast"]) == {"expectation_minus_perception"}


def test_without_replicates_the_corrected_test_alone_tells_what_is_clear(tmp_path):
    found = messages(evaluate(tmp_path, ratings=many()))
    assert "servqual-overall-below-expectation-plain" in found
    assert "servqual-shortfall-expectation" in found


def test_alike_answers_have_no_test_and_are_clear_by_their_interval(tmp_path):
    ratings = {"satisfaction": np.full((4, 12), 3.0), "expectation": np.full((4, 12), 5.0)}
    found = messages(evaluate(tmp_path, ratings=ratings, **DRAWS))
    assert found["servqual-shortfall-expectation"].evidence["count"] == 3


def test_unreliable_differences_are_a_caution(tmp_path):
    rng = np.random.default_rng(2)
    ratings = {
        facet: rng.integers(1, 6, (4, 90)).astype(float)
        for facet in ("satisfaction", "expectation")
    }
    found = messages(evaluate(tmp_path, ratings=ratings))
    assert found["servqual-unreliable"].subject == ("tangibles",)


def test_an_indicator_that_goes_with_another_dimension_is_named(tmp_path):
    rng = np.random.default_rng(4)
    first, second = rng.normal(size=(2, 120))
    owners = np.array([first, second, first, second])
    perceived = np.clip(np.rint(3 + owners + 0.3 * rng.normal(size=(4, 120))), 1, 5)
    expected = np.clip(perceived + 1, 1, 5)
    ratings = {"satisfaction": perceived, "expectation": expected}
    found = messages(evaluate(tmp_path, ratings=ratings))["servqual-elsewhere"]
    assert set(found.subject) == {"neat"}


def test_weights_that_nobody_gives_leave_no_whole(tmp_path):
    options = {"weights": "allocation", "allocation": {"tangibles": "a", "reliability": "b"}}
    result = evaluate(
        tmp_path,
        options,
        many(),
        items={name: {"scale": "points"} for name in "ab"},
        extra={name: [nan] * 80 for name in "ab"},
        **DRAWS,
    )
    assert messages(result)["servqual-no-weights"].headline


def test_gaps_that_need_managers_and_staff_are_named_as_missing(tmp_path):
    assert "servqual-roles" in messages(evaluate(tmp_path))
