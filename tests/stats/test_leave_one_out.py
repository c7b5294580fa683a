"""Leaving out one indicator: COINr's runs, plain loops, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.leave_one_out import leave_one_out_scores, leave_one_out_weights
from clientlens.stats.rank_agreement import average_shift
from clientlens.stats.ranks import ranks
from support.reference import reference_rows

NAN = np.nan

problems = st.integers(2, 6).flatmap(
    lambda J: st.tuples(
        arrays(float, (4, J), elements=st.integers(-5, 5).map(float)),
        arrays(float, J, elements=st.integers(1, 5).map(float)),
        arrays(int, J, elements=st.integers(0, 2)),
    )
)


@given(problems)
def test_scores_without_an_indicator_are_those_of_the_others(problem):
    scores, weights, _ = problem
    found = leave_one_out_scores(scores, weights)
    for j, row in enumerate(found):
        kept = np.arange(len(weights)) != j
        expected = np.average(scores[:, kept], axis=1, weights=weights[kept])
        np.testing.assert_allclose(row, expected, atol=1e-12)


@given(problems)
def test_weights_sum_to_one_and_parents_with_other_children_keep_theirs(problem):
    _, weights, parents = problem
    found = leave_one_out_weights(weights, parents)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_array_equal(found.diagonal(), 0)
    share = weights / weights.sum()
    for j, row in enumerate(found):
        own = parents == parents[j]
        if own.sum() > 1:
            assert row[own].sum() == pytest.approx(share[own].sum())
            np.testing.assert_allclose(row[~own], share[~own])


@given(problems)
def test_siblings_alone_inherit_in_proportion(problem):
    _, weights, parents = problem
    found = leave_one_out_weights(weights, parents)
    for j, row in enumerate(found):
        siblings = (parents == parents[j]) & (np.arange(len(weights)) != j)
        heirs = siblings if siblings.any() else np.arange(len(weights)) != j
        np.testing.assert_allclose(
            row[heirs] / row[heirs].sum(), weights[heirs] / weights[heirs].sum()
        )


def test_ranks_without_one_group_of_indicators_are_coinrs():
    groups = {"Physical": 0, "ConEcFin": 0, "Political": 0, "Instit": 0, "P2P": 0}
    groups |= {"Environ": 1, "Social": 1, "SusEcFin": 1}
    rows = reference_rows("results/coinr_ASEM_dset_aggregated.csv")
    scores = np.array([[float(row[group]) for group in groups] for row in rows])
    weights = np.array([0.5 / 5] * 5 + [0.5 / 3] * 3)
    found = ranks(leave_one_out_scores(scores, weights, list(groups.values())))
    expected = reference_rows("results/coinr_ASEM_remove_level2_ranks.csv")
    nominal = [float(row["Nominal"]) for row in expected]
    np.testing.assert_array_equal(ranks(scores @ weights), nominal)
    for row, group in zip(found, groups, strict=True):
        np.testing.assert_array_equal(row, [float(row[group]) for row in expected])
    shifts = {
        row["element"]: float(row["MeanAbsDiff"])
        for row in reference_rows("results/coinr_ASEM_remove_level2.csv")
    }
    np.testing.assert_allclose(
        average_shift(nominal, found), [shifts[group] for group in groups], rtol=1e-12
    )


def test_where_a_unit_has_no_score_its_others_share_the_weight():
    scores = np.array([[4.0, NAN, 1.0], [1.0, 2.0, 3.0]])
    found = leave_one_out_scores(scores, [0.5, 0.3, 0.2])
    assert found[0, 0] == 1
    assert found[1, 0] == pytest.approx((0.5 * 4 + 0.2 * 1) / 0.7)
    assert found[2, 0] == 4
    np.testing.assert_allclose(found[:, 1], leave_one_out_scores(scores[1:], [0.5, 0.3, 0.2])[:, 0])


def test_a_unit_without_another_score_has_none():
    found = leave_one_out_scores([[4.0, NAN]], [0.5, 0.5])
    np.testing.assert_array_equal(found[:, 0], [NAN, 4.0])


def test_the_only_weight_cannot_be_left_out():
    found = leave_one_out_weights([1.0, 0.0])
    assert np.isnan(found[0]).all()
    np.testing.assert_array_equal(found[1], [1, 0])
    assert np.isnan(leave_one_out_scores([[4.0, 2.0]], [1.0, 0.0])[0, 0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: leave_one_out_weights([1.0, -1.0]), "not negative, got -1"),
        (lambda: leave_one_out_weights([1.0, 1.0], [0]), r"one parent an indicator, got \(1,\)"),
        (lambda: leave_one_out_scores([[1.0]], [1.0, 1.0]), r"\(U, 2\) numbers, got \(1, 1\)"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
