"""Tiers of units: who can be told from whom, instead of ranks that can't be trusted."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.intervals import check_level
from clientlens.stats.ranks import bottom_probability, top_probability

_QUARTER = 4


class Tier(IntEnum):
    """Where a unit surely belongs; larger is better."""

    BOTTOM = -1
    NOT_SEPARATED = 0
    TOP = 1


def quarter_tiers(draws: npt.ArrayLike, level: float = 0.9) -> IntArray:
    """Units that are surely among the best or the worst quarter.

    Parameters
    ----------
    draws : (R, U) array-like
        Scores of the units in every draw, best posterior draws; NaN where there is none.
    level : float
        So probable a tier must be.

    Returns
    -------
    (U,) integer array
        Values of `Tier`. A quarter is U / 4 units, rounded down but at least one, U being those
        that have a score. A unit without one, and one that is surely both, as the only one is,
        can't be separated.

    Raises
    ------
    RequestError
        If `draws` isn't a table, or a level outside (0, 1).

    Examples
    --------
    >>> quarter_tiers([[4.0, 3.0, 2.0, 1.0], [4.0, 2.0, 3.0, 1.0]])
    array([ 1,  0,  0, -1])
    """
    check_level(level, "quarter_tiers")
    values = np.asarray(draws, dtype=np.float64)
    units = int((~np.isnan(values)).any(axis=0).sum())
    quarter = max(units // _QUARTER, 1)
    # No unit, or none with a score: nothing is certain, and NaN is no less.
    if not units:
        return np.zeros(values.shape[1:], dtype=np.int64)
    is_top = top_probability(values, quarter) >= level
    is_bottom = bottom_probability(values, quarter) >= level
    return np.asarray(is_top.astype(np.int64) - is_bottom.astype(np.int64))


def letter_groups(differs: npt.ArrayLike) -> BoolArray:
    """Letters for units: two share one exactly if they can't be told apart.

    Parameters
    ----------
    differs : (U, U) boolean array-like
        Whether two units differ, the same on both sides of the diagonal. A unit that isn't known
        differs from none; leave it out.

    Returns
    -------
    (U, L) boolean array
        Which units have which letter, the letters in order of their first unit. The units of a
        letter are a complete-linkage group that can't be enlarged: each differs from none of them.

    Raises
    ------
    RequestError
        If `differs` isn't a square table, the same on both sides, without a unit that differs from
        itself.

    Notes
    -----
    The groups are all maximal cliques of the graph of pairs that don't differ, made larger by one
    unit at a time. Where differences follow an order of the units there are at most U.

    References
    ----------
    .. [1] Piepho (2004), An algorithm for a letter-based representation of all-pairwise
           comparisons, J. Comput. Graph. Statist. 13(2), 456-466.

    Examples
    --------
    >>> letter_groups([[0, 0, 1], [0, 0, 0], [1, 0, 0]]).astype(int)
    array([[1, 0],
           [1, 1],
           [0, 1]])
    """
    like = ~_as_pairs(differs)
    groups = np.zeros((0, len(like)), dtype=bool)
    for unit, alike in enumerate(like):
        joined = groups & alike
        joined = np.vstack([joined, np.zeros(len(like), dtype=bool)])
        joined[:, unit] = True
        groups = _largest(np.vstack([groups, joined]))
    return np.asarray(groups[np.lexsort((~groups).T[::-1])].T)


def linked_tiers(scores: npt.ArrayLike, differs: npt.ArrayLike) -> FloatArray:
    """Part units into tiers within which nobody can be told from anybody.

    Parameters
    ----------
    scores : (U,) array-like
        Scores of the units, NaN where there is none.
    differs : (U, U) boolean array-like
        Whether two units differ, as ``pair_differences(…).p < 0.05``.

    Returns
    -------
    (U,) array
        Tier of each unit, 1 for the best; NaN without a score. From the best unit down, a tier
        takes in the next as long as it differs from none of its units. Two units of neighbouring
        tiers need not differ: what can't be told apart over the border, `letter_groups` tells.

    Raises
    ------
    RequestError
        As `letter_groups`; scores that don't fit.

    Examples
    --------
    >>> linked_tiers([80.0, 79.0, 70.0], [[0, 0, 1], [0, 0, 1], [1, 1, 0]])
    array([1., 1., 2.])
    """
    differing, values = _as_pairs(differs), np.asarray(scores, dtype=np.float64)
    if values.shape != (len(differing),):
        message = f"`scores` must hold one score for each of {len(differing)} units"
        raise RequestError(f"{message}, got {values.shape}")
    tier = np.full(len(values), np.nan)
    members: list[int] = []
    number = 1
    for unit in np.argsort(-values, kind="stable")[: int((~np.isnan(values)).sum())]:
        if differing[unit, members].any():
            members, number = [], number + 1
        members.append(int(unit))
        tier[unit] = number
    return tier


def _as_pairs(differs: npt.ArrayLike) -> BoolArray:
    pairs = np.asarray(differs, dtype=bool)
    if pairs.ndim != 2 or pairs.shape[0] != pairs.shape[1]:  # noqa: PLR2004
        raise RequestError(f"`differs` must hold every pair of units (U, U), got {pairs.shape}")
    if (pairs != pairs.T).any() or pairs.diagonal().any():
        raise RequestError(
            "`differs` must be the same on both sides of its diagonal, and no unit may differ from "
            "itself"
        )
    return pairs


def _largest(groups: BoolArray) -> BoolArray:
    """The groups (L, U) that aren't within another; of equal ones the first."""
    member = groups.astype(np.float64)
    shared = member @ member.T  # (L, L) units that two groups share
    size = shared.diagonal()
    is_within = shared == size[:, None]
    is_earlier = np.tri(len(groups), k=-1, dtype=bool)  # column before row
    is_smaller = size[:, None] < size
    is_same = size[:, None] == size
    is_spare = is_within & (is_smaller | (is_same & is_earlier))
    return np.asarray(groups[~is_spare.any(axis=1)])
