"""Stacks of correlation matrices, and one whose regression is published."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

# Correlations of R's `swiss` (47 provinces, 1888), 15 decimals, row by row above the diagonal:
# Fertility, which is the target, Agriculture, Examination, Education, Catholic, Infant.Mortality.
_SWISS_ABOVE_THE_DIAGONAL = [
    0.353079183619975, -0.645882706457288, -0.663788857035069, 0.463684700651794, 0.416556031434982,
    -0.686542208617136, -0.63952251894832, 0.40109505304874, -0.060858608416582, 0.698415296288483,
    -0.572741806064166, -0.114021596482033, -0.153858917090915, -0.099321845821346,
    0.175495907596623,
]  # fmt: skip
SWISS = np.eye(6)
SWISS[np.triu_indices(6, 1)] = _SWISS_ABOVE_THE_DIAGONAL
SWISS = np.maximum(np.abs(SWISS), np.abs(SWISS.T)) * np.sign(SWISS + SWISS.T)

FEW = st.integers(1, 5)


@st.composite
def stacks(draw, replicates=2, drivers=FEW):
    """Well conditioned correlation matrices (R, p, p), the target last."""
    p = draw(drivers) + 1
    elements = st.floats(-2, 2, allow_subnormal=False)
    factor = draw(arrays(np.float64, (replicates, p, p), elements=elements))
    covariance = factor @ factor.swapaxes(1, 2) + 0.2 * np.eye(p)
    scale = np.sqrt(covariance.diagonal(axis1=1, axis2=2))
    stack = covariance / (scale[:, :, None] * scale[:, None, :])
    stack[:, np.arange(p), np.arange(p)] = 1.0
    return stack
