"""The engine: a study from its answers to its evaluation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from clientlens.config.study import Study
from clientlens.errors import (
    AnswersError,
    Place,
    Problem,
    RequestError,
    StudyError,
    did_you_mean,
)
from clientlens.estimation import Estimation, Progress, Task
from clientlens.hierarchy import hierarchy_of
from clientlens.plugins import Registry
from clientlens.replicates import plan_replicates
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.recipe import recipe_of
from clientlens.sample import Ratings
from clientlens.survey.answers import Answers
from clientlens.survey.code import code_answers
from clientlens.survey.groups import find_groups
from clientlens.survey.read import read_cells
from clientlens.survey.screen import screen

if TYPE_CHECKING:
    from clientlens.messages import Messages
    from clientlens.results.chart import Chart


def read_answers(study: Study, registry: Registry, path: Path | None = None) -> Answers:
    """Read the survey file of a study, or another one in its place.

    Raises
    ------
    StudyError
        The study names no survey file, and none is given.
    AnswersError
        With every problem of the file.
    """
    if path is None:
        if study.survey.source is None:
            hint = "Name it under survey.source, or with --answers."
            raise StudyError(study.problem("the study names no survey file", "survey", hint=hint))
        path = study.folder / study.survey.source
    cells, source = read_cells(path, study.survey, registry.readers)
    return code_answers(cells, source, study)


def evaluate_answers(
    study: Study,
    answers: Answers,
    registry: Registry,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate the answers of a study with all of its models.

    Parameters
    ----------
    study : Study
        A checked study.
    answers : Answers
        Its answers, before screening.
    registry : Registry
        The loaded plugins.
    jobs : int
        Chunks of replicates that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Told after every chunk.

    Raises
    ------
    AnswersError
        Fewer are left after screening than may be shown, or there is nothing to resample.
    RequestError
        A model of the study is offered by no loaded plugin.
    """
    _check_models(study, registry)
    kept, screening = screen(answers, study, registry.screens)
    _check_number(kept, study)
    groups = find_groups(kept, study)
    estimation = Estimation(
        study=study,
        tasks=tuple(Task(choice, registry.models[choice.use]) for choice in study.models.values()),
        groups=tuple(group for group in groups if not group.is_suppressed),
        ratings=Ratings(kept.values, kept.questions, hierarchy_of(study)),
        plan=plan_replicates(kept, study),
    )
    estimates = estimation.run(jobs, progress)
    results = {
        task.choice.name: _present(task, study, found)
        for task, found in zip(estimation.tasks, estimates, strict=True)
    }
    plugins = [(p.name, p.distribution, p.version) for p in registry.plugins]
    recipe = recipe_of(study, answers.source, plugins)
    return Evaluation(study, screening, groups, results, recipe)


def _check_number(kept: Answers, study: Study) -> None:
    """Fewer answers than a group may have are no report either."""
    minimum = study.report.minimum_group
    if len(kept) < minimum:
        message = f"{len(kept)} valid answers are fewer than report.minimum_group, {minimum}"
        hint = "So few answers tell of single clients. Lower it only if they may be shown."
        raise AnswersError(Problem(message, Place(kept.source.path), hint))


def _check_models(study: Study, registry: Registry) -> None:
    """A study loaded with other plugins may name models that aren't here."""
    for choice in study.models.values():
        if choice.use not in registry.models:
            hint = did_you_mean(choice.use, registry.models)
            raise RequestError(f"no plugin offers the model '{choice.use}'. {hint}".strip())


def _present(task: Task, study: Study, estimates: Estimates) -> Result:
    """Estimates with what is said of them."""
    choice, model = task.choice, task.model
    names = model.names(study, choice.options)
    bare = Result(
        choice.name,
        choice.use,
        choice.options,
        study,
        estimates,
        model.locale,
        names=names,
        tables_only=model.tables_only,
    )
    result = replace(bare, tables=tuple(model.tables(bare)))

    def draw(messages: Messages) -> tuple[Chart, ...]:
        return tuple(model.charts(result, messages.with_folder(model.locale)))

    return replace(result, findings=tuple(model.findings(result)), draw=draw)
