"""Ranks and what draws say of them: a plain loop, the eight units, a run of COINr, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from clientlens.errors import RequestError
from clientlens.stats.ranks import (
    beats_probability,
    bottom_probability,
    expected_ranks,
    rank_frequencies,
    rank_interval,
    ranks,
    top_probability,
)
from support.ranked_units import EIGHT, EIGHT_ERRORS, draws_of_units, draws_with_gaps
from support.reference import reference_rows

NAN = np.nan
TIES = pytest.mark.parametrize("ties", ["min", "average", "max"])

# Ranks of 400,000 normal draws around the eight estimates, made outside this project.
EIGHT_EXPECTED = [1.135, 2.514, 2.852, 4.137, 4.466, 6.309, 6.611, 7.975]
EIGHT_TOP_3 = [0.998, 0.852, 0.820, 0.227, 0.102, 0.000, 0.001, 0.000]


@pytest.fixture(scope="module")
def eight():
    rng = np.random.default_rng(1)
    return EIGHT + EIGHT_ERRORS * rng.standard_normal((200_000, 8))


def test_expected_ranks_of_the_eight_units(eight):
    np.testing.assert_allclose(expected_ranks(eight), EIGHT_EXPECTED, atol=0.006)


def test_the_eight_units_are_among_the_best_three_as_often_as_found_elsewhere(eight):
    np.testing.assert_allclose(top_probability(eight, 3), EIGHT_TOP_3, atol=0.004)


def test_the_first_of_the_eight_is_above_the_second_as_often_as_the_normal_law_says(eight):
    assert beats_probability(eight)[0, 1] == pytest.approx(0.9018, abs=0.003)


@TIES
@given(draws_with_gaps)
def test_ranks_are_scipys(ties, scores):
    expected = rankdata(-scores, method=ties, axis=-1, nan_policy="omit")
    np.testing.assert_array_equal(ranks(scores, ties=ties), expected)


def test_ranks_and_their_quantiles_are_those_of_coinrs_runs():
    scores, found = (
        reference_rows(f"results/coinr_bank7x26_UA_{what}.csv") for what in ("scores", "ranks")
    )
    runs = [name for name in scores[0] if name.startswith("r_")]
    of_scores = np.array([[float(row[run]) for row in scores] for run in runs])
    of_coinr = np.array([[float(row[run]) for row in found] for run in runs])
    drawn = ranks(of_scores)
    np.testing.assert_array_equal(drawn, of_coinr)
    stats = reference_rows("results/coinr_bank7x26_UA_rankstats.csv")
    mean = [float(row["Mean"]) for row in stats]
    np.testing.assert_allclose(expected_ranks(of_scores), mean, atol=1e-12)
    # COINr's quantiles lie between ranks; ours are the ranks next to them, away from the middle.
    ends = rank_interval(of_scores, 0.9)
    low, high = ([float(row[q]) for row in stats] for q in ("Q5", "Q95"))
    assert (np.abs(ends.low - low) < 1).all()
    assert (np.abs(ends.high - high) < 1).all()


@given(draws_of_units)
def test_rank_frequencies_are_a_doubly_stochastic_table(draws):
    frequencies = rank_frequencies(draws)
    assert (frequencies >= 0).all()
    np.testing.assert_allclose(frequencies.sum(axis=0), 1)
    np.testing.assert_allclose(frequencies.sum(axis=1), 1)


@given(draws_of_units)
def test_expected_ranks_are_those_of_the_frequencies_and_sum_to_all_places(draws):
    U = draws.shape[1]
    expected = expected_ranks(draws)
    np.testing.assert_allclose(rank_frequencies(draws) @ np.arange(1, U + 1), expected)
    assert expected.sum() == pytest.approx(U * (U + 1) / 2)


@given(draws_with_gaps)
def test_a_unit_is_judged_by_the_draws_in_which_it_has_a_score(draws):
    frequencies, expected, beats = (
        f(draws) for f in (rank_frequencies, expected_ranks, beats_probability)
    )
    for u in range(draws.shape[1]):
        own = draws[~np.isnan(draws[:, u])]
        if not len(own):
            assert np.isnan([*frequencies[u], expected[u], *beats[u]]).all()
            continue
        np.testing.assert_allclose(frequencies[u], rank_frequencies(own)[u])
        assert expected[u] == pytest.approx(expected_ranks(own)[u])
        np.testing.assert_allclose(beats[u], beats_probability(own)[u])


@given(draws_of_units, st.integers(0, 1000))
def test_the_order_of_the_units_does_not_matter(draws, seed):
    order = np.random.default_rng(seed).permutation(draws.shape[1])
    moved = draws[:, order]
    np.testing.assert_array_equal(ranks(moved), ranks(draws)[:, order])
    np.testing.assert_allclose(rank_frequencies(moved), rank_frequencies(draws)[order])
    np.testing.assert_allclose(
        beats_probability(moved), beats_probability(draws)[np.ix_(order, order)]
    )


@given(draws_of_units, st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]))
def test_a_shift_and_a_stretch_of_the_scale_do_not_matter(draws, shift, stretch):
    moved = shift + stretch * draws
    np.testing.assert_array_equal(ranks(moved), ranks(draws))
    np.testing.assert_array_equal(rank_frequencies(moved), rank_frequencies(draws))


@given(draws_of_units, st.integers(1, 6))
def test_probabilities_of_the_best_and_of_the_rest_sum_to_one(draws, k):
    U = draws.shape[1]
    k = min(k, U)
    top = top_probability(draws, k)
    assert top.sum() == pytest.approx(k)
    if k < U:
        np.testing.assert_allclose(top + bottom_probability(draws, U - k), 1)


@given(draws_of_units)
def test_two_units_beat_each_other_in_all_draws_together(draws):
    beats = beats_probability(draws)
    np.testing.assert_allclose(beats + beats.T, 1)
    np.testing.assert_array_equal(beats.diagonal(), 0.5)


@given(draws_of_units)
def test_a_unit_beats_the_others_in_all_but_its_expected_rank(draws):
    below = beats_probability(draws).sum(axis=1) - 0.5
    np.testing.assert_allclose(draws.shape[1] - below, expected_ranks(draws))


@given(draws_of_units, st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_no_more_than_the_level_allows_lies_beyond_either_end(draws, level):
    found, frequencies = rank_interval(draws, level), rank_frequencies(draws)
    place = np.arange(1, draws.shape[1] + 1)
    tail = (1 - level) / 2 + 1e-8
    for u, row in enumerate(frequencies):
        assert row[place < found.low[u]].sum() <= tail
        assert row[place > found.high[u]].sum() <= tail
        assert row[place <= found.low[u]].sum() > (1 - level) / 2
        assert row[place >= found.high[u]].sum() > (1 - level) / 2


def test_identical_units_have_the_same_expected_rank_and_may_have_any():
    draws = np.ones((3, 4))
    np.testing.assert_array_equal(expected_ranks(draws), 2.5)
    np.testing.assert_allclose(rank_frequencies(draws), 0.25)
    np.testing.assert_array_equal(rank_interval(draws).low, 1)
    np.testing.assert_array_equal(rank_interval(draws).high, 4)


def test_one_unit_has_rank_1():
    np.testing.assert_array_equal(rank_frequencies([[7.0], [8.0]]), [[1.0]])
    np.testing.assert_array_equal(rank_interval([[7.0]]).high, [1.0])


def test_no_unit_and_no_draw_are_no_error():
    assert ranks(np.empty((3, 0))).shape == (3, 0)
    assert rank_frequencies(np.empty((3, 0))).shape == (0, 0)
    assert np.isnan(expected_ranks(np.empty((0, 2)))).all()
    assert np.isnan(rank_interval(np.empty((0, 2))).low).all()


def test_a_unit_without_a_score_has_no_interval_and_the_others_do():
    found = rank_interval([[1.0, NAN, 3.0], [1.0, NAN, 3.0]])
    np.testing.assert_array_equal(found.low, [2.0, NAN, 1.0])
    np.testing.assert_array_equal(found.high, [2.0, NAN, 1.0])


def test_scores_are_left_as_they_were():
    draws = np.array([[2.0, NAN, 2.0]])
    given_draws = draws.copy()
    for read in (ranks, rank_frequencies, expected_ranks, rank_interval, beats_probability):
        read(draws)
    np.testing.assert_array_equal(draws, given_draws)


def test_pairs_are_the_same_in_blocks_of_draws(monkeypatch):
    draws = np.random.default_rng(2).integers(0, 4, (50, 5)).astype(float)
    whole = beats_probability(draws)
    monkeypatch.setattr("clientlens.stats.ranks._BLOCK_CELLS", 60)
    np.testing.assert_array_equal(beats_probability(draws), whole)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ranks([1.0], ties="dense"), "unknown `ties` 'dense'"),
        (lambda: ranks(1.0), "one score a unit, got the number 1"),
        (lambda: rank_frequencies([1.0]), r"`draws` must hold scores \(R, U\), got \(1,\)"),
        (lambda: rank_interval([[1.0]], 90), r"Did you mean 0\.9\?"),
        (lambda: top_probability([[1.0, 2.0]], 3), "from 1 to 2, got 3"),
        (lambda: bottom_probability([[1.0, 2.0]], 0), "from 1 to 2, got 0"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
