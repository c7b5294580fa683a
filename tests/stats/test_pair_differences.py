"""Pairs of units: the eight units, the laws of a difference, and intervals for the eye."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from clientlens.errors import RequestError
from clientlens.stats.multiplicity import benjamini_hochberg, holm
from clientlens.stats.pair_differences import comparison_interval, pair_differences
from support.ranked_units import EIGHT, EIGHT_ERRORS, units_with_errors

NAN = np.nan


def test_the_first_of_the_eight_units_is_above_the_second_with_probability_09018():
    found = pair_differences(EIGHT, EIGHT_ERRORS)
    z = 2.3 / np.hypot(1.1, 1.4)
    assert found.above[0, 1] == pytest.approx(norm.cdf(z), rel=1e-12)
    assert found.above[0, 1] == pytest.approx(0.9018, abs=5e-5)


@pytest.mark.parametrize("adjustment", ["none", "bonferroni", "holm", "benjamini_hochberg"])
def test_all_pairs_are_one_family_of_tests(adjustment):
    found = pair_differences(EIGHT, EIGHT_ERRORS, adjustment=adjustment)
    pairs = np.triu_indices(8, 1)
    p = 2 * norm.sf(np.abs(found.z[pairs]))
    expected = {
        "none": p,
        "bonferroni": np.minimum(28 * p, 1),
        "holm": holm(p),
        "benjamini_hochberg": benjamini_hochberg(p),
    }[adjustment]
    np.testing.assert_allclose(found.p[pairs], expected, rtol=1e-9)
    np.testing.assert_array_equal(found.p, found.p.T)


def test_a_covariance_makes_a_difference_surer():
    covariance = np.array([[1.0, 0.8], [0.8, 1.0]])
    assert pair_differences([3, 1], covariance).error[0, 1] == pytest.approx(np.sqrt(0.4))


@given(units_with_errors(), st.integers(0, 1000))
def test_the_order_of_the_units_does_not_matter(units, seed):
    estimates, errors = units
    order = np.random.default_rng(seed).permutation(len(errors))
    found, moved = (pair_differences(estimates[o], errors[o]) for o in (slice(None), order))
    np.testing.assert_allclose(moved.p, found.p[np.ix_(order, order)])
    np.testing.assert_allclose(moved.above, found.above[np.ix_(order, order)])


@given(units_with_errors(), st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]))
def test_a_shift_and_a_stretch_of_the_scale_do_not_matter(units, shift, stretch):
    estimates, errors = units
    moved = pair_differences(shift + stretch * estimates, stretch * errors)
    np.testing.assert_allclose(moved.z, pair_differences(estimates, errors).z)


def test_units_known_exactly_differ_surely_or_not_at_all():
    found = pair_differences([2.0, 1.0, 1.0], [0.0, 0.0, 0.0], adjustment="none")
    np.testing.assert_array_equal(found.z, [[0, np.inf, np.inf], [-np.inf, 0, 0], [-np.inf, 0, 0]])
    np.testing.assert_array_equal(found.p[0], [NAN, 0.0, 0.0])
    assert found.p[1, 2] == 1


def test_a_unit_that_is_not_known_is_in_no_test_and_counts_for_none():
    found = pair_differences([3.0, NAN, 1.0], [1.0, 1.0, 1.0])
    alone = pair_differences([3.0, 1.0], [1.0, 1.0])
    assert np.isnan(found.p[1]).all()
    assert np.isnan(found.above[1]).all()
    assert found.p[0, 2] == alone.p[0, 1]


def test_intervals_for_the_eye_are_139_errors_wide_where_errors_are_equal():
    found = comparison_interval(np.zeros(5), np.ones(5))
    np.testing.assert_allclose(found.high, 1.96 / np.sqrt(2), atol=1e-4)


@given(st.floats(-5, 5), st.sampled_from([0.5, 1.0, 3.0]))
def test_two_intervals_for_the_eye_meet_exactly_where_the_difference_is_significant(gap, error):
    found = comparison_interval([0.0, gap], [1.0, error])
    overlap = max(found.low) <= min(found.high)
    p = pair_differences([0.0, gap], [1.0, error], adjustment="none").p[0, 1]
    assert overlap == (p >= 0.05)


def test_without_two_units_or_any_error_there_is_no_interval_for_the_eye():
    assert np.isnan(comparison_interval([1.0], [1.0]).low).all()
    assert np.isnan(comparison_interval([1.0, NAN], [1.0, 1.0]).low).all()
    assert np.isnan(comparison_interval([1.0, 2.0], [0.0, 0.0]).low).all()


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(RequestError, match="unknown `adjustment` 'bh'"):
        pair_differences([1.0, 2.0], [1.0, 1.0], adjustment="bh")
    with pytest.raises(RequestError, match=r"Did you mean 0\.95\?"):
        comparison_interval([1.0, 2.0], [1.0, 1.0], 95)
