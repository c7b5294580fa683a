"""A unit that counts twice is as good as two units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_weighting.units import units_of

few = st.integers(1, 3)


@given(
    arrays(np.float64, (1, 5, 3), elements=st.integers(0, 4).map(float)),
    arrays(np.int64, 5, elements=st.integers(0, 3)).filter(lambda c: c.sum() > 1),
)
def test_counts_are_repetitions(data, counts):
    counted = units_of(data, counts[None])
    repeated = units_of(np.repeat(data, counts, axis=1))
    for quantity in ("size", "mean", "variance", "lowest", "highest", "correlations"):
        found, expected = getattr(counted, quantity)(), getattr(repeated, quantity)()
        np.testing.assert_allclose(found, expected, atol=1e-12, err_msg=quantity)
    ranks, expected = counted.ranks(), repeated.ranks()
    np.testing.assert_allclose(ranks.total(ranks.values), expected.total(expected.values))


def test_ranks_are_those_of_scipy():
    from scipy.stats import rankdata

    data = np.random.default_rng(3).integers(0, 5, (4, 9, 2)).astype(float)
    np.testing.assert_array_equal(units_of(data).ranks().values, rankdata(data, axis=1))


def test_a_missing_value_counts_nowhere():
    units = units_of([[[1, 2], [np.nan, 4], [3, 6]]])
    np.testing.assert_allclose(units.mean(), [[2, 4]])
    np.testing.assert_allclose(units.complete().mean(), [[2, 4]])
    np.testing.assert_allclose(units.size(), [[2, 3]])


def test_an_indicator_without_variance_has_no_correlation():
    found = units_of([[[1, 5], [2, 5], [3, 5]]]).correlations()
    np.testing.assert_array_equal(np.isnan(found), [[[False, True], [True, True]]])


def test_a_column_without_values_has_no_mean_and_no_ends():
    units = units_of([[[1, np.nan], [2, np.nan]]])
    for quantity in (units.mean(), units.lowest(), units.highest()):
        np.testing.assert_array_equal(np.isnan(quantity), [[False, True]])


@pytest.mark.parametrize(
    ("data", "counts", "message"),
    [
        ([[1, 2]], None, r"come as \(R, m, J\)"),
        ([[[1, np.inf]]], None, "unit 1 has inf of indicator 2, which is infinite"),
        ([[[1, 2]]], [[1, 1]], r"`counts` come as \(R, m\)"),
        ([[[1, 2]]], [[-1]], "must be 0 or more, got -1"),
    ],
)
def test_what_is_at_fault_is_named(data, counts, message):
    with pytest.raises(RequestError, match=message):
        units_of(data, counts)
