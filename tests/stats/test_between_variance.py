"""The variance between units: published estimates, the equations they solve, and laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.between_variance import between_variance, centre
from support.ranked_units import units_with_errors

NAN = np.nan
METHODS = pytest.mark.parametrize("method", ["paule_mandel", "reml"])

VACCINATED = np.array(
    [
        (4, 119), (6, 300), (3, 228), (62, 13536), (33, 5036), (180, 1361), (8, 2537),
        (505, 87886), (29, 7470), (17, 1699), (186, 50448), (5, 2493), (27, 16886),
    ]
)  # fmt: skip
OTHERS = np.array(
    [
        (11, 128), (29, 274), (11, 209), (248, 12619), (47, 5761), (372, 1079), (10, 619),
        (499, 87892), (45, 7232), (65, 1600), (141, 27197), (3, 2338), (29, 17825),
    ]
)  # fmt: skip
"""Tuberculosis cases and others in 13 trials of the BCG vaccine: Colditz et al. (1994), JAMA 271,
698-702. Log risk ratios of these have τ² = 0.3132 by REML and 0.3181 by Paule and Mandel, and by
REML the mean -0.7145: Viechtbauer (2010), J. Statist. Softw. 36(3), and the documentation of his
R package metafor, whose `EB` estimates the same as Paule and Mandel."""

SCHOOLS = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0], [15.0, 10.0, 16.0, 11, 9, 11, 10, 18]
"""Coaching in eight schools: Rubin (1981), J. Educ. Statist. 6(4), 377-401. Nothing says that the
schools differ; the mean is 7.7 (Gelman et al., Bayesian Data Analysis, section 5.5)."""


@pytest.fixture
def trials():
    risk = [cases / (cases + free) for cases, free in (VACCINATED.T, OTHERS.T)]
    variance = sum(1 / t.T[0] - 1 / t.sum(axis=1) for t in (VACCINATED, OTHERS))
    return np.log(risk[0] / risk[1]), np.sqrt(variance)


@pytest.mark.parametrize(("method", "published"), [("paule_mandel", 0.3181), ("reml", 0.3132)])
def test_trials_of_a_vaccine_vary_as_published(trials, method, published):
    assert between_variance(*trials, method) == pytest.approx(published, abs=5e-5)


def test_trials_of_a_vaccine_have_the_mean_that_is_published(trials):
    value, error = trials
    assert centre(value, error**2, between_variance(*trials, "reml")) == pytest.approx(
        -0.7145, abs=5e-5
    )


@METHODS
def test_eight_schools_do_not_differ(method):
    assert between_variance(*SCHOOLS, method) == 0
    value, error = (np.array(each) for each in SCHOOLS)
    assert centre(value, error**2, 0.0) == pytest.approx(7.69, abs=0.005)


@METHODS
@given(units_with_errors())
def test_with_equal_errors_it_is_the_variance_less_that_of_the_errors(method, units):
    estimates, _ = units
    expected = max(estimates.var(ddof=1) - 4, 0)
    found = between_variance(estimates, np.full(len(estimates), 2.0), method)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(units_with_errors())
def test_paule_and_mandel_find_as_many_weighted_squares_as_expected(units):
    value, error = units
    between = between_variance(value, error)
    weight = 1 / (error**2 + between)
    squares = (weight * (value - centre(value, error**2, between)) ** 2).sum()
    if between > 0:
        assert squares == pytest.approx(len(value) - 1, rel=1e-9)
    else:
        assert squares <= (len(value) - 1) * (1 + 1e-9)


def restricted_likelihood(value, error, between):
    V = np.diag(error**2 + between)
    X = np.ones((len(value), 1))
    inverse = np.linalg.inv(V)
    beta = np.linalg.solve(X.T @ inverse @ X, X.T @ inverse @ value)
    e = value - X @ beta
    _, log_v = np.linalg.slogdet(V)
    _, log_x = np.linalg.slogdet(X.T @ inverse @ X)
    return -0.5 * (log_v + log_x + e @ inverse @ e)


@given(units_with_errors())
def test_no_other_variance_has_a_larger_restricted_likelihood(units):
    value, error = units
    found = between_variance(value, error, "reml")
    best = restricted_likelihood(value, error, found)
    for other in [0.0, *np.geomspace(1e-3, 5000, 60), found * 0.999, found * 1.001]:
        assert restricted_likelihood(value, error, other) <= best + 1e-9


@METHODS
@given(units=units_with_errors(), seed=st.integers(0, 1000), shift=st.integers(-9, 9))
def test_order_and_shift_do_not_matter_and_a_stretch_is_squared(method, units, seed, shift):
    value, error = units
    order = np.random.default_rng(seed).permutation(len(value))
    found = between_variance(value, error, method)
    moved = between_variance(shift + 3 * value[order], 3 * error[order], method)
    assert moved == pytest.approx(9 * found, rel=1e-7, abs=1e-9)


@METHODS
def test_very_small_and_very_large_numbers_are_no_trouble(method):
    value, error = np.array([1.0, 2.0, 4.0]), np.array([0.1, 0.2, 0.1])
    found = between_variance(value, error, method)
    for unit in (1e-150, 1e150):
        moved = between_variance(unit * value, unit * error, method)
        assert moved / unit / unit == pytest.approx(found)


@METHODS
def test_estimates_known_exactly_are_allowed(method):
    # Two exact values that differ show variance; one alone is no trouble among others.
    assert between_variance([1.0, 3.0], [0.0, 0.0], method) == pytest.approx(2.0)
    assert between_variance([2.0, 2.0], [0.0, 0.0], method) == 0
    assert between_variance([2.0, 2.0, 2.5], [0.0, 0.0, 1.0], method) == 0
    assert 0 < between_variance([1.0, 9.0, 5.0], [0.0, 1.0, 1.0], method) < 32
    assert between_variance([5.0, 5.1, 4.9], [0.0, 1.0, 1.0], method) == 0


@METHODS
@pytest.mark.parametrize("value", [[], [1.0], [1.0, NAN]])
def test_below_two_units_there_is_no_variance(method, value):
    assert np.isnan(between_variance(value, np.ones(len(value)), method))


@METHODS
@given(units=units_with_errors())
def test_units_that_are_not_known_do_not_count(method, units):
    value, error = units
    assume(len(value) > 1)
    with_gaps = between_variance([*value, NAN, 3.0], [*error, 1.0, NAN], method)
    assert with_gaps == pytest.approx(between_variance(value, error, method))


def test_an_unknown_method_is_refused():
    with pytest.raises(RequestError, match=r"unknown `method` 'rmel'.*\n?.*Did you mean 'reml'"):
        between_variance([1.0, 2.0], [1.0, 1.0], "rmel")
