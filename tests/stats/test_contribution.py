"""Contributions of indicators: they add up, to a unit's distance and to a difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.contribution import contributions, difference_split

NAN = np.nan
SCORE, WEIGHT = st.integers(-50, 50).map(float), st.integers(1, 9).map(float)


def shares(J):
    return arrays(float, J, elements=WEIGHT).map(lambda w: w / w.sum())


tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(
        arrays(float, shape, elements=SCORE),
        shares(shape[1]),
        arrays(float, shape[0], elements=WEIGHT),
    )
)
pairs = st.integers(1, 5).flatmap(
    lambda J: st.tuples(
        arrays(float, J, elements=SCORE), shares(J), arrays(float, J, elements=SCORE), shares(J)
    )
)


@given(tables)
def test_contributions_sum_to_the_distance_from_the_mean_of_the_units(table):
    scores, weights, clients = table
    index = scores @ weights
    for of_units in (None, clients):
        mean = np.average(index, weights=of_units)
        found = contributions(scores, weights, of_units)
        np.testing.assert_allclose(found.sum(axis=1), index - mean, atol=1e-9)


@given(tables)
def test_what_units_contribute_by_an_indicator_cancels_out(table):
    scores, weights, clients = table
    found = contributions(scores, weights, clients)
    np.testing.assert_allclose(clients @ found, 0, atol=1e-9)


@given(tables, st.integers(-9, 9), st.integers(0, 1000))
def test_a_shift_and_the_order_do_not_matter(table, shift, seed):
    scores, weights, _ = table
    rng = np.random.default_rng(seed)
    units, indicators = (rng.permutation(size) for size in scores.shape)
    moved = contributions(shift + scores[np.ix_(units, indicators)], weights[indicators])
    expected = contributions(scores, weights)[np.ix_(units, indicators)]
    np.testing.assert_allclose(moved, expected, atol=1e-9)


def test_a_score_that_is_missing_contributes_nothing_that_is_known():
    found = contributions([[1.0, NAN], [3.0, 5.0], [2.0, 7.0]], [0.5, 0.5])
    np.testing.assert_array_equal(found, [[-0.5, NAN], [0.5, -0.5], [0.0, 0.5]])


@given(pairs)
def test_effects_of_ratings_and_weights_sum_to_the_difference(pair):
    scores, weights, other_scores, other_weights = pair
    found = difference_split(*pair)
    difference = scores @ weights - other_scores @ other_weights
    assert (found.rating + found.weight).sum() == pytest.approx(difference, abs=1e-9)


@given(pairs)
def test_the_other_way_round_effects_change_their_sign(pair):
    found, back = difference_split(*pair), difference_split(*pair[2:], *pair[:2])
    np.testing.assert_allclose(back.rating, -found.rating, atol=1e-9)
    np.testing.assert_allclose(back.weight, -found.weight, atol=1e-9)


@given(pairs, st.integers(-9, 9))
def test_a_shift_of_the_scale_moves_no_effect(pair, shift):
    scores, weights, other_scores, other_weights = pair
    found = difference_split(*pair)
    moved = difference_split(shift + scores, weights, shift + other_scores, other_weights)
    np.testing.assert_allclose(moved.rating, found.rating, atol=1e-9)
    np.testing.assert_allclose(moved.weight, found.weight, atol=1e-9)


@given(pairs)
def test_with_the_same_weights_only_ratings_matter_and_the_other_way_round(pair):
    scores, weights, other_scores, other_weights = pair
    same_weights = difference_split(scores, weights, other_scores, weights)
    np.testing.assert_array_equal(same_weights.weight, 0)
    np.testing.assert_allclose(same_weights.rating, weights * (scores - other_scores))
    same_scores = difference_split(scores, weights, scores, other_weights)
    np.testing.assert_array_equal(same_scores.rating, 0)


def test_many_units_are_split_at_once():
    rng = np.random.default_rng(1)
    scores, other = rng.normal(size=(2, 6, 3))
    weights, other_weights = rng.dirichlet(np.ones(3), size=2)
    found = difference_split(scores, weights, other, other_weights)
    for u in range(6):
        alone = difference_split(scores[u], weights, other[u], other_weights)
        np.testing.assert_allclose(found.rating[u], alone.rating)
        np.testing.assert_allclose(found.weight[u], alone.weight)


def test_a_score_that_is_missing_is_missing_in_the_difference():
    found = difference_split([1.0, NAN], [0.5, 0.5], [2.0, 1.0], [0.5, 0.5])
    np.testing.assert_array_equal(found.rating, [-0.5, NAN])
    assert np.isnan(found.weight).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: contributions([1.0], [1.0]), r"got \(1,\) and \(1,\)"),
        (lambda: contributions([[1.0]], [1.0], [1.0, 2.0]), r"each of 1, got \(2,\)"),
        (lambda: contributions([[1.0]], [1.0], [-1.0]), "not negative, got -1"),
        (
            lambda: difference_split([1.0], [1.0], [1.0, 2.0], [0.5, 0.5]),
            r"the same indicators, got \(1,\), \(1,\), \(2,\), \(2,\)",
        ),
        (
            lambda: difference_split([1.0, 2.0], [2.0, 3.0], [1.0, 2.0], [0.5, 0.5]),
            "must sum to one, got a sum of 5",
        ),
        (lambda: difference_split([1.0], [NAN], [1.0], [1.0]), "got a sum of nan"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
