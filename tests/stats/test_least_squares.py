"""Least squares of many replicates: beside statsmodels, and the laws they keep."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats.least_squares import least_squares


@st.composite
def samples(draw, n=50, p=4, replicates=4):
    """Weights, dummies with a column of numbers, and an outcome."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    X = np.column_stack([rng.random((n, p - 1)) < 0.4, rng.normal(size=n)]).astype(float)
    W = np.vstack([np.ones(n), rng.multinomial(n, np.full(n, 1 / n), replicates - 1)])
    return W, X, rng.normal(5, 2, n)


@given(samples())
def test_each_replicate_is_the_weighted_regression_of_statsmodels(sample):
    W, X, y = sample
    found = least_squares(W, X, y)
    for r, w in enumerate(W):
        fit = sm.WLS(y, sm.add_constant(X, has_constant="add"), weights=w).fit()
        assert found.coefficients[r] == pytest.approx(fit.params[1:], rel=1e-8, abs=1e-10)
        assert found.explained[r] == pytest.approx(fit.rsquared, rel=1e-8)


@given(samples())
def test_a_column_that_is_nought_leaves_the_others_theirs(sample):
    W, X, y = sample
    found = least_squares(W, np.insert(X, 2, 0.0, axis=1), y)
    assert np.isnan(found.coefficients[:, 2]).all()
    others = least_squares(W, X, y)
    assert np.delete(found.coefficients, 2, axis=1) == pytest.approx(others.coefficients)
    assert found.explained == pytest.approx(others.explained)


@given(samples(), st.floats(0.1, 50), st.floats(-1e4, 1e4))
def test_a_shifted_and_stretched_outcome_stretches_the_coefficients(sample, unit, shift):
    W, X, y = sample
    one, other = least_squares(W, X, y), least_squares(W, X, unit * y + shift)
    assert other.coefficients == pytest.approx(unit * one.coefficients, rel=1e-6, abs=1e-7)
    assert other.explained == pytest.approx(one.explained, rel=1e-6, abs=1e-9)


@given(samples())
def test_a_weight_of_two_is_the_same_respondent_twice(sample):
    W, X, y = sample
    one = least_squares(2 * W, X, y)
    other = least_squares(np.hstack([W, W]), np.vstack([X, X]), np.concatenate([y, y]))
    assert other.coefficients == pytest.approx(one.coefficients, rel=1e-8, abs=1e-10)


def test_columns_that_cannot_be_told_apart_have_no_coefficients():
    X = np.repeat([[0.0, 0.0], [1.0, 1.0]], 5, axis=0)
    found = least_squares(np.ones((2, 10)), X, np.arange(10.0))
    assert np.isnan(found.coefficients).all()
    assert np.isnan(found.explained).all()


def test_nobody_has_no_regression():
    found = least_squares(np.ones((2, 0)), np.ones((0, 3)), np.ones(0))
    assert np.isnan(found.coefficients).all()
    assert np.isnan(found.explained).all()
