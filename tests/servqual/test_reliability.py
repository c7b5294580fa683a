"""Agreement of a dimension: samples whose covariances are exactly those of a known model."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_servqual.reliability import Agreement, agreement_of

nan = np.nan
NAMES = [field.name for field in fields(Agreement)]
SWAPPED = {
    "alpha_perception": "alpha_expectation", "alpha_expectation": "alpha_perception",
    "omega_perception": "omega_expectation", "omega_expectation": "omega_perception",
}  # fmt: skip
seeds = st.integers(0, 10_000)


def with_covariance(S, n=60, seed=1):
    """Rows (n, p) of which the sample covariances, with divisor n, are exactly S."""
    Z = np.random.default_rng(seed).normal(size=(n, len(S)))
    Z -= Z.mean(axis=0)
    white = np.linalg.solve(np.linalg.cholesky(Z.T @ Z / n), Z.T)
    return 5 + (np.linalg.cholesky(S) @ white).T


def alike(k, within, across):
    """Covariances (2k, 2k): items correlate `within` a facet, and `across` facets."""
    own = np.full((k, k), within) + (1 - within) * np.eye(k)
    return np.block([[own, np.full((k, k), across)], [np.full((k, k), across), own]])


def survey(seed, n=40, k=4):
    """Perceptions and expectations (n, k) on seven points, of which k measure one thing."""
    rng = np.random.default_rng(seed)
    mood, hope = rng.normal(size=(2, n, 1))
    perceived = np.clip(np.round(4 + mood + rng.normal(0, 0.9, (n, k))), 1, 7)
    expected = np.clip(np.round(5 + hope + 0.5 * mood + rng.normal(0, 0.9, (n, k))), 1, 7)
    return perceived, expected


def agreement(perceived, expected, weights=None):
    w = np.ones(len(perceived)) if weights is None else np.asarray(weights, dtype=float)
    member = np.ones((1, perceived.shape[1]), dtype=bool)
    return figures_of(agreement_of(w[None], perceived, expected, member), 0)


def figures_of(found, k):
    """The figures of one dimension."""
    return {name: getattr(found, name)[k] for name in NAMES}


def assert_same(found, expected, names=NAMES, **tolerance):
    for name in names:
        np.testing.assert_allclose(
            found[name], expected[name], err_msg=name, **{"rtol": 1e-7, "atol": 1e-7} | tolerance
        )


@pytest.mark.parametrize(
    ("k", "across", "alpha", "r", "of_gap"),
    [(4, 0.375, 0.8, 0.6, 0.5), (9, 2.5 / 9, 0.9, 0.5, 0.8)],
)
def test_what_a_difference_keeps_is_what_peter_churchill_and_brown_say(k, across, alpha, r, of_gap):
    """Their formula gives .50 of two alphas of .80 that correlate .60, and .80 of .90, .90, .50.

    Items that correlate ½ have an alpha of k / (k + 1), and means that correlate 2k / (k + 1) times
    what items do across.
    """
    X = with_covariance(alike(k, 0.5, across))
    found = agreement(X[:, :k], X[:, k:])
    assert found["alpha_perception"] == pytest.approx(alpha)
    assert found["alpha_expectation"] == pytest.approx(alpha)
    assert found["r_perception_expectation"] == pytest.approx(r)
    assert found["reliability_gap"] == pytest.approx(of_gap)
    assert found["alpha_gap"] == pytest.approx(of_gap)
    assert found["omega_perception"] == pytest.approx(alpha, abs=1e-7)
    assert found["lowest_loading"] == pytest.approx(np.sqrt(0.5), abs=1e-7)


@given(
    st.integers(2, 5),
    st.floats(0.3, 3),
    st.floats(0.3, 3),
    st.floats(-0.8, 0.8),
    arrays(float, (2, 5), elements=st.floats(0.3, 2)),
)
def test_reliability_of_the_gap_is_true_variance_by_observed(k, s_p, s_e, r, errors):
    """True scores and errors are simulated, uncorrelated to the last bit; answers are their sums.

    Every answer measures its facet's true score alike, so alpha knows the errors' part exactly.
    """
    S = np.diag([s_p**2, s_e**2, *errors[0, :k] ** 2, *errors[1, :k] ** 2])
    S[0, 1] = S[1, 0] = r * s_p * s_e
    parts = with_covariance(S)
    true_p, true_e = parts[:, 0], parts[:, 1]
    perceived, expected = true_p[:, None] + parts[:, 2 : 2 + k], true_e[:, None] + parts[:, 2 + k :]
    found = agreement(perceived, expected)
    observed = (perceived.mean(axis=1) - expected.mean(axis=1)).var()
    assert found["reliability_gap"] == pytest.approx((true_p - true_e).var() / observed)
    assert found["alpha_gap"] == pytest.approx((true_p - true_e).var() / observed)
    share = true_p.var() / perceived.mean(axis=1).var()
    assert found["alpha_perception"] == pytest.approx(share)


def test_many_respondents_show_how_much_of_the_gap_is_true():
    """Chance left in: true scores, errors and answers of a hundred thousand respondents."""
    rng = np.random.default_rng(8)
    true = rng.multivariate_normal([5, 6], [[1.0, 0.6], [0.6, 0.8]], 100_000)
    perceived = true[:, :1] + rng.normal(0, 1.0, (100_000, 4))
    expected = true[:, 1:] + rng.normal(0, 0.7, (100_000, 4))
    gap = perceived.mean(axis=1) - expected.mean(axis=1)
    found = agreement(perceived, expected)
    assert found["reliability_gap"] == pytest.approx(
        (true[:, 0] - true[:, 1]).var() / gap.var(), abs=0.01
    )


def test_unlike_items_have_their_own_loadings():
    """McDonald's example has loadings .8, .7, .6: omega = 2.1² / (2.1² + .36 + .51 + .64)."""
    loadings = np.array([0.8, 0.7, 0.6])
    own = np.outer(loadings, loadings)
    np.fill_diagonal(own, 1)
    S = np.block([[own, np.zeros((3, 3))], [np.zeros((3, 3)), np.eye(3)]])
    X = with_covariance(S)
    found = agreement(X[:, :3] * [1, 5, 0.2], X[:, 3:])
    assert found["omega_perception"] == pytest.approx(4.41 / 5.92, abs=1e-7)
    assert found["omega_expectation"] == pytest.approx(0, abs=1e-7)
    assert found["alpha_expectation"] == pytest.approx(0, abs=1e-9)
    assert found["lowest_loading"] == pytest.approx(0.6, abs=1e-7)


@given(seeds)
def test_alphas_are_those_of_the_sums_and_their_parts(seed):
    perceived, expected = survey(seed)
    found = agreement(perceived, expected)
    blocks = {"perception": perceived, "expectation": expected, "gap": perceived - expected}
    for name, X in blocks.items():
        alpha = 4 / 3 * (1 - X.var(axis=0, ddof=1).sum() / X.sum(axis=1).var(ddof=1))
        assert found[f"alpha_{name}"] == pytest.approx(alpha)
    r = np.corrcoef(perceived.mean(axis=1), expected.mean(axis=1))[0, 1]
    assert found["r_perception_expectation"] == pytest.approx(r)


@given(seeds)
def test_the_parts_make_the_whole_by_the_formula(seed):
    perceived, expected = survey(seed)
    found = agreement(perceived, expected)
    s_p, s_e = perceived.mean(axis=1).std(), expected.mean(axis=1).std()
    both = 2 * found["r_perception_expectation"] * s_p * s_e
    true = s_p**2 * found["alpha_perception"] + s_e**2 * found["alpha_expectation"] - both
    assert found["reliability_gap"] == pytest.approx(true / (s_p**2 + s_e**2 - both))


@given(seeds)
def test_swapped_facets_swap_their_figures_and_keep_those_of_the_gap(seed):
    perceived, expected = survey(seed)
    found, by = agreement(perceived, expected), agreement(expected, perceived)
    for name in NAMES:
        if name != "lowest_loading":  # that of perceptions
            assert found[name] == pytest.approx(by[SWAPPED.get(name, name)], abs=1e-9)


@given(seeds, st.floats(-3, 3), st.floats(0.1, 10))
def test_shift_and_unit_of_the_scale_do_not_matter(seed, shift, unit):
    perceived, expected = survey(seed)
    found = agreement(unit * perceived + shift, unit * expected - shift)
    assert_same(found, agreement(perceived, expected))


@given(seeds)
def test_order_of_respondents_and_of_indicators_does_not_matter(seed):
    perceived, expected = survey(seed)
    rng = np.random.default_rng(seed)
    rows, items = rng.permutation(40), rng.permutation(4)
    found = agreement(perceived[rows][:, items], expected[rows][:, items])
    assert_same(found, agreement(perceived, expected))


@given(seeds)
def test_a_weight_of_two_is_a_row_twice(seed):
    perceived, expected = survey(seed)
    w = np.random.default_rng(seed).integers(1, 3, 40)
    twice = agreement(*(np.repeat(X, w, axis=0) for X in (perceived, expected)))
    assert_same(agreement(perceived, expected, w), twice)


@given(seeds, st.floats(1e-3, 1e3))
def test_the_unit_of_the_weights_does_not_matter(seed, unit):
    perceived, expected = survey(seed)
    w = np.random.default_rng(seed).uniform(0.5, 3, 40)
    assert_same(agreement(perceived, expected, unit * w), agreement(perceived, expected, w))


@given(seeds)
def test_a_respondent_with_an_answer_missing_counts_nowhere(seed):
    """All figures rest on the same respondents, or the formula would mix those of several."""
    perceived, expected = survey(seed)
    without = agreement(perceived[2:], expected[2:])
    perceived[0, 1] = expected[1, 3] = nan
    assert_same(agreement(perceived, expected), without)


def test_every_dimension_is_as_it_would_be_alone():
    """Dimensions of four, of none, of three and of one indicator side by side."""
    parts = [survey(seed, k=k) for seed, k in ((1, 4), (2, 0), (3, 3), (4, 1))]
    perceived, expected = (np.hstack(facet) for facet in zip(*parts, strict=True))
    sizes = [part[0].shape[1] for part in parts]
    member = np.repeat(np.eye(4, dtype=bool), sizes, axis=1)
    perceived[3, 0] = expected[5, 4] = nan
    found = agreement_of(np.ones((1, 40)), perceived, expected, member)
    for k, own in enumerate(member):
        assert_same(figures_of(found, k), agreement(perceived[:, own], expected[:, own]))


def test_a_dimension_without_indicators_has_nothing():
    found = agreement(*(X[:, :0] for X in survey(1)))
    assert np.isnan(list(found.values())).all()


def test_one_indicator_has_a_correlation_only():
    perceived, expected = (X[:, :1] for X in survey(1))
    found = agreement(perceived, expected)
    r = np.corrcoef(perceived[:, 0], expected[:, 0])[0, 1]
    assert found.pop("r_perception_expectation") == pytest.approx(r)
    assert np.isnan(list(found.values())).all()


def test_two_indicators_have_alphas_but_no_factor():
    found = agreement(*(X[:, :2] for X in survey(1)))
    missing = {name for name, value in found.items() if np.isnan(value)}
    assert missing == {"omega_perception", "omega_expectation", "lowest_loading"}


def test_an_expectation_alike_for_everybody_leaves_the_gap_perception():
    """At the ceiling the gap is a perception turned about, with its alpha; nothing correlates."""
    perceived, _ = survey(1)
    found = agreement(perceived, np.full((40, 4), 7.0))
    assert np.isnan([found["alpha_expectation"], found["r_perception_expectation"]]).all()
    assert np.isnan([found["omega_expectation"], found["reliability_gap"]]).all()
    assert found["alpha_gap"] == pytest.approx(found["alpha_perception"])


@pytest.mark.parametrize("rows", [0, 1])
def test_one_respondent_or_none_agrees_with_nobody(rows):
    found = agreement(*(X[:rows] for X in survey(1)))
    assert np.isnan(list(found.values())).all()


def test_nobody_who_answered_everything_is_nobody():
    perceived, expected = survey(1)
    perceived[:20, 0] = expected[20:, 0] = nan
    found = agreement(perceived, expected)
    assert np.isnan([found["alpha_gap"], found["reliability_gap"]]).all()


def test_arguments_are_left_as_they_were():
    perceived, expected = survey(1)
    before = perceived.copy(), expected.copy()
    agreement(perceived, expected)
    np.testing.assert_array_equal(perceived, before[0])
    np.testing.assert_array_equal(expected, before[1])
