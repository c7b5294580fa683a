"""REBUS-PLS: the numbers of plspm 0.4.9, plain loops, and populations that are known."""

import numpy as np
import pytest

from clientlens_csi.segments.homogeneous import homogeneous
from clientlens_csi.segments.local import Clients, closeness, local_models, members, residuals
from clientlens_csi.segments.number import Search, judge, partitions
from clientlens_csi.segments.rebus import Rule, rebus
from clientlens_csi.segments.ward import classes_of, nearest, ward_tree
from csi.classes import BLOCKS, ITEMS, SETTINGS, STRUCTURE, adjusted_rand, two_classes

RULE = Rule(most_changed=0.005, iterations=100, smallest=6)
CLOSE = {"rtol": 0, "atol": 1e-8}  # plspm stops at 1e-6, squared


@pytest.fixture(scope="module")
def expected(reference):
    return reference("plspm_simdata_rebus.json")


@pytest.fixture(scope="module")
def clients(simdata):
    X, _ = simdata
    return Clients(X, np.ones(len(X)))


@pytest.fixture(scope="module")
def whole(clients):
    return local_models(clients, np.ones((1, clients.n), bool), STRUCTURE, SETTINGS)


@pytest.fixture(scope="module")
def start(clients, whole):
    return classes_of(ward_tree(np.hstack(residuals(clients.X, whole, 0))), 2)


@pytest.fixture(scope="module")
def found(clients, start):
    return rebus(clients, start, STRUCTURE, SETTINGS, RULE)


def order_of(labels, theirs):
    """Our class for each of theirs."""
    return [np.bincount(labels[theirs == c]).argmax() for c in (1, 2)]


def test_the_global_model_is_plspms(whole, expected):
    theirs = expected["global_tight"]
    np.testing.assert_allclose(whole.loadings[0], theirs["outer_model"]["loading"], **CLOSE)
    np.testing.assert_allclose(whole.paths[0], theirs["path_coefs"]["data"], **CLOSE)
    assert whole.group_quality(1)[0] == pytest.approx(expected["global_tight"]["gof"], abs=1e-8)


def test_the_start_is_plspms_partition(start, expected):
    theirs = np.array(expected["rebus"]["initial_partition"])
    assert adjusted_rand(start, theirs) == 1


def test_the_classes_are_plspms(found, expected):
    theirs = np.array(expected["rebus"]["segments"])
    order = order_of(found.labels, theirs)
    assert adjusted_rand(found.labels, theirs) == 1
    sizes = expected["rebus"]["class_sizes"]
    assert [np.sum(found.labels == c) for c in order] == [sizes["1"], sizes["2"]]
    assert found.iterations == expected["rebus"]["iterations"]
    assert found.has_converged


def test_the_local_models_are_plspms(found, expected):
    theirs = expected["rebus"]
    order = order_of(found.labels, np.array(theirs["segments"]))
    models = found.models
    np.testing.assert_allclose(
        models.paths[order][:, 2, :2].T, theirs["path_coef"]["data"], **CLOSE
    )
    np.testing.assert_allclose(models.loadings[order].T, theirs["loadings"]["data"], **CLOSE)
    quality = dict(zip(theirs["quality"]["rows"], theirs["quality"]["data"], strict=True))
    np.testing.assert_allclose(models.r_squared[order, 0], quality["R2.Satisfaction"], **CLOSE)
    communality = models.communality[order]
    for name, own in zip(
        ("Com.Price.Fairness", "Com.Quality", "Com.Satisfaction"), BLOCKS.values(), strict=True
    ):
        columns = [ITEMS.index(item) for item in own]
        np.testing.assert_allclose(communality[:, columns].mean(axis=1), quality[name], **CLOSE)
    assert found.quality == pytest.approx(theirs["GQI"], abs=1e-8)


def test_ward_is_rs_ward_d():
    """Lance & Williams on distances as they are, by plain loops; SciPy's own would differ."""
    rows = np.random.default_rng(0).normal(size=(14, 3))
    distance = {
        (i, j): float(np.linalg.norm(rows[i] - rows[j])) for i in range(14) for j in range(i)
    }
    size = dict.fromkeys(range(14), 1)
    heights, following = [], 14
    get = lambda a, b: distance[max(a, b), min(a, b)]  # noqa: E731
    while len(size) > 1:
        i, j = min(((a, b) for a in size for b in size if a > b), key=lambda pair: get(*pair))
        heights.append(get(i, j))
        for k in set(size) - {i, j}:
            total = size[i] + size[j] + size[k]
            distance[following, k] = (
                (size[i] + size[k]) * get(i, k)
                + (size[j] + size[k]) * get(j, k)
                - size[k] * get(i, j)
            ) / total
        size[following] = size.pop(i) + size.pop(j)
        following += 1
    np.testing.assert_allclose(ward_tree(rows)[:, 2] ** 2, heights)


def test_closeness_is_its_formula():
    rng = np.random.default_rng(1)
    X, labels = two_classes(60, rng)
    clients = Clients(X, np.ones(60))
    models = local_models(clients, members(labels, 2), STRUCTURE, SETTINGS)
    found = closeness(clients, models)
    for k in range(2):
        own = X[labels == k]
        Z = (X - own.mean(axis=0)) / own.std(axis=0)
        outer, inner = np.zeros(60), np.zeros(60)
        scores = {}
        for name, block in BLOCKS.items():
            columns = [ITEMS.index(item) for item in block]
            scores[name] = Z[:, columns] @ models.weights[k, columns]
            for i in columns:
                loading = np.corrcoef(Z[labels == k, i], scores[name][labels == k])[0, 1]
                outer += (Z[:, i] - loading * scores[name]) ** 2 / loading**2
        A = np.column_stack([scores["price"], scores["quality"]])
        b = np.linalg.lstsq(A[labels == k], scores["satisfaction"][labels == k])[0]
        residual = scores["satisfaction"] - A @ b
        r2 = 1 - residual[labels == k].var() / scores["satisfaction"][labels == k].var()
        inner = residual**2 / r2
        both = (outer / (outer.sum() / 58)) * (inner / (inner.sum() / 58))
        np.testing.assert_allclose(found[:, k], np.sqrt(both))


def test_those_left_out_of_the_tree_join_the_nearest_class():
    rows = np.array([[0.0, 0], [0, 1], [9, 9], [9, 8], [1, 0], [8, 9]])
    assert nearest(rows, np.arange(4), np.array([0, 0, 1, 1])).tolist() == [0, 0, 1, 1, 0, 1]


def test_a_weight_of_two_is_a_respondent_twice():
    rng = np.random.default_rng(3)
    X, labels = two_classes(120, rng)
    w = rng.integers(1, 3, 120).astype(float)
    twice = np.repeat(np.arange(120), w.astype(int))
    one = local_models(Clients(X, w), members(labels, 2), STRUCTURE, SETTINGS)
    other = local_models(
        Clients(X[twice], np.ones(len(twice))), members(labels[twice], 2), STRUCTURE, SETTINGS
    )
    np.testing.assert_allclose(one.paths, other.paths, **CLOSE)
    assert one.group_quality(2)[0] == pytest.approx(other.group_quality(2)[0], abs=1e-8)


def test_a_class_that_dwindles_ends_the_search():
    X, labels = two_classes(60, np.random.default_rng(0))
    strict = Rule(0.005, 100, smallest=40)
    assert rebus(Clients(X, np.ones(60)), labels, STRUCTURE, SETTINGS, strict) is None


def test_one_population_has_the_margins_and_correlations_of_the_clients():
    X, _ = two_classes(500, np.random.default_rng(0))
    X = np.clip(np.round(X / 20), 1, 4)  # coarse, so that rounding takes correlation away
    clients = Clients(X, np.ones(500))
    drawn = np.vstack([d.X for d in homogeneous(clients, 40, np.random.default_rng(1))])
    assert set(np.unique(drawn)) == set(np.unique(X))
    np.testing.assert_allclose(drawn.mean(axis=0), X.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.corrcoef(drawn.T), np.corrcoef(X.T), atol=0.04)


def test_two_classes_are_told_from_one_population():
    X, labels = two_classes(400, np.random.default_rng(2))
    clients = Clients(X, np.ones(400))
    search = Search(STRUCTURE, SETTINGS, Rule(0.005, 100, 30))
    found = partitions(clients, [2, 3], search, np.random.default_rng(0))
    judged = judge(clients, found, search, 19, np.random.default_rng(1))
    assert judged.p_value == 0.05  # the smallest that 19 draws can give
    assert judged.chosen() == 2
    assert adjusted_rand(found[2].labels, labels) > 0.6
    assert judged.quality[2] > judged.expected[2]


@pytest.mark.slow
def test_one_population_is_seldom_taken_for_several():
    """Of 20 populations at 5 % one is expected; five or more have a chance of 0.3 %."""
    search = Search(STRUCTURE, SETTINGS, Rule(0.005, 100, 30))
    rejected = 0
    for seed in range(20):
        X, _ = two_classes(200, np.random.default_rng(seed), is_one=True)
        clients = Clients(X, np.ones(200))
        found = partitions(clients, [2, 3], search, np.random.default_rng(seed))
        if found:
            judged = judge(clients, found, search, 39, np.random.default_rng(seed))
            rejected += judged.p_value < 0.05
    assert rejected < 5
