"""Stability: whether the same segments come out when other respondents had answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.partition import centres_of, nearest, one_hot

MOST_ROWS = 1000
"""Resamples are drawn from so many rows at most."""

STABLE, DOUBTFUL = 0.75, 0.6
"""Hennig's thresholds of the average Jaccard similarity: valid and stable from the first on, not to
be trusted below the second; above .85 highly stable."""

Partition = Callable[[IntArray], IntArray | None]
"""Rows of a resample → their labels; None where no segments come out."""


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """How well segments come out again.

    Attributes
    ----------
    jaccard : (k,) array
        For each segment the average similarity with what is most like it in a resample.
    adjusted_rand : float
        Average agreement of two resamples about everybody.
    failed : int
        Resamples in which no segments came out; a similarity of 0 each.
    """

    jaccard: FloatArray
    adjusted_rand: float
    failed: int

    @property
    def worst(self) -> float:
        """That of the least stable segment."""
        return float(self.jaccard.min())


def jaccard_table(before: IntArray, after: IntArray, k: int) -> FloatArray:
    """(k, k') |A ∩ B| / |A ∪ B| of every segment before with every one after."""
    ours, theirs = one_hot(before, k), one_hot(after, int(after.max()) + 1)
    both = ours.T @ theirs
    either = ours.sum(axis=0)[:, None] + theirs.sum(axis=0) - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0))


def stability_of(
    features: FloatArray,
    labels: IntArray,
    k: int,
    partition: Partition,
    resamples: int,
    rng: np.random.Generator,
) -> Stability:
    """Draw respondents with replacement, part them anew, and compare.

    Parameters
    ----------
    features : (n, q) array
        By which respondents are assigned to what a resample found, by the nearest centre.
    labels : (n,) array
        The segments whose stability is asked for.
    k : int
        How many there are.
    partition : callable
        Parts the rows of a resample by the same method.
    resamples : int
        How many are drawn.
    rng : numpy.random.Generator
        Draws them.

    Notes
    -----
    A segment is compared with what it is most like among the segments of a resample, as sets of the
    respondents that the resample holds [1]_. The agreement about everybody is the adjusted Rand
    index of two resamples after each other [2]_.

    References
    ----------
    .. [1] Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Statist. Data Anal.
           52(1), 258-271.
    .. [2] Dolnicar & Leisch (2010), Evaluation of structure and reproducibility of cluster
           solutions using the bootstrap, Marketing Letters 21(1), 83-101.
    """
    n = len(labels)
    similar = np.zeros((resamples, k))
    everybody: list[IntArray] = []
    for b in range(resamples):
        rows = rng.integers(0, n, n)
        found = partition(rows)
        if found is None or found.max() < 0:
            continue
        distinct, first = np.unique(rows, return_index=True)
        similar[b] = jaccard_table(labels[distinct], found[first], k).max(axis=1)
        number = int(found.max()) + 1
        centres = centres_of(features[rows], found, number, np.ones(n))
        everybody.append(nearest(features, centres))
    agreement = [adjusted_rand(a, b) for a, b in pairwise(everybody)]
    return Stability(
        similar.mean(axis=0),
        float(np.mean(agreement)) if agreement else 0.0,
        resamples - len(everybody),
    )


def adjusted_rand(one: IntArray, other: IntArray) -> float:
    """Agreement of two partitions beyond chance (Hubert & Arabie 1985); 1 for the same."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))
