"""Ward's clustering as R's ``ward.D`` does it, which REBUS starts from."""

from __future__ import annotations

import numpy as np

from clientlens_csi.layout import FloatArray, IntArray

MOST_ROWS = 4000
"""Distances of so many rows are kept in memory, 64 MB; the others join the nearest class."""


def ward_tree(rows: FloatArray) -> FloatArray:
    """(n - 1, 4) tree of rows (n, q), in the form of `scipy.cluster.hierarchy.linkage`.

    R's ``ward.D`` puts distances, not their squares, into the recursion of Lance & Williams that
    is Ward's for squares. SciPy's ``ward`` squares what it is given; so it is given the roots,
    and its heights are roots of those of R.

    References
    ----------
    .. [1] Murtagh & Legendre (2014), Ward's hierarchical agglomerative clustering method: which
           algorithms implement Ward's criterion?, J. Classification 31, 274-295.

    Examples
    --------
    >>> ward_tree(np.array([[0.0], [1.0], [5.0]]))[:, 2] ** 2
    array([1.        , 5.66666667])
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import pdist

    return np.asarray(linkage(np.sqrt(pdist(rows)), method="ward"))


def classes_of(tree: FloatArray, k: int) -> IntArray:
    """(n,) class of each row, counted from 0, where the tree is cut into k."""
    from scipy.cluster.hierarchy import fcluster

    return np.asarray(fcluster(tree, k, criterion="maxclust"), dtype=np.int64) - 1


def nearest(rows: FloatArray, known: IntArray, classes: IntArray) -> IntArray:
    """(n,) classes of all rows, when those at the positions `known` have some.

    Each of the others joins the class whose mean is nearest.
    """
    k = int(classes.max()) + 1
    means = np.array([rows[known[classes == c]].mean(axis=0) for c in range(k)])  # (k, q)
    away = (means**2).sum(axis=1) - 2 * rows @ means.T  # (n, k) squared distances, but for |row|²
    out = away.argmin(axis=1)
    out[known] = classes
    return np.asarray(out, dtype=np.int64)
