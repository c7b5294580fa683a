"""The parts of a change add up to it, are Shapley values, and turn with the sides."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.index_change import index_change, weighted_index

ratings = st.sampled_from([0.0, 20.0, 55.5, 80.0, 100.0, np.nan])
weights = st.sampled_from([0.1, 0.5, 1.0, 3.0])
sides = st.tuples(st.integers(1, 3), st.integers(1, 6)).flatmap(
    lambda shape: st.tuples(
        *[arrays(float, shape, elements=ratings)] * 2, *[arrays(float, shape, elements=weights)] * 2
    )
)


def added(change):
    return np.nansum(change.ratings, axis=1) + np.nansum(change.weights, axis=1) + change.coverage


@given(four=sides)
def test_the_parts_add_up_to_the_change_of_the_index(four):
    first, second, w_first, w_second = four
    change = index_change(*four)
    known = ~np.isnan(change.total)
    expected = weighted_index(second, w_second) - weighted_index(first, w_first)
    np.testing.assert_allclose(change.total[known], expected[known], atol=1e-9)
    np.testing.assert_allclose(added(change)[known], expected[known], atol=1e-9)


@given(four=sides)
def test_without_missing_ratings_they_are_the_shapley_values_of_two_factors(four):
    first, second, w_first, w_second = (np.nan_to_num(side, nan=50.0) for side in four)
    change = index_change(first, second, w_first, w_second)
    kinds = {"ratings": (first, second), "weights": (w_first, w_second)}
    value = {
        (i, j): weighted_index(kinds["ratings"][i], kinds["weights"][j])
        for i, j in itertools.product((0, 1), repeat=2)
    }
    of_ratings = (value[1, 0] - value[0, 0] + value[1, 1] - value[0, 1]) / 2
    of_weights = (value[0, 1] - value[0, 0] + value[1, 1] - value[1, 0]) / 2
    np.testing.assert_allclose(change.ratings.sum(axis=1), of_ratings, atol=1e-9)
    np.testing.assert_allclose(change.weights.sum(axis=1), of_weights, atol=1e-9)
    np.testing.assert_allclose(change.coverage, 0.0, atol=1e-9)


@given(four=sides)
def test_exchanging_the_sides_turns_every_sign(four):
    first, second, w_first, w_second = four
    one, other = index_change(*four), index_change(second, first, w_second, w_first)
    for part in ("total", "ratings", "weights", "coverage"):
        np.testing.assert_allclose(getattr(one, part), -getattr(other, part), atol=1e-9)


def test_an_indicator_of_one_side_alone_is_told_by_coverage():
    found = index_change([[40.0, 60, np.nan]], [[40.0, 60, 100]], [[1, 1, 1]], [[1, 1, 2]])
    assert found.ratings[0, :2].sum() == found.weights[0, :2].sum() == 0
    assert found.coverage[0] == found.total[0] == pytest.approx(75 - 50)


def test_kitagawas_two_components_by_hand():
    """Rates of .1 and .3 in halves against .2 and .4 in a quarter and three quarters."""
    found = index_change([[0.1, 0.3]], [[0.2, 0.4]], [[1, 1]], [[1, 3]])
    assert found.ratings.sum() == pytest.approx(0.1)  # Σ mean share × difference of rates
    assert found.weights.sum() == pytest.approx(0.25 * (0.35 - 0.15))  # Σ mean rate × difference


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(RequestError, match=r"must all be of one shape \(R, J\)"):
        index_change([[1.0]], [[1.0]], [1.0], [[1.0]])
