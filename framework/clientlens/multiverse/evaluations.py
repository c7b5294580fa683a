"""The evaluations: every universe estimated, and nothing twice.

Universes whose answers are read, screened, grouped and drawn alike are one *sample*: they share the
replicates and whatever structural weights don't enter. Within it, one weighting is made once, and
so is one model with the same options under it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from clientlens.chunks import Progress, calm
from clientlens.config.study import ModelChoice, Study
from clientlens.engine import Prepared, bare_result, prepare, present, tasks_of
from clientlens.errors import ClientLensError
from clientlens.estimation import Estimation
from clientlens.multiverse.universes import Universe
from clientlens.plugins import Registry
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.survey.answers import Answers
from clientlens.task import Task
from clientlens.together import run_together

Read = Callable[[Study], tuple[Answers, dict[str, Answers]]]
"""Reads the answers of a study, of its clients and of its roles."""

_JUDGED = ("study", "report", "models", "weighting")
"""Parts of a study file that say nothing of whose answers are used, and how they are drawn."""
_READ = ("survey", "scales", "facets", "hierarchy", "items", "respondents", "roles")
_SCREENING = "screening"
_STEPS = 1000
"""Of a sample, as far as progress is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """What came of a universe.

    Attributes
    ----------
    universe : Universe
        The universe.
    sample : int
        Counts the samples from 1; universes with the same one are paired row by row.
    prepared : Prepared or None
        Whose answers were used, and how they were drawn; None where they couldn't be had.
    outcome : Evaluation or ClientLensError
        What was found, or why nothing was.
    """

    universe: Universe
    sample: int
    prepared: Prepared | None
    outcome: Evaluation | ClientLensError

    @property
    def evaluation(self) -> Evaluation:
        """What was found; the error where nothing was."""
        if isinstance(self.outcome, ClientLensError):
            raise self.outcome
        return self.outcome


@dataclass(frozen=True, slots=True)
class Sweeping:
    """How universes are evaluated.

    Attributes
    ----------
    registry : Registry
        The loaded plugins.
    read : callable
        Reads the answers of a universe.
    models : tuple of str or None
        The entries that are estimated; all of them by default.
    in_full : bool
        Whether groups of clients are estimated as well as everybody, and tables, findings and
        pictures made, as `clientlens.evaluate` does.
    jobs : int
        Chunks of replicates that are worked on at once.
    progress : callable or None
        Told of what is done, and what there is to do.
    """

    registry: Registry
    read: Read
    models: tuple[str, ...] | None = None
    in_full: bool = False
    jobs: int = 1
    progress: Progress | None = None

    def tasks_of(self, study: Study) -> tuple[Task, ...]:
        """The models of a universe that are wanted."""
        wanted = self.models
        tasks = tasks_of(study, self.registry)
        return tuple(task for task in tasks if wanted is None or task.choice.name in wanted)


def evaluate_universes(universes: Sequence[Universe], sweeping: Sweeping) -> Iterator[Evaluated]:
    """Evaluate universes sample by sample, each as `clientlens.evaluate` would.

    Those that can't be come first, then the first sample with the first universe.
    """
    answered = _Answered(sweeping)
    samples: dict[str, list[tuple[Universe, Prepared]]] = {}
    for universe in universes:
        prepared = answered.prepare(universe)
        if isinstance(prepared, ClientLensError):
            yield Evaluated(universe, 0, None, prepared)
        else:
            samples.setdefault(_sample_key(prepared), []).append((universe, prepared))
    for number, whole in enumerate(samples.values()):
        ticking = replace(sweeping, progress=_within(sweeping.progress, number, len(samples)))
        results = _Results([prepared for _, prepared in whole], ticking)
        for universe, prepared in whole:
            yield Evaluated(universe, number + 1, prepared, results.evaluation(prepared))


class _Answered:
    """Answers: read once for one file and its questions, screened once for the same rules.

    What differs in models and weighting alone shares all but these.
    """

    def __init__(self, sweeping: Sweeping) -> None:
        self._sweeping = sweeping
        self._answers: dict[str, tuple[Answers, dict[str, Answers]]] = {}
        self._prepared: dict[str, Prepared | ClientLensError] = {}

    def prepare(self, universe: Universe) -> Prepared | ClientLensError:
        """A universe before anything is estimated, or why it can't be."""
        study = universe.study
        if not isinstance(study, Study):
            return study
        key = _text({part: value for part, value in study.values.items() if part not in _JUDGED})
        if key not in self._prepared:
            self._prepared[key] = self._first(study)
        prepared = self._prepared[key]
        if isinstance(prepared, ClientLensError):
            return prepared
        return prepared.under(study, self._sweeping.tasks_of(study))

    def _first(self, study: Study) -> Prepared | ClientLensError:
        key = _text([study.values.get(part) for part in _READ])
        registry = self._sweeping.registry
        try:
            if key not in self._answers:
                self._answers[key] = self._sweeping.read(study)
            answers, roles = self._answers[key]
            prepared = prepare(study, answers, registry, roles=roles)
        except ClientLensError as error:
            return error
        if self._sweeping.in_full:
            return prepared
        return prepared.of_everybody()


def _sample_key(prepared: Prepared) -> str:
    """What all rows depend on; whoever screens otherwise may still keep the same clients."""
    values = prepared.study.values
    roles = {code: {**role, _SCREENING: None} for code, role in values.get("roles", {}).items()}
    left_out = (*_JUDGED, _SCREENING, "roles")
    said = {part: value for part, value in values.items() if part not in left_out}
    strata = prepared.estimation.roles.strata
    kept = [prepared.kept, *(stratum.answers for stratum in strata.values())]
    digests = [sha256(answers.rows.tobytes()).hexdigest() for answers in kept]
    return _text([said, roles, prepared.kept.source.sha256, digests])


def _text(value: Any) -> str:  # Any: plain values
    return json.dumps(value, ensure_ascii=False)


def _within(progress: Progress | None, number: int, samples: int) -> Progress | None:
    """The progress of one sample as a part of all."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(_STEPS * number + _STEPS * done // total, _STEPS * samples)


class _Results:
    """The results of one sample: each weighting, and each model under it, estimated once."""

    def __init__(self, whole: Sequence[Prepared], sweeping: Sweeping) -> None:
        self._present = present if sweeping.in_full else bare_result
        under: dict[str, Estimation] = {}
        tasks: dict[str, dict[str, Task]] = {}
        for prepared in whole:
            key = prepared.estimation.weighting_key
            under.setdefault(key, prepared.estimation)
            for task in prepared.estimation.tasks:
                tasks.setdefault(key, {}).setdefault(_model_key(task.choice), task)
        # One sample: all share the respondents and the rows of the first.
        first = whole[0].estimation
        self._segmentations = whole[0].grouping.segmentations
        estimations = [
            replace(
                first,
                study=own.study,
                tasks=tuple(tasks.get(key, {}).values()),
                ratings=replace(first.ratings, hierarchy=own.ratings.hierarchy),
            )
            for key, own in under.items()
        ]
        with calm(len(estimations[0].plan.base)):
            outcomes = run_together(estimations, sweeping.jobs, sweeping.progress)
        self._weighed = {
            key: None if isinstance(outcome, ClientLensError) else estimation.weighed()
            for key, estimation, outcome in zip(under, estimations, outcomes, strict=True)
        }
        self._estimates: dict[str, dict[str, Estimates] | ClientLensError] = {
            key: outcome
            if isinstance(outcome, ClientLensError)
            else dict(zip(tasks.get(key, {}), outcome, strict=True))
            for key, outcome in zip(under, outcomes, strict=True)
        }
        self._known: dict[tuple[str, str, str], Result] = {}

    def evaluation(self, prepared: Prepared) -> Evaluation | ClientLensError:
        """The evaluation of one universe, or why there is none."""
        key = prepared.estimation.weighting_key
        estimates = self._estimates[key]
        if isinstance(estimates, ClientLensError):
            return estimates
        return prepared.evaluation(
            {
                task.choice.name: self._result(key, task, prepared.study, estimates)
                for task in prepared.estimation.tasks
            }
        )

    def _result(
        self, key: str, task: Task, study: Study, estimates: dict[str, Estimates]
    ) -> Result:
        """A result; a model of the same name and options says the same under one weighting."""
        of_model = _model_key(task.choice)
        known = (key, task.choice.name, of_model)
        if known not in self._known:
            found = estimates[of_model]
            weighed = self._weighed[key]
            self._known[known] = self._present(task, study, found, weighed, self._segmentations)
        return self._known[known]


def _model_key(choice: ModelChoice) -> str:
    return _text([choice.use, choice.options.model_dump(mode="json")])
