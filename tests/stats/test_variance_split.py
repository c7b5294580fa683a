"""Variance split: an analysis of variance by hand, components found again, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.variance_split import crossed_split, nested_split

NAN = np.nan
SPLITS = pytest.mark.parametrize("split", [crossed_split, nested_split])
tables = st.tuples(st.integers(2, 6), st.integers(2, 5), st.integers(1, 3)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(-9, 9).map(float))
)


def parts(split):
    return np.stack([split.sampling, split.method, split.interaction])


@given(tables)
def test_crossed_components_follow_from_the_mean_squares(y):
    R, K, U = y.shape
    found = crossed_split(y)
    for u in range(U):
        x = y[:, :, u]
        rows, columns = x.mean(axis=1), x.mean(axis=0)
        ms_r, ms_k = K * rows.var(ddof=1), R * columns.var(ddof=1)
        left = x - rows[:, None] - columns + x.mean()
        ms_rk = (left**2).sum() / ((R - 1) * (K - 1))
        expected = [max((ms_r - ms_rk) / K, 0), max((ms_k - ms_rk) / R, 0), ms_rk]
        np.testing.assert_allclose(parts(found)[:, u], expected, atol=1e-9)


@given(tables)
def test_nested_components_follow_from_the_mean_squares(y):
    K = y.shape[1]
    found = nested_split(y)
    within = y.var(axis=1, ddof=1).mean(axis=0)
    between = K * y.mean(axis=1).var(axis=0, ddof=1)
    np.testing.assert_allclose(found.method, within, atol=1e-9)
    np.testing.assert_allclose(found.sampling, np.maximum(between - within, 0) / K, atol=1e-9)
    assert np.isnan(found.interaction).all()


def test_components_that_made_the_table_are_found_again():
    rng = np.random.default_rng(1)
    R, K, U = 300, 200, 40
    y = 4 * rng.standard_normal((R, 1, U)) + 2 * rng.standard_normal((1, K, U))
    y += rng.standard_normal((R, K, U))
    found = crossed_split(y)
    np.testing.assert_allclose(found.pooled_shares, np.array([16, 4, 1]) / 21, atol=0.02)
    np.testing.assert_allclose(found.interaction, 1, rtol=0.03)
    nested = nested_split(4 * rng.standard_normal((R, 1, U)) + 2 * rng.standard_normal((R, K, U)))
    np.testing.assert_allclose(nested.method, 4, rtol=0.03)
    np.testing.assert_allclose(nested.sampling.mean(), 16, rtol=0.05)


def test_what_is_not_there_has_no_share():
    by_replicate = np.arange(6.0).reshape(6, 1, 1) + np.zeros((6, 4, 1))
    by_method = by_replicate.swapaxes(0, 1)
    np.testing.assert_allclose(crossed_split(by_replicate).shares[:, 0], [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(crossed_split(by_method).shares[:, 0], [0, 1, 0], atol=1e-12)


@SPLITS
@given(y=tables, shift=st.integers(-9, 9), stretch=st.sampled_from([-2.0, 0.5, 8.0]))
def test_a_shift_does_not_matter_and_a_stretch_is_squared(split, y, shift, stretch):
    found, moved = parts(split(y)), parts(split(shift + stretch * y))
    np.testing.assert_allclose(moved, stretch**2 * found, atol=1e-9)


@SPLITS
@given(y=tables, seed=st.integers(0, 1000))
def test_the_order_of_replicates_methods_and_units_does_not_matter(split, y, seed):
    rng = np.random.default_rng(seed)
    replicates, methods, units = (rng.permutation(size) for size in y.shape)
    moved = split(y[np.ix_(replicates, methods, units)])
    np.testing.assert_allclose(parts(moved), parts(split(y))[:, units], atol=1e-9)


@given(tables)
def test_shares_sum_to_one_where_anything_varies(y):
    found = crossed_split(y)
    varies = found.total > 0
    np.testing.assert_allclose(found.shares[:, varies].sum(axis=0), 1)
    assert np.isnan(found.shares[:, ~varies]).all()


@SPLITS
def test_equal_outcomes_do_not_vary_at_all(split):
    found = split(np.full((3, 3, 2), 0.1))
    np.testing.assert_array_equal(found.total, 0)
    assert np.isnan(found.pooled_shares).all()


@SPLITS
def test_a_replicate_with_a_gap_is_left_out_for_its_unit(split):
    y = np.random.default_rng(1).normal(size=(6, 4, 2))
    with_gap = y.copy()
    with_gap[2, 1, 0] = NAN
    found, without = parts(split(with_gap)), parts(split(np.delete(y, 2, axis=0)))
    np.testing.assert_allclose(found[:, 0], without[:, 0])
    np.testing.assert_allclose(found[:, 1], parts(split(y))[:, 1])


def test_pooled_shares_are_of_the_units_that_could_be_split():
    y = np.random.default_rng(1).normal(size=(6, 4, 3))
    y[1:, 0, 2] = NAN
    found = crossed_split(y)
    assert np.isnan(parts(found)[:, 2]).all()
    np.testing.assert_allclose(found.pooled_shares, crossed_split(y[:, :, :2]).pooled_shares)


def test_of_a_nested_table_two_shares_are_known():
    y = np.random.default_rng(1).normal(size=(6, 4, 3))
    found = nested_split(y)
    np.testing.assert_allclose(found.pooled_shares[:2].sum(), 1)
    assert np.isnan(found.pooled_shares[2])


@SPLITS
@pytest.mark.parametrize("shape", [(1, 4, 2), (4, 1, 2), (0, 4, 2), (4, 0, 2), (4, 4, 0)])
def test_too_small_a_table_cannot_be_split(split, shape):
    assert np.isnan(split(np.zeros(shape)).total).all()


@SPLITS
def test_what_cannot_be_asked_is_refused(split):
    with pytest.raises(RequestError, match=r"numbers \(R, K, U\), got \(3, 3\)"):
        split(np.zeros((3, 3)))
    with pytest.raises(RequestError, match="must be finite"):
        split(np.full((3, 3, 1), np.inf))
