"""Random weights: their laws within every parent, their moments, and COINr's noisy ones."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.ranks import ranks
from clientlens.stats.weight_draws import (
    dirichlet_weights,
    effective_weights,
    multiplied_weights,
    shares_within,
)
from support.reference import reference_rows

DRAWERS = pytest.mark.parametrize("draw", [dirichlet_weights, multiplied_weights])
WEIGHTS, PARENTS = np.array([3.0, 1.0, 2.0, 2.0, 0.0, 5.0]), np.array([2, 0, 2, 0, 2, 1])


def rng(seed=1):
    return np.random.default_rng(seed)


@st.composite
def hierarchies(draw):
    """Weights (J,) and parents (J,), each parent with a child that weighs something."""
    J = draw(st.integers(1, 8))
    weights = draw(arrays(float, J, elements=st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.0])))
    parents = draw(arrays(int, J, elements=st.integers(0, 3)))
    assume(all(weights[parents == parent].sum() > 0 for parent in parents))
    return weights, parents


@given(hierarchies())
def test_shares_sum_to_one_within_every_parent_and_keep_their_ratios(hierarchy):
    weights, parents = hierarchy
    shares = shares_within(weights, parents)
    for parent in np.unique(parents):
        own = parents == parent
        np.testing.assert_allclose(shares[own], weights[own] / weights[own].sum())
    np.testing.assert_allclose(shares_within(7 * weights, parents), shares)


@DRAWERS
@given(hierarchy=hierarchies(), seed=st.integers(0, 1000))
def test_drawn_weights_sum_to_one_and_what_weighs_nothing_stays_so(draw, hierarchy, seed):
    weights, parents = hierarchy
    drawn = draw(weights, parents, draws=5, rng=rng(seed))
    assert drawn.shape == (5, len(weights))
    assert (drawn >= 0).all()
    assert (drawn[:, weights == 0] == 0).all()
    for parent in np.unique(parents):
        np.testing.assert_allclose(drawn[:, parents == parent].sum(axis=1), 1)


def test_dirichlet_weights_have_the_moments_of_their_distribution():
    drawn = dirichlet_weights(WEIGHTS, PARENTS, draws=200_000, rng=rng(), concentration=50)
    w = shares_within(WEIGHTS, PARENTS)
    np.testing.assert_allclose(drawn.mean(axis=0), w, atol=1e-3)
    np.testing.assert_allclose(drawn.var(axis=0), w * (1 - w) / 51, rtol=0.02, atol=1e-12)
    # Children of different parents are independent, those of one share what there is.
    corr = np.corrcoef(drawn[:, [0, 1, 2]].T)
    assert abs(corr[0, 1]) < 0.01
    assert corr[0, 2] == pytest.approx(-1)


@pytest.mark.parametrize("concentration", [1e-6, 1e-3])
def test_hardly_concentrated_weights_go_to_one_child_by_the_weights(concentration):
    drawn = dirichlet_weights(
        [1.0, 3.0, 0.0], [0, 0, 0], draws=20_000, rng=rng(), concentration=concentration
    )
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), [0.25, 0.75, 0.0], atol=0.01)


def test_very_concentrated_weights_are_those_stated():
    drawn = dirichlet_weights(WEIGHTS, PARENTS, draws=10, rng=rng(), concentration=1e12)
    np.testing.assert_allclose(drawn - shares_within(WEIGHTS, PARENTS), 0, atol=1e-4)


def test_multiplied_weights_keep_within_their_noise():
    drawn = multiplied_weights([1.0, 1.0], [0, 0], draws=50_000, rng=rng(), noise=0.25)
    ratio = drawn[:, 0] / drawn[:, 1]
    assert ratio.min() >= 0.75 / 1.25
    assert ratio.max() <= 1.25 / 0.75
    assert drawn[:, 0].mean() == pytest.approx(0.5, abs=2e-3)
    still = multiplied_weights(WEIGHTS, PARENTS, draws=2, rng=rng(), noise=0.0)
    np.testing.assert_allclose(still, [shares_within(WEIGHTS, PARENTS)] * 2)


@DRAWERS
def test_the_same_seed_draws_the_same_weights(draw):
    one, same = (draw(WEIGHTS, PARENTS, draws=3, rng=rng()) for _ in range(2))
    np.testing.assert_array_equal(one, same)


def test_an_only_child_has_all_the_weight_of_its_parent():
    for draw in (dirichlet_weights, multiplied_weights):
        np.testing.assert_allclose(draw(WEIGHTS, PARENTS, draws=9, rng=rng())[:, 5], 1)


@given(hierarchies(), st.integers(0, 1000))
def test_effective_weights_sum_to_one_over_the_whole(hierarchy, seed):
    weights, parents = hierarchy
    _, of = np.unique(parents, return_inverse=True)
    above = rng(seed).dirichlet(np.ones(of.max() + 1), size=4)
    drawn = multiplied_weights(weights, of, draws=4, rng=rng(seed))
    np.testing.assert_allclose(effective_weights(drawn, of, above).sum(axis=1), 1)


class Bank:
    """COINr's bank: 40 branches, 26 indicators in seven dimensions, and its drawn weights."""

    def __init__(self):
        meta = reference_rows("data/coinr_bank7x26_iMeta.csv")
        self.codes = [row["iCode"] for row in meta if row["Level"] == "1"]
        self.dimensions = [row["iCode"] for row in meta if row["Level"] == "2"]
        parent = {row["iCode"]: row["Parent"] for row in meta}
        self.stated = {row["iCode"]: float(row["Weight"]) for row in meta}
        self.parents = np.array([self.dimensions.index(parent[code]) for code in self.codes])
        rows = reference_rows("data/coinr_bank7x26_iData.csv")
        self.ratings = np.array([[float(row[code]) for code in self.codes] for row in rows])
        self.drawn = {}
        for row in reference_rows("results/coinr_bank7x26_UA_noisy_weights.csv"):
            self.drawn.setdefault(row["set"], {})[row["iCode"]] = float(row["Weight"])

    def shares(self, weights):
        whole = np.zeros(len(self.dimensions), dtype=int)
        return (
            shares_within([weights[code] for code in self.codes], self.parents),
            shares_within([weights[code] for code in self.dimensions], whole),
        )

    def scores(self, run):
        """Scores of one run of COINr, by its normalisation, weights and aggregation."""
        x = self.ratings
        spread = x.max(axis=0) - x.min(axis=0)
        if run["norm"] == "n_minmax":
            x = 1 + 99 * (x - x.min(axis=0)) / spread
        else:
            x = 50 + 10 * (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
        effective = effective_weights(*self._in_order(run))
        is_linear = run["f_ag"] == "a_amean"
        return x @ effective if is_linear else np.exp(np.log(x) @ effective)

    def _in_order(self, run):
        shares, above = self.shares(self.drawn[run["weight_set"]])
        return shares, self.parents, above


@pytest.mark.parametrize("analysis", ["UA", "SA"])
def test_coinrs_runs_have_our_scores_and_ranks(analysis):
    bank = Bank()
    runs = reference_rows(f"results/coinr_bank7x26_{analysis}_para.csv")
    found = np.array([bank.scores(run) for run in runs])
    for what, ours, tolerance in (("scores", found, 1e-9), ("ranks", ranks(found), 0.0)):
        rows = reference_rows(f"results/coinr_bank7x26_{analysis}_{what}.csv")
        theirs = np.array([[float(row[f"r_{run['rep']}"]) for row in rows] for run in runs])
        np.testing.assert_allclose(ours, theirs, atol=tolerance, rtol=0)


def test_coinrs_noisy_weights_are_multiplied_ones():
    bank = Bank()
    ratios = [w[code] / bank.stated[code] for w in bank.drawn.values() for code in bank.codes]
    assert 0.75 <= min(ratios) < 0.751
    assert 1.249 < max(ratios) <= 1.25


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shares_within([1.0, -1.0], [0, 0]), "not negative, got -1"),
        (lambda: shares_within([1.0, np.nan], [0, 0]), "finite and not negative, got nan"),
        (
            lambda: shares_within([1.0, 0.0], [3, 5]),
            "all children of parent 5 have a weight of zero",
        ),
        (lambda: shares_within([1.0, 1.0], [0]), r"one parent a child, got \(1,\) for \(2,\)"),
        (lambda: shares_within([1.0], [0.5]), "whole numbers from 0"),
        (lambda: shares_within([1.0], [-1]), "whole numbers from 0"),
        (lambda: effective_weights([1.0], [2], [0.5, 0.5]), "parent 2, .* has 2, counted from 0"),
        (
            lambda: dirichlet_weights([1.0], [0], draws=1, rng=rng(), concentration=0),
            "`concentration` must be positive, got 0",
        ),
        (lambda: dirichlet_weights([1.0], [0], draws=0, rng=rng()), "at least 1, got 0"),
        (lambda: dirichlet_weights([[1.0]], [0], draws=1, rng=rng()), "one weight a child"),
        (
            lambda: multiplied_weights([1.0], [0], draws=1, rng=rng(), noise=1),
            r"`noise` must lie in \[0, 1\), got 1",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
