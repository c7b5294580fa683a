"""FIMIX-PLS: EM against plain loops and closed forms, criteria by hand, known mixtures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from clientlens_csi.segments.classes import choose_classes, fit_classes
from clientlens_csi.segments.criteria import information_criteria, separation
from clientlens_csi.segments.local import Clients, local_models
from clientlens_csi.segments.mixture import Effort, Scores, classified, fit_mixture
from clientlens_csi.structure import path_structure
from csi.classes import SETTINGS, STRUCTURE, adjusted_rand

CHAIN = path_structure({"a": ["a1"], "b": ["b1"], "c": ["c1"]}, {"b": ["a"], "c": ["a", "b"]})
EFFORT = Effort(starts=10, iterations=2000, tolerance=1e-9)


def mixture_of(n, rng, share=0.4, level=0.6):
    """(n, 3) scores of a chain in two classes of known coefficients, and the class of each."""
    labels = (rng.random(n) >= share).astype(int)
    a = rng.normal(size=n)
    b = np.choose(labels, [0.8 * a + level, -0.2 * a - 0.4]) + 0.3 * rng.normal(size=n)
    c = np.choose(labels, [0.7 * a, 0.9 * b - 0.5]) + 0.3 * rng.normal(size=n)
    return np.column_stack([a, b, c]), labels


def scores_of(Y, structure=CHAIN, **more):
    return Scores(Y, np.ones(len(Y)), structure, **more)


def fitted(Y, k, seed=1, **more):
    return fit_mixture(scores_of(Y, **more), k, EFFORT, np.random.default_rng(seed))


def density(scores, mixture):
    """(n, k) weighted densities by scipy, class by class."""
    columns = []
    for c, share in enumerate(mixture.share):
        total = np.full(len(scores.Y), share)
        for e, (target, sources) in enumerate(scores.regressions):
            mean = mixture.intercept[c, e] + sum(
                mixture.paths[c, target, s] * scores.Y[:, s] for s in sources
            )
            total *= norm.pdf(scores.Y[:, target], mean, np.sqrt(mixture.variance[c, e]))
        columns.append(total)
    return np.column_stack(columns)


def test_one_class_is_least_squares():
    Y, _ = mixture_of(200, np.random.default_rng(0))
    found = fitted(Y, 1)
    value = 0.0
    for e, (target, sources) in enumerate(((1, [0]), (2, [0, 1]))):
        A = np.column_stack([Y[:, sources], np.ones(200)])
        b = np.linalg.lstsq(A, Y[:, target])[0]
        variance = np.mean((Y[:, target] - A @ b) ** 2)
        np.testing.assert_allclose(found.paths[0, target, sources], b[:-1], atol=1e-7)
        assert found.intercept[0, e] == pytest.approx(b[-1], abs=1e-7)
        assert found.variance[0, e] == pytest.approx(variance, abs=1e-7)
        value += -100 * (np.log(2 * np.pi * variance) + 1)
    assert found.log_likelihood == pytest.approx(value, abs=1e-6)


def test_likelihood_and_probabilities_are_those_of_the_densities():
    Y, _ = mixture_of(300, np.random.default_rng(1))
    scores, found = scores_of(Y), fitted(Y, 2)
    by_hand = density(scores, found)
    assert found.log_likelihood == pytest.approx(np.log(by_hand.sum(axis=1)).sum(), abs=1e-6)
    np.testing.assert_allclose(
        found.probability, by_hand / by_hand.sum(axis=1, keepdims=True), atol=1e-8
    )
    np.testing.assert_allclose(classified(found, scores), found.probability, atol=1e-10)


def test_the_end_is_a_fixed_point_of_a_plain_em_step():
    Y, _ = mixture_of(300, np.random.default_rng(2))
    scores, found = scores_of(Y), fitted(Y, 2)
    P = density(scores, found)
    P /= P.sum(axis=1, keepdims=True)
    for c in range(2):
        w = P[:, c]
        assert w.mean() == pytest.approx(found.share[c], abs=1e-4)
        for e, (target, sources) in enumerate(scores.regressions):
            A = np.column_stack([Y[:, list(sources)], np.ones(300)])
            b = np.linalg.solve(A.T @ (w[:, None] * A), A.T @ (w * Y[:, target]))
            np.testing.assert_allclose(found.paths[c, target, list(sources)], b[:-1], atol=1e-4)
            residual = Y[:, target] - A @ b
            assert found.variance[c, e] == pytest.approx((w @ residual**2) / w.sum(), abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.booleans())
def test_the_likelihood_never_falls(seed, k, has_intercepts):
    rng = np.random.default_rng(seed)
    Y = mixture_of(80, rng)[0] if seed % 2 else rng.normal(size=(80, 3))
    few = Effort(starts=3, iterations=300, tolerance=1e-9)
    found = fit_mixture(scores_of(Y, has_intercepts=has_intercepts), k, few, rng)
    if found is not None:
        assert (np.diff(found.history) > -1e-7).all()


def test_known_coefficients_are_found_again():
    Y, labels = mixture_of(3000, np.random.default_rng(3))
    found = fitted(Y, 2)
    first = int(found.paths[:, 1, 0].argmax())
    other = 1 - first
    assert found.share[first] == pytest.approx(0.4, abs=0.03)
    assert found.paths[first, 1, 0] == pytest.approx(0.8, abs=0.05)
    assert found.paths[other, 1, 0] == pytest.approx(-0.2, abs=0.05)
    np.testing.assert_allclose(found.paths[first, 2, :2], [0.7, 0.0], atol=0.07)
    np.testing.assert_allclose(found.paths[other, 2, :2], [0.0, 0.9], atol=0.07)
    assert found.intercept[first, 0] == pytest.approx(0.6, abs=0.05)
    np.testing.assert_allclose(found.variance, 0.09, atol=0.015)
    # Classes overlap: nobody could do better than with the true densities.
    a, b, c = Y.T
    true = [
        0.4 * norm.pdf(b, 0.8 * a + 0.6, 0.3) * norm.pdf(c, 0.7 * a, 0.3),
        0.6 * norm.pdf(b, -0.2 * a - 0.4, 0.3) * norm.pdf(c, 0.9 * b - 0.5, 0.3),
    ]
    best = adjusted_rand(np.argmax(true, axis=0), labels)
    assert adjusted_rand(found.probability.argmax(axis=1), labels) > best - 0.03


def test_classes_that_are_apart_are_found_again():
    Y, labels = mixture_of(600, np.random.default_rng(3), level=3.0)
    assert adjusted_rand(fitted(Y, 2).probability.argmax(axis=1), labels) > 0.9


def test_without_intercepts_levels_are_nothing():
    Y, _ = mixture_of(400, np.random.default_rng(4))
    found = fitted(Y, 2, has_intercepts=False)
    assert (found.intercept == 0).all()
    assert scores_of(Y, has_intercepts=False).parameters(2) == 1 + 2 * (3 + 2)
    assert scores_of(Y).parameters(2) == 1 + 2 * (3 + 2 + 2)


def test_a_weight_of_two_is_a_respondent_twice():
    Y, _ = mixture_of(300, np.random.default_rng(5))
    w = np.random.default_rng(6).integers(1, 3, 300).astype(float)
    twice = np.repeat(np.arange(300), w.astype(int))
    one = fit_mixture(replace(scores_of(Y), w=w), 2, EFFORT, np.random.default_rng(1))
    other = fitted(Y[twice], 2)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-3)
    np.testing.assert_allclose(np.sort(one.share), np.sort(other.share), atol=1e-3)


def test_answers_on_a_line_are_no_class():
    """A few exact multiples would have an infinite likelihood; they are left out or counted."""
    rng = np.random.default_rng(7)
    Y = rng.normal(size=(120, 3))
    Y[:40, 1] = 0.5 * Y[:40, 0]
    found = fitted(Y, 2)
    floor = 0.01 * fitted(Y, 1).variance
    assert found is None or (found.variance > floor).all()


def test_criteria_are_their_formulas():
    n, p, value = 200.0, 7, -321.5
    found = information_criteria(value, p, int(n))
    assert found["aic"] == 2 * 321.5 + 2 * p
    assert found["aic3"] == 2 * 321.5 + 3 * p
    assert found["aic4"] == 2 * 321.5 + 4 * p
    assert found["bic"] == pytest.approx(643 + p * np.log(n))
    assert found["caic"] == pytest.approx(643 + p * (np.log(n) + 1))
    assert found["hq"] == pytest.approx(643 + 2 * p * np.log(np.log(n)))
    assert found["mdl5"] == pytest.approx(643 + 5 * p * np.log(n))
    P = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    told = separation(P, np.ones(3), 4.0)
    entropy = -(P * np.log(P)).sum()
    assert told["entropy"] == pytest.approx(1 - entropy / (3 * np.log(2)))
    assert told["non_fuzzy"] == pytest.approx((2 * (P**2).sum() - 3) / (3 * 1))
    assert told["normalised_entropy"] == pytest.approx(entropy / 4.0)


def test_plspms_two_classes_are_recovered(simdata):
    X, labels = simdata
    clients = Clients(X, np.ones(400))
    whole = local_models(clients, np.ones((1, 400), bool), STRUCTURE, SETTINGS)
    Y = (X - whole.mean[0]) / whole.deviation[0] @ whole.score_weights[0]
    classes = fit_classes(scores_of(Y, STRUCTURE), [1, 2, 3, 4], EFFORT, np.random.default_rng(1))
    choice = choose_classes(classes, None, fewest=30, least_entropy=0.5)
    assert (choice.k, choice.reason) == (2, "")
    found = classes.mixtures[2].probability.argmax(axis=1)
    assert adjusted_rand(found, labels) > 0.65  # the classes overlap: plspm's REBUS has 0.66
    assert classes.criteria["entropy"][2] > 0.7


def test_a_given_number_must_be_large_enough_and_is_remarked_upon():
    Y = np.random.default_rng(0).normal(size=(150, 3))
    classes = fit_classes(scores_of(Y), [1, 2], EFFORT, np.random.default_rng(1))
    told = choose_classes(classes, 2, fewest=10, least_entropy=0.999)
    assert told.reason or "aren't clearly apart" in told.remarks[0]
    assert "fewer than 100" in choose_classes(classes, 2, fewest=100, least_entropy=0).reason


@pytest.mark.slow
def test_one_class_is_seldom_taken_for_several():
    """No segments in at least 95 of 100 samples of one population."""
    none = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        a = rng.normal(size=200)
        b = 0.6 * a + 0.8 * rng.normal(size=200)
        c = 0.3 * a + 0.5 * b + 0.7 * rng.normal(size=200)
        classes = fit_classes(
            scores_of(np.column_stack([a, b, c])), [1, 2, 3], Effort(10, 500, 1e-7), rng
        )
        none += bool(choose_classes(classes, None, fewest=30, least_entropy=0.5).reason)
    assert none >= 95
