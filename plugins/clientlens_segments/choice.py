"""The choice of the number of segments, which may be none: one declared rule a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from clientlens_segments.criteria import Gap, number_by_gap
from clientlens_segments.stability import DOUBTFUL, STABLE

Criterion = Literal["silhouette", "calinski_harabasz", "gap", "bic", "stability"]

NEAR = 0.85
"""A silhouette that is so much of the best is nearly as good."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What is known of every number of segments that may be chosen.

    Attributes
    ----------
    values : mapping
        Criterion → number → value.
    stability : mapping
        Number → similarity of its least stable segment, for the numbers that have segments of the
        least size and were resampled.
    gaps : mapping
        Number → gap, from one segment on.
    """

    values: Mapping[str, Mapping[int, float]]
    stability: Mapping[int, float]
    gaps: Mapping[int, Gap]


def choose_number(candidates: Candidates, criterion: Criterion) -> int:
    """The number of segments; 1 where there are none.

    Notes
    -----
    ``silhouette``: of the numbers whose segments are all stable (Jaccard .75 or more) and whose
    average silhouette is at least 85 % of the best, the largest; a coarse partition of segments
    that lie in groups has the best silhouette, and the finer one is as true. Without any, the
    number with the best silhouette among those that aren't unstable (.6 or more).

    ``calinski_harabasz``: the best that isn't unstable. ``stability``: the most stable, if it is
    stable. ``bic``: the best that isn't unstable, unless one segment is better. ``gap``: by the
    rule of one standard error, if it isn't unstable.
    """
    rules = {
        "silhouette": _by_silhouette,
        "calinski_harabasz": _by_calinski_harabasz,
        "gap": _by_gap,
        "bic": _by_bic,
        "stability": _by_stability,
    }
    return rules[criterion](candidates)


def order_of(candidates: Mapping[int, float], criterion: Criterion) -> list[int]:
    """Numbers, the best of a criterion first; of equals the smaller."""
    sign = 1 if criterion == "bic" else -1
    return sorted(candidates, key=lambda k: (sign * candidates[k], k))


def _by_silhouette(candidates: Candidates) -> int:
    silhouette = candidates.values.get("silhouette", {})
    trusted = _trusted(candidates, silhouette)
    if not trusted:
        return 1
    best = max(silhouette[k] for k in trusted)
    near = [
        k
        for k in trusted
        if candidates.stability[k] >= STABLE and silhouette[k] >= NEAR * best and best > 0
    ]
    return max(near) if near else order_of({k: silhouette[k] for k in trusted}, "silhouette")[0]


def _by_calinski_harabasz(candidates: Candidates) -> int:
    values = candidates.values.get("calinski_harabasz", {})
    trusted = {k: values[k] for k in _trusted(candidates, values)}
    return order_of(trusted, "calinski_harabasz")[0] if trusted else 1


def _by_stability(candidates: Candidates) -> int:
    stable = {k: value for k, value in candidates.stability.items() if value >= STABLE}
    return order_of(stable, "stability")[0] if stable else 1


def _by_bic(candidates: Candidates) -> int:
    values = candidates.values.get("bic", {})
    trusted = {k: values[k] for k in (*_trusted(candidates, values), *({1} & set(values)))}
    return order_of(trusted, "bic")[0] if trusted else 1


def _by_gap(candidates: Candidates) -> int:
    k = number_by_gap(candidates.gaps) if candidates.gaps else 1
    return k if k in _trusted(candidates, candidates.gaps) else 1


def _trusted(candidates: Candidates, known: Iterable[int]) -> list[int]:
    """Numbers of which no segment is unstable."""
    return [k for k in known if candidates.stability.get(k, 0.0) >= DOUBTFUL]
