"""Penalties and rewards: beside statsmodels, by hand, found again, and the laws they keep."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats.penalty_reward import Effects, alone, jointly, levels_of
from clientlens_kano.classes import CLASSES, classify, factor

LEVELS = np.array([[-1, 0], [-1, 1], [0, 0], [0, 1], [1, -1], [1, 0], [1, -1], [0, 1]], float)
OUTCOME = np.array([[2.0], [4], [5], [6], [7], [8], [9], [7]])


@st.composite
def samples(draw, indicators=3, n=60, replicates=4):
    """Weights, levels of which every indicator has all three, and an overall rating."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    levels = rng.integers(-1, 2, (n, indicators)).astype(float)
    W = np.vstack([np.ones(n), rng.multinomial(n, np.full(n, 1 / n), replicates - 1)])
    return W, levels, rng.integers(1, 11, (n, 1)).astype(float)


def dummies(levels):
    return np.column_stack([levels == -1, levels == 1]).astype(float)


def test_effects_are_differences_of_means_worked_by_hand():
    """Overall 3 where low, 6 in between, 8 where high; so -3 and 2, and asymmetry -1/5."""
    found = alone(np.ones((1, 8)), LEVELS, OUTCOME)
    assert found.penalty[0] == pytest.approx([3 - 6, 8 - 5])
    assert found.reward[0] == pytest.approx([8 - 6, 17 / 3 - 5])
    assert found.asymmetry[0] == pytest.approx([-1 / 5, 1])


def test_the_published_indices_follow_from_penalty_and_reward():
    """SGP = r / RIOCS, DGP = |p| / RIOCS, IA = SGP - DGP, as Mikulić and Prebežac write them."""
    penalty, reward = np.array([[-0.42, -0.2]]), np.array([[0.18, 0.6]])
    found = Effects(penalty, reward, np.array([np.nan]))
    reach = reward + np.abs(penalty)
    assert found.rise + found.fall == pytest.approx(reach)
    assert found.asymmetry == pytest.approx(reward / reach - np.abs(penalty) / reach)
    assert found.asymmetry[0] == pytest.approx([-0.4, 0.5])


@given(samples())
def test_every_indicator_alone_is_the_regression_of_statsmodels(sample):
    W, levels, y = sample
    found = alone(W, levels, y)
    for r, j in np.ndindex(found.penalty.shape):
        design = sm.add_constant(dummies(levels[:, [j]]), has_constant="add")
        if np.linalg.matrix_rank(design[W[r] > 0]) < 3:
            continue
        fit = sm.WLS(y[:, 0], design, weights=W[r]).fit()
        assert [found.penalty[r, j], found.reward[r, j]] == pytest.approx(fit.params[1:], rel=1e-9)


@given(samples())
def test_all_indicators_jointly_are_the_regression_of_statsmodels(sample):
    W, levels, y = sample
    found = jointly(W, levels, y)
    for r, w in enumerate(W):
        fit = sm.WLS(y[:, 0], sm.add_constant(dummies(levels)), weights=w).fit()
        both = np.concatenate([found.penalty[r], found.reward[r]])
        assert both == pytest.approx(fit.params[1:], rel=1e-8, abs=1e-10)
        assert found.explained[r] == pytest.approx(fit.rsquared, rel=1e-9)


def test_joint_effects_without_error_are_found_again():
    rng = np.random.default_rng(2)
    levels = rng.integers(-1, 2, (300, 4)).astype(float)
    penalty, reward = np.array([-1.5, -0.5, 0, -0.2]), np.array([0.5, 0.5, 0.9, 0])
    y = 6 + (levels == -1) @ penalty + (levels == 1) @ reward
    found = jointly(np.ones((1, 300)), levels, y[:, None])
    assert found.penalty[0] == pytest.approx(penalty, abs=1e-12)
    assert found.reward[0] == pytest.approx(reward, abs=1e-12)
    assert found.explained[0] == pytest.approx(1)


def test_a_linear_effect_has_no_asymmetry_under_levels_as_far_from_either_end():
    """Ratings 1 and 2 are as far below the middle as 4 and 5 above it, if all are as frequent."""
    ratings = np.tile(np.arange(1.0, 6.0), 20)[:, None]
    found = alone(np.ones((1, 100)), levels_of(ratings, 2, 4), ratings)
    assert found.asymmetry[0, 0] == pytest.approx(0, abs=1e-12)
    skewed = alone(np.ones((1, 100)), levels_of(ratings, 2, 5), ratings)
    assert skewed.asymmetry[0, 0] < -0.1


@given(samples(), st.floats(0.1, 50), st.floats(-20, 20))
def test_the_unit_of_the_overall_rating_leaves_the_asymmetry_alone(sample, unit, shift):
    W, levels, y = sample
    for contrast in (alone, jointly):
        one, other = contrast(W, levels, y), contrast(W, levels, unit * y + shift)
        assert other.penalty == pytest.approx(unit * one.penalty, rel=1e-6, abs=1e-8, nan_ok=True)
        reach = one.rise + one.fall
        firm = reach > 1e-6  # of no effect at all, rounding decides
        assert other.asymmetry[firm] == pytest.approx(one.asymmetry[firm], abs=1e-5)


@given(samples())
def test_both_ends_turned_turn_the_asymmetry(sample):
    W, levels, y = sample
    for contrast in (alone, jointly):
        one, other = contrast(W, levels, y), contrast(W, -levels, -y)
        assert other.penalty == pytest.approx(-one.reward, abs=1e-9, nan_ok=True)
        assert other.reward == pytest.approx(-one.penalty, abs=1e-9, nan_ok=True)


@given(samples())
def test_a_weight_of_two_is_the_same_client_twice(sample):
    W, levels, y = sample
    doubled = [np.concatenate([part, part]) for part in (levels, y)]
    for contrast in (alone, jointly):
        one, other = contrast(2 * W, levels, y), contrast(np.hstack([W, W]), *doubled)
        assert other.penalty == pytest.approx(one.penalty, abs=1e-9, nan_ok=True)
        assert other.reward == pytest.approx(one.reward, abs=1e-9, nan_ok=True)


def test_a_level_that_a_replicate_lacks_has_no_effect_there_and_leaves_the_others_theirs():
    rng = np.random.default_rng(1)
    levels = rng.integers(-1, 2, (80, 2)).astype(float)
    y = rng.normal(size=(80, 1))
    w = np.where(levels[:, 0] == -1, 0.0, 1.0)
    found = jointly(w[None], levels, y)
    kept = w > 0
    design = np.column_stack([np.ones(80), levels[:, 0] == 1, dummies(levels[:, [1]])])[kept]
    expected = np.linalg.lstsq(design, y[kept, 0], rcond=None)[0]
    assert np.isnan(found.penalty[0, 0])
    assert np.isnan(alone(w[None], levels, y).penalty[0, 0])
    own = [found.reward[0, 0], found.penalty[0, 1], found.reward[0, 1]]
    assert own == pytest.approx(expected[1:], abs=1e-10)


def test_dummies_that_cannot_be_told_apart_have_no_effects():
    levels = np.repeat([[-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]], 10, axis=0)
    found = jointly(np.ones((2, 30)), levels, np.arange(30.0)[:, None])
    assert np.isnan(found.penalty).all()
    assert np.isnan(found.explained).all()


def test_cut_points_belong_to_the_class_inside():
    values = np.array([-1, -0.41, -0.4, -0.11, -0.1, 0, 0.1, 0.11, 0.4, 0.41, 1, np.nan])
    found = classify(values, 0.1, 0.4)
    names = [*CLASSES, "none"]
    assert np.isnan(found[-1])
    assert [names[int(k)] for k in np.nan_to_num(found, nan=5)] == [
        *["frustrator"] * 2, *["dissatisfier"] * 2, *["hybrid"] * 3,
        *["satisfier"] * 2, *["delighter"] * 2, "none",
    ]  # fmt: skip


def test_levels_end_at_the_cut_points():
    levels = levels_of(np.array([[1, 2, 3, 4, 5, np.nan]]), 2, 4)
    np.testing.assert_array_equal(levels, [[-1, -1, 0, 1, 1, np.nan]])


def simulated(rng, penalty, reward, n=300):
    """Ratings of one indicator, mostly good, and an overall rating with the true effects."""
    ratings = rng.choice([1, 2, 3, 4, 5], n, p=[0.04, 0.1, 0.26, 0.35, 0.25])
    levels = levels_of(ratings[:, None].astype(float), 2, 4)
    y = 6 + penalty * (levels == -1) + reward * (levels == 1) + rng.normal(0, 1.5, (n, 1))
    W = np.vstack([np.ones(n), rng.multinomial(n, np.full(n, 1 / n), 400)])
    return alone(W, levels, y)


def test_intervals_hold_the_true_penalty_and_a_hybrid_is_rarely_called_a_factor():
    """120 samples; the binomial error of a rate of 5 % is 2 %."""
    rng = np.random.default_rng(7)
    held = called = 0
    for _ in range(120):
        found = simulated(rng, penalty=-0.8, reward=0.8)
        low, high = np.percentile(found.penalty[1:, 0], [2.5, 97.5])
        held += low <= -0.8 <= high
        low, high = np.percentile(found.asymmetry[1:, 0], [2.5, 97.5])
        called += factor(low, high, 0.1) in {"basic", "excitement"}
    assert 0.90 <= held / 120 <= 0.99
    assert called / 120 <= 0.1
