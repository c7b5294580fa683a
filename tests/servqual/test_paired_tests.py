"""The paired tests of the gaps: SciPy's, and statsmodels' for many of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from servqual.strategies import RATINGS

nan = np.nan
TWO_WAVES = np.random.default_rng(56).integers(1, 8, (56, 52)).astype(float)


@pytest.fixture(scope="module")
def once(make_study, estimate):
    """Tests of perceptions and expectations (n, 4) each, side by side."""
    study = make_study()
    return lambda X, **kwargs: estimate(study, X[:, :4], X[:, 4:], **kwargs)


def pairs_of(X):
    """Place of every indicator whose gaps vary, and its complete pairs."""
    for j in range(4):
        pairs = X[:, [j, 4 + j]]
        pairs = pairs[~np.isnan(pairs).any(axis=1)]
        if len(pairs) > 1 and np.ptp(pairs[:, 0] - pairs[:, 1]) > 0:
            yield j, *pairs.T


@given(RATINGS)
def test_t_test_is_scipys(once, X):
    found = once(X)
    for j, perceived, expected in pairs_of(X):
        reference = stats.ttest_rel(perceived, expected)
        assert found["test_t"][j] == pytest.approx(reference.statistic, abs=1e-9)
        assert found["test_t_p"][j] == pytest.approx(reference.pvalue)
        gap = perceived - expected
        d_z = gap.mean() / gap.std(ddof=1)
        assert found["test_d_z"][j] == pytest.approx(d_z, abs=1e-9)
        hedges = 1 - 3 / (4 * (len(gap) - 1) - 1)
        assert found["test_d_z_hedges"][j] == pytest.approx(hedges * d_z, abs=1e-9)
        spread = perceived.std(ddof=1) + expected.std(ddof=1)
        assert found["test_d_av"][j] == pytest.approx(gap.mean() / (spread / 2), abs=1e-9)


@given(RATINGS)
def test_wilcoxon_is_scipys_with_pratts_zeros(once, X):
    found = once(X)
    for j, perceived, expected in pairs_of(X):
        how = {"zero_method": "pratt", "correction": False, "method": "asymptotic"}
        reference = stats.wilcoxon(perceived, expected, **how)
        assert found["test_wilcoxon_p"][j] == pytest.approx(reference.pvalue)
        plus = stats.wilcoxon(perceived, expected, alternative="greater", **how).statistic
        minus = stats.wilcoxon(expected, perceived, alternative="greater", **how).statistic
        r = (plus - minus) / (plus + minus)
        assert found["test_rank_biserial"][j] == pytest.approx(r, abs=1e-12)


@given(RATINGS)
def test_sign_test_is_scipys_binomial(once, X):
    found = once(X)
    for j, perceived, expected in pairs_of(X):
        above, below = int((perceived > expected).sum()), int((perceived < expected).sum())
        reference = stats.binomtest(above, above + below).pvalue
        assert found["test_sign_p"][j] == pytest.approx(reference)


def test_t_test_and_effect_by_hand(make_study, estimate):
    """Gaps −2 −1 −1 0 −1: mean −1, deviation √½, t = −1 / √.1."""
    perceived, expected = np.array([3, 4, 5, 6, 4]), np.array([5, 5, 6, 6, 5])
    found = estimate(make_study(("empathy",)), perceived, expected)
    assert found["gap"] == pytest.approx([-1])
    assert found["test_t"] == pytest.approx([-np.sqrt(10)])
    assert found["test_d_z"] == pytest.approx([-np.sqrt(2)])
    assert found["test_d_z_hedges"] == pytest.approx([-np.sqrt(2) * 12 / 15])
    assert found["test_rank_biserial"] == pytest.approx([-1])
    assert found["test_sign_p"] == pytest.approx([2 / 2**4])


@pytest.mark.parametrize("test", ["t", "wilcoxon"])
def test_many_tests_are_adjusted_by_holm(make_study, estimate, test):
    """26 indicators, as the source article has: the smallest p value counts 26 times."""
    study = make_study(("empathy",) * 26)
    X = TWO_WAVES.copy()
    X[:, :3] -= [2.0, 1.2, 0.9]
    found = estimate(study, X[:, :26], X[:, 26:])
    p, adjusted = found[f"test_{test}_p"], found[f"test_{test}_p_holm"]
    first, second = np.argsort(p)[:2]
    assert adjusted[first] == pytest.approx(26 * p[first])
    assert adjusted[second] == pytest.approx(max(26 * p[first], 25 * p[second]))
    assert (adjusted[p > 0.5] == 1).all()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("test", ["t", "wilcoxon"])
def test_adjusted_p_values_are_those_of_statsmodels(make_study, estimate, test):
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    X = TWO_WAVES - np.r_[np.linspace(1.5, -1.5, 26), np.zeros(26)]
    found = estimate(make_study(("empathy",) * 26), X[:, :26], X[:, 26:])
    reference = multitest.multipletests(found[f"test_{test}_p"], method="holm")[1]
    np.testing.assert_allclose(found[f"test_{test}_p_holm"], reference)


@pytest.mark.filterwarnings("ignore")
@given(X=RATINGS)
def test_t_tests_are_those_of_statsmodels(once, X):
    weightstats = pytest.importorskip("statsmodels.stats.weightstats")
    found = once(X)
    for j, perceived, expected in pairs_of(X):
        t, p, df = weightstats.DescrStatsW(perceived - expected).ttest_mean(0)
        assert found["test_t"][j] == pytest.approx(t, abs=1e-9)
        assert found["test_t_p"][j] == pytest.approx(p)
        assert found["n_pairs"][j] == df + 1


def test_an_indicator_of_no_dimension_is_no_test(make_study, estimate):
    """And counts nowhere in the adjustment of the others."""
    X = TWO_WAVES[:, :6]
    with_one_more = estimate(make_study(("empathy", "empathy", None)), X)
    without = estimate(make_study(("empathy", "empathy")), X[:, [0, 1, 3, 4]])
    for name in ("test_t", "test_t_p_holm", "test_wilcoxon_p_holm", "test_sign_p"):
        np.testing.assert_allclose(with_one_more[name], [*without[name], nan], err_msg=name)


@given(RATINGS, st.integers(0, 1000))
def test_design_weights_enter_the_t_test_alone(once, X, seed):
    weights = np.random.default_rng(seed).uniform(0.5, 3, len(X))
    found, plain = once(X, weights=weights), once(X)
    for name in ("test_wilcoxon_p", "test_rank_biserial", "test_sign_p", "n_pairs"):
        np.testing.assert_array_equal(found[name], plain[name], err_msg=name)
    for j, perceived, expected in pairs_of(X):
        known = ~np.isnan(X[:, j] + X[:, 4 + j])
        gap, w = perceived - expected, weights[known]
        mean, n = np.average(gap, weights=w), len(gap)
        error = np.sqrt(n / (n - 1) * (w**2 * (gap - mean) ** 2).sum()) / w.sum()
        assert found["test_t"][j] == pytest.approx(mean / error, rel=1e-6, abs=1e-9)
