"""The structure: indicators are found where they belong."""

import numpy as np
import pytest

from clientlens_servqual.structure import structure_of

MEMBER = np.array(
    [[True, True, True, False, False, False], [False, False, False, True, True, False]]
)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(2, 400, 1))
    noise = 0.5 * rng.normal(size=(400, 6))
    return np.hstack([first, first, first, second, second, second]) + noise


def test_indicators_go_with_their_own_dimension(rows):
    found = structure_of(np.ones((1, 400)), rows, MEMBER)
    assert (found.r_own[:5] > found.r_other[:5]).all()
    assert found.other[:5].tolist() == [1, 1, 1, 0, 0]


def test_correlations_are_those_of_numpy(rows):
    found = structure_of(np.ones((1, 400)), rows, MEMBER)
    rest, other = rows[:, 1:3].mean(axis=1), rows[:, 3:5].mean(axis=1)
    assert found.r_own[0] == pytest.approx(np.corrcoef(rows[:, 0], rest)[0, 1])
    assert found.r_other[0] == pytest.approx(np.corrcoef(rows[:, 0], other)[0, 1])


def test_an_indicator_in_the_wrong_dimension_is_found(rows):
    wrong = MEMBER.copy()
    wrong[:, 2] = [False, True]
    found = structure_of(np.ones((1, 400)), rows, wrong)
    assert found.r_other[2] > found.r_own[2]
    assert found.other[2] == 0


def test_two_indicators_have_no_loading_and_one_without_a_dimension_nothing(rows):
    found = structure_of(np.ones((1, 400)), rows, MEMBER)
    assert np.isfinite(found.loading[:3]).all()
    assert np.isnan(found.loading[3:]).all()
    assert np.isnan(found.r_own[5])


def test_a_dimension_that_nobody_rated_says_nothing(rows):
    missing = rows.copy()
    missing[:, 3:] = np.nan
    found = structure_of(np.ones((1, 400)), missing, MEMBER)
    assert np.isnan(found.r_other).all()
    assert np.isfinite(found.r_own[:3]).all()


def test_of_two_dimensions_that_tie_the_first_counts(rows):
    twin = np.hstack([rows[:, :4], rows[:, 3:4]])  # the second and the third are the same rating
    member = np.array([[True] * 3 + [False] * 2, [False] * 3 + [True, False], [False] * 4 + [True]])
    for order in (np.arange(400), np.random.default_rng(1).permutation(400)):
        found = structure_of(np.ones((1, 400)), twin[order], member)
        assert found.other[:3].tolist() == [1, 1, 1]
