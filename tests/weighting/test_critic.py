"""CRITIC: the published example, peers, and what bad data do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.critic import critic, critic_of
from clientlens_weighting.weights import Reason
from support.units import X5, units

KINDS = pytest.mark.parametrize("kind", ["pearson", "spearman"])


@KINDS
def test_cities_have_the_published_weights(published, kind):
    found = critic([published["cities"]["data"]], correlation=kind).weights[0]
    np.testing.assert_allclose(found, published["cities"][kind], atol=5e-9)


def test_five_units_have_the_worked_weights():
    expected = [0.257066, 0.259673, 0.238538, 0.244723]
    np.testing.assert_allclose(critic(X5).weights[0], expected, atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    cities = reference["critic"]
    np.testing.assert_allclose(critic([cities["X"]]).weights[0], cities["w"], rtol=1e-13)
    found = critic([cities["X"]], correlation="spearman").weights[0]
    np.testing.assert_allclose(found, cities["w_spearman"], rtol=1e-13)
    np.testing.assert_allclose(critic(X5).weights[0], reference["critic_5x4"]["w"], rtol=1e-13)


@pytest.mark.parametrize("direction", ["all_benefit", "fourth_is_cost"])
@KINDS
def test_scikit_criteria_agrees_in_both_directions(peers, kind, direction):
    data = [peers["matrix_6_alternatives_x_5_criteria"]]
    sign = [1, 1, 1, -1 if direction == "fourth_is_cost" else 1, 1]
    expected = peers["skcriteria"][direction][f"CRITIC(correlation={kind},scale=True)"]
    found = critic(data, directions=sign, correlation=kind).weights[0]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["resp", "branch"])
def test_bank_survey_has_the_weights_of_the_reference_file(folder, name):
    import pandas as pd

    scores = pd.read_csv(folder / "data" / "bank7x26_dimension_scores_wave1.csv")
    expected = pd.read_csv(folder / "results" / "weights_bank7x26_all_methods.csv", index_col=0)
    dimensions = list(expected.columns[:7])
    own = scores[dimensions] if name == "resp" else scores.groupby("branch")[dimensions].mean()
    found = critic(own.to_numpy()[None]).weights[0]
    row = expected.loc[f"CRITIC {name}", dimensions].to_numpy(float)
    np.testing.assert_allclose(found, row, rtol=1e-11)


@KINDS
@given(units(), st.randoms(use_true_random=False))
def test_order_of_indicators_and_of_units_does_not_matter(kind, data, random):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = data[:, rows][:, :, columns]
    expected = critic(data, correlation=kind).weights[:, columns]
    np.testing.assert_allclose(critic(shuffled, correlation=kind).weights, expected, atol=1e-9)


@KINDS
@given(units(), st.floats(0.01, 100), st.floats(-50, 50))
def test_unit_and_zero_of_an_indicator_do_not_matter(kind, data, factor, shift):
    moved = data.copy()
    moved[:, :, 0] = factor * moved[:, :, 0] + shift
    expected = critic(data, correlation=kind).weights
    np.testing.assert_allclose(critic(moved, correlation=kind).weights, expected, atol=1e-8)


@KINDS
@given(units())
def test_an_indicator_turned_round_with_its_direction_does_not_matter(kind, data):
    sign = np.ones(data.shape[2], int)
    sign[0] = -1
    expected = critic(data, correlation=kind).weights
    found = critic(data * sign, directions=sign, correlation=kind).weights
    np.testing.assert_allclose(found, expected, atol=1e-9)


@KINDS
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(kind, data):
    alone = np.concatenate([critic(data[[r]], correlation=kind).weights for r in range(3)])
    np.testing.assert_allclose(critic(data, correlation=kind).weights, alone, atol=1e-12)


@KINDS
@given(units(replicates=1), st.lists(st.integers(1, 3), min_size=7, max_size=7))
def test_counts_are_repetitions(kind, data, often):
    counts = np.array(often[: data.shape[1]])
    expected = critic(np.repeat(data, counts, axis=1), correlation=kind).weights
    found = critic(data, counts[None], correlation=kind).weights
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_a_wrong_direction_shows_as_conflict():
    turned = X5 * [1, 1, 1, -1]
    right, wrong = critic(X5), critic(X5, directions=[1, -1, 1, -1])
    assert critic(turned).conflict[0, 3] != right.conflict[0, 3]
    assert wrong.conflict[0].max() < right.conflict[0].max()


def test_an_indicator_without_variation_has_the_weight_zero_and_bothers_nobody():
    constant = np.concatenate([X5, np.full((1, 5, 1), 0.3)], axis=2)
    found = critic(constant)
    np.testing.assert_allclose(found.weights[0, :4], critic(X5).weights[0])
    assert found.weights[0, 4] == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([[[1, 2]]], Reason.TOO_FEW_UNITS),
        ([[[1, np.nan], [2, np.nan]]], Reason.TOO_FEW_UNITS),
        ([[[1, 2], [1, 2]]], Reason.ALL_ZERO),
        ([[[1, 2], [2, 4], [3, 6]]], Reason.ALL_ZERO),
    ],
)
def test_where_nothing_tells_apart_there_are_no_weights(data, reason):
    assert critic(data).reasons == [reason]


def test_an_only_child_has_the_weight_one():
    np.testing.assert_array_equal(critic([[[1], [1]]]).weights, [[1.0]])


def test_weights_from_known_correlations_are_those_from_data():
    direct = critic(X5)
    correlations = np.corrcoef(X5[0].T)[None]
    np.testing.assert_allclose(critic_of(direct.spread, correlations).weights, direct.weights)


def test_an_unknown_correlation_is_refused():
    with pytest.raises(RequestError, match="pearson or spearman, got 'kendall'"):
        critic(X5, correlation="kendall")
