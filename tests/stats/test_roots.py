"""Roots are found whatever the shape of an increasing function."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clientlens.stats.roots import increasing_roots

roots = st.lists(st.floats(-9, 9, allow_subnormal=False), min_size=1, max_size=5).map(np.array)
SHAPES = {
    "straight": lambda x: (3 * x, np.full_like(x, 3.0)),
    "flat at the root": lambda x: (x**5, 5 * x**4),
    "steep at the root": lambda x: (np.arctan(1e6 * x), 1e6 / (1 + 1e12 * x**2)),
    "with a step": lambda x: (np.where(x < 0, -1.0, 1.0), np.zeros_like(x)),
}


@given(roots, st.sampled_from(sorted(SHAPES)))
def test_every_function_has_its_own_root(wanted, shape):
    found = increasing_roots(
        lambda x: SHAPES[shape](x - wanted), np.full_like(wanted, -10), np.full_like(wanted, 10)
    )
    np.testing.assert_allclose(found, wanted, atol=1e-3 if shape == "flat at the root" else 1e-12)


def test_a_function_without_a_root_gives_the_nearer_end():
    ends = np.array([0.0, 0.0]), np.array([1.0, 1.0])
    found = increasing_roots(lambda x: (x - [7.0, -7.0], np.ones(2)), *ends)
    np.testing.assert_allclose(found, [1, 0], atol=1e-12)


def test_brackets_are_left_as_they_were():
    ends = np.zeros(2), np.ones(2)
    increasing_roots(lambda x: (x - 0.3, np.ones(2)), *ends)
    assert (ends[0] == 0).all()
    assert (ends[1] == 1).all()
