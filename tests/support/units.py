"""Data of units × indicators for laws."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

X5 = np.array(
    [[78, 82, 64, 90], [85, 76, 70, 88], [69, 91, 58, 93], [92, 70, 75, 85], [74, 88, 66, 91]],
    dtype=float,
)[None]
"""Five units and four indicators, satisfaction on 0 to 100."""
W5 = np.array([0.35, 0.25, 0.15, 0.25])


@st.composite
def units(draw, replicates=2, low=1, high=100):
    """Data (R, m, J) in tenths, in which every indicator varies by more than rounding."""
    m, J = draw(st.integers(3, 7)), draw(st.integers(2, 5))
    cells = arrays(np.int64, (replicates, m, J), elements=st.integers(low * 10, high * 10))
    data = draw(cells) / 10
    data[:, 0], data[:, 1] = low, high
    data[:, 2] = np.linspace(low, high, J + 2)[1:-1]  # no two indicators alike
    return data
