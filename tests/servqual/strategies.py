"""Answers that Hypothesis makes up."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

RATINGS = (
    st.integers(8, 20)
    .flatmap(lambda n: arrays(int, (n, 8), elements=st.integers(0, 7), fill=st.nothing()))
    .filter(lambda X: ((X[:, :4] > 0) & (X[:, 4:] > 0)).sum(axis=0).min() >= 5)
    .map(lambda X: np.where(X > 0, X, np.nan))
)
"""Perceptions and expectations (n, 4 + 4) on seven points, NaN where missing; enough of them for
gaps of all four indicators."""
