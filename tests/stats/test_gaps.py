"""Sums and rows are two ways to the same expectations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats import gaps
from support.correlations import stacks

N, P = 60, 4


@pytest.fixture
def sample():
    """Answers with every pattern, their mask, and weights of two replicates."""
    rng = np.random.default_rng(1)
    answered = rng.random((N, P)) > 0.4
    answered[~answered.any(axis=1), 0] = True
    return np.where(answered, rng.normal(size=(N, P)), 0.0), answered, rng.exponential(size=(2, N))


def expected(sample, least):
    """Totals that the missing answers add, with patterns of more than `least` rows summed up."""
    D, answered, W = sample
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaps, "_COMMON", least / P)
        found = gaps.find_gaps(D, answered)
    totals = gaps.Totals(np.zeros((P, 2)), np.zeros((P, P, 2)))
    S = np.array([0.5 * np.eye(P) + 0.5, np.eye(P) + 0.2])
    K = np.ascontiguousarray(np.moveaxis(np.linalg.inv(S), 0, -1))
    mean = np.arange(2.0 * P).reshape(P, 2) / 4
    for part in found.weighted(W, D):
        part.add_expected(mean, K, totals)
    return totals, mean, S


@pytest.mark.parametrize("least", [0, 4, 100])
def test_missing_answers_are_expected_as_a_regression_on_the_others_says(sample, least):
    D, answered, W = sample
    totals, mean, S = expected(sample, least)
    for r in range(2):
        sums, products = np.zeros(P), np.zeros((P, P))
        for w, x, seen in zip(W[r], D, answered, strict=True):
            M, obs = ~seen, seen
            slopes = np.linalg.solve(S[r][np.ix_(obs, obs)], S[r][np.ix_(obs, M)])
            filled = x.copy()
            filled[M] = mean[M, r] + (x[obs] - mean[obs, r]) @ slopes
            second = np.outer(filled, filled) - np.outer(x, x)
            second[np.ix_(M, M)] += S[r][np.ix_(M, M)] - S[r][np.ix_(M, obs)] @ slopes
            sums += w * (filled - x)
            products += w * second
        np.testing.assert_allclose(totals.sums[:, r], sums, atol=1e-12)
        np.testing.assert_allclose(totals.products[:, :, r], products, atol=1e-12)


def test_a_part_of_the_replicates_is_that_part(sample):
    D, answered, W = sample
    for part in gaps.find_gaps(D, answered).weighted(W, D):
        both, one = (gaps.Totals(np.zeros((P, R)), np.zeros((P, P, R))) for R in (2, 1))
        K = np.eye(P)[:, :, None]
        part.add_expected(np.ones((P, 2)), np.repeat(K, 2, axis=-1), both)
        part.take(np.array([1])).add_expected(np.ones((P, 1)), K, one)
        np.testing.assert_allclose(both.products[:, :, 1:], one.products)


@given(stacks(replicates=3, drivers=st.integers(0, 5)))
def test_the_inverse_is_numpys(S):
    found = np.moveaxis(gaps.inverse(np.moveaxis(S, 0, -1)), -1, 0)
    np.testing.assert_allclose(found, np.linalg.inv(S), rtol=1e-7, atol=1e-7)


def test_a_singular_matrix_has_no_inverse_and_spoils_no_other():
    S = np.stack([np.ones((2, 2)), np.eye(2)], axis=-1)
    found = gaps.inverse(S)
    assert np.isnan(found[:, :, 0]).all()
    np.testing.assert_array_equal(found[:, :, 1], np.eye(2))
