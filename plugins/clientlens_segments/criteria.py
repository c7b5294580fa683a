"""What a partition is worth: silhouette, Calinski-Harabasz index, and the gap statistic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray

MOST_COMPARED = 2000
"""Silhouettes compare every two rows, of so many at most."""

GAP_DRAWS = 20

Within = Callable[[FloatArray, int], float]
"""(features, k) → the squares left within k segments."""


def silhouettes(features: FloatArray, labels: IntArray) -> FloatArray:
    """(n,) silhouette of every row that belongs somewhere, NaN of the others.

    References
    ----------
    .. [1] Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of
           cluster analysis, J. Comput. Appl. Math. 20, 53-65.
    """
    from sklearn.metrics import silhouette_samples

    found = np.full(len(labels), np.nan)
    own = labels >= 0
    if own.sum() > len(np.unique(labels[own])) > 1:
        found[own] = silhouette_samples(features[own], labels[own])
    return found


def partition_criteria(features: FloatArray, labels: IntArray) -> dict[str, float]:
    """Average silhouette, and the Calinski-Harabasz index [1]_ , of rows that belong somewhere.

    References
    ----------
    .. [1] Caliński & Harabasz (1974), A dendrite method for cluster analysis, Communications in
           Statistics 3(1), 1-27.
    """
    from sklearn.metrics import calinski_harabasz_score

    own = labels >= 0
    if not own.sum() > len(np.unique(labels[own])) > 1:
        return {}
    return {
        "silhouette": float(np.nanmean(silhouettes(features, labels))),
        "calinski_harabasz": float(calinski_harabasz_score(features[own], labels[own])),
    }


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap statistic of one number of segments, and the standard error that goes with it."""

    value: float
    error: float


def gap_statistic(
    features: FloatArray,
    numbers: range,
    within: Within,
    rng: np.random.Generator,
    draws: int = GAP_DRAWS,
) -> dict[int, Gap]:
    """How much tighter segments are than in a box without any [1]_.

    Parameters
    ----------
    features : (n, q) array
        What was parted.
    numbers : range
        Numbers of segments, from one.
    within : callable
        Squares within k segments, as the method itself finds them.
    rng : numpy.random.Generator
        Fills the box.
    draws : int
        How often it is filled.

    Returns
    -------
    dict
        Number → gap, E*(log W) - log W over boxes along the principal components, with
        s = sd √(1 + 1/draws).

    References
    ----------
    .. [1] Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via
           the gap statistic, J. Royal Statist. Soc. B 63(2), 411-423.
    """
    centred = features - features.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]  # (min(n, q), q)
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    boxes = [rng.uniform(low, high, turned.shape) @ axes for _ in range(draws)]
    gaps = {}
    for k in numbers:
        drawn = np.log([within(box, k) for box in boxes])
        left = within(features, k)
        if left <= 0:
            continue
        error = float(drawn.std() * np.sqrt(1 + 1 / draws))
        gaps[k] = Gap(float(drawn.mean() - np.log(left)), error)
    return gaps


def number_by_gap(gaps: Mapping[int, Gap]) -> int:
    """The smallest number whose gap the next one doesn't clearly beat; the last if there is none.

    The rule of one standard error: Gap(k) ≥ Gap(k + 1) - s(k + 1).
    """
    for k in sorted(gaps)[:-1]:
        following = gaps.get(k + 1)
        if following and gaps[k].value >= following.value - following.error:
            return k
    return max(gaps)
