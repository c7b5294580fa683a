"""The gaps between roles, in every replicate: as a whole, by dimension and by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, IntArray, Sample, Values
from clientlens_servqual.chain import CLIENTS, Link, Rating
from clientlens_servqual.gaps import dimension_means, mean_of_known, means_of_known
from clientlens_servqual.values import SampleGaps

PARTS: Mapping[str, tuple[str, ...]] = {
    "gap": (),
    "of": (),
    "against": (),
    "gap_dimension": ("quality_dimension",),
    "gap_item": ("indicator",),
}
"""What is told of each gap → its axes behind group and replicate."""

OF_EVERYBODY = frozenset({"gap_item"})
"""Parts that aren't told by group: they would fill a workbook that nobody reads."""

COUNTS: Mapping[str, tuple[str, ...]] = {
    "n_of": (),
    "n_against": (),
    "n_gap": (),
    "n_gap_dimension": ("quality_dimension",),
    "n_gap_item": ("indicator",),
}
"""Numbers of respondents → their axes behind group; those of a gap are of its smaller side."""


def quantity(code: str, part: str) -> str:
    """What a part of a gap is called among the quantities of the model."""
    return f"role_{code}_{part}"


def role_dims(links: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Quantity → its axes, for some gaps."""
    return {quantity(code, part): dims for code in links for part, dims in PARTS.items()}


def role_counts(links: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Quantity without replicates → its axes."""
    return {quantity(code, part): dims for code in links for part, dims in COUNTS.items()}


def role_values(gaps: SampleGaps, links: Mapping[str, Link]) -> Values:
    """Every quantity that `role_dims` names; a gap is absent where a role can't be shown.

    Those by indicator are of everybody alone.
    """
    told = PARTS if gaps.sample.is_everybody else PARTS.keys() - OF_EVERYBODY
    found: dict[str, FloatArray | Absent] = {}
    for code, link in links.items():
        ends = ends_of(gaps, link)
        if isinstance(ends, Absent):
            values: Mapping[str, FloatArray | Absent] = dict.fromkeys(PARTS, ends)
        else:
            values = _values(gaps, ends)
        found |= {quantity(code, part): values[part] for part in PARTS if part in told}
    return found


def role_numbers(gaps: SampleGaps, links: Mapping[str, Link]) -> Values:
    """How many gave each of both ratings, as answered."""
    found: dict[str, FloatArray | Absent] = {}
    for code, link in links.items():
        ends = ends_of(gaps, link)
        if isinstance(ends, Absent):
            found |= dict.fromkeys(role_counts([code]), ends)
            continue
        member = gaps.layout.member & ends.is_known
        of, against = (np.where(ends.is_known, ~np.isnan(rows), False) for rows in ends.rows)
        both = of & against if link.is_within else None
        sides = (both, both) if both is not None else (of, against)
        numbers = {
            "n_of": of.any(axis=1).sum(),
            "n_against": against.any(axis=1).sum(),
            "n_gap": min(side.any(axis=1).sum() for side in sides),
            "n_gap_item": np.minimum(*(side.sum(axis=0) for side in sides)),
            "n_gap_dimension": np.minimum(*(_in_each(side, member) for side in sides)),
        }
        found |= {
            quantity(code, part): np.asarray(number, dtype=np.float64)
            for part, number in numbers.items()
        }
    return found


def _in_each(rated: BoolArray, member: BoolArray) -> IntArray:
    """(K,) respondents who rated anything of each dimension."""
    return np.asarray((rated.astype(np.int64) @ member.T.astype(np.int64) > 0).sum(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Both ratings of a gap, and the (J,) indicators of which enough was said.

    ``rows`` are the answers (n, J) to each.
    """

    link: Link
    of: Sample
    against: Sample
    rows: tuple[FloatArray, FloatArray]
    is_known: BoolArray

    @property
    def gap(self) -> FloatArray:
        """(R, J) the first less the second; within one role of those who gave both."""
        of, against = self.link.of.facet, self.link.against.facet
        if self.link.is_within:
            return self.of.mean_difference(of, against)
        return self.of.mean(of) - self.against.mean(against)


def ends_of(gaps: SampleGaps, link: Link) -> Ends | Absent:
    """Both ratings, where enough gave them."""
    of = _sample_of(gaps.sample, link.of)
    against = _sample_of(gaps.sample, link.against)
    if isinstance(of, Absent):
        return of
    if isinstance(against, Absent):
        return against
    rows = of.answers(link.of.facet), against.answers(link.against.facet)
    counts = [(~np.isnan(own)).sum(axis=0) for own in rows]
    if link.is_within:
        counts = [(~np.isnan(rows[0] + rows[1])).sum(axis=0)]
    is_known = (np.minimum.reduce(counts) >= gaps.fewest) & gaps.layout.is_asked
    if not is_known.any():
        return Absent(
            f"no indicator was rated on '{link.of}' and '{link.against}' by {gaps.fewest} "
            "respondents or more"
        )
    return Ends(link, of, against, rows, is_known)


def _sample_of(sample: Sample, rating: Rating) -> Sample | Absent:
    if rating.role == CLIENTS:
        return sample
    if rating.role in sample.roles:
        return sample.roles[rating.role]
    return Absent(sample.absent_roles[rating.role])


def _values(gaps: SampleGaps, ends: Ends) -> dict[str, FloatArray]:
    """The gaps, and the means of both ratings over the same indicators."""
    found = complete_values(gaps, ends) or incomplete_values(gaps, ends)
    if gaps.sample.is_everybody:
        found["gap_item"] = np.where(ends.is_known, gaps.sign * ends.gap, np.nan)
    return found


def complete_values(gaps: SampleGaps, ends: Ends) -> dict[str, FloatArray] | None:
    """The values where every replicate has every indicator that is known, as nearly always.

    Then the mean of a gap is the gap of both means, and these are the same for all groups that are
    held to the same people. None where indicators have weights or one is missing somewhere.
    """
    if gaps.options.weights != "equal":
        return None
    of = _by_dimension(gaps, ends.of, ends.link.of.facet, ends.is_known)
    against = _by_dimension(gaps, ends.against, ends.link.against.facet, ends.is_known)
    gap = _known_means(gaps, ends.gap, ends.is_known) if ends.link.is_within else of - against
    is_told = (gaps.layout.member & ends.is_known).any(axis=1)  # (K,)
    if np.isnan((gap + of + against)[:, is_told]).any():
        return None
    return {
        "gap": gaps.sign * mean_of_known(gap),
        "of": mean_of_known(of),
        "against": mean_of_known(against),
        "gap_dimension": gaps.sign * gap,
    }


def _by_dimension(gaps: SampleGaps, sample: Sample, facet: str, is_known: BoolArray) -> FloatArray:
    """(R, K) means of the indicators that are known, kept with the sample."""
    key = f"servqual {facet} {is_known.tobytes()!r} {gaps.layout.member.tobytes()!r}"
    return sample.remembered(key, lambda: _known_means(gaps, sample.mean(facet), is_known))


def _known_means(gaps: SampleGaps, values: FloatArray, is_known: BoolArray) -> FloatArray:
    """(R, K) means over the indicators that are known; NaN where one of them has no value."""
    return means_of_known(values, is_known, gaps.layout.member)


def incomplete_values(gaps: SampleGaps, ends: Ends) -> dict[str, FloatArray]:
    """The values where an indicator may be missing in some replicates, and then counts nowhere."""
    gap = np.where(ends.is_known, gaps.sign * ends.gap, np.nan)
    missing = np.isnan(gap)
    of = np.where(missing, np.nan, ends.of.mean(ends.link.of.facet))
    against = np.where(missing, np.nan, ends.against.mean(ends.link.against.facet))
    member = gaps.layout.member
    by_dimension = dimension_means(gap, member)
    return {
        "gap": gaps.mean_over(gap, by_dimension),
        "of": gaps.mean_over(of, dimension_means(of, member)),
        "against": gaps.mean_over(against, dimension_means(against, member)),
        "gap_dimension": by_dimension,
    }
