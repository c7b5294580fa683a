"""Tiers and letters: who can be told from whom."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.pair_differences import pair_differences
from clientlens.stats.tiers import Tier, letter_groups, linked_tiers, quarter_tiers
from support.ranked_units import EIGHT, EIGHT_ERRORS, draws_of_units

NAN = np.nan


@st.composite
def graphs(draw, most=7):
    """Which of U units differ."""
    U = draw(st.integers(1, most))
    differs = np.zeros((U, U), dtype=bool)
    pairs = np.triu_indices(U, 1)
    differs[pairs] = draw(st.lists(st.booleans(), min_size=len(pairs[0]), max_size=len(pairs[0])))
    return differs | differs.T


def cliques_by_hand(differs):
    """All largest groups without a pair that differs, by looking at every group."""
    U = len(differs)
    groups = [
        set(group)
        for size in range(1, U + 1)
        for group in itertools.combinations(range(U), size)
        if not differs[np.ix_(group, group)].any()
    ]
    return {frozenset(g) for g in groups if not any(g < other for other in groups)}


@given(graphs())
def test_letters_are_all_the_largest_groups_that_hold_together(differs):
    letters = letter_groups(differs)
    found = [frozenset(np.flatnonzero(column)) for column in letters.T]
    assert len(found) == len(set(found))
    assert set(found) == cliques_by_hand(differs)


@given(graphs())
def test_two_units_share_a_letter_exactly_if_they_do_not_differ(differs):
    letters = letter_groups(differs).astype(int)
    np.testing.assert_array_equal(letters @ letters.T > 0, ~differs)


@given(graphs(), st.integers(0, 1000))
def test_the_order_of_units_does_not_change_the_letters(differs, seed):
    order = np.random.default_rng(seed).permutation(len(differs))
    moved = letter_groups(differs[np.ix_(order, order)])
    shared, found = (L.astype(int) @ L.T for L in (moved, letter_groups(differs)))
    np.testing.assert_array_equal(shared, found[np.ix_(order, order)])


def test_letters_and_tiers_of_the_eight_units():
    found = pair_differences(EIGHT, EIGHT_ERRORS, adjustment="holm")
    differs = found.p < 0.05
    letters = ["".join("abcd"[i] for i in np.flatnonzero(row)) for row in letter_groups(differs)]
    assert letters == ["a", "ab", "ab", "abc", "bc", "cd", "cd", "d"]
    np.testing.assert_array_equal(linked_tiers(EIGHT, differs), [1, 1, 1, 1, 2, 2, 2, 3])


@given(graphs())
def test_nobody_in_a_tier_differs_from_another_and_the_next_one_does(differs):
    U = len(differs)
    tier = linked_tiers(-np.arange(U), differs)
    assert (np.diff(tier) >= 0).all()
    for number in range(1, int(tier.max()) + 1):
        members = np.flatnonzero(tier == number)
        assert not differs[np.ix_(members, members)].any()
        if number > 1:
            assert differs[members[0], tier == number - 1].any()


def test_a_unit_without_a_score_is_in_no_tier():
    tier = linked_tiers([NAN, 2.0, 1.0], np.zeros((3, 3), dtype=bool))
    np.testing.assert_array_equal(tier, [NAN, 1.0, 1.0])


def test_only_units_that_are_surely_in_a_quarter_are_put_there():
    rng = np.random.default_rng(1)
    centre = np.array([9.0, 0.3, 0.2, 0.1, 0.0, -0.1, -0.2, -9.0])
    tiers = quarter_tiers(centre + rng.standard_normal((2000, 8)))
    assert tiers.tolist() == [Tier.TOP, *[Tier.NOT_SEPARATED] * 6, Tier.BOTTOM]


@given(draws_of_units, st.integers(0, 1000))
def test_a_permutation_of_labels_does_not_change_tiers(draws, seed):
    order = np.random.default_rng(seed).permutation(draws.shape[1])
    np.testing.assert_array_equal(quarter_tiers(draws[:, order]), quarter_tiers(draws)[order])


def test_one_unit_none_and_equal_ones_cannot_be_separated():
    assert quarter_tiers(np.ones((5, 1))).tolist() == [0]
    assert quarter_tiers(np.ones((5, 4))).tolist() == [0] * 4
    assert quarter_tiers(np.empty((5, 0))).tolist() == []
    assert quarter_tiers([[NAN, NAN]]).tolist() == [0, 0]


def test_a_quarter_is_one_of_the_units_that_have_a_score():
    draws = np.array([[4.0, 3.0, 2.0, 1.0, NAN, NAN, NAN, NAN]])
    assert quarter_tiers(draws).tolist() == [1, 0, 0, -1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: letter_groups(np.zeros((2, 3))), r"every pair of units \(U, U\), got \(2, 3\)"),
        (lambda: letter_groups([[0, 1], [0, 0]]), "both sides of its diagonal"),
        (lambda: letter_groups(np.eye(2)), "may differ from itself"),
        (lambda: linked_tiers([1.0], np.zeros((2, 2))), r"each of 2 units, got \(1,\)"),
        (lambda: quarter_tiers([[1.0, 2.0]], 90), r"Did you mean 0\.9\?"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
