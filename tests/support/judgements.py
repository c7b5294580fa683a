"""Matrices of pairwise judgements from what stands above the diagonal."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st


def matrix_from(upper):
    """(J, J) reciprocal matrix from rows above the diagonal; entries may be text such as 1/3."""
    J = len(upper) + 1
    matrix = np.eye(J)
    for i, row in enumerate(upper):
        for j, entry in enumerate(row, i + 1):
            value = float(Fraction(entry))
            matrix[i, j], matrix[j, i] = value, 1 / value
    return matrix


SIZES = st.integers(2, 6)


@st.composite
def matrices(draw, experts=3, size=SIZES):
    """Stacks of reciprocal matrices of judgements from 1/9 to 9."""
    J = draw(size)
    above = np.triu_indices(J, 1)
    points = st.sampled_from([*range(1, 10), *(1 / k for k in range(2, 10))])
    made = np.ones((experts, J, J))
    for e in range(experts):
        row = draw(st.lists(points, min_size=len(above[0]), max_size=len(above[0])))
        made[e][above] = row
        made[e].T[above] = 1 / np.array(row)
    return made
