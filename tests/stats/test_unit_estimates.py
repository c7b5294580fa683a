"""What counts as an estimate with an error, and what is refused."""

import numpy as np
import pytest

from clientlens.errors import RequestError
from clientlens.stats.unit_estimates import unit_estimates

NAN = np.nan


def test_a_unit_without_an_estimate_or_without_an_error_is_not_known():
    found = unit_estimates([1.0, NAN, 3.0, 4.0], [0.1, 0.2, NAN, 0.0])
    np.testing.assert_array_equal(found.known, [True, False, False, True])
    np.testing.assert_array_equal(found.value, [1.0, NAN, NAN, 4.0])
    np.testing.assert_array_equal(found.error, [0.1, NAN, NAN, 0.0])


def test_standard_errors_are_covariances_with_zeros_beside_the_diagonal():
    errors = np.array([1.0, 2.0])
    by_error, by_covariance = (unit_estimates([1, 2], e) for e in (errors, np.diag(errors**2)))
    np.testing.assert_array_equal(by_error.covariance, by_covariance.covariance)


def test_covariances_of_a_unit_that_is_not_known_do_not_matter():
    covariance = np.array([[1.0, NAN, 0.2], [NAN, NAN, NAN], [0.2, NAN, 2.0]])
    found = unit_estimates([1.0, 2.0, 3.0], covariance)
    np.testing.assert_array_equal(found.known, [True, False, True])


def test_known_units_come_from_the_worst_to_the_best_with_their_covariances():
    covariance = np.array([[4.0, 0.5, 0.1], [0.5, 1.0, 0.2], [0.1, 0.2, 9.0]])
    order, found = unit_estimates([2.0, 2.0, NAN], covariance).in_order()
    np.testing.assert_array_equal(order, [1, 0])
    np.testing.assert_array_equal(found.covariance, [[1.0, 0.5], [0.5, 4.0]])


@pytest.mark.parametrize(
    ("estimates", "errors", "message"),
    [
        (1.0, [1.0], "`estimates` must hold one number a unit"),
        ([1.0, np.inf], [1.0, 1.0], "`estimates` must be finite"),
        ([1.0, 2.0], [1.0], r"a standard error for each of 2 units, .* got \(1,\)"),
        ([1.0, 2.0], [1.0, -1.0], "`errors` must not be negative, got -1"),
        ([1.0, 2.0], [1.0, np.inf], "`errors` must be finite"),
        ([1.0, 2.0], [[-1.0, 0.0], [0.0, 1.0]], "variances in `errors` .* got -1"),
        ([1.0, 2.0], [[1.0, 0.5], [0.0, 1.0]], "the same on both sides"),
        ([1.0, 2.0], [[1.0, np.inf], [np.inf, 1.0]], "`errors` must be finite"),
        # A covariance of one of two known units that isn't there can't be taken for zero.
        ([1.0, 2.0], [[1.0, NAN], [NAN, 1.0]], "covariance of two units .* missing"),
    ],
)
def test_estimates_that_cannot_be_are_refused(estimates, errors, message):
    with pytest.raises(RequestError, match=message):
        unit_estimates(estimates, errors)
