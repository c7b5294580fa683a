"""Gaps: examples to follow by hand, and the laws that they keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_servqual.confirmatory import CONFIRMATORY_DIMS
from clientlens_servqual.gaps import allocated_whole, dimension_means, weighted_whole
from servqual.strategies import RATINGS

nan = np.nan

# clientlens' table "servqual_worked_SYNTHETIC": means of expectation and perception, and the points
# of 100 that Zeithaml, Parasuraman & Berry (1990) found allocated on average ("servqual_weights").
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
EXPECTED = np.array([6.2, 6.5, 6.4, 6.3, 5.8])
PERCEIVED = np.array([5.9, 5.8, 6.0, 6.1, 5.6])
POINTS = np.array([11.0, 32.0, 22.0, 19.0, 16.0])
GAPS = [-0.3, -0.7, -0.4, -0.2, -0.2]
UNWEIGHTED, WEIGHTED = -0.36, -0.415

TWO_AND_ONE = np.array([[True, True, False], [False, False, True]])
TAGS = ("tangibles", "tangibles", "reliability", "empathy")

GAP_NAMES = ("gap", "dimension_gap", "gap_overall", "gap_weighted")
EFFECTS = ("test_t", "test_d_z", "test_d_z_hedges", "test_rank_biserial")
P_VALUES = ("test_t_p", "test_t_p_holm", "test_wilcoxon_p", "test_wilcoxon_p_holm", "test_sign_p")
AGREEMENT = ("alpha_gap", "r_perception_expectation", "reliability_gap")

allocations = arrays(float, (6, 2), elements=st.integers(0, 10).map(float))
differences = arrays(float, (6, 3), elements=st.integers(-6, 6).map(float))


def ten_answers(mean):
    """Answers (10, J) of whole scale points with these means, of one decimal."""
    low = np.floor(mean + 1e-9)
    high = np.round(10 * (mean - low))
    return low + (np.arange(10)[:, None] < high)


def assert_same(found, expected, names=None, **tolerance):
    """All but the model of all dimensions at once, which a few random answers hardly have."""
    for name in [name for name in names or found if name not in CONFIRMATORY_DIMS]:
        np.testing.assert_allclose(
            found[name], expected[name], err_msg=name, **{"rtol": 1e-7, "atol": 1e-9, **tolerance}
        )


def test_the_worked_example_is_found_from_its_means():
    gaps = (PERCEIVED - EXPECTED)[None]
    np.testing.assert_allclose(dimension_means(gaps, np.eye(5, dtype=bool)), [GAPS])
    np.testing.assert_allclose(weighted_whole(gaps, np.ones((1, 5))), UNWEIGHTED)
    np.testing.assert_allclose(weighted_whole(gaps, POINTS[None]), WEIGHTED)


def test_the_worked_example_is_found_from_answers(make_study, estimate):
    allocation = {code: f"points_{code}" for code in DIMENSIONS}
    study = make_study(
        DIMENSIONS, items=tuple(allocation.values()), weights="allocation", allocation=allocation
    )
    points = np.tile(POINTS, (10, 1))
    found = estimate(study, ten_answers(PERCEIVED), ten_answers(EXPECTED), points)
    np.testing.assert_allclose(found["perception"], PERCEIVED)
    np.testing.assert_allclose(found["dimension_expectation"], EXPECTED)
    np.testing.assert_allclose(found["gap"], GAPS)
    np.testing.assert_allclose(found["dimension_gap"], GAPS)
    np.testing.assert_allclose(found["dimension_weight"], POINTS / 100)
    assert found["gap_overall"] == pytest.approx(UNWEIGHTED)
    assert found["gap_weighted"] == pytest.approx(WEIGHTED)
    assert found["perception_overall"] == pytest.approx(PERCEIVED.mean())


def test_the_whole_is_the_mean_of_dimensions_and_not_of_indicators(make_study, estimate):
    study = make_study(("tangibles", "tangibles", "tangibles", "empathy"))
    perceived, expected = np.tile([4.0, 4, 4, 6], (5, 1)), np.tile([5.0, 5, 5, 5], (5, 1))
    found = estimate(study, perceived, expected)
    np.testing.assert_array_equal(found["dimension_gap"], [-1, 1])
    assert found["gap_overall"] == found["gap_weighted"] == 0  # of indicators it would be −½


def test_importance_weighs_indicators(make_study, estimate):
    facets = ("satisfaction", "expectation", "importance")
    study = make_study(("tangibles", "empathy"), facets, weights="importance")
    perceived, expected = np.tile([4.0, 4.0], (5, 1)), np.tile([5.0, 7.0], (5, 1))
    found = estimate(study, perceived, expected, np.tile([6.0, 2.0], (5, 1)))
    assert found["gap_overall"] == -2
    assert found["gap_weighted"] == pytest.approx((6 * -1 + 2 * -3) / 8)


def test_a_gap_is_that_of_complete_pairs(make_study, estimate):
    perceived = np.array([[3.0], [3.0], [5.0], [5.0], [4.0], [7.0], [nan]])
    expected = np.array([[4.0], [5.0], [5.0], [4.0], [7.0], [nan], [1.0]])
    found = estimate(make_study(("empathy",)), perceived, expected)
    assert found["gap"] == pytest.approx([-1.0])  # −1 −2 0 +1 −3, of five
    assert found["perception"] == pytest.approx([27 / 6])
    assert found["expectation"] == pytest.approx([26 / 6])
    np.testing.assert_array_equal(found["n_pairs"], [5])


def test_an_indicator_of_no_dimension_is_left_out_of_everything(make_study, estimate):
    X = np.random.default_rng(1).integers(1, 8, (30, 8)).astype(float)
    found = estimate(make_study((*TAGS[:3], None)), X[:, :4], X[:, 4:])
    without = estimate(make_study(TAGS[:3]), X[:, :3], X[:, 4:7])
    for name, value in without.items():
        if name in CONFIRMATORY_DIMS:  # of so few indicators there is none
            assert found[name] == value
            continue
        shown = found[name][:3] if np.shape(found[name]) == (4,) else found[name]
        np.testing.assert_allclose(shown, value, err_msg=name)
    assert np.isnan(found["gap"][3])


def test_an_indicator_of_few_pairs_has_no_gap_and_may_leave_its_dimension_empty(
    make_study, estimate
):
    """Five pairs are the fewest; one of tangibles' two has four, and empathy's only one."""
    X = np.random.default_rng(1).integers(1, 8, (9, 6)).astype(float)
    X[4:, [0, 5]] = nan
    found = estimate(make_study(("tangibles", "tangibles", "empathy")), X)
    gap = (X[:, 1] - X[:, 4]).mean()
    np.testing.assert_allclose(found["gap"], [nan, gap, nan])
    np.testing.assert_allclose(found["dimension_gap"], [gap, nan])
    assert found["gap_overall"] == found["gap_weighted"] == pytest.approx(gap)
    np.testing.assert_array_equal(found["n_pairs"], [4, 9, 4])
    np.testing.assert_array_equal(np.isnan(found["test_t"]), [True, False, True])
    assert np.isnan(found["reliability_gap"]).all()


def test_an_indicator_without_a_value_leaves_its_dimension_to_the_others():
    values = np.array([[1.0, 2.0, nan], [nan, nan, 3.0]])
    np.testing.assert_array_equal(dimension_means(values, TWO_AND_ONE), [[1.5, nan], [nan, 3.0]])


def test_an_indicator_without_a_weight_or_a_value_is_no_part_of_the_whole():
    values = np.array([[1.0, 2.0, nan], [nan, nan, 3.0], [1.0, 1.0, 1.0]])
    weights = np.array([[1.0, 3.0, 9.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(weighted_whole(values, weights), [1.75, nan, nan])


def test_points_weigh_the_gaps_of_those_who_gave_them():
    """Each cares only for where it hurts; mean gaps by mean points would be −1."""
    gaps = np.array([[-2.0, -2.0, 0.0], [0.0, 0.0, -2.0]])
    points = np.array([[100.0, 0.0], [0.0, 100.0]])
    assert allocated_whole(np.ones((1, 2)), gaps, points, TWO_AND_ONE) == [-2.0]


def test_points_are_shares_of_what_a_respondent_gave():
    gaps = np.array([[-1.0, -1.0, -3.0]])
    for points in ([[50.0, 50.0]], [[1.0, 1.0]]):
        assert allocated_whole(np.ones((1, 1)), gaps, np.array(points), TWO_AND_ONE) == [-2.0]


@pytest.mark.parametrize(
    ("gaps", "points"),
    [
        ([-1.0, -1.0, nan], [50.0, 50.0]),
        ([-1.0, -1.0, -1.0], [nan, nan]),
        ([-1.0, -1.0, -1.0], [nan, 50.0]),
        ([-1.0, -1.0, -1.0], [0.0, 0.0]),
    ],
)
def test_a_respondent_without_points_or_a_gap_that_has_some_is_left_out(gaps, points):
    rows = np.array([gaps, [-3.0, -5.0, -4.0]])
    both = np.array([points, [50.0, 50.0]])
    assert allocated_whole(np.ones((1, 2)), rows, both, TWO_AND_ONE) == [-4.0]
    assert np.isnan(allocated_whole(np.ones((1, 1)), rows[:1], both[:1], TWO_AND_ONE))


def test_a_dimension_without_points_needs_no_gap():
    gaps = np.array([[-1.0, -1.0, nan]])
    assert allocated_whole(np.ones((1, 1)), gaps, np.array([[9.0, 0.0]]), TWO_AND_ONE) == [-1.0]


@given(differences)
def test_like_points_of_everybody_are_the_unweighted_mean_of_dimensions(gaps):
    W = np.array([[1.0, 2, 1, 0, 1, 3], [1.0, 1, 1, 1, 1, 1]])
    found = allocated_whole(W, gaps, np.full((6, 2), 50.0), TWO_AND_ONE)
    of_dimension = (
        np.nanmean(np.array([gaps[:, :2].T, gaps[:, [2, 2]].T]), axis=1)
        if (~np.isnan(gaps[:, :2]).all(axis=1) & ~np.isnan(gaps[:, 2])).all()
        else None
    )
    if of_dimension is not None:
        np.testing.assert_allclose(found, W @ of_dimension.mean(axis=0) / W.sum(axis=1))


@given(differences, allocations)
def test_an_allocated_whole_lies_between_the_gaps(gaps, points):
    found = allocated_whole(np.ones((1, 6)), gaps, points, TWO_AND_ONE)
    if points.any():
        assert gaps.min() - 1e-9 <= found[0] <= gaps.max() + 1e-9


@given(RATINGS, st.floats(-3, 3, width=16))
def test_a_shift_of_both_facets_leaves_the_gaps_alone(make_study, estimate, X, shift):
    study = make_study()
    found = estimate(study, X[:, :4] + shift, X[:, 4:] + shift)
    expected = estimate(study, X[:, :4], X[:, 4:])
    assert_same(found, expected, (*GAP_NAMES, *EFFECTS, *P_VALUES, *AGREEMENT, "n_pairs"))
    np.testing.assert_allclose(found["perception"], expected["perception"] + shift, atol=1e-9)


@given(RATINGS)
def test_swapped_facets_turn_the_signs(make_study, estimate, X):
    found = estimate(make_study(), X[:, :4], X[:, 4:])
    swapped = estimate(make_study(), X[:, 4:], X[:, :4])
    assert_same({name: -swapped[name] for name in (*GAP_NAMES, *EFFECTS)}, found)
    assert_same(swapped, found, (*P_VALUES, *AGREEMENT, "n_pairs"))
    np.testing.assert_allclose(swapped["alpha_perception"], found["alpha_expectation"])


@given(RATINGS)
def test_swapping_the_facets_and_the_sign_of_gaps_swaps_nothing(make_study, estimate, X):
    """The sign is how a gap is written: a shortfall stays one."""
    found = estimate(make_study(), X[:, :4], X[:, 4:])
    turned = make_study(sign="expectation_minus_perception")
    assert_same(estimate(turned, X[:, 4:], X[:, :4]), found, (*GAP_NAMES, *EFFECTS, *P_VALUES))
    other = estimate(turned, X[:, :4], X[:, 4:])
    assert_same({name: -other[name] for name in GAP_NAMES}, found)
    assert_same(other, found, ("perception", "expectation", "priority", "index"))


@given(RATINGS, st.integers(0, 1000))
def test_a_weight_of_two_is_a_row_twice(make_study, estimate, X, seed):
    weights = np.random.default_rng(seed).integers(1, 3, len(X))
    twice = np.repeat(X, weights, axis=0)
    found = estimate(make_study(), X[:, :4], X[:, 4:], weights=weights)
    expected = estimate(make_study(), twice[:, :4], twice[:, 4:])
    unlike = {name for name in found if name.startswith(("test_", "n_"))}  # they count respondents
    assert_same(found, expected, sorted(found.keys() - unlike), atol=1e-6)


@given(RATINGS, st.floats(0.01, 100), st.integers(0, 1000))
def test_the_unit_of_the_weights_does_not_matter(make_study, estimate, X, unit, seed):
    weights = np.random.default_rng(seed).uniform(0.5, 3, len(X))
    found = estimate(make_study(), X[:, :4], X[:, 4:], weights=unit * weights)
    assert_same(found, estimate(make_study(), X[:, :4], X[:, 4:], weights=weights), atol=1e-6)


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(make_study, estimate, X, random):
    order = list(range(len(X)))
    random.shuffle(order)
    found = estimate(make_study(), X[order, :4], X[order, 4:])
    assert_same(found, estimate(make_study(), X[:, :4], X[:, 4:]), atol=1e-6)


def test_arguments_are_left_as_they_were():
    gaps, points = np.array([[-1.0, nan, 2.0]]), np.array([[60.0, 40.0]])
    W, weights = np.ones((1, 1)), np.array([[1.0, 0.0, 2.0]])
    arguments = (gaps, points, W, weights)
    before = [argument.copy() for argument in arguments]
    dimension_means(gaps, TWO_AND_ONE)
    weighted_whole(gaps, weights)
    allocated_whole(W, gaps, points, TWO_AND_ONE)
    for argument, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(argument, copy)
