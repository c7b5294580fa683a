"""Agreement of rankings: SciPy's correlations, COINr's shifts, and laws."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau, spearmanr

from clientlens.errors import RequestError
from clientlens.stats.rank_agreement import (
    average_shift,
    kendall,
    largest_shift,
    same_top,
    spearman,
)
from clientlens.stats.ranks import ranks
from support.reference import reference_rows

NAN = np.nan
PEERS = pytest.mark.parametrize(
    ("correlation", "peer"), [(spearman, spearmanr), (kendall, kendalltau)]
)

rankings = st.integers(2, 7).flatmap(
    lambda U: st.tuples(
        arrays(float, U, elements=st.integers(0, 4).map(float)),
        arrays(float, (3, U), elements=st.integers(0, 4).map(float)),
    )
)


def peers(peer, reference, rows):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constant input
        return [peer(reference, row).statistic for row in rows]


@PEERS
@given(both=rankings)
def test_correlations_are_scipys(correlation, peer, both):
    np.testing.assert_allclose(correlation(*both), peers(peer, *both), atol=1e-12)


@PEERS
@given(both=rankings)
def test_every_ranking_may_have_a_reference_of_its_own(correlation, peer, both):
    _, rows = both
    references = rows[::-1]
    expected = [peers(peer, one, [row])[0] for one, row in zip(references, rows, strict=True)]
    np.testing.assert_allclose(correlation(references, rows), expected, atol=1e-12)


@PEERS
@given(both=rankings, seed=st.integers(0, 1000))
def test_a_unit_that_is_missing_is_left_out(correlation, peer, both, seed):
    reference, rows = (a.copy() for a in both)
    rng = np.random.default_rng(seed)
    rows[rng.random(rows.shape) < 0.2] = NAN
    reference[rng.random(len(reference)) < 0.2] = NAN
    for found, row in zip(correlation(reference, rows), rows, strict=True):
        known = ~np.isnan(reference) & ~np.isnan(row)
        expected = peers(peer, reference[known], [row[known]])[0] if known.sum() > 1 else NAN
        np.testing.assert_allclose(found, expected, atol=1e-12)


@PEERS
@given(both=rankings, seed=st.integers(0, 1000))
def test_the_order_of_the_units_does_not_matter(correlation, peer, both, seed):
    reference, rows = both
    order = np.random.default_rng(seed).permutation(len(reference))
    np.testing.assert_allclose(
        correlation(reference[order], rows[:, order]), correlation(*both), atol=1e-12
    )
    for shift in (average_shift, largest_shift):
        np.testing.assert_allclose(shift(reference[order], rows[:, order]), shift(*both))


def test_average_shifts_of_coinrs_runs_are_coinrs():
    rows = reference_rows("results/coinr_bank7x26_SA_ranks.csv")
    runs = [name for name in rows[0] if name.startswith("r_")]
    drawn = np.array([[float(row[run]) for row in rows] for run in runs])
    nominal = [float(row["Nominal"]) for row in rows]
    expected = reference_rows("results/coinr_bank7x26_SA_y.csv")
    np.testing.assert_allclose(
        average_shift(nominal, drawn),
        [float(row["mean_abs_rank_shift"]) for row in expected],
        rtol=1e-12,
    )


@given(rankings)
def test_shifts_are_the_mean_and_the_largest_of_their_units(both):
    reference, rows = both
    np.testing.assert_allclose(average_shift(*both), np.abs(rows - reference).mean(axis=1))
    np.testing.assert_allclose(largest_shift(*both), np.abs(rows - reference).max(axis=1))


def test_a_reversed_ranking_is_as_far_away_as_can_be():
    reference = np.arange(1.0, 9.0)
    reversed_ = reference[::-1][None]
    assert average_shift(reference, reversed_) == 4
    assert largest_shift(reference, reversed_) == 7
    assert spearman(reference, reversed_) == pytest.approx(-1)
    assert kendall(reference, reversed_) == pytest.approx(-1)


def test_shifts_leave_out_a_unit_that_is_missing():
    found = [
        shift([1, 2, NAN], [[2, NAN, 9], [NAN, NAN, 1]]) for shift in (average_shift, largest_shift)
    ]
    np.testing.assert_array_equal(found, [[1, NAN], [1, NAN]])


@given(rankings, st.integers(1, 7))
def test_the_best_are_the_same_where_their_sets_are(both, k):
    reference, rows = (ranks(-a) for a in both)
    expected = [
        set(np.flatnonzero(row <= k)) == set(np.flatnonzero(reference <= k)) for row in rows
    ]
    np.testing.assert_array_equal(same_top(reference, rows, k), expected)


def test_without_a_unit_in_common_it_is_not_known_whether_the_best_are_the_same():
    np.testing.assert_array_equal(same_top([1, NAN], [[NAN, 1], [1, 2]], 1), [NAN, 1])


def test_no_ranking_and_no_unit_are_no_error():
    for agreement in (average_shift, largest_shift, spearman, kendall):
        assert agreement([1, 2], np.empty((0, 2))).shape == (0,)
        assert np.isnan(agreement([], np.empty((2, 0)))).all()


def test_pairs_are_the_same_in_blocks_of_rankings(monkeypatch):
    rng = np.random.default_rng(1)
    reference, rows = rng.normal(size=6), rng.normal(size=(20, 6))
    whole = kendall(reference, rows)
    monkeypatch.setattr("clientlens.stats.rank_agreement._BLOCK_CELLS", 80)
    np.testing.assert_array_equal(kendall(reference, rows), whole)


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(RequestError, match=r"got \(2, 3\) for \(2,\)"):
        average_shift([1, 2], np.ones((2, 3)))
    with pytest.raises(RequestError, match="`k` of `same_top` must be at least 1, got 0"):
        same_top([1, 2], [[1, 2]], 0)
