"""The best-worst method: published examples, closed forms beside numerical search, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.best_worst import (
    Comparisons,
    comparisons_of,
    consistency_index,
    input_consistency,
    linear,
    ratio_model,
)


def of_one(to_others, to_worst, *, best, worst):
    return Comparisons(
        np.array([best]),
        np.array([worst]),
        np.array([to_others], dtype=float),
        np.array([to_worst], dtype=float),
    )


@st.composite
def experts(draw, number=1, most=5):
    """Comparisons that pass the checks; the first is best and the last is worst."""
    J = draw(st.integers(2, most))
    points = st.lists(st.integers(1, 9), min_size=J - 2, max_size=J - 2)
    others, lows = np.ones((2, number, J))
    for e in range(number):
        others[e, 1:-1], lows[e, 1:-1] = draw(points), draw(points)
        others[e, -1] = lows[e, 0] = draw(st.integers(1, 9))
    return Comparisons(np.zeros(number, int), np.full(number, J - 1), others, lows)


def largest_difference(comparisons, weights):
    """By how much ratios of weights (J,) miss the comparisons of one expert."""
    best, worst = weights[comparisons.best[0]], weights[comparisons.worst[0]]
    of_best = np.abs(best / weights - comparisons.to_others[0])
    return max(of_best.max(), np.abs(weights / worst - comparisons.to_worst[0]).max())


@pytest.fixture
def transport(published):
    printed = published["transport"]
    return comparisons_of(
        printed["indicators"],
        best=["cost"],
        worst=["load"],
        to_others=[printed["to_others"]],
        to_worst=[printed["to_worst"]],
    )


def test_transport_has_the_published_weights(published, transport):
    printed, found = published["transport"], ratio_model(transport)
    np.testing.assert_allclose(found.weights[0], printed["weights"], atol=5e-5)
    np.testing.assert_allclose(found.deviation, printed["deviation"], atol=5e-3)
    np.testing.assert_allclose(found.ratio, printed["ratio"], atol=5e-4)
    np.testing.assert_allclose(found.low, found.high, atol=1e-12)  # three: the solution is unique


def test_consistency_index_is_the_published_table(published):
    found = consistency_index(np.arange(1.0, 10))
    np.testing.assert_allclose(found, published["consistency_index"]["values"], atol=5e-3)


@given(experts())
def test_best_against_worst_bounds_the_deviation(comparisons):
    found = ratio_model(comparisons)
    assert (found.low <= found.high + 1e-12).all()
    whole = comparisons.best_to_worst[0]
    if max(comparisons.to_others.max(), comparisons.to_worst.max()) <= whole:
        # The index is that of one indicator between the two; of several, two may be at odds.
        index = consistency_index(comparisons.best_to_worst)[0]
        most = max(index, (whole - 1) / 2)
        assert found.deviation[0] <= most + 1e-9
        assert 0 <= found.ratio[0] <= (most / index if index else 1.0) + 1e-9


def test_two_indicators_at_odds_may_exceed_the_index():
    at_odds = of_one([1, 2, 1, 2], [2, 2, 1, 1], best=0, worst=3)
    np.testing.assert_allclose(ratio_model(at_odds).deviation, 0.5, atol=1e-9)


@settings(max_examples=40)
@given(experts(most=5))
def test_deviation_and_ranges_are_those_of_linear_programmes(comparisons):
    """With ξ given the model is linear: scipy's solver looks for the ends of every weight."""
    from scipy.optimize import linprog

    found = ratio_model(comparisons)
    x, others, lows = found.deviation[0], comparisons.to_others[0], comparisons.to_worst[0]
    J = len(others)
    best, worst = np.eye(J)[0], np.eye(J)[-1]

    def rows(deviation):
        each = np.eye(J)
        upper = best - (others + deviation)[:, None] * each
        lower = (others - deviation)[:, None] * each - best
        up = each - (lows + deviation)[:, None] * worst
        down = (lows - deviation)[:, None] * worst - each
        return np.concatenate([upper, lower, up, down])[np.tile(np.arange(J), 4) >= 0]

    def solved(cost, deviation):
        own = rows(deviation)
        # An indicator against itself is 1 by definition, whatever the deviation.
        keep = np.ones(4 * J, bool)
        keep[[0, J, 3 * J - 1, 4 * J - 1]] = False
        return linprog(cost, own[keep], np.zeros(keep.sum()), [np.ones(J)], [1])

    if x > 1e-3:
        assert solved(np.zeros(J), x - 1e-3).status == 2
    for j in range(J):
        low, high = (solved(sign * np.eye(J)[j], x + 1e-6) for sign in (1, -1))
        np.testing.assert_allclose(low.fun, found.low[0, j], atol=1e-4)
        np.testing.assert_allclose(-high.fun, found.high[0, j], atol=1e-4)


@given(experts(number=3, most=6), st.randoms(use_true_random=False))
def test_order_of_indicators_does_not_matter(comparisons, random):
    order = list(range(comparisons.to_others.shape[1]))
    random.shuffle(order)
    shuffled = Comparisons(
        np.full(3, order.index(0)),
        np.full(3, order.index(len(order) - 1)),
        comparisons.to_others[:, order],
        comparisons.to_worst[:, order],
    )
    np.testing.assert_allclose(
        ratio_model(shuffled).weights, ratio_model(comparisons).weights[:, order], atol=1e-9
    )
    np.testing.assert_allclose(linear(shuffled).deviation, linear(comparisons).deviation, atol=1e-8)


@given(experts(number=3))
def test_experts_together_have_what_each_has_alone(comparisons):
    whole, own = linear(comparisons), ratio_model(comparisons)
    for e in range(3):
        one = slice(e, e + 1)
        alone = Comparisons(
            comparisons.best[one],
            comparisons.worst[one],
            comparisons.to_others[one],
            comparisons.to_worst[one],
        )
        np.testing.assert_allclose(whole.deviation[one], linear(alone).deviation, atol=1e-8)
        np.testing.assert_allclose(own.weights[one], ratio_model(alone).weights, atol=1e-12)


@given(experts())
def test_linear_weights_leave_no_difference_above_the_deviation(comparisons):
    found = linear(comparisons)
    weights, x = found.weights[0], found.deviation[0]
    assert (np.abs(weights[0] - comparisons.to_others[0] * weights) <= x + 1e-7).all()
    assert (np.abs(weights - comparisons.to_worst[0] * weights[-1]) <= x + 1e-7).all()
    np.testing.assert_allclose(weights.sum(), 1)


@pytest.mark.parametrize("model", [linear, ratio_model])
def test_consistent_comparisons_give_the_weights_that_made_them(model):
    found = model(of_one([1, 2, 4, 8], [8, 4, 2, 1], best=0, worst=3))
    np.testing.assert_allclose(found.weights[0], np.array([8, 4, 2, 1]) / 15, atol=1e-9)
    np.testing.assert_allclose(found.deviation, 0, atol=1e-9)


@given(experts(most=6))
def test_weights_without_a_range_reach_the_deviation(comparisons):
    found = ratio_model(comparisons)
    if (found.high - found.low).max() < 1e-12:
        reached = largest_difference(comparisons, found.weights[0])
        np.testing.assert_allclose(reached, found.deviation[0], atol=1e-8)


def test_a_comparison_above_best_against_worst_shows_in_the_ratio():
    assert ratio_model(of_one([1, 1, 1], [1, 2, 1], best=0, worst=2)).ratio == np.inf
    assert ratio_model(of_one([1, 9, 2], [2, 9, 1], best=0, worst=2)).ratio > 1


def test_input_ratio_is_beside_its_published_threshold():
    found = input_consistency(of_one([1, 2, 4, 8], [8, 3, 2, 1], best=0, worst=3))
    np.testing.assert_allclose(found.of_indicators, [[0, 2 / 56, 0, 0]])
    np.testing.assert_allclose(found.ratio, 2 / 56)
    assert found.threshold == 0.2521
    assert found.ordinal == 0


def test_order_that_differs_is_counted_and_a_tie_by_half():
    turned = input_consistency(of_one([1, 2, 4, 8], [8, 2, 3, 1], best=0, worst=3))
    tied = input_consistency(of_one([1, 2, 4, 8], [8, 3, 3, 1], best=0, worst=3))
    assert (turned.ordinal, tied.ordinal) == (0.25, 0.125)


@pytest.mark.parametrize(("J", "whole"), [(2, 9), (10, 9), (4, 12), (4, 2.5), (4, 1)])
def test_beyond_the_published_table_there_is_no_threshold(J, whole):
    to_others, to_worst = np.full((2, J), 1.0)
    to_others[-1] = to_worst[0] = whole
    assert np.isnan(input_consistency(of_one(to_others, to_worst, best=0, worst=J - 1)).threshold)


def test_scale_of_two_must_be_consistent():
    assert input_consistency(of_one([1, 1, 2], [2, 2, 1], best=0, worst=2)).threshold == 0


def test_everything_at_fault_is_listed():
    with pytest.raises(RequestError) as error:
        comparisons_of(
            ["price", "speed", "staff"],
            best=["price", "speed"],
            worst=["staff", "speed"],
            to_others=[[2, 0.5, 4], [1, 1, 1]],
            to_worst=[[4, 2, 1], [1, 1, 1]],
        )
    assert str(error.value) == (
        "expert 1 compares 'speed' with 0.5\n"
        "    Give 1 or more.\n"
        "expert 1 holds 'price' to be 2 times itself\n"
        "    Give 1.\n"
        "expert 2 holds 'speed' to be the best and the worst\n"
        "    Name two indicators; where all are alike, ask for none."
    )


@pytest.mark.parametrize(
    ("codes", "best", "message"),
    [
        (["price", "speed"], ["prise"], "unknown indicator 'prise'. Known: price, speed"),
        (["price", "price"], ["price"], "an indicator is given twice"),
        (["price", "speed", "staff"], ["price"], r"comparisons \(1, 3\), got \(1, 2\)"),
    ],
)
def test_codes_and_shapes_at_fault_are_named(codes, best, message):
    with pytest.raises(RequestError, match=message):
        comparisons_of(codes, best=best, worst=["price"], to_others=[[1, 2]], to_worst=[[2, 1]])
