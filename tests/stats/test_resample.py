"""Replicate weights are a pure function of plan and row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats import resample
from clientlens.stats.resample import ReplicatePlan, keys_of

POISSON_OF_SEED_7 = [[1, 0, 0, 1, 1, 1, 0, 0, 0, 3], [2, 0, 4, 2, 1, 1, 1, 1, 2, 2]]
NAMES = [f"client-{i}" for i in range(40)]
METHODS = ["bootstrap", "poisson", "bayesian", "jackknife"]


def plan(method="bootstrap", n=40, draws=200, **changes):
    settings = {
        "method": method,
        "draws": 0 if method == "jackknife" else draws,
        "jackknife_rows": n if method == "jackknife" else 0,
        "seed": 7,
        "base": np.ones(n),
        "unit": np.arange(n),
        "keys": keys_of(NAMES[:n]),
    }
    return ReplicatePlan(**(settings | changes))


@pytest.mark.parametrize("method", METHODS)
def test_row_zero_is_the_sample_as_answered(method):
    base = np.linspace(0.5, 2, 40)
    np.testing.assert_array_equal(plan(method, base=base).weights(0, 1)[0], base)


@pytest.mark.parametrize("method", METHODS)
@given(start=st.integers(0, 40), length=st.integers(1, 41))
def test_a_row_does_not_depend_on_the_rows_asked_with_it(method, start, length):
    whole = plan(method)
    stop = min(start + length, whole.rows)
    np.testing.assert_array_equal(
        whole.weights(start, stop), whole.weights(0, whole.rows)[start:stop]
    )


@pytest.mark.parametrize("method", ["bootstrap", "poisson", "bayesian"])
def test_design_weights_multiply(method):
    base = np.linspace(0.5, 2, 40)
    np.testing.assert_allclose(
        plan(method, base=base).weights(0, 9), plan(method).weights(0, 9) * base
    )


@pytest.mark.parametrize("method", ["poisson", "bayesian"])
@given(order=st.permutations(range(40)))
def test_keyed_weights_follow_the_respondent_not_the_row(method, order):
    names = np.array(NAMES)
    moved = plan(method, keys=keys_of(names[order])).weights(1, 20)
    np.testing.assert_array_equal(moved, plan(method).weights(1, 20)[:, order])


@pytest.mark.parametrize("method", ["poisson", "bayesian"])
def test_the_same_client_draws_the_same_weight_in_another_wave(method):
    other = ["new", *NAMES[5:9]]
    wave = plan(method, n=5, keys=keys_of(other)).weights(1, 20)
    np.testing.assert_array_equal(wave[:, 1:], plan(method).weights(1, 20)[:, 5:9])


def test_bootstrap_rows_are_counts_that_sum_to_n():
    counts = plan().weights(1, 201)
    np.testing.assert_array_equal(counts.sum(axis=1), np.full(200, 40.0))
    np.testing.assert_array_equal(counts, counts.astype(int))


@pytest.mark.parametrize(
    ("method", "variance"), [("bootstrap", 1 - 1 / 40), ("poisson", 1.0), ("bayesian", 1.0)]
)
def test_weights_have_the_mean_and_variance_of_their_law(method, variance):
    weights = plan(method, draws=4000).weights(1, 4001)
    assert weights.mean() == pytest.approx(1, abs=0.01)
    assert weights.var() == pytest.approx(variance, rel=0.02)


@pytest.mark.parametrize("method", ["poisson", "bayesian"])
def test_keyed_weights_of_two_clients_or_two_rows_are_unrelated(method):
    weights = plan(method, draws=4000).weights(1, 4001)
    by_client = np.corrcoef(weights.T)[np.triu_indices(40, 1)]
    by_row = np.corrcoef(weights[:40])[np.triu_indices(40, 1)]
    assert np.abs(by_client).max() < 5 / np.sqrt(4000)
    assert by_row.std() == pytest.approx(1 / np.sqrt(40), rel=0.25)


def test_poisson_weights_follow_the_poisson_law():
    from scipy.stats import poisson

    weights = plan("poisson", draws=4000).weights(1, 4001)
    shares = np.bincount(weights.astype(int).ravel(), minlength=6)[:6] / weights.size
    np.testing.assert_allclose(shares, poisson.pmf(np.arange(6), 1), atol=0.004)


def test_exponential_weights_follow_the_exponential_law():
    from scipy.stats import kstest

    weights = plan("bayesian", draws=500).weights(1, 501).ravel()
    assert kstest(weights, "expon").pvalue > 0.001


@pytest.mark.parametrize("method", ["bootstrap", "poisson", "bayesian"])
def test_another_seed_draws_other_weights(method):
    assert not np.array_equal(plan(method).weights(1, 9), plan(method, seed=8).weights(1, 9))


@pytest.mark.parametrize("method", METHODS)
def test_respondents_of_one_cluster_share_their_weight(method):
    unit = np.repeat(np.arange(8), 5)
    clustered = plan(method, unit=unit, keys=keys_of(NAMES[:8]), draws=8)
    weights = clustered.weights(1, 9).reshape(8, 8, 5)
    np.testing.assert_array_equal(weights, np.repeat(weights[:, :, :1], 5, axis=2))


def test_jackknife_leaves_out_each_respondent_once():
    np.testing.assert_array_equal(plan("jackknife").weights(1, 41), 1 - np.eye(40))


def test_a_jackknife_row_concerns_those_whom_it_leaves_out():
    mask = np.arange(40) < 3
    concerned = plan("jackknife").concerns(mask)
    np.testing.assert_array_equal(np.flatnonzero(concerned), [0, 1, 2, 3])
    assert plan("bootstrap").concerns(mask).all()


def test_keyed_draws_are_the_published_generator():
    """splitmix64 from the state 1234567: 6457827717110365317 (Vigna's reference code)."""
    first = resample._mix(np.array([1234567], dtype=np.uint64))
    assert int(first[0]) == 6457827717110365317


def test_keyed_draws_stay_what_they_were():
    """Guards waves that are already drawn against a change of hashing; it proves nothing else."""
    np.testing.assert_array_equal(
        plan("poisson").weights(1, 3)[:, :10],
        POISSON_OF_SEED_7,
    )


def test_a_bca_plan_has_its_jackknife_rows_behind_the_draws():
    extended = plan(draws=3, jackknife_rows=40)
    assert extended.kinds == ("answered", *["draw"] * 3, *["jackknife"] * 40)
    np.testing.assert_array_equal(extended.weights(4, 44), 1 - np.eye(40))
    np.testing.assert_array_equal(extended.weights(2, 6)[2:], (1 - np.eye(40))[:2])


def test_many_units_leave_in_groups_of_nearly_one_size():
    n = 2500
    rows = resample.jackknife_rows_for(n)
    many = plan(n=n, keys=None, draws=1, jackknife_rows=rows)
    left = (many.weights(2, 2 + rows) == 0).sum(axis=1)
    assert rows == 1000
    assert left.sum() == n
    assert set(left) == {2, 3}


LABELS = np.repeat([0, 1, 2], [5, 9, 26])


@given(start=st.integers(0, 150), length=st.integers(1, 100))
def test_a_permuted_row_does_not_depend_on_the_rows_asked_with_it(start, length):
    found = resample.permuted_labels(7, LABELS, start, start + length)
    whole = resample.permuted_labels(7, LABELS, 0, 250)
    np.testing.assert_array_equal(found, whole[start : start + length])


def test_permuted_labels_begin_as_they_are_and_keep_the_sizes_of_groups():
    rows = resample.permuted_labels(7, LABELS, 0, 200)
    np.testing.assert_array_equal(rows[0], LABELS)
    np.testing.assert_array_equal(np.sort(rows, axis=1), np.tile(LABELS, (200, 1)))
    assert len(np.unique(rows, axis=0)) == 200


def test_everybody_comes_into_a_group_as_often_as_its_size_says():
    rows = resample.permuted_labels(3, LABELS, 1, 8001)
    for g, size in enumerate([5, 9, 26]):
        share = size / 40
        error = np.sqrt(share * (1 - share) / 8000)
        assert np.abs((rows == g).mean(axis=0) - share).max() < 5 * error


def test_all_labellings_are_dealt_alike():
    rows = resample.permuted_labels(3, [0, 0, 1, 1], 1, 6001)
    _, counts = np.unique(rows, axis=0, return_counts=True)
    assert len(counts) == 6
    assert ((counts - 1000) ** 2 / 1000).sum() < 20.5  # chi² with 5 degrees, 0.1 %


def test_relabelled_groups_are_permuted_alike():
    rows = resample.permuted_labels(7, LABELS, 0, 50)
    np.testing.assert_array_equal(resample.permuted_labels(7, 2 - LABELS, 0, 50), 2 - rows)


def test_clusters_are_permuted_whole():
    unit = np.repeat(np.arange(8), 5)
    labels = np.repeat([0, 1], [15, 25])
    rows = resample.permuted_labels(7, labels, 0, 60, unit).reshape(60, 8, 5)
    np.testing.assert_array_equal(rows, np.repeat(rows[:, :, :1], 5, axis=2))
    np.testing.assert_array_equal((rows[:, :, 0] == 0).sum(axis=1), np.full(60, 3))


def test_groups_that_split_clusters_are_refused():
    with pytest.raises(RequestError, match="can't be permuted whole"):
        resample.permuted_labels(7, [0, 1, 1], 0, 2, [0, 0, 1])
