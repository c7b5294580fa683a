"""Intervals from replicates: against numpy, scipy and worked numbers, and the laws they keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats as scipy_stats

from clientlens.errors import RequestError
from clientlens.stats.intervals import (
    acceleration,
    check_level,
    failed_count,
    failed_share,
    interval,
    jackknife_interval,
    jackknife_standard_error,
    standard_error,
)

METHODS = ["percentile", "basic", "normal", "bca"]
LAW_SCHOOLS_LSAT = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
LAW_SCHOOLS_GPA = [
    3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96,
]  # fmt: skip
SPATIAL_A = [
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6,
    0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
]  # fmt: skip

draws = arrays(np.float64, (40, 3), elements=st.integers(-50, 50).map(lambda i: i / 7))
levels = st.floats(0.5, 0.99)


def leave_one_out(X, statistic):
    return np.array([statistic(np.delete(X, i, axis=0)) for i in range(len(X))])


@given(draws, levels)
def test_percentile_interval_holds_numpys_quantiles_of_type_7(values, level):
    found = interval(values[0], values, level=level)
    tail = (1 - level) / 2
    expected = np.quantile(values, [tail, 1 - tail], axis=0, method="linear")
    np.testing.assert_allclose([found.low, found.high], expected, rtol=1e-12, atol=1e-12)


@given(draws, levels, st.sampled_from(METHODS))
def test_low_end_is_not_above_the_high_one(values, level, method):
    found = interval(values.mean(axis=0), values, level=level, method=method, jackknife=values[:20])
    assert (found.low <= found.high).all()


@given(draws, st.sampled_from(METHODS), st.floats(-9, 9), st.floats(0.1, 9))
def test_interval_moves_and_stretches_with_the_unit(values, method, shift, unit):
    centre = values.mean(axis=0) + 0.01
    found = interval(centre, values, method=method, jackknife=values[:20])
    moved = interval(
        shift + unit * centre,
        shift + unit * values,
        method=method,
        jackknife=shift + unit * values[:20],
    )
    np.testing.assert_allclose(moved.low, shift + unit * found.low, atol=1e-6)
    np.testing.assert_allclose(moved.high, shift + unit * found.high, atol=1e-6)


@given(draws, st.sampled_from(METHODS))
def test_a_stack_gives_what_its_columns_give_alone(values, method):
    whole = interval(values[0], values, method=method, jackknife=values[:9])
    for j in range(3):
        one = interval(values[0, j], values[:, j], method=method, jackknife=values[:9, j])
        found = [whole.low[j], whole.high[j]]
        np.testing.assert_allclose(found, [one.low, one.high], rtol=1e-12, atol=1e-12)


@given(draws, st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_failed_draws_are_left_out(values, method, random):
    failed = [np.nan] * 7 + [np.inf]
    mixed = [*values[:, 0], *failed]
    random.shuffle(mixed)
    with_failed = interval(values[0, 0], mixed, method=method, jackknife=[*values[:9, 0], np.nan])
    without = interval(values[0, 0], values[:, 0], method=method, jackknife=values[:9, 0])
    np.testing.assert_allclose(with_failed.low, without.low, atol=1e-12)
    np.testing.assert_allclose(with_failed.high, without.high, atol=1e-12)
    assert failed_count(mixed) == 8
    assert failed_share(mixed) == 8 / 48


def test_basic_is_the_percentile_interval_mirrored_at_the_estimate():
    values = np.array([0.0, 1.0, 2.0, 3.0, 8.0])
    found = interval(2.0, values, method="basic", level=0.999999999)
    np.testing.assert_allclose([found.low, found.high], [-4.0, 4.0], atol=1e-6)


def test_normal_interval_is_the_estimate_and_standard_errors():
    found = interval(5.0, [1.0, 2.0, 3.0], method="normal")
    np.testing.assert_allclose([found.low, found.high], [5 - 1.959963985, 5 + 1.959963985])


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_bca_equals_scipys_on_the_same_draws(level):
    """Variance of 26 scores, Efron & Tibshirani (1993), table 14.1; scipy.stats.bootstrap."""
    X = np.array(SPATIAL_A, dtype=float)
    theirs = scipy_stats.bootstrap(
        (X,), np.var, n_resamples=2000, confidence_level=level, method="BCa", rng=1
    )
    ours = interval(
        X.var(),
        theirs.bootstrap_distribution,
        level=level,
        method="bca",
        jackknife=leave_one_out(X, np.var),
    )
    expected = theirs.confidence_interval
    np.testing.assert_allclose([ours.low, ours.high], [expected.low, expected.high], rtol=1e-9)


def test_bca_agrees_with_the_book_within_its_simulation_error():
    """Efron & Tibshirani (1993), table 14.2: 90 % BCa of the variance is (115.8, 259.6)."""
    X = np.array(SPATIAL_A, dtype=float)
    drawn = X[np.random.default_rng(3).integers(26, size=(20_000, 26))].var(axis=1)
    found = interval(X.var(), drawn, level=0.9, method="bca", jackknife=leave_one_out(X, np.var))
    np.testing.assert_allclose([found.low, found.high], [115.8, 259.6], rtol=0.03)
    np.testing.assert_allclose(acceleration(leave_one_out(X, np.var)), 0.061, atol=5e-4)


def test_bca_without_bias_and_skewness_is_the_percentile_interval():
    values = np.linspace(-1, 1, 201)
    plain = interval(0.0, values)
    moved = interval(0.0, values, method="bca", jackknife=[-1.0, 0.0, 1.0])
    np.testing.assert_allclose([moved.low, moved.high], [plain.low, plain.high], atol=1e-12)


def test_bca_takes_draws_equal_but_for_rounding_as_ties():
    values = np.repeat([1.0, 2.0, 3.0], 50)
    estimate = 2.0 + 4e-16
    exact = interval(2.0, values, method="bca", jackknife=[1.0, 2.0, 3.0])
    rounded = interval(estimate, values, method="bca", jackknife=[1.0, 2.0, 3.0])
    np.testing.assert_array_equal([exact.low, exact.high], [rounded.low, rounded.high])


@pytest.mark.parametrize("method", METHODS)
def test_equal_draws_give_the_point(method):
    value = 0.1 + 0.2
    found = interval(value, [value] * 30, method=method, jackknife=[value] * 9)
    np.testing.assert_allclose([found.low, found.high], value, rtol=1e-15)


def test_bca_with_all_draws_on_one_side_keeps_to_the_outermost_draws():
    found = interval(10.0, np.arange(9.0), method="bca", jackknife=[1.0, 2.0, 4.0])
    assert 0 <= found.low <= found.high <= 8


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [np.empty((0, 2)), np.full((5, 2), np.nan), np.ones((1, 2))])
def test_fewer_than_two_estimated_draws_give_nan(method, values):
    found = interval([1.0, 2.0], values, method=method, jackknife=np.eye(2))
    assert np.isnan([found.low, found.high]).all()


def test_bca_without_two_estimated_jackknife_replicates_is_nan():
    found = interval(1.0, [0.0, 1.0, 2.0], method="bca", jackknife=[np.nan, 1.0])
    assert np.isnan([found.low, found.high]).all()


@pytest.mark.parametrize("method", METHODS)
def test_no_estimate_no_interval(method):
    found = interval(np.nan, [0.0, 1.0, 2.0], method=method, jackknife=[0.0, 1.0])
    assert np.isnan([found.low, found.high]).all()


def test_failed_share_of_no_draws_is_nan():
    assert np.isnan(failed_share(np.empty((0, 2)))).all()
    assert (failed_count(np.empty((0, 2))) == 0).all()


def test_standard_error_of_equal_draws_is_exactly_zero():
    assert standard_error([0.1 + 0.2] * 1000) == 0.0


@given(draws)
def test_standard_error_is_the_standard_deviation_with_divisor_m_minus_1(values):
    np.testing.assert_allclose(standard_error(values), values.std(axis=0, ddof=1), atol=1e-12)


def test_standard_error_keeps_its_digits_far_from_zero():
    values = 1e9 + np.array([0.0, 1.0, 2.0])
    assert standard_error(values) == 1.0


@given(draws)
def test_jackknife_of_a_mean_is_its_usual_standard_error(values):
    left_out = leave_one_out(values, lambda X: X.mean(axis=0))
    expected = values.std(axis=0, ddof=1) / np.sqrt(40)
    np.testing.assert_allclose(jackknife_standard_error(left_out), expected, atol=1e-10)


def test_jackknife_standard_error_of_a_correlation_equals_the_books():
    """Law schools: Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans: .1425."""
    schools = np.column_stack([LAW_SCHOOLS_LSAT, LAW_SCHOOLS_GPA])
    left_out = leave_one_out(schools, lambda X: np.corrcoef(X.T)[0, 1])
    np.testing.assert_allclose(jackknife_standard_error(left_out), 0.1425, atol=5e-5)


def test_jackknife_interval_of_a_mean_is_students():
    X = np.array(SPATIAL_A, dtype=float)
    found = jackknife_interval(X.mean(), leave_one_out(X, np.mean), 0.9)
    expected = scipy_stats.ttest_1samp(X, 0.0).confidence_interval(0.9)
    np.testing.assert_allclose([found.low, found.high], [expected.low, expected.high])


def test_jackknife_interval_of_one_replicate_is_nan():
    found = jackknife_interval([1.0], [[2.0]])
    assert np.isnan([found.low, found.high]).all()


@given(draws, st.sampled_from(METHODS))
def test_arguments_are_left_as_they_were(values, method):
    values[3, 1] = np.nan
    before = values.copy()
    interval(values[0], values, method=method, jackknife=values)
    jackknife_interval(values[0], values)
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (95, r"got 95\. Did you mean 0\.95\?$"),
        (1, r"got 1\.$"),
        (0.0, r"got 0\.$"),
        (-0.5, r"got -0\.5\.$"),
        (float("nan"), r"got nan\.$"),
    ],
)
def test_level_outside_0_and_1_is_refused(level, message):
    with pytest.raises(RequestError, match=message):
        check_level(level)
    with pytest.raises(RequestError, match=message):
        interval(1.0, [1.0, 2.0], level=level)


def test_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(RequestError, match="Did you mean 'percentile'"):
        interval(1.0, [1.0, 2.0], method="percentiles")


@pytest.mark.parametrize("jackknife", [None, np.empty((0,))])
def test_bca_asks_for_jackknife_replicates(jackknife):
    with pytest.raises(RequestError, match="needs jackknife replicates"):
        interval(1.0, [1.0, 2.0], method="bca", jackknife=jackknife)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(RequestError, match=r"`draws` must hold .* got \(3, 4\)"):
        interval(np.zeros(3), np.zeros((3, 4)))
