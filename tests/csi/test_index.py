"""The index runs from 0 to 100, and its effects are those of the published scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.plugin_api import RequestError
from clientlens_csi import index as ix
from clientlens_csi.effects import total_effects
from clientlens_csi.estimates import estimate
from clientlens_csi.moments import item_moments
from clientlens_csi.structure import path_structure

MODEL = path_structure(
    {"a": ["a1", "a2"], "b": ["b1", "b2"], "c": ["c1"]}, {"b": ["a"], "c": ["a", "b"]}
)
SCALES = np.array([[1, 5], [1, 5], [1, 10], [0, 100], [1, 7]])


def answers(seed, n=60):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    share = 1 / (1 + np.exp(-(common + 0.7 * rng.normal(size=(n, 5)))))
    return SCALES[:, 0] + share * (SCALES[:, 1] - SCALES[:, 0])


def estimated(X, weights=None):
    W = np.ones((1, len(X))) if weights is None else weights
    moments = item_moments(W, X)
    found = estimate(moments.covariance, MODEL)
    return found, ix.index(moments.mean, moments.deviation, found.weights, SCALES, MODEL)


@given(st.integers(0, 10_000))
def test_rescaled_total_effects_are_regressions_on_the_published_scores(seed):
    X = answers(seed)
    found, index = estimated(X)
    points = 100 * (X - SCALES[:, 0]) / (SCALES[:, 1] - SCALES[:, 0])
    scores = np.column_stack([points[:, b] @ index.weights[0, b] for b in MODEL.blocks])
    np.testing.assert_allclose(scores.mean(axis=0), index.values[0], rtol=1e-9)
    np.testing.assert_allclose(scores.std(axis=0), index.deviation[0], rtol=1e-9)
    effects = ix.importance(total_effects(found.paths, MODEL), index.deviation)[0]
    a, b, c = scores.T
    ones = np.ones(len(a))
    on_a = np.linalg.lstsq(np.column_stack([ones, a]), c, rcond=None)[0][1]
    on_both = np.linalg.lstsq(np.column_stack([ones, a, b]), c, rcond=None)[0][1:]
    assert effects[2, 0] == pytest.approx(on_a, abs=1e-9)
    assert effects[2, 1] == pytest.approx(on_both[1], abs=1e-9)


@given(st.integers(0, 10_000))
def test_a_point_on_every_item_is_a_point_of_the_index(seed):
    X = answers(seed)
    _, index = estimated(X)
    for block in MODEL.blocks:
        assert index.weights[0, block].sum() == pytest.approx(1)


@given(st.integers(0, 10_000), st.floats(0.1, 10))
def test_the_unit_of_weights_does_not_matter(seed, factor):
    X = answers(seed)
    moments = item_moments(np.ones((1, len(X))), X)
    w = estimate(moments.covariance, MODEL).weights
    one = ix.index(moments.mean, moments.deviation, w, SCALES, MODEL)
    other = ix.index(moments.mean, moments.deviation, factor * w, SCALES, MODEL)
    np.testing.assert_allclose(one.values, other.values)
    np.testing.assert_allclose(one.weights, other.weights)


@given(arrays(float, (2, 5), elements=st.floats(0.1, 1)))
def test_the_ends_of_the_scales_are_0_and_100(weights):
    deviation = np.ones((2, 5))
    low = ix.index(np.tile(SCALES[:, 0], (2, 1)), deviation, weights, SCALES, MODEL)
    high = ix.index(np.tile(SCALES[:, 1], (2, 1)), deviation, weights, SCALES, MODEL)
    np.testing.assert_allclose(low.values, 0, atol=1e-9)
    np.testing.assert_allclose(high.values, 100)


def test_weights_without_a_positive_sum_leave_no_index():
    weights = np.array([[1.0, -1.0, 0.5, 0.5, 1.0]])
    found = ix.index(np.full((1, 5), 3.0), np.ones((1, 5)), weights, SCALES[[0] * 5], MODEL)
    assert np.isnan(found.values[0]).tolist() == [True, False, False]


def test_a_scale_without_width_is_refused():
    scales = SCALES.copy()
    scales[2] = [5, 5]
    with pytest.raises(RequestError, match="got 5 to 5 for item 3"):
        ix.index(np.ones((1, 5)), np.ones((1, 5)), np.ones((1, 5)), scales, MODEL)


def test_the_index_of_the_mobile_data(ecsi_model, moments, published):
    model = ecsi_model()
    found = estimate(moments["correlation"], model)
    scales = np.tile(moments["scale"], (24, 1))
    index = ix.index(moments["mean"][None], moments["sd"][None], found.weights, scales, model)
    for construct, expected in published["index"]["indices"].items():
        c = model.position(construct)
        assert index.values[0, c] == pytest.approx(expected["index_0_100"], abs=1e-5)
        assert index.deviation[0, c] == pytest.approx(expected["sd_0_100"], abs=1e-5)
        for item, weight in expected["unstd_weights"].items():
            cell = index.weights[0, model.items.index(item)]
            assert cell == pytest.approx(weight, abs=1e-7)
    effects = ix.importance(total_effects(found.paths, model), index.deviation)[0]
    target = model.position(published["index"]["ipma_target"])
    for source, value in published["index"]["unstandardised_total_effects"].items():
        assert effects[target, model.position(source)] == pytest.approx(value, abs=1e-5)
