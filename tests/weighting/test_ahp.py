"""Priorities from pairwise judgements: published examples, gaps, and the laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.ahp import eigenvector, geometric_mean
from clientlens_weighting.weights import Reason
from support.judgements import matrices, matrix_from

METHODS = pytest.mark.parametrize("method", [eigenvector, geometric_mean])


def consistent(weights):
    return weights[:, None] / weights


@pytest.mark.parametrize("example", ["drinks", "technology"])
def test_published_matrices_have_the_published_priorities(published, example):
    printed = published[example]
    found = eigenvector(matrix_from(printed["upper"])[None]).weights[0]
    digits = 5e-4 if example == "drinks" else 5.1e-5
    np.testing.assert_allclose(found, printed["weights"], atol=digits)


def test_drinks_have_the_worked_priorities(published):
    stack = matrix_from(published["drinks"]["upper"])[None]
    of_roots = [0.177457, 0.019149, 0.041831, 0.116417, 0.189572, 0.128781, 0.326793]
    of_means = [0.178723, 0.018461, 0.042234, 0.116498, 0.191136, 0.128625, 0.324323]
    np.testing.assert_allclose(eigenvector(stack).weights[0], of_roots, atol=5e-7)
    np.testing.assert_allclose(geometric_mean(stack).weights[0], of_means, atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    drinks, small = reference["ahp_drinks"], reference["ahp_3x3"]
    np.testing.assert_allclose(
        eigenvector([drinks["matrix"]]).weights[0], drinks["weights_ev"], rtol=1e-12
    )
    np.testing.assert_allclose(
        geometric_mean([drinks["matrix"]]).weights[0], drinks["weights_gm"], rtol=1e-13
    )
    for method in (eigenvector, geometric_mean):
        np.testing.assert_allclose(
            method([small["matrix"]]).weights[0], small["weights"], rtol=1e-12
        )


@METHODS
@given(matrices(), st.randoms(use_true_random=False))
def test_order_of_indicators_does_not_matter(method, stack, random):
    order = list(range(stack.shape[1]))
    random.shuffle(order)
    shuffled = stack[:, order][:, :, order]
    expected = method(stack).weights[:, order]
    np.testing.assert_allclose(method(shuffled).weights, expected, rtol=1e-8)


@METHODS
@given(matrices())
def test_a_stack_gives_what_its_matrices_give_alone(method, stack):
    alone = np.concatenate([method(stack[e : e + 1]).weights for e in range(len(stack))])
    np.testing.assert_allclose(method(stack).weights, alone, rtol=1e-9)


@given(matrices(size=st.just(3)))
def test_both_methods_agree_on_three_indicators(stack):
    np.testing.assert_allclose(eigenvector(stack).weights, geometric_mean(stack).weights, rtol=1e-8)


@METHODS
@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=7))
def test_consistent_judgements_give_the_weights_that_made_them(method, raw):
    weights = np.array(raw) / sum(raw)
    found = method(consistent(weights)[None])
    np.testing.assert_allclose(found.weights[0], weights, rtol=1e-8)


def test_ratios_of_mean_ratings_add_nothing():
    means = np.array([4.5, 4.1, 3.2])
    np.testing.assert_allclose(
        eigenvector(consistent(means)[None]).weights[0], means / means.sum(), rtol=1e-12
    )


@METHODS
@given(st.lists(st.floats(0.1, 9), min_size=4, max_size=7), st.randoms(use_true_random=False))
def test_gaps_in_consistent_judgements_do_not_matter_while_they_hang_together(method, raw, random):
    weights = np.array(raw) / sum(raw)
    J, matrix = len(raw), consistent(weights)
    pairs = [(i, j) for i in range(J) for j in range(i + 2, J)]  # a chain is left in any case
    for i, j in random.sample(pairs, k=len(pairs) // 2):
        matrix[i, j] = matrix[j, i] = np.nan
    np.testing.assert_allclose(method(matrix[None]).weights[0], weights, rtol=1e-7)


@given(matrices(experts=1, size=st.integers(4, 6)))
def test_gaps_leave_least_squares_of_what_was_judged(stack):
    """Beside numpy's solver on one row for each judgement."""
    J = stack.shape[1]
    stack[0, 0, 2] = stack[0, 2, 0] = stack[0, 1, 3] = stack[0, 3, 1] = np.nan
    row, column = np.triu_indices(J, 1)
    known = ~np.isnan(stack[0, row, column])
    row, column = row[known], column[known]
    design = np.eye(J)[row] - np.eye(J)[column]
    logs = np.linalg.lstsq(design, np.log(stack[0, row, column]), rcond=None)[0]
    expected = np.exp(logs) / np.exp(logs).sum()
    np.testing.assert_allclose(geometric_mean(stack).weights[0], expected, rtol=1e-8)


@given(matrices(experts=1, size=st.integers(4, 5)))
def test_harker_puts_in_the_ratios_of_its_own_priorities(stack):
    """A complete matrix with those ratios has the same priorities."""
    stack[0, 0, 2] = stack[0, 2, 0] = np.nan
    found = eigenvector(stack).weights
    filled = np.where(np.isnan(stack), found[:, :, None] / found[:, None, :], stack)
    np.testing.assert_allclose(eigenvector(filled).weights, found, rtol=1e-7)


@METHODS
def test_a_matrix_in_two_parts_has_no_priorities_and_leaves_the_others_theirs(method):
    gap = np.eye(2) + np.where(np.eye(2) == 1, 0, np.nan)
    found = method(np.stack([gap, consistent(np.array([0.75, 0.25]))]))
    assert list(found.reasons) == [Reason.MISSING, Reason.NONE]
    np.testing.assert_allclose(found.weights, [[np.nan] * 2, [0.75, 0.25]])


@METHODS
def test_an_only_child_has_the_weight_one(method):
    np.testing.assert_array_equal(method([[[1.0]]]).weights, [[1.0]])


@METHODS
def test_a_single_matrix_is_refused(method):
    with pytest.raises(RequestError, match="come as a stack"):
        method(np.eye(3))
