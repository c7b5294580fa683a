"""Normalisation: what depends on which units are there, and what doesn't."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.normalise import (
    anchored,
    borda,
    directed,
    distance_to_maximum,
    distance_to_reference,
    distance_to_target,
    fraction_of_maximum,
    goalposts,
    min_max,
    percentile,
    rank,
    turned,
    z_score,
)
from support.units import X5, units

BY_UNITS = pytest.mark.parametrize(
    "method",
    [min_max, z_score, rank, borda, percentile, distance_to_maximum, fraction_of_maximum],
)


def test_scale_points_become_quarters():
    found = anchored(np.arange(1.0, 6)[None, :, None], 1, 5).ravel()
    np.testing.assert_array_equal(found, [0, 25, 50, 75, 100])


def test_the_index_of_three_ratings_is_the_worked_one():
    """Weights .35, .40 and .25 of means 8.2, 7.6 and 7.9 on 1 to 10 make an index of 76.5."""
    found = anchored([[[8.2, 7.6, 7.9]]], 1, 10) @ [0.35, 0.40, 0.25]
    np.testing.assert_allclose(found, 76.5, atol=0.05)


def test_a_mean_of_3_8_is_70_and_not_76():
    np.testing.assert_allclose(anchored([[[3.8]]], 1, 5), 70)


@given(units(low=1, high=5))
def test_anchored_values_do_not_depend_on_other_units(data):
    whole = anchored(data, 1, 5)
    np.testing.assert_array_equal(anchored(data[:, 1:], 1, 5), whole[:, 1:])


@given(units(low=1, high=5))
def test_turning_a_scale_round_mirrors_it(data):
    sign = np.full(data.shape[2], -1)
    found = anchored(turned(data, sign, 1, 5), 1, 5)
    np.testing.assert_allclose(found, 100 - anchored(data, 1, 5))
    np.testing.assert_allclose(turned(turned(data, sign, 1, 5), sign, 1, 5), data)


@BY_UNITS
@given(units(), st.randoms(use_true_random=False))
def test_order_of_units_and_of_indicators_does_not_matter(method, data, random):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    found = method(data[:, rows][:, :, columns])
    np.testing.assert_allclose(found, method(data)[:, rows][:, :, columns], atol=1e-12)


@BY_UNITS
@given(units(), st.floats(0.01, 100))
def test_unit_of_measurement_does_not_matter(method, data, factor):
    np.testing.assert_allclose(method(factor * data), method(data), atol=1e-8)


@BY_UNITS
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(method, data):
    alone = np.concatenate([method(data[r : r + 1]) for r in range(3)])
    np.testing.assert_array_equal(method(data), alone)


@BY_UNITS
def test_a_missing_value_stays_missing_and_changes_no_other(method):
    data = np.concatenate([X5, np.full((1, 1, 4), np.nan)], axis=1)
    found = method(data)
    assert np.isnan(found[:, 5]).all()
    np.testing.assert_allclose(found[:, :5], method(X5))


@pytest.mark.parametrize("method", [min_max, z_score, distance_to_maximum])
def test_where_all_units_are_equal_there_is_no_value(method):
    assert np.isnan(method(np.full((1, 3, 1), 0.1))).all()


def test_equal_units_share_the_lower_place():
    data = [[[1.0], [2.0], [2.0], [3.0]]]
    np.testing.assert_array_equal(rank(data).ravel(), [1, 2, 2, 4])
    np.testing.assert_array_equal(borda(data).ravel(), [0, 1, 1, 3])
    np.testing.assert_allclose(percentile(data).ravel(), [0, 1 / 3, 1 / 3, 1])


def test_one_unit_has_no_percentile_and_an_empty_indicator_no_rank():
    assert np.isnan(percentile([[[1.0]]])).all()
    assert np.isnan(rank(np.full((1, 2, 1), np.nan))).all()


def test_goalposts_cap_what_lies_beyond():
    found = goalposts([[[-1.0, 5.0, 30.0]]], [0, 0, 10], [10, 10, 20])
    np.testing.assert_array_equal(found, [[[0, 0.5, 1]]])


def test_min_max_reaches_the_ends_that_are_wanted():
    found = min_max(X5, 1, 100)
    np.testing.assert_allclose(found.min(axis=1), 1)
    np.testing.assert_allclose(found.max(axis=1), 100)


@given(units())
def test_z_scores_have_the_mean_and_deviation_that_are_wanted(data):
    found = z_score(data, 10, 2)
    np.testing.assert_allclose(found.mean(axis=1), 10)
    np.testing.assert_allclose(found.std(axis=1, ddof=1), 2)


def test_distance_to_the_best_unit_is_distance_to_the_maximum():
    data = X5[:, :, :1]
    best = int(data.argmax(axis=1)[0, 0])
    found = distance_to_reference(data, best, capped=False)
    np.testing.assert_allclose(found, distance_to_maximum(data))


def test_beyond_reference_and_target_is_one_where_capped():
    data = [[[0.0], [2.0], [4.0]]]
    assert distance_to_reference(data, 1, capped=True).max() == 1
    assert distance_to_reference(data, 1, capped=False).max() == 2
    assert distance_to_target(data, [2], capped=False).max() == 2
    assert np.isnan(distance_to_target(data, 0, capped=True)).all()
    assert np.isnan(distance_to_reference(data, 0, capped=True)).all()


def test_turning_a_negative_direction_round_makes_the_most_the_least():
    found = min_max(directed([[[1.0], [3.0]]], [-1]), 0, 1)
    np.testing.assert_array_equal(found.ravel(), [1, 0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: anchored([[[3, 6]]], 1, 5),
            "unit 1 has 6 of indicator 2, which lies outside its scale",
        ),
        (lambda: anchored([[[3]]], 5, 1), "low end must lie below the high one, got 5.0 and 1.0"),
        (lambda: goalposts([[[3]]], 1, 1), "low end must lie below"),
        (lambda: min_max(X5, 100, 1), "low end must lie below"),
        (lambda: fraction_of_maximum(-X5), "unit 1 has -78 of indicator 1, which is negative"),
        (lambda: distance_to_reference(X5, 5, capped=True), "must be 0 to 4, got 5"),
        (lambda: directed(X5, [1, 1, 1, 2]), "1 where more is better and -1 where less"),
        (lambda: directed(X5, [1]), "4 indicators need as many directions"),
        (lambda: rank([[1, 2]]), "come as"),
        (lambda: rank([[[1, np.inf]]]), "unit 1 has inf of indicator 2"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
