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
        for name, rows in zip(COUNTS, (ends.rows_of, ends.rows_against), strict=True):
            rated = ~np.isnan(rows[:, ends.is_known])
            found[f"{code}_{name}"] = np.asarray(float(rated.any(axis=1).sum()))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Both ratings of a gap, and the (J,) indicators of which enough was said.

    ``rows_of`` and ``rows_against`` are the answers; within one role only of those who gave both.
    """

    link: Link
    of: Sample
    against: Sample
    rows_of: FloatArray
    rows_against: FloatArray
    is_known: BoolArray

    @property
    def means(self) -> tuple[FloatArray, FloatArray]:
        """(R, J) of both, over the same respondents where one role gives both."""
        if not self.link.is_within:
            return self.of.mean(self.link.of.facet), self.against.mean(self.link.against.facet)
        of = weighted_mean(self.of.weights, self.rows_of)
        return of, of - self.of.mean_difference(self.link.of.facet, self.link.against.facet)


def _ends_of(gaps: SampleGaps, link: Link) -> _Ends | Absent:
    """Both ratings, where enough gave them."""
    of = _sample_of(gaps.sample, link.of)
    against = _sample_of(gaps.sample, link.against)
    if isinstance(of, Absent):
        return of
    if isinstance(against, Absent):
        return against
    rows_of, rows_against = of.answers(link.of.facet), against.answers(link.against.facet)
    if link.is_within:
        is_missing = np.isnan(rows_of + rows_against)
        rows_of = np.where(is_missing, np.nan, rows_of)
        rows_against = np.where(is_missing, np.nan, rows_against)
    counts = [(~np.isnan(rows)).sum(axis=0) for rows in (rows_of, rows_against)]
    least = gaps.options.minimum_n
    is_known = (np.minimum(*counts) >= least) & gaps.layout.is_asked
    if not is_known.any():
        return Absent(
            f"no indicator was rated on '{link.of}' and '{link.against}' by {least} respondents "
            "or more"
        )
    return _Ends(link, of, against, rows_of, rows_against, is_known)


def _sample_of(sample: Sample, rating: Rating) -> Sample | Absent:
    if rating.role == CLIENTS:
        return sample
    if rating.role in sample.roles:
        return sample.roles[rating.role]
    return Absent(sample.absent_roles[rating.role])


def _values(gaps: SampleGaps, ends: _Ends) -> dict[str, FloatArray]:
    """Means and gaps over the same indicators, so that the gap is the difference of the means."""
    of, against = ends.means
    gap = np.where(ends.is_known, gaps.sign * (of - against), np.nan)
    missing = np.isnan(gap)
    of, against = np.where(missing, np.nan, of), np.where(missing, np.nan, against)
    return {
        "gap": gaps.mean_over(gap),
        "of": gaps.mean_over(of),
        "against": gaps.mean_over(against),
        "gap_dimension": dimension_means(gap, gaps.layout.member),
        "gap_item": gap,
    }
