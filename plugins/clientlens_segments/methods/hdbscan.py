"""HDBSCAN: segments as dense places, of whatever number; who stands between belongs to none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens_segments.methods.fit import Fit, by_nearest_centre


@dataclass(frozen=True, slots=True)
class HdbscanMethod:
    """Dense places with so large a part of the rows at least, unweighted."""

    share: float
    neighbours: int
    most_rows: int = 5000

    def fit(
        self,
        data: FloatArray,
        k: int,  # noqa: ARG002  it finds the number itself
        weights: FloatArray,
        rng: np.random.Generator,  # noqa: ARG002  the same for every method
    ) -> Fit | None:
        """The clusters with the most persistence; None where fewer than two are found."""
        from sklearn.cluster import HDBSCAN

        fewest = max(round(self.share * len(data)), 2)
        if len(data) < 2 * fewest:
            return None
        found = HDBSCAN(
            min_cluster_size=fewest,
            min_samples=min(self.neighbours, len(data) - 1),
            copy=True,
        ).fit(data)
        labels = np.asarray(found.labels_, dtype=np.int64)
        k_found = int(labels.max()) + 1
        if k_found <= 1:
            return None
        return Fit(labels, k_found, by_nearest_centre(data, labels, k_found, weights))

    refit = fit
