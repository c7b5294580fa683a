"""The solution: a plan estimated, whichever kind it is, read construct by construct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypedDict

import numpy as np

from clientlens_csi.estimates import PathEstimates, estimate
from clientlens_csi.higher_order import Stages, estimate_stages
from clientlens_csi.layout import BoolArray, FloatArray, IntArray
from clientlens_csi.moderation import Moderation, estimate_moderated
from clientlens_csi.moments import ItemMoments, Missing, correlations, item_moments
from clientlens_csi.plan import Plan, Repeated
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import REPEATED, PathStructure
from clientlens_csi.troubles import NO_ESTIMATE


class Settings(TypedDict):
    """How an estimate is found; see `clientlens_csi.pls.estimate_weights`."""

    scheme: Scheme
    tolerance: float
    max_iterations: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a construct is measured: the stage, and its number there."""

    stage: int
    construct: int


@dataclass(frozen=True, eq=False)
class Reading:
    """Where the numbers of a plan stand.

    Attributes
    ----------
    stages : tuple of PathStructure
        The stages, in the order in which they are estimated.
    constructs : tuple of str
        The constructs of the model as meant, then lower-order ones: the axis of every result.
    places : tuple of Place
        Where each of them is measured.
    higher : mapping
        Higher-order construct → its parts.
    products : tuple of str
        Constructs that are products of others.
    """

    stages: tuple[PathStructure, ...]
    constructs: tuple[str, ...]
    places: tuple[Place, ...]
    higher: Mapping[str, tuple[str, ...]]
    products: tuple[str, ...] = ()

    @property
    def structure(self) -> PathStructure:
        """The model as meant; it is the last stage."""
        return self.stages[-1]

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The p questions, each once, in the order of the answers."""
        return tuple(item for item in self.stages[0].items if REPEATED not in item)

    @cached_property
    def construct_of_question(self) -> tuple[str, ...]:
        """The construct that each question measures directly, not by repetition."""
        first = self.stages[0]
        of = {first.items[i]: c for c, block in enumerate(first.blocks) for i in block}
        return tuple(first.constructs[of[question]] for question in self.questions)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Items, construct after construct."""
        return tuple(stage.items[i] for stage, c in self._measured() for i in stage.blocks[c])

    @cached_property
    def construct_of_item(self) -> tuple[str, ...]:
        """The construct of each item."""
        return tuple(stage.constructs[c] for stage, c in self._measured() for _ in stage.blocks[c])

    @cached_property
    def item_places(self) -> tuple[tuple[int, int], ...]:
        """Stage and number of each item there."""
        return tuple(
            (place.stage, int(i))
            for place in self.places
            for i in self.stages[place.stage].blocks[place.construct]
        )

    @cached_property
    def pairs(self) -> tuple[tuple[str, str, int], ...]:
        """Pairs of constructs that can be told apart, with the stage in which both stand."""
        return tuple(
            (one, other, stage)
            for i, one in enumerate(self.constructs)
            for other in self.constructs[:i]
            for stage in self._common_stage(one, other)
        )

    def position(self, construct: str) -> int:
        """Number of a construct on the axis of results."""
        return self.constructs.index(construct)

    def _measured(self) -> tuple[tuple[PathStructure, int], ...]:
        return tuple((self.stages[p.stage], p.construct) for p in self.places)

    def _common_stage(self, one: str, other: str) -> tuple[int, ...]:
        """At most one: none for a product, or for a whole beside its part."""
        related = other in self.higher.get(one, ()) or one in self.higher.get(other, ())
        if related or {one, other} & set(self.products):
            return ()
        first, second = (self.places[self.position(c)].stage for c in (one, other))
        if first == second:
            return (first,)
        last = len(self.stages) - 1
        both = {one, other} <= set(self.structure.constructs)
        return (last,) if both else ()


def reading_of(plan: Plan) -> Reading:
    """Where the numbers of a plan stand."""
    if isinstance(plan, Stages):
        return _reading_of_stages(plan)
    if isinstance(plan, Moderation):
        names = plan.full.constructs
        products = names[len(plan.plain.constructs) :]
        places = tuple(Place(1, c) for c in range(len(names)))
        return Reading((plan.plain, plan.full), names, places, {}, products)
    structure = plan.structure if isinstance(plan, Repeated) else plan
    places = tuple(Place(0, c) for c in range(len(structure.constructs)))
    higher = plan.higher if isinstance(plan, Repeated) else {}
    return Reading((structure,), structure.constructs, places, higher)


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan estimated in R replicates.

    Attributes
    ----------
    reading : Reading
        Where the numbers stand.
    moments : ItemMoments
        Of the p questions.
    stages : tuple of PathEstimates
        One for each stage of the reading.
    score_weights : (R, C, p) array
        Weights of the constructs' scores, of unit variance, on the standardised questions; 0 for
        a product, which has no score on a scale.
    """

    reading: Reading
    moments: ItemMoments
    stages: tuple[PathEstimates, ...]
    score_weights: FloatArray

    @property
    def estimates(self) -> PathEstimates:
        """The model as meant."""
        return self.stages[-1]

    @property
    def troubles(self) -> IntArray:
        """(R,) sums of `Trouble` over all stages."""
        return np.asarray(np.bitwise_or.reduce([stage.troubles for stage in self.stages]))

    @property
    def iterations(self) -> IntArray:
        """(R,) how often weights were renewed, in all stages together."""
        return np.asarray(sum(stage.iterations for stage in self.stages))

    @property
    def has_converged(self) -> BoolArray:
        """(R,) true where every stage has an estimate."""
        return np.asarray((self.troubles & NO_ESTIMATE) == 0)


def solve(
    plan: Plan, W: FloatArray, X: FloatArray, missing: Missing, settings: Settings
) -> Solution:
    """Estimate a plan under every row of weights.

    Parameters
    ----------
    plan : Plan
        From `plan_of`.
    W : (R, n) array
        Weights, not negative.
    X : (n, p) array
        Answers in the order of the plan's questions, NaN where missing. Products need complete
        ones.
    missing : {"mean", "pairwise", "listwise", "em"}
        As in `clientlens_csi.moments.item_moments`.
    settings : Settings
        Scheme and stop rule.

    Returns
    -------
    Solution
    """
    moments = item_moments(W, X, missing)
    reading = reading_of(plan)
    if isinstance(plan, Moderation):
        found = estimate_moderated(W, X, plan, **settings)
        p = len(plan.plain.items)
        weights = _spread(found.full.weights[:, :p], plan.plain, np.arange(p), p)
        absent = np.zeros((len(weights), len(reading.products), p))
        return Solution(
            reading, moments, (found.plain, found.full), np.concatenate([weights, absent], axis=1)
        )
    if isinstance(plan, Stages):
        both = estimate_stages(moments.covariance, plan, **settings)
        weights = _weights_through_stages(plan, reading, both.first, both.second, moments)
        return Solution(reading, moments, (both.first, both.second), weights)
    structure, columns = (
        (plan.structure, plan.columns)
        if isinstance(plan, Repeated)
        else (plan, np.arange(len(plan.items)))
    )
    run = partial(estimate, structure=structure, **settings)
    single = run(moments.covariance[:, columns[:, None], columns])
    p = moments.mean.shape[1]
    return Solution(reading, moments, (single,), _spread(single.weights, structure, columns, p))


def _reading_of_stages(plan: Stages) -> Reading:
    """A construct that only passes its score on to the second stage is measured in the first."""
    first, second = plan.first, plan.second
    lower = tuple(c for c in first.constructs if c not in second.constructs)
    names = (*second.constructs, *lower)
    return Reading((first, second), names, tuple(_place(name, plan) for name in names), plan.higher)


def _place(name: str, plan: Stages) -> Place:
    if name not in plan.second.constructs:
        return Place(0, plan.first.position(name))
    c = plan.second.position(name)
    block = tuple(plan.second.items[i] for i in plan.second.blocks[c])
    return Place(0, plan.first.position(name)) if block == (name,) else Place(1, c)


def _spread(weights: FloatArray, structure: PathStructure, columns: IntArray, p: int) -> FloatArray:
    """(R, C, p) weights of items, each put at its construct and its question."""
    out = np.zeros((len(weights), len(structure.constructs), p))
    for c, block in enumerate(structure.blocks):
        out[:, c, columns[block]] = weights[:, block]
    return out


def _weights_through_stages(
    plan: Stages,
    reading: Reading,
    first: PathEstimates,
    second: PathEstimates,
    moments: ItemMoments,
) -> FloatArray:
    """(R, C, p) weights of the second stage's scores, put through those of the first."""
    p = moments.mean.shape[1]
    low = _spread(first.weights, plan.first, plan.columns, p)  # (R, C1, p)
    unit = np.broadcast_to(np.eye(p)[plan.columns], (len(low), len(plan.columns), p))
    sources = np.concatenate([unit, low], axis=1)[:, plan.sources]  # (R, p2, p)
    high = np.stack(
        [
            np.einsum("ri,rip->rp", second.weights[:, block], sources[:, block])
            for block in plan.second.blocks
        ],
        axis=1,
    )  # (R, C2, p)
    lower = [plan.first.position(c) for c in reading.constructs[len(plan.second.constructs) :]]
    weights = np.concatenate([high, low[:, lower]], axis=1)
    return weights / _deviation_of(weights, moments)[:, :, None]


def _deviation_of(weights: FloatArray, moments: ItemMoments) -> FloatArray:
    """(R, C) standard deviations of the scores; NaN where there is none."""
    S = correlations(moments.covariance)
    variance = np.einsum("rcp,rpq,rcq->rc", weights, S, weights, optimize=True)
    return np.sqrt(np.where(variance > 0, variance, np.nan))
