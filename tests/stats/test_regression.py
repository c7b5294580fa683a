"""Regression from correlations: against least squares and the swiss data, and the laws."""

import numpy as np
import pytest

from clientlens.errors import RequestError
from clientlens.stats.regression import (
    correlation,
    partial_correlation,
    r_squared,
    standardised_betas,
)
from support.correlations import SWISS

MEASURES = [correlation, standardised_betas, partial_correlation]


@pytest.mark.parametrize("measure", [*MEASURES, r_squared])
def test_what_is_no_stack_of_correlations_is_refused(measure, matrices, target, message):
    with pytest.raises(RequestError, match=message):
        measure(matrices, target)


def test_the_stack_is_left_as_it_was():
    stack = np.array([SWISS, np.full((6, 6), np.nan)])
    before = stack.copy()
    for measure in MEASURES:
        measure(stack)
    np.testing.assert_array_equal(stack, before)
