"""Consistency is measured and suspects are named; nothing is repaired in silence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.ahp import eigenvector, geometric_mean
from clientlens_weighting.consistency import (
    consistency,
    highest_geometric_index,
    random_index_of,
    worst_judgements,
)
from support.judgements import matrices, matrix_from

CONTRADICTING = matrix_from([[5, "1/3", 2], [4, "1/3"], [3]])[None]


def measured(stack, **options):
    return consistency(stack, eigenvector(stack).weights, **options)


def test_drinks_have_the_published_consistency(published):
    stack = matrix_from(published["drinks"]["upper"])[None]
    of_1980, of_2005 = measured(stack), measured(stack, random_index="saaty-2005")
    np.testing.assert_allclose(of_1980.lambda_max, 7.176629, atol=5e-7)
    np.testing.assert_allclose(of_1980.index, 0.029438, atol=5e-7)
    np.testing.assert_allclose(of_1980.ratio, 0.022302, atol=5e-7)
    np.testing.assert_allclose(of_2005.ratio, 0.021806, atol=5e-7)
    assert round(float(of_1980.ratio[0]), 3) == published["drinks"]["ratio"]
    by_mean = consistency(stack, geometric_mean(stack).weights)
    np.testing.assert_allclose(by_mean.geometric_index, 0.0804, atol=5e-5)
    assert by_mean.geometric_index[0] < highest_geometric_index(7) == 0.37


def test_technology_has_the_recomputed_consistency(published):
    printed = published["technology"]
    found = measured(matrix_from(printed["upper"])[None])
    np.testing.assert_allclose(found.lambda_max, printed["lambda_max"], atol=5e-7)
    np.testing.assert_allclose(found.ratio, printed["ratio"], atol=5e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    drinks, small, group = (reference[k] for k in ("ahp_drinks", "ahp_3x3", "ahp_group"))
    stack = np.array([drinks["matrix"]])
    np.testing.assert_allclose(measured(stack).ratio, drinks["CR_RI1_32"], rtol=1e-11)
    np.testing.assert_allclose(
        consistency(stack, geometric_mean(stack).weights).geometric_index, drinks["GCI"], rtol=1e-12
    )
    np.testing.assert_allclose(measured(np.array([small["matrix"]])).ratio, small["CR"], rtol=1e-11)
    np.testing.assert_allclose(
        measured(np.array(group["matrices"])).ratio, group["CR_ind"], rtol=1e-10
    )


def test_contradicting_judgements_are_flagged_and_the_worst_is_named():
    weights = eigenvector(CONTRADICTING).weights
    found = measured(CONTRADICTING)
    np.testing.assert_allclose(weights[0], [0.304531, 0.234604, 0.282634, 0.178231], atol=6e-7)
    np.testing.assert_allclose(found.lambda_max, 6.331770, atol=5e-7)
    np.testing.assert_allclose(found.ratio, 0.863618, atol=5e-7)
    assert not found.is_consistent[0]
    worst = worst_judgements(CONTRADICTING, weights)
    assert worst.row.shape == (1, 3)
    assert (worst.row[0, 0], worst.column[0, 0], worst.given[0, 0]) == (1, 2, 4)
    np.testing.assert_allclose(worst.implied[0, 0], 0.830062, atol=5e-7)
    np.testing.assert_allclose(worst.ratio_after[0, 0], 0.277228, atol=5e-7)
    misfit = np.abs(np.log(worst.given / worst.implied))[0]
    assert (np.diff(misfit) <= 0).all()


def test_the_matrix_is_left_as_it_was():
    before = CONTRADICTING.copy()
    worst_judgements(CONTRADICTING, eigenvector(CONTRADICTING).weights)
    np.testing.assert_array_equal(CONTRADICTING, before)


@given(matrices())
def test_lambda_is_the_number_of_indicators_or_more(stack):
    J = stack.shape[1]
    found = measured(stack)
    assert (found.lambda_max >= J - 1e-7).all()
    if J < 3:
        np.testing.assert_array_equal(found.ratio, 0)


@given(st.lists(st.floats(0.2, 5), min_size=3, max_size=6))
def test_consistent_judgements_are_consistent(raw):
    weights = np.array(raw) / sum(raw)
    found = measured((weights[:, None] / weights)[None])
    assert abs(found.ratio[0]) < 1e-6
    assert found.is_consistent[0]
    assert abs(found.geometric_index[0]) < 1e-12


@given(matrices(experts=2, size=st.integers(3, 5)))
def test_a_stack_gives_what_its_matrices_give_alone(stack):
    weights = geometric_mean(stack).weights
    whole = worst_judgements(stack, weights, 2)
    for e in range(2):
        alone = worst_judgements(stack[e : e + 1], weights[e : e + 1], 2)
        np.testing.assert_array_equal(whole.row[e], alone.row[0])
        np.testing.assert_allclose(whole.ratio_after[e], alone.ratio_after[0], atol=1e-9)


def test_a_tree_of_judgements_has_nothing_to_contradict():
    tree = matrix_from([[2, 3], [1]])
    tree[1, 2] = tree[2, 1] = np.nan
    found = measured(tree[None])
    assert found.ratio == 0
    assert found.is_consistent[0]
    assert worst_judgements(tree[None], eigenvector(tree[None]).weights).given[0, 2] != 2


def test_a_matrix_in_two_parts_has_no_consistency():
    gap = np.where(np.eye(3) == 1, 1, np.nan)[None]
    found = measured(gap)
    assert np.isnan(found.ratio[0])
    assert not found.is_consistent[0]
    assert np.isnan(worst_judgements(gap, eigenvector(gap).weights).ratio_after).all()


def test_a_missing_pair_lowers_what_random_judgements_would_have():
    stack = CONTRADICTING.copy()
    stack[0, 0, 3] = stack[0, 3, 0] = np.nan
    found = measured(stack)
    np.testing.assert_allclose(found.ratio, found.index / (0.90 * 2 / 3))


@pytest.mark.parametrize(("J", "expected"), [(1, 0), (2, 0), (3, 0.58), (10, 1.49)])
def test_random_index_of_so_many(J, expected):
    assert random_index_of(J) == expected


@pytest.mark.parametrize(
    ("J", "table", "message"),
    [
        (11, "saaty-1980", "ends at 10 indicators, got 11"),
        (3, "saaty", "Known: saaty-1980, saaty-2005"),
    ],
)
def test_what_no_table_tells_is_refused(J, table, message):
    with pytest.raises(RequestError, match=message):
        random_index_of(J, table)
