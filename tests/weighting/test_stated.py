"""Stated importance: published rank weights, and what style of answering does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens_weighting.stated import (
    by_centred_mean,
    by_mean,
    by_rank,
    centred_means,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
    top_two_box,
)
from clientlens_weighting.weights import Reason

OF_SEVEN = {
    rank_order_centroid: [0.370408, 0.227551, 0.156122, 0.108503, 0.072789, 0.044218, 0.020408],
    rank_sum: [0.25, 0.214286, 0.178571, 0.142857, 0.107143, 0.071429, 0.035714],
    rank_reciprocal: [0.385675, 0.192837, 0.128558, 0.096419, 0.077135, 0.064279, 0.055096],
}
BY_RANK = pytest.mark.parametrize("of_places", OF_SEVEN)


@pytest.mark.parametrize(("of_places", "expected"), OF_SEVEN.items())
def test_seven_ranks_have_the_worked_weights(of_places, expected):
    np.testing.assert_allclose(of_places(7), expected, atol=5e-7)


def test_seven_ranks_have_the_weights_of_the_reference_file(reference):
    names = {"ROC": rank_order_centroid, "RS": rank_sum, "RR": rank_reciprocal}
    for name, of_places in names.items():
        np.testing.assert_allclose(of_places(7), reference["rank_order_7"][name], rtol=1e-14)


@BY_RANK
@given(st.integers(1, 12))
def test_places_fall_and_add_up_to_one(of_places, J):
    weights = of_places(J)
    assert (np.diff(weights) < 0).all()
    np.testing.assert_allclose(weights.sum(), 1)


@BY_RANK
@given(arrays(np.float64, (2, 5), elements=st.integers(1, 5).map(float)), st.permutations(range(5)))
def test_order_of_indicators_does_not_matter_and_equals_share_alike(of_places, means, order):
    found = by_rank(means, of_places(5)).weights
    np.testing.assert_allclose(by_rank(means[:, order], of_places(5)).weights, found[:, order])
    np.testing.assert_allclose(found.sum(axis=1), 1)
    equal = means[:, :, None] == means[:, None, :]
    difference = np.abs(found[:, :, None] - found[:, None, :])
    assert difference[equal].max() < 1e-15


def test_an_unrated_indicator_leaves_no_weights():
    for found in (by_mean([[np.nan, 3.0]]), by_rank([[np.nan, 3.0]], rank_sum(2))):
        assert found.reasons == [Reason.MISSING]
        assert np.isnan(found.weights).all()


def test_subtracting_the_minimum_spreads_the_weights():
    raw, above = by_mean([[4.0, 3.0]]), by_mean([[4.0, 3.0]], minimum=1)
    np.testing.assert_allclose(raw.weights, [[4 / 7, 3 / 7]])
    np.testing.assert_allclose(above.weights, [[0.6, 0.4]])


@given(
    arrays(np.float64, (6, 4), elements=st.integers(2, 4).map(float)),
    arrays(np.float64, 6, elements=st.integers(-1, 1).map(float)),
)
def test_how_high_a_respondent_rates_everything_does_not_matter_when_centred(ratings, style):
    W = np.ones((1, 6))
    plain, shifted = centred_means(W, ratings), centred_means(W, ratings + style[:, None])
    np.testing.assert_allclose(plain, shifted, atol=1e-12)
    weights = by_centred_mean(plain, width=4).weights
    np.testing.assert_allclose(weights.sum(), 1)
    np.testing.assert_allclose(weights, (1 + plain / 4) / 4, atol=1e-12)


def test_centring_takes_out_who_answered():
    """An indicator that only lenient respondents rated isn't more important for it."""
    ratings = np.array([[5, 5, 5], [1, 1, np.nan]])
    np.testing.assert_allclose(centred_means(np.ones((1, 2)), ratings), 0)
    assert by_mean([np.nanmean(ratings, axis=0)]).weights[0, 2] > 1 / 3


def test_bank_survey_has_the_weights_of_the_reference_file(folder):
    """Weights of seven dimensions from the importance ratings of 1,994 respondents."""
    import pandas as pd

    answers = pd.read_csv(folder / "data" / "bank7x26_respondents.csv").query("wave == 1")
    expected = pd.read_csv(folder / "results" / "weights_bank7x26_all_methods.csv", index_col=0)
    dimensions = list(expected.columns[:7])
    own = np.column_stack(
        [answers.filter(regex=rf"^I_{name}\d").mean(axis=1) for name in dimensions]
    )
    means = own.mean(axis=0)[None]
    top = (own >= 8.5).mean(axis=0)  # a mean of items that rounds to 9 or 10
    boxes = np.stack([1 - top, 0 * top, top], axis=1)[None]
    for row, found in {
        "stated_mean": by_mean(means),
        "stated_rescaled(m-1)": by_mean(means, minimum=1),
        "stated_ROC": by_rank(means, rank_order_centroid(7)),
        "stated_top2box": top_two_box(boxes),
    }.items():
        np.testing.assert_allclose(found.weights[0], expected.loc[row, dimensions], rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: by_mean([[0.5]], minimum=1), "0.5 lies below the minimum 1"),
        (lambda: by_rank([[1, 2]], rank_sum(3)), "3 places for 2 indicators"),
        (lambda: rank_sum(0), "an indicator or more"),
        (lambda: top_two_box(np.ones((1, 2, 2))), "K of 3 or more"),
        (lambda: by_centred_mean([[3.0, -3.0]], 2), "between the ends of the scale"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
