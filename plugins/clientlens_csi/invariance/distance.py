"""The overall test: whether one path model, measurement and paths, holds in all groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from clientlens_csi.fit import geodesic_distance, implied_correlations
from clientlens_csi.invariance.answered import Answered, Chance
from clientlens_csi.invariance.permuted import Tested, dealt, judge_above
from clientlens_csi.layout import FloatArray, IntArray
from clientlens_csi.solution import Settings, solve
from clientlens_csi.structure import PathStructure

DISTANCES = ("d_uls", "d_g")


@dataclass(frozen=True, slots=True, eq=False)
class GroupDistance:
    """How far the correlations are apart that the model implies in each group.

    ``tested`` holds, by the names of `DISTANCES`, the squared Euclidean and the geodesic distance,
    averaged over all pairs of groups; ``failed`` counts permutations without an estimate.
    """

    tested: Mapping[str, Tested]
    permutations: int
    failed: int


def group_distance(
    structure: PathStructure, answered: Answered, chance: Chance, settings: Settings
) -> GroupDistance:
    """Test whether one model holds in all groups at once.

    Parameters
    ----------
    structure : PathStructure
        The model.
    answered : Answered
        The respondents of all groups.
    chance, settings
        As of `clientlens_csi.invariance.micom.micom`; what is told there of groups with different
        means holds here as well.

    Returns
    -------
    GroupDistance
        NaN where a group has no estimate; d_g also where its implied correlations have no inverse.

    References
    ----------
    .. [1] Klesel, Schuberth, Henseler & Niehaves (2019), A test for multigroup comparison using
           partial least squares path modeling, Internet Research 29(3), 464-477.
    """
    groups, labels = answered.groups, answered.labels
    compared = answered.standardised_within() if chance.within else answered

    def of_rows(rows: IntArray) -> FloatArray:
        is_member = rows[None] == np.arange(groups)[:, None, None]  # (G, r, n)
        W = (is_member * compared.w).reshape(groups * len(rows), -1)
        found = solve(structure, W, compared.X, compared.missing, settings)
        implied = implied_correlations(found.estimates, structure)
        p = implied.shape[1]
        return _mean_distances(np.ascontiguousarray(implied).reshape(groups, len(rows), p, p))

    observed = of_rows(labels[None])[0]
    rows = dealt(chance.seed, labels, chance.permutations, groups=groups, unit=answered.unit)
    null = np.concatenate([of_rows(part) for part in rows])  # (P, 2)
    found = judge_above(observed, null, chance.level)
    tested = {
        name: Tested(found.value[i], found.low[i], found.high[i], found.p_value[i])
        for i, name in enumerate(DISTANCES)
    }
    return GroupDistance(tested, chance.permutations, int(np.isnan(null[:, 0]).sum()))


def _mean_distances(implied: FloatArray) -> FloatArray:
    """(r, 2) distances of (G, r, p, p) matrices, averaged over pairs of groups."""
    pairs = list(combinations(implied, 2))
    euclidean = [((one - other) ** 2).sum(axis=(1, 2)) / 2 for one, other in pairs]
    geodesic = [_geodesic(one, other) for one, other in pairs]
    return np.stack([np.mean(euclidean, axis=0), np.mean(geodesic, axis=0)], axis=1)


def _geodesic(one: FloatArray, other: FloatArray) -> FloatArray:
    """(r,) geodesic distances, NaN where either matrix is unknown or has no inverse."""
    is_known = ~np.isnan(one).any(axis=(1, 2)) & ~np.isnan(other).any(axis=(1, 2))
    out = np.full(len(one), np.nan)
    if is_known.any():
        out[is_known] = geodesic_distance(one[is_known], other[is_known])
    return out
