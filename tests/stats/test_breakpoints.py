"""Weight breakpoints: the worked example, the flip they promise, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.breakpoints import weight_breakpoints

NAN = np.nan
D, W = np.array([4.0, -2.0, 1.0]), np.array([0.5, 0.3, 0.2])

problems = st.integers(2, 5).flatmap(
    lambda J: st.tuples(
        arrays(float, (3, J), elements=st.integers(-5, 5).map(float)),
        arrays(float, J, elements=st.integers(1, 5).map(float)),
    )
)


def reweighted(weights, j, share):
    """Weights of which j has that share and the others share the rest as before."""
    w = weights / weights.sum()
    w = w * (1 - share) / (1 - w[j])
    w[j] = share
    return w


def test_the_worked_example():
    found = weight_breakpoints([D, np.zeros(3)], W)[0, 1]
    assert found[0] == pytest.approx(0.166667, abs=5e-7)
    assert reweighted(W, 0, found[0]) @ D == pytest.approx(0, abs=1e-12)
    assert (D * W).sum() == pytest.approx(1.6)


@given(problems)
def test_at_the_breakpoint_two_units_are_equal_and_beyond_it_they_change_places(problem):
    scores, weights = problem
    found = weight_breakpoints(scores, weights)
    for u, v, j in np.argwhere(~np.isnan(found)):
        d, at = scores[u] - scores[v], found[u, v, j]
        assert 0 <= at <= 1
        assert reweighted(weights, j, at) @ d == pytest.approx(0, abs=1e-9)
        ends = [reweighted(weights, j, share) @ d for share in (0.0, 1.0)]
        assert ends[0] * ends[1] <= 1e-9


@given(problems)
def test_without_a_breakpoint_no_share_changes_places(problem):
    scores, weights = problem
    found = weight_breakpoints(scores, weights)
    for u, v, j in np.argwhere(np.isnan(found)):
        d = scores[u] - scores[v]
        ends = [reweighted(weights, j, share) @ d for share in (0.0, 1.0)]
        is_tied_whatever = np.allclose(ends, 0, atol=1e-9)
        assert is_tied_whatever or ends[0] * ends[1] > 0


@given(problems)
def test_a_pair_has_one_breakpoint_either_way_and_a_unit_none_with_itself(problem):
    found = weight_breakpoints(*problem)
    np.testing.assert_allclose(found, found.swapaxes(0, 1), atol=1e-12)
    assert np.isnan(found[np.arange(3), np.arange(3)]).all()


@given(problems, st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]), st.integers(0, 1000))
def test_shift_stretch_and_order_do_not_matter(problem, shift, stretch, seed):
    scores, weights = problem
    rng = np.random.default_rng(seed)
    units, indicators = (rng.permutation(size) for size in scores.shape)
    found = weight_breakpoints(scores, weights)
    moved = weight_breakpoints(
        shift + stretch * scores[np.ix_(units, indicators)], 7 * weights[indicators]
    )
    np.testing.assert_allclose(moved, found[np.ix_(units, units, indicators)], atol=1e-9)


def test_two_units_tied_now_have_their_breakpoint_at_the_weight_of_today():
    found = weight_breakpoints([[1.0, -1.0], [0.0, 0.0]], [0.5, 0.5])
    np.testing.assert_allclose(found[0, 1], [0.5, 0.5])


def test_a_score_that_is_missing_leaves_its_pairs_without_breakpoints():
    found = weight_breakpoints([[1.0, NAN], [0.0, 2.0], [3.0, 1.0]], [0.5, 0.5])
    assert np.isnan(found[0]).all()
    assert np.isnan(found[:, 0]).all()
    assert not np.isnan(found[1, 2]).any()


def test_an_indicator_with_all_the_weight_has_no_breakpoint():
    found = weight_breakpoints([[1.0, 0.0], [0.0, 2.0]], [1.0, 0.0])
    assert np.isnan(found[0, 1, 0])
    assert found[0, 1, 1] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("scores", "weights", "message"),
    [
        ([1.0], [1.0], r"\(U, J\) numbers and `weights` J, got \(1,\) and \(1,\)"),
        ([[1.0, 2.0]], [1.0], r"got \(1, 2\) and \(1,\)"),
        ([[1.0, np.inf]], [1.0, 1.0], "must be finite"),
        ([[1.0, 2.0]], [1.0, -1.0], "not negative, got -1"),
    ],
)
def test_what_cannot_be_asked_is_refused(scores, weights, message):
    with pytest.raises(RequestError, match=message):
        weight_breakpoints(scores, weights)
