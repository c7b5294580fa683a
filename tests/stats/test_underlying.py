"""Answers correlate as wanted, by scipy's bivariate normal and in large samples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from clientlens.errors import RequestError
from clientlens.stats.ordinal import draw, find_margins
from clientlens.stats.underlying import underlying_correlations

FIVE = {"low": [1, 1], "high": [5, 5], "mean": [3.9, 3.4], "deviation": [0.8, 1.0]}


def between(one, other, correlation):
    matrix = np.eye(2)
    matrix[0, 1] = matrix[1, 0] = correlation
    return find_margins(
        [1, 1], [one, other], [one * 0.7, other * 0.6], [one / 5, other / 5]
    ), matrix


def correlation_of_answers(margins, normal):
    """From the thresholds by scipy, which knows nothing of series."""
    cdf = multivariate_normal([0, 0], [[1, normal], [normal, 1]]).cdf
    one, other = ([t for t in row if t < 39] for row in margins.thresholds)
    covariance = sum(cdf([-s, -t]) - ndtr(-s) * ndtr(-t) for s in one for t in other)
    return covariance / margins.deviation.prod()


@settings(max_examples=50)
@given(st.sampled_from([5, 7, 10]), st.sampled_from([5, 11]), st.floats(-0.8, 0.84))
def test_answers_correlate_as_wanted(one, other, wanted):
    margins, matrix = between(one, other, wanted)
    normal = underlying_correlations(margins, matrix)
    assert correlation_of_answers(margins, normal[0, 1]) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("wanted", [0.9, 0.95, 0.99, 0.999, 0.9999])
def test_so_they_do_where_they_nearly_agree(wanted):
    margins = find_margins([1, 1], [5, 5], [3.9, 3.9], [0.8, 0.8])
    normal = underlying_correlations(margins, [[1, wanted], [wanted, 1]])
    assert normal[0, 1] > 0.95
    assert correlation_of_answers(margins, normal[0, 1]) == pytest.approx(wanted, abs=1e-8)


@pytest.mark.parametrize("wanted", [-0.9, -0.95, -0.99])
def test_and_where_they_nearly_contradict(wanted):
    margins = find_margins([1, 1], [5, 5], [3.9, 2.1], [0.8, 0.8])  # mirror images
    normal = underlying_correlations(margins, [[1, wanted], [wanted, 1]])
    assert correlation_of_answers(margins, normal[0, 1]) == pytest.approx(wanted, abs=1e-8)


def test_answers_that_agree_altogether_have_one_variate():
    margins = find_margins([1, 1], [5, 5], [3.9, 3.9], [0.8, 0.8])
    np.testing.assert_allclose(underlying_correlations(margins, np.ones((2, 2))), 1)
    X = draw(margins, np.ones((2, 2)), 1000, 1)
    np.testing.assert_array_equal(X[:, 0], X[:, 1])


@settings(max_examples=30)
@given(st.floats(-0.7, 0.85))
def test_rounding_weakens_so_variates_correlate_more(wanted):
    normal = underlying_correlations(find_margins(**FIVE), [[1, wanted], [wanted, 1]])[0, 1]
    assert abs(normal) >= abs(wanted) - 1e-12
    assert normal * wanted >= 0


def test_no_correlation_stays_none():
    np.testing.assert_array_equal(
        underlying_correlations(find_margins(**FIVE), np.eye(2)), np.eye(2)
    )


@settings(max_examples=20)
@given(st.permutations(range(4)))
def test_the_order_of_questions_does_not_matter(order):
    moments = np.array([[1] * 4, [5, 5, 10, 7], [3.9, 3.1, 7, 5], [0.8, 1.1, 1.7, 1.2]])
    loadings = np.array([0.9, 0.8, 0.7, 0.6])
    wanted = np.outer(loadings, loadings)
    np.fill_diagonal(wanted, 1)
    whole = underlying_correlations(find_margins(*moments), wanted)
    inner = np.ix_(order, order)
    again = underlying_correlations(find_margins(*moments[:, order]), wanted[inner])
    np.testing.assert_allclose(again, whole[inner], atol=1e-12)


def test_in_a_large_sample_the_wanted_correlations_are_found_again():
    p, n = 8, 200_000
    loadings = np.linspace(0.5, 0.9, p)
    wanted = np.outer(loadings, loadings)
    np.fill_diagonal(wanted, 1)
    margins = find_margins([1] * p, [5, 10] * 4, [3.8, 7.2] * 4, [0.9, 1.8] * 4)
    X = draw(margins, underlying_correlations(margins, wanted), n, 3)
    np.testing.assert_allclose(np.corrcoef(X.T), wanted, atol=5 / np.sqrt(n))


def refusal(margins, wanted, names=()):
    with pytest.raises(RequestError) as refused:
        underlying_correlations(margins, wanted, names=names)
    return str(refused.value)


def test_a_pair_whose_margins_do_not_let_it_is_named():
    margins = find_margins([1, 1], [5, 5], [4.7, 1.4], [0.6, 0.7])
    assert refusal(margins, [[1, 0.9], [0.9, 1]], ["speed", "price"]) == (
        "'speed' and 'price' can't correlate by 0.9, only by 0.285 with such answers\n"
        "    Want less, or means nearer to each other or to the middle of the scale."
    )
    assert refusal(find_margins(**FIVE), [[1, -0.97], [-0.97, 1]]) == (
        "'question 1' and 'question 2' can't correlate by -0.97, only by -0.856 with such answers\n"
        "    Want less, or means nearer to each other or to the middle of the scale."
    )


def test_of_many_such_pairs_the_worst_are_named():
    margins = find_margins([1] * 6, [5] * 6, [4.7, 1.4] * 3, [0.6, 0.7] * 3)
    found = refusal(margins, np.full((6, 6), 0.9) + 0.1 * np.eye(6))
    assert found.count("can't correlate") == 3
    assert found.endswith("so it is with 6 more pairs")


def test_correlations_that_contradict_each_other_are_refused():
    margins = find_margins([1] * 4, [5] * 4, [3] * 4, [1] * 4)
    wanted = np.eye(4)
    wanted[:3, :3] = [[1, 0.8, -0.8], [0.8, 1, 0.8], [-0.8, 0.8, 1]]
    assert refusal(margins, wanted) == (
        "the correlations of 'question 1', 'question 2', 'question 3' contradict each other\n"
        "    Want less, about 0.62 times as much, or means nearer to the middle of the scale."
    )


def test_correlations_that_coarse_answers_can_not_have_together_are_refused():
    margins = find_margins([1] * 3, [5] * 3, [3, 4.5, 3], [1.2, 0.8, 1.2])
    wanted = np.array([[1, 0.7, 0], [0.7, 1, 0.7], [0, 0.7, 1]])
    assert np.linalg.eigvalsh(wanted)[0] > 0
    assert refusal(margins, wanted) == (
        "the correlations of 'question 1', 'question 2', 'question 3' "
        "can't be had together by answers so coarse or so skewed\n"
        "    Want less, about 0.78 times as much, or means nearer to the middle of the scale."
    )
    underlying_correlations(margins, np.eye(3) + 0.78 * (wanted - np.eye(3)))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (np.eye(3), "`wanted` must be (2, 2), got (3, 3)"),
        ([[1, 1.2], [1.2, 1]], "'question 1' and 'question 2' can't correlate by 1.2"),
        ([[1, np.nan], [np.nan, 1]], "'question 1' and 'question 2' can't correlate by nan"),
        ([[1, 0.3], [0.2, 1]], "'question 1' and 'question 2' can't correlate by 0.3"),
        ([[2, 0], [0, 1]], "'question 1' and 'question 1' can't correlate by 2"),
    ],
)
def test_what_is_no_correlation_matrix_is_refused(wanted, message):
    assert refusal(find_margins(**FIVE), wanted) == message


def test_arguments_are_left_as_they_were():
    margins, wanted = find_margins(**FIVE), np.array([[1, 0.3], [0.3, 1]])
    before = margins.thresholds.copy(), wanted.copy()
    underlying_correlations(margins, wanted)
    np.testing.assert_array_equal(margins.thresholds, before[0])
    np.testing.assert_array_equal(wanted, before[1])
