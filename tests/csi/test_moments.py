"""Moments agree with those of the framework, whose tests compare them with NumPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clientlens.stats import moments as plain
from clientlens.stats.em import em_moments
from clientlens_csi.moments import correlations, item_moments

N, P = 12, 3
COMPLETE = hnp.arrays(float, (N, P), elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]))
GAPPY = hnp.arrays(float, (N, P), elements=st.sampled_from([1.0, 2.0, 3.0, np.nan]))
COUNTS = hnp.arrays(
    float, st.tuples(st.sampled_from([1, 6]), st.just(N)), elements=st.integers(0, 3).map(float)
)
EXACT = {"rtol": 1e-12, "atol": 1e-12}


@pytest.mark.parametrize("missing", ["mean", "pairwise", "listwise", "em"])
@given(COMPLETE, COUNTS)
def test_moments_of_complete_answers_are_the_frameworks(missing, X, W):
    found = item_moments(W, X, missing)
    np.testing.assert_allclose(found.mean, plain.weighted_mean(W, X), **EXACT)
    np.testing.assert_allclose(found.covariance, plain.covariance(W, X), **EXACT)


@pytest.mark.parametrize("missing", ["mean", "pairwise"])
@given(GAPPY, COUNTS)
def test_moments_with_gaps_are_the_frameworks(missing, X, W):
    found = item_moments(W, X, missing)
    np.testing.assert_allclose(found.mean, plain.weighted_mean(W, X), **EXACT)
    np.testing.assert_allclose(found.covariance, plain.covariance(W, X, missing), **EXACT)


@given(GAPPY, COUNTS)
def test_listwise_means_are_those_of_complete_respondents(X, W):
    complete = ~np.isnan(X).any(axis=1)
    found = item_moments(W, X, "listwise")
    expected = plain.weighted_mean(W[:, complete], X[complete])
    np.testing.assert_allclose(found.mean, expected, **EXACT)


@given(GAPPY, COUNTS)
def test_moments_by_em_are_the_frameworks_or_unknown(X, W):
    found, expected = item_moments(W, X, "em"), em_moments(W, X)
    good = expected.has_converged | ~np.isnan(X).any()
    np.testing.assert_allclose(found.covariance[good], expected.covariance[good], **EXACT)
    np.testing.assert_allclose(found.mean[good], expected.mean[good], **EXACT)
    beside = ~np.eye(P, dtype=bool)
    assert np.isnan(found.covariance[~good][:, beside]).all()
    available = item_moments(W, X, "pairwise")
    np.testing.assert_allclose(found.deviation[~good], available.deviation[~good], **EXACT)


@given(COMPLETE, COUNTS)
def test_a_weight_of_two_is_a_respondent_twice(X, W):
    rows = np.repeat(np.arange(N), 2)
    twice, once = item_moments(2 * W, X), item_moments(W[:, rows], X[rows])
    np.testing.assert_allclose(twice.covariance, once.covariance, **EXACT)


def test_a_constant_item_has_no_variance_at_all():
    X = np.column_stack([np.full(7, 0.1), np.arange(7.0)])
    found = item_moments(np.ones((1, 7)) / 3, X)
    assert found.covariance[0, 0].tolist() == [0.0, 0.0]
    assert np.isnan(correlations(found.covariance)[0, 0]).all()
