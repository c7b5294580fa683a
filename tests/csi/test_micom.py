"""MICOM and the overall distance test against explicit loops, laws, and known populations."""

import numpy as np
import pytest
from scipy.linalg import eigvals

from clientlens.stats.resample import permuted_labels
from clientlens_csi.invariance.answered import Answered, Chance
from clientlens_csi.invariance.distance import group_distance
from clientlens_csi.invariance.micom import micom
from clientlens_csi.invariance.permuted import judge_both
from clientlens_csi.structure import path_structure
from csi.studies import SMALL

SETTINGS = {"scheme": "path", "tolerance": 1e-12, "max_iterations": 3000}
BLOCKS = {c: entry["items"] for c, entry in SMALL["constructs"].items()}
STRUCTURE = path_structure(BLOCKS, SMALL["paths"])
COLUMNS = [[STRUCTURE.items.index(item) for item in block] for block in BLOCKS.values()]
SOURCES = {1: [0], 2: [0, 1], 3: [2]}
CLOSE = {"rtol": 0, "atol": 1e-8}


def population(n, rng, loadings=(0.8,) * 10):
    """(n, 10) answers of one population; the loadings of its items."""
    image = rng.normal(size=n)
    quality = 0.6 * image + 0.8 * rng.normal(size=n)
    satisfaction = 0.3 * image + 0.6 * quality + 0.6 * rng.normal(size=n)
    loyalty = 0.7 * satisfaction + 0.7 * rng.normal(size=n)
    owners = [image] * 3 + [quality] * 3 + [satisfaction] * 2 + [loyalty] * 2
    noise = rng.normal(size=(n, 10))
    return np.column_stack(
        [
            a * owner + np.sqrt(1 - a**2) * e
            for a, owner, e in zip(loadings, owners, noise.T, strict=True)
        ]
    )


def answered(X, is_second, **more):
    return Answered(X, np.ones(len(X)), np.asarray(is_second, dtype=int), **more)


# A small PLS of its own: one sample, plain loops, nothing of the plugin's.
def weights_by_hand(X):
    """Weights (p,) of standardised items, mode A and the path scheme, signs by most loadings."""
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    w = np.ones(Z.shape[1])
    for _ in range(2000):
        Y = np.column_stack([Z[:, own] @ w[own] for own in COLUMNS])
        Y /= Y.std(axis=0)
        inner = np.zeros_like(Y)
        for target, sources in SOURCES.items():
            inner[:, target] += Y[:, sources] @ np.linalg.lstsq(Y[:, sources], Y[:, target])[0]
            for source in sources:
                inner[:, source] += Y[:, target] * np.mean(Y[:, source] * Y[:, target])
        new = np.empty_like(w)
        for c, own in enumerate(COLUMNS):
            new[own] = Z[:, own].T @ inner[:, c]
            new[own] /= (Z[:, own] @ new[own]).std()
        done = np.abs(new - w).max() < 1e-12
        w = new
        if done:
            break
    for own in COLUMNS:
        loadings = Z[:, own].T @ (Z[:, own] @ w[own])
        if np.sign(loadings).sum() < 0:
            w[own] *= -1
    return w


def steps_by_hand(X, Z2, is_first):
    """Composition, mean and log variance differences; step 2 from the answers Z2."""
    standardised = (Z2 - Z2.mean(axis=0)) / Z2.std(axis=0)
    one, other = weights_by_hand(Z2[is_first]), weights_by_hand(Z2[~is_first])
    c = [
        np.corrcoef(standardised[:, own] @ one[own], standardised[:, own] @ other[own])[0, 1]
        for own in COLUMNS
    ]
    pooled = (X - X.mean(axis=0)) / X.std(axis=0)
    w = weights_by_hand(X)
    means, variances = [], []
    for own in COLUMNS:
        y = pooled[:, own] @ w[own]
        means.append(y[is_first].mean() - y[~is_first].mean())
        variances.append(np.log(y[is_first].var(ddof=1) / y[~is_first].var(ddof=1)))
    return np.array([c, means, variances])


@pytest.mark.parametrize("within", [True, False])
def test_micom_is_that_of_a_plain_loop_over_permutations(within):
    rng = np.random.default_rng(5)
    X = population(90, rng)
    is_first = np.arange(90) < 35
    X[is_first] = 1.5 * X[is_first] + 0.4
    Z2 = X.copy()
    if within:
        for mask in (is_first, ~is_first):
            Z2[mask] = (X[mask] - X[mask].mean(axis=0)) / X[mask].std(axis=0)
    labels = (~is_first).astype(int)
    permutations = 40
    drawn = permuted_labels(7, labels, 1, permutations + 1)
    observed = steps_by_hand(X, Z2, is_first)
    null = np.array([steps_by_hand(X, Z2, row == 0) for row in drawn])  # (P, 3, C)

    chance = Chance(permutations, 0.05, 7, within=within)
    found = micom(STRUCTURE, answered(X, labels), chance, SETTINGS)
    steps = (found.composition, found.mean, found.variance)
    for step, value in zip(steps, observed, strict=True):
        np.testing.assert_allclose(step.value, value, **CLOSE)
    below = (1 + (null[:, 0] <= observed[0]).sum(axis=0)) / (permutations + 1)
    np.testing.assert_allclose(found.composition.p_value, below)
    np.testing.assert_allclose(
        found.composition.low, np.quantile(null[:, 0], 0.05, axis=0), **CLOSE
    )
    for i, step in ((1, found.mean), (2, found.variance)):
        smaller = (1 + (null[:, i] <= observed[i]).sum(axis=0)) / (permutations + 1)
        larger = (1 + (null[:, i] >= observed[i]).sum(axis=0)) / (permutations + 1)
        np.testing.assert_allclose(step.p_value, np.minimum(2 * np.minimum(smaller, larger), 1))
        np.testing.assert_allclose(step.low, np.quantile(null[:, i], 0.025, axis=0), **CLOSE)
        np.testing.assert_allclose(step.high, np.quantile(null[:, i], 0.975, axis=0), **CLOSE)
    assert (found.permutations, found.failed) == (permutations, 0)


def implied_by_hand(X):
    """(p, p) correlations that the composite model implies."""
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    w = weights_by_hand(X)
    Y = np.column_stack([Z[:, own] @ w[own] for own in COLUMNS])
    r = np.corrcoef(Y.T)
    b = {t: np.linalg.solve(r[np.ix_(s, s)], r[s, t]) for t, s in SOURCES.items()}
    between = np.eye(4)
    between[0, 1] = b[1][0]
    between[0, 2] = b[2] @ [1, between[0, 1]]
    between[1, 2] = b[2] @ [between[0, 1], 1]
    for c in range(3):
        between[c, 3] = b[3][0] * (between[c, 2] if c < 2 else 1)
    between = np.triu(between, 1) + np.triu(between, 1).T + np.eye(4)
    S = np.corrcoef(Z.T)
    owner = STRUCTURE.construct_of
    loading = np.array([np.corrcoef(Z[:, i], Y[:, owner[i]])[0, 1] for i in range(10)])
    implied = between[np.ix_(owner, owner)] * np.outer(loading, loading)
    return np.where(owner[:, None] == owner, S, implied)


def distances_by_hand(X, labels):
    implied = [implied_by_hand(X[labels == g]) for g in range(3)]
    pairs = [(0, 1), (0, 2), (1, 2)]
    euclidean = [((implied[i] - implied[j]) ** 2).sum() / 2 for i, j in pairs]
    geodesic = [(np.log(eigvals(implied[i], implied[j]).real) ** 2).sum() / 2 for i, j in pairs]
    return np.array([np.mean(euclidean), np.mean(geodesic)])


def test_overall_distance_is_that_of_a_plain_loop_over_permutations():
    rng = np.random.default_rng(3)
    X = population(150, rng)
    labels = np.repeat([0, 1, 2], [40, 50, 60])
    observed = distances_by_hand(X, labels)
    permutations = 25
    null = np.array(
        [distances_by_hand(X, row) for row in permuted_labels(2, labels, 1, permutations + 1)]
    )
    chance = Chance(permutations, 0.05, 2, within=False)
    found = group_distance(STRUCTURE, answered(X, labels), chance, SETTINGS)
    for i, name in enumerate(("d_uls", "d_g")):
        assert found.tested[name].value == pytest.approx(observed[i], abs=1e-8)
        assert found.tested[name].high == pytest.approx(np.quantile(null[:, i], 0.95), abs=1e-7)
        p_value = (1 + (null[:, i] >= observed[i]).sum()) / (permutations + 1)
        assert found.tested[name].p_value == pytest.approx(p_value)


@pytest.mark.parametrize("within", [True, False])
def test_the_unit_of_an_item_says_nothing_about_composites(within):
    """Raw items by standardised weights, as another package multiplies them, break this law."""
    rng = np.random.default_rng(1)
    X = population(120, rng)
    stretched = X * np.array([1, 10, 0.1, 1, 1, 3, 1, 1, 1, 7]) + 5
    labels = np.arange(120) % 2
    chance = Chance(19, 0.05, 1, within=within)
    one, other = (micom(STRUCTURE, answered(x, labels), chance, SETTINGS) for x in (X, stretched))
    for step in ("composition", "mean", "variance"):
        np.testing.assert_allclose(getattr(one, step).value, getattr(other, step).value, **CLOSE)


def test_raw_items_would_give_another_correlation_of_composites():
    """What the other package reports differs from this wherever items spread differently."""
    rng = np.random.default_rng(4)
    X = population(200, rng) * np.array([1, 4, 0.5, 1, 1, 1, 1, 1, 1, 1])
    labels = np.arange(200) % 2
    chance = Chance(19, 0.05, 1, within=False)
    found = micom(STRUCTURE, answered(X, labels), chance, SETTINGS).composition.value[0]
    one, other = weights_by_hand(X[labels == 0]), weights_by_hand(X[labels == 1])
    own = COLUMNS[0]
    raw = np.corrcoef(X[:, own] @ one[own], X[:, own] @ other[own])[0, 1]
    Z = X / X.std(axis=0)
    right = np.corrcoef(Z[:, own] @ one[own], Z[:, own] @ other[own])[0, 1]
    assert found == pytest.approx(right, abs=1e-8)
    assert abs(raw - right) > 1e-4


def test_order_of_rows_does_not_matter_to_what_is_observed():
    """Labels stay with their rows, sorted by group or not."""
    rng = np.random.default_rng(2)
    X = population(100, rng)
    labels = rng.permutation(np.repeat([0, 1], [40, 60]))
    X[labels == 0] += 0.5
    order = np.argsort(labels, kind="stable")
    chance = Chance(19, 0.05, 1)
    one = micom(STRUCTURE, answered(X, labels), chance, SETTINGS)
    other = micom(STRUCTURE, answered(X[order], labels[order]), chance, SETTINGS)
    for step in ("composition", "mean", "variance"):
        np.testing.assert_allclose(getattr(one, step).value, getattr(other, step).value, **CLOSE)
    assert (one.mean.value > 0.2).all()


def test_groups_with_the_same_answers_are_invariant():
    X = population(50, np.random.default_rng(0))
    chance = Chance(99, 0.05, 1)
    found = micom(STRUCTURE, answered(np.vstack([X, X]), np.arange(100) >= 50), chance, SETTINGS)
    np.testing.assert_allclose(found.composition.value, 1, **CLOSE)
    np.testing.assert_allclose(found.mean.value, 0, **CLOSE)
    np.testing.assert_allclose(found.variance.value, 0, **CLOSE)
    assert (found.composition.p_value == 1).all()


def test_a_single_item_is_the_same_composite_in_every_group():
    structure = path_structure({"a": ["a1"], "b": ["b1", "b2"]}, {"b": ["a"]})
    rng = np.random.default_rng(0)
    a = rng.normal(size=(80, 1))
    X = np.hstack([a, a + rng.normal(size=(80, 2))])
    found = micom(structure, answered(X, np.arange(80) % 2), Chance(99, 0.05, 1), SETTINGS)
    assert found.composition.value[0] == pytest.approx(1)
    assert found.composition.p_value[0] == 1


def test_a_weight_of_two_is_a_respondent_twice():
    rng = np.random.default_rng(8)
    X = population(60, rng)
    labels = np.arange(60) % 2
    w = np.where(np.arange(60) % 3 == 0, 2.0, 1.0)
    twice = np.repeat(np.arange(60), w.astype(int))
    chance = Chance(19, 0.05, 1)
    one = micom(STRUCTURE, Answered(X, w, labels), chance, SETTINGS)
    other = micom(STRUCTURE, answered(X[twice], labels[twice]), chance, SETTINGS)
    np.testing.assert_allclose(one.composition.value, other.composition.value, **CLOSE)
    np.testing.assert_allclose(one.mean.value, other.mean.value, **CLOSE)


def test_clusters_are_dealt_out_whole():
    """With a level of its own in every cluster, single respondents would look too sure."""
    rng = np.random.default_rng(9)
    cluster = np.repeat(np.arange(20), 10)
    X = population(200, rng) + 1.5 * rng.normal(size=20)[cluster][:, None]
    labels = (cluster >= 10).astype(int)
    chance = Chance(199, 0.05, 1)
    alone = micom(STRUCTURE, answered(X, labels), chance, SETTINGS)
    whole = micom(STRUCTURE, answered(X, labels, unit=cluster), chance, SETTINGS)
    width = [(found.mean.high - found.mean.low).mean() for found in (alone, whole)]
    assert width[1] > 2 * width[0]


def test_twice_the_smaller_tail_agrees_with_its_quantiles():
    rng = np.random.default_rng(0)
    null = rng.exponential(size=999)
    for value in (0.01, 0.02, 0.03, 0.7, 3.5, 3.8, 5.0):
        found = judge_both(np.array(value), null, 0.05)
        assert (found.p_value < 0.05) == (not found.low <= value <= found.high)


def test_another_composition_is_found():
    rng = np.random.default_rng(6)
    one = population(150, rng)
    other = population(150, rng, loadings=(0.95, 0.2, 0.8, *(0.8,) * 7))
    X, labels = np.vstack([one, other]), np.arange(300) >= 150
    found = micom(STRUCTURE, answered(X, labels), Chance(199, 0.05, 1), SETTINGS)
    assert found.composition.p_value[0] < 0.05
    assert (found.composition.p_value[1:] > 0.05).all()


@pytest.mark.slow
def test_other_means_are_not_taken_for_other_composites():
    """One population, whose second half is a standard deviation higher in every answer."""
    within, together = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        X = population(300, rng)
        labels = np.arange(300) % 2
        X[labels == 1] += 1
        for wanted, rejected in ((True, within), (False, together)):
            chance = Chance(199, 0.05, seed, within=wanted)
            found = micom(STRUCTURE, answered(X, labels), chance, SETTINGS)
            rejected.append(found.composition.p_value < 0.05)
    assert np.mean(within) < 0.06  # of 800 tests, at 5 % with a standard error of 0.8 %
    assert np.mean(together) > 0.1  # the published way
