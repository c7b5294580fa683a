"""Answers with segments whose truth is known, and answers without any."""

import numpy as np

from clientlens_segments.choice import Criterion
from clientlens_segments.features import Column, Recipe
from clientlens_segments.search import Material, Settings


def lumps(n, q, k, seed, *, within=0.8, apart=1.2):
    """Ordinal answers 1 to 5 of k segments of unequal sizes, and who belongs where.

    Centres differ by `apart` scale points on average over the questions.
    """
    rng = np.random.default_rng(seed)
    centres = np.zeros((k, q))
    while min_distance(centres) < apart:
        centres = np.clip(3 + rng.normal(0, 1, (k, q)), 1.5, 4.7)
    share = np.maximum(rng.dirichlet(np.full(k, 4)), 0.1)
    truth = rng.choice(k, n, p=share / share.sum())
    answers = centres[truth] + within * rng.standard_normal((n, q))
    return np.clip(np.rint(answers), 1, 5), truth


def min_distance(centres):
    return min(
        float(np.sqrt(((a - b) ** 2).mean())) for i, a in enumerate(centres) for b in centres[:i]
    )


def structureless(kind, n, q, seed):
    """One population: flat, normal, correlated, or ordinal with a halo, maybe at the ceiling."""
    rng = np.random.default_rng(seed)
    if kind == "uniform":
        return rng.uniform(size=(n, q))
    if kind == "normal":
        return rng.standard_normal((n, q))
    if kind == "correlated":
        return rng.standard_normal((n, q)) @ rng.standard_normal((q, q)).T
    halo = rng.standard_normal((n, 1))
    if kind == "halo":
        steps = 3.8 + 0.7 * halo + 0.7 * rng.standard_normal((n, q)) + rng.normal(0, 0.3, q)
    else:
        steps = 4.6 + 0.8 * halo + 0.6 * rng.standard_normal((n, q))
    return np.clip(np.rint(steps), 1, 5)


KINDS = ("uniform", "normal", "correlated", "halo", "ceiling")


def recipe_of(q):
    return Recipe(tuple(Column(f"a.{i}", "a", "d") for i in range(q)))


def material_of(answers, *, by_answers=False, weights=None):
    """What a search parts: standardised features, or the answers themselves."""
    recipe = recipe_of(answers.shape[1])
    weights = np.ones(len(answers)) if weights is None else weights

    def make(drawn):
        return recipe.make(drawn, np.ones(len(drawn))).values

    features = recipe.make(answers, weights).values
    return Material(features, answers if by_answers else features, answers, weights, make)


def settings_of(n, criterion: Criterion = "silhouette", **others):
    return Settings(
        **{
            "numbers": tuple(range(2, 9)),
            "is_fixed": False,
            "fewest": max(5, n // 20),
            "resamples": 30,
            "criterion": criterion,
            **others,
        }
    )
