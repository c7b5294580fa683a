"""Where the replicates stand: first in every signature, last in memory.

A stack ``(R, p, p)`` is read matrix by matrix, but the arithmetic runs over the replicates of one
cell, so that a loop over a few constructs does the work of thousands of small matrix products.
Arrays made here are views ``(R, …)`` of memory ``(…, R)``: passing one on costs no copy.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def replicates_last(stack: npt.ArrayLike) -> FloatArray:
    """(…, R) contiguous array of a stack (R, …); a copy only where memory says otherwise.

    Examples
    --------
    >>> replicates_last(np.zeros((5, 2, 3))).shape
    (2, 3, 5)
    """
    return np.ascontiguousarray(np.moveaxis(np.asarray(stack, dtype=np.float64), 0, -1))


def replicates_first(array: FloatArray) -> FloatArray:
    """(R, …) view of an array (…, R).

    Examples
    --------
    >>> replicates_first(np.zeros((2, 3, 5))).shape
    (5, 2, 3)
    """
    return np.moveaxis(array, -1, 0)


def chunks(replicates: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` replicates that fit the processor's cache.

    Examples
    --------
    >>> [(s.start, s.stop) for s in chunks(5, 2)]
    [(0, 2), (2, 4), (4, 5)]
    """
    return (slice(i, min(i + size, replicates)) for i in range(0, replicates, size))
