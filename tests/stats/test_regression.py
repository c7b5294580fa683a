"""Regression from correlations: against least squares and the swiss data, and the laws."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.regression import (
    correlation,
    drivers_of,
    partial_correlation,
    r_squared,
    standardised_betas,
)
from support.correlations import SWISS, stacks

MEASURES = [correlation, standardised_betas, partial_correlation]

# Standardised betas and R² as R's lm() gives them; partial r from the inverse of the matrix.
SWISS_BETAS = [-0.3129212825, -0.1647782225, -0.6704007801, 0.3476000281, 0.2511359763]
SWISS_PARTIAL = [-0.3571232611, -0.1567523289, -0.5964762536, 0.4187869729, 0.4032406948]
SWISS_R_SQUARED = 0.7067350016


def test_swiss_fertility_gives_the_published_numbers():
    np.testing.assert_allclose(standardised_betas([SWISS], 0)[0], SWISS_BETAS, atol=1e-10)
    np.testing.assert_allclose(partial_correlation([SWISS], 0)[0], SWISS_PARTIAL, atol=1e-10)
    np.testing.assert_allclose(r_squared([SWISS], 0), SWISS_R_SQUARED, atol=1e-10)
    np.testing.assert_array_equal(correlation([SWISS], 0)[0], SWISS[0, 1:])


def test_swiss_data_give_the_betas_of_the_reference_file():
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE names no folder with data/swiss.csv")
    data = pd.read_csv(Path(folder) / "data" / "swiss.csv").to_numpy(dtype=float)
    expected = pd.read_csv(Path(folder) / "results" / "relimp_swiss.csv", index_col=0)
    found = standardised_betas([np.corrcoef(data.T)], target=0)[0]
    np.testing.assert_allclose(found, expected["beta"], rtol=1e-12)
    simple = correlation([np.corrcoef(data.T)], target=0)[0]
    np.testing.assert_allclose(simple**2, expected["first_r2"], rtol=1e-12)


@given(stacks())
def test_partial_correlation_is_read_off_the_inverse_of_the_whole_matrix(stack):
    P = np.linalg.inv(stack)
    diagonal = P.diagonal(axis1=1, axis2=2)
    expected = -P[:, :-1, -1] / np.sqrt(diagonal[:, :-1] * diagonal[:, -1:])
    np.testing.assert_allclose(partial_correlation(stack), expected, atol=1e-9)


@given(stacks())
def test_betas_solve_the_normal_equations(stack):
    betas = standardised_betas(stack)[:, :, None]
    np.testing.assert_allclose(stack[:, :-1, :-1] @ betas, stack[:, :-1, -1:], atol=1e-10)


def test_partial_correlation_is_that_of_residuals():
    X = np.random.default_rng(5).normal(size=(60, 4)) @ np.triu(np.ones((4, 4)))
    others = np.column_stack([np.ones(60), X[:, 1:3]])
    project = np.eye(60) - others @ np.linalg.pinv(others)
    expected = np.corrcoef(project @ X[:, 0], project @ X[:, 3])[0, 1]
    found = partial_correlation([np.corrcoef(X.T)])[0, 0]
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@given(stacks(), st.randoms(use_true_random=False))
@pytest.mark.parametrize("measure", MEASURES)
def test_order_of_the_drivers_does_not_matter(measure, stack, random):
    order = list(range(stack.shape[1] - 1))
    random.shuffle(order)
    columns = [*order, stack.shape[1] - 1]
    shuffled = stack[:, columns][:, :, columns]
    np.testing.assert_allclose(measure(shuffled), measure(stack)[:, order], atol=1e-9)


@given(stacks(), st.data())
@pytest.mark.parametrize("measure", MEASURES)
def test_place_of_the_target_does_not_matter(measure, stack, data):
    p = stack.shape[1]
    target = data.draw(st.integers(0, p - 1))
    columns = np.insert(np.arange(p - 1), target, p - 1)
    moved = stack[:, columns][:, :, columns]
    np.testing.assert_allclose(measure(moved, target), measure(stack), atol=1e-9)
    np.testing.assert_allclose(measure(moved, target - p), measure(stack), atol=1e-9)


@given(stacks(replicates=3))
@pytest.mark.parametrize("measure", MEASURES)
def test_a_stack_gives_what_its_matrices_give_alone(measure, stack):
    one_by_one = np.concatenate([measure(stack[i : i + 1]) for i in range(3)])
    np.testing.assert_allclose(measure(stack), one_by_one, atol=1e-12)


@given(st.lists(st.floats(-0.4, 0.4), min_size=1, max_size=5))
def test_betas_of_uncorrelated_drivers_are_their_correlations(r):
    stack = orthogonal(r)
    np.testing.assert_allclose(standardised_betas(stack)[0], r, atol=1e-14)
    np.testing.assert_allclose(r_squared(stack), np.sum(np.square(r)), atol=1e-14)


def orthogonal(r):
    matrix = np.eye(len(r) + 1)
    matrix[-1, :-1] = matrix[:-1, -1] = r
    return matrix[None]


@pytest.mark.parametrize("measure", [standardised_betas, partial_correlation])
def test_a_replicate_that_cannot_be_estimated_is_nan_and_leaves_the_others_alone(measure):
    twins = SWISS.copy()
    twins[2], twins[:, 2] = twins[1], twins[:, 1]
    twins[1, 2] = twins[2, 1] = twins[2, 2] = 1.0
    unknown = SWISS.copy()
    unknown[3], unknown[:, 3] = np.nan, np.nan
    found = measure([SWISS, twins, unknown, SWISS], 0)
    np.testing.assert_array_equal(np.isnan(found).all(axis=1), [False, True, True, False])
    np.testing.assert_array_equal(found[[0, 3]], measure([SWISS, SWISS], 0))


def test_pairwise_correlations_that_no_data_can_have_are_not_estimable():
    indefinite = [[1, 0.9, -0.9, 0], [0.9, 1, 0.9, 0], [-0.9, 0.9, 1, 0], [0, 0, 0, 1]]
    above_one = [[1, 0, 0, 0.8], [0, 1, 0, 0.8], [0, 0, 1, 0], [0.8, 0.8, 0, 1]]
    assert not drivers_of([indefinite, above_one]).is_estimable.any()


def test_a_perfect_fit_has_betas_but_no_partial_correlation():
    perfect = orthogonal([0.6, 0.8])
    np.testing.assert_allclose(standardised_betas(perfect), [[0.6, 0.8]])
    assert np.isnan(partial_correlation(perfect)).all()


def test_correlation_of_the_other_drivers_survives_one_without_variance():
    matrix = SWISS.copy()
    matrix[3], matrix[:, 3] = np.nan, np.nan
    found = correlation([matrix], 0)[0]
    np.testing.assert_array_equal(np.isnan(found), [False, False, True, False, False])


def test_no_replicates_give_no_rows():
    for measure in MEASURES:
        assert measure(np.empty((0, 4, 4))).shape == (0, 3)


def test_partial_correlation_of_logarithms_does_not_depend_on_the_unit():
    """Deng's importance: a rating in other units is a shift of its logarithm."""
    X = np.random.default_rng(2).integers(1, 6, size=(80, 4)).astype(float)
    y = X.sum(axis=1)
    y[::3] += 1
    logs, scaled = np.log(X), np.log(X * [1.0, 2.0, 3.0, 20.0])
    found = [partial_correlation([np.corrcoef(np.column_stack([A, y]).T)]) for A in (logs, scaled)]
    np.testing.assert_allclose(found[0], found[1], atol=1e-9)


@pytest.mark.parametrize(
    ("matrices", "target", "message"),
    [
        (SWISS, 0, r"come as a stack \(R, p, p\), got \(6, 6\)"),
        (np.ones((2, 3, 4)), 0, r"got \(2, 3, 4\)"),
        (np.ones((2, 1, 1)), 0, "needs one driver or more"),
        ([SWISS], 6, "`target` must be a column number below 6, got 6"),
        ([SWISS], -7, "got -7"),
        ([2 * SWISS], 0, "look like covariances"),
    ],
)
@pytest.mark.parametrize("measure", [*MEASURES, r_squared])
def test_what_is_no_stack_of_correlations_is_refused(measure, matrices, target, message):
    with pytest.raises(RequestError, match=message):
        measure(matrices, target)


def test_the_stack_is_left_as_it_was():
    stack = np.array([SWISS, np.full((6, 6), np.nan)])
    before = stack.copy()
    for measure in MEASURES:
        measure(stack)
    np.testing.assert_array_equal(stack, before)
