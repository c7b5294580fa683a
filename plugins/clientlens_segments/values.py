"""The values of a sample: what sets each segment apart, on every row of weights.

Shapes: R replicates, n respondents, S segments of all segmentations side by side, p questions,
L values of all attributes side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from clientlens.stats.moments import answered_weight, divide
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
    levels: FloatArray  # (n, L)


def _masks(sample: Sample, study: Study, layout: Layout) -> _Masks:
    n, minimum = sample.weights.shape[1], study.report.minimum_group
    # A group that isn't shown isn't a segment that is shown either.
    segments = _members(sample, layout.segments, n, minimum, study.grouped_by)
    return _Masks(segments, _members(sample, layout.levels, n, minimum))


def _members(
    sample: Sample, labels: Sequence[str], n: int, minimum: int, beside: Sequence[str] = ()
) -> FloatArray:
    """(n, ·) one where a respondent has the value of a label that may be shown."""
    found = np.zeros((n, len(labels)))
    shown: dict[str, dict[str, BoolArray]] = {}
    for i, label in enumerate(labels):
        attribute, _, value = label.partition(SEPARATOR)
        if attribute not in shown:
            shown[attribute] = sample.units(attribute, minimum, beside)
        if value in shown[attribute]:
            found[:, i] = shown[attribute][value]
    return found


def segment_values(sample: Sample, study: Study, options: SegmentsOptions) -> Values:
    """Every quantity that `DIMS` names; NaN of what can't be shown.

    Shares are those of everybody, for of all who are in a segment they would tell how many are in
    those that aren't shown. Differences are those of a segment from all
    respondents who are in another one that may be shown: with the others their sum could be told.
    """
    layout, minimum = layout_of(study, options), study.report.minimum_group
    masks = _masks(sample, study, layout)
    W = sample.weights
    size = W @ masks.segments  # (R, S)
    is_shown = masks.segments.any(axis=0)
    share = np.where(is_shown, divide(size, W.sum(axis=1, keepdims=True)), np.nan)
    return {
        "share": share,
        **_ratings(sample, layout, masks, minimum),
        **_levels(W, layout, masks, minimum),
    }


def segment_counts(sample: Sample, study: Study, options: SegmentsOptions) -> Values:
    """Respondents of every segment, and answers behind every mean and share."""
    layout, minimum = layout_of(study, options), study.report.minimum_group
    masks = _masks(sample, study, layout)
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
    n_answered = masks.segments.T @ answered.astype(np.float64)  # (S, p)
    hidden = _hidden_answers(layout, n_answered, minimum)
    for positions in _by_segmentation(layout, masks):
        n_whole = n_answered[positions].sum(axis=0)
        members = {i: masks.segments[:, i] > 0 for i in positions}
        sums = {i: _Sums.of(W[:, m], filled[m], answered[m]) for i, m in members.items()}
        whole = _Sums.total(list(sums.values()))
        for i, own in sums.items():
            rest = whole.minus(own)
            has_rest = n_whole - n_answered[i] >= minimum
            mean[:, i] = np.where(hidden[i], np.nan, own.mean + centre)
            difference[:, i] = np.where(~hidden[i] & has_rest, own.mean - rest.mean, np.nan)
            effect[:, i] = divide(difference[:, i], own.pooled_deviation(rest))
    return {"feature_mean": mean, "difference": difference, "standardised_difference": effect}


def _by_segmentation(layout: Layout, masks: _Masks) -> Iterator[list[int]]:
    """Positions of the segments of each segmentation that may be shown and hold anybody."""
    for segmentation in layout.segmentations:
        own = [i for i, s in enumerate(layout.segments) if s.startswith(segmentation + SEPARATOR)]
        shown = [i for i in own if masks.segments[:, i].any()]
        if shown:
            yield shown


def _hidden_answers(layout: Layout, counts: FloatArray, minimum: int) -> BoolArray:
    """(S, p) means that rest on too few answers, or would tell of such a one by subtraction.

    `counts` (S, p) are the answers behind them.
    """
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
        n = np.broadcast_to(answered_weight(W, answered), (len(W), filled.shape[1]))
        return _Sums(n, W @ filled, W @ filled**2)

    @staticmethod
    def total(parts: Sequence[_Sums]) -> _Sums:
        return _Sums(
            np.sum([part.n for part in parts], axis=0),
            np.sum([part.first for part in parts], axis=0),
            np.sum([part.second for part in parts], axis=0),
        )

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
