"""Johnson's weights and LMG: against the swiss data and all orders of entry, and the laws."""

import os
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats import relative_importance
from clientlens.stats.regression import drivers_of, r_squared
from clientlens.stats.relative_importance import (
    check_lmg_size,
    johnson,
    lmg,
    subset_r_squared,
)
from support.correlations import SWISS, stacks

MEASURES = [johnson, lmg]

# LMG over all 120 orders with R's lm(); Johnson's weights by singular value decomposition.
SWISS_LMG = [0.0570912208, 0.1711730289, 0.2601346786, 0.1055701504, 0.1127659229]
SWISS_JOHNSON = [0.0484168958, 0.1547082498, 0.2719641046, 0.1146800299, 0.1169657214]


def r_squared_of(matrix, members):
    """R² of the last column on some of the others, solved afresh."""
    members = list(members)
    r = matrix[members, -1]
    return r @ np.linalg.solve(matrix[np.ix_(members, members)], r) if members else 0.0


def test_swiss_fertility_gives_the_published_numbers():
    np.testing.assert_allclose(lmg([SWISS], 0)[0], SWISS_LMG, atol=1e-10)
    np.testing.assert_allclose(johnson([SWISS], 0)[0], SWISS_JOHNSON, atol=1e-10)


def test_swiss_data_give_the_numbers_of_the_reference_file():
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE names no folder with data/swiss.csv")
    data = pd.read_csv(Path(folder) / "data" / "swiss.csv").to_numpy(dtype=float)
    expected = pd.read_csv(Path(folder) / "results" / "relimp_swiss.csv", index_col=0)
    stack = [np.corrcoef(data.T)]
    np.testing.assert_allclose(lmg(stack, 0)[0], expected["lmg"], rtol=1e-12)
    np.testing.assert_allclose(johnson(stack, 0)[0], expected["johnson_genizi"], rtol=1e-12)


@given(stacks(replicates=1, drivers=st.integers(1, 4)))
def test_lmg_is_the_gain_averaged_over_all_orders_of_entry(stack):
    matrix, J = stack[0], stack.shape[1] - 1
    expected = np.zeros(J)
    for order in permutations(range(J)):
        for position, driver in enumerate(order):
            before = order[:position]
            gain = r_squared_of(matrix, [*before, driver]) - r_squared_of(matrix, before)
            expected[driver] += gain / factorial(J)
    np.testing.assert_allclose(lmg(stack)[0], expected, atol=1e-10)


@given(stacks(replicates=1))
def test_every_subset_has_the_r_squared_of_its_own_regression(stack):
    J = stack.shape[1] - 1
    found = subset_r_squared(drivers_of(stack))[0]
    for subset in range(2**J):
        members = [j for j in range(J) if subset >> (J - 1 - j) & 1]
        np.testing.assert_allclose(found[subset], r_squared_of(stack[0], members), atol=1e-10)


@given(stacks())
@pytest.mark.parametrize("measure", MEASURES)
def test_shares_add_up_to_r_squared(measure, stack):
    np.testing.assert_allclose(measure(stack).sum(axis=1), r_squared(stack), atol=1e-10)


@given(stacks())
@pytest.mark.parametrize("measure", MEASURES)
def test_shares_are_not_negative(measure, stack):
    assert (measure(stack) >= -1e-12).all()


@given(stacks(), st.randoms(use_true_random=False))
@pytest.mark.parametrize("measure", MEASURES)
def test_order_of_the_drivers_does_not_matter(measure, stack, random):
    order = list(range(stack.shape[1] - 1))
    random.shuffle(order)
    columns = [*order, stack.shape[1] - 1]
    shuffled = stack[:, columns][:, :, columns]
    np.testing.assert_allclose(measure(shuffled), measure(stack)[:, order], atol=1e-9)


@given(stacks())
@pytest.mark.parametrize("measure", MEASURES)
def test_turning_a_rating_round_does_not_matter(measure, stack):
    sign = np.ones(stack.shape[1])
    sign[0] = -1
    turned = stack * sign[:, None] * sign
    np.testing.assert_allclose(measure(turned), measure(stack), atol=1e-10)


@given(st.lists(st.floats(-0.4, 0.4), min_size=1, max_size=6))
@pytest.mark.parametrize("measure", MEASURES)
def test_importance_of_uncorrelated_drivers_is_their_squared_correlation(measure, r):
    matrix = np.eye(len(r) + 1)
    matrix[-1, :-1] = matrix[:-1, -1] = r
    np.testing.assert_allclose(measure([matrix])[0], np.square(r), atol=1e-14)


@given(stacks(replicates=1, drivers=st.just(2)))
def test_both_measures_agree_on_two_drivers(stack):
    np.testing.assert_allclose(lmg(stack), johnson(stack), atol=1e-10)


@given(stacks(replicates=3))
@pytest.mark.parametrize("measure", MEASURES)
def test_a_stack_gives_what_its_matrices_give_alone(measure, stack):
    one_by_one = np.concatenate([measure(stack[i : i + 1]) for i in range(3)])
    np.testing.assert_allclose(measure(stack), one_by_one, atol=1e-12)


def test_lmg_does_not_depend_on_its_blocks(monkeypatch):
    stack = [SWISS, np.eye(6), SWISS[::-1, ::-1]]
    whole = lmg(stack)
    monkeypatch.setattr(relative_importance, "_BLOCK_CELLS", 1)
    np.testing.assert_allclose(lmg(stack), whole, atol=1e-15)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_singular_replicate_is_nan_and_leaves_the_others_alone(measure):
    found = measure([SWISS, np.ones((6, 6)), np.full((6, 6), np.nan), SWISS], 0)
    np.testing.assert_array_equal(np.isnan(found).all(axis=1), [False, True, True, False])
    np.testing.assert_allclose(found[[0, 3]], measure([SWISS, SWISS], 0), atol=1e-15)


@pytest.mark.parametrize("measure", MEASURES)
def test_no_replicates_give_no_rows(measure):
    assert measure(np.empty((0, 4, 4))).shape == (0, 3)


def test_fifteen_drivers_with_one_correlation_share_alike():
    matrix = np.full((16, 16), 0.5) + 0.5 * np.eye(16)
    found = lmg([matrix])
    np.testing.assert_allclose(found, r_squared([matrix])[0] / 15, rtol=1e-10)


def test_more_than_fifteen_drivers_are_refused_with_a_way_out():
    with pytest.raises(RequestError, match=r"at most 15 drivers, got 16: .* 65,536 .*`johnson`"):
        lmg(np.eye(17)[None])
    check_lmg_size(15)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_single_matrix_is_refused(measure):
    for matrix in (SWISS, 1.0):
        with pytest.raises(RequestError, match="come as a stack"):
            measure(matrix)
