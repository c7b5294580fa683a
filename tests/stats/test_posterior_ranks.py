"""Empirical Bayes: the posterior by hand, its edges, ranks of its draws, and their coverage."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.between_variance import between_variance
from clientlens.stats.posterior_ranks import (
    expected_posterior_ranks,
    may_be_ranked,
    posterior_draws,
    shrink,
)
from clientlens.stats.ranks import (
    bottom_probability,
    expected_ranks,
    rank_frequencies,
    rank_interval,
    top_probability,
)
from clientlens.stats.tiers import quarter_tiers
from support.ranked_units import EIGHT, EIGHT_ERRORS, units_with_errors
from support.reference import reference_rows

NAN = np.nan
METHODS = pytest.mark.parametrize("method", ["paule_mandel", "reml"])


@METHODS
def test_the_posterior_of_the_eight_units_follows_its_formula(method):
    found = shrink(EIGHT, EIGHT_ERRORS, method=method)
    tau2, s2 = between_variance(EIGHT, EIGHT_ERRORS, method), EIGHT_ERRORS**2
    w = 1 / (s2 + tau2)
    mu = (w * EIGHT).sum() / w.sum()
    B = tau2 / (tau2 + s2)
    np.testing.assert_allclose(found.mean, mu + B * (EIGHT - mu), rtol=1e-12)
    np.testing.assert_allclose(found.deviation, np.sqrt(B * s2), rtol=1e-12)
    assert found.reliability == pytest.approx(tau2 / (tau2 + s2.mean()))


def test_forty_branches_are_shrunk_and_ranked_as_elsewhere():
    # Made outside this project, by a fixed point for τ² in place of Paule and Mandel's equation and
    # from 20,000 draws: a mean rank is good to 0.1.
    rows = reference_rows("results/bank7x26_rank_uncertainty.csv")
    column = {
        name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name != "branch"
    }
    found = shrink(column["score"], column["se"])
    np.testing.assert_allclose(found.mean, column["eb_score"], atol=0.02)
    assert found.reliability == pytest.approx(0.871, abs=0.002)
    np.testing.assert_allclose(expected_posterior_ranks(found), column["eb_rank_mean"], atol=0.12)
    drawn = posterior_draws(found, 20_000, np.random.default_rng(1))
    np.testing.assert_allclose(top_probability(drawn, 10), column["P_top10"], atol=0.02)
    np.testing.assert_allclose(bottom_probability(drawn, 10), column["P_bottom10"], atol=0.02)
    assert np.bincount(quarter_tiers(drawn) + 1).tolist() == [3, 35, 2]
    ends = rank_interval(drawn, 0.9)
    assert np.abs(ends.low - column["eb_q05"]).max() <= 1
    assert np.abs(ends.high - column["eb_q95"]).max() <= 1


def test_expected_ranks_of_draws_are_the_exact_ones():
    found = shrink(EIGHT, EIGHT_ERRORS)
    drawn = posterior_draws(found, 200_000, np.random.default_rng(1))
    np.testing.assert_allclose(expected_ranks(drawn), expected_posterior_ranks(found), atol=0.006)


@given(units_with_errors())
def test_expected_posterior_ranks_sum_to_all_places(units):
    U = len(units[0])
    assert expected_posterior_ranks(shrink(*units)).sum() == pytest.approx(U * (U + 1) / 2)


@METHODS
@given(units=units_with_errors(), seed=st.integers(0, 1000))
def test_the_order_of_the_units_does_not_matter(method, units, seed):
    estimates, errors = units
    order = np.random.default_rng(seed).permutation(len(errors))
    found = shrink(estimates, errors, method=method)
    moved = shrink(estimates[order], errors[order], method=method)
    np.testing.assert_allclose(moved.mean, found.mean[order], atol=1e-9)
    np.testing.assert_allclose(
        expected_posterior_ranks(moved), expected_posterior_ranks(found)[order], atol=1e-6
    )


@given(units_with_errors(), st.integers(0, 1000))
def test_draws_of_a_unit_do_not_depend_on_its_place(units, seed):
    estimates, errors = units
    assume(len(set(zip(estimates, errors, strict=True))) == len(errors))
    found = shrink(estimates, errors)
    assume(found.between > 0)
    order = np.random.default_rng(seed).permutation(len(errors))
    moved = type(found)(
        *(part[order] for part in (found.mean, found.deviation, found.shrinkage)),
        found.centre,
        found.between,
        found.reliability,
    )
    drawn, redrawn = (posterior_draws(f, 50, np.random.default_rng(1)) for f in (found, moved))
    np.testing.assert_array_equal(redrawn, drawn[:, order])


@given(units_with_errors(), st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]))
def test_a_shift_and_a_stretch_of_the_scale_do_not_matter(units, shift, stretch):
    estimates, errors = units
    found, moved = shrink(estimates, errors), shrink(shift + stretch * estimates, stretch * errors)
    np.testing.assert_allclose(moved.mean, shift + stretch * found.mean, atol=1e-8)
    np.testing.assert_allclose(moved.reliability, found.reliability, atol=1e-9)


@given(units_with_errors())
def test_a_posterior_lies_between_the_estimate_and_the_centre_and_is_surer(units):
    estimates, errors = units
    found = shrink(estimates, errors)
    low, high = np.minimum(estimates, found.centre), np.maximum(estimates, found.centre)
    assert (found.mean >= low - 1e-9).all()
    assert (found.mean <= high + 1e-9).all()
    assert (found.deviation <= errors).all()


@METHODS
def test_without_variance_between_units_nothing_tells_them_apart(method):
    found = shrink([70.0, 70.1, 69.9, 70.0], [2.0, 3.0, 2.0, 0.0], method=method)
    drawn = posterior_draws(found, 10, np.random.default_rng(1))
    np.testing.assert_array_equal(found.deviation, 0)
    np.testing.assert_allclose(rank_frequencies(drawn), 0.25)
    np.testing.assert_array_equal(expected_posterior_ranks(found), 2.5)
    assert found.reliability == 0
    assert not may_be_ranked(found)


def test_an_estimate_known_exactly_is_not_shrunk():
    found = shrink([60.0, 70.0, 90.0], [0.0, 3.0, 3.0])
    assert found.mean[0] == pytest.approx(60.0)
    assert found.deviation[0] == 0
    assert found.shrinkage[0] == 1
    assert np.isfinite(posterior_draws(found, 5, np.random.default_rng(1))).all()


def test_units_all_known_exactly_are_ranked_as_they_stand():
    found = shrink([60.0, 70.0, 90.0], [0.0, 0.0, 0.0])
    np.testing.assert_allclose(expected_posterior_ranks(found), [3, 2, 1])
    assert found.reliability == 1
    assert may_be_ranked(found)
    assert shrink([60.0, 60.0], [0.0, 0.0]).reliability == 0


def test_two_units_are_enough():
    found = shrink([60.0, 80.0], [2.0, 2.0])
    assert found.between == pytest.approx(200 - 4)
    np.testing.assert_allclose(expected_posterior_ranks(found), [2, 1], atol=1e-9)


def test_one_unit_keeps_its_estimate_and_has_rank_1():
    found = shrink([60.0, NAN], [2.0, 1.0])
    np.testing.assert_array_equal(found.mean, [60.0, NAN])
    np.testing.assert_array_equal(expected_posterior_ranks(found), [1.0, NAN])
    assert not may_be_ranked(found)
    assert found.centre == 60


def test_without_a_unit_there_is_nothing():
    found = shrink([NAN], [1.0])
    assert np.isnan([found.centre, found.between, found.reliability]).all()
    assert shrink([], []).mean.shape == (0,)


def test_a_unit_without_an_error_has_no_rank_and_changes_none():
    found, alone = shrink([60, 70, 99, 80], [2, 2, NAN, 2]), shrink([60, 70, 80], [2, 2, 2])
    known = [0, 1, 3]
    np.testing.assert_array_equal(found.mean[known], alone.mean)
    np.testing.assert_array_equal(
        expected_posterior_ranks(found)[known], expected_posterior_ranks(alone)
    )
    drawn = posterior_draws(found, 20, np.random.default_rng(1))
    assert np.isnan(drawn[:, 2]).all()
    np.testing.assert_array_equal(
        drawn[:, known], posterior_draws(alone, 20, np.random.default_rng(1))
    )


def test_no_draws_are_refused():
    with pytest.raises(RequestError, match="at least 1, got 0"):
        posterior_draws(shrink([1.0, 2.0], [1.0, 1.0]), 0, np.random.default_rng(1))
