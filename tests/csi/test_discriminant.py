"""Two constructs are one where their items correlate across as within."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens_csi.discriminant import fornell_larcker, htmt, htmt2
from clientlens_csi.estimates import estimate
from clientlens_csi.reliability import average_variance_extracted
from clientlens_csi.structure import path_structure
from support.correlations import stacks

MODEL = path_structure({"a": ["x", "y", "z"], "b": ["u", "v"]}, {"b": ["a"]})
FIVE = stacks(replicates=2, drivers=st.just(4))


def two_factors(r, first, second):
    L = np.array([*first, *second])
    of = np.array([0, 0, 0, 1, 1])
    S = np.outer(L, L) * np.where(of[:, None] == of, 1.0, r)
    np.fill_diagonal(S, 1.0)
    return S[None]


@given(st.floats(-0.95, 0.95), st.floats(0.2, 0.95), st.floats(0.2, 0.95))
def test_htmt_is_the_correlation_of_factors_that_load_alike(r, first, second):
    S = two_factors(r, [first] * 3, [second] * 2)
    assert htmt(S, MODEL)[0, 0, 1] == pytest.approx(abs(r))


@given(st.floats(0.1, 0.95), st.lists(st.floats(0.2, 0.95), min_size=5, max_size=5))
def test_htmt2_is_the_correlation_of_factors_however_they_load(r, loadings):
    S = two_factors(r, loadings[:3], loadings[3:])
    assert htmt2(S, MODEL)[0, 0, 1] == pytest.approx(r)


@given(FIVE)
def test_ratios_are_those_of_a_plain_loop(S):
    S = 0.2 + 0.8 * S
    found = htmt(S, MODEL)
    for row, matrix in zip(found, np.abs(S), strict=True):
        within_a = np.mean([matrix[0, 1], matrix[0, 2], matrix[1, 2]])
        expected = matrix[:3, 3:].mean() / np.sqrt(within_a * matrix[3, 4])
        np.testing.assert_allclose(row, [[1, expected], [expected, 1]], rtol=1e-9)


def test_items_without_any_correlation_have_a_ratio_of_zero():
    S = two_factors(0.0, [0.8] * 3, [0.8] * 2)
    assert htmt2(S, MODEL)[0, 0, 1] == pytest.approx(0, abs=1e-99)


def test_a_block_whose_items_are_unrelated_has_no_ratio():
    S = np.eye(5)[None]
    assert np.isnan(htmt(S, MODEL)[0, 0, 1])


def test_ratios_of_the_mobile_data_are_published(ecsi_model, moments, published):
    model = ecsi_model()
    found = htmt(moments["correlation"], model)[0]
    for one, others in published["quality"]["htmt"].items():
        for other, value in others.items():
            cell = found[model.position(one), model.position(other)]
            assert cell == pytest.approx(value, abs=1e-7)


def test_the_criterion_of_fornell_and_larcker_is_published(ecsi_model, moments, published):
    model = ecsi_model()
    estimates = estimate(moments["correlation"], model)
    ave = average_variance_extracted(estimates.loadings, model)
    found = fornell_larcker(ave, estimates.correlations)[0]
    for one, others in published["quality"]["fornell_larcker"].items():
        for other, value in others.items():
            if one != "Complaints" or other != "Complaints":
                cell = found[model.position(one), model.position(other)]
                assert cell == pytest.approx(value, abs=1e-7)
