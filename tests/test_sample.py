"""A sample's statistics equal those of the answers written out, group by group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import RequestError
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.structural import StructuralWeights

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}, ten: {points: [1, 10]}}
facets: {importance: {scale: five}, satisfaction: {scale: five}}
weighting: {method: given}
hierarchy:
  service: {weight: 60, indicators: {speed: {weight: 0.25}, manners: {weight: 0.75}}}
  price: {weight: 40, indicators: {rate: {weight: 1}}}
items: {overall: {scale: ten}}
"""
EXACT = {"rtol": 1e-12, "atol": 1e-12}


@pytest.fixture(scope="module")
def study():
    return study_of(parse_yaml(STUDY, "small.yaml"), Vocabulary({}, {}))


def sample_of(study, seed=1, n=30, replicates=6):
    rng = np.random.default_rng(seed)
    X = rng.integers(1, 6, (n, 7)).astype(float)
    X[rng.random(X.shape) < 0.1] = np.nan
    W = rng.integers(0, 3, (replicates, n)).astype(float)
    return Sample(Ratings(X, questions_of(study), hierarchy_of(study)), W)


def test_a_facet_has_its_indicators_in_leaf_order(study):
    sample = sample_of(study)
    assert sample.hierarchy.indicators == ("speed", "manners", "rate")
    np.testing.assert_array_equal(sample.answers("importance"), sample.ratings.values[:, :3])
    np.testing.assert_array_equal(sample.answers(["overall"])[:, 0], sample.ratings.values[:, 6])
    np.testing.assert_array_equal(
        sample.answers(["satisfaction.rate", "overall"]), sample.ratings.values[:, [5, 6]]
    )


@given(st.integers(0, 50))
def test_a_group_is_the_sample_with_zero_weights_outside(study, seed):
    sample = sample_of(study, seed)
    mask = np.arange(30) % 3 == seed % 3
    outside = Sample(sample.ratings, sample.weights * mask)
    group = sample.for_group(mask)
    for statistic in ("mean", "distribution", "cov", "n_effective"):
        inside = getattr(group, statistic)("importance")
        np.testing.assert_allclose(inside, getattr(outside, statistic)("importance"), **EXACT)
    np.testing.assert_allclose(group.n, outside.n)


def test_mean_difference_is_over_those_who_answered_both(study):
    sample = sample_of(study)
    X, Y = sample.answers("satisfaction"), sample.answers("importance")
    found = sample.mean_difference("satisfaction", "importance")
    for r, w in enumerate(sample.weights):
        for j in range(3):
            both = ~np.isnan(X[:, j] - Y[:, j])
            expected = np.average((X - Y)[both, j], weights=w[both])
            np.testing.assert_allclose(found[r, j], expected, **EXACT)


def test_a_difference_of_too_few_who_answered_both_is_not_told(study):
    sample = sample_of(study)
    both = sample.has_answered("importance", "satisfaction").sum(axis=0)
    least = int(both.max())
    found = sample.mean_difference("satisfaction", "importance", least)
    every = sample.mean_difference("satisfaction", "importance")
    assert np.isnan(found[:, both < least]).all()
    np.testing.assert_array_equal(found[:, both >= least], every[:, both >= least])
    assert not np.isnan(every[0]).any()


def test_who_answered_is_counted_by_plain_loops(study):
    sample = sample_of(study)
    one, other = sample.answers("importance"), sample.answers("satisfaction")
    both = sample.has_answered("importance", "satisfaction")
    in_dimension = [0, 0]
    for i in range(sample.n_respondents):
        expected = [not np.isnan(a + b) for a, b in zip(one[i], other[i], strict=True)]
        assert both[i].tolist() == expected
        in_dimension[0] += expected[0] or expected[1]
        in_dimension[1] += expected[2]
    assert sample.n_by_dimension(both).tolist() == in_dimension
    assert sample.has_answered("importance").sum(axis=0).tolist() == list(
        sample.n_answered("importance")
    )


def test_the_whole_is_the_mean_by_weights_over_what_is_known(study):
    """Service 60 % in shares of 0.25 and 0.75, price 40 %."""
    sample = sample_of(study, replicates=1)
    assert sample.overall(np.array([[1.0, 2.0, 5.0]])) == pytest.approx([0.15 + 0.9 + 2.0])
    left = sample.overall(np.array([[1.0, np.nan, 5.0]]))
    assert left == pytest.approx([(0.15 * 1 + 0.4 * 5) / 0.55])


def test_shares_sum_to_one_and_give_the_mean_back(study):
    sample = sample_of(study)
    shares = sample.distribution("importance")
    np.testing.assert_allclose(shares.sum(axis=2), 1, **EXACT)
    np.testing.assert_allclose(shares @ np.arange(1, 6), sample.mean("importance"), **EXACT)
    np.testing.assert_allclose(sample.top_box("importance"), shares[:, :, 3:].sum(axis=2))


def test_given_weights_share_out_dimensions_and_indicators(study):
    hierarchy = hierarchy_of(study)
    np.testing.assert_allclose(hierarchy.effective_weights, [0.15, 0.45, 0.4])
    np.testing.assert_allclose(hierarchy.membership, [[0.25, 0.75, 0], [0, 0, 1]])


def test_an_indicator_without_a_value_leaves_its_dimension_to_its_siblings(study):
    sample = sample_of(study)
    values = np.array([[np.nan, 4.0, np.nan], [2.0, 4.0, 5.0]])
    np.testing.assert_allclose(sample.by_dimension(values), [[4.0, np.nan], [3.5, 5.0]])


def test_a_statistic_is_computed_once_and_can_not_be_written_into(study):
    sample = sample_of(study)
    mean = sample.mean("importance")
    assert sample.mean("importance") is mean
    with pytest.raises(ValueError, match="read-only"):
        mean[0] = 0


def test_an_unknown_question_is_named(study):
    with pytest.raises(RequestError, match=r"unknown question 'overal'.*Did you mean 'overall'"):
        sample_of(study).mean("overal")


def test_questions_of_two_scales_have_no_common_one(study):
    with pytest.raises(RequestError, match="not answered on one scale"):
        sample_of(study).scale(["overall", "importance.rate"])


def test_a_row_is_the_sample_of_one_replicate(study):
    """With its own structural weights and roles, and the answered sample of all."""
    staff = sample_of(study, seed=2, n=9)
    rng = np.random.default_rng(4)
    dimensions = rng.dirichlet(np.ones(2), 6)
    within = np.hstack([rng.dirichlet(np.ones(2), 6), np.ones((6, 1))])
    used = StructuralWeights(dimensions, within, (0, 0, 1))
    compared = {"other": StructuralWeights(dimensions[::-1], within, (0, 0, 1))}
    whole = sample_of(study)
    answered = Weighed(used.row(0), {"other": compared["other"].row(0)})
    whole = Sample(
        whole.ratings, whole.weights, np.full((1, 30), 2.0), roles={"staff": staff},
        absent_roles={"managers": "nobody"}, weighting=Weighed(used, compared, answered), group="g",
    )  # fmt: skip
    for r in range(6):
        row = whole.row(r)
        assert (row.group, row.absent_roles) == ("g", whole.absent_roles)
        for name in ("mean", "distribution", "cov", "n_effective"):
            of_all = getattr(whole, name)("importance")[[r]]
            np.testing.assert_allclose(getattr(row, name)("importance"), of_all, **EXACT)
        mean = whole.mean("importance")
        np.testing.assert_allclose(
            row.by_dimension(mean[[r]]), whole.by_dimension(mean)[[r]], **EXACT
        )
        np.testing.assert_array_equal(row.structural_weights, whole.structural_weights[[r]])
        other = row.compared_weights["other"].dimensions
        np.testing.assert_array_equal(other, dimensions[::-1][[r]])
        np.testing.assert_array_equal(row.roles["staff"].weights, staff.weights[[r]])
        np.testing.assert_array_equal(row.as_answered.weights, np.full((1, 30), 2.0))
        np.testing.assert_array_equal(row.as_answered.structural.dimensions, dimensions[:1])
