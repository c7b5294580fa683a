"""Reliabilities of known factors, and of the mobile phone data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_csi import reliability
from clientlens_csi.estimates import estimate
from clientlens_csi.structure import path_structure

MODEL = path_structure({"a": ["x", "y", "z"], "b": ["u"]}, {"b": ["a"]}, reflective=["a"])
LOADINGS = arrays(float, (2, 3), elements=st.floats(0.3, 0.95))


def one_factor(loadings):
    """Correlations (R, 4, 4) of items that load on one factor, the last without error."""
    L = np.column_stack([loadings, np.full(len(loadings), 0.6)])
    S = L[:, :, None] * L[:, None, :]
    S[:, np.arange(4), np.arange(4)] = 1.0
    return S


@given(LOADINGS)
def test_rho_c_of_consistent_loadings_is_the_share_of_the_factor_in_the_sum(loadings):
    S = one_factor(loadings)
    found = reliability.rho_c(estimate(S, MODEL, tolerance=1e-13).loadings, MODEL)
    expected = loadings.sum(axis=1) ** 2 / S[:, :3, :3].sum(axis=(1, 2))
    np.testing.assert_allclose(found[:, 0], expected, rtol=1e-6)


@given(LOADINGS)
def test_rho_a_is_the_squared_correlation_of_scores_and_factor(loadings):
    found = estimate(one_factor(loadings), MODEL, tolerance=1e-13)
    expected = (found.weights[:, :3] * loadings).sum(axis=1) ** 2
    np.testing.assert_allclose(found.rho_a[:, 0], expected, rtol=1e-6)


@given(st.floats(0.1, 0.95))
def test_alpha_and_rho_c_agree_where_all_items_load_alike(loading):
    S = one_factor(np.full((1, 3), loading))
    alpha = reliability.alpha(S, MODEL)
    L = np.full((1, 4), loading)
    np.testing.assert_allclose(alpha[:, 0], reliability.rho_c(L, MODEL)[:, 0], rtol=1e-9)


def test_raw_alpha_follows_the_variances():
    covariance = one_factor(np.array([[0.8, 0.7, 0.6]])) * np.outer([1, 2, 3, 1], [1, 2, 3, 1])
    own = covariance[0, :3, :3]
    expected = 1.5 * (1 - np.trace(own) / own.sum())
    assert reliability.alpha(covariance, MODEL)[0, 0] == pytest.approx(expected)


def test_one_item_has_no_reliability():
    found = estimate(one_factor(np.array([[0.8, 0.7, 0.6]])), MODEL)
    for values in (
        reliability.alpha(found.item_correlations, MODEL),
        reliability.rho_c(found.loadings, MODEL),
        reliability.average_variance_extracted(found.loadings, MODEL),
        found.rho_a,
    ):
        assert np.isnan(values[0]).tolist() == [False, True]


def test_rho_a_is_for_correlation_weights_alone():
    model = path_structure({"a": ["x", "y", "z"], "b": ["u"]}, {"b": ["a"]}, modes={"a": "B"})
    assert np.isnan(estimate(one_factor(np.array([[0.8, 0.7, 0.6]])), model).rho_a).all()


@pytest.mark.parametrize(("part", "reflective"), [("quality", False), ("consistent", True)])
def test_reliabilities_of_the_mobile_data_are_published(
    part, reflective, ecsi_model, moments, published
):
    model = ecsi_model(reflective=reflective)
    found = estimate(moments["correlation"], model)
    mine = {
        "alpha": reliability.alpha(found.item_correlations, model),
        "rhoA": found.rho_a,
        "rhoC": reliability.rho_c(found.loadings, model),
        "AVE": reliability.average_variance_extracted(found.loadings, model),
    }
    for construct, expected in published[part]["reliability"].items():
        if construct == "Complaints":
            continue
        for name, values in mine.items():
            cell = values[0, model.position(construct)]
            assert cell == pytest.approx(expected[name], abs=1e-6), (construct, name)
