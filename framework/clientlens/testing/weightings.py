"""The laws of a weighting, and the example that it is tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.engine import Prepared, prepare
from clientlens.plugins import Registry
from clientlens.sample import Ratings, Sample
from clientlens.structural import StructuralWeights
from clientlens.testing.door import DOCUMENTED, FITS, IN_SCHEMA, REFUSALS, SUITS
from clientlens.testing.estimates import NUMBER_LAWS
from clientlens.testing.example import Drawn, asked, draw, installed, load_values
from clientlens.testing.generated import Size, Values, generated_values, merged
from clientlens.testing.law import Breach, Statement
from clientlens.testing.model_example import ROWS
from clientlens.testing.numbers import Numbers
from clientlens.testing.options import check_documented, check_in_schema
from clientlens.testing.refusal import check_refusals
from clientlens.testing.replicates import REPLICATE_LAWS
from clientlens.testing.trial import Trial
from clientlens.weighting import Weighting, weigh

_DIMS = {"within": ("indicator",), "dimensions": ("dimension",)}


def make_weighting_example(trial: Trial, size: Size) -> WeightingExample:
    """An example of one size; a `ClientLensError` where the weighting can't work on it."""
    known = installed()
    methods = {**known.weightings, trial.name: trial.plugin()}
    registry = replace(known, weightings=methods)
    base = generated_values(size) | {
        "weighting": {"method": trial.name, **trial.options},
        "models": {},
    }
    values = merged(base, trial.study)
    study = load_values(values, registry)
    example = WeightingExample(trial, values, registry, draw(study, registry, size, trial.truth))
    example.estimate(example.sample())
    return example


@dataclass(frozen=True, eq=False)
class WeightingExample:
    """A study that is weighed by a method, with answers."""

    trial: Trial
    values: Values
    registry: Registry
    drawn: Drawn

    @property
    def description(self) -> str:
        """What it is made of, in a line."""
        return self.drawn.description

    @property
    def study(self) -> Study:
        """The study as it was read."""
        return self.drawn.study

    @property
    def options(self) -> Options:
        """What the study writes for the method."""
        plan = self.study.weighting
        choices = (plan.dimensions, plan.indicators, *plan.within.values())
        own = [choice for choice in choices if choice.method == self.trial.name]
        return own[0].options if own else plan.dimensions.options

    @property
    def tolerance(self) -> float:
        """How near two weights must be that should be the same."""
        return self.trial.tolerance

    @property
    def instance(self) -> Weighting:
        """A new instance."""
        method: Weighting = self.trial.plugin()
        return method

    @cached_property
    def prepared(self) -> Prepared:
        """The answers, screened; no models, so nothing rests on weights yet."""
        return prepare(self.study, self.drawn.answers, self.registry, roles=self.drawn.roles)

    @property
    def ratings(self) -> Ratings:
        """The answers of everybody who was kept."""
        return self.prepared.estimation.ratings

    @property
    def n(self) -> int:
        """Respondents who were kept."""
        return len(self.ratings.values)

    @cached_property
    def weights(self) -> FloatArray:
        """(R, n) the sample as answered, and some draws."""
        return self.prepared.estimation.plan.weights(0, ROWS)

    def on(self, values: Values, drawn: Drawn) -> WeightingExample:
        """The same method on another study or other answers."""
        return replace(self, values=values, drawn=drawn)

    def sample(
        self,
        weights: FloatArray | None = None,
        rows: IntArray | BoolArray | None = None,
        answered: FloatArray | None = None,
    ) -> Sample:
        """Some respondents under some weights (R, n), on arrays of their own."""
        own = self.weights if weights is None else weights
        ratings = self.ratings.select(np.arange(self.n) if rows is None else rows)
        ratings = replace(ratings, values=ratings.values.copy())
        return Sample(ratings, np.array(own), None if answered is None else np.array(answered))

    def weigh(self, sample: Sample, instance: Weighting | None = None) -> StructuralWeights:
        """The weights of the whole hierarchy, as the engine makes them."""
        study = self.prepared.study
        name, others = self.trial.name, self.registry.weightings
        methods = {**others, name: instance or self.instance}
        answered = sample.as_answered
        if np.array_equal(sample.weights[:1], answered.weights):
            return weigh(sample, study, study.weighting, methods)
        known = weigh(answered, study, study.weighting, {**others, name: self.instance})
        return weigh(sample, study, study.weighting, methods, known)

    def estimate(self, sample: Sample, instance: Any = None) -> Numbers:
        """The weights with their labels; none where they are no weights, of which one law tells."""
        try:
            found = self.weigh(sample, instance)
            values = {"within": found.within, "dimensions": found.dimensions}
        except (TypeError, ValueError):
            values = {}
        return Numbers(values, _DIMS, self.labels, len(sample.weights))

    def once(self, sample: Sample) -> Numbers:  # noqa: ARG002  a model tells more
        """Nothing: diagnostics are told with the weights."""
        return Numbers({}, {}, self.labels, None)

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of indicators and dimensions."""
        hierarchy = self.ratings.hierarchy
        return {"indicator": hierarchy.indicators, "dimension": hierarchy.dimensions}


def _documented(example: WeightingExample) -> None:
    check_documented(example.trial.plugin.Options)


def _in_schema(example: WeightingExample) -> None:
    method = example.trial.plugin
    check_in_schema("weighting", method.name, method.Options, example.registry)


def _refusals(example: WeightingExample) -> None:
    def try_out(values: Values) -> None:
        study = load_values(values, example.registry)
        drawn = asked(example.drawn, study)
        other = example.on(values, drawn)
        other.weigh(other.sample())

    if example.estimate(example.sample()).values:  # else another law tells of it
        check_refusals(example.values, try_out)


def _are_weights(example: WeightingExample) -> None:
    found = example.weigh(example.sample())
    for (node, name), value in found.diagnostics.items():
        if not np.isfinite(value):
            where = f"of '{node}'" if node else "of the dimensions"
            raise Breach(f"the diagnostic '{name}' {where} is {value}, no finite number")


WEIGHTING_LAWS = (
    FITS.held(),
    SUITS.held(),
    DOCUMENTED.held_by(_documented),
    IN_SCHEMA.held_by(_in_schema),
    REFUSALS.held_by(_refusals),
    Statement(
        "weights aren't negative and sum to one",
        "weigh returns Weights of shape (R, k), not negative, every row summing to one or NaN "
        "where a replicate has none; diagnostics are finite numbers",
        "Divide by the sum of the row; give a replicate without weights NaN and the reason.",
        _are_weights,
    ),
    *NUMBER_LAWS,
    *REPLICATE_LAWS,
)
