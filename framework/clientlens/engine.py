"""The engine: a study from its answers to its evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens.config.study import Study
from clientlens.differences.compare import compare_groups
from clientlens.errors import (
    AnswersError,
    Place,
    Problem,
    RequestError,
    StudyError,
    did_you_mean,
)
from clientlens.estimation import Estimation, Progress, Task
from clientlens.grouping import Grouping, group_clients
from clientlens.hierarchy import hierarchy_of
from clientlens.plugins import Registry
from clientlens.replicates import plan_replicates
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.recipe import recipe_of, respondents_of
from clientlens.roles import plan_roles
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.segmentation import Segmentation
from clientlens.survey.answers import Answers
from clientlens.survey.code import code_answers
from clientlens.survey.read import read_cells
from clientlens.survey.screen import screen

if TYPE_CHECKING:
    from clientlens.messages import Messages
    from clientlens.results.chart import Chart


def read_answers(
    study: Study, registry: Registry, path: Path | None = None, role: str | None = None
) -> Answers:
    """Read the survey file of a study, or another one in its place.

    Parameters
    ----------
    study : Study
        The study.
    registry : Registry
        The loaded plugins.
    path : Path, optional
        A survey file in place of that of the study.
    role : str, optional
        The role whose answers are read; by default the clients'.

    Raises
    ------
    StudyError
        The study names no survey file, and none is given.
    AnswersError
        With every problem of the file.
    """
    asked = study if role is None else study.roles[role].study
    if path is None:
        if asked.survey.source is None:
            raise StudyError(_no_file(study, role))
        path = asked.folder / asked.survey.source
    cells, source = read_cells(path, asked.survey, registry.readers)
    return code_answers(cells, source, asked)


def _no_file(study: Study, role: str | None) -> Problem:
    if role is None:
        hint = "Name it under survey.source, or with --answers."
        return study.problem("the study names no survey file", "survey", hint=hint)
    hint = f"Name it under roles.{role}.survey.source, or with --role-answers {role}=FILE."
    return study.problem(f"role '{role}' has no survey file", "roles", role, hint=hint)


def read_everybody(
    study: Study,
    registry: Registry,
    path: Path | None = None,
    role_paths: Mapping[str, Path] | None = None,
) -> tuple[Answers, dict[str, Answers]]:
    """Read the survey files of a study: that of its clients, and those of its roles.

    Parameters
    ----------
    study : Study
        A checked study.
    registry : Registry
        The loaded plugins.
    path : Path, optional
        The clients' survey file, where it isn't the one that the study names.
    role_paths : mapping, optional
        Role → its survey file, likewise.

    Returns
    -------
    tuple of Answers and dict
        The clients' answers, and role → answers.

    Raises
    ------
    RequestError
        `role_paths` names a role that the study hasn't.
    StudyError
        A survey file isn't named.
    AnswersError
        With every problem of every file.
    """
    given = role_paths or {}
    for code in given:
        if code not in study.roles:
            hint = did_you_mean(code, study.roles)
            raise RequestError(f"the study has no role '{code}'. {hint}".strip())
    found: dict[str | None, Answers] = {}
    problems: list[Problem] = []
    for role in (None, *study.roles):
        file = path if role is None else given.get(role)
        try:
            found[role] = read_answers(study, registry, file, role)
        except AnswersError as error:
            problems += error.problems
    if problems:
        raise AnswersError(problems)
    return found[None], {role: found[role] for role in study.roles}


def evaluate_answers(
    study: Study,
    answers: Answers,
    registry: Registry,
    *,
    roles: Mapping[str, Answers] | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate the answers of a study with all of its models.

    Parameters
    ----------
    study : Study
        A checked study.
    answers : Answers
        Those of its clients, before screening.
    registry : Registry
        The loaded plugins.
    roles : mapping, optional
        Role → the answers of others than clients, from `read_everybody`; each is screened by
        itself.
    jobs : int
        Chunks of replicates that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Told after every chunk.

    Raises
    ------
    AnswersError
        Fewer are left after screening than may be shown, there is nothing to resample, or an
        attribute makes no groups or too many.
    RequestError
        A model of the study is offered by no loaded plugin.
    """
    _check_offers(study, registry)
    kept, screening = screen(answers, study, registry.screens)
    _check_number(kept, study)
    others = {
        code: screen(found, study.roles[code].study, registry.screens)
        for code, found in (roles or {}).items()
    }

    def everybody(study: Study) -> Sample:
        return _estimation_of(study, kept, {}, registry).everybody()

    grouping = group_clients(study, kept, registry.segmenters, everybody)
    study = grouping.study
    kept_others = {code: grouping.of_role(found) for code, (found, _) in others.items()}
    estimation = _estimation_of(study, grouping.answers, kept_others, registry, grouping)
    estimates = estimation.run(jobs, progress)
    weighed = estimation.weighed()
    asked = study.segments and study.segments.differences
    differences = (
        compare_groups(estimation, estimates, grouping.groups, asked, jobs=jobs, progress=progress)
        if asked
        else None
    )
    return Evaluation(
        study=study,
        screening=screening,
        groups=grouping.groups,
        results={
            task.choice.name: _present(task, study, found, weighed, grouping.segmentations)
            for task, found in zip(estimation.tasks, estimates, strict=True)
        },
        recipe=_recipe(study, answers, roles or {}, registry)
        | {"respondents": respondents_of(kept, estimation.plan)},
        roles={code: of_role for code, (_, of_role) in others.items()},
        differences=differences,
        segmentations=grouping.segmentations,
        segmenter_locales=_locales(study, registry),
        merged=grouping.merged,
        lookalikes=grouping.lookalikes,
        members=grouping.members,
    )


def _locales(study: Study, registry: Registry) -> dict[str, Path]:
    """Segmentation → the catalogues of its method, where that has any."""
    known = {name: registry.segmenters[c.method].locale for name, c in study.found.items()}
    return {name: locale for name, locale in known.items() if locale}


def _estimation_of(
    study: Study,
    kept: Answers,
    kept_others: Mapping[str, Answers],
    registry: Registry,
    grouping: Grouping | None = None,
) -> Estimation:
    """What is estimated of those who were kept, the clients and the other roles."""
    plan, strata = plan_roles(plan_replicates(kept, study), kept_others, study)
    groups = grouping.groups if grouping else ()
    found = grouping.segmentations if grouping else {}
    return Estimation(
        study=study,
        tasks=tuple(Task(choice, registry.models[choice.use]) for choice in study.models.values()),
        groups=tuple(group for group in groups if not group.is_suppressed),
        ratings=Ratings(kept.values, kept.questions, hierarchy_of(study), kept.attributes, found),
        plan=plan,
        roles=strata,
        weightings=registry.weightings,
    )


def _recipe(
    study: Study, answers: Answers, roles: Mapping[str, Answers], registry: Registry
) -> dict[str, Any]:
    plugins = [(p.name, p.distribution, p.version) for p in registry.plugins]
    sources = {code: found.source for code, found in roles.items()}
    return recipe_of(study, answers.source, plugins, sources)


def _check_number(kept: Answers, study: Study) -> None:
    """Fewer answers than a group may have are no report either."""
    minimum = study.report.minimum_group
    if len(kept) < minimum:
        message = f"{len(kept)} valid answers are fewer than report.minimum_group, {minimum}"
        hint = "So few answers tell of single clients. Lower it only if they may be shown."
        raise AnswersError(Problem(message, Place(kept.source.path), hint))


def _check_offers(study: Study, registry: Registry) -> None:
    """A study loaded with other plugins may name what isn't here."""
    wanted = [("model", choice.use) for choice in study.models.values()]
    for plan in (study.weighting, *study.compared.values()):
        for choice in (plan.dimensions, plan.indicators, *plan.within.values()):
            wanted += [("weighting", name) for name in sorted(choice.methods)]
    wanted += [("segmenter", choice.method) for choice in study.found.values()]
    offered = {
        "model": list(registry.models),
        "weighting": list(registry.weightings),
        "segmenter": list(registry.segmenters),
    }
    for kind, name in wanted:
        if name not in offered[kind]:
            hint = did_you_mean(name, offered[kind])
            raise RequestError(f"no plugin offers the {kind} '{name}'. {hint}".strip())


def _present(
    task: Task,
    study: Study,
    estimates: Estimates,
    weighed: Weighed | None,
    segmentations: Mapping[str, Segmentation],
) -> Result:
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
        looks=model.looks,
        weighed=weighed,
        segmentations=segmentations,
    )
    result = replace(bare, tables=tuple(model.tables(bare)))

    def draw(messages: Messages) -> tuple[Chart, ...]:
        return tuple(model.charts(result, messages.with_folder(model.locale)))

    return replace(result, findings=tuple(model.findings(result)), draw=draw)
