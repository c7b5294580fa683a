"""The arithmetic against scikit-learn, SciPy, plain loops and definitions."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats.contingency import association
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_samples

from clientlens_segments.choice import Candidates, choose_number
from clientlens_segments.criteria import (
    Gap,
    gap_statistic,
    number_by_gap,
    partition_criteria,
    silhouettes,
)
from clientlens_segments.features import Column, Recipe
from clientlens_segments.methods.kmeans import fit_kmeans
from clientlens_segments.naming import standardised_differences
from clientlens_segments.one_population import fit_one_population
from clientlens_segments.partition import centres_of, relabelled
from clientlens_segments.privacy import hidden_cells
from clientlens_segments.rule import fit_rule, stratified_folds
from clientlens_segments.stability import adjusted_rand, jaccard_table
from clientlens_segments.unimodal import closest_unimodal
from clientlens_segments.values import cramers_v
from segments.arrays import lumps

RNG = np.random.default_rng(1)
X = RNG.standard_normal((60, 4))
LABELS = RNG.integers(0, 3, 60)
labels_of_20 = arrays(np.int64, 20, elements=st.integers(0, 3))


def test_criteria_are_those_of_scikit_learn():
    found = partition_criteria(X, LABELS)
    assert found["silhouette"] == pytest.approx(silhouette_samples(X, LABELS).mean())
    assert found["calinski_harabasz"] == pytest.approx(calinski_harabasz_score(X, LABELS))
    assert adjusted_rand(LABELS, LABELS[::-1]) == adjusted_rand_score(LABELS, LABELS[::-1])


def test_silhouettes_by_their_definition():
    distance = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    for i in range(len(X)):
        own = (LABELS[i] == LABELS) & (np.arange(len(X)) != i)
        a = distance[i, own].mean()
        b = min(distance[i, other == LABELS].mean() for other in {0, 1, 2} - {LABELS[i]})
        assert silhouettes(X, LABELS)[i] == pytest.approx((b - a) / max(a, b))


def test_who_belongs_nowhere_has_no_silhouette():
    labels = np.where(np.arange(60) < 5, -1, LABELS)
    found = silhouettes(X, labels)
    assert np.isnan(found[:5]).all()
    np.testing.assert_allclose(found[5:], silhouette_samples(X[5:], labels[5:]))


def within(features, k):
    labels = fit_kmeans(features, k, np.ones(len(features)), 0, starts=3).labels
    centres = centres_of(features, labels, k, np.ones(len(features)))
    return float(((features - centres[labels]) ** 2).sum())


def test_the_gap_statistic_by_plain_loops():
    found = gap_statistic(X, range(1, 4), within, np.random.default_rng(7), draws=6)
    rng = np.random.default_rng(7)
    centred = X - X.mean(axis=0)
    axes = np.linalg.svd(centred)[2]
    boxes = []
    for _ in range(6):
        box = rng.uniform((centred @ axes.T).min(axis=0), (centred @ axes.T).max(axis=0), X.shape)
        boxes.append(box @ axes)
    for k in (1, 2, 3):
        logs = [np.log(within(box, k)) for box in boxes]
        mean = sum(logs) / 6
        deviation = (sum((one - mean) ** 2 for one in logs) / 6) ** 0.5
        assert found[k].value == pytest.approx(mean - np.log(within(X, k)))
        assert found[k].error == pytest.approx(deviation * (1 + 1 / 6) ** 0.5)


def test_the_rule_of_one_standard_error():
    assert number_by_gap({1: Gap(0.5, 0.1), 2: Gap(0.55, 0.1), 3: Gap(0.9, 0.1)}) == 1
    assert number_by_gap({1: Gap(0.1, 0.1), 2: Gap(0.8, 0.1), 3: Gap(0.85, 0.1)}) == 2
    assert number_by_gap({1: Gap(0.1, 0.01), 2: Gap(0.8, 0.01)}) == 2


@given(labels_of_20, labels_of_20)
def test_jaccard_by_its_definition(before, after):
    table = jaccard_table(before, after, 4)
    for a, b in itertools.product(range(4), range(int(after.max()) + 1)):
        ours, theirs = set(np.flatnonzero(before == a)), set(np.flatnonzero(after == b))
        either = len(ours | theirs)
        assert table[a, b] == pytest.approx(len(ours & theirs) / either if either else 0)


@given(arrays(np.float64, (3, 4), elements=st.integers(1, 30).map(float)))
def test_cramers_v_is_that_of_scipy(table):
    wanted = association(table.astype(int), method="cramer", correction=False)
    assert cramers_v(table[None])[0] == pytest.approx(wanted, abs=1e-9)


def test_standardised_differences_by_plain_loops():
    weights = RNG.uniform(0.5, 2, 60)
    found = standardised_differences(X, LABELS, 3, weights)
    for s in range(3):
        own, rest = s == LABELS, s != LABELS
        means = [np.average(X[p], axis=0, weights=weights[p]) for p in (own, rest)]
        squares = sum(
            (weights[p][:, None] * (X[p] - m) ** 2).sum(axis=0)
            for p, m in zip((own, rest), means, strict=True)
        )
        wanted = (means[0] - means[1]) / np.sqrt(squares / weights.sum())
        np.testing.assert_allclose(found[s], wanted)


def test_a_weight_of_two_is_a_respondent_twice():
    answers, _ = lumps(80, 6, 3, seed=2, within=0.5)
    weights = np.where(np.arange(80) % 3 == 0, 2.0, 1.0)
    twice = np.repeat(answers, weights.astype(int), axis=0)
    one = fit_kmeans(answers, 3, weights, 0, starts=20)
    other = fit_kmeans(twice, 3, np.ones(len(twice)), 0, starts=20)
    assert one.inertia == pytest.approx(other.inertia)
    np.testing.assert_array_equal(
        np.repeat(one.labels, weights.astype(int))[:, None]
        == np.repeat(one.labels, weights.astype(int)),
        other.labels[:, None] == other.labels,
    )


@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(0.01, 1)))
def test_the_closest_unimodal_shares_rise_and_fall(shares):
    found = closest_unimodal(shares)
    peak = int(found.argmax())
    assert found.sum() == pytest.approx(1)
    assert (np.diff(found[: peak + 1]) >= -1e-9).all()
    assert (np.diff(found[peak:]) <= 1e-9).all()


def test_what_is_unimodal_stays_as_it_is():
    shares = np.array([0.05, 0.2, 0.4, 0.25, 0.1])
    np.testing.assert_allclose(closest_unimodal(shares), shares)


def test_one_population_has_the_margins_and_correlations_of_the_answers():
    rng = np.random.default_rng(3)
    halo = rng.standard_normal((3000, 1))
    answers = np.clip(np.rint(3.6 + 0.8 * halo + 0.7 * rng.standard_normal((3000, 5))), 1, 5)
    drawn = fit_one_population(answers, np.ones(3000), rng).draw(20_000, rng)
    np.testing.assert_allclose(drawn.mean(axis=0), answers.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(drawn.std(axis=0), answers.std(axis=0), atol=0.05)
    np.testing.assert_allclose(np.corrcoef(drawn.T), np.corrcoef(answers.T), atol=0.05)


@given(arrays(np.float64, (3, 4), elements=st.integers(0, 12).map(float)), st.integers(2, 6))
def test_hidden_cells_tell_of_nobody(counts, minimum):
    hidden = hidden_cells(counts, minimum, axes=(0, 1))
    assert hidden[counts < minimum].all()
    for axis in (0, 1):
        lost = np.where(hidden, counts, 0).sum(axis=axis)
        may_not = (lost > 0) & (lost < minimum)
        assert not (may_not & (~hidden).any(axis=axis)).any()


def test_labels_in_another_order():
    np.testing.assert_array_equal(
        relabelled(np.array([0, 1, 2, -1]), np.array([2, 0, 1])), [1, 2, 0, -1]
    )


COLUMNS = (
    Column("imp.a", "imp", "d1"),
    Column("imp.b", "imp", "d1"),
    Column("imp.c", "imp", "d2"),
    Column("city", categories=("x", "y")),
)
DATA = np.array(
    [[1, 3, 5, 0], [np.nan, 4, 2, 1], [5, 4, np.nan, 0], [np.nan, np.nan, 3, 1], [2, 2, 4, np.nan]]
)


def test_a_missing_answer_is_the_own_mean_of_the_dimension_then_of_the_facet():
    made = Recipe(COLUMNS, standardise=False).make(DATA, np.ones(5))
    np.testing.assert_allclose(made.raw[:3, :3], [[1, 3, 5], [4, 4, 2], [5, 4, 4.5]])
    assert np.isnan(made.values[3:]).all()  # a third answered, and an unknown city


def test_listwise_leaves_out_who_misses_an_answer():
    kept = Recipe(COLUMNS, missing="listwise").kept(DATA)
    np.testing.assert_array_equal(kept, [True, False, False, False, False])


def test_an_attribute_weighs_as_much_as_a_standardised_question():
    rng = np.random.default_rng(4)
    data = np.column_stack([rng.integers(1, 6, (90, 3)), rng.integers(0, 2, 90)]).astype(float)
    made = Recipe(COLUMNS).make(data, np.ones(90))
    np.testing.assert_allclose(made.values[:, :3].var(axis=0), 1)
    assert made.values[:, 3:].var(axis=0).sum() == pytest.approx(1)
    assert made.names == ("imp.a", "imp.b", "imp.c", "city=x", "city=y")


def test_centring_takes_the_level_of_a_respondent_away():
    data = np.column_stack([np.random.default_rng(5).integers(1, 6, (40, 3)), np.zeros(40)])
    data[::2, 3] = 1
    recipe = Recipe(COLUMNS, centre="within_person")
    shift = np.where(np.arange(40) % 3 == 0, 1.0, 0.0)[:, None] * [1, 1, 1, 0]
    np.testing.assert_allclose(
        recipe.make(data, np.ones(40)).values, recipe.make(data + shift, np.ones(40)).values
    )


def test_dimension_means_are_features_of_their_own():
    made = Recipe(COLUMNS[:3], level="dimensions").make(DATA[:, :3], np.ones(5))
    assert made.names == ("imp@d1", "imp@d2")
    np.testing.assert_allclose(made.raw[0], [2, 5])


def test_the_largest_stable_number_with_nearly_the_best_silhouette():
    values = {"silhouette": {2: 0.30, 3: 0.29, 4: 0.28, 5: 0.2}}
    stable = {2: 0.95, 3: 0.9, 4: 0.7, 5: 0.9}
    assert choose_number(Candidates(values, stable, {}), "silhouette") == 3
    assert choose_number(Candidates(values, {2: 0.7, 3: 0.5}, {}), "silhouette") == 2
    assert choose_number(Candidates(values, {2: 0.5, 3: 0.5}, {}), "silhouette") == 1


def test_bic_may_prefer_one_segment():
    stable = {2: 0.9, 3: 0.5}
    assert choose_number(Candidates({"bic": {1: 10, 2: 12, 3: 5}}, stable, {}), "bic") == 1
    assert choose_number(Candidates({"bic": {1: 10, 2: 8, 3: 5}}, stable, {}), "bic") == 2


def test_folds_have_the_same_part_of_every_segment():
    labels = np.repeat([0, 1, 2], [50, 23, 9])
    folds = stratified_folds(labels, 5, np.random.default_rng(0))
    for segment, size in ((0, 50), (1, 23), (2, 9)):
        counts = np.bincount(folds[labels == segment], minlength=5)
        assert counts.max() - counts.min() <= 1
        assert counts.sum() == size


def test_a_rule_on_noise_is_no_better_than_guessing():
    rng = np.random.default_rng(6)
    predictors = rng.integers(1, 6, (300, 8)).astype(float)
    rule = fit_rule(predictors, rng.integers(0, 3, 300), np.ones(300), 3, 10, rng)
    assert not rule.is_better


def test_a_rule_that_is_there_is_found():
    rng = np.random.default_rng(7)
    predictors = rng.integers(1, 6, (300, 4)).astype(float)
    labels = np.where(predictors[:, 2] >= 4, 1, 0)
    rule = fit_rule(predictors, labels, np.ones(300), 3, 10, rng)
    assert rule.accuracy == 1
    assert {(end.steps, end.segment) for end in rule.ends} == {
        (((2, 3.5, False),), 0),
        (((2, 3.5, True),), 1),
    }
