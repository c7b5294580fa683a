"""Paired tests: against SciPy, a weighted regression by hand, and the laws they keep."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from clientlens.errors import RequestError
from clientlens.stats.paired import PairedTests, average_deviation_effect, paired_tests

NAMES = [field.name for field in fields(PairedTests)]
RANKS_AND_SIGNS = ["wilcoxon_statistic", "p_wilcoxon", "rank_biserial", "p_sign"]

ratings = st.integers(-4, 4).map(float) | st.just(np.nan)
tables = arrays(float, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=ratings)
fine_tables = arrays(
    float, st.tuples(st.integers(2, 30), st.integers(1, 3)), elements=st.floats(-9, 9, width=16)
)


def columns_of(D):
    """Place of every column that can be tested, and its differences that are there."""
    for j, column in enumerate(D.T):
        d = column[~np.isnan(column)]
        if len(d) > 1 and d.any():
            yield j, d


def assert_same(found, expected, names=NAMES, **tolerance):
    for name in names:
        a, b = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(
            a, b, err_msg=name, **({"rtol": 1e-9, "atol": 1e-12} | tolerance)
        )


@given(tables | fine_tables)
def test_t_test_is_scipys(D):
    found = paired_tests(D)
    for j, d in columns_of(D):
        if np.ptp(d) > 1e-9 * np.abs(d).max():
            expected = stats.ttest_1samp(d, 0)
            np.testing.assert_allclose(found.t[j], expected.statistic, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(found.p_t[j], expected.pvalue, rtol=1e-9)
            np.testing.assert_allclose(found.d_z[j], d.mean() / d.std(ddof=1), atol=1e-12)


@given(tables | fine_tables)
def test_wilcoxon_is_scipys_with_pratts_zeros(D):
    found = paired_tests(D)
    for j, d in columns_of(D):
        expected = stats.wilcoxon(d, zero_method="pratt", correction=False, method="asymptotic")
        assert found.wilcoxon_statistic[j] == expected.statistic
        np.testing.assert_allclose(found.p_wilcoxon[j], expected.pvalue, rtol=1e-9)


@given(tables)
def test_sign_test_is_scipys_binomial(D):
    found = paired_tests(D)
    for j, d in columns_of(D):
        expected = stats.binomtest(int((d > 0).sum()), int((d != 0).sum())).pvalue
        np.testing.assert_allclose(found.p_sign[j], expected, rtol=1e-9)


@given(tables)
def test_rank_biserial_is_the_share_of_ranks_for_less_that_against(D):
    found = paired_tests(D)
    for j, d in columns_of(D):
        rank = stats.rankdata(np.abs(d))
        plus, minus = rank[d > 0].sum(), rank[d < 0].sum()
        np.testing.assert_allclose(found.rank_biserial[j], (plus - minus) / (plus + minus))


def test_weighted_t_is_that_of_a_regression_on_a_constant_with_robust_errors():
    """White's errors times √(n / (n − 1)): what Stata's pweights and R's survey give."""
    rng = np.random.default_rng(3)
    d, w = rng.normal(0.4, 1, 40), rng.uniform(0.5, 3, 40)
    X = np.ones((40, 1))
    bread = np.linalg.inv(X.T @ (w[:, None] * X))
    mean = bread @ X.T @ (w * d)
    scores = (w * (d - mean))[:, None] * X
    error = np.sqrt((bread @ scores.T @ scores @ bread)[0, 0] * 40 / 39)
    found = paired_tests(d[:, None], w)
    assert found.t[0] == pytest.approx(mean[0] / error)
    assert found.p_t[0] == pytest.approx(2 * stats.t.sf(abs(found.t[0]), 39))


@given(tables, st.floats(0.1, 100))
def test_equal_weights_of_any_unit_are_no_weights(D, weight):
    assert_same(paired_tests(D, np.full(len(D), weight)), paired_tests(D))


@given(tables, st.integers(0, 1000))
def test_a_weight_of_zero_leaves_out_and_rank_tests_know_no_other(D, seed):
    w = np.random.default_rng(seed).integers(0, 3, len(D)).astype(float)
    found = paired_tests(D, w)
    assert_same(found, paired_tests(D[w > 0], w[w > 0]))
    assert_same(found, paired_tests(D[w > 0]), ["n", *RANKS_AND_SIGNS])


@given(tables, st.integers(0, 1000))
def test_order_of_respondents_and_of_columns_does_not_matter(D, seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(D)), rng.permutation(D.shape[1])
    found, expected = paired_tests(D[rows][:, columns]), paired_tests(D)
    for name in NAMES:
        a, b = getattr(found, name), getattr(expected, name)[columns]
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)


@given(tables)
def test_turned_differences_turn_the_effects_and_keep_the_p_values(D):
    found, turned = paired_tests(D), paired_tests(-D)
    for name in ("mean", "t", "d_z", "d_z_hedges", "rank_biserial"):
        np.testing.assert_array_equal(getattr(turned, name), -getattr(found, name))
    assert_same(turned, found, ["n", "p_t", "wilcoxon_statistic", "p_wilcoxon", "p_sign"])


@given(tables, st.floats(0.01, 100))
def test_the_unit_of_the_scale_matters_to_mean_and_deviation_only(D, unit):
    found, expected = paired_tests(D * unit), paired_tests(D)
    free = [name for name in NAMES if name not in {"mean", "deviation"}]
    assert_same(found, expected, free)
    assert_same(found, paired_tests(D * unit), ["mean", "deviation"])
    np.testing.assert_allclose(found.deviation, expected.deviation * unit, rtol=1e-9, atol=1e-12)


def test_differences_equal_but_for_rounding_are_ties():
    """7/3 − 5/3 and 8/3 − 6/3 differ in the last bit."""
    thirds = np.array([[7, 5], [8, 6], [9, 8], [4, 6], [8, 8], [5, 4]]) / 3
    rounded = thirds[:, 0] - thirds[:, 1]
    exact = np.array([2.0, 2, 1, -2, 0, 1])
    assert len(np.unique(np.abs(rounded))) > 3
    assert_same(
        paired_tests(rounded[:, None]), paired_tests(exact[:, None]), ["t", *RANKS_AND_SIGNS]
    )


def test_hedges_takes_off_a_little_of_the_effect():
    found = paired_tests(np.arange(-10.0, 46.0)[:, None])  # 56 pairs
    assert found.d_z_hedges[0] / found.d_z[0] == pytest.approx(1 - 3 / 219)


def test_equal_differences_have_no_t_but_ranks_and_signs():
    found = paired_tests(np.full((8, 1), 0.1))
    assert found.deviation[0] == 0
    assert np.isnan([found.t, found.p_t, found.d_z, found.d_z_hedges]).all()
    assert found.rank_biserial[0] == 1
    assert found.p_sign[0] == 2 / 2**8


def test_nothing_but_zeros_and_too_few_pairs_are_nan():
    D = np.full((4, 3), np.nan)
    D[:, 0], D[0, 1] = 0.0, 2.0
    found = paired_tests(D)
    np.testing.assert_array_equal(found.n, [4, 1, 0])
    np.testing.assert_array_equal(found.mean, [0, 2, np.nan])
    np.testing.assert_array_equal(found.deviation, [0, np.nan, np.nan])
    for name in NAMES[3:]:
        assert np.isnan(getattr(found, name)).all(), name


@pytest.mark.parametrize("shape", [(0, 2), (3, 0), (0, 0)])
def test_empty_tables_have_results_of_their_shape(shape):
    found = paired_tests(np.empty(shape))
    assert {getattr(found, name).shape for name in NAMES} == {(shape[1],)}


def test_arguments_are_left_as_they_were():
    D, w = np.array([[1.0], [np.nan], [-2.0]]), np.array([1.0, 2.0, 0.5])
    paired_tests(D, w)
    np.testing.assert_array_equal(D, [[1.0], [np.nan], [-2.0]])
    np.testing.assert_array_equal(w, [1.0, 2.0, 0.5])


@pytest.mark.parametrize(
    ("D", "weights", "message"),
    [
        (np.ones(3), None, r"differences \(n, J\), got \(3,\)"),
        ([[np.inf]], None, "got infinity"),
        (np.ones((3, 1)), [1.0, 2.0], r"each of 3 rows, got \(2,\)"),
        (np.ones((3, 1)), [1.0, -2.0, 1.0], "not negative, got -2"),
        (np.ones((3, 1)), [1.0, np.nan, 1.0], "not negative, got nan"),
    ],
)
def test_what_cannot_be_tested_is_refused(D, weights, message):
    with pytest.raises(RequestError, match=message):
        paired_tests(D, weights)


@given(tables, st.integers(0, 1000))
def test_d_av_is_the_mean_by_the_mean_of_both_deviations(A, seed):
    B = np.random.default_rng(seed).integers(-4, 5, A.shape).astype(float)
    B[0] = np.nan
    found = average_deviation_effect(A, B)
    for j, d in enumerate((A - B).T):
        known = ~np.isnan(d)
        a, b = A[known, j], B[known, j]
        if len(a) < 2 or (np.ptp(a) == np.ptp(b) == 0):
            assert np.isnan(found[j])
            continue
        expected = (a.mean() - b.mean()) / ((a.std(ddof=1) + b.std(ddof=1)) / 2)
        np.testing.assert_allclose(found[j], expected, rtol=1e-9, atol=1e-12)


def test_d_av_of_a_weight_of_nought_is_that_of_the_others():
    A, B = np.random.default_rng(3).integers(1, 6, (2, 20, 3)).astype(float)
    w = np.where(np.arange(20) < 5, 0.0, 2.0)
    found = average_deviation_effect(A, B, w)
    np.testing.assert_allclose(found, average_deviation_effect(A[5:], B[5:]))


def test_d_av_equals_d_z_where_ratings_correlate_by_a_half():
    """Deviations alike: that of the difference is s √(2 − 2r), which is s."""
    rng = np.random.default_rng(4)
    Z = rng.normal(size=(50, 2))
    Z -= Z.mean(axis=0)
    Z = Z @ np.linalg.inv(np.linalg.cholesky(Z.T @ Z / 49)).T
    X = Z @ np.linalg.cholesky([[1.0, 0.5], [0.5, 1.0]]).T + [0.4, 0.0]
    found = average_deviation_effect(X[:, :1], X[:, 1:])
    np.testing.assert_allclose(found, [0.4])
    np.testing.assert_allclose(paired_tests(X[:, :1] - X[:, 1:]).d_z, [0.4])


def test_ratings_of_unlike_shapes_are_refused():
    with pytest.raises(RequestError, match="one shape"):
        average_deviation_effect(np.ones((3, 2)), np.ones((3, 1)))
