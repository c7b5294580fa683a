"""Collinearity: against regressions of a driver on the others, and every refusal."""

import numpy as np
import pytest

from clientlens.errors import RequestError
from clientlens.stats.collinearity import condition_number, variance_inflation, why_not_estimable

NAMES = ["outlets", "staff", "price", "overall"]


def correlated(seed=1, noise=0.5, n=80):
    """(n, 4) three drivers with a common part, and a rating."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    X = common + noise * rng.normal(size=(n, 3))
    return np.column_stack([X, X.sum(axis=1) + rng.normal(size=n)])


def test_variance_inflation_is_that_of_the_regression_on_the_other_drivers():
    X = correlated()
    found = variance_inflation([np.corrcoef(X.T)])[0]
    for j in range(3):
        others = np.column_stack([np.ones(80), np.delete(X[:, :3], j, axis=1)])
        residual = X[:, j] - others @ np.linalg.lstsq(others, X[:, j])[0]
        np.testing.assert_allclose(found[j], X[:, j].var() / residual.var(), rtol=1e-10)


def test_uncorrelated_drivers_have_no_inflation():
    np.testing.assert_array_equal(variance_inflation([np.eye(4)]), np.ones((1, 3)))
    np.testing.assert_array_equal(condition_number([np.eye(4)]), [1.0])


def test_condition_number_is_numpys():
    stack = np.array([np.corrcoef(correlated(seed).T) for seed in range(5)])
    np.testing.assert_allclose(condition_number(stack), np.linalg.cond(stack[:, :-1, :-1]))


def test_singular_and_unknown_replicates_are_nan():
    stack = [np.eye(4), np.ones((4, 4)), np.full((4, 4), np.nan)]
    np.testing.assert_array_equal(np.isnan(condition_number(stack)), [False, True, True])
    assert np.isnan(variance_inflation(stack)[1:]).all()


def test_drivers_that_can_be_told_apart_have_no_reason_against():
    assert why_not_estimable(np.corrcoef(correlated().T), 80, names=NAMES) == ""


@pytest.mark.parametrize(("n", "is_enough"), [(3, False), (4, False), (5, True)])
def test_respondents_must_outnumber_drivers_and_constant(n, is_enough):
    reason = why_not_estimable(np.eye(4), n)
    expected = f"{n} respondents are too few for 3 drivers: at least 5 are needed"
    assert reason == ("" if is_enough else expected)


def test_a_column_without_variance_is_named():
    matrix = np.eye(4)
    matrix[1], matrix[:, 1] = np.nan, np.nan
    reason = why_not_estimable(matrix, 80, names=NAMES)
    assert reason == "everybody answered 'staff' alike: no variance to relate"
    assert "column 2" in why_not_estimable(matrix, 80)


def test_a_pair_nobody_answered_together_is_told():
    matrix = np.eye(4)
    matrix[0, 1] = matrix[1, 0] = np.nan
    assert "nobody answered" in why_not_estimable(matrix, 80, names=NAMES)


def test_a_driver_that_doubles_another_makes_the_matrix_singular():
    X = correlated()
    X[:, 1] = X[:, 0]
    assert "singular" in why_not_estimable(np.corrcoef(X.T), 80, names=NAMES)


def test_the_most_inflated_driver_is_named_wherever_the_target_stands():
    X = correlated()
    X[:, 2] = X[:, 0] + X[:, 1] + 0.1 * np.random.default_rng(1).normal(size=80)
    reason = why_not_estimable(np.corrcoef(X.T), 80, names=NAMES)
    assert reason.startswith("'price' is nearly a combination")
    turned = np.corrcoef(X[:, [3, 0, 1, 2]].T)
    assert why_not_estimable(turned, 80, target=0, names=[NAMES[3], *NAMES[:3]]) == reason
    assert why_not_estimable(turned, 80, target=-4, names=[NAMES[3], *NAMES[:3]]) == reason


def test_names_that_do_not_fit_the_columns_are_refused():
    with pytest.raises(RequestError, match="`names` must name all 4 columns, got 2"):
        why_not_estimable(np.eye(4), 80, names=["a", "b"])
