"""The rule: a shallow tree of questions that tells the segment of a new client.

How often it is right is told from clients whom it hasn't seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray, Sample, Study, Values
from clientlens.stats.resample import generator
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.partition import some_rows
from clientlens_segments.values import SEPARATOR, Layout, layout_of

FOLDS, REPEATS = 5, 10
_MOST_ROWS = 5000
_FEWEST_SHARE = 0.02
"""An end of the rule holds this part of the respondents at least."""

RULE_DIMS: Mapping[str, tuple[str, ...]] = {
    "rule_question": ("segmentation", "end", "step"),
    "rule_bound": ("segmentation", "end", "step"),
    "rule_is_above": ("segmentation", "end", "step"),
    "rule_segment": ("segmentation", "end"),
    "rule_n": ("segmentation", "end"),
    "rule_purity": ("segmentation", "end"),
    "rule_accuracy": ("segmentation",),
    "rule_accuracy_error": ("segmentation",),
    "rule_baseline": ("segmentation",),
}


def rule_coords(options: SegmentsOptions) -> Mapping[str, Sequence[str]]:
    """Labels of the ends of a rule, and of the questions on the way to one."""
    return {
        "end": tuple(str(i + 1) for i in range(2**options.depth)),
        "step": tuple(str(i + 1) for i in range(options.depth)),
    }


def predictors_of(layout: Layout, segmentation: str) -> tuple[str, ...]:
    """What a rule may ask: every question, and every value of the attributes."""
    levels = [v for v in layout.levels if v.partition(SEPARATOR)[0] != segmentation]
    return (*layout.features, *levels)


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One end of a rule: the way to it, and who arrives.

    Each step is a predictor, a bound, and whether the answer lies above it.
    """

    steps: tuple[tuple[int, float, bool], ...]
    segment: int
    n: int
    purity: float


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A tree, and how often it is right about clients whom it hasn't seen.

    `error` is the standard error of the accuracy, `baseline` how often the largest segment is.
    """

    ends: tuple[End, ...]
    accuracy: float
    error: float
    baseline: float

    @property
    def is_better(self) -> bool:
        """Whether the rule beats saying the largest segment of everybody, beyond doubt."""
        return self.accuracy - 2 * self.error > self.baseline


def rule_values(sample: Sample, study: Study, options: SegmentsOptions) -> Values:
    """Every quantity that `RULE_DIMS` names; NaN where there is no rule."""
    layout = layout_of(study, options)
    ends, steps = 2**options.depth, options.depth
    sizes = {"segmentation": len(layout.segmentations), "end": ends, "step": steps}
    values = {
        name: np.full([sizes[dim] for dim in dims], np.nan) for name, dims in RULE_DIMS.items()
    }
    for g, segmentation in enumerate(layout.segmentations):
        rule = _rule_of(sample, study, options, layout, segmentation)
        if rule is None:
            continue
        values["rule_accuracy"][g] = rule.accuracy
        values["rule_accuracy_error"][g] = rule.error
        values["rule_baseline"][g] = rule.baseline
        for e, end in enumerate(rule.ends):
            values["rule_segment"][g, e] = end.segment
            values["rule_n"][g, e] = end.n
            values["rule_purity"][g, e] = end.purity
            for s, (question, bound, is_above) in enumerate(end.steps):
                values["rule_question"][g, e, s] = question
                values["rule_bound"][g, e, s] = bound
                values["rule_is_above"][g, e, s] = is_above
    return values


def _rule_of(
    sample: Sample, study: Study, options: SegmentsOptions, layout: Layout, segmentation: str
) -> Rule | None:
    minimum = study.report.minimum_group
    shown = sample.units(segmentation, minimum, study.grouped_by)
    labels = np.full(sample.weights.shape[1], -1, dtype=np.int64)
    for i, segment in enumerate(layout.segments):
        owner, _, value = segment.partition(SEPARATOR)
        if owner == segmentation and value in shown:
            labels[shown[value]] = i
    rng = generator(study.uncertainty.seed, f"segments.rule.{segmentation}")
    weights = sample.as_answered.weights[0]
    predictors = _predictors(sample, predictors_of(layout, segmentation), minimum)
    # Sorted by what was answered, so that the folds don't depend on the order of the file.
    rows = np.lexsort([weights, labels, *predictors.T])
    rows = rows[labels[rows] >= 0]
    rows = rows[some_rows(len(rows), _MOST_ROWS, rng)]
    if len(rows) == 0 or np.ptp(labels[rows]) == 0:
        return None
    fewest = max(minimum, int(np.ceil(_FEWEST_SHARE * len(rows))))
    return fit_rule(predictors[rows], labels[rows], weights[rows], options.depth, fewest, rng)


def _predictors(sample: Sample, names: Sequence[str], minimum: int) -> FloatArray:
    """(n, ·) answers, a missing one as the median, and zeros and ones of attributes."""
    columns = []
    for name in names:
        attribute, _, value = name.partition(SEPARATOR)
        if value and attribute in sample.ratings.attributes:
            members = sample.units(attribute, minimum).get(value)
            n = sample.weights.shape[1]
            columns.append(np.zeros(n) if members is None else members.astype(np.float64))
            continue
        answers = sample.answers([name])[:, 0]
        known = answers[~np.isnan(answers)]
        columns.append(np.where(np.isnan(answers), np.median(known) if len(known) else 0, answers))
    return np.column_stack(columns)


def fit_rule(
    predictors: FloatArray,
    labels: IntArray,
    weights: FloatArray,
    depth: int,
    fewest: int,
    rng: np.random.Generator,
) -> Rule:
    """A classification tree [1]_, and its accuracy by repeated stratified cross-validation.

    Parameters
    ----------
    predictors : (n, ·) array
        Without gaps.
    labels : (n,) array
        The segment of every row.
    weights : (n,) array
        Weights of the rows.
    depth : int
        Most questions one after the other.
    fewest : int
        Rows that an end must hold.
    rng : numpy.random.Generator
        Shuffles the folds.

    Notes
    -----
    Five folds, ten times. The folds share most of their rows, so the variance of the accuracy is
    that over all fifty by (1/50 + 1/4), as Nadeau and Bengio [2]_ correct it.

    References
    ----------
    .. [1] Breiman, Friedman, Olshen & Stone (1984), Classification and regression trees. Wadsworth.
    .. [2] Nadeau & Bengio (2003), Inference for the generalization error, Machine Learning 52(3),
           239-281.
    """
    from sklearn.tree import DecisionTreeClassifier

    def grow(rows: IntArray) -> DecisionTreeClassifier:
        tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=fewest, random_state=0)
        return tree.fit(predictors[rows], labels[rows], sample_weight=weights[rows])

    right, by_guess = [], []
    for _ in range(REPEATS):
        fold = stratified_folds(labels, FOLDS, rng)
        for f in range(FOLDS):
            train, test = np.flatnonzero(fold != f), np.flatnonzero(fold == f)
            if not len(test):
                continue
            told = grow(train).predict(predictors[test])
            totals = np.bincount(labels[train], weights[train])
            right.append(np.average(told == labels[test], weights=weights[test]))
            by_guess.append(np.average(labels[test] == totals.argmax(), weights=weights[test]))
    spread = np.var(right, ddof=1) * (1 / len(right) + 1 / (FOLDS - 1))
    everybody = np.arange(len(labels))
    ends = _ends(grow(everybody), predictors, labels, weights)
    return Rule(ends, float(np.mean(right)), float(np.sqrt(spread)), float(np.mean(by_guess)))


def stratified_folds(labels: IntArray, folds: int, rng: np.random.Generator) -> IntArray:
    """(n,) fold of every row; each fold has the same part of every segment, as near as may be."""
    fold = np.empty(len(labels), dtype=np.int64)
    start = 0
    for segment in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == segment))
        fold[rows] = (start + np.arange(len(rows))) % folds
        start += len(rows)
    return fold


def _ends(
    tree: object, predictors: FloatArray, labels: IntArray, weights: FloatArray
) -> tuple[End, ...]:
    """The ends of a fitted tree; siblings that say the same segment are one."""
    inner = tree.tree_  # type: ignore[attr-defined]  # the library has no types
    left, right = inner.children_left, inner.children_right
    asked, bounds = inner.feature, inner.threshold

    def walk(node: int, rows: IntArray, steps: tuple[tuple[int, float, bool], ...]) -> list[End]:
        if left[node] < 0:
            return [_end(rows, steps, labels, weights)]
        question, bound = int(asked[node]), float(bounds[node])
        above = predictors[rows, question] > bound
        low = walk(left[node], rows[~above], (*steps, (question, bound, False)))
        high = walk(right[node], rows[above], (*steps, (question, bound, True)))
        both = [*low, *high]
        if len({end.segment for end in both}) == 1:
            return [_end(rows, steps, labels, weights)]
        return both

    return tuple(walk(0, np.arange(len(labels)), ()))


def _end(
    rows: IntArray,
    steps: tuple[tuple[int, float, bool], ...],
    labels: IntArray,
    weights: FloatArray,
) -> End:
    totals = np.bincount(labels[rows], weights[rows])
    segment = int(totals.argmax())
    return End(steps, segment, len(rows), float(totals[segment] / totals.sum()))
