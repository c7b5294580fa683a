"""Means over strata that were drawn apart."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.intervals import interval, standard_error
from clientlens.stats.resample import bootstrap_counts
from clientlens.stats.strata import mean_over_strata, shuffled

values = arrays(float, (12, 2), elements=st.floats(0, 100))
weight = st.floats(0.1, 1e6)


@given(st.lists(values, min_size=1, max_size=4), st.data())
def test_the_answered_samples_are_averaged_by_their_weights(strata, data):
    weights = data.draw(st.lists(weight, min_size=len(strata), max_size=len(strata)))
    names = [f"s{i}" for i in range(len(strata))]
    by_hand = np.zeros(2)
    for one, w in zip(strata, weights, strict=True):
        by_hand += w * one[0]
    assert mean_over_strata(strata, weights, names)[0] == pytest.approx(by_hand / sum(weights))


@given(values, values, weight, weight, st.floats(0.1, 100))
def test_neither_the_order_of_strata_nor_the_unit_of_weights_matters(one, other, w, v, k):
    found = mean_over_strata([one, other], [w, v], ["a", "b"])
    turned = mean_over_strata([other, one], [k * v, k * w], ["b", "a"])
    assert turned == pytest.approx(found)


@given(values)
def test_draws_of_one_stratum_keep_their_distribution(one):
    found = mean_over_strata([one], [3], ["a"])
    assert np.sort(found[1:], axis=0) == pytest.approx(np.sort(one[1:], axis=0))


@given(st.text(), st.integers(0, 300))
def test_an_order_holds_every_draw_once(name, draws):
    assert sorted(shuffled(name, draws)) == list(range(draws))


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\0")
)  # as zeros at its end a seed drops them


@given(st.lists(names, min_size=2, max_size=2, unique=True))
def test_orders_of_two_names_have_nothing_to_do_with_each_other(two):
    """The correlation of two random orders has a standard deviation of 1/√(draws - 1)."""
    one, other = (shuffled(name, 10_000) for name in two)
    assert abs(np.corrcoef(one, other)[0, 1]) < 6 / 100
    assert (one == other).sum() < 12  # one on average


def test_a_name_keeps_its_order_in_every_process():
    """Python's own hash of a text is another one in every process."""
    code = "from clientlens.stats.strata import shuffled; print(*shuffled('north', 50))"
    orders = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert orders == {" ".join(map(str, shuffled("north", 50))) + "\n"}


def test_as_many_draws_are_used_as_every_stratum_has():
    few, many = np.ones((4, 1)), np.ones((9, 1))
    assert len(mean_over_strata([few, many], [1, 1], ["a", "b"])) == 4


def test_a_stratum_without_draws_leaves_none():
    assert len(mean_over_strata([np.ones((1, 1)), np.ones((9, 1))], [1, 1], ["a", "b"])) == 1


def test_a_draw_that_failed_in_one_stratum_failed_in_the_mean():
    broken = np.ones((9, 1))
    broken[4] = np.nan
    found = mean_over_strata([broken, np.ones((9, 1))], [1, 1], ["a", "b"])
    assert np.isnan(found).sum() == 1


@pytest.mark.parametrize(
    ("strata", "weights", "names"),
    [
        ([], [], []),
        ([np.ones((2, 1))], [1, 2], ["a"]),
        ([np.ones((2, 1))] * 2, [1, -1], ["a", "b"]),
        ([np.ones((2, 1))] * 2, [0, 0], ["a", "b"]),
        ([np.ones((2, 1))] * 2, [1, np.nan], ["a", "b"]),
        ([np.ones((2, 1))] * 2, [1, 1], ["a", "a"]),
    ],
)
def test_what_cannot_be_averaged_is_refused(strata, weights, names):
    with pytest.raises(RequestError):
        mean_over_strata(strata, weights, names)


def replicates(answers, seed, draws):
    """The mean of answers and its bootstrap draws."""
    counts = bootstrap_counts(seed, len(answers), 0, draws)
    return np.concatenate([[answers.mean()], counts @ answers / len(answers)])[:, None]


def test_equal_seeds_feign_no_dependence_between_strata():
    """Two files of one size sorted by satisfaction draw the same counts with the same seed."""
    rng = np.random.default_rng(7)
    one, other = (np.sort(rng.normal(70, 15, 200)) for _ in range(2))
    strata = [replicates(answers, seed=1, draws=2000) for answers in (one, other)]
    truth = np.sqrt((one.var() + other.var()) / 200) / 2
    naive = standard_error((strata[0] + strata[1])[1:] / 2)[0]
    found = standard_error(mean_over_strata(strata, [1, 1], ["a", "b"])[1:])[0]
    assert naive > 1.35 * truth  # √2, had the rows been set against each other as they stand
    assert found == pytest.approx(truth, rel=0.06)


@pytest.mark.slow
def test_the_interval_of_a_mean_over_regions_covers_it_as_often_as_it_says():
    """Six regions of different size, level and spread, all with one seed and one n."""
    rng = np.random.default_rng(11)
    clients = np.array([9000, 5000, 3000, 2000, 800, 200])
    level = np.array([62.0, 70, 75, 66, 81, 50])
    spread = np.array([18.0, 15, 12, 20, 14, 25])
    truth = (clients * level).sum() / clients.sum()
    names = [f"region {i}" for i in range(6)]
    hits, trials = 0, 1200
    for _ in range(trials):
        answers = [np.sort(rng.normal(m, s, 120)) for m, s in zip(level, spread, strict=True)]
        strata = [replicates(each, seed=1, draws=400) for each in answers]
        mean = mean_over_strata(strata, clients, names)
        ends = interval(mean[0], mean[1:], level=0.95)
        hits += bool(ends.low[0] <= truth <= ends.high[0])
    assert 0.93 < hits / trials < 0.967  # three standard errors of 0.95
