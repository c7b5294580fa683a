"""The runs of a sensitivity analysis: their layout, their evenness, and which are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens.stats.sobol_design import chosen, sobol_design


@given(st.integers(1, 6), st.integers(0, 7), st.integers(0, 1000))
def test_a_block_differs_from_the_first_in_its_own_column_only(factors, power, seed):
    design = sobol_design(factors, 2**power, np.random.default_rng(seed))
    assert design.shape == (factors + 2, 2**power, factors)
    A, B = design[:2]
    for i, block in enumerate(design[2:]):
        np.testing.assert_array_equal(block[:, i], B[:, i])
        np.testing.assert_array_equal(np.delete(block, i, axis=1), np.delete(A, i, axis=1))
    assert ((design >= 0) & (design < 1)).all()


@given(st.integers(1, 6), st.integers(1, 8), st.integers(0, 1000))
def test_every_nth_of_a_factor_has_one_point(factors, power, seed):
    rows = 2**power
    design = sobol_design(factors, rows, np.random.default_rng(seed))
    for column in np.concatenate([design[0].T, design[1].T]):
        np.testing.assert_array_equal(np.sort(chosen(column, rows)), np.arange(rows))


def test_the_same_seed_makes_the_same_runs_and_another_others():
    one, same, other = (sobol_design(3, 16, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()


@given(st.lists(st.floats(0, 1), max_size=20), st.integers(1, 50))
def test_a_factor_takes_one_of_its_alternatives(points, alternatives):
    found = chosen(points, alternatives)
    assert ((found >= 0) & (found < alternatives)).all()
    assert (np.diff(chosen(np.sort(points), alternatives)) >= 0).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda rng: sobol_design(0, 8, rng), "`factors` .* at least 1, got 0"),
        (lambda rng: sobol_design(2, 100, rng), r"got 100\. Did you mean 64 or 128\?"),
        (lambda rng: sobol_design(2, 0, rng), r"got 0\. Did you mean 1 or 2\?"),
        (lambda rng: chosen([0.5], 0), "`alternatives` must be at least 1, got 0"),
        (lambda rng: chosen([1.5], 2), "`points` must lie between 0 and 1"),
        (lambda rng: chosen([np.nan], 2), "`points` must lie between 0 and 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call(np.random.default_rng(1))
