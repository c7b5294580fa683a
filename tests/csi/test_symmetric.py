"""Elimination agrees with LAPACK, and a singular system says NaN."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clientlens_csi.layout import replicates_last
from clientlens_csi.symmetric import inverse, is_positive_definite, solve
from support.correlations import stacks


@given(stacks(replicates=3), st.integers(1, 3))
def test_solutions_are_lapacks(stack, columns):
    k = stack.shape[1]
    B = np.cos(np.arange(3 * k * columns)).reshape(3, k, columns)
    found = solve(replicates_last(stack), replicates_last(B))
    np.testing.assert_allclose(found, replicates_last(np.linalg.solve(stack, B)), rtol=1e-7)


@given(stacks(replicates=3))
def test_inverses_are_lapacks(stack):
    found = inverse(replicates_last(stack))
    np.testing.assert_allclose(found, replicates_last(np.linalg.inv(stack)), rtol=1e-7, atol=1e-9)


def test_a_singular_matrix_gives_nan_and_harms_no_other():
    stack = np.array([np.eye(3), np.ones((3, 3)), np.eye(3)])
    found = inverse(replicates_last(stack))
    assert np.isnan(found[..., 1]).any()
    np.testing.assert_array_equal(found[..., 0], np.eye(3))
    np.testing.assert_array_equal(found[..., 2], np.eye(3))


@given(stacks(replicates=2))
def test_correlations_of_data_are_positive_definite(stack):
    assert is_positive_definite(replicates_last(stack)).all()


def test_what_no_data_can_have_is_not_positive_definite():
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    unknown = np.full((3, 3), np.nan)
    found = is_positive_definite(replicates_last([impossible, unknown, np.eye(3)]))
    assert found.tolist() == [False, False, True]
