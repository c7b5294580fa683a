"""Tests between groups against SciPy, exact enumeration and the published sums."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clientlens.errors import RequestError
from clientlens.stats.group_tests import (
    between_groups,
    detectable,
    henseler_probability,
    paired_test,
    permutation_p,
    pooled_test,
    step_down_p,
    two_sided,
    welch_test,
)
from clientlens.stats.resample import permuted_labels

floats = st.floats(-5, 5).map(lambda value: round(value, 3))


def mean_differences(x, rows):
    """(P,) mean of group 0 less that of group 1 under each row of labels, by a plain loop."""
    return np.array([x[row == 0].mean() - x[row == 1].mean() for row in rows])


def every_labelling(n, m):
    """All ways to choose the m of n who are group 0."""
    rows = np.ones((0, n), dtype=int)
    for chosen in itertools.combinations(range(n), m):
        row = np.ones(n, dtype=int)
        row[list(chosen)] = 0
        rows = np.vstack([rows, row])
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_permutation_p_of_all_labellings_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(1, 6, 5).astype(float), rng.integers(1, 6, 4).astype(float)
    rows = every_labelling(9, 5)
    pooled = np.concatenate([x, y])
    d = mean_differences(pooled, rows)
    others = d[1:]  # the first is the labelling itself
    found = permutation_p(d[0], others)
    expected = stats.permutation_test(
        (x, y), lambda a, b: abs(a.mean() - b.mean()), n_resamples=np.inf, alternative="greater"
    ).pvalue
    assert found == pytest.approx(expected, abs=1e-12)


def test_permutation_p_of_random_labellings_comes_near_that_of_scipy():
    rng = np.random.default_rng(3)
    x, y = rng.normal(0.4, 1, 30), rng.normal(0, 1, 45)
    pooled, labels = np.concatenate([x, y]), np.repeat([0, 1], [30, 45])
    d = mean_differences(pooled, permuted_labels(1, labels, 0, 10_000))
    found = permutation_p(d[0], d[1:])
    expected = stats.permutation_test(
        (x, y), lambda a, b, axis: abs(a.mean(axis) - b.mean(axis)),
        vectorized=True, n_resamples=9_999, alternative="greater", rng=2,
    ).pvalue  # fmt: skip
    assert found == pytest.approx(expected, abs=5 * np.sqrt(2 * expected / 10_000))


@given(st.lists(floats, min_size=1, max_size=30), floats)
def test_permutation_p_is_the_share_counted_one_by_one(drawn, d):
    count = sum(abs(value) >= abs(d) for value in drawn)
    assert permutation_p(d, drawn) == (1 + count) / (1 + len(drawn))


@given(st.lists(floats, min_size=1, max_size=30), floats)
def test_swapping_the_groups_keeps_p(drawn, d):
    assert permutation_p(-d, -np.array(drawn)) == permutation_p(d, drawn)


def test_permutations_without_a_statistic_are_left_out():
    assert permutation_p(1.0, [np.nan, 2.0, 0.0]) == pytest.approx(2 / 3)
    assert np.isnan(permutation_p(np.nan, [1.0]))
    assert np.isnan(permutation_p(1.0, [np.nan]))


def test_rounding_breaks_no_tie():
    assert permutation_p(0.1 + 0.2, [0.3]) == 1.0


def step_down_by_loop(d, rows):
    """Algorithm 4.1 of Westfall and Young with the labelling that was found among the others."""
    everything = np.vstack([d, rows])
    t = np.abs(everything) / np.sqrt((everything**2).mean(axis=0))
    order = sorted(range(len(d)), key=lambda label: -t[0, label])
    p, before = np.empty(len(d)), 0.0
    for k, label in enumerate(order):
        count = 0
        for row in t:
            count += max(row[other] for other in order[k:]) >= t[0, label]
        before = max(before, count / len(t))
        p[label] = before
    return p


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 40))
def test_step_down_is_the_algorithm_written_out(seed, labels, rows):
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(rows, labels)) * rng.uniform(0.1, 10, labels)
    d = 2 * drawn.std() * rng.normal(size=labels)
    np.testing.assert_allclose(step_down_p(d, drawn), step_down_by_loop(d, drawn), rtol=1e-12)


@given(st.integers(0, 500))
def test_step_down_lies_between_the_plain_p_and_bonferroni(seed):
    """Of every label but for the measure, by the largest in its own unit."""
    rng = np.random.default_rng(seed)
    drawn, d = rng.normal(size=(60, 4)), 2 * rng.normal(size=4)
    found, plain = step_down_p(d, drawn), permutation_p(d, drawn)
    assert (found >= plain - 1e-12).all()
    assert found.min() <= 1


def test_step_down_of_one_label_is_the_plain_p_and_of_twins_as_well():
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=(99, 1))
    plain = permutation_p([1.7], drawn)
    np.testing.assert_allclose(step_down_p([1.7], drawn), plain, rtol=1e-12)
    twins = step_down_p([1.7, 3.4], np.hstack([drawn, 2 * drawn]))
    np.testing.assert_allclose(twins, [plain[0]] * 2, rtol=1e-12)


def test_step_down_knows_labels_without_a_difference_and_those_that_never_differ():
    drawn = np.column_stack([np.arange(-4.0, 5), np.full(9, np.nan), np.zeros(9)])
    found = step_down_p([9.0, np.nan, 0.0], drawn)
    np.testing.assert_allclose(found, [0.1, np.nan, 1.0])
    assert np.isnan(step_down_p([1.0], [[np.nan]])).all()


@pytest.mark.slow
def test_step_down_holds_the_chance_of_any_false_finding():
    """Five labels of which two differ: of the other three one is called different in 5 %."""
    rng, labels = np.random.default_rng(12), np.repeat([0, 1], [30, 50])
    shift = np.array([1.0, 0, 0, 0.8, 0])
    wrong = []
    for i in range(1000):
        common = rng.normal(size=(80, 1))
        X = common + rng.normal(size=(80, 5)) + shift * (labels == 0)[:, None]
        rows = permuted_labels(i, labels, 0, 300)
        masks = (rows == 0).astype(float)
        d = masks @ X / 30 - (1 - masks) @ X / 50
        p = step_down_p(d[0], d[1:])
        wrong.append((p[shift == 0] <= 0.05).any())
    assert np.mean(wrong) < 0.065


@given(st.lists(floats, min_size=1, max_size=12), st.lists(floats, min_size=1, max_size=12))
def test_henseler_is_the_published_double_sum(first, second):
    a, b = np.array(first), np.array(second)
    total = 0.0
    for x in a:
        for y in b:
            left, right = 2 * a.mean() - x, 2 * b.mean() - y
            total += 0.5 if left == right else float(left > right)
    assert henseler_probability(a, b) == pytest.approx(total / (len(a) * len(b)), abs=1e-12)


@given(st.integers(0, 1000))
def test_henseler_of_both_orders_adds_up_to_one(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(1, 4, (20, 3)) / 7, rng.integers(1, 4, (15, 3)) / 7
    both = henseler_probability(a, b) + henseler_probability(b, a)
    np.testing.assert_allclose(both, 1.0, atol=1e-12)


def test_henseler_agrees_with_the_normal_law_where_it_holds():
    rng = np.random.default_rng(1)
    a, b = rng.normal(0.5, 0.2, 5000), rng.normal(0.0, 0.3, 5000)
    expected = stats.norm.cdf(0.5 / np.hypot(0.2, 0.3))
    assert henseler_probability(a, b) == pytest.approx(expected, abs=0.01)


def test_henseler_refuses_draws_of_other_labels_and_knows_none_without_draws():
    with pytest.raises(RequestError, match="same labels"):
        henseler_probability(np.ones((3, 2)), np.ones((3, 1)))
    assert np.isnan(henseler_probability([np.nan], [1.0]))


@pytest.mark.parametrize(("probability", "p"), [(0.975, 0.05), (0.025, 0.05), (0.5, 1.0)])
def test_two_sided(probability, p):
    assert two_sided(probability) == pytest.approx(p)


@pytest.mark.parametrize("seed", range(4))
def test_welch_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(0, 1, 12), rng.normal(0.5, 3, 31)
    errors = [z.std(ddof=1) / np.sqrt(len(z)) for z in (x, y)]
    found = welch_test(x.mean() - y.mean(), *errors, 12, 31)
    expected = stats.ttest_ind(x, y, equal_var=False)
    assert found.t == pytest.approx(expected.statistic, rel=1e-12)
    assert found.df == pytest.approx(expected.df, rel=1e-12)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-10)


@pytest.mark.parametrize("seed", range(4))
def test_keil_is_students_test_where_the_errors_are_those_of_means(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(0, 1, 12), rng.normal(0.5, 1, 31)
    # Keil weighs squared errors by (n - 1)²; these make them the pooled variance.
    errors = [np.sqrt(z.var(ddof=1) / (len(z) - 1)) for z in (x, y)]
    found = pooled_test(x.mean() - y.mean(), *errors, 12, 31)
    expected = stats.ttest_ind(x, y)
    assert found.t == pytest.approx(expected.statistic, rel=1e-12)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-10)


def test_tests_without_errors_are_none():
    assert np.isnan(welch_test(1.0, np.nan, 1.0, 9, 9).p)
    assert np.isnan(welch_test(1.0, 0.0, 0.0, 9, 9).p)
    assert np.isnan(pooled_test(1.0, 1.0, 1.0, 1, 1).p)
    assert np.isnan(paired_test(1.0, 0.0).p)


def test_paired_is_the_normal_test():
    assert paired_test(0.7, 0.4).p == pytest.approx(2 * stats.norm.sf(0.7 / 0.4))


@pytest.mark.parametrize(("level", "power"), [(0.95, 0.8), (0.9, 0.5)])
def test_a_detectable_difference_is_detected_with_that_power(level, power):
    size = detectable(0.3, level, power) / 0.3
    line = stats.norm.ppf(0.5 + level / 2)
    assert stats.norm.sf(line - size) == pytest.approx(power, abs=1e-12)


def test_between_groups_is_the_sum_written_out():
    rng = np.random.default_rng(4)
    theta, n = rng.normal(size=(7, 3, 2)), np.array([5, 9, 20])
    inner = np.zeros((7, 2))
    for p, label in np.ndindex(7, 2):
        mean = sum(n[g] * theta[p, g, label] for g in range(3)) / n.sum()
        inner[p, label] = sum(n[g] * (theta[p, g, label] - mean) ** 2 for g in range(3))
    expected = (inner / inner.mean(axis=0)).sum(axis=1)
    np.testing.assert_allclose(between_groups(theta, n), expected, rtol=1e-12)


@given(st.integers(0, 500), st.floats(0.01, 100), floats)
def test_between_groups_does_not_depend_on_unit_or_order(seed, unit, shift):
    rng = np.random.default_rng(seed)
    theta, n = rng.normal(size=(6, 3, 2)), np.array([5, 9, 20])
    found = between_groups(theta, n)
    moved = theta * np.array([unit, 1.0]) + shift
    np.testing.assert_allclose(between_groups(moved, n), found, rtol=1e-6)
    order = rng.permutation(3)
    np.testing.assert_allclose(between_groups(theta[:, order], n[order]), found, rtol=1e-9)


def test_between_groups_leaves_out_labels_that_a_group_lacks_or_all_share():
    rng = np.random.default_rng(5)
    theta, n = rng.normal(size=(6, 2, 3)), np.array([4, 4])
    whole = between_groups(theta[:, :, :1], n)
    theta[0, 1, 1] = np.nan
    theta[:, :, 2] = 3.0
    np.testing.assert_allclose(between_groups(theta, n), whole, rtol=1e-12)
    assert np.isnan(between_groups(theta[:, :, 2:], n)).all()


def test_between_groups_of_two_orders_labellings_as_the_difference_does():
    rng = np.random.default_rng(6)
    theta = rng.normal(size=(50, 2, 1))
    found = between_groups(theta, [7, 11])
    difference = np.abs(theta[:, 0, 0] - theta[:, 1, 0])
    np.testing.assert_array_equal(np.argsort(found), np.argsort(difference))


def estimates_of_means(x, rows):
    """(P, G, 1) means of each group, by one product."""
    masks = np.stack([rows == g for g in range(int(rows.max()) + 1)], axis=1).astype(float)
    return ((masks @ x) / masks.sum(axis=2))[:, :, None]


@pytest.mark.slow
@pytest.mark.parametrize(("shift", "low", "high"), [(0.0, 0.035, 0.065), (0.65, 0.72, 0.88)])
def test_size_and_power_of_the_permutation_tests(shift, low, high):
    """Under H0 5 % are found; 0.65 standard deviations at 40 and 40 have a power of about 0.81."""
    rng, labels = np.random.default_rng(8), np.repeat([0, 1], 40)
    rejected = np.zeros((1000, 2))
    for i in range(1000):
        x = rng.normal(size=80) + shift * (labels == 0)
        theta = estimates_of_means(x, permuted_labels(i, labels, 0, 400))
        d, q = theta[:, 0, 0] - theta[:, 1, 0], between_groups(theta, [40, 40])
        rejected[i] = [permutation_p(v[0], v[1:]) <= 0.05 for v in (d, q)]
    assert (rejected.mean(axis=0) > low).all()
    assert (rejected.mean(axis=0) < high).all()


@pytest.mark.slow
def test_size_of_the_overall_test_of_three_unequal_groups():
    rng, labels = np.random.default_rng(9), np.repeat([0, 1, 2], [12, 30, 50])
    n = np.array([12, 30, 50])
    found = []
    for i in range(1000):
        x = rng.exponential(size=92)  # skewed: the test needs no normal law
        q = between_groups(estimates_of_means(x, permuted_labels(i, labels, 0, 200)), n)
        found.append(permutation_p(q[0], q[1:]) <= 0.05)
    assert 0.035 < np.mean(found) < 0.065
