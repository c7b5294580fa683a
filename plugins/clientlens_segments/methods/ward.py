"""Ward's method: segments by merging, each time the two that lose the least."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens_segments.methods.fit import Fit, by_nearest_centre


class WardMethod:
    """Agglomeration by Ward's criterion, of unweighted rows."""

    most_rows = 3000

    def fit(
        self,
        data: FloatArray,
        k: int,
        weights: FloatArray,
        rng: np.random.Generator,  # noqa: ARG002  the same for every method
    ) -> Fit | None:
        """The partition at which k segments are left."""
        from scipy.cluster.hierarchy import fcluster, linkage

        # SciPy's criterion is R's `ward.D2`; every cut of one tree is a partition.
        labels = fcluster(linkage(data, "ward"), k, criterion="maxclust").astype(np.int64) - 1
        if labels.max() + 1 < k:
            return None
        return Fit(labels, k, by_nearest_centre(data, labels, k, weights))

    refit = fit
