"""Rank confidence sets: those of csranks, a plain loop of the procedure, and laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.rank_sets import marginal_rank_sets, simultaneous_rank_sets
from clientlens.stats.ranks import ranks
from support.ranked_units import EIGHT, EIGHT_ERRORS, units_with_errors
from support.reference import reference_rows

NAN = np.nan
BOTH = pytest.mark.parametrize("sets", [marginal_rank_sets, simultaneous_rank_sets])

# Of the R package csranks, at 95 %, for the eight units.
EIGHT_SETS = {
    marginal_rank_sets: ([1, 1, 1, 1, 2, 4, 4, 7], [4, 5, 5, 7, 7, 7, 8, 8]),
    simultaneous_rank_sets: ([1, 1, 1, 1, 2, 4, 4, 6], [4, 5, 5, 7, 7, 8, 8, 8]),
}


def rng():
    return np.random.default_rng(1)


@BOTH
def test_sets_of_the_eight_units_are_those_of_csranks(sets):
    found = sets(EIGHT, EIGHT_ERRORS, rng=rng())
    np.testing.assert_array_equal([found.low, found.high], EIGHT_SETS[sets])


def test_sets_of_the_eight_units_are_those_of_the_run_of_csranks():
    rows = reference_rows("results/csranks_example8.csv")
    column = {name: [float(row[name]) for row in rows] for name in rows[0] if name != "unit"}
    assert (ranks(column["theta"]) == column["rank"]).all()
    for sets, name in ((marginal_rank_sets, "marg"), (simultaneous_rank_sets, "sim")):
        found = sets(column["theta"], column["se"], rng=rng(), draws=100_000)
        np.testing.assert_array_equal(found.low, column[f"L_{name}"])
        np.testing.assert_array_equal(found.high, column[f"U_{name}"])


def test_five_of_the_eight_units_may_be_among_the_best_three():
    found = marginal_rank_sets(EIGHT, EIGHT_ERRORS, rng=rng())
    assert (found.low <= 3).tolist() == [True] * 5 + [False] * 3


def sets_by_hand(estimates, errors, noise, level, pairs_of):
    """Step down one pair at a time; `pairs_of` gives the families of directed pairs."""
    U = len(estimates)
    low, high = np.ones(U), np.full(U, float(U))
    for units, pairs in pairs_of(U):
        live, above = list(pairs), set()
        while live:
            sd = np.array([np.hypot(errors[u], errors[v]) for u, v in live])
            t = np.array([estimates[u] - estimates[v] for u, v in live]) / sd
            T = np.array([noise[:, u] - noise[:, v] for u, v in live]).T / sd
            critical = np.quantile(np.maximum(T.max(axis=1), 0.0), level)
            rejected = {pair for pair, of in zip(live, t, strict=True) if of > critical}
            if not rejected:
                break
            above |= rejected
            live = [pair for pair in live if pair not in rejected]
        for u in units:
            low[u] = 1 + sum(pair[1] == u for pair in above)
            high[u] = U - sum(pair[0] == u for pair in above)
    return low, high


def families_of_each(U):
    others = [[v for v in range(U) if v != u] for u in range(U)]
    return [([u], [(u, v) for v in others[u]] + [(v, u) for v in others[u]]) for u in range(U)]


def family_of_all(U):
    return [(range(U), [(u, v) for u in range(U) for v in range(U) if u != v])]


@pytest.mark.parametrize(
    ("sets", "families"),
    [(marginal_rank_sets, families_of_each), (simultaneous_rank_sets, family_of_all)],
)
@given(units=units_with_errors(most=6))
def test_sets_follow_the_procedure_pair_by_pair(sets, families, units):
    estimates, errors = units
    order = np.lexsort((errors, estimates))
    noise = np.empty((400, len(errors)))
    noise[:, order] = rng().standard_normal((400, len(errors)))
    found = sets(estimates, errors, rng=rng(), draws=400, level=0.8)
    low, high = sets_by_hand(estimates, errors, noise * errors, 0.8, families)
    np.testing.assert_array_equal(found.low, low)
    np.testing.assert_array_equal(found.high, high)


@given(units_with_errors())
def test_simultaneous_sets_hold_the_marginal_ones(units):
    all_at_once, each = (
        sets(*units, rng=rng(), draws=500) for sets in (simultaneous_rank_sets, marginal_rank_sets)
    )
    assert (all_at_once.low <= each.low).all()
    assert (all_at_once.high >= each.high).all()


@BOTH
@given(units=units_with_errors())
def test_the_rank_of_the_estimate_is_in_its_set(sets, units):
    found = sets(*units, rng=rng(), draws=500)
    assert (found.low <= ranks(units[0], ties="min")).all()
    assert (found.high >= ranks(units[0], ties="max")).all()


@BOTH
@given(units=units_with_errors(), seed=st.integers(0, 1000))
def test_the_order_of_the_units_does_not_matter(sets, units, seed):
    estimates, errors = units
    assume(len(set(zip(estimates, errors, strict=True))) == len(errors))
    order = np.random.default_rng(seed).permutation(len(errors))
    found = sets(estimates, errors, rng=rng(), draws=300)
    moved = sets(estimates[order], errors[order], rng=rng(), draws=300)
    np.testing.assert_array_equal(moved.low, found.low[order])
    np.testing.assert_array_equal(moved.high, found.high[order])


@BOTH
@given(
    units=units_with_errors(), shift=st.integers(-9, 9), stretch=st.sampled_from([0.5, 2.0, 8.0])
)
def test_a_shift_and_a_stretch_of_the_scale_do_not_matter(sets, units, shift, stretch):
    estimates, errors = units
    found = sets(estimates, errors, rng=rng(), draws=300)
    moved = sets(shift + stretch * estimates, stretch * errors, rng=rng(), draws=300)
    np.testing.assert_array_equal([moved.low, moved.high], [found.low, found.high])


@BOTH
def test_a_higher_level_makes_wider_sets(sets):
    wide, narrow = (sets(EIGHT, EIGHT_ERRORS, rng=rng(), level=level) for level in (0.99, 0.8))
    assert (wide.low <= narrow.low).all()
    assert (wide.high >= narrow.high).all()


@BOTH
def test_a_covariance_matrix_of_independent_units_makes_the_same_sets(sets):
    by_matrix = sets(EIGHT, np.diag(EIGHT_ERRORS**2), rng=rng())
    found = sets(EIGHT, EIGHT_ERRORS, rng=rng())
    np.testing.assert_array_equal([by_matrix.low, by_matrix.high], [found.low, found.high])


@BOTH
def test_units_that_vary_together_are_told_apart_more_easily(sets):
    covariance = np.full((8, 8), 0.8) * np.outer(EIGHT_ERRORS, EIGHT_ERRORS)
    np.fill_diagonal(covariance, EIGHT_ERRORS**2)
    together, apart = (sets(EIGHT, errors, rng=rng()) for errors in (covariance, EIGHT_ERRORS))
    assert (together.high - together.low).sum() < (apart.high - apart.low).sum()


@BOTH
def test_a_singular_covariance_matrix_is_no_trouble(sets):
    shared = np.full((3, 3), 4.0)  # all errors are one: differences are known exactly
    found = sets([3.0, 1.0, 2.0], shared, rng=rng(), draws=100)
    np.testing.assert_array_equal([found.low, found.high], [[1, 3, 2], [1, 3, 2]])


@BOTH
def test_units_known_exactly_have_their_rank_and_equal_ones_share_them(sets):
    found = sets([5.0, 9.0, 5.0, 1.0], np.zeros(4), rng=rng(), draws=100)
    np.testing.assert_array_equal(found.low, [2, 1, 2, 4])
    np.testing.assert_array_equal(found.high, [3, 1, 3, 4])


@BOTH
def test_equal_units_may_have_any_rank(sets):
    found = sets(np.full(5, 70.0), np.ones(5), rng=rng())
    np.testing.assert_array_equal(found.low, 1)
    np.testing.assert_array_equal(found.high, 5)


@BOTH
def test_a_unit_that_is_not_known_has_no_set_and_changes_none(sets):
    found = sets([*EIGHT, 99.0, NAN], [*EIGHT_ERRORS, NAN, 1.0], rng=rng())
    alone = sets(EIGHT, EIGHT_ERRORS, rng=rng())
    np.testing.assert_array_equal(found.low, [*alone.low, NAN, NAN])
    np.testing.assert_array_equal(found.high, [*alone.high, NAN, NAN])


@BOTH
def test_one_unit_has_rank_1_and_none_has_none(sets):
    np.testing.assert_array_equal(sets([7.0], [1.0], rng=rng()).high, [1])
    assert sets([], [], rng=rng()).low.shape == (0,)
    assert np.isnan(sets([NAN], [1.0], rng=rng()).low).all()


@BOTH
def test_sets_are_the_same_in_blocks_of_draws(sets, monkeypatch):
    whole = sets(EIGHT, EIGHT_ERRORS, rng=rng(), draws=1000)
    monkeypatch.setattr("clientlens.stats.rank_sets._BLOCK_CELLS", 1000)
    found = sets(EIGHT, EIGHT_ERRORS, rng=rng(), draws=1000)
    np.testing.assert_array_equal([found.low, found.high], [whole.low, whole.high])


@BOTH
def test_what_cannot_be_asked_is_refused(sets):
    with pytest.raises(RequestError, match=r"Did you mean 0\.95\?"):
        sets(EIGHT, EIGHT_ERRORS, rng=rng(), level=95)
    with pytest.raises(RequestError, match="at least 1, got 0"):
        sets(EIGHT, EIGHT_ERRORS, rng=rng(), draws=0)
