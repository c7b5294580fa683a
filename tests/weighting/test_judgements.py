"""Judgements are put together and checked; every cell at fault is named."""

import numpy as np
import pytest
from hypothesis import given

from clientlens.errors import RequestError
from clientlens_weighting.judgements import (
    Judgement,
    is_connected,
    matrix_of,
    number_missing,
    parts,
    reciprocal,
)
from support.judgements import matrices

CODES = ["price", "speed", "staff"]


def refusal(call):
    with pytest.raises(RequestError) as error:
        call()
    return str(error.value)


def test_judgements_make_a_reciprocal_matrix_with_gaps():
    found = matrix_of([Judgement("speed", "price", 4), Judgement("speed", "staff", 0.5)], CODES)
    np.testing.assert_array_equal(
        found, [[1, 0.25, np.nan], [4, 1, 0.5], [np.nan, 2, 1]], strict=True
    )


def test_every_judgement_at_fault_is_listed():
    judgements = [
        Judgement("prise", "speed", 2),
        Judgement("price", "price", 2),
        Judgement("price", "staff", 0),
        Judgement("speed", "staff", 3),
        Judgement("staff", "speed", 3),
    ]
    assert refusal(lambda: matrix_of(judgements, CODES)) == (
        "unknown indicator 'prise' in the judgement of 'prise' against 'speed'\n"
        "    Did you mean 'price'? Known: price, speed, staff.\n"
        "the judgement of 'price' against 'price' compares an indicator with itself\n"
        "    Drop it.\n"
        "the judgement of 'price' against 'staff' is 0, and must be above 0\n"
        "    Give how many times as important the first is: 3, or 1/3.\n"
        "the pair 'speed' and 'staff' is judged twice\n"
        "    Drop one."
    )


@pytest.mark.parametrize("build", [lambda c: matrix_of([], c), lambda c: reciprocal([[[1]]], c)])
def test_a_code_given_twice_is_named(build):
    assert refusal(lambda: build(["a", "b", "a"])) == (
        "indicator 'a' is given twice. Give each code once"
    )


@given(matrices())
def test_reciprocal_matrices_stay_as_they_are(stack):
    codes = [f"i{j}" for j in range(stack.shape[1])]
    np.testing.assert_allclose(reciprocal(stack, codes), stack, rtol=1e-15)


@given(matrices())
def test_what_was_rounded_to_two_digits_becomes_reciprocal_again(stack):
    codes = [f"i{j}" for j in range(stack.shape[1])]
    np.testing.assert_allclose(reciprocal(stack.round(2), codes), stack, rtol=1e-15)


def test_one_side_is_enough():
    found = reciprocal([[[1, 3], [np.nan, 1]]], CODES[:2])
    np.testing.assert_allclose(found, [[[1, 3], [1 / 3, 1]]])


def test_the_printed_handbook_matrix_is_refused_by_its_cell():
    """Table 20 of the OECD/JRC Handbook prints 2 in both directions of one pair."""
    printed = np.array([[[1, 2, 1], [0.5, 1, 2], [1, 2, 1]]])
    message = refusal(lambda: reciprocal(printed, ["patents", "royalties", "schooling"]))
    assert message == (
        "expert 1 judges 'royalties' against 'schooling' 2, and 'schooling' against 'royalties' 2, "
        "which isn't 1/2\n    Correct one of the two."
    )


def test_every_cell_at_fault_is_listed():
    wrong = [[[1, -3, 2], [1 / 3, 2, np.inf], [0.5, 1, 1]]]
    assert refusal(lambda: reciprocal(wrong, CODES)) == (
        "expert 1 judges 'price' against 'speed' -3, and must be above 0\n"
        "    Correct it.\n"
        "expert 1 judges 'speed' against 'staff' inf, and must be above 0\n"
        "    Correct it.\n"
        "expert 1 judges 'speed' against 'speed' 2, and must be 1\n"
        "    Correct it."
    )


def test_the_shape_must_fit_the_codes():
    assert refusal(lambda: reciprocal(np.ones((2, 2)), CODES)) == (
        "judgements of 3 indicators come as a stack (E, 3, 3), got (2, 2)"
    )


def test_a_matrix_in_two_parts_is_told_from_a_chain():
    chain, split = np.full((2, 4, 4), np.nan)
    for matrix in (chain, split):
        np.fill_diagonal(matrix, 1)
    for one, other in ((0, 1), (1, 2), (2, 3)):
        chain[one, other] = chain[other, one] = 1
    for one, other in ((0, 2), (1, 3)):
        split[one, other] = split[other, one] = 1
    stack = np.stack([chain, split])
    np.testing.assert_array_equal(is_connected(stack), [True, False])
    np.testing.assert_array_equal(number_missing(stack), [3, 4])
    assert parts(chain, list("abcd")) == [list("abcd")]
    assert parts(split, list("abcd")) == [["a", "c"], ["b", "d"]]


def test_a_long_chain_is_connected():
    J = 15
    chain = np.full((1, J, J), np.nan)
    near = np.abs(np.subtract.outer(np.arange(J), np.arange(J))) < 2
    chain[0, near] = 1
    assert is_connected(chain).all()
