"""Means over strata with a sample each: regions that were surveyed apart, waves of other clients.

K strata, R draws, k quantities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.resample import generator


def mean_over_strata(
    strata: Sequence[npt.ArrayLike], weights: npt.ArrayLike, names: Sequence[str]
) -> FloatArray:
    """The weighted mean of estimates from samples that were drawn apart, with its draws.

    Parameters
    ----------
    strata : sequence of K (1 + R, k) array-like
        Replicates of each stratum: the sample as answered, then its draws. Where the numbers of
        draws differ, the first ones are used, as many as the stratum with the fewest has.
    weights : (K,) array-like
        How many each stratum speaks for; not negative.
    names : sequence of K str
        Name of each stratum, none twice.

    Returns
    -------
    (1 + R, k) array
        The mean of the samples as answered, then of the draws.

    Raises
    ------
    RequestError
        No strata, not as many weights and names, a negative weight, none above 0, or a name twice.

    Notes
    -----
    Samples of the same size with the same seed draw the same counts, row by row, which fall on
    people who have nothing to do with each other. Set against each other as they stand, such rows
    would feign a dependence: of two files that are both sorted by satisfaction, a strong one. So
    the draws of every stratum are first put into an order of its own, which its name alone decides.

    Examples
    --------
    >>> mean_over_strata([[[80.0]], [[60.0]]], [3, 1], ["north", "south"])
    array([[75.]])
    """
    arrays = [np.asarray(values, dtype=np.float64) for values in strata]
    share = _shares(weights, arrays, names)
    draws = min(len(values) for values in arrays) - 1
    total = np.zeros((1 + draws, arrays[0].shape[1]))
    for weight, values, name in zip(share, arrays, names, strict=True):
        total[0] += weight * values[0]
        total[1:] += weight * values[1:][shuffled(name, len(values) - 1)[:draws]]
    return total


def shuffled(name: str, draws: int) -> IntArray:
    """(draws,) an order of draws that nothing but the name decides."""
    return np.asarray(generator(0, name).permutation(draws))


def _shares(
    weights: npt.ArrayLike, arrays: Sequence[FloatArray], names: Sequence[str]
) -> FloatArray:
    """(K,) weights that sum to one."""
    given = np.asarray(weights, dtype=np.float64)
    if not arrays or given.shape != (len(arrays),) or len(names) != len(arrays):
        shapes = f"{len(arrays)} strata, {given.size} weights, {len(names)} names"
        raise RequestError(f"`mean_over_strata` wants a weight and a name a stratum, got {shapes}")
    if len(set(names)) < len(names):
        raise RequestError("two strata of `mean_over_strata` have one name")
    if not np.isfinite(given).all() or given.min() < 0 or given.sum() <= 0:
        raise RequestError(f"`weights` of `mean_over_strata` must be numbers from 0, got {given}")
    return np.asarray(given / given.sum())
