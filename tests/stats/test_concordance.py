"""Lin's concordance: his formula by parts from SciPy's correlation, plain loops, laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import pearsonr

from clientlens.errors import RequestError
from clientlens.stats.concordance import concordance

pairs = st.tuples(st.integers(1, 4), st.integers(3, 8)).flatmap(
    lambda shape: st.tuples(*[arrays(float, shape, elements=st.floats(-9, 9, width=16))] * 2)
)


@given(both=pairs)
def test_it_is_the_correlation_times_the_bias_correction(both):
    """Lin (1989): ρ_c = ρ C_b with C_b = 2 / (v + 1/v + u²)."""
    for one, other in zip(*both, strict=True):
        deviations = one.std(), other.std()
        assume(min(deviations) > 1e-3)
        v = deviations[0] / deviations[1]
        u = (one.mean() - other.mean()) / np.sqrt(deviations[0] * deviations[1])
        expected = pearsonr(one, other).statistic * 2 / (v + 1 / v + u**2)
        np.testing.assert_allclose(concordance([one], [other]), [expected], atol=1e-9)


@given(both=pairs)
def test_it_is_one_less_the_mean_square_difference_by_what_chance_would_give(both):
    for one, other in zip(*both, strict=True):
        apart = ((one - other) ** 2).mean()
        by_chance = one.var() + other.var() + (one.mean() - other.mean()) ** 2
        assume(by_chance > 1e-6)
        np.testing.assert_allclose(concordance([one], [other]), [1 - apart / by_chance], atol=1e-9)


@given(both=pairs)
def test_equal_measurements_agree_wholly_and_a_shift_takes_from_it(both):
    one, _ = both
    varies = np.ptp(one, axis=1) > 1e-3
    np.testing.assert_allclose(concordance(one, one)[varies], 1.0)
    assert (concordance(one, one + 3)[varies] < 1).all()


def test_a_unit_that_is_missing_is_left_out_and_too_few_give_none():
    one, other = (
        np.array([[1.0, 2, np.nan, 4], [1, np.nan, np.nan, 2]]),
        np.array([[2.0, 2, 9, 5]] * 2),
    )
    other[1, 0] = np.nan
    found = concordance(one, other)
    np.testing.assert_allclose(found[0], concordance([[1, 2, 4]], [[2, 2, 5]])[0])
    assert np.isnan(found[1])
    assert np.isnan(concordance([[2, 2]], [[2, 2]])[0])
    with pytest.raises(RequestError, match=r"got \(3,\) and \(3,\)"):
        concordance([1, 2, 3], [1, 2, 3])
