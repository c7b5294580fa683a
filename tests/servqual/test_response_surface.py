"""The response surface: polynomials found again, against numpy, statsmodels and other formulas."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from clientlens_servqual.response_surface import TERMS, response_surface

nan = np.nan
SHARES = ("r_squared_gap", "r_squared_perception", "r_squared_surface")
CLOSE = {"rtol": 1e-7, "atol": 1e-7}

coefficients = arrays(float, 6, elements=st.integers(-20, 20).map(lambda tenths: tenths / 10))
seeds = st.integers(0, 10_000)


def grid(points=(1.0, 3.0, 4.0, 7.0)):
    """Every pair of expectation and perception once, (16,) each: all terms can be told apart."""
    expected, perceived = np.meshgrid(points, points)
    return expected.ravel(), perceived.ravel()


def survey(seed, n=40):
    """Weights, expectation, perception and a rating that follows them loosely, (n,) each."""
    rng = np.random.default_rng(seed)
    expected, perceived = rng.integers(4, 29, (2, n)) / 4  # means of four answers
    rating = np.clip(np.round(1 + 0.2 * expected + 0.5 * perceived + rng.normal(0, 1, n)), 1, 7)
    return rng.integers(1, 4, n).astype(float), expected, perceived, rating


def terms(expected, perceived):
    """(n, 5) of `TERMS`."""
    return np.column_stack([expected, perceived, expected**2, expected * perceived, perceived**2])


def centred(w, expected, perceived):
    middle = np.average(np.concatenate([expected, perceived]), weights=np.concatenate([w, w]))
    return expected - middle, perceived - middle


def assert_same(found, expected, **tolerance):
    np.testing.assert_allclose(found.coefficients, expected.coefficients, **CLOSE | tolerance)
    for name in SHARES:
        a, b = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(a, b, err_msg=name, **CLOSE | tolerance)


@given(coefficients, seeds)
def test_an_exact_polynomial_is_found_again(b, seed):
    """The grid is centred at 3.75 in both directions, so b are the coefficients about there."""
    expected, perceived = grid()
    rating = b[0] + terms(expected - 3.75, perceived - 3.75) @ b[1:]
    assume(np.ptp(rating) > 0)
    found = response_surface(np.ones(16), expected, perceived, rating)
    np.testing.assert_allclose(found.coefficients, b[1:], atol=1e-9)
    assert found.r_squared_surface == pytest.approx(1)
    assert found.n_surface == 16


def test_weights_do_not_bend_an_exact_polynomial():
    """A square about zero: weights move the middle, and with it the slope by hand."""
    expected, perceived = grid()
    w = np.random.default_rng(2).uniform(0.5, 3, 16)
    found = response_surface(w, expected, perceived, 2 * expected + perceived**2)
    middle = expected[0] - centred(w, expected, perceived)[0][0]
    np.testing.assert_allclose(found.coefficients, [2, 2 * middle, 0, 0, 1], atol=1e-9)


def test_the_terms_are_those_of_edwards():
    assert TERMS == (
        "expectation", "perception", "expectation_squared", "product", "perception_squared",
    )  # fmt: skip


@given(seeds)
def test_coefficients_are_numpys_with_the_roots_of_the_weights(seed):
    w, expected, perceived, rating = survey(seed)
    design = np.column_stack([np.ones(len(w)), terms(*centred(w, expected, perceived))])
    root = np.sqrt(w)
    beta = np.linalg.lstsq(root[:, None] * design, root * rating, rcond=None)[0]
    found = response_surface(w, expected, perceived, rating)
    np.testing.assert_allclose(found.coefficients, beta[1:], atol=1e-9)
    fitted = np.cov(design @ beta, rating, aweights=w)
    share = fitted[0, 1] ** 2 / (fitted[0, 0] * fitted[1, 1])
    assert found.r_squared_surface == pytest.approx(share)


@given(seeds)
def test_shares_of_gap_and_perception_are_squared_correlations(seed):
    w, expected, perceived, rating = survey(seed)
    found = response_surface(w, expected, perceived, rating)
    for name, by in (("gap", perceived - expected), ("perception", perceived)):
        S = np.cov(by, rating, aweights=w)
        share = S[0, 1] ** 2 / (S[0, 0] * S[1, 1])
        assert getattr(found, f"r_squared_{name}") == pytest.approx(share)
    even = response_surface(np.ones(len(w)), expected, perceived, rating)
    r = stats.linregress(perceived - expected, rating).rvalue
    assert even.r_squared_gap == pytest.approx(r**2)


@pytest.mark.filterwarnings("ignore")
def test_the_surface_is_that_of_statsmodels():
    statsmodels = pytest.importorskip("statsmodels.api")
    w, expected, perceived, rating = survey(5)
    design = statsmodels.add_constant(terms(*centred(w, expected, perceived)))
    reference = statsmodels.WLS(rating, design, weights=w).fit()
    found = response_surface(w, expected, perceived, rating)
    np.testing.assert_allclose(found.coefficients, reference.params[1:])
    assert found.r_squared_surface == pytest.approx(reference.rsquared)


def test_a_rating_that_follows_the_gap_has_opposite_slopes_and_no_squares():
    expected, perceived = grid()
    found = response_surface(np.ones(16), expected, perceived, 5 + 0.5 * (perceived - expected))
    np.testing.assert_allclose(found.coefficients, [-0.5, 0.5, 0, 0, 0], atol=1e-9)
    assert found.r_squared_gap == pytest.approx(1)
    assert found.r_squared_perception == pytest.approx(0.5)  # half the variance of the gap


def test_a_rating_that_follows_the_distance_is_no_gap():
    """(P − E)² on a symmetric grid: the squares have it all, the difference nothing."""
    expected, perceived = grid((1.0, 3.0, 5.0, 7.0))
    found = response_surface(np.ones(16), expected, perceived, (perceived - expected) ** 2)
    np.testing.assert_allclose(found.coefficients, [0, 0, 1, -2, 1], atol=1e-9)
    assert found.r_squared_gap == pytest.approx(0, abs=1e-12)
    assert found.r_squared_surface == pytest.approx(1)


@given(seeds)
def test_a_surface_explains_at_least_what_its_parts_do(seed):
    found = response_surface(*survey(seed))
    assert 0 <= found.r_squared_gap <= found.r_squared_surface + 1e-12
    assert 0 <= found.r_squared_perception <= found.r_squared_surface + 1e-12
    assert found.r_squared_surface <= 1


@given(seeds, st.floats(-50, 50))
def test_a_shift_of_both_facets_or_of_the_rating_leaves_the_surface_alone(seed, shift):
    w, expected, perceived, rating = survey(seed)
    found = response_surface(w, expected + shift, perceived + shift, rating - shift)
    assert_same(found, response_surface(w, expected, perceived, rating))


@given(seeds, st.floats(0.1, 10))
def test_slopes_follow_the_unit_and_squares_its_square(seed, unit):
    w, expected, perceived, rating = survey(seed)
    found = response_surface(w, unit * expected, unit * perceived, rating)
    by = response_surface(w, expected, perceived, rating)
    power = np.array([1, 1, 2, 2, 2])
    np.testing.assert_allclose(found.coefficients * unit**power, by.coefficients, **CLOSE)
    assert found.r_squared_surface == pytest.approx(by.r_squared_surface)


@given(seeds)
def test_swapped_facets_swap_the_coefficients(seed):
    w, expected, perceived, rating = survey(seed)
    found = response_surface(w, perceived, expected, rating)
    by = response_surface(w, expected, perceived, rating)
    np.testing.assert_allclose(found.coefficients, by.coefficients[[1, 0, 4, 3, 2]], **CLOSE)
    assert found.r_squared_gap == pytest.approx(by.r_squared_gap)


@given(seeds)
def test_a_weight_of_two_is_a_row_twice(seed):
    w, *answers = survey(seed)
    twice = [np.repeat(values, w.astype(int)) for values in answers]
    found, by = response_surface(w, *answers), response_surface(np.ones(len(twice[0])), *twice)
    assert_same(found, by)
    assert (found.n_surface, by.n_surface) == (40, w.sum())


@given(seeds, st.floats(1e-3, 1e3))
def test_the_unit_of_the_weights_does_not_matter(seed, unit):
    w, *answers = survey(seed)
    assert_same(response_surface(unit * w, *answers), response_surface(w, *answers))


@given(seeds)
def test_who_left_one_of_the_three_out_counts_nowhere(seed):
    w, *answers = survey(seed)
    X = np.column_stack([w, *answers])
    for row, column in ((0, 1), (7, 2), (9, 3)):
        X[row, column] = nan
    found = response_surface(*X.T)
    assert found.n_surface == 37
    assert_same(found, response_surface(*np.delete(X, [0, 7, 9], axis=0).T))


def test_too_few_have_no_surface_but_parts():
    w, *answers = survey(1)
    six = response_surface(w[:6], *(values[:6] for values in answers))
    assert np.isnan(six.coefficients).all()
    assert np.isnan(six.r_squared_surface)
    assert 0 <= six.r_squared_perception <= 1
    assert six.n_surface == 6
    seven = response_surface(w[:7], *(values[:7] for values in answers))
    assert not np.isnan(seven.coefficients).any()


def test_nobody_has_nothing():
    found = response_surface(np.ones(3), np.full(3, nan), np.ones(3), np.ones(3))
    assert found.n_surface == 0
    assert np.isnan([*found.coefficients, *(getattr(found, name) for name in SHARES)]).all()


def test_terms_that_determine_each_other_have_no_coefficients():
    """Everybody expects the same: neither expectation nor its square can be told."""
    w, expected, perceived, rating = survey(1)
    found = response_surface(w, np.full_like(expected, 6.2), perceived, rating)
    assert np.isnan(found.coefficients).all()
    assert np.isnan(found.r_squared_surface)
    assert found.r_squared_gap == pytest.approx(found.r_squared_perception)


def test_a_gap_alike_for_everybody_explains_nothing_that_can_be_told():
    w, _, perceived, rating = survey(1)
    assert np.isnan(response_surface(w, perceived - 0.1, perceived, rating).r_squared_gap)


@pytest.mark.parametrize("rating", [4.0, 0.1])
def test_a_rating_alike_for_everybody_has_no_share_to_explain(rating):
    """The weighted mean of equal ratings differs from them in the last bit."""
    for seed in range(20):
        _, expected, perceived, _ = survey(seed)
        w = np.random.default_rng(seed).uniform(0.5, 3, 40)
        found = response_surface(w, expected, perceived, np.full(40, rating))
        assert np.isnan([getattr(found, name) for name in SHARES]).all()
        assert np.isnan(found.coefficients).all()


def test_arguments_are_left_as_they_were():
    arguments = survey(3)
    before = [values.copy() for values in arguments]
    response_surface(*arguments)
    for values, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(values, copy)
