"""A model that made the correlations fits them; one that didn't stands out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats.resample import bootstrap_counts
from clientlens_csi import fit
from clientlens_csi.effects import path_coefficients, r_squared
from clientlens_csi.estimates import estimate
from clientlens_csi.moments import correlations, item_moments
from clientlens_csi.structure import path_structure
from support.correlations import stacks

CHAIN = path_structure(
    {"a": ["a1"], "b": ["b1"], "c": ["c1"], "d": ["d1"]},
    {"c": ["a", "b"], "d": ["c"]},
)
BLOCKS = {"a": ["x", "y", "z"], "b": ["u", "v", "w"]}
FACTORS = path_structure(BLOCKS, {"b": ["a"]}, reflective=True)


def population(loadings, r=0.5):
    of = np.repeat([0, 1], 3)
    S = np.outer(loadings, loadings) * np.where(of[:, None] == of, 1.0, r)
    np.fill_diagonal(S, 1.0)
    return S[None]


@given(st.lists(st.floats(0.4, 0.9), min_size=6, max_size=6))
def test_the_model_that_made_the_correlations_fits(loadings):
    S = population(np.array(loadings))
    found = fit.fit(estimate(S, FACTORS, tolerance=1e-13), FACTORS)
    assert found.srmr[0] == pytest.approx(0, abs=1e-6)
    assert found.d_uls[0] == pytest.approx(0, abs=1e-9)
    assert found.d_g[0] == pytest.approx(0, abs=1e-9)


@given(stacks(replicates=2, drivers=st.just(3)))
def test_implied_correlations_solve_the_structural_equations(r):
    B = path_coefficients(r, CHAIN)
    implied = fit.implied_by_paths(r, B, CHAIN)
    turn = np.linalg.inv(np.eye(4) - B)
    for row, T in zip(implied, turn, strict=True):
        disturbances = np.linalg.inv(T) @ row @ np.linalg.inv(T).T
        off = disturbances - np.diag(disturbances.diagonal())
        off[0, 1] = off[1, 0] = 0.0  # exogenous constructs may correlate
        np.testing.assert_allclose(off, 0, atol=1e-9)
        np.testing.assert_allclose(row.diagonal(), 1)


@given(stacks(replicates=2, drivers=st.just(5)))
def test_a_saturated_composite_model_misses_between_blocks_alone(S):
    model = path_structure(BLOCKS, {"b": ["a"]})
    implied = fit.implied_correlations(estimate(S, model), model, "saturated")
    np.testing.assert_array_equal(implied[:, :3, :3], S[:, :3, :3])
    np.testing.assert_array_equal(implied[:, 3:, 3:], S[:, 3:, 3:])


@given(stacks(replicates=2, drivers=st.just(3)), stacks(replicates=2, drivers=st.just(3)))
def test_the_geodesic_distance_is_symmetric(one, other):
    there, back = fit.geodesic_distance(one, other), fit.geodesic_distance(other, one)
    np.testing.assert_allclose(there, back, rtol=1e-6, atol=1e-9)


def test_a_singular_matrix_has_no_geodesic_distance():
    singular = np.ones((1, 3, 3))
    assert np.isnan(fit.geodesic_distance(singular, np.eye(3)[None]))
    assert np.isnan(fit.geodesic_distance(np.eye(3)[None], singular))


def test_turned_answers_have_the_implied_correlations():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(200, 6)) @ rng.normal(size=(6, 6))
    W = np.vstack([np.ones(200), bootstrap_counts(1, 200, 0, 5)])
    moments = item_moments(W, X)
    found = estimate(moments.covariance, FACTORS)
    implied = fit.implied_correlations(found, FACTORS)
    if np.linalg.eigvalsh(implied[0])[0] > 0:
        turned = fit.as_if_it_fitted(moments.covariance, moments.covariance[0], implied[0])
        np.testing.assert_allclose(correlations(turned)[0], implied[0], atol=1e-9)


def exceeding(S, seed=1):
    """Share of replicates of a fitting sample that lie farther off than this one."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(300, 6)) @ np.linalg.cholesky(S[0]).T
    W = np.vstack([np.ones(300), bootstrap_counts(seed, 300, 0, 300)])
    moments = item_moments(W, X)
    found = estimate(moments.covariance, FACTORS)
    observed = fit.fit(found, FACTORS).d_uls[0]
    implied = fit.implied_correlations(found, FACTORS)
    turned = fit.as_if_it_fitted(moments.covariance[1:], moments.covariance[0], implied[0])
    null = fit.fit(estimate(turned, FACTORS), FACTORS).d_uls
    return (null >= observed).mean()


def test_exact_fit_is_rejected_for_a_wrong_model_alone():
    right = population(np.full(6, 0.7))
    wrong = right.copy()
    wrong[0, 0, 3] = wrong[0, 3, 0] = 0.65  # two items of different blocks share something else
    assert exceeding(right) > 0.05
    assert exceeding(wrong) < 0.01


NATURAL = np.log(10) ** 2
"""cSEM takes logarithms to the base 10."""

EXACT_FIT = {"omf_composite_modeA": False, "omf_pls_common_factor_no_disattenuation": True}
"""Its tests on the mobile data, and whether blocks are judged as those of common factors."""


def as_csem_implies(found, model):
    """Estimates whose constructs correlate as cSEM's do, for a saturated fit.

    Its disturbances keep a variance of 1 - R², so that an implied variance leaves 1; the constructs
    of one block are taken to have 1 nevertheless.
    """
    B, r = found.paths, found.correlations
    r2 = r_squared(r, B, model)
    is_exogenous = ~model.paths.any(axis=1)
    disturbances = np.where(np.outer(is_exogenous, is_exogenous), r, 0.0)
    constructs = np.arange(len(is_exogenous))
    disturbances[:, constructs, constructs] = np.where(is_exogenous, 1.0, 1 - r2)
    turn = np.linalg.inv(np.eye(len(constructs)) - B)
    implied = turn @ disturbances @ turn.swapaxes(1, 2)
    implied[:, constructs, constructs] = 1.0
    return replace(found, correlations=implied)


def distances(found, model, judged):
    """(3, R) SRMR, d_ULS and d_G as cSEM has them but for the logarithm."""
    fits = fit.fit(as_csem_implies(found, model), judged, "saturated")
    return np.array([fits.srmr, fits.d_uls, fits.d_g])


def csems(values):
    return np.array([values["SRMR"], values["dL"], values["dG"] * NATURAL])


@pytest.mark.parametrize("test", EXACT_FIT)
def test_distances_of_the_mobile_data_are_those_of_csems_exact_fit(
    test, mobi, reference, ecsi_model
):
    model, judged = ecsi_model(), ecsi_model(reflective=EXACT_FIT[test])
    found = estimate(item_moments(np.ones((1, 250)), mobi).covariance, model, tolerance=1e-13)
    theirs = csems(reference("csem_mobi_omf_cvpat.json")[test]["Test_statistic"])
    # It stops at changes of 1e-5, which the loadings of common factors show.
    np.testing.assert_allclose(distances(found, model, judged)[:, 0], theirs, rtol=1e-6)
    ours = fit.fit(found, judged)
    np.testing.assert_allclose([ours.srmr[0], ours.d_uls[0], ours.d_g[0]], theirs, rtol=0.01)


@pytest.mark.parametrize("test", EXACT_FIT)
def test_critical_values_of_exact_fit_are_csems_but_for_chance(test, mobi, reference, ecsi_model):
    expected = reference("csem_mobi_omf_cvpat.json")[test]
    model, judged = ecsi_model(), ecsi_model(reflective=EXACT_FIT[test])
    draws = 2000
    W = np.vstack([np.ones(250), bootstrap_counts(1, 250, 0, draws)])
    S = item_moments(W, mobi).covariance
    answered = as_csem_implies(estimate(S[:1], model), model)
    implied = fit.implied_correlations(answered, judged, "saturated")[0]
    null = distances(estimate(fit.as_if_it_fitted(S[1:], S[0], implied), model), model, judged)
    critical = expected["Critical_value"]
    theirs = csems(dict(zip(critical["rows"], np.ravel(critical["data"]), strict=True)))
    runs = expected["Information"]["Number_admissibles"]
    three_errors = 3 * np.sqrt(0.05 * 0.95 * (1 / runs + 1 / draws))
    low, high = np.quantile(null, [0.95 - three_errors, 0.95 + three_errors], axis=1)
    assert (low < theirs).all()
    assert (theirs < high).all()
    assert (csems(expected["Test_statistic"]) > np.quantile(null, 0.95, axis=1)).all()
