"""The partition: who belongs to which segment, as numbers from 0; -1 for none.

Shapes: n rows, q features, k segments.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray, IntArray

Cluster = Callable[[FloatArray, int, FloatArray, np.random.Generator], IntArray]
"""(features, number of segments, weights, rng) → labels (n,)."""


def canonical_order(*columns: FloatArray) -> IntArray:
    """(n,) an order of rows that depends on what stands in them alone.

    Rows with the same numbers can change places without anything changing.
    """
    keys = np.column_stack(columns)
    return np.asarray(np.lexsort(np.where(np.isnan(keys), np.inf, keys).T[::-1]), dtype=np.int64)


def one_hot(labels: IntArray, k: int) -> FloatArray:
    """(n, k) one where a row belongs."""
    return np.asarray(labels[:, None] == np.arange(k), dtype=np.float64)


def centres_of(features: FloatArray, labels: IntArray, k: int, weights: FloatArray) -> FloatArray:
    """(k, q) weighted means of the segments; NaN of an empty one."""
    share = one_hot(labels, k) * weights[:, None]
    total = share.sum(axis=0)
    means = np.full((k, features.shape[1]), np.nan)
    filled = total > 0
    means[filled] = (share.T @ features)[filled] / total[filled, None]
    return means


def nearest(features: FloatArray, centres: FloatArray) -> IntArray:
    """(n,) the nearest of the centres (k, q), the first of equals."""
    squares = (centres**2).sum(axis=1) - 2.0 * features @ centres.T  # (n, k), less |x|²
    return np.asarray(squares.argmin(axis=1), dtype=np.int64)


def sizes_of(labels: IntArray, k: int) -> IntArray:
    """(k,) members."""
    return np.bincount(labels[labels >= 0], minlength=k)


def relabelled(labels: IntArray, order: IntArray) -> IntArray:
    """Labels under which segment ``order[i]`` is number i."""
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[-1] = -1
    return place[labels]


def some_rows(n: int, most: int, rng: np.random.Generator) -> IntArray:
    """All rows, or `most` of them drawn without replacement, in order."""
    if n <= most:
        return np.arange(n)
    return np.sort(rng.choice(n, most, replace=False))


def is_known(features: FloatArray) -> BoolArray:
    """(n,) rows without a gap."""
    return np.asarray(~np.isnan(features).any(axis=1))
