"""Varimax: the largest variance of squares that any rotation gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_weighting.varimax import varimax

loadings = arrays(np.float64, (2, 6, 3), elements=st.integers(-8, 8).map(lambda k: k / 10))
ALL = np.array([3, 3])


def criterion(turned):
    return (turned**2).var(axis=1).sum(axis=1)


@given(loadings)
def test_communalities_stay(plain):
    turned = varimax(plain, ALL).loadings
    np.testing.assert_allclose((turned**2).sum(axis=2), (plain**2).sum(axis=2), atol=1e-9)


@given(loadings, st.floats(0, np.pi), st.integers(0, 2))
def test_no_turn_of_two_factors_does_better(plain, angle, left_out):
    found = varimax(plain, ALL)
    assert found.has_converged.all()
    pair = [k for k in range(3) if k != left_out]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    other = found.loadings.copy()
    other[:, :, pair] = other[:, :, pair] @ turn
    assert (criterion(other) <= criterion(found.loadings) + 1e-9).all()


@pytest.mark.parametrize("kaiser", [False, True])
def test_rows_are_brought_to_length_one_where_wanted(kaiser):
    """Kaiser's rows count equally: scaling one row changes the rotation only without it."""
    plain = np.array([[[0.8, 0.3], [0.7, 0.4], [0.3, 0.7], [0.2, 0.9]]])
    scaled = plain * np.array([1, 1, 1, 0.1])[:, None]
    turned, again = (varimax(x, np.array([2]), kaiser=kaiser).loadings[0] for x in (plain, scaled))
    ratio = turned[:3] / again[:3]
    assert (np.abs(ratio - 1).max() < 1e-9) == kaiser


def test_factors_that_are_not_kept_are_zero():
    found = varimax(np.full((2, 3, 2), 0.5), np.array([1, 2])).loadings
    np.testing.assert_array_equal(found[0, :, 1], 0)


def test_a_row_of_zeros_stays_zero():
    plain = np.array([[[0.0, 0.0], [0.8, 0.3], [0.1, 0.9]]])
    np.testing.assert_array_equal(varimax(plain, np.array([2]), kaiser=True).loadings[0, 0], 0)


def test_no_replicates_give_none():
    assert varimax(np.empty((0, 3, 2)), np.empty(0, int)).loadings.shape[0] == 0


def test_loadings_are_left_as_they_were():
    plain = np.array([[[0.8, 0.3], [0.1, 0.9]]])
    before = plain.copy()
    varimax(plain, np.array([2]))
    np.testing.assert_array_equal(plain, before)
