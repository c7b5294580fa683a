"""Structural results are regressions, and effects are sums over chains of paths."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats.regression import r_squared as plain_r_squared
from clientlens.stats.regression import standardised_betas
from clientlens_csi import effects
from clientlens_csi.structure import path_structure
from support.correlations import stacks

MODEL = path_structure(
    {"a": ["a1"], "b": ["b1"], "c": ["c1"], "d": ["d1"]},
    {"b": ["a"], "c": ["a", "b"], "d": ["a", "b", "c"]},
)
FOUR = stacks(replicates=2, drivers=st.just(3))
CLOSE = {"rtol": 1e-7, "atol": 1e-9}


def without(source, target):
    """The model's sources of `target`, less one."""
    return [s for s in MODEL.sources(target) if s != source]


@given(FOUR)
def test_paths_are_standardised_regression_coefficients(r):
    B = effects.path_coefficients(r, MODEL)
    for target in MODEL.endogenous:
        columns = [*MODEL.sources(target), target]
        expected = standardised_betas(r[:, columns][:, :, columns])
        np.testing.assert_allclose(B[:, target, columns[:-1]], expected, **CLOSE)
    assert (B[:, ~MODEL.paths] == 0).all()


@given(FOUR)
def test_f_squared_is_the_loss_of_r_squared_without_the_path(r):
    B = effects.path_coefficients(r, MODEL)
    found = effects.f_squared(r, B, MODEL)
    full = effects.r_squared(r, B, MODEL)
    for target, source in np.argwhere(MODEL.paths):
        columns = [*without(source, target), target]
        less = 0.0
        if len(columns) > 1:
            less = plain_r_squared(r[:, columns][:, :, columns])
        expected = (full[:, target] - less) / (1 - full[:, target])
        np.testing.assert_allclose(found[:, target, source], expected, rtol=1e-5, atol=1e-7)
    assert np.isnan(found[:, ~MODEL.paths]).all()


@given(FOUR)
def test_vif_is_that_of_a_source_regressed_on_the_others(r):
    found = effects.inner_vif(r, MODEL)
    for target, source in np.argwhere(MODEL.paths):
        columns = [*without(source, target), source]
        explained = plain_r_squared(r[:, columns][:, :, columns]) if len(columns) > 1 else 0.0
        np.testing.assert_allclose(found[:, target, source], 1 / (1 - explained), rtol=1e-6)


@given(FOUR)
def test_total_effects_invert_the_structural_equations(r):
    B = effects.path_coefficients(r, MODEL)
    expected = np.linalg.inv(np.eye(4) - B) - np.eye(4)
    np.testing.assert_allclose(effects.total_effects(B, MODEL), expected, **CLOSE)


@given(FOUR)
def test_effects_along_chains_add_up_to_the_indirect_effects(r):
    B = effects.path_coefficients(r, MODEL)
    chains = effects.indirect_chains(MODEL)
    along = effects.chain_effects(B, chains)
    summed = np.zeros_like(B)
    for i, chain in enumerate(chains):
        summed[:, chain[-1], chain[0]] += along[:, i]
    np.testing.assert_allclose(summed, effects.total_effects(B, MODEL) - B, **CLOSE)


def test_chains_are_every_row_of_two_paths_or_more():
    assert effects.indirect_chains(MODEL) == (
        (0, 1, 2),
        (0, 1, 3),
        (0, 2, 3),
        (1, 2, 3),
        (0, 1, 2, 3),
    )


def test_r_squared_of_sources_alone_is_undefined():
    r = np.eye(4)[None] / 2 + 0.5
    found = effects.r_squared(r, effects.path_coefficients(r, MODEL), MODEL)
    assert np.isnan(found[0]).tolist() == [True, False, False, False]


def test_adjusted_r_squared_needs_more_respondents_than_sources():
    found = effects.adjusted_r_squared(np.full((1, 4), 0.5), np.array([4]), MODEL)
    assert np.isnan(found[0]).tolist() == [False, False, False, True]


@given(FOUR)
def test_outer_vif_is_the_diagonal_of_the_inverse(S):
    model = path_structure({"a": ["x", "y", "z"], "b": ["u"]}, {"b": ["a"]})
    found = effects.outer_vif(S, model)
    expected = np.linalg.inv(S[:, :3, :3]).diagonal(axis1=1, axis2=2)
    np.testing.assert_allclose(found[:, :3], expected, rtol=1e-7)
    np.testing.assert_array_equal(found[:, 3], 1.0)


def test_rows_of_paths_are_counted_as_many_as_are_listed(ecsi_model):
    model = ecsi_model()
    assert effects.count_chains(model) == len(effects.indirect_chains(model))
