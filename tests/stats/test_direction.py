"""Direction and p value of a difference, by counting."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.stats.direction import direction_probability, two_sided_p

draws = st.tuples(st.integers(1, 30), st.integers(1, 3)).flatmap(
    lambda shape: arrays(float, shape, elements=st.sampled_from([-1.5, -0.5, 0.0, 0.5, np.nan]))
)


@given(drawn=draws, point=st.sampled_from([-1.0, 0.0, 0.2]))
def test_both_are_counted_draw_by_draw(drawn, point):
    estimate = np.full(drawn.shape[1], point)
    sure, p = direction_probability(estimate, drawn), two_sided_p(drawn)
    for j in range(drawn.shape[1]):
        own = [d for d in drawn[:, j] if not np.isnan(d)]
        if not own:
            assert np.isnan([sure[j], p[j]]).all()
            continue
        side = sum(1.0 if d * point > 0 else 0.5 if d == 0 else 0.0 for d in own) / len(own)
        assert sure[j] == (side if point else 0.5) or abs(sure[j] - side) < 1e-12
        tail = min(sum(d <= 0 for d in own), sum(d >= 0 for d in own))
        assert p[j] == min(1.0, 2 * (tail + 1) / (len(own) + 1))


@given(drawn=draws)
def test_turning_the_difference_leaves_its_p_value(drawn):
    np.testing.assert_array_equal(two_sided_p(-drawn), two_sided_p(drawn))


def test_p_values_of_no_difference_are_uniform():
    """A normal estimate with draws around it: about 5 % of p values lie below 5 %."""
    rng = np.random.default_rng(1)
    estimate = rng.normal(size=4000)
    p = two_sided_p(estimate + rng.normal(size=(500, 4000)))
    assert abs((p < 0.05).mean() - 0.05) < 0.012
    assert abs((p < 0.5).mean() - 0.5) < 0.025


def test_a_difference_that_is_always_0_has_no_direction():
    assert direction_probability(0.0, np.zeros(9)) == 0.5
    assert two_sided_p(np.zeros(9)) == 1.0
