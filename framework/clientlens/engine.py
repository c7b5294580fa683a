"""The engine: a study from its answers to its evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens.chunks import Progress
from clientlens.config.study import Study
from clientlens.differences.compare import compare_groups
from clientlens.errors import (
    AnswersError,
    Place,
    Problem,
    RequestError,
    StudyError,
    at_work,
    did_you_mean,
)
from clientlens.estimation import Estimation
from clientlens.grouping import Grouping, group_clients
from clientlens.hierarchy import hierarchy_of
from clientlens.plugins import Registry
from clientlens.replicates import plan_replicates
from clientlens.results.differences import GroupDifferences
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.recipe import recipe_of, respondents_of
from clientlens.results.table import check_tables
from clientlens.roles import plan_roles
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.segmentation import Segmentation
from clientlens.survey.answers import Answers, Source
from clientlens.survey.code import code_answers
from clientlens.survey.read import read_cells
from clientlens.survey.screen import Screening, screen
from clientlens.task import Task

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
    prepared = prepare(study, answers, registry, roles=roles)
    estimation, grouping = prepared.estimation, prepared.grouping
    estimates = estimation.run(jobs, progress)
    weighed = estimation.weighed()
    asked = prepared.study.segments and prepared.study.segments.differences
    differences = (
        compare_groups(estimation, estimates, grouping.groups, asked, jobs=jobs, progress=progress)
        if asked
        else None
    )
    results = {
        task.choice.name: present(task, prepared.study, found, weighed, grouping.segmentations)
        for task, found in zip(estimation.tasks, estimates, strict=True)
    }
    return prepared.evaluation(results, differences)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A study whose answers are screened and grouped, before anything is estimated."""

    study: Study
    screening: Screening
    grouping: Grouping
    estimation: Estimation
    recipe: Mapping[str, Any]
    roles: Mapping[str, Screening]
    segmenter_locales: Mapping[str, Path]

    @property
    def kept(self) -> Answers:
        """The answers of the clients who were kept."""
        return self.grouping.answers

    def of_everybody(self) -> Prepared:
        """The same without groups."""
        grouping = replace(self.grouping, groups=self.grouping.groups[:1])
        estimation = replace(self.estimation, groups=self.estimation.groups[:1])
        return replace(self, grouping=grouping, estimation=estimation)

    def under(self, study: Study, tasks: tuple[Task, ...]) -> Prepared:
        """The same answers under a study that differs in its models and weighting alone."""
        own = replace(
            self.study,
            models=study.models,
            weighting=study.weighting,
            compared=study.compared,
            document=study.document,
        )
        ratings = replace(self.estimation.ratings, hierarchy=hierarchy_of(own))
        estimation = replace(self.estimation, study=own, tasks=tasks, ratings=ratings)
        recipe = {**self.recipe, "study": study.values}
        return replace(self, study=own, estimation=estimation, recipe=recipe)

    def evaluation(
        self, results: Mapping[str, Result], differences: GroupDifferences | None = None
    ) -> Evaluation:
        """The evaluation, once the models have their results."""
        grouping = self.grouping
        return Evaluation(
            study=self.study,
            screening=self.screening,
            groups=grouping.groups,
            results=results,
            recipe=self.recipe,
            roles=self.roles,
            differences=differences,
            segmentations=grouping.segmentations,
            segmenter_locales=self.segmenter_locales,
            merged=grouping.merged,
            lookalikes=grouping.lookalikes,
            members=grouping.members,
        )


def prepare(
    study: Study,
    answers: Answers,
    registry: Registry,
    *,
    roles: Mapping[str, Answers] | None = None,
) -> Prepared:
    """Screen, group and plan what `evaluate_answers` estimates."""
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
    return Prepared(
        study=study,
        screening=screening,
        grouping=grouping,
        estimation=estimation,
        recipe=recipe_for(
            study,
            answers.source,
            {code: found.source for code, found in (roles or {}).items()},
            registry,
        )
        | {"respondents": respondents_of(kept, estimation.plan)},
        roles={code: of_role for code, (_, of_role) in others.items()},
        segmenter_locales=_locales(study, registry),
    )


def _locales(study: Study, registry: Registry) -> dict[str, Path]:
    """Segmentation → the catalogues of its method, where that has any."""
    known = {name: registry.segmenters[c.method].locale for name, c in study.found.items()}
    return {name: locale for name, locale in known.items() if locale}


def tasks_of(study: Study, registry: Registry) -> tuple[Task, ...]:
    """The models of a study with their options."""
    return tuple(Task(choice, registry.models[choice.use]) for choice in study.models.values())


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
        tasks=tasks_of(study, registry),
        groups=tuple(group for group in groups if not group.is_suppressed),
        ratings=Ratings(kept.values, kept.questions, hierarchy_of(study), kept.attributes, found),
        plan=plan,
        roles=strata,
        weightings=registry.weightings,
    )


def recipe_for(
    study: Study, source: Source, roles: Mapping[str, Source], registry: Registry
) -> dict[str, Any]:
    """The recipe of a run of `study` with these survey files and plugins."""
    plugins = [(p.name, p.distribution, p.version) for p in registry.plugins]
    return recipe_of(study, source, plugins, roles)


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


def bare_result(
    task: Task,
    study: Study,
    estimates: Estimates,
    weighed: Weighed | None,
    segmentations: Mapping[str, Segmentation],
) -> Result:
    """Estimates alone, without what is said of them."""
    choice, model = task.choice, task.model
    names = model.names(study, choice.options)
    return Result(
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


def present(
    task: Task,
    study: Study,
    estimates: Estimates,
    weighed: Weighed | None,
    segmentations: Mapping[str, Segmentation],
) -> Result:
    """Estimates with what is said of them."""
    model, bare = task.model, bare_result(task, study, estimates, weighed, segmentations)
    with at_work(model):
        result = replace(bare, tables=tuple(model.tables(bare)))
        check_tables(result.tables)
        findings = tuple(model.findings(result))

    def draw(messages: Messages) -> tuple[Chart, ...]:
        with at_work(model):
            return tuple(model.charts(result, messages.with_folder(model.locale)))

    return replace(result, findings=findings, draw=draw)
