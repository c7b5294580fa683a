"""Benefit of the doubt: closed forms, bounds, and scores that no other weights exceed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting import linear_programmes
from clientlens_weighting.envelopment import benefit_of_the_doubt
from clientlens_weighting.linear_programmes import minimise
from support.units import X5, units

FEW = settings(max_examples=25)


@FEW
@given(units(), st.integers(0, 10_000))
def test_no_weights_suit_a_unit_better(data, seed):
    found = benefit_of_the_doubt(data).scores
    weights = np.random.default_rng(seed).dirichlet(np.ones(data.shape[2]), 20)  # (20, J)
    totals = data @ weights.T  # (R, m, 20)
    others = totals / totals.max(axis=1, keepdims=True)
    assert (others <= found[:, :, None] + 1e-7).all()
    assert (found <= 1 + 1e-7).all()


@FEW
@given(units())
def test_a_score_is_reached_by_its_own_weights(data):
    found = benefit_of_the_doubt(data, 0.1, 0.8)
    totals = np.einsum("rcj,rmj->rcm", found.weights, data)
    own = totals.diagonal(axis1=1, axis2=2)
    np.testing.assert_allclose(own / totals.max(axis=2), found.scores, atol=1e-7)
    np.testing.assert_allclose(found.weights.sum(axis=2), 1)
    assert found.weights.min() >= 0.1 - 1e-9
    assert found.weights.max() <= 0.8 + 1e-9


@FEW
@given(units())
def test_contributions_keep_their_bounds(data):
    low, high = 0.1, 0.8
    found = benefit_of_the_doubt(data, low, high, bounded="contributions")
    contributions = found.weights * data
    share = contributions / contributions.sum(axis=2, keepdims=True)
    assert share.min() >= low - 1e-6
    assert share.max() <= high + 1e-6


def test_without_bounds_a_unit_that_is_best_at_something_scores_one():
    found = benefit_of_the_doubt(X5).scores[0]
    np.testing.assert_allclose(found[[2, 3]], 1)


def test_bounds_without_slack_are_equal_weights():
    found = benefit_of_the_doubt(X5, 0.25, 0.25)
    mean = X5.mean(axis=2)
    np.testing.assert_allclose(found.scores, mean / mean.max(), atol=1e-9)
    np.testing.assert_allclose(found.weights, 0.25)


@FEW
@given(units(), st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_order_and_a_common_unit_do_not_matter(data, random, factor):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = factor * data[:, rows][:, :, columns]
    expected = benefit_of_the_doubt(data, 0.05, 0.9).scores[:, rows]
    np.testing.assert_allclose(
        benefit_of_the_doubt(shuffled, 0.05, 0.9).scores, expected, atol=1e-7
    )


@FEW
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(data):
    alone = np.concatenate([benefit_of_the_doubt(data[[r]]).scores for r in range(3)])
    np.testing.assert_allclose(benefit_of_the_doubt(data).scores, alone, atol=1e-8)


def test_programmes_do_not_depend_on_how_many_are_solved_at_a_time(monkeypatch):
    whole = benefit_of_the_doubt(X5, 0.1, 0.5).scores
    monkeypatch.setattr(linear_programmes, "_PROGRAMMES_AT_A_TIME", 2)
    np.testing.assert_allclose(benefit_of_the_doubt(X5, 0.1, 0.5).scores, whole, atol=1e-9)


def test_a_unit_with_a_missing_value_has_no_score_and_is_nobodys_peer():
    data = np.concatenate([X5, [[[100, 100, 100, np.nan]]]], axis=1)
    found = benefit_of_the_doubt(data, 0.1, 0.5)
    assert np.isnan(found.scores[0, 5])
    assert np.isnan(found.weights[0, 5]).all()
    np.testing.assert_allclose(found.scores[:, :5], benefit_of_the_doubt(X5, 0.1, 0.5).scores)


def test_units_without_anything_score_zero():
    found = benefit_of_the_doubt([[[0, 0], [1, 2]]])
    np.testing.assert_allclose(found.scores, [[0, 1]], atol=1e-9)
    np.testing.assert_allclose(benefit_of_the_doubt(np.zeros((1, 2, 2))).scores, 0)


def test_an_only_child_scores_beside_the_best():
    found = benefit_of_the_doubt([[[2], [4]]])
    np.testing.assert_allclose(found.scores, [[0.5, 1]])
    np.testing.assert_allclose(found.weights, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: benefit_of_the_doubt(-X5), "unit 1 has -78 of indicator 1, which is negative"),
        (
            lambda: benefit_of_the_doubt(X5, 0.3, 0.9),
            "can't add up to 1. Take a low of at most 0.25",
        ),
        (lambda: benefit_of_the_doubt(X5, 0, 0.2), "can't add up to 1"),
        (lambda: benefit_of_the_doubt(X5, 0.5, 0.2), "0 ≤ low ≤ high ≤ 1, got 0.5, 0.2"),
        (lambda: benefit_of_the_doubt(X5, bounded="shares"), "weights or contributions"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()


def test_a_programme_without_a_solution_is_our_fault():
    rows, limits = np.array([[[1.0]]]), np.array([[-1.0]])
    with pytest.raises(ArithmeticError, match="no solution"):
        minimise(np.array([[1.0]]), (rows, limits))


def test_no_programmes_have_no_solutions():
    assert minimise(np.empty((0, 3)), (np.empty((0, 1, 3)), np.empty((0, 1)))).shape == (0, 3)
