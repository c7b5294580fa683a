"""Agreement of classes: statsmodels' kappa, and laws."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.inter_rater import cohens_kappa

from clientlens.errors import RequestError
from clientlens.stats.class_agreement import cohen_kappa, same_share

K = 4
pairs = st.tuples(st.integers(1, 4), st.integers(1, 9)).flatmap(
    lambda shape: st.tuples(
        *[arrays(float, shape, elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan]))] * 2
    )
)


def peer(one, other):
    known = ~np.isnan(one) & ~np.isnan(other)
    if not known.any():
        return np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one class only
        table = np.zeros((K, K))
        np.add.at(table, (one[known].astype(int), other[known].astype(int)), 1)
        return cohens_kappa(table, return_results=False)


@given(both=pairs)
def test_kappa_is_that_of_statsmodels(both):
    expected = [peer(one, other) for one, other in zip(*both, strict=True)]
    np.testing.assert_allclose(cohen_kappa(*both, K), expected, atol=1e-12)


@given(both=pairs)
def test_the_share_that_agrees_is_counted_over_units_with_both_classes(both):
    for found, one, other in zip(same_share(*both), *both, strict=True):
        known = ~np.isnan(one) & ~np.isnan(other)
        expected = (one[known] == other[known]).mean() if known.any() else np.nan
        np.testing.assert_allclose(found, expected)


@given(both=pairs, order=st.permutations(range(K)))
def test_the_names_of_the_classes_do_not_matter(both, order):
    names = np.array([*order, np.nan])
    renamed = [names[np.where(np.isnan(side), K, side).astype(int)] for side in both]
    np.testing.assert_allclose(cohen_kappa(*renamed, K), cohen_kappa(*both, K), atol=1e-12)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(RequestError, match=r"got \(2,\) and \(2,\)"):
        cohen_kappa([0, 1], [0, 1], 2)
