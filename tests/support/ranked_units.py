"""Eight units whose ranks csranks has, and units that Hypothesis makes up."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

EIGHT = np.array([82.4, 80.1, 79.6, 77.9, 77.5, 74.0, 73.2, 68.5])
EIGHT_ERRORS = np.array([1.1, 1.4, 0.9, 1.6, 1.2, 1.3, 1.8, 1.5])

SCORES = st.integers(-5, 5).map(float)
"""Few values, so that there are ties; whole ones, so that a shift keeps them."""
draws_of_units = arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=SCORES)
draws_with_gaps = arrays(
    float,
    array_shapes(min_dims=2, max_dims=2, max_side=6),
    elements=SCORES | st.just(np.nan),
)


@st.composite
def units_with_errors(draw, fewest=2, most=8):
    """Estimates (U,) and errors (U,), some of them equal."""
    U = draw(st.integers(fewest, most))
    estimates = draw(arrays(float, U, elements=st.integers(-20, 20).map(float)))
    errors = draw(arrays(float, U, elements=st.sampled_from([0.5, 1.0, 2.0, 5.0])))
    return estimates, errors
