"""Experts put together: worked numbers, and when both ways agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_weighting.ahp import eigenvector, geometric_mean
from clientlens_weighting.consistency import consistency
from clientlens_weighting.experts import (
    arithmetic_priorities,
    dispersion,
    geometric_priorities,
    joint_judgements,
)
from clientlens_weighting.judgements import reciprocal
from support.judgements import matrices, matrix_from

THREE = np.stack([matrix_from(u) for u in ([[3, 5], [2]], [[1, 4], [3]], [["1/2", 2], [5]])])
EQUAL = [[1, 1, 1]]
shares = arrays(np.float64, (2, 3), elements=st.integers(1, 5).map(float))


def test_three_experts_have_the_worked_priorities():
    own = eigenvector(THREE).weights
    np.testing.assert_allclose(own[2], [0.276350, 0.595379, 0.128271], atol=6e-7)
    joint = eigenvector(joint_judgements(THREE, EQUAL)).weights[0]
    expected = [0.460048, 0.407183, 0.132770]
    np.testing.assert_allclose(joint, expected, atol=6e-7)
    np.testing.assert_allclose(geometric_priorities(own, EQUAL).weights[0], expected, atol=6e-7)
    found = arithmetic_priorities(own, EQUAL).weights[0]
    np.testing.assert_allclose(found, [0.460871, 0.413697, 0.125432], atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    group = reference["ahp_group"]
    stack = np.array(group["matrices"])
    own = eigenvector(stack).weights
    joint = joint_judgements(stack, EQUAL)
    np.testing.assert_allclose(own, group["individual"], rtol=1e-12)
    np.testing.assert_allclose(eigenvector(joint).weights[0], group["AIJ"], rtol=1e-12)
    found = geometric_priorities(own, EQUAL).weights[0]
    np.testing.assert_allclose(found, group["AIP_geo"], rtol=1e-12)
    found = arithmetic_priorities(own, EQUAL).weights[0]
    np.testing.assert_allclose(found, group["AIP_arith"], rtol=1e-12)


def test_the_joint_matrix_hides_inconsistency():
    joint = joint_judgements(THREE, EQUAL)
    own = consistency(THREE, eigenvector(THREE).weights).ratio
    together = consistency(joint, eigenvector(joint).weights).ratio
    np.testing.assert_allclose(own, [0.0032, 0.0079, 0.0048], atol=5e-5)
    np.testing.assert_allclose(together, 0.00015, atol=5e-6)


@given(matrices(), shares)
def test_both_ways_agree_on_geometric_means_of_rows(stack, share):
    joint = geometric_mean(joint_judgements(stack, share)).weights
    apart = geometric_priorities(geometric_mean(stack).weights, share).weights
    np.testing.assert_allclose(joint, apart, rtol=1e-9)


@given(matrices(), shares)
def test_the_joint_matrix_is_reciprocal(stack, share):
    joint = joint_judgements(stack, share)
    codes = [f"i{j}" for j in range(stack.shape[1])]
    np.testing.assert_allclose(reciprocal(joint, codes), joint, rtol=1e-12)


@given(matrices(), shares)
def test_a_share_of_two_is_as_good_as_two_experts(stack, share):
    repeated = np.concatenate([stack, stack[:1]])
    counted = np.concatenate([share - [1, 0, 0], np.ones((2, 1))], axis=1)
    np.testing.assert_allclose(
        joint_judgements(repeated, counted), joint_judgements(stack, share), rtol=1e-9
    )
    own = geometric_mean(stack).weights
    again = np.concatenate([own, own[:1]])
    for together in (arithmetic_priorities, geometric_priorities):
        found, expected = together(again, counted).weights, together(own, share).weights
        np.testing.assert_allclose(found, expected, rtol=1e-9)
    np.testing.assert_allclose(dispersion(again, counted), dispersion(own, share), atol=1e-9)


def test_experts_who_agree_do_not_lie_apart():
    np.testing.assert_allclose(dispersion(np.full((3, 2), 0.5), EQUAL), 0)


def test_an_expert_without_priorities_is_left_out():
    own = np.array([[0.8, 0.2], [np.nan, np.nan], [0.4, 0.6]])
    np.testing.assert_allclose(arithmetic_priorities(own, EQUAL).weights, [[0.6, 0.4]])
    np.testing.assert_allclose(dispersion(own, EQUAL), [[0.2, 0.2]])
    nobody = arithmetic_priorities(own, [[0, 1, 0]])
    assert not nobody.is_known[0]


def test_a_zero_priority_is_a_veto_of_those_who_count():
    own = np.array([[0.0, 1.0], [0.5, 0.5]])
    found = geometric_priorities(own, [[1, 1], [0, 1]]).weights
    np.testing.assert_allclose(found, [[0, 1], [0.5, 0.5]])


def test_a_pair_is_the_mean_of_those_who_judged_it():
    two = np.stack([matrix_from([[4]]), np.where(np.eye(2) == 1, 1, np.nan)])
    np.testing.assert_allclose(joint_judgements(two, [[1, 1]]), [[[1, 4], [0.25, 1]]])
    assert np.isnan(joint_judgements(two, [[0, 1]])[0, 0, 1])


@pytest.mark.parametrize(
    ("share", "message"),
    [
        ([1, 1, 1], r"come as \(R, 3\)"),
        ([[1, 1]], r"come as \(R, 3\)"),
        ([[1, -1, 1]], "0 or more"),
        ([[0, 0, 0]], "one of them above 0"),
    ],
)
def test_shares_at_fault_are_refused(share, message):
    with pytest.raises(RequestError, match=message):
        joint_judgements(THREE, share)
