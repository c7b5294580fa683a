"""The weighting: how the children of one node are weighed, and the hierarchy with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.config.schema import Options, Scale
from clientlens.config.study import Study, WeightingChoice, WeightingPlan
from clientlens.errors import AnswersError, Problem, at_work
from clientlens.sample import Sample
from clientlens.stats.moments import divide
from clientlens.structural import StructuralWeights

MOST_UNEQUAL = 1e-9
"""A row of weights sums to one as near as that."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The children of one node, and what is known of them.

    Attributes
    ----------
    node : str or None
        A dimension, whose children are its indicators; None for the dimensions themselves.
    children : tuple of str
        Their k codes.
    study : Study
        The study.
    sample : Sample
        Everybody, under R rows of weights.
    members : (k, J) boolean array
        The indicators below each child.
    shares : (R, k, J) array
        What every indicator counts for within a child: of an indicator itself alone.
    answered_shares : (k, J) array
        The same in the sample as answered, whatever the chunk of replicates.
    """

    node: str | None
    children: tuple[str, ...]
    study: Study
    sample: Sample
    members: BoolArray
    shares: FloatArray
    answered_shares: FloatArray

    def scale(self, facet: str) -> Scale:
        """The scale of a facet."""
        return self.sample.scale(facet)

    def mean(self, facet: str) -> FloatArray:
        """(R, k) mean rating of each child; of a dimension over its indicators."""
        return self.of_children(self.sample.mean(facet))

    def rows(self, facet: str) -> FloatArray:
        """(n, k) ratings of the respondents, NaN where none; of a dimension over those given."""
        X = self.sample.answers(facet)  # (n, J)
        share = self.answered_shares
        known = ~np.isnan(X)
        return divide(np.where(known, X, 0.0) @ share.T, known.astype(np.float64) @ share.T)

    def units(self, facet: str, attribute: str) -> FloatArray:
        """(R, m, k) mean rating of each child in each of the m units that `attribute` makes.

        Units that are too small to be shown are left out; maybe none is left.
        """
        masks = self.sample.units(attribute, self.study.report.minimum_group)
        means = [self.sample.for_group(mask).mean(facet) for mask in masks.values()]
        R, k, _ = self.shares.shape
        found = [self.of_children(mean) for mean in means]
        return np.stack(found, axis=1) if found else np.empty((R, 0, k))

    def corr(self, facet: str, item: str | None = None) -> FloatArray:
        """(R, k, k) correlations of the children, pairwise; with `item` as the last, (k + 1)."""
        questions = [f"{facet}.{code}" for code in self.sample.hierarchy.indicators]
        S = self.sample.cov([*questions, *([item] if item else [])])  # (R, J or J + 1, …)
        R, k, J = self.shares.shape
        T = np.zeros((R, k + bool(item), S.shape[1]))
        T[:, :k, :J] = self.shares
        T[:, k:, J:] = 1.0
        known = np.where(np.isnan(S), 0.0, S)
        C = T @ known @ T.transpose(0, 2, 1)
        touched = (T > 0).astype(np.float64) @ np.isnan(S) @ (T > 0).transpose(0, 2, 1)
        C = np.where(touched > 0, np.nan, C)
        deviation = np.sqrt(np.diagonal(C, axis1=1, axis2=2))
        return divide(C, deviation[:, :, None] * deviation[:, None, :])

    def of_children(self, values: FloatArray) -> FloatArray:
        """(R, k) of what is known of indicators (R, J): mean over those that have a value."""
        known = ~np.isnan(values)
        total = np.einsum("rkj,rj->rk", self.shares, np.where(known, values, 0.0))
        return divide(total, np.einsum("rkj,rj->rk", self.shares, known.astype(np.float64)))


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What a method says of one family.

    Attributes
    ----------
    values : (R, k) array
        Not negative, every row sums to one; NaN in a replicate where they couldn't be had.
    reason : str
        Why they couldn't, where the sample as answered has none.
    diagnostics : mapping
        Name → number, as answered.
    remarks : tuple of str
        What they should be read with.
    """

    values: FloatArray
    reason: str = ""
    diagnostics: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


class Weighting(Protocol):
    """A way to weigh the children of a node. Derive from it and give at least `weigh`.

    Attributes
    ----------
    name : str
        What a study file writes under ``weighting.method``.
    Options : type
        Its options, derived from `clientlens.plugin_api.Options`; they stand beside ``method``.
    is_combination : bool
        Whether it is made of other weightings, which a study writes under ``of``.
    rests_on_models : bool
        Whether its weights depend on what the study writes under ``models:``.
    """

    name: ClassVar[str]
    Options: ClassVar[type[Options]]
    is_combination: ClassVar[bool] = False
    rests_on_models: ClassVar[bool] = False

    def check(
        self,
        study: Study,  # noqa: ARG002
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,  # noqa: ARG002
    ) -> Iterable[Problem]:
        """Problems with their places, before any answer is read.

        `nodes` are those that it weighs: dimensions, and None for the dimensions themselves.
        """
        return ()

    def weigh(self, family: Family, options: Any, parts: Mapping[str, Weights]) -> Weights:
        """The weights of one family with two children or more.

        Called for every chunk of replicates. Row r may depend on row r of the sample's weights
        alone. `parts` are what a combination is made of, by name.
        """
        ...


class Equal(Weighting):
    """All children alike."""

    name = "equal"
    Options = Options

    def weigh(self, family: Family, options: Any, parts: Mapping[str, Weights]) -> Weights:  # noqa: ARG002
        """The same for each."""
        R, k, _ = family.shares.shape
        return Weights(np.full((R, k), 1.0 / k))


class Given(Weighting):
    """The weights written beside dimensions and indicators."""

    name = "given"
    Options = Options

    def weigh(self, family: Family, options: Any, parts: Mapping[str, Weights]) -> Weights:  # noqa: ARG002
        """As written; they were held to their sum when the study was read."""
        study = family.study
        nodes = (
            study.dimensions if family.node is None else study.dimensions[family.node].indicators
        )
        written = np.array([nodes[code].weight for code in family.children], dtype=np.float64)
        R = len(family.shares)
        return Weights(np.broadcast_to(written / written.sum(), (R, len(written))))


BUILT_IN_WEIGHTINGS: tuple[type[Weighting], ...] = (Equal, Given)


def key_of(choice: WeightingChoice | WeightingPlan) -> str:
    """What a weighting is, wherever it is written: the same key makes the same weights."""
    if isinstance(choice, WeightingPlan):
        parts = {"": choice.dimensions, ".": choice.indicators, **choice.within}
        said: list[Any] = [{name: key_of(part) for name, part in parts.items()}]
    else:
        own = {name: key_of(part) for name, part in choice.parts.items()}
        said = [choice.method, choice.options.model_dump(mode="json"), own]
    return json.dumps(said)


def weigh(
    sample: Sample,
    study: Study,
    plan: WeightingPlan,
    methods: Mapping[str, Weighting],
    answered: StructuralWeights | None = None,
) -> StructuralWeights:
    """Weigh a whole hierarchy, from the indicators up.

    Parameters
    ----------
    sample : Sample
        Everybody, under R rows of weights.
    study : Study
        The study.
    plan : WeightingPlan
        Which method weighs what.
    methods : mapping
        Name → method.
    answered : StructuralWeights, optional
        The weights of the sample as answered; where they aren't given, row 0 is that sample.

    Raises
    ------
    AnswersError
        The sample as answered has no weights, with the place of the method and the reason.
    """
    hierarchy = sample.hierarchy
    R, J = len(sample.weights), len(hierarchy.indicators)
    members = np.array(hierarchy.dimension_of) == np.arange(len(hierarchy.dimensions))[:, None]
    within = np.ones((R, J))
    is_answered = answered is None
    told: dict[str | None, Weights] = {}
    for dimension, member in zip(hierarchy.dimensions, members, strict=True):
        own = np.eye(J)[member]  # (k, J)
        children = tuple(hierarchy.indicators[j] for j in np.flatnonzero(member))
        shares = np.broadcast_to(own, (R, *own.shape))
        family = Family(dimension, children, study, sample, own > 0, shares, own)
        told[dimension] = _weigh_family(
            family, plan.of(dimension), methods, is_answered=is_answered
        )
        within[:, member] = told[dimension].values
    shares = np.where(members, within[:, None], 0.0)
    as_answered = np.where(members, answered.within[0], 0.0) if answered else shares[0]
    whole = Family(None, hierarchy.dimensions, study, sample, members, shares, as_answered)
    told[None] = _weigh_family(whole, plan.of(None), methods, is_answered=is_answered)
    return StructuralWeights(
        told[None].values,
        within,
        hierarchy.dimension_of,
        {(n or "", name): x for n, w in told.items() for name, x in w.diagnostics.items()},
        {node or "": weights.remarks for node, weights in told.items() if weights.remarks},
    )


def _weigh_family(
    family: Family,
    choice: WeightingChoice,
    methods: Mapping[str, Weighting],
    *,
    is_answered: bool,
) -> Weights:
    """The weights of one family, held to what weights are; an only child has all, nobody nothing.

    A draw may have none; the sample as answered, which is row 0 if it is there, must have some.
    """
    R, k, _ = family.shares.shape
    if k < 2:  # noqa: PLR2004  nothing is to be weighed against each other
        return Weights(np.ones((R, k)))
    parts = {
        name: _weigh_family(family, part, methods, is_answered=is_answered)
        for name, part in choice.parts.items()
    }
    with at_work(methods[choice.method]):
        found = methods[choice.method].weigh(family, choice.options, parts)
        _check(found, choice.method, (R, k))
    if is_answered and np.isnan(found.values[0]).any():
        raise AnswersError(_no_weights(family, choice, found.reason))
    return found


def _check(found: Weights, method: str, shape: tuple[int, int]) -> None:
    if np.shape(found.values) != shape:
        message = f"weighting '{method}' returns weights of shape {np.shape(found.values)}"
        raise TypeError(f"{message}; replicates come first, then the {shape[1]} children")
    known = found.values[~np.isnan(found.values).any(axis=1)]
    if (known < -MOST_UNEQUAL).any() or (abs(known.sum(axis=1) - 1) > MOST_UNEQUAL).any():
        raise ValueError(f"weighting '{method}' returns weights that are negative or miss one")


def _no_weights(family: Family, choice: WeightingChoice, reason: str) -> Problem:
    what = f"the indicators of '{family.node}'" if family.node else "the dimensions"
    message = f"weighting '{choice.method}' can't weigh {what}: {reason or 'no weights came out'}"
    hint = "Choose another method for them, see  weighting.dimensions, .indicators, .within."
    return family.study.problem(message, *choice.path, hint=hint)
