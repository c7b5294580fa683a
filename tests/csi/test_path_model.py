"""The notebook's model has the numbers of the study's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.plugin_api import RequestError
from clientlens_csi.estimates import estimate
from clientlens_csi.moments import item_moments
from clientlens_csi.path_model import PathModel

BLOCKS = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c1"]}
PATHS = {"b": ["a"], "c": ["a", "b"]}
ITEMS = [item for block in BLOCKS.values() for item in block]


def answers(seed=0, n=80):
    rng = np.random.default_rng(seed)
    return np.clip(np.rint(3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, 6))), 1, 5)


def test_numbers_are_those_of_the_moments():
    X = answers()
    model = PathModel(BLOCKS, PATHS, modes={"b": "B"}, scheme="factorial").fit(X)
    moments = item_moments(np.ones((1, len(X))), X)
    found = estimate(moments.covariance, model.structure_, scheme="factorial")
    np.testing.assert_array_equal(model.weights_.sum(axis=1), found.weights[0])
    np.testing.assert_array_equal(model.path_coefficients_, found.paths[0])
    assert model.n_iter_ == found.iterations[0]


@given(st.integers(0, 1000))
def test_scores_are_standardised_and_correlate_as_said(seed):
    X = answers(seed)
    model = PathModel(BLOCKS, PATHS)
    scores = model.fit_transform(X)
    np.testing.assert_allclose(scores.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(scores.std(axis=0), 1)
    np.testing.assert_allclose(np.corrcoef(scores.T), model.construct_correlations_, atol=1e-9)
    on_ab = np.linalg.lstsq(scores[:, :2], scores[:, 2], rcond=None)[0]
    np.testing.assert_allclose(model.path_coefficients_[2, :2], on_ab, atol=1e-9)


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(seed, random):
    X = answers(seed)
    order = list(range(len(X)))
    random.shuffle(order)
    one, other = PathModel(BLOCKS, PATHS).fit(X), PathModel(BLOCKS, PATHS).fit(X[order])
    np.testing.assert_allclose(one.weights_, other.weights_, atol=1e-9)


def test_a_weight_of_two_is_a_respondent_twice():
    X = answers()
    weights = np.where(np.arange(len(X)) < 30, 2, 1)
    weighted = PathModel(BLOCKS, PATHS).fit(X, sample_weight=weights)
    written_out = PathModel(BLOCKS, PATHS).fit(np.repeat(X, weights, axis=0))
    np.testing.assert_allclose(weighted.weights_, written_out.weights_, atol=1e-12)
    np.testing.assert_allclose(weighted.path_coefficients_, written_out.path_coefficients_)


def test_a_data_frame_is_read_by_name():
    frame = pd.DataFrame(answers(), columns=ITEMS)
    shuffled = frame[ITEMS[::-1]].assign(other=1)
    one, other = PathModel(BLOCKS, PATHS).fit(frame), PathModel(BLOCKS, PATHS).fit(shuffled)
    np.testing.assert_allclose(one.transform(frame), other.transform(shuffled), atol=1e-12)


@pytest.mark.parametrize("missing", ["mean", "pairwise", "listwise", "em"])
def test_missing_answers_are_allowed(missing):
    X = answers()
    X[::9, 1] = np.nan
    model = PathModel(BLOCKS, PATHS, missing=missing).fit(X)
    assert np.isfinite(model.transform(X)).all()
    if missing == "listwise":
        complete = PathModel(BLOCKS, PATHS).fit(X[~np.isnan(X).any(axis=1)])
        np.testing.assert_allclose(model.weights_, complete.weights_)


def test_mean_replacement_is_that_of_data_filled_in():
    X = answers()
    X[::9, 1] = np.nan
    filled = np.where(np.isnan(X), np.nanmean(X, axis=0), X)
    one, other = PathModel(BLOCKS, PATHS).fit(X), PathModel(BLOCKS, PATHS).fit(filled)
    np.testing.assert_allclose(one.weights_, other.weights_, atol=1e-12)


def test_with_em_a_missing_answer_still_scores_as_the_mean():
    X = answers()
    X[::9, 1] = np.nan
    model = PathModel(BLOCKS, PATHS, missing="em").fit(X)
    filled = np.where(np.isnan(X), model.mean_, X)
    np.testing.assert_allclose(model.transform(X), model.transform(filled))


def test_items_that_determine_each_other_are_refused_with_em():
    X = answers()
    X[:, 4] = X[:, 3]
    X[::9, 1] = np.nan
    with pytest.raises(RequestError, match="no maximum of the likelihood"):
        PathModel(BLOCKS, PATHS, missing="em").fit(X)


def test_it_can_be_made_again_from_its_parameters():
    model = PathModel(BLOCKS, PATHS, scheme="centroid")
    again = PathModel(**model.get_params())
    assert again.get_params() == model.get_params()
    assert again.set_params(scheme="path").scheme == "path"
    assert list(model.fit(answers()).get_feature_names_out()) == ["a", "b", "c"]


def test_a_parameter_it_does_not_have_is_refused():
    with pytest.raises(RequestError, match="Did you mean 'scheme'"):
        PathModel(BLOCKS, PATHS).set_params(schema="path")


def test_scores_need_a_fit():
    with pytest.raises(RequestError, match="call `fit` first"):
        PathModel(BLOCKS, PATHS).transform(answers())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda X: X[:, :5], r"a column for each of 6 items, got \(80, 5\)"),
        (lambda X: X * [1, 0, 1, 1, 1, 1], "item 'a2' has no variance"),
        (pd.DataFrame, "the data frame has no column 'a1'"),
    ],
)
def test_answers_that_cannot_be_used_are_refused(change, message):
    with pytest.raises(RequestError, match=message):
        PathModel(BLOCKS, PATHS).fit(change(answers()))


def test_collinear_items_of_mode_b_are_refused():
    X = answers()
    X[:, 3] = X[:, 2]
    with pytest.raises(RequestError, match="determine each other"):
        PathModel(BLOCKS, PATHS, modes="B").fit(X)


@pytest.mark.parametrize(
    ("weights", "message"), [([1, 2], "80 values"), ([-1] * 80, "must not be negative")]
)
def test_weights_without_sense_are_refused(weights, message):
    with pytest.raises(RequestError, match=message):
        PathModel(BLOCKS, PATHS).fit(answers(), sample_weight=weights)
