"""Drawn answers have the moments that were wanted, exactly so in the population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from clientlens.errors import RequestError
from clientlens.stats.ordinal import (
    draw_normal,
    normal_correlations,
    ordinal_margin,
    to_answers,
)


@given(st.floats(0.2, 0.8), st.floats(0.35, 0.6), st.sampled_from([(1, 5), (1, 10), (0, 10)]))
def test_a_margin_has_the_mean_and_the_spread_that_are_wanted(height, part, scale):
    low, high = scale
    mean = low + height * (high - low)
    rest = mean - np.floor(mean)
    least, most = np.sqrt(rest * (1 - rest)), np.sqrt((mean - low) * (high - mean))
    deviation = least + part * (most - least)
    found = ordinal_margin(low, high, mean, deviation)
    assert found.mean == pytest.approx(mean, abs=1e-8)
    assert found.deviation == pytest.approx(deviation, abs=1e-8)
    assert found.shares.sum() == pytest.approx(1, abs=1e-12)


def correlation_of_rounded(one, other, rho):
    """By the bivariate normal distribution function, cell by cell."""
    cdf = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf
    both = np.array([[cdf([t, u]) for u in other.cuts] for t in one.cuts])  # P(Z ≤ t, U ≤ u)
    below = [np.diff(m.shares.cumsum()[:-1], prepend=0).cumsum() for m in (one, other)]
    covariance = (both - np.outer(*below)).sum()  # of sums of indicators
    return covariance / (one.deviation * other.deviation)


@pytest.mark.parametrize("wanted", [-0.6, -0.2, 0.0, 0.35, 0.8, 0.9])
def test_rounded_answers_correlate_as_wanted(wanted):
    margins = [ordinal_margin(1, 5, 3.9, 0.9), ordinal_margin(1, 10, 6.5, 1.9)]
    normal = normal_correlations(margins, [[1, wanted], [wanted, 1]])
    assert correlation_of_rounded(*margins, normal[0, 1]) == pytest.approx(wanted, abs=1e-6)


def test_rounding_weakens_so_normal_variables_correlate_more():
    margins = [ordinal_margin(1, 5, 4.4, 0.7)] * 2
    assert normal_correlations(margins, [[1, 0.5], [0.5, 1]])[0, 1] > 0.5


def test_many_drawn_answers_have_the_moments_of_the_population():
    margins = [ordinal_margin(1, 5, 4.2, 0.8), ordinal_margin(1, 5, 3.1, 1.1)] * 2
    wanted = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    normal = normal_correlations(margins, wanted)
    n = 400_000
    X = to_answers(draw_normal(normal, n, np.random.default_rng(3)), margins)
    np.testing.assert_allclose(X.mean(axis=0), [4.2, 3.1] * 2, atol=4 * 1.1 / np.sqrt(n))
    np.testing.assert_allclose(X.std(axis=0), [0.8, 1.1] * 2, atol=0.005)
    np.testing.assert_allclose(np.corrcoef(X.T), wanted, atol=4 / np.sqrt(n))


def test_the_same_seed_draws_the_same_answers():
    correlations = np.array([[1.0, 0.3], [0.3, 1.0]])
    one, other = (draw_normal(correlations, 50, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 5, 5.0, 0.5), "a mean of 5 isn't within the scale 1 to 5"),
        ((1, 5, 4.5, 0.4), "between 0.50 and 1.32, not 0.4"),
        ((1, 5, 4.5, 1.5), "between 0.50 and 1.32, not 1.5"),
    ],
)
def test_a_margin_that_no_answers_have_is_refused(arguments, message):
    with pytest.raises(RequestError, match=message):
        ordinal_margin(*arguments)


def test_correlations_that_such_answers_cannot_have_are_refused():
    margins = [ordinal_margin(1, 5, 4.7, 0.6), ordinal_margin(1, 5, 1.4, 0.7)]
    with pytest.raises(RequestError, match="answers 1 and 2 can't correlate so much"):
        normal_correlations(margins, [[1, 0.9], [0.9, 1]])
    three = [ordinal_margin(1, 5, 3.0, 1.0)] * 3
    against = np.array([[1, 0.8, -0.8], [0.8, 1, 0.8], [-0.8, 0.8, 1]])
    with pytest.raises(RequestError, match="answers with these means can't correlate so"):
        normal_correlations(three, against)
