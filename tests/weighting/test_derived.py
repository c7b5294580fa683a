"""Derived importance: the swiss data, R's numbers, laws, and what is no weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats import relative_importance
from clientlens_weighting import derived
from clientlens_weighting.derived import hierarchical, sampled_lmg
from clientlens_weighting.weights import Reason
from support.correlations import SWISS, stacks

# Importance of Agriculture, Examination, Education, Catholic and Infant.Mortality for Fertility.
R2 = 0.7067350
OF_SWISS = {
    derived.squared_correlation: [0.12466, 0.41716, 0.44062, 0.21500, 0.17352],
    derived.last: [0.04287, 0.00739, 0.16196, 0.06237, 0.05695],
    derived.lmg: [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592],
    derived.johnson: [0.04841690, 0.15470825, 0.27196410, 0.11468003, 0.11696572],
    derived.car: [0.00057, 0.15113, 0.32327, 0.11507, 0.11669],
}
NEVER_NEGATIVE = pytest.mark.parametrize("measure", OF_SWISS)
ALL = pytest.mark.parametrize("measure", [*OF_SWISS, derived.beta, derived.pratt])
NAMES = {
    "first_r2": derived.squared_correlation,
    "last": derived.last,
    "lmg": derived.lmg,
    "johnson_genizi": derived.johnson,
    "car": derived.car,
}


@pytest.mark.parametrize(("measure", "importance"), OF_SWISS.items())
def test_swiss_fertility_has_the_published_importance(measure, importance):
    expected = np.array(importance) / sum(importance)
    np.testing.assert_allclose(measure([SWISS], 0).weights[0], expected, atol=2e-5)
    if measure in (derived.lmg, derived.johnson):
        np.testing.assert_allclose(measure([SWISS], 0).weights[0] * R2, importance, atol=1e-8)


def test_reference_file_is_met_to_the_last_digits(reference):
    known = reference["regression_swiss"]
    for name, measure in NAMES.items():
        expected = np.array(known[name]) / sum(known[name])
        np.testing.assert_allclose(measure([SWISS], 0).weights[0], expected, rtol=1e-10)


@pytest.mark.parametrize("measure", [derived.beta, derived.pratt])
def test_a_negative_part_is_no_weight_and_is_not_clipped(measure):
    found = measure([SWISS], 0)
    assert found.reasons == [Reason.NEGATIVE]
    assert np.isnan(found.weights).all()


def test_bank_survey_has_the_weights_of_the_reference_file(folder):
    import pandas as pd

    scores = pd.read_csv(folder / "data" / "bank7x26_dimension_scores_wave1.csv")
    expected = pd.read_csv(folder / "results" / "weights_bank7x26_all_methods.csv", index_col=0)
    dimensions = list(expected.columns[:7])
    stack = np.corrcoef(scores[[*dimensions, "OVERALL"]].to_numpy().T)[None]
    for row, measure in {
        "derived beta": derived.beta,
        "derived Johnson": derived.johnson,
        "derived LMG": derived.lmg,
    }.items():
        np.testing.assert_allclose(
            measure(stack).weights[0], expected.loc[row, dimensions].to_numpy(float), rtol=1e-9
        )


@given(stacks())
def test_pratt_adds_up_to_r_squared_where_it_is_a_weight(stack):
    pratt, beta = derived.pratt(stack), derived.beta(stack)
    r = stack[:, -1, :-1]
    product = beta.weights * r
    both = pratt.is_known & beta.is_known & (r >= 0).all(axis=1) & (product.sum(axis=1) > 1e-6)
    expected = product[both] / product[both].sum(axis=1, keepdims=True)
    np.testing.assert_allclose(pratt.weights[both], expected, atol=1e-8)


@ALL
@given(stacks(replicates=3))
def test_a_stack_gives_what_its_matrices_give_alone(measure, stack):
    alone = np.concatenate([measure(stack[r : r + 1]).weights for r in range(3)])
    np.testing.assert_allclose(measure(stack).weights, alone, atol=1e-9)


@NEVER_NEGATIVE
@given(stacks())
def test_weights_are_shares(measure, stack):
    found = measure(stack)
    known = found.weights[found.is_known]
    assert (known >= 0).all()
    np.testing.assert_allclose(known.sum(axis=1), 1)
    assert set(found.reasons) <= {Reason.NONE, Reason.ALL_ZERO}


@ALL
@given(stacks(), st.randoms(use_true_random=False))
def test_order_of_drivers_does_not_matter(measure, stack, random):
    order = list(range(stack.shape[1] - 1))
    random.shuffle(order)
    columns = [*order, stack.shape[1] - 1]
    shuffled, plain = measure(stack[:, columns][:, :, columns]), measure(stack)
    both = shuffled.is_known & plain.is_known & (np.abs(stack[:, -1, :-1]).max(axis=1) > 1e-3)
    np.testing.assert_allclose(shuffled.weights[both], plain.weights[both][:, order], atol=1e-6)


@ALL
def test_a_singular_replicate_says_so_and_leaves_the_others_alone(measure):
    unknown = np.full((6, 6), np.nan)
    found = measure([np.eye(6) + 0.3 * (1 - np.eye(6)), unknown], 0)
    assert list(found.reasons) == [Reason.NONE, Reason.NOT_ESTIMABLE]
    np.testing.assert_allclose(found.weights[0], 0.2)


@pytest.mark.parametrize("measure", [derived.lmg, derived.johnson, derived.last, derived.car])
def test_a_driver_given_twice_is_not_estimable(measure):
    twice = SWISS[np.ix_([0, 1, 1, 2], [0, 1, 1, 2])]
    assert measure([twice], 0).reasons == [Reason.NOT_ESTIMABLE]


@ALL
def test_an_only_driver_has_the_weight_one(measure):
    np.testing.assert_array_equal(measure([[[1, -0.5], [-0.5, 1]]]).weights, [[1.0]])


def test_sampled_orders_come_near_to_all_of_them():
    stack = np.stack([SWISS, SWISS])
    found = sampled_lmg(stack, 0, orders=400, rng=np.random.default_rng(7))
    exact = derived.lmg(stack, 0).weights
    np.testing.assert_allclose(found.weights[0], found.weights[1], rtol=1e-12)
    assert (np.abs(found.weights - exact) < 4 * found.sampling_error).all()
    assert found.sampling_error.max() < 0.01


@settings(max_examples=30)
@given(stacks(replicates=1, drivers=st.integers(2, 2)))
def test_one_pair_of_orders_is_all_that_two_drivers_have(stack):
    found = sampled_lmg(stack, orders=2, rng=np.random.default_rng(0))
    if found.is_known[0]:
        np.testing.assert_allclose(found.weights, derived.lmg(stack).weights, atol=1e-8)
        np.testing.assert_allclose(found.sampling_error, 0, atol=1e-6)


def test_twenty_six_drivers_can_be_sampled_or_grouped_where_exact_lmg_refuses():
    stack = np.full((1, 27, 27), 0.4) + 0.6 * np.eye(27)
    with pytest.raises(RequestError, match="at most 15 drivers, got 26"):
        derived.lmg(stack)
    sampled = sampled_lmg(stack, orders=300, rng=np.random.default_rng(0)).weights
    np.testing.assert_allclose(sampled, 1 / 26, atol=0.02)
    found = hierarchical(stack, [f"d{j % 7}" for j in range(26)])
    assert found.of_dimensions.shape == (1, 7)
    np.testing.assert_allclose(found.weights.sum(), 1)
    np.testing.assert_allclose(found.within[0, :7], found.within[0, 0], atol=0.1)


@given(stacks(replicates=2, drivers=st.just(4)))
def test_dimensions_share_out_what_they_have(stack):
    found = hierarchical(stack, ["a", "b", "a", "b"])
    keep = found.is_known
    for d, own in enumerate(([0, 2], [1, 3])):
        total = found.weights[keep][:, own].sum(axis=1)
        np.testing.assert_allclose(total, found.of_dimensions[keep][:, d], atol=1e-9)
        np.testing.assert_allclose(found.within[keep][:, own].sum(axis=1), 1)


@given(stacks(drivers=st.integers(2, 4)))
def test_a_dimension_of_its_own_for_each_driver_changes_nothing(stack):
    J = stack.shape[1] - 1
    found = hierarchical(stack, [f"d{j}" for j in range(J)])
    expected = derived.lmg(stack)
    both = found.is_known & expected.is_known
    np.testing.assert_allclose(found.weights[both], expected.weights[both], atol=1e-8)


@given(stacks(drivers=st.integers(2, 4)))
def test_one_dimension_for_all_changes_nothing(stack):
    found = hierarchical(stack, ["all"] * (stack.shape[1] - 1))
    np.testing.assert_allclose(found.weights, derived.lmg(stack).weights, atol=1e-8)


def test_another_measure_may_stand_at_both_levels():
    found = hierarchical([SWISS], list("aabbb"), 0, measure=relative_importance.johnson)
    np.testing.assert_allclose(found.weights.sum(), 1)
    assert not np.allclose(found.weights, hierarchical([SWISS], list("aabbb"), 0).weights)


def test_a_singular_replicate_has_no_hierarchical_weights():
    found = hierarchical([np.ones((4, 4)), np.eye(4) + 0.2 * (1 - np.eye(4))], list("aab"))
    assert list(found.reasons) == [Reason.NOT_ESTIMABLE, Reason.NONE]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hierarchical([SWISS], list("aab"), 0), "5 drivers need as many dimensions, got 3"),
        (
            lambda: sampled_lmg([SWISS], 0, orders=1, rng=np.random.default_rng(0)),
            "`orders` must be 2 or more, got 1",
        ),
        (lambda: derived.lmg(SWISS), "come as a stack"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
