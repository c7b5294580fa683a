"""Aggregation: means in their order, vetoes, what is missing, and outranking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.aggregation import (
    arithmetic_mean,
    copeland,
    geometric_mean,
    harmonic_mean,
    outranking,
    power_mean,
)
from support.units import W5, X5, units

MEANS = [arithmetic_mean, geometric_mean, harmonic_mean]
ALL = pytest.mark.parametrize("method", [*MEANS, copeland])


def some(data):
    return np.arange(1.0, data.shape[2] + 1)


@given(units())
def test_means_stand_in_their_order(data):
    arithmetic, geometric, harmonic = (mean(data, some(data)) for mean in MEANS)
    assert (arithmetic >= geometric - 1e-9).all()
    assert (geometric >= harmonic - 1e-9).all()
    assert (power_mean(data, some(data), 2) >= arithmetic - 1e-9).all()


@pytest.mark.parametrize("exponent", [-2, -1, 0, 1, 2])
@given(units())
def test_a_mean_lies_between_its_values(exponent, data):
    found = power_mean(data, some(data), exponent)
    assert (found >= data.min(axis=2) - 1e-9).all()
    assert (found <= data.max(axis=2) + 1e-9).all()


@given(units())
def test_the_geometric_mean_is_the_limit_of_small_exponents(data):
    near = power_mean(data, some(data), 1e-7)
    np.testing.assert_allclose(near, geometric_mean(data, some(data)), rtol=1e-5)


@ALL
@given(units(), st.randoms(use_true_random=False))
def test_order_of_units_and_of_indicators_does_not_matter(method, data, random):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    found = method(data[:, rows][:, :, columns], some(data)[columns])
    np.testing.assert_allclose(found, method(data, some(data))[:, rows], atol=1e-9)


@ALL
@given(units(), st.floats(0.01, 100))
def test_unit_of_weights_does_not_matter(method, data, factor):
    np.testing.assert_allclose(method(data, factor * some(data)), method(data, some(data)))


@ALL
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(method, data):
    alone = np.concatenate([method(data[r : r + 1], some(data)) for r in range(3)])
    np.testing.assert_array_equal(method(data, some(data)), alone)


@ALL
def test_replicates_may_have_weights_of_their_own(method):
    data, weights = np.concatenate([X5, X5]), np.stack([W5, W5[::-1]])
    found = method(data, weights)
    np.testing.assert_allclose(found[1], method(X5, W5[::-1])[0])


@pytest.mark.parametrize("method", MEANS)
def test_a_missing_value_leaves_its_weight_to_the_others(method):
    data = X5.copy()
    data[0, 0, 1] = np.nan
    found = method(data, W5)
    np.testing.assert_allclose(found[0, 0], method(X5[:, :1, [0, 2, 3]], W5[[0, 2, 3]])[0, 0])
    np.testing.assert_allclose(found[0, 1:], method(X5, W5)[0, 1:])


@pytest.mark.parametrize("method", MEANS)
@pytest.mark.parametrize(("availability", "is_known"), [(0.6, True), (0.61, False), (1, False)])
def test_a_unit_with_too_few_values_has_no_result(method, availability, is_known):
    data = [[[1, 2, 3, np.nan, np.nan], [1, 2, 3, 4, 5]]]
    found = method(data, np.ones(5), availability=availability)
    np.testing.assert_array_equal(~np.isnan(found[0]), [is_known, True])


@ALL
def test_a_unit_without_any_value_has_no_result(method):
    found = method([[[np.nan, np.nan], [1, 2]]], [1, 1])
    np.testing.assert_array_equal(np.isnan(found[0]), [True, False])


@pytest.mark.parametrize("method", MEANS)
def test_a_unit_with_values_that_do_not_count_has_no_result(method):
    assert np.isnan(method([[[5, np.nan]]], [0, 1])).all()


@pytest.mark.parametrize("exponent", [0, -1, -2])
def test_a_zero_is_a_veto_unless_it_does_not_count(exponent):
    data = [[[0, 4], [4, 4]]]
    np.testing.assert_allclose(power_mean(data, [1, 1], exponent), [[0, 4]])
    np.testing.assert_allclose(power_mean(data, [0, 1], exponent), [[4, 4]])
    assert power_mean(data, [1, 1], 2)[0, 0] > 0


@ALL
def test_a_replicate_without_weights_has_no_result(method):
    found = method(np.concatenate([X5, X5]), [W5, [np.nan] * 4])
    assert np.isfinite(found[0]).all()
    if method is not copeland:
        assert np.isnan(found[1]).all()


@ALL
def test_an_only_child_is_its_parent(method):
    found = method([[[2], [5]]], [3])
    expected = [-1, 1] if method is copeland else [2, 5]
    np.testing.assert_allclose(found, [expected])


@given(
    arrays(np.float64, (2, 4, 3), elements=st.sampled_from([1.0, 2.0, 3.0, np.nan])),
    st.permutations(range(4)),
)
def test_outranking_with_missing_values_does_not_depend_on_the_order_of_units(data, order):
    over = outranking(data, [1, 2, 3])
    np.testing.assert_allclose(over + over.swapaxes(1, 2), np.where(np.isnan(over), np.nan, 1))
    found = copeland(data[:, order], [1, 2, 3])
    np.testing.assert_array_equal(found, copeland(data, [1, 2, 3])[:, order])


def test_the_winner_does_not_flip_with_the_order_of_rows():
    """Rows of which another package lets now the first win and now the second."""
    data = np.array([[[1, np.nan, 3], [2, 2, 1]]])
    for rows in ([0, 1], [1, 0]):
        np.testing.assert_array_equal(copeland(data[:, rows], [1, 1, 1]), [[0, 0]])


@given(units())
def test_copeland_scores_add_up_to_zero(data):
    np.testing.assert_allclose(copeland(data, some(data)).sum(axis=1), 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: arithmetic_mean(X5, [1, 1, 1, -1]), "weight of indicator 4 is -1"),
        (lambda: arithmetic_mean(X5, [0, 0, 0, 0]), "all weights are 0"),
        (lambda: arithmetic_mean(X5, [1, 1]), r"4 indicators need weights \(4,\)"),
        (lambda: geometric_mean(-X5, W5), "unit 1 has -78 of indicator 1, which is negative"),
        (lambda: power_mean(-X5, W5, 2), "which is negative"),
        (lambda: power_mean(X5, W5, np.inf), "finite number, got inf"),
        (lambda: arithmetic_mean(X5, W5, availability=65), "between 0 and 1, got 65"),
        (lambda: copeland(X5[0], W5), "come as"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()


def test_negative_values_have_an_arithmetic_mean():
    np.testing.assert_allclose(arithmetic_mean(-X5, W5), -arithmetic_mean(X5, W5))
