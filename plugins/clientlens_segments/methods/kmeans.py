"""k-means: segments around their means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.methods.fit import Fit
from clientlens_segments.partition import centres_of, nearest

_STARTS, _RESAMPLED_STARTS = 20, 3
_MOST_ITERATIONS = 300
_SETTLED = 1e-6
"""The last rounds over everybody end when no centre moves by more, squared."""


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """What k-means found: labels (n,), and the weighted squares that are left within."""

    labels: IntArray
    inertia: float


def fit_kmeans(
    features: FloatArray, k: int, weights: FloatArray, seed: int, *, starts: int
) -> Means:
    """Lloyd's algorithm from several k-means++ starts; rows count by their weights.

    Fewer different rows than segments are a segment each.
    """
    from sklearn.cluster import KMeans

    direction = np.random.default_rng(seed).standard_normal(features.shape[1])
    distinct, place = np.unique(features @ direction, return_inverse=True)
    if len(distinct) <= k:
        return Means(np.asarray(place, dtype=np.int64), 0.0)
    found = KMeans(k, n_init=starts, max_iter=_MOST_ITERATIONS, random_state=seed).fit(
        features, sample_weight=weights
    )
    return Means(np.asarray(found.labels_, dtype=np.int64), float(found.inertia_))


def settle(features: FloatArray, centres: FloatArray, weights: FloatArray) -> IntArray:
    """(n,) labels after Lloyd's rounds over everybody from given centres."""
    labels = nearest(features, centres)
    for _ in range(_MOST_ITERATIONS):
        moved = centres_of(features, labels, len(centres), weights)
        moved = np.where(np.isnan(moved), centres, moved)
        change = float(((moved - centres) ** 2).max())
        centres, labels = moved, nearest(features, moved)
        if change <= _SETTLED:
            break
    return labels


class KMeansMethod:
    """k-means on some rows, then Lloyd's rounds over everybody."""

    most_rows = 5000

    def fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of twenty starts."""
        return self._fit(data, k, weights, rng, _STARTS)

    def refit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of three."""
        return self._fit(data, k, weights, rng, _RESAMPLED_STARTS)

    def _fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator, starts: int
    ) -> Fit | None:
        found = fit_kmeans(data, k, weights, int(rng.integers(2**31)), starts=starts)
        if found.labels.max() + 1 < k:
            return None
        centres = centres_of(data, found.labels, k, weights)

        def place(everybody: FloatArray, their_weights: FloatArray) -> tuple[IntArray, None]:
            return settle(everybody, centres, their_weights), None

        return Fit(found.labels, k, place)
