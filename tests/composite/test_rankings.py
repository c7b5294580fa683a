"""TOPSIS and grey relation: worked numbers, rank reversal, and its cure by fixed ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_composite.grey import relation, relation_on_scale
from clientlens_composite.topsis import topsis, topsis_on_scale
from support.units import W5, X5, units

REVERSING = np.array([[[82, 72, 62], [93, 59, 59], [71, 93, 76], [56, 92, 93]]], dtype=float)
W3 = [0.5, 0.3, 0.2]


def closeness(data, weights, **options):
    return topsis(data, weights, **options).closeness


def min_max_closeness(data, weights, **options):
    return topsis(data, weights, scaling="min-max", **options).closeness


def fixed_closeness(data, weights, **options):
    return topsis_on_scale(data, weights, low=0, high=100, **options).closeness


def grades(data, weights, **options):
    return relation(data, weights, **options).grades


def fixed_grades(data, weights, **options):
    return relation_on_scale(data, weights, low=0, high=100, **options).grades


LOCAL, FIXED = [closeness, min_max_closeness, grades], [fixed_closeness, fixed_grades]
ALL = pytest.mark.parametrize("method", [*LOCAL, *FIXED])
OF_X5 = {
    closeness: [0.442682, 0.572507, 0.387222, 0.612778, 0.438828],
    min_max_closeness: [0.484620, 0.524067, 0.481456, 0.518544, 0.507473],
    grades: [0.500700, 0.526064, 0.666667, 0.666667, 0.570409],
}


def some(data):
    return np.arange(1.0, data.shape[2] + 1)


@pytest.mark.parametrize(("method", "expected"), OF_X5.items())
def test_five_units_have_the_worked_results(method, expected):
    np.testing.assert_allclose(method(X5, W5)[0], expected, atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    known = reference["topsis"]
    np.testing.assert_allclose(closeness(X5, W5)[0], known["closeness"], rtol=1e-13)
    np.testing.assert_allclose(min_max_closeness(X5, W5)[0], known["closeness_minmax"], rtol=1e-13)
    found = relation(X5, W5)
    np.testing.assert_allclose(found.grades[0], reference["gra"]["grade"], rtol=1e-14)
    np.testing.assert_allclose(found.coefficients[0], reference["gra"]["xi"], rtol=1e-14)


def test_scalings_have_different_winners():
    assert closeness(X5, W5)[0].argmax() == 3
    assert min_max_closeness(X5, W5)[0].argmax() == 1


def test_leaving_out_the_last_turns_the_order_of_the_first():
    whole, without = closeness(REVERSING, W3)[0], closeness(REVERSING[:, :3], W3)[0]
    np.testing.assert_allclose(whole, [0.5656, 0.6056, 0.5255, 0.3897], atol=6e-5)
    np.testing.assert_allclose(without, [0.4249, 0.4812, 0.5188], atol=6e-5)
    assert list(whole.argsort()[::-1]) == [1, 0, 2, 3]
    assert list(without.argsort()[::-1]) == [2, 1, 0]


@pytest.mark.parametrize("method", FIXED)
@given(units())
def test_fixed_ends_know_no_reversal(method, data):
    found = method(data, some(data))
    np.testing.assert_array_equal(method(data[:, 1:], some(data)), found[:, 1:])


@ALL
@given(units(), st.randoms(use_true_random=False))
def test_order_of_units_and_of_indicators_does_not_matter(method, data, random):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    found = method(data[:, rows][:, :, columns], some(data)[columns])
    np.testing.assert_allclose(found, method(data, some(data))[:, rows], atol=1e-12)


@ALL
@given(units())
def test_results_lie_between_nothing_and_one(method, data):
    found = method(data, some(data))
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12


@ALL
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(method, data):
    alone = np.concatenate([method(data[r : r + 1], some(data)) for r in range(3)])
    np.testing.assert_array_equal(method(data, some(data)), alone)


@ALL
@given(units(), st.integers(1, 50))
def test_what_is_better_everywhere_ranks_higher(method, data, gain):
    data = np.minimum(data, 50)
    data[:, 0] = data[:, 1] + gain
    found = method(data, some(data))
    assert (found[:, 0] > found[:, 1]).all()


@pytest.mark.parametrize("method", [min_max_closeness, grades, *FIXED])
@given(units())
def test_an_indicator_turned_round_with_its_direction_does_not_matter(method, data):
    sign = np.ones(data.shape[2], int)
    sign[0] = -1
    turned = data.copy()
    turned[:, :, 0] = 100 - turned[:, :, 0]
    found = method(turned, some(data), directions=sign)
    np.testing.assert_allclose(found, method(data, some(data)), atol=1e-9)


def test_less_is_better_where_it_is_said():
    found = closeness([[[1.0], [2.0], [4.0]]], [1], directions=[-1])
    np.testing.assert_allclose(found, [[1, 2 / 3, 0]])


@ALL
def test_a_unit_with_a_missing_value_has_no_result_and_changes_no_other(method):
    data = np.concatenate([X5, [[[100, 100, 100, np.nan]]]], axis=1)
    found = method(data, W5)
    assert np.isnan(found[0, 5])
    np.testing.assert_allclose(found[:, :5], method(X5, W5))


@pytest.mark.parametrize("method", LOCAL)
def test_an_indicator_in_which_all_are_equal_turns_no_order(method):
    data = np.concatenate([X5, np.full((1, 5, 1), 7.0)], axis=2)
    found = method(data, [*W5, 0.5])
    np.testing.assert_array_equal(found.argsort(), method(X5, W5).argsort())


def test_where_all_units_are_equal_nothing_is_near_or_far():
    same = np.full((1, 3, 2), 5.0)
    assert np.isnan(closeness(same, [1, 1])).all()
    np.testing.assert_array_equal(grades(same, [1, 1]), 1)


@ALL
def test_a_replicate_without_weights_has_no_result(method):
    assert np.isnan(method(X5, [np.nan] * 4)).all()


def test_the_distinguishing_coefficient_can_change_the_order():
    data = [[[0.5, 0.5], [1, 0], [0, 1]]]
    small, large = (grades(data, [0.3, 0.7], distinguishing=rho)[0] for rho in (0.1, 1))
    assert small[0] < small[1]
    assert large[0] > large[1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: topsis(X5, W5, scaling="sum"), "vector or min-max, got 'sum'"),
        (lambda: topsis(X5, [1, 1, 1, -1]), "weight of indicator 4 is -1"),
        (lambda: topsis(X5, W5, directions=[1, 1, 1, 0]), "-1 where less"),
        (lambda: fixed_closeness(X5 + 20, W5), "unit 1 has 102 of indicator 2, .* outside"),
        (lambda: fixed_grades(-X5, W5), "outside its scale"),
        (lambda: relation(X5, W5, distinguishing=0), "above 0 and at most at 1, got 0"),
        (lambda: relation(X5[0], W5), "come as"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
