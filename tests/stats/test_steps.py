"""Covariances of step functions are those of the bivariate normal distribution function."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from clientlens.stats.steps import (
    NEVER,
    SERIES_UP_TO,
    NearOne,
    Pairs,
    Series,
    hermite_coefficients,
    largest_covariance,
)

steps = st.lists(st.floats(-2.5, 2.5), min_size=1, max_size=4, unique=True).map(sorted)


def pair(one, other):
    """Two step functions as a pair, the shorter filled up."""
    width = max(len(one), len(other))
    rows = [[*row, *[NEVER] * (width - len(row))] for row in (one, other)]
    return Pairs(np.array(rows, dtype=float), np.array([0]), np.array([1]))


def covariance(one, other, correlation):
    """By scipy's bivariate normal distribution function, threshold by threshold."""
    cdf = multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf
    return sum(cdf([-s, -t]) - ndtr(-s) * ndtr(-t) for s in one for t in other)


@given(steps, steps, st.floats(-SERIES_UP_TO, SERIES_UP_TO))
def test_the_series_is_the_distribution_function(one, other, correlation):
    value, _ = Series(pair(one, other))(np.array([correlation]))
    assert value[0] == pytest.approx(covariance(one, other, correlation), abs=1e-10)


@given(steps, steps, st.floats(SERIES_UP_TO, 0.9999))
def test_so_is_the_integral_near_one(one, other, correlation):
    value, _ = NearOne(pair(one, other))(np.arccos([correlation]))
    assert value[0] == pytest.approx(covariance(one, other, correlation), abs=1e-9)


@given(steps, steps)
def test_both_agree_where_they_meet(one, other):
    series = Series(pair(one, other))(np.array([SERIES_UP_TO]))
    near_one = NearOne(pair(one, other))(np.arccos([SERIES_UP_TO]))
    assert series[0] == pytest.approx(near_one[0], abs=1e-10)
    turn = -np.sqrt(1 - SERIES_UP_TO**2)  # dρ/du
    assert turn * series[1] == pytest.approx(near_one[1], abs=1e-9)


@given(steps, steps)
def test_turning_a_variate_turns_the_covariance(one, other):
    pairs = pair(one, other)
    there = np.array([0.6])
    turned = pairs.turned(np.array([True]))
    assert Series(turned)(there)[0] == pytest.approx(-Series(pairs)(-there)[0], abs=1e-14)


@given(steps, steps)
def test_two_variates_that_are_one_covary_most(one, other):
    rng = np.random.default_rng(3)
    z = rng.normal(size=20_000)
    passed = [(z[:, None] > np.array(row)).sum(axis=1) for row in (one, other)]
    largest = largest_covariance(pair(one, other))[0]
    assert largest == pytest.approx(np.cov(*passed, ddof=0)[0, 1], abs=0.1)
    near_one = NearOne(pair(one, other))(np.array([1e-7]))[0]
    assert near_one[0] == pytest.approx(largest, abs=1e-5)


def test_the_coefficients_of_a_coin_are_known():
    a = hermite_coefficients(np.array([[0.0]]), 100_000)[:, 0]
    assert (a**2).sum() == pytest.approx(0.25, abs=1e-3)  # its variance
    r = 0.6  # Sheppard: P(both pass) = 1/4 + arcsin(ρ) / 2π
    powers = r ** np.arange(1, len(a) + 1)
    assert (a**2 * powers).sum() == pytest.approx(np.arcsin(r) / (2 * np.pi), abs=1e-14)


def test_far_thresholds_change_nothing():
    near, padded = pair([0.3], [-0.2]), pair([0.3], [-0.2, 38.9])
    for correlation in (-0.9, 0.4):
        values = [Series(p)(np.array([correlation]))[0] for p in (near, padded)]
        np.testing.assert_array_equal(*values)
