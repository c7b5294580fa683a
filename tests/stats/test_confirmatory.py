"""Confirmatory factor analysis: against R's lavaan, published and run, and laws."""

import json
import os
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.confirmatory import confirmatory_factors, rmsea_interval

SIZES = (3, 4, 3)
MEMBER = np.repeat(np.eye(3, dtype=bool), SIZES, axis=1)
LOADINGS = arrays(float, sum(SIZES), elements=st.floats(0.4, 0.9))
BETWEEN = arrays(float, 3, elements=st.floats(-0.4, 0.7))
PUBLISHED = json.loads((Path(__file__).parent / "holzinger_swineford.json").read_text("utf-8"))
MEASURES = {
    "chi_square": "chisq", "df": "df", "p": "pvalue", "cfi": "cfi", "tli": "tli",
    "rmsea": "rmsea", "rmsea_low": "rmsea.ci.lower", "rmsea_high": "rmsea.ci.upper",
    "srmr": "srmr", "parameters": "npar",
}  # fmt: skip


def correlations_of(loadings, between, member=MEMBER):
    """(p, p) correlations that a model makes; `between` lists those of its factors."""
    phi = np.eye(len(member))
    phi[np.triu_indices(len(member), 1)] = between
    phi = np.maximum(phi, phi.T) + np.minimum(phi, phi.T) * (1 - np.eye(len(member)))
    S = np.outer(loadings, loadings) * (member.T @ phi @ member)
    np.fill_diagonal(S, 1.0)
    return S


def sample_of(S, n, seed):
    """(p, p) covariances of n draws with the correlations S."""
    return np.cov(np.random.default_rng(seed).multivariate_normal(np.zeros(len(S)), S, n).T)


@pytest.fixture(scope="module")
def folder():
    found = os.environ.get("CLIENTLENS_REFERENCE")
    if not found:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference results")
    return Path(found)


@pytest.fixture(scope="module")
def mobi(folder):
    """(250, 24) mobile phone ratings and their items."""
    lines = (folder / "data" / "mobi.csv").read_text(encoding="utf-8").replace('"', "").split()
    header = lines[0].split(",")
    return header, np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])


def lavaan(folder, name):
    return json.loads((folder / "results" / f"lavaan_{name}.json").read_text(encoding="utf-8"))


def test_the_nine_tests_of_holzinger_and_swineford_are_as_lavaans_tutorial_has_them():
    """All digits that it prints."""
    expected = PUBLISHED["published"]
    member = np.repeat(np.eye(3, dtype=bool), 3, axis=1)
    found = confirmatory_factors(PUBLISHED["covariances"], PUBLISHED["n"], member)
    for name in ("chi_square", "df", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "srmr"):
        assert getattr(found.fit, name) == pytest.approx(expected[name], abs=6e-4), name
    assert found.fit.parameters == expected["parameters"]
    np.testing.assert_allclose(found.loadings, expected["loadings"], atol=6e-4)
    between = found.factor_correlations[np.triu_indices(3, 1)]
    np.testing.assert_allclose(between, expected["factor_correlations"], atol=6e-4)


def test_a_model_of_seven_factors_is_lavaans(folder, mobi):
    """lavaan 0.6.14; its optimiser stops at six digits of a parameter. One factor has one item."""
    header, X = mobi
    expected = lavaan(folder, "mobi_ecsi")["fits"]["cfa"]
    names, of = expected["lambda_std"]["rows"], np.array(expected["lambda_std"]["data"])
    S = np.cov(X[:, [header.index(name) for name in names]].T)
    found = confirmatory_factors(S, len(X), of.T != 0, names=names)
    for name, theirs in MEASURES.items():
        assert getattr(found.fit, name) == pytest.approx(
            expected["fit"][theirs], rel=1e-9, abs=5e-8
        )
    np.testing.assert_allclose(found.loadings, of.sum(axis=1), atol=1e-5)
    np.testing.assert_allclose(found.factor_correlations, expected["cor_lv"]["data"], atol=1e-5)


def test_standard_errors_are_lavaans(folder, mobi):
    """Of standardised factor correlations, to six digits."""
    header, X = mobi
    expected = lavaan(folder, "mobi_ecsi")["fits"]["cfa"]
    names, of = expected["lambda_std"]["rows"], np.array(expected["lambda_std"]["data"])
    S = np.cov(X[:, [header.index(name) for name in names]].T)
    found = confirmatory_factors(S, len(X), of.T != 0)
    factors, table = expected["cor_lv"]["rows"], expected["standardized"]
    rows = zip(table["lhs"], table["op"], table["rhs"], table["se"], strict=True)
    errors = {(a, b): se for a, op, b, se in rows if op == "~~" and a in factors and a != b}
    assert len(errors) == 21
    for (a, b), error in errors.items():
        place = factors.index(a), factors.index(b)
        assert found.standard_errors[place] == pytest.approx(error, abs=2e-6)


@pytest.mark.parametrize("block", ["Image", "Quality"])
def test_one_factor_is_lavaans(folder, mobi, block):
    header, X = mobi
    prefix = {"Image": "IMAG", "Quality": "PERQ"}[block]
    own = [i for i, name in enumerate(header) if name.startswith(prefix)]
    expected = lavaan(folder, "mobi_block_cfa")["blocks"][block]
    found = confirmatory_factors(np.cov(X[:, own].T), 250, np.ones((1, len(own)), dtype=bool))
    for name in ("chi_square", "df", "p", "cfi", "tli", "rmsea", "srmr"):
        theirs = expected["fit"][MEASURES[name]]
        assert getattr(found.fit, name) == pytest.approx(theirs, rel=1e-6, abs=1e-6), name
    np.testing.assert_allclose(found.loadings, expected["lambda_std"], atol=1e-5)


@given(LOADINGS, BETWEEN)
def test_the_model_that_made_the_correlations_is_found_again(loadings, between):
    S = correlations_of(loadings, between)
    assume(np.linalg.eigvalsh(S)[0] > 1e-3)
    found = confirmatory_factors(S, 200, MEMBER)
    assert not found.why_not
    np.testing.assert_allclose(found.loadings, loadings, atol=1e-6)
    np.testing.assert_allclose(found.factor_correlations[np.triu_indices(3, 1)], between, atol=1e-6)
    assert found.fit.chi_square == pytest.approx(0, abs=1e-8)
    assert found.fit.cfi == pytest.approx(1)


@given(st.integers(0, 500))
def test_units_signs_and_order_of_items_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    S = sample_of(correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5]), 150, seed)
    plain = confirmatory_factors(S, 150, MEMBER)
    assume(not plain.why_not)
    order, unit = rng.permutation(10), rng.uniform(0.1, 10, 10)
    other = confirmatory_factors(
        (S * np.outer(unit, unit))[np.ix_(order, order)], 150, MEMBER[:, order]
    )
    np.testing.assert_allclose(other.loadings, plain.loadings[order], atol=1e-6)
    np.testing.assert_allclose(other.factor_correlations, plain.factor_correlations, atol=1e-6)
    np.testing.assert_allclose(astuple(other.fit), astuple(plain.fit), rtol=1e-6, atol=1e-8)


def test_a_factor_whose_items_are_all_turned_about_turns_its_correlations():
    S = sample_of(correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5]), 150, 1)
    turn = np.where(MEMBER[0], -1.0, 1.0)
    found, plain = (confirmatory_factors(X, 150, MEMBER) for X in (S * np.outer(turn, turn), S))
    np.testing.assert_allclose(found.loadings, plain.loadings, atol=1e-9)
    np.testing.assert_allclose(
        found.factor_correlations[0, 1:], -plain.factor_correlations[0, 1:], atol=1e-9
    )


def test_a_reversed_item_has_a_negative_loading():
    loadings = np.array([0.8, 0.7, -0.6, 0.7, 0.8, 0.6, 0.7, 0.8, 0.7, 0.6])
    found = confirmatory_factors(correlations_of(loadings, [0.3, 0.4, 0.5]), 100, MEMBER)
    np.testing.assert_allclose(found.loadings, loadings, atol=1e-7)


def test_chi_square_and_standard_errors_follow_the_number_of_respondents():
    S = sample_of(correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5]), 150, 2)
    few, many = (confirmatory_factors(S, n, MEMBER) for n in (100, 400))
    assert many.fit.chi_square == pytest.approx(4 * few.fit.chi_square)
    np.testing.assert_allclose(2 * many.standard_errors, few.standard_errors)


def test_chi_square_of_a_model_that_holds_has_its_degrees_of_freedom_as_mean():
    """600 samples of 400: the mean of chi-square lies within four standard errors and n's bias."""
    S = correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5])
    found = [confirmatory_factors(sample_of(S, 400, s), 400, MEMBER) for s in range(600)]
    chi_squares = np.array([one.fit.chi_square for one in found if not one.why_not])
    assert len(chi_squares) == 600
    assert chi_squares.mean() == pytest.approx(32, abs=4 * np.sqrt(64 / 600) + 0.5)
    spread = np.std([one.factor_correlations[0, 1] for one in found])
    assert np.mean([one.standard_errors[0, 1] for one in found]) == pytest.approx(spread, rel=0.1)


def test_a_factor_of_one_item_is_that_item_and_one_of_two_is_identified_by_others():
    member = np.repeat(np.eye(3, dtype=bool), (1, 2, 4), axis=1)
    loadings = np.array([1.0, 0.8, 0.6, 0.7, 0.7, 0.8, 0.6])
    found = confirmatory_factors(correlations_of(loadings, [0.4, 0.3, 0.5], member), 100, member)
    np.testing.assert_allclose(found.loadings, loadings, atol=1e-6)
    np.testing.assert_allclose(found.factor_correlations[0], [1.0, 0.4, 0.3], atol=1e-6)
    assert found.fit.parameters == 7 + 3 + 6


@pytest.mark.parametrize(
    ("S", "n", "sizes", "reason"),
    [
        (np.eye(6), 12, (3, 3), "fewer complete answers than the 13 parameters"),
        (np.eye(3), 50, (3,), "too few indicators"),
        (np.eye(4), 50, (2, 2), "the answers don't identify the confirmatory model"),
        (np.diag([1.0, 1, 1, 0, 1, 1]), 50, (3, 3), "everybody answered 'd' alike"),
        (np.ones((6, 6)), 50, (3, 3), "the answers to some indicators determine"),
        (np.full((6, 6), np.nan), 50, (3, 3), "everybody answered 'a' alike"),
    ],
)
def test_what_cannot_be_fitted_has_a_reason_and_no_number(S, n, sizes, reason):
    member = np.repeat(np.eye(len(sizes), dtype=bool), sizes, axis=1)
    found = confirmatory_factors(S, n, member, names="abcdef"[: len(S)])
    assert found.why_not.startswith(reason)
    assert np.isnan(found.loadings).all()
    assert np.isnan(found.factor_correlations).all()
    assert np.isnan(astuple(found.fit)).all()


def test_a_negative_error_variance_is_named():
    """r12 · r13 / r23 = 1.13 would be the squared loading of the first item."""
    S = np.eye(6)
    S[0, 1] = S[0, 2] = 0.75
    S[1, 2] = S[3, 4] = S[3, 5] = S[4, 5] = 0.5
    S[:3, 3:] = 0.1
    S = np.triu(S) + np.triu(S, 1).T
    found = confirmatory_factors(S, 200, np.repeat(np.eye(2, dtype=bool), 3, axis=1))
    assert found.why_not == "the error variance of item 1 would be negative (a Heywood case)"


def test_too_few_steps_find_no_solution():
    S = sample_of(correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5]), 150, 3)
    found = confirmatory_factors(S, 150, MEMBER, max_iterations=1)
    assert found.why_not == "the confirmatory model found no solution in 1 steps"


def test_two_factors_that_are_one_may_correlate_beyond_1():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(120, 1)) + 0.8 * rng.normal(size=(120, 6))
    member = np.repeat(np.eye(2, dtype=bool), 3, axis=1)
    found = confirmatory_factors(np.cov(X.T), 120, member)
    low = found.factor_correlations[0, 1] - 2 * found.standard_errors[0, 1]
    assert low < 1 < found.factor_correlations[0, 1] + 2 * found.standard_errors[0, 1]


def test_items_without_anything_in_common_have_no_comparative_fit():
    """Nothing to be better than."""
    S = sample_of(np.eye(10), 100, 12) * 0.02 + 0.98 * np.eye(10)
    found = confirmatory_factors(S, 100, MEMBER)
    assert found.why_not or np.isnan([found.fit.cfi, found.fit.tli]).all()


def test_an_interval_of_rmsea_begins_at_nought_where_the_model_fits():
    assert rmsea_interval(20.0, 24, 300)[0] == 0
    assert rmsea_interval(5.0, 24, 300) == (0.0, 0.0)


def test_arguments_are_left_as_they_were():
    S = sample_of(correlations_of(np.full(10, 0.7), [0.3, 0.4, 0.5]), 150, 4)
    before, member = S.copy(), MEMBER.copy()
    confirmatory_factors(S, 150, member)
    np.testing.assert_array_equal(S, before)
    np.testing.assert_array_equal(member, MEMBER)


@pytest.mark.parametrize(
    ("S", "member", "message"),
    [
        (np.eye(3), np.ones((1, 4)), "must fit"),
        (np.ones(3), np.ones((1, 3)), "must fit"),
        (np.eye(3), [[1, 1, 0]], "every item to one factor"),
        (np.eye(3), [[1, 1, 1], [1, 0, 0]], "every item to one factor"),
        (np.eye(3), [[1, 1, 1], [0, 0, 0]], "to each factor one"),
    ],
)
def test_what_does_not_fit_together_is_refused(S, member, message):
    with pytest.raises(RequestError, match=message):
        confirmatory_factors(S, 100, member)
