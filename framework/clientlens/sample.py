"""The sample: answers under replicate weights, and every statistic a model may ask of them.

Shapes: R replicates (axis 0, row 0 as answered), n respondents, J indicators, p columns,
K categories, D dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from clientlens.config.schema import Scale
from clientlens.errors import RequestError, did_you_mean
from clientlens.hierarchy import Hierarchy, Question
from clientlens.segmentation import Segmentation
from clientlens.stats.moments import (
    Missing,
    answered_weight,
    category_totals,
    correlation,
    covariance,
    divide,
    effective_size,
    mean_of_known,
    weighted_mean,
)
from clientlens.structural import StructuralWeights, written_weights
from clientlens.survey.groups import EVERYBODY
from clientlens.survey.suppression import shown_values

_STRUCTURAL, _PLUGIN = "structural", "plugin"
_OF_WEIGHTING = frozenset({_STRUCTURAL, _PLUGIN})
"""Statistics that structural weights may enter."""

Columns = str | Sequence[str]
"""A facet (all its indicators), or names of questions: ``["overall", "satisfaction.outlets"]``."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """The answers of one group: values (n, p), their questions and the indicator tree.

    ``attributes`` holds what is known of the respondents: code → (n,) values, None where unknown;
    ``segmentations`` the segments that were found among them.
    """

    values: FloatArray
    questions: tuple[Question, ...]
    hierarchy: Hierarchy
    attributes: Mapping[str, ObjectArray] = field(default_factory=dict)
    segmentations: Mapping[str, Segmentation] = field(default_factory=dict)

    def select(self, mask: BoolArray | IntArray) -> Ratings:
        """The same ratings of the respondents in `mask` (n,), or at some positions."""
        return replace(
            self,
            values=self.values[mask],
            attributes={code: column[mask] for code, column in self.attributes.items()},
            segmentations={name: found.select(mask) for name, found in self.segmentations.items()},
        )

    def rare(self, minimum: int) -> list[int]:
        """Columns with answers, but fewer than `minimum` of them."""
        count = (~np.isnan(self.values)).sum(axis=0)  # (p,)
        return [int(i) for i in np.flatnonzero((count > 0) & (count < minimum))]

    def shown(self, minimum: int) -> Ratings:
        """The same ratings without the columns that fewer than `minimum` answered."""
        return self.without(self.rare(minimum))

    def without(self, columns: Sequence[int] | IntArray) -> Ratings:
        """The same ratings with some columns unanswered."""
        if not len(columns):
            return self
        values = self.values.copy()
        values[:, list(columns)] = np.nan
        return replace(self, values=values)

    def positions(self, columns: Columns) -> list[int]:
        """Column numbers of a facet or of questions; `RequestError` where a name is unknown."""
        if isinstance(columns, str):
            found = [i for i, q in enumerate(self.questions) if q.facet == columns]
            if found:
                return found
            columns = [columns]
        names = {q.name: i for i, q in enumerate(self.questions)}
        for name in columns:
            if name not in names:
                known = [*{q.facet for q in self.questions if q.facet}, *names]
                raise RequestError(f"unknown question '{name}'. {did_you_mean(name, known)}")
        return [names[name] for name in columns]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Structural weights of one chunk of replicates: those used, and others to compare.

    ``answered`` has the same for the sample as answered; None where this is it.
    """

    used: StructuralWeights
    compared: Mapping[str, StructuralWeights]
    answered: Weighed | None = None

    @property
    def as_answered(self) -> Weighed:
        """The weights of the sample as answered."""
        return self.answered or self

    def row(self, row: int) -> Weighed:
        """The weights of one replicate."""
        compared = {name: weights.row(row) for name, weights in self.compared.items()}
        return Weighed(self.used.row(row), compared, self.as_answered)


class Sample:
    """Answers × replicate weights, with statistics computed once and kept.

    Parameters
    ----------
    ratings : Ratings
        Answers (n, p), NaN where missing.
    weights : (R, n) array
        Replicate weights; a chunk of them, of which the first begins with the sample as answered.
    answered : (1, n) array, optional
        Weights of the sample as answered; by default the first row of `weights`.
    roles : mapping, optional
        Role → the sample of others than clients, on the same replicates and in the same leaf
        order; NaN where a role isn't asked.
    absent_roles : mapping, optional
        Role → why there is no sample of it.
    weighting : Weighed, optional
        Structural weights on the same replicates; by default those that the hierarchy has.
    group : str
        Code of the group that the respondents are; ``all`` is everybody.
    """

    def __init__(  # noqa: PLR0913  the parts of a sample
        self,
        ratings: Ratings,
        weights: FloatArray,
        answered: FloatArray | None = None,
        *,
        roles: Mapping[str, Sample] | None = None,
        absent_roles: Mapping[str, str] | None = None,
        weighting: Weighed | None = None,
        group: str = EVERYBODY,
    ) -> None:
        self.ratings = ratings
        self.group = group
        self.weights = weights
        self._weighting = weighting
        self.roles = roles or {}
        self.absent_roles = absent_roles or {}
        self._answered = weights[:1] if answered is None else answered
        self._known: dict[tuple[object, ...], FloatArray] = {}
        self._shared: dict[tuple[object, ...], FloatArray] = {}

    @property
    def hierarchy(self) -> Hierarchy:
        """The indicator tree; leaf order is column order."""
        return self.ratings.hierarchy

    @property
    def is_everybody(self) -> bool:
        """Whether it holds everybody, and not one of the groups."""
        return self.group == EVERYBODY

    @property
    def segmentations(self) -> Mapping[str, Segmentation]:
        """Name → the segments that were found; their labels belong to these respondents."""
        return self.ratings.segmentations

    @property
    def as_answered(self) -> Sample:
        """The same respondents as they answered: one row of weights, the same in every chunk."""
        roles = {code: role.as_answered for code, role in self.roles.items()}
        return Sample(
            self.ratings,
            self._answered,
            roles=roles,
            absent_roles=self.absent_roles,
            weighting=self._weighting and self._weighting.as_answered,
            group=self.group,
        )

    def row(self, row: int) -> Sample:
        """The same sample under one of its rows of weights, (1, n)."""
        return Sample(
            self.ratings,
            self.weights[row : row + 1],
            self._answered,
            roles={code: role.row(row) for code, role in self.roles.items()},
            absent_roles=self.absent_roles,
            weighting=self._weighting and self._weighting.row(row),
            group=self.group,
        )

    @property
    def n(self) -> FloatArray:
        """(R,) sum of the weights."""
        return self._once(("n",), lambda: np.asarray(self.weights.sum(axis=1)))

    @property
    def n_respondents(self) -> int:
        """How many respondents it has, unweighted."""
        return len(self.ratings.values)

    @property
    def structural(self) -> StructuralWeights:
        """The weights that the study uses, of dimensions and of indicators within them."""
        if self._weighting is None:
            return written_weights(self.hierarchy, len(self.weights))
        return self._weighting.used

    @property
    def compared_weights(self) -> Mapping[str, StructuralWeights]:
        """Name → the weights of ``weighting.compare``."""
        return {} if self._weighting is None else self._weighting.compared

    @property
    def structural_weights(self) -> FloatArray:
        """(R, J) weight of each indicator in the whole; every row sums to one."""
        return self._once((_STRUCTURAL,), lambda: np.array(self.structural.effective))

    def scale(self, columns: Columns) -> Scale:
        """The answer scale that all of `columns` share; `RequestError` where they don't."""
        scales = [self.ratings.questions[i].scale for i in self.ratings.positions(columns)]
        if any(scale.points != scales[0].points for scale in scales):
            raise RequestError(f"the questions {columns} are not answered on one scale")
        return scales[0]

    def answers(self, columns: Columns) -> FloatArray:
        """(n, p) the rows themselves, for models that can't do with summaries."""
        return self.ratings.values[:, self.ratings.positions(columns)]

    def n_answered(self, columns: Columns) -> FloatArray:
        """(p,) how many respondents answered, unweighted and as answered."""
        return np.asarray((~np.isnan(self.answers(columns))).sum(axis=0), dtype=np.float64)

    def has_answered(self, *columns: Columns) -> BoolArray:
        """(n, p) who answered; of several facets, who answered them all."""
        X = (self.answers(own) for own in columns)
        return np.asarray(np.logical_and.reduce([~np.isnan(answers) for answers in X]))

    def n_by_dimension(self, counted: BoolArray) -> FloatArray:
        """(D,) respondents who count (n, J) for one indicator of a dimension or more."""
        has_any = counted.astype(np.float64) @ self.hierarchy.membership.T > 0  # (n, D)
        return np.asarray(has_any.sum(axis=0), dtype=np.float64)

    def mean(self, columns: Columns) -> FloatArray:
        """(R, p) weighted mean over those who answered, in scale points."""
        X = self.answers
        return self._once(_key("mean", columns), lambda: weighted_mean(self.weights, X(columns)))

    def n_effective(self, columns: Columns) -> FloatArray:
        """(R, p) effective number of answers, (Σw)² / Σw²."""
        X = self.answers
        return self._once(_key("ess", columns), lambda: effective_size(self.weights, X(columns)))

    def distribution(self, columns: Columns) -> FloatArray:
        """(R, p, K) share of each scale point among those who answered."""
        return self._once(_key("distribution", columns), lambda: self._shares(columns))

    def top_box(self, columns: Columns, boxes: int = 2) -> FloatArray:
        """(R, p) share of answers on the highest `boxes` scale points."""
        return np.asarray(self.distribution(columns)[:, :, -boxes:].sum(axis=2))

    def mean_difference(self, columns: Columns, minus: Columns, least: int = 1) -> FloatArray:
        """(R, p) mean of the difference over respondents who answered both.

        NaN where fewer than `least` did: the mean would tell what single ones answered.
        """
        key = (*_key("difference", columns), *_key("minus", minus))
        X = self.answers
        found = self._once(key, lambda: weighted_mean(self.weights, X(columns) - X(minus)))
        few = self.has_answered(columns, minus).sum(axis=0) < least if least > 1 else False
        return np.where(few, np.nan, found) if np.any(few) else found

    def cov(self, columns: Columns, missing: Missing = "pairwise") -> FloatArray:
        """(R, p, p) covariances, divided by the sum of the weights."""
        X = self.answers
        key = (*_key("cov", columns), missing)
        return self._once(key, lambda: covariance(self.weights, X(columns), missing))

    def corr(self, columns: Columns, missing: Missing = "pairwise") -> FloatArray:
        """(R, p, p) correlations, each pair over those who answered both; NaN without variance."""
        X = self.answers
        key = (*_key("corr", columns), missing)
        return self._once(key, lambda: correlation(self.weights, X(columns), missing))

    def by_dimension(self, values: FloatArray) -> FloatArray:
        """(R, D) mean of indicator values (R, J) within each dimension, structural weights in it.

        An indicator without a value leaves the mean of its dimension to its siblings.
        """
        member = (self.hierarchy.membership.T > 0).astype(np.float64)  # (J, D)
        within = self.structural.within[: len(values)]
        has_value, has_weight = ~np.isnan(values), ~np.isnan(within)
        share = np.where(has_value & has_weight, within, 0.0)
        mean = divide((np.where(has_value, values, 0.0) * share) @ member, share @ member)
        return np.where((~has_weight).astype(np.float64) @ member > 0, np.nan, mean)

    def overall(self, values: FloatArray) -> FloatArray:
        """(R,) mean of indicator values (R, J), by their weights in the whole.

        An indicator without a value leaves the mean to the others.
        """
        return mean_of_known(values, self.structural_weights[: len(values)])

    def for_group(self, mask: BoolArray, group: str = "") -> Sample:
        """The sample of the clients in `mask` (n,), on the same replicates; roles stay whole.

        `group` is its code, where it has one.
        """
        return self._of(mask, group)

    def reordered(self, order: IntArray) -> Sample:
        """The same clients in another order: those at the positions `order` (n,)."""
        return self._of(order, self.group)

    def _of(self, mask: BoolArray | IntArray, group: str) -> Sample:
        return Sample(
            self.ratings.select(mask),
            self.weights[:, mask],
            self._answered[:, mask],
            roles=self.roles,
            absent_roles=self.absent_roles,
            weighting=self._weighting,
            group=group,
        )

    def weighed_by(
        self,
        weighting: Weighed | None,
        hierarchy: Hierarchy,
        known: MutableMapping[int, Sample] | None = None,
    ) -> Sample:
        """The same answers under other structural weights.

        What these don't enter is computed once for both. `hierarchy` is the same tree, maybe with
        other weights written in it. Groups that are compared with the same role share it as
        `known`, by the identity of the sample.
        """
        known = {} if known is None else known
        for role in self.roles.values():
            if id(role) not in known:
                known[id(role)] = role.weighed_by(weighting, hierarchy)
        other = Sample(
            replace(self.ratings, hierarchy=hierarchy),
            self.weights,
            self._answered,
            roles={code: known[id(role)] for code, role in self.roles.items()},
            absent_roles=self.absent_roles,
            weighting=weighting,
            group=self.group,
        )
        other._shared = self._shared
        return other

    def units(
        self, attribute: str, minimum: int = 1, beside: Sequence[str] = ()
    ) -> dict[str, BoolArray]:
        """Value of an attribute → (n,) who has it; without the values that can't be shown.

        `minimum` is ``report.minimum_group``: smaller units, and those from which they could be
        told by subtraction, are left out. `beside` names attributes whose values are shown as
        well, such as those that make the study's groups: what the program hides of them, and what
        could be told by holding them against each other, is left out too.
        """
        if attribute not in self.ratings.attributes:
            hint = did_you_mean(attribute, self.ratings.attributes)
            raise RequestError(f"unknown respondent attribute '{attribute}'. {hint}".strip())
        return shown_values(self.ratings.attributes, attribute, minimum, beside)

    def remembered(self, key: str, compute: Callable[[], FloatArray]) -> FloatArray:
        """A statistic of a plugin's own, computed once for this sample.

        Parameters
        ----------
        key : str
            Names it; it begins with the plugin's name, so that no two plugins meet.
        compute : callable
            Makes it, an array with the replicate on axis 0; nobody may write into it afterwards.
        """
        return self._once((_PLUGIN, key), compute)

    def _shares(self, columns: Columns) -> FloatArray:
        X = self.answers(columns)
        totals = category_totals(self.weights, X, self.scale(columns).categories)
        return divide(totals, answered_weight(self.weights, ~np.isnan(X))[:, :, None])

    def _once(self, key: tuple[object, ...], compute: Callable[[], FloatArray]) -> FloatArray:
        known = self._known if key[0] in _OF_WEIGHTING else self._shared
        if key not in known:
            known[key] = compute()
            known[key].setflags(write=False)
        return known[key]


def _key(name: str, columns: Columns) -> tuple[object, ...]:
    return (name, columns if isinstance(columns, str) else tuple(columns))
