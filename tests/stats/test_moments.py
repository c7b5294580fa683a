"""Weighted sums equal a plain loop over explicit resamples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clientlens.stats import moments

N, P = 14, 3
RATINGS = hnp.arrays(float, (N, P), elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, np.nan]))
COMPLETE = hnp.arrays(float, (N, P), elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]))
COUNTS = hnp.arrays(float, (4, N), elements=st.integers(0, 3).map(float))
POINTS = [1, 2, 3, 4, 5]
EXACT = {"rtol": 1e-12, "atol": 1e-12}


def resampled(X, counts):
    """The rows that a row of counts stands for, written out."""
    return np.repeat(X, counts.astype(int), axis=0)


@given(RATINGS, COUNTS)
def test_mean_is_that_of_the_resample_written_out(X, W):
    found = moments.weighted_mean(W, X)
    for row, counts in zip(found, W, strict=True):
        for value, column in zip(row, resampled(X, counts).T, strict=True):
            answered = column[~np.isnan(column)]
            expected = answered.mean() if len(answered) else np.nan
            np.testing.assert_allclose(value, expected, **EXACT)


@given(RATINGS, COUNTS)
def test_category_totals_count_the_resample_written_out(X, W):
    found = moments.category_totals(W, X, POINTS)
    for row, counts in zip(found, W, strict=True):
        expected = [[(c == k).sum() for k in POINTS] for c in resampled(X, counts).T]
        np.testing.assert_array_equal(row, np.array(expected).reshape(P, len(POINTS)))


@given(COMPLETE, COUNTS)
@pytest.mark.parametrize("missing", ["listwise", "pairwise", "mean"])
def test_covariance_of_complete_answers_is_numpys(missing, X, W):
    found = moments.covariance(W, X, missing)
    for matrix, counts in zip(found, W, strict=True):
        rows = resampled(X, counts)
        expected = np.cov(rows.T, ddof=0) if len(rows) else np.full((P, P), np.nan)
        np.testing.assert_allclose(matrix, expected, **EXACT)


@given(RATINGS, COUNTS)
def test_pairwise_covariance_is_that_of_those_who_answered_both(X, W):
    found = moments.covariance(W, X, "pairwise")
    for matrix, counts in zip(found, W, strict=True):
        rows = resampled(X, counts)
        for i in range(P):
            for j in range(P):
                both = rows[~np.isnan(rows[:, [i, j]]).any(axis=1)][:, [i, j]]
                expected = np.cov(both.T, ddof=0)[0, 1] if len(both) else np.nan
                np.testing.assert_allclose(matrix[i, j], expected, **EXACT)


@given(RATINGS, RATINGS, COUNTS)
def test_column_correlation_is_the_pairs_own(A, B, W):
    found = moments.column_correlation(W, A, B)
    for p in range(P):
        pair = np.column_stack([A[:, p], B[:, p]])
        expected = moments.correlation(W, pair)[:, 0, 1]
        np.testing.assert_allclose(found[:, p], expected, **EXACT)


@given(RATINGS, COUNTS)
def test_listwise_covariance_is_that_of_those_who_answered_all(X, W):
    found = moments.covariance(W, X, "listwise")
    for matrix, counts in zip(found, W, strict=True):
        rows = resampled(X, counts)
        rows = rows[~np.isnan(rows).any(axis=1)]
        expected = np.cov(rows.T, ddof=0) if len(rows) else np.full((P, P), np.nan)
        np.testing.assert_allclose(matrix, expected, **EXACT)


@given(RATINGS, COUNTS)
def test_mean_replacement_is_that_of_the_resample_with_its_own_means(X, W):
    found = moments.covariance(W, X, "mean")
    for matrix, counts in zip(found, W, strict=True):
        rows = resampled(X, counts)
        known = ~np.isnan(rows)
        if not known.any(axis=0).all():
            continue  # an item nobody answered has no mean to put in
        means = np.where(known, rows, 0).sum(axis=0) / known.sum(axis=0)
        filled = np.where(known, rows, means)
        np.testing.assert_allclose(matrix, np.cov(filled.T, ddof=0), **EXACT)


@given(RATINGS, COUNTS)
def test_a_weight_of_two_is_a_row_written_twice(X, W):
    twice = np.concatenate([X, X])
    for statistic in (moments.weighted_mean, moments.covariance):
        once = statistic(2 * W, X)
        np.testing.assert_allclose(once, statistic(np.hstack([W, W]), twice), **EXACT)


@given(RATINGS, COUNTS, st.permutations(range(N)))
def test_the_order_of_respondents_does_not_matter(X, W, order):
    for statistic in (moments.weighted_mean, moments.covariance, moments.effective_size):
        np.testing.assert_allclose(statistic(W, X), statistic(W[:, order], X[order]), **EXACT)


@given(COMPLETE, COUNTS)
def test_answers_are_left_as_they_were(X, W):
    before = X.copy(), W.copy()
    moments.covariance(W, X, "mean")
    moments.category_totals(W, X, POINTS)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(W, before[1])


def test_an_item_without_variance_has_no_correlation():
    X = np.column_stack([np.full(20, 4.3), np.arange(20.0)])
    covariance = moments.covariance(np.ones((1, 20)), X)
    assert covariance[0, 0, 0] == 0
    correlation = moments.correlation_of(covariance)[0]
    assert np.isnan(correlation[0]).all()
    assert correlation[1, 1] == 1


def test_row_blocks_change_nothing(monkeypatch):
    rng = np.random.default_rng(1)
    X, W = rng.integers(1, 6, (200, 6)).astype(float), rng.integers(0, 4, (5, 200)).astype(float)
    whole = moments.covariance(W, X), moments.category_totals(W, X, POINTS)
    monkeypatch.setattr(moments, "_BLOCK_CELLS", 300)
    np.testing.assert_allclose(moments.covariance(W, X), whole[0], **EXACT)
    np.testing.assert_array_equal(moments.category_totals(W, X, POINTS), whole[1])


def test_effective_size_is_n_for_equal_weights_and_one_for_a_single_weight():
    X = np.ones((5, 1))
    W = np.array([[2.0] * 5, [3.0, 0, 0, 0, 0]])
    np.testing.assert_allclose(moments.effective_size(W, X), [[5.0], [1.0]])


@given(RATINGS)
def test_pairwise_correlation_is_that_of_pandas(X):
    import pandas as pd

    found = moments.correlation(np.ones((1, N)), X, "pairwise")[0]
    expected = pd.DataFrame(X).corr().to_numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@given(COMPLETE, COUNTS)
@pytest.mark.parametrize("missing", ["listwise", "pairwise", "mean"])
def test_correlation_of_complete_answers_does_not_depend_on_the_policy(missing, X, W):
    expected = moments.correlation_of(moments.covariance(W, X))
    np.testing.assert_allclose(moments.correlation(W, X, missing), expected, **EXACT)


@pytest.mark.parametrize("whole", [True, False])
def test_taking_few_missing_away_is_adding_up_the_rest(whole):
    rng = np.random.default_rng(6)
    W = rng.integers(0, 4, (30, 80)).astype(float) if whole else rng.exponential(size=(30, 80))
    answered = rng.random((80, 5)) > 0.04
    answered[:, 3] = True
    expected = W @ answered.astype(float)
    np.testing.assert_allclose(moments.answered_weight(W, answered), expected, rtol=1e-12)
    if whole:
        np.testing.assert_array_equal(moments.answered_weight(W, answered), expected)


def test_nobody_left_is_exactly_nothing():
    W = np.full((1, 40), 0.1)
    W[0, 4:] = 0.0
    answered = np.ones((40, 3), dtype=bool)
    answered[:4, 1] = False
    assert moments.answered_weight(W, answered)[0, 1] == 0


@given(RATINGS)
def test_means_of_what_is_known_and_of_the_others_are_those_of_plain_loops(X):
    whole, others = moments.mean_of_known(X), moments.mean_of_others(X)
    for i, row in enumerate(X):
        known = [x for x in row if not np.isnan(x)]
        expected = sum(known) / len(known) if known else np.nan
        np.testing.assert_allclose(whole[i], expected, **EXACT)
        for j in range(P):
            rest = [x for k, x in enumerate(row) if k != j and not np.isnan(x)]
            expected = sum(rest) / len(rest) if rest else np.nan
            np.testing.assert_allclose(others[i, j], expected, **EXACT)


@given(RATINGS, st.floats(0.1, 10))
def test_the_unit_of_weights_leaves_a_mean_alone(X, unit):
    weights = np.array([1.0, 2.0, 0.5])
    one, other = moments.mean_of_known(X, weights), moments.mean_of_known(X, unit * weights)
    np.testing.assert_allclose(one, other, rtol=1e-12)
