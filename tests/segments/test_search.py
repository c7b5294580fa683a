"""Segments are found where they are, and none where there are none."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from clientlens_segments.methods.kmeans import KMeansMethod
from clientlens_segments.methods.latent_class import LatentClassMethod
from clientlens_segments.methods.mixture import MixtureMethod
from clientlens_segments.methods.ward import WardMethod
from clientlens_segments.search import REASONS, find_segments
from segments.arrays import KINDS, lumps, material_of, settings_of, structureless

METHODS = {
    "kmeans": (KMeansMethod(), {"has_gap": True}),
    "ward": (WardMethod(), {}),
    "mixture": (MixtureMethod(), {"criterion": "bic", "resamples_all": False}),
    "latent_class": (LatentClassMethod(), {"criterion": "bic", "resamples_all": False}),
}


def search(method, answers, seed=0, **others):
    found, own = METHODS[method]
    material = material_of(answers, by_answers=method == "latent_class")
    settings = settings_of(len(answers), **{**own, **others})
    with threadpool_limits(1):
        return find_segments(material, found, settings, np.random.default_rng(seed))


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_well_separated_segments_are_found(k):
    answers, truth = lumps(250, 10, k, seed=k)
    found = search("kmeans", answers, resamples=20)
    assert found.k == k
    assert adjusted_rand_score(truth, found.labels) >= 0.9
    assert found.structure.p <= 0.01


@pytest.mark.parametrize("method", ["ward", "mixture", "latent_class"])
def test_every_method_finds_what_is_there(method):
    answers, truth = lumps(200, 10, 3, seed=1, within=0.6)
    found = search(method, answers, resamples=10)
    assert found.k == 3
    assert adjusted_rand_score(truth, found.labels) >= 0.9


@pytest.mark.parametrize("kind", KINDS)
def test_one_population_has_no_segments(kind):
    found = search("kmeans", structureless(kind, 250, 8, seed=3))
    assert found.k == 0
    assert (found.labels == -1).all()
    assert found.reason == REASONS["one_population"]


def test_a_number_that_is_given_is_used_and_the_doubt_is_told():
    answers = structureless("halo", 200, 8, seed=2)
    found = search("kmeans", answers, numbers=(3,), is_fixed=True)
    assert found.k == 3
    assert [remark for remark in found.remarks if "one population" in remark]


def test_respondents_who_all_answered_alike_have_no_segments():
    found = search("kmeans", np.full((50, 4), 3.0))
    assert (found.k, found.reason) == (0, REASONS["alike"])


def test_the_same_seed_finds_the_same():
    answers, _ = lumps(120, 6, 3, seed=5, within=0.5)
    one, same = (search("kmeans", answers, resamples=10, has_gap=False) for _ in range(2))
    np.testing.assert_array_equal(one.labels, same.labels)


def test_another_seed_finds_the_same_partition():
    answers, _ = lumps(200, 8, 3, seed=6, within=0.5)
    one, other = (search("kmeans", answers, seed, resamples=10, has_gap=False) for seed in (1, 2))
    assert adjusted_rand_score(one.labels, other.labels) == 1


def test_many_respondents_are_placed_by_what_some_of_them_show():
    answers, truth = lumps(8000, 10, 3, seed=7)
    found = search("kmeans", answers, resamples=10, has_gap=False, numbers=(2, 3, 4))
    assert adjusted_rand_score(truth, found.labels) >= 0.9
    assert [remark for remark in found.remarks if "drawn by chance" in remark]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_segments_in_95_of_100_samples_of_one_population(kind):
    none = sum(search("kmeans", structureless(kind, 300, 8, seed)).k == 0 for seed in range(100))
    assert none >= 95


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_segments_are_found_again_in_most_samples(k):
    agreements = []
    for seed in range(20):
        answers, truth = lumps(500, 16, k, seed=seed)
        agreements.append(adjusted_rand_score(truth, search("kmeans", answers).labels))
    assert np.mean(np.array(agreements) >= 0.9) >= 0.9
