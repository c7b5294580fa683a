"""The gaps between roles, in every replicate: as a whole, by dimension and by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, Sample, Values
from clientlens.stats.moments import weighted_mean
from clientlens_servqual.chain import CLIENTS, Link, Rating
from clientlens_servqual.gaps import dimension_means
from clientlens_servqual.values import SampleGaps

PARTS: Mapping[str, tuple[str, ...]] = {
    "gap": (),
    "of": (),
    "against": (),
    "gap_dimension": ("quality_dimension",),
    "gap_item": ("indicator",),
}
"""What is told of each gap → its axes behind group and replicate."""

COUNTS = ("n_of", "n_against")


def role_dims(links: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Quantity → its axes, for some gaps."""
    return {f"{code}_{part}": dims for code in links for part, dims in PARTS.items()}


def role_counts(links: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Quantity without replicates → its axes."""
    return {f"{code}_{name}": () for code in links for name in COUNTS}


def role_values(gaps: SampleGaps, links: Mapping[str, Link]) -> Values:
    """Every quantity that `role_dims` names; a gap is absent where a role can't be shown."""
    found: dict[str, FloatArray | Absent] = {}
    for code, link in links.items():
        ends = _ends_of(gaps, link)
        if isinstance(ends, Absent):
            found |= dict.fromkeys(role_dims([code]), ends)
        else:
            values = _values(gaps, ends)
            found |= {f"{code}_{part}": values[part] for part in PARTS}
    return found


def role_numbers(gaps: SampleGaps, links: Mapping[str, Link]) -> Values:
    """How many gave each of both ratings, as answered."""
    found: dict[str, FloatArray | Absent] = {}
    for code, link in links.items():
        ends = _ends_of(gaps, link)
        if isinstance(ends, Absent):
            found |= dict.fromkeys(role_counts([code]), ends)
            continue
        for name, end in zip(COUNTS, (ends.of, ends.against), strict=True):
            rated = ~np.isnan(end.rows[:, ends.is_known])
            found[f"{code}_{name}"] = np.asarray(float(rated.any(axis=1).sum()))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """One rating: the answers (n, J) of those who gave it, and their (R, n) weights."""

    rows: FloatArray
    weights: FloatArray

    @property
    def mean(self) -> FloatArray:
        """(R, J)."""
        return weighted_mean(self.weights, self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Both ratings of a gap, and the (J,) indicators of which enough was said."""

    of: _End
    against: _End
    is_known: BoolArray


def _ends_of(gaps: SampleGaps, link: Link) -> _Ends | Absent:
    """Both ratings; within one role those of respondents who gave both."""
    samples = []
    for rating in (link.of, link.against):
        sample = _sample_of(gaps.sample, rating)
        if isinstance(sample, Absent):
            return sample
        samples.append(sample)
    asked = gaps.layout.is_asked
    rows = [
        np.where(asked, sample.answers(rating.facet), np.nan)
        for sample, rating in zip(samples, (link.of, link.against), strict=True)
    ]
    if link.is_within:
        is_missing = np.isnan(rows[0] + rows[1])
        rows = [np.where(is_missing, np.nan, own) for own in rows]
    counts = [(~np.isnan(own)).sum(axis=0) for own in rows]
    is_known = np.minimum(*counts) >= gaps.options.minimum_n
    if not is_known.any():
        least = gaps.options.minimum_n
        return Absent(
            f"no indicator was rated on '{link.of}' and '{link.against}' by {least} respondents "
            "or more"
        )
    of, against = (_End(own, s.weights) for own, s in zip(rows, samples, strict=True))
    return _Ends(of, against, is_known)


def _sample_of(sample: Sample, rating: Rating) -> Sample | Absent:
    if rating.role == CLIENTS:
        return sample
    if rating.role in sample.roles:
        return sample.roles[rating.role]
    return Absent(sample.absent_roles[rating.role])


def _values(gaps: SampleGaps, ends: _Ends) -> dict[str, FloatArray]:
    """Means and gaps over the same indicators, so that the gap is the difference of the means."""
    of, against = (np.where(ends.is_known, end.mean, np.nan) for end in (ends.of, ends.against))
    gap = gaps.sign * (of - against)
    missing = np.isnan(gap)
    of, against = np.where(missing, np.nan, of), np.where(missing, np.nan, against)
    return {
        "gap": gaps.mean_over(gap),
        "of": gaps.mean_over(of),
        "against": gaps.mean_over(against),
        "gap_dimension": dimension_means(gap, gaps.layout.member),
        "gap_item": gap,
    }
