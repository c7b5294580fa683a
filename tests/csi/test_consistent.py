"""Consistent PLS finds the population, and says when no population fits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens_csi.effects import r_squared
from clientlens_csi.estimates import estimate
from clientlens_csi.structure import path_structure
from clientlens_csi.troubles import Trouble

BLOCKS = {"a": ["y11", "y12", "y13"], "b": ["y21", "y22", "y23"], "c": ["y31", "y32", "y33"]}
PATHS = {"b": ["a"], "c": ["a", "b"]}
EXACT = {"atol": 1e-9}


def construct_correlations(ab, ac, bc):
    r = np.eye(3)
    r[0, 1] = r[1, 0] = ab
    r[0, 2] = r[2, 0] = ac + bc * ab
    r[1, 2] = r[2, 1] = bc + ac * ab
    return r


def factor_population(loadings, r):
    L = np.asarray(loadings)
    of = np.repeat(np.arange(3), 3)
    S = np.outer(L, L) * r[of[:, None], of]
    np.fill_diagonal(S, 1.0)
    return S[None]


def composite_population(weights, within, r):
    """Blocks (3, 3, 3) correlate as given; between blocks only the composites do."""
    w = np.asarray(weights, dtype=float)
    w = w / np.sqrt(np.einsum("ci,cij,cj->c", w, within, w))[:, None]
    L = np.einsum("cij,cj->ci", within, w).ravel()
    of = np.repeat(np.arange(3), 3)
    S = np.outer(L, L) * r[of[:, None], of]
    for c in range(3):
        S[3 * c : 3 * c + 3, 3 * c : 3 * c + 3] = within[c]
    return S[None], w.ravel(), L


@pytest.mark.parametrize("scheme", ["path", "factorial", "centroid"])
def test_three_common_factors_are_found_exactly(scheme):
    """The population that cSEM's own tests use."""
    loadings = [0.8, 0.9, 0.8, 0.7, 0.7, 0.9, 0.9, 0.8, 0.7]
    S = factor_population(loadings, construct_correlations(0.6, 0.4, 0.35))
    found = estimate(S, path_structure(BLOCKS, PATHS, reflective=True), scheme=scheme)
    np.testing.assert_allclose(found.loadings[0], loadings, **EXACT)
    np.testing.assert_allclose(found.paths[0], [[0, 0, 0], [0.6, 0, 0], [0.4, 0.35, 0]], **EXACT)
    assert found.is_admissible.all()


@pytest.mark.parametrize("scheme", ["path", "factorial", "centroid"])
def test_three_composites_are_found_exactly(scheme):
    within = np.array(
        [
            [[1, 0.2, 0.0], [0.2, 1, 0.4], [0.0, 0.4, 1]],
            [[1, 0.25, 0.4], [0.25, 1, 0.16], [0.4, 0.16, 1]],
            [[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]],
        ]
    )
    weights = [[0.2, 0.6, 0.6], [0.4, 0.3, 1.0], [0.8, 0.4, 0.4]]
    S, w, L = composite_population(weights, within, construct_correlations(0.6, 0.4, 0.35))
    model = path_structure(BLOCKS, PATHS, modes="B")
    found = estimate(S, model, scheme=scheme, tolerance=1e-12)
    np.testing.assert_allclose(found.weights[0], w, **EXACT)
    np.testing.assert_allclose(found.loadings[0], L, **EXACT)
    np.testing.assert_allclose(found.paths[0], [[0, 0, 0], [0.6, 0, 0], [0.4, 0.35, 0]], **EXACT)


@given(
    st.lists(st.floats(0.3, 0.95), min_size=9, max_size=9),
    st.floats(0.1, 0.6),
    st.floats(0.05, 0.4),
    st.floats(0.05, 0.4),
)
def test_any_common_factors_are_found(loadings, ab, ac, bc):
    S = factor_population(loadings, construct_correlations(ab, ac, bc))
    model = path_structure(BLOCKS, PATHS, reflective=True)
    found = estimate(S, model, tolerance=1e-12)
    np.testing.assert_allclose(found.loadings[0], loadings, atol=1e-6)
    np.testing.assert_allclose(found.paths[0, [1, 2, 2], [0, 0, 1]], [ab, ac, bc], atol=1e-6)


@given(st.floats(0.1, 0.6), st.floats(0.05, 0.4), st.floats(0.05, 0.4))
def test_a_construct_of_one_item_is_measured_without_error(ab, ac, bc):
    loadings = [0.8, 0.7, 0.6, 1.0, 0.7, 0.7, 0.9, 0.8, 0.7]
    S = factor_population(loadings, construct_correlations(ab, ac, bc))
    kept = [0, 1, 2, 3, 6, 7, 8]
    blocks = {**BLOCKS, "b": ["y21"]}
    model = path_structure(blocks, PATHS, reflective=True)
    found = estimate(S[:, kept][:, :, kept], model, tolerance=1e-12)
    np.testing.assert_allclose(found.paths[0, [1, 2, 2], [0, 0, 1]], [ab, ac, bc], atol=1e-6)


def test_composites_are_left_as_they_are(ecsi_model, moments):
    plain = estimate(moments["correlation"], ecsi_model())
    mixed_model = ecsi_model(reflective=["Image"])
    mixed = estimate(moments["correlation"], mixed_model)
    others = mixed_model.construct_of != mixed_model.position("Image")
    np.testing.assert_array_equal(mixed.loadings[:, others], plain.loadings[:, others])
    np.testing.assert_array_equal(mixed.weights, plain.weights)


def test_the_mobile_data_are_those_of_seminr(ecsi_model, moments, published):
    model = ecsi_model(reflective=True)
    found = estimate(moments["correlation"], model)
    r2 = r_squared(found.correlations, found.paths, model)
    for source, targets in published["consistent"]["paths"].items():
        for target, value in targets.items():
            t = model.position(target)
            if source == "R^2":
                assert r2[0, t] == pytest.approx(value, abs=1e-6)
            elif source != "AdjR^2":
                cell = found.paths[0, t, model.position(source)]
                assert cell == pytest.approx(value, abs=1e-6)


def test_what_no_population_has_is_said():
    two = path_structure({"a": ["x", "y"], "b": ["u", "v"]}, {"b": ["a"]}, reflective=True)
    close = np.array(
        [[1, 0.5, 0.6, 0.6], [0.5, 1, 0.6, 0.6], [0.6, 0.6, 1, 0.5], [0.6, 0.6, 0.5, 1]]
    )
    found = estimate([close], two)
    assert found.troubles[0] == Trouble.CORRELATION_ABOVE_ONE | Trouble.NOT_POSITIVE_DEFINITE
    assert found.has_converged[0]
    assert not found.is_admissible[0]
    assert found.paths[0, 1, 0] > 1
