"""Funnel limits: by hand, by Spiegelhalter's formulas, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from clientlens.errors import RequestError
from clientlens.stats.funnel_plot import (
    ACTION_LEVEL,
    WARNING_LEVEL,
    Funnel,
    fit_funnel,
    pooled_deviation,
)

NAN = np.nan
VALUES = np.array([60.0, 68.0, 70.0, 71.0, 73.0, 75.0, 77.0, 80.0, 82.0, 95.0])
N = np.array([25, 30, 100, 44, 60, 50, 70, 36, 81, 40])

many_units = st.integers(1, 12).flatmap(
    lambda U: st.tuples(
        arrays(float, U, elements=st.integers(40, 100).map(float)),
        arrays(float, U, elements=st.integers(1, 90).map(float)),
    )
)


@pytest.mark.parametrize(("level", "z"), [(WARNING_LEVEL, 1.96), (ACTION_LEVEL, 3.0902)])
def test_limits_are_the_centre_and_so_many_standard_errors(level, z):
    found = Funnel(75.0, 15.0).limits(N, level)
    np.testing.assert_allclose(found.high - 75, z * 15 / np.sqrt(N), rtol=1e-4)
    np.testing.assert_allclose(75 - found.low, z * 15 / np.sqrt(N), rtol=1e-4)


def test_the_centre_is_the_mean_of_all_answers():
    assert fit_funnel(VALUES, N, 15.0).centre == pytest.approx((N * VALUES).sum() / N.sum())


def winsorised_scatter(z):
    low, high = np.quantile(z, [0.1, 0.9])
    return np.mean(np.clip(z, low, high) ** 2)


def test_limits_widen_by_the_factor_of_spiegelhalter():
    found = fit_funnel(VALUES, N, 15.0, overdispersion="multiplicative")
    error = 15 / np.sqrt(N)
    phi = winsorised_scatter((VALUES - found.centre) / error)
    assert found.dispersion == pytest.approx(phi)
    np.testing.assert_allclose(
        found.limits(N).high, found.centre + norm.ppf(0.975) * np.sqrt(phi) * error
    )


def test_limits_widen_by_the_variance_of_spiegelhalter():
    found = fit_funnel(VALUES, N, 15.0, overdispersion="additive")
    error = 15 / np.sqrt(N)
    phi, w = winsorised_scatter((VALUES - found.centre) / error), error**-2.0
    tau2 = (10 * phi - 9) / (w.sum() - (w**2).sum() / w.sum())
    assert found.between == pytest.approx(tau2)
    np.testing.assert_allclose(
        found.limits(N).low, found.centre - norm.ppf(0.975) * np.sqrt(error**2 + tau2)
    )


@pytest.mark.parametrize("overdispersion", ["multiplicative", "additive"])
def test_units_that_scatter_as_by_chance_keep_their_limits(overdispersion):
    found = fit_funnel([74.9, 75.0, 75.1], [25, 25, 25], 15.0, overdispersion=overdispersion)
    assert found.dispersion == 1
    assert found.between == 0


@given(many_units)
def test_overdispersion_never_narrows_the_limits(units):
    values, n = units
    plain = fit_funnel(values, n, 15.0)
    for overdispersion in ("multiplicative", "additive"):
        found = fit_funnel(values, n, 15.0, overdispersion=overdispersion)
        assert found.centre == plain.centre
        assert (found.error(n) >= plain.error(n)).all()


@given(many_units, st.integers(0, 1000))
def test_the_order_of_units_does_not_matter(units, seed):
    values, n = units
    order = np.random.default_rng(seed).permutation(len(n))
    for overdispersion in ("none", "multiplicative", "additive"):
        found, moved = (
            fit_funnel(values[o], n[o], 15.0, overdispersion=overdispersion)
            for o in (slice(None), order)
        )
        np.testing.assert_allclose(moved.limits(n).low, found.limits(n).low)


@given(many_units, st.integers(-9, 9), st.sampled_from([0.5, 2.0, 8.0]))
def test_a_shift_and_a_stretch_of_the_scale_move_the_limits_along(units, shift, stretch):
    values, n = units
    for overdispersion in ("none", "multiplicative", "additive"):
        found = fit_funnel(values, n, 15.0, overdispersion=overdispersion)
        moved = fit_funnel(
            shift + stretch * values, n, stretch * 15.0, overdispersion=overdispersion
        )
        expected = shift + stretch * found.limits(n).high
        np.testing.assert_allclose(moved.limits(n).high, expected)


def test_more_answers_bring_a_unit_outside():
    funnel = Funnel(75.0, 15.0)
    assert funnel.side(VALUES, N).tolist() == [-1, 0, -1, 0, 0, 0, 0, 0, 1, 1]
    assert funnel.side([78.0] * 3, [10, 100, 1000]).tolist() == [0, 0, 1]


def test_as_many_units_fall_outside_by_chance_as_the_level_says():
    rng = np.random.default_rng(1)
    n = rng.integers(25, 81, 20_000)
    values = 75 + 15 / np.sqrt(n) * rng.standard_normal(20_000)
    funnel = fit_funnel(values, n, 15.0)
    assert (funnel.side(values, n, 0.95) != 0).mean() == pytest.approx(0.05, abs=0.005)


def test_a_unit_that_is_not_known_counts_for_nothing_and_is_not_outside():
    values, n = [*VALUES, NAN, 0.0, 0.0], [*N, 50, 0, NAN]
    for overdispersion in ("none", "multiplicative", "additive"):
        found = fit_funnel(values, n, 15.0, overdispersion=overdispersion)
        assert found == fit_funnel(VALUES, N, 15.0, overdispersion=overdispersion)
    assert found.side(values, n)[-3:].tolist() == [0, 0, 0]
    assert np.isnan(found.limits([0, NAN]).low).all()


def test_one_unit_and_none_have_no_variance_between_them():
    assert fit_funnel([80.0], [25], 15.0, overdispersion="additive") == Funnel(80.0, 15.0)
    assert np.isnan(fit_funnel([], [], 15.0).centre)


def test_deviations_are_pooled_by_degrees_of_freedom():
    rng = np.random.default_rng(1)
    groups = [rng.normal(size=n) for n in (5, 9, 20)]
    squares = sum(((g - g.mean()) ** 2).sum() for g in groups)
    found = pooled_deviation([g.std(ddof=1) for g in groups], [len(g) for g in groups])
    assert found == pytest.approx(np.sqrt(squares / 31))
    assert np.isnan(pooled_deviation([NAN], [1]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit_funnel([1.0], [1, 2], 1.0), r"one number a unit, got \(1,\) and \(2,\)"),
        (lambda: fit_funnel([1.0], [-1], 1.0), "`n` must not be negative, got -1"),
        (lambda: fit_funnel([1.0], [1], 0.0), "`deviation` .* positive, got 0"),
        (lambda: fit_funnel([1.0], [1], NAN), "`deviation` .* positive, got nan"),
        (lambda: fit_funnel([1.0], [1], 1.0, winsorised=0.5), r"in \[0, 0\.5\), got 0\.5"),
        (lambda: fit_funnel([1.0], [1], 1.0, overdispersion="aditive"), "Did you mean 'additive'"),
        (lambda: Funnel(1.0, 1.0).limits([1], 99.8), r"Did you mean 0\.998\?"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
