"""The example of a model: a generated study that uses it, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.study import ModelChoice, Study
from clientlens.engine import Prepared, bare_result, prepare
from clientlens.estimation import Task, repeated
from clientlens.hierarchy import hierarchy_of
from clientlens.messages import Messages
from clientlens.model import Model
from clientlens.plugins import Registry
from clientlens.results.chart import Chart
from clientlens.results.evaluation import Result
from clientlens.results.table import Table
from clientlens.sample import Ratings, Sample
from clientlens.survey.answers import Answers
from clientlens.survey.groups import EVERYBODY
from clientlens.testing.example import Drawn, draw, installed, load_values
from clientlens.testing.generated import Size, Values, generated_values, merged
from clientlens.testing.numbers import Numbers

ROWS = 4
"""So many rows of weights are enough to tell replicates apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A model, and how it is tried.

    Attributes
    ----------
    model : type
        The model.
    options : mapping
        What a study writes for it.
    study : mapping
        What is laid over the generated study.
    truth : mapping
        What is true of the answers, as in a truth file.
    tolerance : float
        How near two numbers must be that should be the same.
    """

    model: type[Model]
    options: Mapping[str, Any] = field(default_factory=dict)
    study: Mapping[str, Any] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = 1e-7

    @property
    def registry(self) -> Registry:
        """The installed plugins and this one."""
        known = installed()
        return replace(known, models={**known.models, self.model.name: self.model()})

    def values(self, size: Size) -> Values:
        """The study that uses the model."""
        base = generated_values(size) | {"models": {self.model.name: dict(self.options)}}
        return merged(base, self.study)


def make_model_example(trial: Trial, size: Size) -> ModelExample:
    """An example of one size; a `ClientLensError` where the model can't work on it."""
    values, registry = trial.values(size), trial.registry
    study = load_values(values, registry)
    return ModelExample(trial, values, registry, draw(study, registry, size, trial.truth))


@dataclass(frozen=True, eq=False)
class ModelExample:
    """A study that uses a model, with answers."""

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
    def name(self) -> str:
        """What the model is called."""
        return self.trial.model.name

    @cached_property
    def choice(self) -> ModelChoice:
        """The entry under ``models:``."""
        return next(each for each in self.study.models.values() if each.use == self.name)

    @cached_property
    def prepared(self) -> Prepared:
        """The answers, screened and grouped."""
        return prepare(self.study, self.drawn.answers, self.registry, roles=self.drawn.roles)

    @cached_property
    def bare(self) -> Result:
        """The estimates of a whole evaluation, before anything is said of them."""
        estimation = self.prepared.estimation
        (estimates,) = replace(estimation, tasks=(self.task,)).run()
        return bare_result(
            self.task,
            self.prepared.study,
            estimates,
            estimation.weighed(),
            self.prepared.grouping.segmentations,
        )

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of a whole evaluation."""
        return tuple(self.model.tables(self.bare))

    @cached_property
    def result(self) -> Result:
        """What a whole evaluation finds and says; without tables where these can't be made."""
        try:
            tables = self.tables
        except Exception:  # noqa: BLE001  the law of tables tells of it
            tables = ()
        shown = replace(self.bare, tables=tables)

        def draw(messages: Messages) -> tuple[Chart, ...]:
            return tuple(self.model.charts(shown, messages))

        return replace(shown, findings=tuple(self.model.findings(shown)), draw=draw)

    @property
    def model(self) -> Model:
        """A new instance."""
        return self.trial.model()

    @property
    def ratings(self) -> Ratings:
        """The answers of everybody who was kept."""
        return self.prepared.estimation.ratings

    @property
    def n(self) -> int:
        """How many were kept."""
        return len(self.ratings.values)

    @cached_property
    def weights(self) -> FloatArray:
        """(R, n) the sample as answered, and some draws."""
        return self.prepared.estimation.plan.weights(0, ROWS)

    def with_answers(self, answers: Answers) -> ModelExample:
        """The same study with other answers."""
        return replace(self, drawn=replace(self.drawn, answers=answers))

    def sample(
        self,
        weights: FloatArray | None = None,
        rows: IntArray | BoolArray | None = None,
        answered: FloatArray | None = None,
        group: str = EVERYBODY,
    ) -> Sample:
        """Some respondents under some weights (R, n), on arrays of their own.

        Structural weights are those of everybody as answered, and so are the roles.
        """
        own = self.weights if weights is None else weights
        ratings = self.ratings.select(np.arange(self.n) if rows is None else rows)
        estimation = self.prepared.estimation
        weighed = estimation.weighed()
        R = len(own)
        return Sample(
            replace(ratings, values=ratings.values.copy()),
            np.array(own),
            None if answered is None else np.array(answered),
            roles={
                code: Sample(stratum.ratings, np.repeat(stratum.plan.weights(0, 1), R, axis=0))
                for code, stratum in estimation.roles.strata.items()
            },
            absent_roles=estimation.roles.absent,
            weighting=weighed and repeated(weighed, R),
            group=group,
        )

    def estimate(self, sample: Sample, model: Model | None = None) -> Numbers:
        """What the model estimates from a sample; a new instance by default."""
        study, options = self.prepared.study, self.choice.options
        own = model or self.model
        values = own.estimate(sample, study, options)
        return Numbers(values, own.dims_for(study, options), self.labels, len(sample.weights))

    def once(self, sample: Sample) -> Numbers:
        """What it tells without replicates."""
        study, options = self.prepared.study, self.choice.options
        model = self.model
        values = model.once(sample, study, options)
        return Numbers(values, model.once_dims_for(study, options), self.labels, None)

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """Dim → labels, the model's own among them."""
        study = self.prepared.study
        hierarchy = hierarchy_of(study)
        own = self.model.coords(study, self.choice.options)
        known = {"indicator": hierarchy.indicators, "dimension": hierarchy.dimensions, **own}
        return {dim: [str(label) for label in labels] for dim, labels in known.items()}

    @cached_property
    def task(self) -> Task:
        """The model with its options, as the engine knows it."""
        return Task(self.choice, self.model)
