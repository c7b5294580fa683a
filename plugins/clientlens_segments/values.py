"""The values of a sample: what sets each segment apart, on every row of weights.

Shapes: R replicates, n respondents, S segments of all segmentations side by side, p questions,
L values of all attributes side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import (
    BoolArray,
    FloatArray,
    Sample,
    Study,
    Values,
    questions_of,
)
from clientlens.stats.moments import divide
from clientlens_segments.check import MOST_VALUES
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.privacy import hidden_cells

DIMS: Mapping[str, tuple[str, ...]] = {
    "share": ("segment",),
    "feature_mean": ("segment", "feature"),
    "difference": ("segment", "feature"),
    "standardised_difference": ("segment", "feature"),
    "level_share": ("segment", "level"),
    "lift": ("segment", "level"),
    "association": ("segmentation", "attribute"),
}
ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n": ("segment",),
    "n_feature": ("segment", "feature"),
    "n_level": ("segment", "level"),
}
TABLES_ONLY = frozenset(DIMS) - {"share"}

SEPARATOR = "="


@dataclass(frozen=True, slots=True)
class Layout:
    """The labels of every axis.

    ``segments`` and ``levels`` are written ``attribute=value``.
    """

    segmentations: tuple[str, ...]
    segments: tuple[str, ...]
    features: tuple[str, ...]
    attributes: tuple[str, ...]
    levels: tuple[str, ...]


def layout_of(study: Study, options: SegmentsOptions) -> Layout:
    """What the model of these options shows of this study."""
    shown = options.of or study.grouped_by
    asked = options.attributes
    if asked is None:
        asked = tuple(
            code
            for code in study.respondents
            if code not in study.found and len(_values(study, code)) <= MOST_VALUES
        )
    return Layout(
        shown,
        tuple(f"{s}{SEPARATOR}{v}" for s in shown for v in _values(study, s)),
        tuple(question.name for question in questions_of(study)),
        asked,
        tuple(f"{a}{SEPARATOR}{v}" for a in asked for v in _values(study, a)),
    )


def _values(study: Study, attribute: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(study.respondents[attribute].values.values()))


@dataclass(frozen=True, slots=True, eq=False)
class _Masks:
    """Who has which value, of those that may be shown: zeros for the others."""

    segments: FloatArray  # (n, S)
    known: FloatArray  # (n, S) who has any value of the same segmentation
    levels: FloatArray  # (n, L)


def _masks(sample: Sample, layout: Layout, minimum: int) -> _Masks:
    n = sample.weights.shape[1]
    segments = _members(sample, layout.segments, n, minimum)
    owners = np.array([s.partition(SEPARATOR)[0] for s in layout.segments])
    same = np.equal.outer(owners, owners).astype(np.float64)
    return _Masks(segments, segments @ same, _members(sample, layout.levels, n, minimum))


def _members(sample: Sample, labels: Sequence[str], n: int, minimum: int) -> FloatArray:
    """(n, ·) one where a respondent has the value of a label that may be shown."""
    found = np.zeros((n, len(labels)))
    shown: dict[str, dict[str, BoolArray]] = {}
    for i, label in enumerate(labels):
        attribute, _, value = label.partition(SEPARATOR)
        if attribute not in shown:
            shown[attribute] = sample.units(attribute, minimum)
        if value in shown[attribute]:
            found[:, i] = shown[attribute][value]
    return found


def segment_values(sample: Sample, study: Study, options: SegmentsOptions) -> Values:
    """Every quantity that `DIMS` names; NaN of what can't be shown.

    Differences are those of a segment from all respondents who are in another one.
    """
    layout, minimum = layout_of(study, options), study.report.minimum_group
    masks = _masks(sample, layout, minimum)
    W = sample.weights
    size = W @ masks.segments  # (R, S)
    is_shown = masks.segments.any(axis=0)
    share = np.where(is_shown, divide(size, W @ masks.known), np.nan)
    return {
        "share": share,
        **_ratings(sample, layout, masks, minimum),
        **_levels(W, layout, masks, minimum),
    }


def segment_counts(sample: Sample, study: Study, options: SegmentsOptions) -> Values:
    """Respondents of every segment, and answers behind every mean and share."""
    layout, minimum = layout_of(study, options), study.report.minimum_group
    masks = _masks(sample, layout, minimum)
    n = masks.segments.sum(axis=0)
    n_feature = masks.segments.T @ ~np.isnan(sample.ratings.values)
    cells = masks.segments.T @ masks.levels
    return {
        "n": np.where(n > 0, n, np.nan),
        "n_feature": np.where(n_feature >= minimum, n_feature, np.nan),
        "n_level": np.where(_hidden_levels(layout, masks, minimum), np.nan, cells),
    }


def _ratings(sample: Sample, layout: Layout, masks: _Masks, minimum: int) -> Values:
    """Means, differences from the others, and these in pooled standard deviations."""
    X, W = sample.ratings.values, sample.weights
    answered = ~np.isnan(X)
    count = np.maximum(answered.sum(axis=0), 1)
    centre = np.where(answered, X, 0.0).sum(axis=0) / count  # squares lose no digits
    filled = np.where(answered, X - centre, 0.0)
    shape = (len(W), len(layout.segments), X.shape[1])
    mean, difference, effect = (np.full(shape, np.nan) for _ in range(3))
    sums = _Sums.of(W, filled, answered)
    whole: dict[str, _Sums] = {}
    hidden = _hidden_answers(layout, masks, answered, minimum)
    for i, segment in enumerate(layout.segments):
        owner = segment.partition(SEPARATOR)[0]
        if not masks.segments[:, i].any():
            continue
        if owner not in whole:
            rows = masks.known[:, i] > 0
            whole[owner] = (
                sums if rows.all() else _Sums.of(W[:, rows], filled[rows], answered[rows])
            )
        rows = masks.segments[:, i] > 0
        own = _Sums.of(W[:, rows], filled[rows], answered[rows])
        rest = whole[owner].minus(own)
        show = ~hidden[i]
        others = (masks.known[:, i] > 0) & ~rows
        has_rest = answered[others].sum(axis=0) >= minimum
        mean[:, i] = np.where(show, own.mean + centre, np.nan)
        difference[:, i] = np.where(show & has_rest, own.mean - rest.mean, np.nan)
        effect[:, i] = divide(difference[:, i], own.pooled_deviation(rest))
    return {"feature_mean": mean, "difference": difference, "standardised_difference": effect}


def _hidden_answers(layout: Layout, masks: _Masks, answered: BoolArray, minimum: int) -> BoolArray:
    """(S, p) means that rest on too few answers, or would tell of such a one by subtraction."""
    counts = masks.segments.T @ answered  # (S, p)
    hidden = np.zeros(counts.shape, dtype=bool)
    owners = np.array([s.partition(SEPARATOR)[0] for s in layout.segments])
    for owner in layout.segmentations:
        own = owners == owner
        hidden[own] = hidden_cells(counts[own], minimum, axes=(0,))
    return hidden


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Weighted sums (R, p) of answers: of ones, of values, of squares."""

    n: FloatArray
    first: FloatArray
    second: FloatArray

    @staticmethod
    def of(W: FloatArray, filled: FloatArray, answered: BoolArray) -> _Sums:
        return _Sums(W @ answered.astype(np.float64), W @ filled, W @ filled**2)

    def minus(self, other: _Sums) -> _Sums:
        return _Sums(self.n - other.n, self.first - other.first, self.second - other.second)

    @property
    def mean(self) -> FloatArray:
        return divide(self.first, np.where(self.n > _NOTHING, self.n, 0.0))

    def pooled_deviation(self, other: _Sums) -> FloatArray:
        """Within both parts, each by its weight."""
        within = self._squares() + other._squares()
        return np.sqrt(np.maximum(divide(within, self.n + other.n), 0.0))

    def _squares(self) -> FloatArray:
        return self.second - np.nan_to_num(self.mean) * self.first


_NOTHING = 1e-9
"""What is left of weights after subtraction, where nobody is."""


def _levels(W: FloatArray, layout: Layout, masks: _Masks, minimum: int) -> Values:
    """Shares of the values of attributes in each segment, lifts, and Cramér's V."""
    R, S, L = len(W), len(layout.segments), len(layout.levels)
    owner_of_level = np.array([level.partition(SEPARATOR)[0] for level in layout.levels])
    owner_of_segment = np.array([s.partition(SEPARATOR)[0] for s in layout.segments])
    joint = np.zeros((R, S, L))
    for i in range(S):
        rows = masks.segments[:, i] > 0
        if rows.any():
            joint[:, i] = W[:, rows] @ masks.levels[rows]
    hidden = _hidden_levels(layout, masks, minimum)
    share = np.full((R, S, L), np.nan)
    lift = np.full((R, S, L), np.nan)
    association = np.full((R, len(layout.segmentations), len(layout.attributes)), np.nan)
    for g, segmentation in enumerate(layout.segmentations):
        own = np.flatnonzero(owner_of_segment == segmentation)
        for a, attribute in enumerate(layout.attributes):
            cells = np.flatnonzero(owner_of_level == attribute)
            if attribute == segmentation or not len(own) or not len(cells):
                continue
            table = joint[:, own][:, :, cells]  # (R, S', L')
            share[:, own[:, None], cells] = divide(table, table.sum(axis=2, keepdims=True))
            overall = table.sum(axis=1) / np.maximum(table.sum(axis=(1, 2))[:, None], _NOTHING)
            lift[:, own[:, None], cells] = divide(
                share[:, own[:, None], cells], np.broadcast_to(overall[:, None], table.shape)
            )
            association[:, g, a] = cramers_v(table)
    share[:, hidden] = np.nan
    lift[:, hidden] = np.nan
    return {"level_share": share, "lift": lift, "association": association}


def _hidden_levels(layout: Layout, masks: _Masks, minimum: int) -> BoolArray:
    """(S, L) cells that are too small, or would tell of such a one by subtraction."""
    counts = masks.segments.T @ masks.levels
    hidden = np.zeros(counts.shape, dtype=bool)
    owner_of_level = np.array([level.partition(SEPARATOR)[0] for level in layout.levels])
    owner_of_segment = np.array([s.partition(SEPARATOR)[0] for s in layout.segments])
    for segmentation in layout.segmentations:
        own = np.flatnonzero(owner_of_segment == segmentation)
        for attribute in layout.attributes:
            cells = np.flatnonzero(owner_of_level == attribute)
            block = counts[np.ix_(own, cells)]
            hidden[np.ix_(own, cells)] = hidden_cells(block, minimum, axes=(0, 1))
    return hidden


def cramers_v(table: FloatArray) -> FloatArray:
    """(R,) association of rows and columns of tables (R, r, c), 0 none to 1 complete.

    NaN where fewer than two rows or columns hold anybody.

    References
    ----------
    .. [1] Cramér (1946), Mathematical methods of statistics. Princeton University Press, p. 282.
    """
    n = table.sum(axis=(1, 2))
    rows, columns = table.sum(axis=2), table.sum(axis=1)
    expected = rows[:, :, None] * columns[:, None] / np.maximum(n, _NOTHING)[:, None, None]
    squares = np.where(expected > 0, (table - expected) ** 2, 0.0)
    chi_square = (squares / np.where(expected > 0, expected, 1.0)).sum(axis=(1, 2))
    least = np.minimum((rows > 0).sum(axis=1), (columns > 0).sum(axis=1)) - 1
    return np.sqrt(divide(chi_square, n * np.maximum(least, 0)))
