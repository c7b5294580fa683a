"""Weights by dispersion: worked and peers' numbers, and what bad data do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.dispersion import (
    entropy,
    gini,
    merec,
    standard_deviation,
    variation,
)
from clientlens_weighting.weights import Reason
from support.units import X5, units

LIKERT = np.array(
    [[5, 4, 3, 2], [4, 4, 5, 3], [3, 5, 4, 1], [5, 3, 4, 4], [4, 4, 2, 5], [2, 5, 3, 3]],
    dtype=float,
)[None]
OF_X5 = {
    entropy: [0.373789, 0.325294, 0.267099, 0.033818],
    standard_deviation: [0.334761, 0.317003, 0.235703, 0.112532],
    variation: [0.326068, 0.301943, 0.274395, 0.097594],
    gini: [0.326590, 0.302559, 0.273922, 0.096930],
    merec: [0.292482, 0.316255, 0.284949, 0.106315],
}
METHODS = pytest.mark.parametrize("method", OF_X5)
OF_RATIOS = pytest.mark.parametrize("method", [entropy, variation, gini, merec])
PEERS = {
    entropy: ("entropy_weights", "EntropyWeighter"),
    standard_deviation: ("standard_deviation_weights", "StdWeighter"),
    gini: ("gini_weights", "GiniWeighter"),
    merec: ("merec_weights", "MEREC"),
}


@pytest.mark.parametrize(("method", "expected"), OF_X5.items())
def test_five_units_have_the_worked_weights(method, expected):
    np.testing.assert_allclose(method(X5).weights[0], expected, atol=6e-7)


def test_reference_file_is_met_to_the_last_digits(reference):
    names = {"std": standard_deviation, "cv": variation, "gini": gini, "merec": merec}
    for name, method in names.items():
        found = method(X5).weights[0]
        np.testing.assert_allclose(found, reference["dispersion_5x4"][name], rtol=1e-13)
    found = entropy(X5)
    np.testing.assert_allclose(found.weights[0], reference["entropy"]["w"], rtol=1e-11)
    np.testing.assert_allclose(found.entropies[0], reference["entropy"]["E"], rtol=1e-14)


@pytest.mark.parametrize("direction", ["all_benefit", "fourth_is_cost"])
@pytest.mark.parametrize("method", PEERS)
def test_peers_agree(peers, method, direction):
    data = np.array([peers["matrix_6_alternatives_x_5_criteria"]])
    sign = [1, 1, 1, -1 if direction == "fourth_is_cost" else 1, 1]
    found = method(data, **({"directions": sign} if method is merec else {})).weights[0]
    ours, theirs = PEERS[method]
    np.testing.assert_allclose(found, peers["pymcdm"][direction][ours], rtol=1e-10)
    np.testing.assert_allclose(found, peers["skcriteria"][direction][theirs], rtol=1e-10)


@pytest.mark.parametrize("name", ["resp", "branch"])
def test_bank_survey_has_the_weights_of_the_reference_file(folder, name):
    import pandas as pd

    scores = pd.read_csv(folder / "data" / "bank7x26_dimension_scores_wave1.csv")
    expected = pd.read_csv(folder / "results" / "weights_bank7x26_all_methods.csv", index_col=0)
    dimensions = list(expected.columns[:7])
    own = scores[dimensions] if name == "resp" else scores.groupby("branch")[dimensions].mean()
    data = own.to_numpy()[None]
    for row, found in {
        f"entropy {name} 1-10": entropy(data),
        f"entropy {name} 0-9": entropy(data - 1),
        f"std {name}": standard_deviation(data),
        f"CV {name}": variation(data),
    }.items():
        np.testing.assert_allclose(
            found.weights[0], expected.loc[row, dimensions].to_numpy(float), rtol=1e-9, err_msg=row
        )


def test_published_entropy_weights():
    found = entropy([[[1, 2], [4, 16]]]).weights[0]
    np.testing.assert_allclose(found, [0.358889, 0.641111], atol=5e-7)


@pytest.mark.parametrize(
    ("coded", "expected"),
    [
        (LIKERT, [0.2155, 0.0718, 0.1983, 0.5144]),
        (LIKERT * 20, [0.2155, 0.0718, 0.1983, 0.5144]),
        ((LIKERT - 1) * 25, [0.1756, 0.0534, 0.1700, 0.6011]),
        (
            (LIKERT - LIKERT.min(axis=1)) / (LIKERT.max(axis=1) - LIKERT.min(axis=1)),
            [0.2379, 0.2348, 0.2608, 0.2665],
        ),
    ],
)
def test_coding_of_the_scale_matters_to_entropy(coded, expected):
    np.testing.assert_allclose(entropy(coded).weights[0], expected, atol=6e-5)


@METHODS
@given(units(), st.randoms(use_true_random=False))
def test_order_of_indicators_and_of_units_does_not_matter(method, data, random):
    columns, rows = list(range(data.shape[2])), list(range(data.shape[1]))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = data[:, rows][:, :, columns]
    expected = method(data).weights[:, columns]
    np.testing.assert_allclose(method(shuffled).weights, expected, atol=1e-9)


@METHODS
@given(units())
def test_weights_are_shares(method, data):
    found = method(data)
    assert found.is_known.all()
    assert (found.weights >= 0).all()
    np.testing.assert_allclose(found.weights.sum(axis=1), 1)


@METHODS
@given(units(), st.floats(0.01, 100))
def test_unit_of_measurement_of_all_indicators_does_not_matter(method, data, factor):
    np.testing.assert_allclose(method(factor * data).weights, method(data).weights, atol=1e-8)


@OF_RATIOS
@given(units(), st.floats(0.01, 100))
def test_unit_of_measurement_of_one_indicator_does_not_matter(method, data, factor):
    scaled = data.copy()
    scaled[:, :, 0] *= factor
    np.testing.assert_allclose(method(scaled).weights, method(data).weights, atol=1e-8)


@given(units(), st.floats(-50, 50))
def test_standard_deviation_does_not_mind_where_zero_is(data, shift):
    found = standard_deviation(data + shift).weights
    np.testing.assert_allclose(found, standard_deviation(data).weights, atol=1e-8)


@METHODS
@given(units(replicates=3))
def test_a_replicate_has_what_it_has_alone(method, data):
    alone = np.concatenate([method(data[r : r + 1]).weights for r in range(3)])
    np.testing.assert_allclose(method(data).weights, alone, atol=1e-12)


@METHODS
@given(units(replicates=1), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_counts_are_repetitions(method, data, often):
    counts = np.array(often[: data.shape[1]])
    counts[:2] += 1  # the ends stay, so that every indicator varies
    repeated = np.repeat(data, counts, axis=1)
    expected = method(repeated).weights
    np.testing.assert_allclose(method(data, counts[None]).weights, expected, atol=1e-9)


@METHODS
def test_an_indicator_without_variation_has_the_weight_zero(method):
    found = method([[[0.1, 2], [0.1, 3], [0.1, 7]]])
    np.testing.assert_allclose(found.weights, [[0, 1]])


@METHODS
def test_where_nothing_varies_there_are_no_weights(method):
    found = method([[[0.1, 0.7], [0.1, 0.7], [0.1, 0.7]]])
    assert found.reasons == [Reason.ALL_ZERO]
    assert np.isnan(found.weights).all()


@METHODS
def test_an_indicator_without_values_leaves_no_weights(method):
    found = method([[[1, np.nan], [2, np.nan]]])
    assert found.reasons == [Reason.MISSING]


@METHODS
def test_one_unit_leaves_no_weights(method):
    assert method([[[1, 2]]]).reasons == [Reason.TOO_FEW_UNITS]


@METHODS
@pytest.mark.parametrize("value", [3.0, 0.0, np.nan])
def test_an_only_child_has_the_weight_one(method, value):
    np.testing.assert_array_equal(method([[[value], [value]]]).weights, [[1.0]])


@OF_RATIOS
def test_a_negative_value_is_refused_by_its_cell(method):
    with pytest.raises(RequestError, match="unit 2 has -1 of indicator 1, which is negative"):
        method([[[1, 2], [-1, 3]]])


def test_one_unit_with_everything_takes_nearly_all_of_the_weight():
    found = entropy([[[0, 4], [0, 5], [9, 6]]])
    np.testing.assert_allclose(found.entropies[0, 0], 0)
    assert found.weights[0, 0] > 0.98


@pytest.mark.parametrize("method", [entropy, variation, gini])
def test_an_indicator_of_zeros_does_not_vary(method):
    np.testing.assert_allclose(method([[[0, 4], [0, 5]]]).weights, [[0, 1]])


def test_a_zero_leaves_no_weights_by_logarithms():
    found = merec([[[0, 4], [1, 5]], [[2, 4], [1, 5]]])
    assert list(found.reasons) == [Reason.NOT_POSITIVE, Reason.NONE]


def test_doubling_an_indicator_doubles_what_it_measures():
    single, double = entropy(X5).weights[0], entropy(X5[:, :, [0, 0, 1, 2, 3]]).weights[0]
    np.testing.assert_allclose(double[0] / double[2], single[0] / single[1])


@pytest.mark.parametrize(
    ("directions", "message"),
    [([1, 1, 1, 0], "direction of indicator 4 must be 1 or -1, got 0"), ([1], "as many")],
)
def test_a_direction_at_fault_is_named(directions, message):
    with pytest.raises(RequestError, match=message):
        merec(X5, directions=directions)
