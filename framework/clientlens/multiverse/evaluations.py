"""The evaluations: every universe estimated, and nothing twice.

Universes whose answers are read, screened, grouped and drawn alike are one *sample*: they share the
replicates and whatever structural weights don't enter. Within it, one weighting is made once, and
so is one model with the same options under it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from clientlens.config.study import ModelChoice, Study, WeightingChoice
from clientlens.engine import Prepared, prepare, present, tasks_of
from clientlens.errors import ClientLensError
from clientlens.estimation import Progress, Task, run_together
from clientlens.multiverse.universes import Universe
from clientlens.plugins import Registry
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.survey.answers import Answers

Read = Callable[[Study], tuple[Answers, dict[str, Answers]]]
"""Reads the answers of a study, of its clients and of its roles."""

_JUDGED = frozenset({"study", "report", "models", "weighting"})
"""Parts of a study file that say nothing of whose answers are used, and how they are drawn."""
_READ = ("survey", "scales", "facets", "hierarchy", "items", "respondents", "roles")
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
    all_groups : bool
        Whether groups of clients are estimated as well as everybody.
    jobs : int
        Chunks of replicates that are worked on at once.
    progress : callable or None
        Told of what is done, and what there is to do.
    """

    registry: Registry
    read: Read
    models: tuple[str, ...] | None = None
    all_groups: bool = False
    jobs: int = 1
    progress: Progress | None = None

    def tasks_of(self, study: Study) -> tuple[Task, ...]:
        """The models of a universe that are wanted."""
        wanted = self.models
        tasks = tasks_of(study, self.registry)
        return tuple(task for task in tasks if wanted is None or task.choice.name in wanted)


def evaluate_universes(universes: Sequence[Universe], sweeping: Sweeping) -> Iterator[Evaluated]:
    """Evaluate universes sample by sample; the first universe comes first."""
    able = [(universe, u) for universe in universes if isinstance(u := universe.study, Study)]
    keys = {universe.code: _sample_key(study) for universe, study in able}
    order = list(dict.fromkeys(keys.values()))
    for universe in universes:
        if not isinstance(universe.study, Study):
            yield Evaluated(universe, 0, None, universe.study)
    reading = _Reading(sweeping.read)
    able.sort(key=lambda pair: order.index(keys[pair[0].code]))
    for key, of_sample in groupby(able, key=lambda pair: keys[pair[0].code]):
        number = order.index(key)
        whole = list(of_sample)
        ticking = replace(sweeping, progress=_within(sweeping.progress, number, len(order)))
        yield from _evaluate_sample(number + 1, whole, ticking, reading)


def _sample_key(study: Study) -> str:
    return _text({key: part for key, part in study.values.items() if key not in _JUDGED})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=False)


def _within(progress: Progress | None, number: int, samples: int) -> Progress | None:
    """The progress of one sample as a part of all."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(_STEPS * number + _STEPS * done // total, _STEPS * samples)


class _Reading:
    """Answers, read once for all universes that ask the same questions of the same file."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[str, tuple[Answers, dict[str, Answers]]] = {}

    def answers(self, study: Study) -> tuple[Answers, dict[str, Answers]]:
        """The answers of a study."""
        key = _text([study.values.get(part) for part in _READ])
        if key not in self._known:
            self._known[key] = self._read(study)
        return self._known[key]


def _evaluate_sample(
    number: int, whole: list[tuple[Universe, Study]], sweeping: Sweeping, reading: _Reading
) -> Iterator[Evaluated]:
    first = whole[0][1]
    try:
        answers, roles = reading.answers(first)
        prepared = prepare(first, answers, sweeping.registry, roles=roles)
    except ClientLensError as error:
        for universe, _ in whole:
            yield Evaluated(universe, number, None, error)
        return
    if not sweeping.all_groups:
        everybody = replace(prepared.estimation, groups=prepared.estimation.groups[:1])
        prepared = replace(prepared, groups=prepared.groups[:1], estimation=everybody)
    results = _Results(prepared, whole, sweeping)
    for universe, study in whole:
        own = prepared.under(study, sweeping.tasks_of(study))
        yield Evaluated(universe, number, own, results.evaluation(own))


class _Results:
    """The results of one sample: each weighting, and each model under it, estimated once."""

    def __init__(
        self, prepared: Prepared, whole: Sequence[tuple[Universe, Study]], sweeping: Sweeping
    ) -> None:
        tasks: dict[str, dict[str, Task]] = {}
        studies: dict[str, Study] = {}
        for _, study in whole:
            key = _weighting_key(study, sweeping.registry)
            studies.setdefault(key, study)
            own = tasks.setdefault(key, {})
            for task in sweeping.tasks_of(study):
                own.setdefault(_model_key(task.choice), task)
        under = [prepared.under(studies[key], tuple(own.values())) for key, own in tasks.items()]
        estimations = [one.estimation for one in under]
        outcomes = run_together(estimations, sweeping.jobs, sweeping.progress)
        self._registry = sweeping.registry
        self._weighed = {
            key: None if isinstance(outcome, ClientLensError) else estimation.weighed()
            for key, estimation, outcome in zip(tasks, estimations, outcomes, strict=True)
        }
        self._estimates = {
            key: outcome
            if isinstance(outcome, ClientLensError)
            else dict(zip(own, outcome, strict=True))
            for (key, own), outcome in zip(tasks.items(), outcomes, strict=True)
        }
        self._presented: dict[tuple[str, str, str], Result] = {}

    def evaluation(self, prepared: Prepared) -> Evaluation | ClientLensError:
        """The evaluation of one universe, or why there is none."""
        key = _weighting_key(prepared.study, self._registry)
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
        if known not in self._presented:
            found = estimates[of_model]
            self._presented[known] = present(task, study, found, self._weighed[key])
        return self._presented[known]


def _weighting_key(study: Study, registry: Registry) -> str:
    """What structural weights depend on, besides the answers."""
    used = [study.values.get("weighting")]
    plans = (study.weighting, *study.compared.values())
    choices = [
        c for plan in plans for c in (plan.dimensions, plan.indicators, *plan.within.values())
    ]
    if any(_rests_on_models(choice, registry) for choice in choices):
        used.append(study.values.get("models"))
    return _text(used)


def _rests_on_models(choice: WeightingChoice, registry: Registry) -> bool:
    return any(registry.weightings[name].rests_on_models for name in choice.methods)


def _model_key(choice: ModelChoice) -> str:
    return _text([choice.use, choice.options.model_dump(mode="json")])
