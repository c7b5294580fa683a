"""The zone of tolerance: perceptions between what clients accept and what they desire."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_servqual.gaps import zone_of_tolerance

nan = np.nan
THREE_COLUMNS = ("satisfaction", "expectation", "minimum")
levels = arrays(float, (3, 4), elements=st.integers(10, 90).map(lambda tenths: tenths / 10))
ratings = arrays(int, (12, 6), elements=st.integers(1, 7), fill=st.nothing()).map(
    lambda X: X.astype(float)
)


def zone_between(minimum, desired, perceived):
    return zone_of_tolerance(perceived - minimum, perceived - desired)


@pytest.mark.parametrize(
    ("perceived", "adequacy", "superiority", "position"),
    [(4.5, -0.5, -3.0, -0.2), (5.5, 0.5, -2.0, 0.2), (8.0, 3.0, 0.5, 1.2)],
)
def test_positions_below_within_and_above_the_zone(perceived, adequacy, superiority, position):
    """On nine points 5.0 is acceptable and 7.5 desired: the zone is 2.5 wide."""
    zone = zone_between(np.array([[5.0]]), np.array([[7.5]]), np.array([[perceived]]))
    found = zone.adequacy, zone.superiority, zone.width, zone.position
    np.testing.assert_allclose(np.ravel(found), [adequacy, superiority, 2.5, position])


@given(levels)
def test_the_position_leads_from_the_acceptable_level_to_the_desired_one(X):
    minimum, perceived, other = X
    desired = np.maximum(minimum + 0.1, other)
    zone = zone_between(minimum, desired, perceived)
    np.testing.assert_allclose(minimum + zone.position * (desired - minimum), perceived)
    np.testing.assert_allclose(zone.width, zone.adequacy - zone.superiority)
    is_within = (minimum <= perceived) & (perceived <= desired)
    np.testing.assert_array_equal((zone.adequacy >= 0) & (zone.superiority <= 0), is_within)


@given(levels, st.floats(0.1, 10), st.floats(-5, 5))
def test_the_unit_of_the_scale_moves_no_position(X, unit, shift):
    minimum, perceived, other = X
    desired = np.maximum(minimum + 0.1, other)
    found = zone_between(*(unit * part + shift for part in (minimum, desired, perceived)))
    expected = zone_between(minimum, desired, perceived)
    np.testing.assert_allclose(found.position, expected.position, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.width, unit * expected.width, rtol=1e-7, atol=1e-9)


def test_a_zone_without_width_has_no_position():
    level = np.array([[5.0, 6.0]])
    assert np.isnan(zone_between(level, level, np.array([[5.0, 7.0]])).position).all()


def test_a_width_that_is_rounding_is_none():
    """A tenth thrice is not three tenths to the last bit."""
    adequacy, superiority = np.array([[0.1 + 0.1 + 0.1]]), np.array([[0.3]])
    assert adequacy > superiority
    assert np.isnan(zone_of_tolerance(adequacy, superiority).position)


def test_levels_equal_on_average_make_no_zone(make_study, estimate):
    """The last bits of weighted means would put perceptions anywhere."""
    study = make_study(("empathy",), THREE_COLUMNS, minimum="minimum")
    minimum, desired = np.array([2, 3, 4, 5, 6, 1]), np.array([6, 5, 4, 3, 2, 1])
    found = estimate(
        study, [7, 7, 6, 7, 7, 7], desired, minimum, weights=[0.1, 0.7, 1, 0.7, 0.1, 1]
    )
    np.testing.assert_allclose(found["zone_width"], [0], atol=1e-12)
    assert np.isnan(found["zone_position"]).all()
    assert np.isnan(found["dimension_zone_position"]).all()


def test_an_inverted_zone_has_no_position():
    zone = zone_between(np.array([[6.0]]), np.array([[5.0]]), np.array([[5.5]]))
    assert zone.width == -1
    assert np.isnan(zone.position)


def test_levels_that_stand_the_wrong_way_round_are_counted(make_study, estimate):
    minimum = [[3, 3], [6, 3], [6, 6], [5, 5], [7, 5], [2, nan], [nan, 7]]
    desired = [[6, 6], [5, 6], [5, 5], [5, 5], [nan, 4], [6, 1], [1, nan]]
    perceived = np.full((7, 2), 5)
    study = make_study(("tangibles", "empathy"), THREE_COLUMNS, minimum="minimum")
    found = estimate(study, perceived, desired, minimum)
    np.testing.assert_array_equal(found["n_inverted"], [2, 2])
    assert found["n_inverted_respondents"] == 3  # the second, third and fifth


def test_levels_that_stand_right_or_equal_are_not_counted(make_study, estimate):
    study = make_study(("tangibles", "empathy"), THREE_COLUMNS, minimum="minimum")
    minimum, desired = np.tile([3, 5], (6, 1)), np.tile([4, 5], (6, 1))
    found = estimate(study, np.full((6, 2), 7), desired, minimum)
    np.testing.assert_array_equal(found["n_inverted"], [0, 0])
    assert found["n_inverted_respondents"] == 0


def test_the_share_within_counts_both_ends(make_study, estimate):
    study = make_study(("empathy",), THREE_COLUMNS, minimum="minimum")
    perceived = np.array([[2.0], [3.0], [4.0], [6.0], [7.0], [5.0]])
    minimum, desired = np.full((6, 1), 3.0), np.full((6, 1), 6.0)
    minimum[5] = nan
    found = estimate(study, perceived, desired, minimum, weights=[1, 1, 1, 2, 1, 9])
    np.testing.assert_allclose(found["share_in_zone"], [4 / 6])
    np.testing.assert_allclose(found["adequacy"], [(-1 + 0 + 1 + 2 * 3 + 4) / 6])


@given(ratings)
def test_the_zone_of_a_study_is_that_of_its_means(make_study, estimate, X):
    study = make_study(("tangibles", "empathy"), THREE_COLUMNS, minimum="minimum")
    found = estimate(study, X)
    perceived, desired, minimum = X.mean(axis=0).reshape(3, 2)
    np.testing.assert_allclose(found["adequacy"], perceived - minimum, atol=1e-12)
    np.testing.assert_allclose(found["superiority"], perceived - desired, atol=1e-12)
    np.testing.assert_allclose(found["zone_width"], desired - minimum, atol=1e-12)
    P, D, A = X[:, :2], X[:, 2:4], X[:, 4:]
    np.testing.assert_allclose(found["share_in_zone"], ((A <= P) & (P <= D)).mean(axis=0))
    np.testing.assert_array_equal(found["n_inverted"], (A > D).sum(axis=0))


@given(ratings)
def test_two_columns_tell_the_same_zone_as_three(make_study, estimate, X):
    """Ratings against both levels, whose middle, 4 of 7, means equal."""
    P, D, A = X[:, :2], X[:, 2:4], X[:, 4:]
    three = make_study(("tangibles", "empathy"), THREE_COLUMNS, minimum="minimum")
    two = make_study(
        ("tangibles", "empathy"),
        ("satisfaction", "expectation", "above_acceptable", "above_desired"),
        adequacy="above_acceptable",
        superiority="above_desired",
    )
    found = estimate(two, P, D, 4 + P - A, 4 + P - D)
    expected = estimate(three, P, D, A)
    for name in ("adequacy", "superiority", "zone_width", "zone_position", "share_in_zone"):
        np.testing.assert_allclose(found[name], expected[name], atol=1e-9, err_msg=name)
