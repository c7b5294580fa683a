"""The search: from features to segments, or to the verdict that there are none.

First the test of structure; then every number of segments, what each is worth and how stable it is;
then the choice; at last everybody is placed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.choice import Candidates, Criterion, choose_number, order_of
from clientlens_segments.criteria import (
    MOST_COMPARED,
    Gap,
    gap_statistic,
    partition_criteria,
)
from clientlens_segments.methods.fit import Fit, Method
from clientlens_segments.one_population import fit_one_population
from clientlens_segments.partition import centres_of, one_hot, sizes_of, some_rows
from clientlens_segments.stability import DOUBTFUL, MOST_ROWS, Stability, stability_of
from clientlens_segments.structure import MOST_ROWS as MOST_TESTED
from clientlens_segments.structure import MakeFeatures, Structure, hold_to_one_population

_ALIKE = 1e-9
"""Features whose rows spread by less are those of one respondent over and over."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is parted.

    Attributes
    ----------
    features : (n, q) array
        Without gaps.
    data : (n, ·) array
        What the method works on: the features, or the answers themselves.
    answers : (n, m) array
        What the features were made of, NaN where missing.
    weights : (n,) array
        Weights of the rows.
    make_features : callable
        Makes features of answers.
    """

    features: FloatArray
    data: FloatArray
    answers: FloatArray
    weights: FloatArray
    make_features: MakeFeatures

    def rows(self, rows: IntArray) -> Material:
        """The same of some rows."""
        return Material(
            self.features[rows],
            self.data[rows],
            self.answers[rows],
            self.weights[rows],
            self.make_features,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What is looked for.

    Attributes
    ----------
    numbers : tuple of int
        Numbers of segments, two or more; the method chooses among them, or has none to choose.
    is_fixed : bool
        Whether there is one number only, which the study gives.
    fewest : int
        Members that a segment must have.
    resamples : int
        For the stability.
    criterion : str
        By which the number is chosen.
    finds_number : bool
        Whether the method finds the number itself.
    has_gap : bool
        Whether the gap statistic is computed.
    resamples_all : bool
        Whether every number is resampled, or only those that the criterion puts first.
    """

    numbers: tuple[int, ...]
    is_fixed: bool
    fewest: int
    resamples: int
    criterion: Criterion
    finds_number: bool = False
    has_gap: bool = False
    resamples_all: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Segments of everybody, or why there are none.

    ``labels`` is all -1 where ``k`` is 0; ``criteria`` has a value for every number that was tried.
    """

    labels: IntArray
    k: int
    structure: Structure
    criteria: Mapping[str, Mapping[int, float]]
    probabilities: FloatArray | None = None
    stability: Stability | None = None
    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class _Tried:
    """What was tried so far, by the number of segments."""

    fits: dict[int, Fit] = field(default_factory=dict)
    values: dict[str, dict[int, float]] = field(default_factory=dict)
    stability: dict[int, Stability] = field(default_factory=dict)
    gaps: dict[int, Gap] = field(default_factory=dict)

    def note(self, criterion: str, k: int, value: float) -> None:
        self.values.setdefault(criterion, {})[k] = value


REMARKS = {
    "some_rows": "segments were found among some of the respondents, drawn by chance; the others "
    "were placed by what was found",
    "one_population": "the answers lump no more than those of one population without segments; "
    "these segments part a whole",
    "constant": "what everybody answers alike was left out",
    "left_out": "respondents with too few answers belong to no segment",
    "unweighted": "this method takes all respondents alike, whatever their design weights",
}

REASONS = {
    "alike": "all respondents answered alike",
    "one_population": "the answers lump no more than those of one population without segments",
    "small": "no partition has segments of the least size",
    "unstable": "no partition comes out again when other respondents answer",
    "one": "one segment explains the answers better than several",
    "none": "the method finds no two segments",
}


def find_segments(
    material: Material, method: Method, settings: Settings, rng: np.random.Generator
) -> Found:
    """Look for segments.

    Parameters
    ----------
    material : Material
        Of everybody who isn't left out.
    method : Method
        Parts rows.
    settings : Settings
        What is looked for.
    rng : numpy.random.Generator
        Of this segmentation.
    """
    if material.features.shape[1] == 0 or np.ptp(material.features, axis=0).max() < _ALIKE:
        return _nothing(material, "alike", Structure(1.0, {}, 0), {})
    structure = _structure(material, settings, rng)
    if not structure.is_there and not settings.is_fixed:
        values = {"departure": structure.departure}
        return _nothing(material, "one_population", structure, values)
    seen = some_rows(len(material.weights), method.most_rows, rng)
    part = material.rows(seen)
    tried = _Tried({}, {"departure": dict(structure.departure)})
    _fit_all(part, method, settings, tried, rng)
    fewest = settings.fewest * len(seen) / len(material.weights)
    allowed = [
        k
        for k, fit in tried.fits.items()
        if k > 1 and (settings.is_fixed or int(sizes_of(fit.labels, k).min()) >= fewest)
    ]
    if settings.has_gap:
        _add_gaps(part, method, settings, tried, rng)
    _resample(part, method, settings, tried, allowed, rng)
    k = _chosen(tried, settings, allowed)
    if k <= 1:
        reason = _why_none(tried, settings, allowed)
        return _nothing(material, reason, structure, tried.values)
    return _placed(material, tried, k, structure, seen)


def _structure(material: Material, settings: Settings, rng: np.random.Generator) -> Structure:
    rows = some_rows(len(material.weights), MOST_TESTED, rng)
    part = material.rows(rows)
    varies = np.nanstd(part.answers, axis=0) > 0
    population = fit_one_population(part.answers[:, varies], part.weights, rng)
    is_missing = np.isnan(part.answers)

    def make(drawn: FloatArray) -> FloatArray:
        whole = np.where(is_missing, np.nan, part.answers)
        whole[:, varies] = np.where(is_missing[:, varies], np.nan, drawn)
        return material.make_features(whole)

    numbers = settings.numbers if len(settings.numbers) > 1 else range(2, max(settings.numbers) + 1)
    features = make(part.answers[:, varies])
    return hold_to_one_population(features, part.weights, population, make, list(numbers), rng)


def _fit_all(
    part: Material, method: Method, settings: Settings, tried: _Tried, rng: np.random.Generator
) -> None:
    """Every number, and one segment where the criterion compares with it."""
    compared = some_rows(len(part.weights), MOST_COMPARED, rng)
    first = (1,) if settings.criterion == "bic" and not settings.finds_number else ()
    for wanted in (*first, *(settings.numbers[:1] if settings.finds_number else settings.numbers)):
        fit = method.fit(part.data, wanted, part.weights, rng)
        if fit is None:
            continue
        tried.fits[fit.k] = fit
        for name, value in fit.criteria.items():
            tried.note(name, fit.k, value)
        if fit.k > 1:
            found = partition_criteria(part.features[compared], fit.labels[compared])
            for name, value in found.items():
                tried.note(name, fit.k, value)


def _add_gaps(
    part: Material, method: Method, settings: Settings, tried: _Tried, rng: np.random.Generator
) -> None:
    rows = some_rows(len(part.weights), MOST_TESTED, rng)
    features = part.features[rows]
    equal = np.ones(len(rows))

    def within(box: FloatArray, k: int) -> float:
        if k == 1:
            labels = np.zeros(len(box), dtype=np.int64)
        else:
            fit = method.refit(box, k, equal, rng)
            if fit is None:
                return float(np.finfo(float).tiny)
            labels = fit.labels
        centres = centres_of(box, labels, k, equal)
        return float(((box - centres[labels]) ** 2).sum())

    most = max(settings.numbers)
    tried.gaps.update(gap_statistic(features, range(1, most + 1), within, rng))
    for k, gap in tried.gaps.items():
        tried.note("gap", k, gap.value)
        tried.note("gap_error", k, gap.error)


def _resample(
    part: Material,
    method: Method,
    settings: Settings,
    tried: _Tried,
    allowed: Sequence[int],
    rng: np.random.Generator,
) -> None:
    """The stability of every number, or of those that come first until one is trusted."""
    if settings.resamples_all:
        order = list(allowed)
    else:
        values = tried.values.get(settings.criterion, {})
        ranked = order_of({k: values.get(k, 0.0) for k in allowed}, settings.criterion)
        one = values.get(1, np.inf)
        is_worse = settings.criterion == "bic" and not settings.is_fixed
        order = [k for k in ranked if not (is_worse and values.get(k, np.inf) >= one)]
    rows = some_rows(len(part.weights), MOST_ROWS, rng)
    few = part.rows(rows)
    for k in order:
        found = _stability(few, method, tried.fits[k], rows, settings, rng)
        tried.stability[k] = found
        tried.note("jaccard", k, found.worst)
        tried.note("adjusted_rand", k, found.adjusted_rand)
        if not settings.resamples_all and found.worst >= DOUBTFUL:
            return


def _stability(
    few: Material,
    method: Method,
    fit: Fit,
    rows: IntArray,
    settings: Settings,
    rng: np.random.Generator,
) -> Stability:
    def partition(drawn: IntArray) -> IntArray | None:
        again = method.refit(few.data[drawn], fit.k, few.weights[drawn], rng)
        return None if again is None else again.labels

    return stability_of(few.features, fit.labels[rows], fit.k, partition, settings.resamples, rng)


def _chosen(tried: _Tried, settings: Settings, allowed: Sequence[int]) -> int:
    if settings.is_fixed or settings.finds_number:
        trusted = [k for k in allowed if settings.is_fixed or tried.stability[k].worst >= DOUBTFUL]
        return trusted[0] if trusted else 1
    known = {
        name: {k: v for k, v in values.items() if k == 1 or k in allowed}
        for name, values in tried.values.items()
    }
    stability = {k: found.worst for k, found in tried.stability.items()}
    return choose_number(Candidates(known, stability, tried.gaps), settings.criterion)


def _why_none(tried: _Tried, settings: Settings, allowed: Sequence[int]) -> str:
    if not [k for k in tried.fits if k > 1]:
        return "none"
    if not allowed:
        return "small"
    stable = [k for k, found in tried.stability.items() if found.worst >= DOUBTFUL]
    if stable or (settings.criterion == "bic" and not tried.stability):
        return "one"
    return "unstable"


def _nothing(
    material: Material, reason: str, structure: Structure, values: Mapping[str, Mapping[int, float]]
) -> Found:
    labels = np.full(len(material.weights), -1, dtype=np.int64)
    return Found(labels, 0, structure, values, reason=REASONS[reason])


def _placed(
    material: Material, tried: _Tried, k: int, structure: Structure, seen: IntArray
) -> Found:
    """Everybody's segment; the fit knows some rows, and places the others."""
    fit, n = tried.fits[k], len(material.weights)
    remarks = [REMARKS["some_rows"]] if len(seen) < n else []
    labels, probabilities = fit.labels, None
    placed, placed_probabilities = fit.place(material.data, material.weights)
    if len(seen) < n or placed_probabilities is not None:
        labels, probabilities = placed, placed_probabilities
    if not structure.is_there:
        remarks.append(REMARKS["one_population"])
    if len(np.unique(labels[labels >= 0])) < k:
        return _nothing(material, "none", structure, tried.values)
    return Found(
        labels,
        k,
        structure,
        tried.values,
        probabilities,
        tried.stability.get(k),
        "",
        tuple(remarks),
    )


def sharpness(labels: IntArray, probabilities: FloatArray) -> float:
    """Average probability of the segment that somebody is put into."""
    return float((probabilities * one_hot(labels, probabilities.shape[1])).sum(axis=1).mean())
