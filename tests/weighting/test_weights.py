"""Weights add up to one, or say why there are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_weighting.weights import Reason, weights_of

scores = arrays(np.float64, (3, 4), elements=st.floats(0, 1e6, allow_subnormal=False))


@given(scores)
def test_weights_are_not_negative_and_add_up_to_one_where_they_are_known(array):
    found = weights_of(array)
    assert (found.is_known == (array.sum(axis=1) > 0)).all()
    known = found.weights[found.is_known]
    assert (known >= 0).all()
    np.testing.assert_allclose(known.sum(axis=1), 1)
    assert np.isnan(found.weights[~found.is_known]).all()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([1, 2], Reason.NONE),
        ([0, 2], Reason.NONE),
        ([np.nan, 2], Reason.MISSING),
        ([-1, 2], Reason.NEGATIVE),
        ([-1, np.nan], Reason.MISSING),
        ([0, 0], Reason.ALL_ZERO),
    ],
)
def test_a_row_without_weights_says_why(row, reason):
    assert weights_of([row]).reasons[0] == reason


@pytest.mark.parametrize("score", [0, -2, 5, np.nan])
def test_an_only_child_has_the_weight_one(score):
    assert weights_of([[score]]).weights == 1


def test_a_zero_that_rounding_made_negative_is_zero():
    np.testing.assert_array_equal(weights_of([[1.0, -1e-16]]).weights, [[1.0, 0.0]])


def test_a_reason_known_beforehand_stays():
    found = weights_of([[1, 2], [1, 2]], [Reason.NOT_CONVERGED, Reason.NONE])
    np.testing.assert_array_equal(found.is_known, [False, True])


def test_scores_are_left_as_they_were():
    array = np.array([[1.0, -1e-16]])
    weights_of(array)
    assert array[0, 1] == -1e-16


@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (1, 2, 3)])
def test_scores_without_two_axes_are_refused(shape):
    with pytest.raises(RequestError, match="come as"):
        weights_of(np.ones(shape))
