"""Reliability: against R's psych on the mobile phone data, published figures, and laws."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.reliability import (
    cronbach_alpha,
    difference_reliability,
    loadings_of_blocks,
    mcdonald_omega,
    one_factor_loadings,
)

LOADINGS = arrays(
    float, st.tuples(st.integers(1, 3), st.integers(3, 6)), elements=st.floats(0.3, 0.9)
)
BLOCKS = ["Image", "Expectation", "Quality", "Value", "Satisfaction", "Loyalty"]
HEYWOOD = "Loyalty"
"""Here one item would share more than its variance; psych stops at a uniqueness of 0.005."""


@pytest.fixture(scope="module")
def folder():
    found = os.environ.get("CLIENTLENS_REFERENCE")
    if not found:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference results")
    return Path(found)


@pytest.fixture(scope="module")
def psych(folder):
    """R package psych 2.2.9 on the mobile phone data: `alpha`, and `omega` with one factor."""
    path = folder / "results" / "psych_mobi_reliability.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def covariance_of(folder, psych):
    """Makes the covariances (k, k) of the items of a block, from the ratings."""
    lines = (folder / "data" / "mobi.csv").read_text(encoding="utf-8").replace('"', "").split()
    header = lines[0].split(",")
    ratings = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])

    def make(block):
        items = psych["block_diagnostics"][block]["cor"]["rows"]
        return np.cov(ratings[:, [header.index(item) for item in items]].T)

    return make


def correlations_of(loadings):
    """(…, k, k) correlations of items that measure one factor."""
    S = loadings[..., :, None] * loadings[..., None, :]
    k = loadings.shape[-1]
    S[..., np.arange(k), np.arange(k)] = 1.0
    return S


def as_correlations(S):
    spread = np.sqrt(S.diagonal())
    return S / np.outer(spread, spread)


@pytest.mark.parametrize("block", BLOCKS)
def test_alpha_is_psychs(psych, covariance_of, block):
    """All digits psych gives."""
    S, expected = covariance_of(block), psych["alpha"][block]["total"]
    assert cronbach_alpha(S) == pytest.approx(expected["raw_alpha"], rel=1e-12)
    assert cronbach_alpha(as_correlations(S)) == pytest.approx(expected["std.alpha"], rel=1e-12)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b not in {"Value", HEYWOOD}])
def test_omega_and_loadings_are_psychs(psych, covariance_of, block):
    """psych's optimiser stops early: its omega is good for six digits, its loadings for four.

    The sum of squared residuals tells who is nearer to the minimum.
    """
    S, expected = covariance_of(block), psych["omega"][block]["one_factor"]
    published = np.array([row[0] for row in expected["sl"]["data"]])
    found = one_factor_loadings(S)
    np.testing.assert_allclose(mcdonald_omega(S), expected["omega_tot"], atol=1e-6)
    np.testing.assert_allclose(found, published, atol=2e-5)
    assert residual(S, found) <= residual(S, published)


def residual(S, loadings):
    between = as_correlations(S) - np.outer(loadings, loadings)
    return (np.tril(between, -1) ** 2).sum()


def test_a_heywood_case_ends_at_a_loading_of_one(psych, covariance_of):
    """psych holds the uniqueness at 0.005 or more, we at 0 or more: three digits agree."""
    S, expected = covariance_of(HEYWOOD), psych["omega"][HEYWOOD]["one_factor"]
    published = np.array([row[0] for row in expected["sl"]["data"]])
    found = one_factor_loadings(S)
    assert found.max() == 1.0
    np.testing.assert_allclose(found, published, atol=3e-3)
    np.testing.assert_allclose(mcdonald_omega(S), expected["omega_tot"], atol=1e-3)
    assert residual(S, found) <= residual(S, published)


@given(LOADINGS)
def test_loadings_that_made_the_correlations_are_found_again(loadings):
    found = one_factor_loadings(correlations_of(loadings))
    np.testing.assert_allclose(found, loadings, atol=1e-7)


@given(LOADINGS)
def test_omega_is_the_share_of_the_factor_in_the_sum(loadings):
    S = correlations_of(loadings)
    expected = loadings.sum(axis=-1) ** 2 / S.sum(axis=(-2, -1))
    np.testing.assert_allclose(mcdonald_omega(S), expected, atol=1e-7)
    assert (cronbach_alpha(S) <= expected + 1e-12).all()


@given(st.floats(0, 0.95), st.integers(3, 8))
def test_alpha_and_omega_agree_where_all_items_load_alike(loading, k):
    S = correlations_of(np.full(k, loading))
    np.testing.assert_allclose(mcdonald_omega(S), cronbach_alpha(S), atol=1e-8)


@given(LOADINGS, st.integers(0, 1000))
def test_units_signs_and_order_of_items_are_theirs_alone(loadings, seed):
    rng = np.random.default_rng(seed)
    k = loadings.shape[-1]
    order, unit = rng.permutation(k), rng.uniform(0.1, 10, k)
    S = correlations_of(loadings)
    other = (S * np.outer(unit, unit))[:, order][:, :, order]
    np.testing.assert_allclose(one_factor_loadings(other), loadings[:, order], atol=1e-7)
    np.testing.assert_allclose(mcdonald_omega(other), mcdonald_omega(S), atol=1e-7)
    np.testing.assert_allclose(cronbach_alpha(4 * S), cronbach_alpha(S), rtol=1e-12)


def test_a_reversed_item_has_a_negative_loading():
    loadings = np.array([0.8, 0.7, -0.6, 0.5])
    np.testing.assert_allclose(one_factor_loadings(correlations_of(loadings)), loadings, atol=1e-8)


def test_minres_ends_where_an_iterated_principal_axis_does():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(60, 1)) + rng.normal(size=(60, 5))
    R = np.corrcoef(X.T)
    share = np.full(5, 0.5)
    for _ in range(3000):
        values, vectors = np.linalg.eigh(R - np.diag(1 - share))
        share = values[-1] * vectors[:, -1] ** 2
    np.testing.assert_allclose(one_factor_loadings(R), np.sqrt(share), atol=1e-8)


def test_items_without_anything_in_common_have_no_reliability():
    assert mcdonald_omega(np.eye(4)) == cronbach_alpha(np.eye(4)) == 0


def test_what_cannot_be_had_is_nan_and_the_rest_of_the_stack_is_there():
    good = correlations_of(np.array([0.8, 0.7, 0.6]))
    unknown, constant = good.copy(), good.copy()
    unknown[0, 1] = unknown[1, 0] = np.nan
    constant[2] = constant[:, 2] = 0.0
    stack = np.array([unknown, good, constant])
    np.testing.assert_array_equal(np.isnan(mcdonald_omega(stack)), [True, False, True])
    np.testing.assert_array_equal(np.isnan(cronbach_alpha(stack)), [True, False, False])


def test_one_item_has_no_alpha_and_two_no_omega():
    assert np.isnan(cronbach_alpha([[1.0]]))
    assert np.isnan(mcdonald_omega([[1.0, 0.5], [0.5, 1.0]]))
    assert np.isnan(cronbach_alpha([[1.0, -1.0], [-1.0, 1.0]]))


def test_too_few_steps_give_no_loadings():
    S = correlations_of(np.array([0.8, 0.7, 0.6]))
    assert np.isnan(one_factor_loadings(S, max_iterations=1)).all()
    assert np.isnan(loadings_of_blocks([S], max_iterations=1)).all()


@given(st.lists(st.integers(0, 7), max_size=6), st.integers(0, 1000))
def test_blocks_of_any_size_have_the_loadings_that_they_have_alone(sizes, seed):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(30, 1))
    blocks = [np.cov((common + rng.normal(size=(30, k))).T).reshape(k, k) for k in sizes]
    blocks += [np.full((3, 3), np.nan), np.eye(4)]
    for found, S in zip(loadings_of_blocks(blocks), blocks, strict=True):
        alone = one_factor_loadings(S) if len(S) else []
        np.testing.assert_allclose(found, alone, atol=1e-9)


def test_no_blocks_have_no_loadings():
    assert loadings_of_blocks([]) == ()


@pytest.mark.parametrize("function", [cronbach_alpha, mcdonald_omega, one_factor_loadings])
@pytest.mark.parametrize("S", [np.ones(3), np.ones((2, 3))])
def test_matrices_that_are_not_square_are_refused(function, S):
    with pytest.raises(RequestError, match="square matrices"):
        function(S)


def test_reliability_of_a_difference_as_peter_churchill_and_brown_have_it():
    assert difference_reliability(1, 1, 0.8, 0.8, 0.6) == pytest.approx(0.5)
    assert difference_reliability(1, 1, 0.9, 0.9, 0.5) == pytest.approx(0.8)


@given(st.floats(0.1, 3), st.floats(0.1, 3), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_reliability_of_a_difference_is_true_variance_by_observed(s_p, s_e, r_pp, r_ee, share):
    true = share * s_p * s_e * np.sqrt(r_pp * r_ee)  # covariance of true scores, errors independent
    observed = s_p**2 + s_e**2 - 2 * true
    if observed > 1e-6:
        expected = (r_pp * s_p**2 + r_ee * s_e**2 - 2 * true) / observed
        found = difference_reliability(s_p, s_e, r_pp, r_ee, true / (s_p * s_e))
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_a_difference_that_does_not_vary_has_no_reliability():
    found = difference_reliability([0.1, 0.3], [0.1, 0.3], 0.9, 0.9, [1.0, 0.0])
    np.testing.assert_allclose(found, [np.nan, 0.9])


def test_a_sum_that_varies_by_rounding_only_has_no_reliability():
    X = np.array([[0.1, 0.7], [0.2, 0.6], [0.4, 0.4], [0.7, 0.1]])
    assert np.isnan(cronbach_alpha(np.cov(X.T)))
