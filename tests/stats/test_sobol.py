"""Sobol' indices: Ishigami's function, COINr's runs, SciPy's estimates, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.sobol import sobol_indices, sobol_intervals
from clientlens.stats.sobol_design import chosen, sobol_design
from support.reference import reference_rows

NAN = np.nan

ISHIGAMI_FIRST = [0.313905, 0.442411, 0.0]
ISHIGAMI_TOTAL = [0.557589, 0.442411, 0.243684]
"""Ishigami & Homma (1990), with a = 7 and b = 0.1; exact, to six digits."""


def ishigami(points):
    x = np.pi * (2 * points - 1)
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def rng(seed=1):
    return np.random.default_rng(seed)


outputs = arrays(float, (4, 8), elements=st.integers(-5, 5).map(float))


def test_ishigamis_function_has_the_indices_that_are_known():
    found = sobol_indices(ishigami(sobol_design(3, 2**14, rng())))
    np.testing.assert_allclose(found.first, ISHIGAMI_FIRST, atol=2e-3)
    np.testing.assert_allclose(found.total, ISHIGAMI_TOTAL, atol=2e-3)
    np.testing.assert_allclose(found.variance, 13.8446, rtol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "first", "total"), [(128, 0.058, 0.042), (1024, 0.0074, 0.0056)])
@pytest.mark.parametrize("offset", [0.0, 10.0])
def test_errors_are_as_small_as_found_elsewhere_wherever_the_mean_is(rows, first, total, offset):
    found = [
        sobol_indices(offset + ishigami(sobol_design(3, rows, rng(seed)))) for seed in range(100)
    ]
    error = [np.array([f.first for f in found]) - ISHIGAMI_FIRST]
    error += [np.array([f.total for f in found]) - ISHIGAMI_TOTAL]
    root_mean_squares = [np.sqrt((e**2).mean()) for e in error]
    np.testing.assert_allclose(root_mean_squares, [first, total], rtol=0.25)


def coinr_outputs():
    rows = reference_rows("results/coinr_bank7x26_SA_y.csv")
    return np.array([float(row["mean_abs_rank_shift"]) for row in rows]).reshape(5, 128)


def test_total_indices_of_coinrs_runs_are_coinrs():
    # COINr divides the squares of its variance by one less than the number of runs.
    y = coinr_outputs()
    expected = [float(row["STi"]) for row in reference_rows("results/coinr_bank7x26_SA_sobol.csv")]
    np.testing.assert_allclose(sobol_indices(y).total * 255 / 256, expected, rtol=1e-12)


def test_first_order_indices_of_coinrs_runs_are_coinrs_but_for_its_missing_centre():
    # COINr's are 1.06 for the weights: its outputs aren't centred, and their mean adds noise.
    y = coinr_outputs()
    mean, variance = y[:2].mean(), y[:2].var()
    noise = mean * (y[2:] - y[0]).mean(axis=1) / variance
    expected = [float(row["Si"]) for row in reference_rows("results/coinr_bank7x26_SA_sobol.csv")]
    found = sobol_indices(y).first
    np.testing.assert_allclose((found + noise) * 255 / 256, expected, rtol=1e-12)
    assert (found < 1).all()


@given(st.integers(0, 1000))
def test_indices_are_scipys(seed):
    from scipy.stats import sobol_indices as peer

    y = ishigami(sobol_design(3, 64, rng(seed)))
    runs = {"f_A": y[[0]], "f_B": y[[1]], "f_AB": y[2:, None]}
    theirs = peer(func=runs, n=64)
    found = sobol_indices(y)
    np.testing.assert_allclose(found.first, theirs.first_order, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.total, theirs.total_order, rtol=1e-9, atol=1e-12)


def test_a_sum_has_the_indices_of_its_terms_and_no_interaction():
    found = sobol_indices(sobol_design(3, 4096, rng()) @ [3.0, 2.0, 1.0])
    np.testing.assert_allclose(found.first, np.array([9, 4, 1]) / 14, atol=2e-3)
    np.testing.assert_allclose(found.interaction, 0, atol=2e-3)
    assert found.sum_of_first == pytest.approx(1, abs=3e-3)


def test_a_factor_with_one_alternative_causes_nothing():
    design = sobol_design(2, 64, rng())
    y = 3.0 * chosen(design[..., 0], 4) + chosen(design[..., 1], 1)
    found = sobol_indices(y)
    assert found.first[1] == 0
    assert found.total[1] == 0
    assert found.total[0] == pytest.approx(1, abs=0.1)


def test_many_outputs_of_the_same_runs_are_many_analyses():
    design = sobol_design(3, 64, rng())
    y = np.stack([ishigami(design), design.sum(axis=-1), np.full((5, 64), 0.1)], axis=-1)
    whole, ends = sobol_indices(y), sobol_intervals(y, rng=rng(2), resamples=50)
    assert whole.first.shape == ends.total.low.shape == (3, 3)
    for m in range(3):
        alone, its_ends = (
            sobol_indices(y[..., m]),
            sobol_intervals(y[..., m], rng=rng(2), resamples=50),
        )
        np.testing.assert_allclose(whole.first[:, m], alone.first, atol=1e-12)
        np.testing.assert_allclose(whole.total[:, m], alone.total, atol=1e-12)
        np.testing.assert_allclose(ends.first.low[:, m], its_ends.first.low, atol=1e-12)
        np.testing.assert_allclose(ends.total.high[:, m], its_ends.total.high, atol=1e-12)
    table = sobol_indices(y[..., None])
    assert table.first.shape == (3, 3, 1)
    assert table.rows.tolist() == [[64]] * 3


def test_an_output_that_does_not_vary_has_no_indices():
    found = sobol_indices(np.full((4, 8), 0.1))
    assert np.isnan(found.first).all()
    assert not sobol_intervals(np.full((4, 8), 0.1), rng=rng(), resamples=9).has_settled()


@given(outputs, st.integers(-9, 9), st.sampled_from([-2.0, 0.5, 8.0]))
def test_a_shift_and_a_stretch_of_the_output_do_not_matter(y, shift, stretch):
    found, moved = sobol_indices(y), sobol_indices(shift + stretch * y)
    np.testing.assert_allclose(moved.first, found.first, atol=1e-9)
    np.testing.assert_allclose(moved.total, found.total, atol=1e-9)


@given(outputs, st.integers(0, 1000))
def test_the_order_of_rows_and_of_factors_does_not_matter(y, seed):
    rows = rng(seed).permutation(y.shape[1])
    found, moved = sobol_indices(y), sobol_indices(y[[0, 1, 3, 2]][:, rows])
    np.testing.assert_allclose(moved.first, found.first[::-1], atol=1e-9)
    np.testing.assert_allclose(moved.total, found.total[::-1], atol=1e-9)


@given(outputs, st.integers(0, 3), st.integers(0, 7))
def test_a_run_that_failed_takes_its_row_with_it(y, block, row):
    failed = y.copy()
    failed[block, row] = NAN
    found, without = sobol_indices(failed), sobol_indices(np.delete(y, row, axis=1))
    np.testing.assert_allclose(found.first, without.first, atol=1e-9)
    np.testing.assert_allclose(found.total, without.total, atol=1e-9)
    assert found.rows == 7


def test_no_row_left_means_no_indices():
    found = sobol_indices(np.full((4, 8), NAN))
    assert np.isnan(found.total).all()
    assert found.rows == 0


def test_intervals_draw_whole_rows_and_estimate_the_variance_anew():
    y = ishigami(sobol_design(3, 32, rng()))
    found = sobol_intervals(y, rng=rng(3), resamples=40, level=0.8)
    drawn = rng(3).integers(32, size=(40, 32))
    again = [sobol_indices(y[:, rows]) for rows in drawn]
    for part, of in ((found.first, "first"), (found.total, "total")):
        low, high = np.quantile([getattr(a, of) for a in again], [0.1, 0.9], axis=0)
        np.testing.assert_allclose(part.low, low, rtol=1e-9)
        np.testing.assert_allclose(part.high, high, rtol=1e-9)


def test_enough_runs_settle_the_indices_and_few_do_not():
    few, many = (ishigami(sobol_design(3, rows, rng())) for rows in (32, 4096))
    assert not sobol_intervals(few, rng=rng(), resamples=100).has_settled()
    assert sobol_intervals(many, rng=rng(), resamples=100).has_settled()


@pytest.mark.slow
def test_intervals_hold_the_exact_indices_at_least_as_often_as_they_say():
    hits = []
    for seed in range(200):
        y = ishigami(sobol_design(3, 256, rng(seed)))
        found = sobol_intervals(y, rng=rng(seed + 1000), resamples=400, level=0.9)
        hits.append((found.total.low <= ISHIGAMI_TOTAL) & (found.total.high >= ISHIGAMI_TOTAL))
    assert np.mean(hits) > 0.88


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sobol_indices(np.zeros((2, 8))), r"blocks of runs .* got \(2, 8\)"),
        (lambda: sobol_indices(np.zeros(8)), r"blocks of runs .* got \(8,\)"),
        (lambda: sobol_indices(np.full((3, 8), np.inf)), "must be finite"),
        (lambda: sobol_intervals(np.zeros((3, 8)), rng=rng(), resamples=0), "at least 1, got 0"),
        (lambda: sobol_intervals(np.zeros((3, 8)), rng=rng(), level=90), r"Did you mean 0\.9\?"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(RequestError, match=message):
        call()
