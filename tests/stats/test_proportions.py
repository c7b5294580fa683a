"""Wilson's interval: against statsmodels, and the laws it keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.proportions import wilson_interval

sizes = st.integers(1, 10_000)
shares = st.floats(0, 1)


def test_wilson_at_56_answers_equals_statsmodels():
    """Computed with statsmodels, proportion_confint(k, 56, method="wilson"); four digits."""
    found = wilson_interval([28, 45, 54, 56], 56)
    np.testing.assert_allclose(found.low, [0.3733, 0.6816, 0.8788, 0.9358], atol=5e-5)
    np.testing.assert_allclose(found.high, [0.6267, 0.8866, 0.9902, 1.0], atol=5e-5)


@given(sizes, shares, st.floats(0.5, 0.999))
def test_ends_solve_the_score_equation(n, share, level):
    """At an end π the score statistic (p - π)² n / π(1 - π) equals the squared quantile."""
    from scipy.special import ndtri

    k = round(share * n)
    found = wilson_interval(k, n, level)
    for end in (found.low, found.high):
        if 0 < end < 1:
            statistic = (k / n - end) ** 2 * n
            np.testing.assert_allclose(
                statistic, ndtri((1 + level) / 2) ** 2 * end * (1 - end), rtol=1e-6, atol=1e-9
            )


@given(sizes, shares)
def test_the_share_lies_inside_and_the_ends_within_0_and_1(n, share):
    k = share * n
    found = wilson_interval(k, n)
    assert 0 <= found.low <= k / n + 1e-12
    assert k / n - 1e-12 <= found.high <= 1


@given(sizes, shares)
def test_counting_the_others_mirrors_the_interval(n, share):
    k = round(share * n)
    found, others = wilson_interval(k, n), wilson_interval(n - k, n)
    np.testing.assert_allclose(found.low, 1 - others.high, atol=1e-12)


@given(sizes)
def test_none_and_all_end_exactly_at_0_and_1(n):
    found = wilson_interval([0, n], n)
    assert found.low[0] == 0.0
    assert found.high[1] == 1.0


def test_counts_and_sizes_broadcast():
    found = wilson_interval([[1], [2]], [4, 8, 16])
    assert found.low.shape == (2, 3)
    np.testing.assert_array_equal(found.low[1, 2], wilson_interval(2, 16).low)


@pytest.mark.parametrize(
    ("count", "n", "message"),
    [
        (1, 0, "`trials` must be positive, got 0"),
        (1, -3, "`trials` must be positive, got -3"),
        (1, np.nan, "`trials` must be positive, got nan"),
        (5, 4, "between 0 and `trials`, got 5 of 4"),
        (-1, 4, "between 0 and `trials`, got -1 of 4"),
        ([1, np.nan], 4, "between 0 and `trials`, got nan of 4"),
    ],
)
def test_counts_that_cannot_be_are_refused(count, n, message):
    with pytest.raises(RequestError, match=message):
        wilson_interval(count, n)


def test_level_given_as_a_percentage_is_refused():
    with pytest.raises(RequestError, match=r"Did you mean 0\.9\?"):
        wilson_interval(1, 4, 90)
