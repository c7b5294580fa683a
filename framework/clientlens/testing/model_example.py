"""The example of a model: a generated study that uses it, and what it makes of the answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.schema import Options
from clientlens.config.study import ModelChoice, Study
from clientlens.engine import Prepared, bare_result, prepare
from clientlens.estimation import repeated
from clientlens.hierarchy import hierarchy_of
from clientlens.messages import Messages
from clientlens.model import Model, dims_in
from clientlens.plugins import Registry
from clientlens.results.chart import Chart
from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding
from clientlens.results.table import Table
from clientlens.sample import Ratings, Sample
from clientlens.survey.answers import Answers
from clientlens.survey.groups import EVERYBODY
from clientlens.task import Task
from clientlens.testing.example import Drawn, draw, installed, load_values
from clientlens.testing.generated import Size, Values, generated_values, merged
from clientlens.testing.numbers import Numbers
from clientlens.testing.trial import Trial

ROWS = 4
"""So many rows of weights are enough to tell replicates apart."""


def make_model_example(trial: Trial, size: Size) -> ModelExample:
    """An example of one size; a `ClientLensError` where the model can't work on it."""
    known = installed()
    registry = replace(known, models={**known.models, trial.name: trial.plugin()})
    base = generated_values(size) | {"models": {trial.name: dict(trial.options)}}
    values = merged(base, trial.study)
    study = load_values(values, registry)
    example = ModelExample(trial, values, registry, draw(study, registry, size, trial.truth))
    example.estimate(example.sample())
    return example


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
        return self.trial.name

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
    def findings(self) -> tuple[Finding, ...]:
        """The findings of a whole evaluation."""
        return tuple(self.model.findings(self._with_tables))

    @cached_property
    def result(self) -> Result:
        """What a whole evaluation finds and says, as far as it can be made."""
        shown = self._with_tables

        def draw(messages: Messages) -> tuple[Chart, ...]:
            return tuple(self.model.charts(shown, messages))

        try:
            findings = self.findings
        except Exception:  # noqa: BLE001  the law of findings tells of it
            findings = ()
        return replace(shown, findings=findings, draw=draw)

    @cached_property
    def _with_tables(self) -> Result:
        try:
            return replace(self.bare, tables=self.tables)
        except Exception:  # noqa: BLE001  the law of tables tells of it
            return self.bare

    @cached_property
    def is_estimated(self) -> bool:
        """Whether the engine can estimate it at all; one law tells where it can't."""
        try:
            return bool(self.bare)
        except Exception:  # noqa: BLE001  that law
            return False

    @property
    def model(self) -> Model:
        """A new instance."""
        model: Model = self.trial.plugin()
        return model

    instance = model

    @property
    def options(self) -> Options:
        """What the study writes for the model."""
        return self.choice.options

    @property
    def tolerance(self) -> float:
        """How near two numbers must be that should be the same."""
        return self.trial.tolerance

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

    def on(self, values: Values, drawn: Drawn) -> ModelExample:
        """The same model on another study or other answers."""
        return replace(self, values=values, drawn=drawn)

    def with_answers(self, answers: Answers) -> ModelExample:
        """The same study with other answers."""
        return self.on(self.values, replace(self.drawn, answers=answers))

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

    def estimate(self, sample: Sample, instance: Model | None = None) -> Numbers:
        """What the model estimates from a sample; a new instance by default."""
        study, options = self.prepared.study, self.choice.options
        own = instance or self.model
        values = own.estimate(sample, study, options)
        dims = dims_in(own, sample, study, options)
        return Numbers(values, dims, self.labels, len(sample.weights))

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
