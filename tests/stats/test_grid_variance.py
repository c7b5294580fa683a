"""The variance over a grid is split exactly."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.stats.grid_variance import grid_shares

NUMBERS = st.floats(-100, 100, allow_subnormal=False)


@st.composite
def grids(draw):
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    return draw(arrays(float, (*shape, 2), elements=NUMBERS)), len(shape)


@given(grids())
def test_an_axis_causes_at_least_what_it_causes_alone(grid):
    shares = grid_shares(*grid)
    known = ~np.isnan(shares.main)
    assert (shares.main[known] <= shares.total[known] + 1e-9).all()
    assert (shares.main[known] >= 0).all()
    assert (shares.main.sum(axis=0)[known[0]] <= 1 + 1e-9).all()


@given(st.lists(arrays(float, st.integers(1, 4), elements=NUMBERS), min_size=1, max_size=4))
def test_effects_that_add_up_leave_nothing_to_interaction(effects):
    values = sum(np.ix_(*effects))[..., None]
    shares = grid_shares(values, len(effects))
    if shares.variance[0] > 1e-6:
        np.testing.assert_allclose(shares.main, shares.total, atol=1e-6)
        assert shares.main.sum() == pytest.approx(1)


def test_what_does_not_vary_has_no_shares():
    shares = grid_shares(np.full((2, 3, 1), 1 / 3), 2)
    assert np.isnan(shares.main).all()
    assert np.isnan(shares.total).all()


def test_an_interaction_alone_is_no_main_effect():
    shares = grid_shares(np.array([[0.0, 1.0], [1.0, 0.0]])[..., None], 2)
    assert shares.main.ravel().tolist() == [0, 0]
    assert shares.total.ravel().tolist() == [1, 1]


def test_main_effects_are_those_of_an_analysis_of_variance():
    anova = pytest.importorskip("statsmodels.stats.anova")
    formula = pytest.importorskip("statsmodels.formula.api")
    x = np.random.default_rng(3).normal(size=(2, 3, 4))
    cells = product(*map(range, x.shape))
    frame = pd.DataFrame([(*cell, x[cell]) for cell in cells], columns=["a", "b", "c", "x"])
    table = anova.anova_lm(formula.ols("x ~ (C(a) + C(b) + C(c)) ** 2", frame).fit(), typ=1)
    squares = table["sum_sq"]
    expected = squares[["C(a)", "C(b)", "C(c)"]] / squares.sum()
    np.testing.assert_allclose(grid_shares(x[..., None], 3).main.ravel(), expected, rtol=1e-9)


def test_totals_by_plain_loops():
    x = np.random.default_rng(4).normal(size=(3, 2, 4))
    within = [np.var([x[a, b, c] for b in range(2)]) for a in range(3) for c in range(4)]
    total = grid_shares(x[..., None], 3).total[1, 0]
    assert total == pytest.approx(np.mean(within) / np.var(x.ravel()))
