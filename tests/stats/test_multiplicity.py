"""Adjusted p values: a published example, a plain loop of the definitions, and their laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from clientlens.errors import RequestError
from clientlens.stats.multiplicity import benjamini_hochberg, bonferroni, holm

THROMBOLYSIS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]
"""Benjamini & Hochberg (1995), J. Royal Statist. Soc. B 57, 289-300, section 3: 15 endpoints of a
trial of thrombolysis. Quoted from memory; the adjusted values were computed from them anew, to six
digits, outside this project."""
THROMBOLYSIS_BH = [
    *(0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765),
    *(0.486, 0.581182, 0.714875, 0.753231, 0.813214, 1.0),
]

METHODS = pytest.mark.parametrize("adjust", [bonferroni, holm, benjamini_hochberg])
p_values = arrays(float, st.integers(1, 12), elements=st.floats(0, 1))
p_stacks = arrays(
    float, array_shapes(max_dims=3, max_side=6), elements=st.floats(0, 1) | st.just(np.nan)
)


@pytest.mark.parametrize(
    ("adjust", "rejected"), [(bonferroni, 3), (holm, 3), (benjamini_hochberg, 4)]
)
def test_the_trial_of_thrombolysis_has_as_many_findings_as_published(adjust, rejected):
    assert (adjust(THROMBOLYSIS) <= 0.05).sum() == rejected


def test_adjusted_values_of_the_trial_of_thrombolysis():
    np.testing.assert_allclose(benjamini_hochberg(THROMBOLYSIS), THROMBOLYSIS_BH, atol=5e-7)
    np.testing.assert_allclose(holm(THROMBOLYSIS)[:4], [0.0015, 0.0056, 0.0247, 0.114], rtol=1e-12)


def holm_by_hand(p):
    adjusted, floor = np.empty(len(p)), 0.0
    for rank, i in enumerate(np.argsort(p)):
        floor = max(floor, (len(p) - rank) * p[i])
        adjusted[i] = min(floor, 1.0)
    return adjusted


def benjamini_hochberg_by_hand(p):
    adjusted, ceiling = np.empty(len(p)), 1.0
    for rank, i in reversed(list(enumerate(np.argsort(p), start=1))):
        ceiling = min(ceiling, p[i] * len(p) / rank)
        adjusted[i] = ceiling
    return adjusted


@given(p_values)
def test_holm_and_benjamini_hochberg_follow_their_definitions(p):
    np.testing.assert_allclose(holm(p), holm_by_hand(p), rtol=1e-13)
    np.testing.assert_allclose(benjamini_hochberg(p), benjamini_hochberg_by_hand(p), rtol=1e-13)


@given(p_values)
def test_benjamini_hochberg_is_scipys(p):
    from scipy.stats import false_discovery_control

    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), rtol=1e-13)


@METHODS
@given(p=p_values)
def test_adjusted_values_lie_between_p_and_1_and_keep_its_order(adjust, p):
    adjusted = adjust(p)
    assert (adjusted >= p).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()


@given(p_values)
def test_benjamini_hochberg_is_most_lenient_and_bonferroni_most_severe(p):
    assert (benjamini_hochberg(p) <= holm(p) * (1 + 1e-13)).all()
    assert (holm(p) <= bonferroni(p)).all()


@METHODS
@given(p=p_values, seed=st.integers(0, 1000))
def test_order_of_tests_does_not_matter(adjust, p, seed):
    order = np.random.default_rng(seed).permutation(len(p))
    np.testing.assert_array_equal(adjust(p[order]), adjust(p)[order])


@METHODS
@given(p=p_stacks)
def test_every_family_stands_alone_and_nan_is_no_test(adjust, p):
    given_p, found = p.copy(), adjust(p)
    np.testing.assert_array_equal(p, given_p)
    for family in np.ndindex(p.shape[:-1]):
        is_test = ~np.isnan(p[family])
        np.testing.assert_array_equal(found[family][is_test], adjust(p[family][is_test]))
        assert np.isnan(found[family][~is_test]).all()


@METHODS
def test_one_test_keeps_its_p_value_and_none_makes_none(adjust):
    np.testing.assert_array_equal(adjust([0.3]), [0.3])
    assert adjust(np.empty((3, 0))).shape == (3, 0)


@METHODS
@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([0.2, 1.5], "between 0 and 1, got 1.5"),
        ([-0.1, 0.5], "between 0 and 1, got -0.1"),
        (0.5, "family of tests, got 0.5"),
    ],
)
def test_p_values_that_cannot_be_are_refused(adjust, p, message):
    with pytest.raises(RequestError, match=message):
        adjust(p)
