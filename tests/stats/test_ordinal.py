"""Answers have the means and deviations that are wanted, and wishes that can't be are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.ordinal import deviation_limits, draw, draw_variates, find_margins

TWO = find_margins([1, 1], [5, 5], [3.0, 4.0], [1.0, 0.8])
R = np.array([[1, 0.5], [0.5, 1]])
SCALES = [(0, 1), (1, 3), (1, 5), (-2, 2), (1, 10), (0, 100)]


@st.composite
def wishes(draw):
    """A scale, and a mean and a deviation that answers on it can have."""
    low, high = draw(st.sampled_from(SCALES))
    mean = low + (high - low) * draw(st.floats(0.01, 0.99))
    limits = deviation_limits(mean, low, high)
    share = draw(st.floats(0.001, 0.999))
    return low, high, mean, limits.smallest + share * (limits.largest - limits.smallest)


questions = st.lists(wishes(), min_size=1, max_size=4).map(
    lambda rows: list(zip(*rows, strict=True))
)


@settings(max_examples=50)
@given(questions)
def test_moments_are_those_that_are_wanted(wanted):
    low, high, mean, deviation = wanted
    margins = find_margins(low, high, mean, deviation)
    np.testing.assert_allclose(margins.mean, mean, atol=1e-9)
    np.testing.assert_allclose(margins.deviation, deviation, atol=1e-9)
    points = np.array(low)[:, None] + np.arange(margins.shares.shape[1])
    np.testing.assert_allclose((margins.shares * points).sum(axis=1), mean, atol=1e-9)
    assert (margins.shares >= 0).all()


@settings(max_examples=20)
@given(questions)
def test_answers_stay_on_their_scales(wanted):
    low, high, *_ = wanted
    X = draw(find_margins(*wanted), np.eye(len(low)), 50, 1)
    assert (np.array(low) <= X).all()
    assert (np.array(high) >= X).all()


@settings(max_examples=20)
@given(wishes(), st.integers(-50, 50))
def test_a_scale_that_is_shifted_shifts_the_answers(wanted, by):
    low, high, mean, deviation = wanted
    X = draw(find_margins([low], [high], [mean], [deviation]), np.eye(1), 100, 7)
    shifted = find_margins([low + by], [high + by], [mean + by], [deviation])
    # The last bits of the moments differ; few answers lie so near to a threshold.
    assert np.mean(draw(shifted, np.eye(1), 100, 7) != X + by) <= 0.01


def test_many_answers_have_the_moments_and_shares_of_their_margins():
    margins = find_margins([1, 1, 0], [5, 10, 1], [4.2, 6.5, 0.3], [0.7, 2.1, np.sqrt(0.21)])
    n = 200_000
    X = draw(margins, np.eye(3), n, 11)
    errors = margins.deviation / np.sqrt(n)
    assert (np.abs(X.mean(axis=0) - margins.mean) < 4 * errors).all()
    np.testing.assert_allclose(X.std(axis=0), margins.deviation, rtol=0.01)
    counted = np.bincount(X[:, 1] - 1, minlength=10) / n
    np.testing.assert_allclose(counted, margins.shares[1], atol=0.004)


def test_the_same_seed_gives_the_same_answers_and_another_one_others():
    one, again, other = (draw(TWO, R, 500, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_the_first_answers_do_not_depend_on_how_many_there_are():
    few, many = (draw(TWO, R, n, 5) for n in (100, 40_000))
    np.testing.assert_array_equal(few, many[:100])


def test_answers_drawn_long_ago_are_still_the_same():
    assert draw(TWO, R, 6, 2022).tolist() == [[2, 3], [3, 3], [3, 5], [2, 2], [3, 5], [5, 4]]


@pytest.mark.parametrize("correlation", [0.0, 0.7, 1.0, -1.0])
def test_variates_correlate_as_they_should_even_where_they_are_one(correlation):
    R = np.array([[1, correlation], [correlation, 1]])
    Z = np.concatenate(list(draw_variates(R, 100_000, np.random.default_rng(1))))
    assert Z.shape == (100_000, 2)
    assert np.corrcoef(Z.T)[0, 1] == pytest.approx(correlation, abs=0.01)


@pytest.mark.parametrize(
    ("mean", "deviation", "message"),
    [
        (5.0, 0.5, "the mean of 'q' must lie above 1 and below 5, the ends of its scale, got 5"),
        (0.0, 0.5, "the mean of 'q' must lie above 1 and below 5, the ends of its scale, got 0"),
        (
            float("nan"),
            0.5,
            "the mean of 'q' must lie above 1 and below 5, the ends of its scale, got nan",
        ),
        (
            3.5,
            0.5,
            "the deviation of 'q' must lie between 0.501 and 1.936 beside a mean of 3.5, got 0.5",
        ),
        (
            4.8,
            0.9,
            "the deviation of 'q' must lie between 0.401 and 0.871 beside a mean of 4.8, got 0.9",
        ),
        (
            3.0,
            0.0,
            "the deviation of 'q' must lie between 0.001 and 1.999 beside a mean of 3, got 0",
        ),
    ],
)
def test_moments_that_no_answers_have_are_refused(mean, deviation, message):
    with pytest.raises(RequestError) as refusal:
        find_margins([1], [5], [mean], [deviation], names=["q"])
    assert str(refusal.value) == message


def test_on_a_scale_of_two_points_the_mean_tells_the_deviation():
    find_margins([0], [1], [0.3], [np.sqrt(0.21)])
    with pytest.raises(RequestError) as refusal:
        find_margins([0], [1], [0.3], [0.4])
    assert str(refusal.value) == (
        "the deviation of 'question 1' must be 0.4582576 on a scale of two points "
        "beside a mean of 0.3, got 0.4"
    )


def test_every_question_at_fault_is_named():
    with pytest.raises(RequestError) as refusal:
        find_margins([1, 1, 1], [5, 5, 5], [9, 3, 3], [1, 1, 7])
    assert [str(problem).split(" must")[0] for problem in refusal.value.problems] == [
        "the mean of 'question 1'",
        "the deviation of 'question 3'",
    ]
