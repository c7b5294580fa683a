"""Maximum likelihood is what a general optimiser, a closed form and the truth say it is."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import optimize

from clientlens.errors import RequestError
from clientlens.stats import em, moments
from clientlens.stats.em import em_moments
from clientlens.stats.resample import bootstrap_counts

N, P = 40, 4
TIGHT = {"tolerance": 1e-12, "max_iterations": 10_000}
EXACT = {"rtol": 1e-10, "atol": 1e-10}
seeds = st.integers(0, 10_000)
shares = st.sampled_from([0.05, 0.15, 0.3])


def complete(seed, n=N, p=P):
    """(n, p) correlated answers on a scale of their own."""
    rng = np.random.default_rng(seed)
    return 5 + 2 * (rng.normal(size=(n, 1)) + rng.normal(size=(n, p)))


def gappy(seed, share=0.15, n=N, p=P):
    """The same with a share missing by chance; the first ten leave nothing out."""
    X = complete(seed, n, p)
    is_missing = np.random.default_rng([seed, 1]).random((n, p)) < share
    is_missing[:10] = False
    return np.where(is_missing, np.nan, X)


def weights(seed, n=N, replicates=3):
    return np.vstack([np.ones(n), bootstrap_counts(seed, n, 0, replicates - 1)])


def log_likelihood(w, X, mean, covariance):
    """Of what was answered, respondent by respondent."""
    total = 0.0
    for weight, row in zip(w, X, strict=True):
        seen = ~np.isnan(row)
        if weight == 0 or not seen.any():
            continue
        S, d = covariance[np.ix_(seen, seen)], row[seen] - mean[seen]
        total -= 0.5 * weight * (np.linalg.slogdet(2 * np.pi * S)[1] + d @ np.linalg.solve(S, d))
    return total


def assert_same(one, other, **digits):
    np.testing.assert_allclose(one.mean, other.mean, **(digits or EXACT))
    np.testing.assert_allclose(one.covariance, other.covariance, **(digits or EXACT))
    np.testing.assert_array_equal(one.has_converged, other.has_converged)


@given(seeds)
def test_without_gaps_they_are_the_plain_moments(seed):
    X, W = complete(seed), weights(seed)
    found = em_moments(W, X)
    np.testing.assert_allclose(found.mean, moments.weighted_mean(W, X), **EXACT)
    np.testing.assert_allclose(found.covariance, moments.covariance(W, X), **EXACT)
    assert found.iterations.tolist() == [0, 0, 0]
    assert found.has_converged.all()


@pytest.mark.parametrize("seed", range(3))
def test_an_optimiser_finds_the_same_maximum(seed):
    X = gappy(seed, share=0.3, p=3)
    w = np.random.default_rng(seed).exponential(size=N)
    below = np.tril_indices(3)

    def unpacked(parameters):
        root = np.zeros((3, 3))
        root[below] = parameters[3:]
        return parameters[:3], root @ root.T

    first = np.concatenate([np.nanmean(X, axis=0), (2 * np.eye(3))[below]])
    best = optimize.minimize(
        lambda parameters: -log_likelihood(w, X, *unpacked(parameters)),
        first,
        method="BFGS",
        options={"gtol": 1e-5},
    )
    mean, covariance = unpacked(best.x)
    found = em_moments(w[None], X, **TIGHT)
    np.testing.assert_allclose(found.mean[0], mean, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found.covariance[0], covariance, rtol=1e-5, atol=1e-5)


@given(seeds, st.integers(12, 35), st.integers(12, 35))
def test_a_monotone_pattern_has_anderson_s_closed_form(seed, second, third):
    """Anderson (1957), J. Amer. Statist. Assoc. 52: regress each item on those before it."""
    X, w = complete(seed, p=3), np.random.default_rng(seed).exponential(size=N)
    second, third = max(second, third), min(second, third)
    X[second:, 1] = X[third:, 2] = np.nan
    mean, S = np.zeros(3), np.zeros((3, 3))
    for j, n in enumerate([N, second, third]):
        share = w[:n] / w[:n].sum()
        there, before = X[:n, j], X[:n, :j]
        level, deviations = share @ there, before - share @ before
        slopes = np.linalg.solve(
            deviations.T * share @ deviations, deviations.T * share @ (there - level)
        )
        residual = share @ (there - level - deviations @ slopes) ** 2
        mean[j] = level + slopes @ (mean[:j] - share @ before)
        S[j, :j] = S[:j, j] = S[:j, :j] @ slopes
        S[j, j] = residual + slopes @ S[:j, :j] @ slopes
    found = em_moments(w[None], X, **TIGHT)
    np.testing.assert_allclose(found.mean[0], mean, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found.covariance[0], S, rtol=1e-8, atol=1e-8)


@given(seeds, shares)
def test_the_likelihood_never_decreases(seed, share):
    X, w = gappy(seed, share), weights(seed)[1]
    assume(np.linalg.matrix_rank(X[:10][w[:10] > 0] - X[0]) == P)
    steps = [em_moments(w[None], X, max_iterations=k) for k in range(1, 8)]
    values = [log_likelihood(w, X, s.mean[0], s.covariance[0]) for s in steps]
    assert (np.diff(values) > -1e-9).all()


@given(seeds, shares, st.permutations(range(N)))
def test_the_order_of_respondents_does_not_matter(seed, share, order):
    X, W = gappy(seed, share), weights(seed)
    assert_same(em_moments(W, X), em_moments(W[:, order], X[order]), rtol=1e-7, atol=1e-7)


@given(seeds, shares, st.permutations(range(P)))
def test_the_order_of_items_does_not_matter(seed, share, order):
    X, W = gappy(seed, share), weights(seed)[:1]
    one, other = em_moments(W, X), em_moments(W, X[:, order])
    np.testing.assert_allclose(one.mean[:, order], other.mean, **EXACT)
    turned = one.covariance[:, order][:, :, order]
    np.testing.assert_allclose(turned, other.covariance, **EXACT)


@given(seeds, shares)
def test_a_weight_of_two_is_a_respondent_twice(seed, share):
    X, W = gappy(seed, share), weights(seed)[:1]
    rows = np.repeat(np.arange(N), 2)
    assert_same(em_moments(2 * W, X), em_moments(W[:, rows], X[rows]))


@given(seeds, shares)
def test_respondents_without_weight_or_without_any_answer_are_absent(seed, share):
    X, W = gappy(seed, share), weights(seed)[:1]
    others = np.vstack([1000 + complete(seed, n=5), np.full((5, P), np.nan)])
    more = np.hstack([W, np.zeros((1, 5)), np.ones((1, 5))])
    assert_same(em_moments(W, X), em_moments(more, np.vstack([X, others])))


@given(seeds, shares)
def test_a_scale_shifted_and_stretched_takes_them_along(seed, share):
    X, W = gappy(seed, share), weights(seed)[:1]
    one, other = em_moments(W, X), em_moments(W, 1000 + 50 * X)
    np.testing.assert_allclose(1000 + 50 * one.mean, other.mean)
    np.testing.assert_allclose(2500 * one.covariance, other.covariance)


def test_a_replicate_does_not_depend_on_its_neighbours(monkeypatch):
    X, W = gappy(3), weights(3, replicates=20)
    together = em_moments(W, X)
    monkeypatch.setattr(em, "_CHUNK_CELLS", 1)
    alone = em_moments(W, X)
    assert_same(together, alone)
    np.testing.assert_array_equal(together.iterations, alone.iterations)


def test_answers_and_weights_are_left_as_they_were():
    X, W = gappy(1), weights(1)
    before = X.copy(), W.copy()
    em_moments(W, X)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(W, before[1])


def test_what_is_missing_at_random_does_not_bias_it():
    """Clients low on the first item leave out the second; other policies are misled by it."""
    rng = np.random.default_rng(7)
    X = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=50_000)
    X[(X[:, 0] < 0) & (rng.random(len(X)) < 0.8), 1] = np.nan
    W = np.ones((1, len(X)))
    found = em_moments(W, X)
    np.testing.assert_allclose(found.mean[0], [0, 0], atol=0.02)
    np.testing.assert_allclose(found.covariance[0], [[1, 0.6], [0.6, 1]], atol=0.025)
    answered = ~np.isnan(X[:, 1])
    assert X[answered, 1].mean() > 0.15  # what listwise and mean replacement take it for
    assert moments.covariance(W, X, "mean")[0, 0, 1] < 0.4
    assert moments.covariance(W, X, "listwise")[0, 0, 1] < 0.5


def test_an_item_without_variance_has_none_and_moves_nothing():
    X = gappy(2, p=3)
    constant = np.where(np.arange(N) % 5 == 0, np.nan, 4.1)
    found = em_moments(weights(2), np.column_stack([X, constant]))
    alone = em_moments(weights(2), X)
    np.testing.assert_allclose(found.mean[:, 3], 4.1, **EXACT)
    assert (found.covariance[:, 3] == 0).all()
    assert (found.covariance[:, :, 3] == 0).all()
    np.testing.assert_allclose(found.mean[:, :3], alone.mean, **EXACT)
    np.testing.assert_allclose(found.covariance[:, :3, :3], alone.covariance, **EXACT)
    assert found.has_converged.all()


def test_an_item_that_nobody_answered_is_unknown_and_moves_nothing():
    X = gappy(2)
    X[20:, 3] = np.nan
    W = np.ones((2, N))
    W[1, :20] = 0
    found = em_moments(W, X)
    alone = em_moments(W, X[:, :3])
    assert np.isfinite(found.covariance[0]).all()
    assert np.isnan(found.mean[1, 3])
    assert np.isnan(found.covariance[1, 3]).all()
    assert np.isnan(found.covariance[1, :, 3]).all()
    np.testing.assert_allclose(found.mean[1, :3], alone.mean[1], **EXACT)
    np.testing.assert_allclose(found.covariance[1, :3, :3], alone.covariance[1], **EXACT)
    assert found.has_converged.all()


def test_a_pair_that_nobody_answered_has_no_covariance():
    X = complete(4, n=60)
    X[:30, 0] = X[30:, 1] = np.nan
    found = em_moments(np.ones((1, 60)), X)
    unknown = np.argwhere(np.isnan(found.covariance[0])).tolist()
    assert unknown == [[0, 1], [1, 0]]
    assert np.isfinite(found.mean).all()
    assert found.has_converged.all()


def test_items_that_determine_each_other_have_no_maximum():
    X = gappy(5)
    X[:, 1] = 2 * X[:, 0]
    found = em_moments(weights(5), X)
    assert np.isnan(found.mean).all()
    assert np.isnan(found.covariance).all()
    assert not found.has_converged.any()
    whole = complete(5)
    whole[:, 1] = 2 * whole[:, 0]
    assert em_moments(weights(5), whole).has_converged.all()  # nothing to be expected


def test_an_item_answered_by_too_few_has_no_maximum():
    X = complete(6)
    X[3:, 3] = np.nan
    found = em_moments(np.ones((1, N)), X)
    assert np.isnan(found.covariance).all()
    assert not found.has_converged[0]


def test_a_replicate_without_weight_is_unknown():
    W = weights(1)
    W[1] = 0
    found = em_moments(W, gappy(1))
    assert np.isnan(found.mean[1]).all()
    assert np.isnan(found.covariance[1]).all()
    assert found.has_converged.tolist() == [True, False, True]


def test_nobody_at_all_is_unknown():
    found = em_moments(np.ones((2, 0)), np.ones((0, 3)))
    assert np.isnan(found.covariance).all()
    assert found.covariance.shape == (2, 3, 3)


def test_too_few_steps_are_told():
    found = em_moments(weights(1), gappy(1, 0.3), max_iterations=2)
    assert not found.has_converged.any()
    assert found.iterations.tolist() == [2, 2, 2]
    assert np.isfinite(found.covariance).all()


@given(hnp.arrays(float, (12, 3), elements=st.sampled_from([1.0, 2.0, 3.0, np.nan])), seeds)
def test_ratings_never_raise_and_give_possible_moments(X, seed):
    found = em_moments(weights(seed, n=12), X, max_iterations=300)
    for S in found.covariance:
        known = S[~np.isnan(S.diagonal())][:, ~np.isnan(S.diagonal())]
        if len(known) and not np.isnan(known).any():
            assert np.linalg.eigvalsh(known)[0] > -1e-9


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tolerance": 0}, "`tolerance` must be positive, got 0"),
        ({"max_iterations": 0}, "`max_iterations` must be 1 or more, got 0"),
    ],
)
def test_settings_without_sense_are_refused(settings, message):
    with pytest.raises(RequestError, match=message):
        em_moments(weights(1), gappy(1), **settings)
