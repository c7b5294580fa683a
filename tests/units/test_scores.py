"""Scores and contributions equal what loops over units, dimensions and indicators give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens_units.contributions import contributions
from clientlens_units.scores import Method, composite, normalised

R, U = 3, 5
DIMENSION_OF = np.array([0, 0, 1, 1, 1, 2])
MEMBERS = tuple(np.flatnonzero(d == DIMENSION_OF) for d in range(3))
RNG = np.random.default_rng(4)
ITEMS = RNG.uniform(1, 5, (R, U, 6))
ITEMS[0, 1, 3] = ITEMS[1, 2, 0] = ITEMS[1, 2, 1] = np.nan
WITHIN = np.concatenate([RNG.dirichlet(np.ones(len(own)), R) for own in MEMBERS], axis=1)
ABOVE = RNG.dirichlet(np.ones(3), R)


def mean_of(values, weights, power):
    known = ~np.isnan(values)
    if not known.any():
        return np.nan
    x, w = values[known], weights[known] / weights[known].sum()
    return np.exp((w * np.log(x)).sum()) if power == 0 else (w * x**power).sum() ** (1 / power)


@pytest.mark.parametrize(
    ("aggregation", "power"), [("arithmetic", 1), ("geometric", 0), ("harmonic", -1), ("power", 2)]
)
def test_scores_equal_loops(aggregation, power):
    method = Method(aggregation=aggregation, dimension_aggregation=aggregation, exponent=2.0)
    found = composite(ITEMS, WITHIN, ABOVE, MEMBERS, method)
    for r in range(R):
        for u in range(U):
            x = 100 * (ITEMS[r, u] - 1) / 4
            parts = np.array([mean_of(x[own], WITHIN[r, own], power) for own in MEMBERS])
            np.testing.assert_allclose(found.dimensions[r, u], parts)
            np.testing.assert_allclose(found.whole[r, u], mean_of(parts, ABOVE[r], power))


def test_a_unit_with_too_few_indicators_has_no_score_of_the_dimension():
    found = composite(ITEMS, WITHIN, ABOVE, MEMBERS, Method(availability=0.9))
    assert np.isnan(found.dimensions[0, 1]).tolist() == [False, True, False]
    assert np.isnan(found.whole[0, 1])
    assert not np.isnan(found.whole[0, 0])


NORMALISATIONS = ["anchored", "min_max", "z_score", "rank", "percentile", "target", "reference"]


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("aggregation", ["arithmetic", "copeland"])
def test_the_order_of_units_does_not_matter(normalisation, aggregation):
    order = np.array([3, 0, 4, 2, 1])
    method = Method(normalisation, aggregation, target=4.5, reference=0)
    shuffled = Method(normalisation, aggregation, target=4.5, reference=1)
    found = composite(ITEMS, WITHIN, ABOVE, MEMBERS, method).whole
    other = composite(ITEMS[:, order], WITHIN, ABOVE, MEMBERS, shuffled).whole
    np.testing.assert_allclose(other, found[:, order])


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_a_row_depends_on_its_own_replicate_alone(normalisation):
    method = Method(normalisation, target=4.5, reference=0)
    whole = normalised(ITEMS, method)
    apart = np.concatenate([normalised(ITEMS[r : r + 1], method) for r in range(R)])
    np.testing.assert_array_equal(whole, apart)


@given(st.floats(0.1, 10))
def test_weights_have_no_unit(factor):
    found = composite(ITEMS, WITHIN, ABOVE, MEMBERS, Method()).whole
    scaled = composite(ITEMS, factor * WITHIN, factor * ABOVE, MEMBERS, Method()).whole
    np.testing.assert_allclose(scaled, found)


def test_contributions_add_up_to_the_distance_from_the_mean_score():
    items = RNG.uniform(1, 5, (R, U, 6))
    values = normalised(items, Method())
    found = contributions(values, WITHIN, ABOVE, DIMENSION_OF)
    scores = composite(items, WITHIN, ABOVE, MEMBERS, Method()).whole
    distance = scores - scores.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(found.sum(axis=2), distance)


def test_the_weight_of_what_is_missing_goes_where_the_score_sends_it():
    values = normalised(ITEMS, Method())
    found = contributions(values, WITHIN, ABOVE, DIMENSION_OF)
    mean = np.nanmean(values[1], axis=0)
    w, top = WITHIN[1], ABOVE[1]
    # Unit 2 of replicate 1 lacks the whole first dimension.
    shares = np.r_[0, 0, w[2:5] * top[1], w[5] * top[2]] / (top[1] + top[2])
    expected = np.where(np.isnan(values[1, 2]), np.nan, shares * (values[1, 2] - mean))
    np.testing.assert_allclose(found[1, 2], expected)
