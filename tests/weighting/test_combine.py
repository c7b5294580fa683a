"""Sources put together: worked numbers, and where the game-theoretic rule is not followed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_weighting.combine import (
    additive,
    game_theoretic,
    minimum_relative_entropy,
    multiplicative,
    order_relation,
)
from clientlens_weighting.weights import Reason

ONE, TWO = [0.4, 0.3, 0.2, 0.1], [0.15, 0.2, 0.25, 0.4]
BOTH = np.array([[ONE, TWO]])
EQUAL = [0.25] * 4
RULES = [additive, multiplicative, minimum_relative_entropy, game_theoretic]
ALL = pytest.mark.parametrize("rule", RULES)


@st.composite
def sources(draw, replicates=2):
    raw = draw(arrays(np.int64, (replicates, 2, 4), elements=st.integers(1, 50)))
    return raw / raw.sum(axis=2, keepdims=True)


WORKED = {
    additive: [0.275, 0.25, 0.225, 0.25],
    multiplicative: [0.285714, 0.285714, 0.238095, 0.190476],
    minimum_relative_entropy: [0.268142, 0.268142, 0.244779, 0.218937],
    game_theoretic: [0.283178, 0.253271, 0.223364, 0.240187],
}


@pytest.mark.parametrize(("rule", "expected"), WORKED.items())
def test_two_sources_have_the_worked_weights(rule, expected):
    np.testing.assert_allclose(rule(BOTH).weights[0], expected, atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    known = reference["combination"]
    names = {"linear": additive, "mult": multiplicative, "sqrt": minimum_relative_entropy}
    for name, rule in names.items():
        np.testing.assert_allclose(rule(BOTH).weights[0], known[name], rtol=1e-14)
    found = game_theoretic(BOTH)
    np.testing.assert_allclose(found.weights[0], known["game_w"], rtol=1e-13)
    np.testing.assert_allclose(found.coefficients[0], known["game_alpha"], rtol=1e-12)
    np.testing.assert_allclose(found.shares[0], known["game_norm"], rtol=1e-13)


def test_a_negative_coefficient_is_not_followed():
    """Three sources of which the rule rejects one, and would then give it the largest share."""
    found = game_theoretic([[ONE, TWO, EQUAL]])
    assert found.is_fallback[0]
    assert round(float(found.condition[0])) == 1246
    np.testing.assert_allclose(found.shares, 1 / 3)
    np.testing.assert_allclose(found.weights, additive([[ONE, TWO, EQUAL]]).weights)


def test_a_negative_coefficient_is_shown():
    near = [[0.34, 0.33, 0.33], [0.34, 0.32, 0.34], [0.1, 0.2, 0.7]]
    apart = [[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.33, 0.34, 0.33]]
    found = game_theoretic([near, apart])
    for r in range(2):
        if found.is_fallback[r] and found.condition[r] < 1e3:
            assert found.coefficients[r].min() < 0
    assert found.is_fallback.any()


def test_equal_sources_are_too_much_alike():
    found = game_theoretic([[ONE, ONE], [ONE, TWO]])
    np.testing.assert_array_equal(found.is_fallback, [True, False])
    assert np.isnan(found.coefficients[0]).all()
    np.testing.assert_allclose(found.weights[0], ONE)


def test_minimum_relative_entropy_is_a_minimum():
    found = minimum_relative_entropy(BOTH).weights[0]

    def entropy(w):
        return sum((w * np.log(w / source)).sum() for source in BOTH[0])

    rng = np.random.default_rng(1)
    steps = rng.normal(0, 0.01, (200, 4))
    others = found + steps - steps.mean(axis=1, keepdims=True)
    assert all(entropy(found) < entropy(other) for other in others)


@ALL
@given(sources())
def test_weights_are_shares(rule, stack):
    found = rule(stack)
    assert (found.weights >= 0).all()
    np.testing.assert_allclose(found.weights.sum(axis=1), 1)


@ALL
@given(sources(), st.permutations(range(4)))
def test_order_of_indicators_and_of_sources_does_not_matter(rule, stack, order):
    expected = rule(stack).weights[:, order]
    np.testing.assert_allclose(rule(stack[:, ::-1, order]).weights, expected, atol=1e-9)


@ALL
@given(sources(replicates=3))
def test_a_replicate_has_what_it_has_alone(rule, stack):
    alone = np.concatenate([rule(stack[r : r + 1]).weights for r in range(3)])
    np.testing.assert_allclose(rule(stack).weights, alone, atol=1e-12)


@ALL
@given(sources(replicates=1))
def test_sources_that_agree_are_what_comes_out_of_a_mean(rule, stack):
    same = stack[:, [0, 0]]
    if rule is not multiplicative:
        np.testing.assert_allclose(rule(same).weights, stack[:, 0], atol=1e-12)


@ALL
def test_a_source_without_weights_leaves_none(rule):
    found = rule([[ONE, [np.nan] * 4], [ONE, TWO]])
    assert list(found.reasons) == [Reason.MISSING, Reason.NONE]


@pytest.mark.parametrize("rule", [multiplicative, minimum_relative_entropy])
def test_a_zero_is_a_veto(rule):
    np.testing.assert_allclose(rule([[[0, 1], [0.5, 0.5]]]).weights, [[0, 1]])
    assert rule([[[0, 1], [1, 0]]]).reasons == [Reason.ALL_ZERO]


def test_a_source_that_does_not_count_has_no_veto():
    found = minimum_relative_entropy([[[0, 1], [0.5, 0.5]]], [0, 1]).weights
    np.testing.assert_allclose(found, [[0.5, 0.5]])


def test_shares_of_sources_are_in_any_unit():
    found = additive(BOTH, [3, 1]).weights[0]
    np.testing.assert_allclose(found, 0.75 * np.array(ONE) + 0.25 * np.array(TWO))


@ALL
def test_an_only_child_has_the_weight_one(rule):
    np.testing.assert_array_equal(rule([[[1.0], [1.0]]]).weights, [[1.0]])


def test_order_relation_has_the_worked_weights():
    found = order_relation([[1.2, 1.4, 1.2]]).weights[0]
    np.testing.assert_allclose(found, [0.341927, 0.284939, 0.203528, 0.169607], atol=6e-7)
    np.testing.assert_allclose(found[:-1] / found[1:], [1.2, 1.4, 1.2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: additive([ONE]), r"come as \(R, S, J\)"),
        (lambda: additive([[ONE, [0.5, 0.5, 0.5, 0.5]]]), "source 2 holds .* no weights"),
        (lambda: multiplicative([[[1.2, -0.2]]]), "source 1 holds"),
        (lambda: additive(BOTH, [1]), "2 sources need as many shares"),
        (lambda: additive(BOTH, [0, 0]), "not all 0"),
        (lambda: order_relation([[1.2, 0.9]]), "ratio 2 is 0.9, below 1"),
        (lambda: order_relation([1.2]), r"come as \(R, J - 1\)"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
