"""Fuzzy evaluation: worked vectors, the identity with weighted means, and validity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_composite.fuzzy import (
    evaluate,
    largest_membership,
    linear_scores,
    normalised,
    two_levels,
    validity,
    value,
)

A = [0.4, 0.3, 0.2, 0.1]
R = np.array([[[0.5, 0.3, 0.2, 0], [0.2, 0.4, 0.3, 0.1], [0.1, 0.3, 0.5, 0.1], [0, 0.2, 0.4, 0.4]]])
SCORES = [100, 80, 60, 40]
WORKED = {
    "weighted_average": ([0.28, 0.32, 0.31, 0.09], 75.80),
    "min_max": ([0.4, 0.3, 0.3, 0.1], 78.18),
    "product_max": ([0.2, 0.12, 0.1, 0.04], 80.87),
    "min_bounded_sum": ([0.7, 0.9, 0.8, 0.3], 74.81),
}
OPERATORS = pytest.mark.parametrize("operator", WORKED)


@st.composite
def shares(draw, replicates=2):
    J, K = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    counts = draw(arrays(np.int64, (replicates, J, K), elements=st.integers(0, 9)))
    counts[:, :, 0] += 1
    return counts / counts.sum(axis=2, keepdims=True)


def some(memberships):
    return np.arange(1.0, memberships.shape[1] + 1)


@pytest.mark.parametrize(("operator", "expected"), WORKED.items())
def test_published_example_has_the_worked_vector_and_score(operator, expected):
    vector, score = expected
    found = evaluate(R, A, operator)
    np.testing.assert_allclose(found[0], vector, atol=1e-14)
    np.testing.assert_allclose(value(found, SCORES), score, atol=5e-3)


def test_reference_file_is_met_to_the_last_digits(reference):
    known = reference["fce"]
    names = ["M(.,+)", "M(min,max)", "M(.,max)", "M(min,bounded+)"]
    for operator, name in zip(WORKED, names, strict=True):
        np.testing.assert_allclose(
            evaluate([known["R"]], known["A"], operator)[0], known[name], rtol=1e-14
        )
    found = validity(evaluate([known["R"]], known["A"]))
    np.testing.assert_allclose(found, known["validity"], rtol=1e-12)


def test_operators_choose_different_grades_and_validity_says_how_little_that_means():
    average, least = evaluate(R, A), evaluate(R, A, "min_max")
    assert (largest_membership(average)[0], largest_membership(least)[0]) == (1, 0)
    np.testing.assert_allclose(validity(average), 0.1505, atol=5e-5)


def test_two_levels_have_the_worked_vectors():
    one = [[0.3, 0.4, 0.2, 0.1, 0], [0.2, 0.5, 0.2, 0.1, 0]]
    two = [[0.1, 0.3, 0.4, 0.1, 0.1], [0.2, 0.2, 0.3, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1, 0]]
    member = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 1]], dtype=bool)
    found = two_levels([[*one, *two]], [0.6, 0.4, 0.5, 0.3, 0.2], member, [0.55, 0.45])
    np.testing.assert_allclose(
        found.dimensions[0], [[0.26, 0.44, 0.20, 0.10, 0], [0.19, 0.27, 0.33, 0.13, 0.08]]
    )
    np.testing.assert_allclose(found.whole[0], [0.2285, 0.3635, 0.2585, 0.1135, 0.0360])
    np.testing.assert_allclose(value(found.whole, [100, 80, 60, 40, 20]), 72.70, atol=5e-3)


@given(shares(), st.integers(0, 1000))
def test_the_weighted_average_is_the_weighted_mean_of_scores(memberships, seed):
    scores = np.random.default_rng(seed).normal(size=memberships.shape[2])
    weights = some(memberships)
    expected = (memberships @ scores) @ (weights / weights.sum())
    np.testing.assert_allclose(value(evaluate(memberships, weights), scores), expected, atol=1e-12)


@given(shares())
def test_the_weighted_average_adds_up_to_one(memberships):
    np.testing.assert_allclose(evaluate(memberships, some(memberships)).sum(axis=1), 1)


@given(shares())
def test_two_levels_of_weighted_averages_are_one_with_the_products_of_weights(memberships):
    J = memberships.shape[1]
    member = np.array([np.arange(J) < 1, np.arange(J) >= 1])[: 1 if J == 1 else 2]
    weights, of_dimensions = some(memberships), np.arange(1.0, len(member) + 1)
    inside = np.array([weights[row].sum() for row in member])
    flat = weights * (member.T @ (of_dimensions / inside))
    found = two_levels(memberships, weights, member, of_dimensions).whole
    np.testing.assert_allclose(found, evaluate(memberships, flat), atol=1e-12)


@OPERATORS
@given(shares(), st.randoms(use_true_random=False))
def test_order_of_indicators_does_not_matter(operator, memberships, random):
    order = list(range(memberships.shape[1]))
    random.shuffle(order)
    found = evaluate(memberships[:, order], some(memberships)[order], operator)
    np.testing.assert_allclose(found, evaluate(memberships, some(memberships), operator))


@OPERATORS
@given(shares(replicates=3))
def test_a_replicate_has_what_it_has_alone(operator, memberships):
    weights = some(memberships)
    alone = np.concatenate([evaluate(memberships[[r]], weights, operator) for r in range(3)])
    np.testing.assert_array_equal(evaluate(memberships, weights, operator), alone)


@OPERATORS
def test_an_item_nobody_answered_leaves_its_weight_to_the_others(operator):
    gap = np.concatenate([R, np.full((1, 1, 4), np.nan)], axis=1)
    found = evaluate(gap, [*A, 1], operator)
    np.testing.assert_allclose(found, evaluate(R, A, operator))


@OPERATORS
def test_without_answers_or_weights_there_is_no_vector(operator):
    assert np.isnan(evaluate(np.full((1, 2, 3), np.nan), [1, 1], operator)).all()
    assert np.isnan(evaluate(R, [np.nan] * 4, operator)).all()


@OPERATORS
def test_an_only_child_is_its_parent(operator):
    own = np.array([[[0.2, 0.5, 0.3]]])
    np.testing.assert_allclose(evaluate(own, [2], operator), own[:, 0])


def test_a_vector_of_zeros_has_no_score():
    assert np.isnan(normalised(np.zeros(3))).all()
    assert np.isnan(value(np.zeros(3), [0, 50, 100]))


def test_linear_scores_run_from_nothing_to_a_hundred():
    np.testing.assert_array_equal(linear_scores(5), [0, 25, 50, 75, 100])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: evaluate(R, A, "max"), "unknown operator 'max'. Known: weighted_average"),
        (lambda: evaluate(R[0], A), "come as"),
        (lambda: evaluate(10 * R, A), "memberships of indicator 1 .* Give shares of answers"),
        (lambda: evaluate(R, [0, 0, 0, 0]), "all weights are 0"),
        (lambda: evaluate(R, [1, 1, 1, -1]), "weight of indicator 4 is -1"),
        (lambda: value(R, [1, 2]), "4 grades need as many scores"),
        (lambda: validity(np.ones((1, 1))), "two grades or more"),
        (lambda: two_levels(R, A, np.eye(3, dtype=bool), [1, 1, 1]), r"come as|comes as \(D, 4\)"),
        (
            lambda: two_levels(R, A, np.ones((2, 4), dtype=bool), [1, 1]),
            "indicator 1 belongs to 2 dimensions",
        ),
        (lambda: two_levels(R, [1], np.ones((1, 4), dtype=bool), [1]), "need as many weights"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
