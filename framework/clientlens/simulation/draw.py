"""The simulation: answers to a study's questions, drawn from a population with known truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.study import Study
from clientlens.errors import ClientLensError, Problem, RequestError, did_you_mean
from clientlens.hierarchy import Question, questions_of
from clientlens.model import Model
from clientlens.population import Population
from clientlens.simulation.cells import Drawn, Simulated, columns_of
from clientlens.simulation.truth import Following, Wanted, group_of
from clientlens.stats.ordinal import Margins, draw_variates, find_margins
from clientlens.stats.underlying import underlying_correlations

MOST_RESPONDENTS = 10_000_000


def simulate(
    study: Study,
    models: Mapping[str, Model],
    wanted: Wanted,
    *,
    n: int,
    seed: int,
    model: str | None = None,
) -> Simulated:
    """Draw a survey file.

    Parameters
    ----------
    study : Study
        A checked study.
    models : mapping
        The loaded models, by the names that a study uses.
    wanted : Wanted
        What is true, from `clientlens.simulation.truth.read_truth` for the same study.
    n : int
        Respondents.
    seed : int
        Of all randomness.
    model : str, optional
        The one model of the study that holds. By default those hold that the truth file speaks
        of, and where it speaks of none, all that offer a population.

    Raises
    ------
    RequestError
        An argument is out of range, two models speak of one question, or no answers can be as the
        is wanted.

    Notes
    -----
    Means, deviations and correlations are those of the answers, not of something behind them: the
    moments of a sample come as near to them as its size lets them. What a model doesn't speak of
    is independent of what it speaks of, and one facet of another. Attributes are given out by the
    answers, never answers by attributes; so the answers of all together stay as they are wanted.
    """
    _check_size(n, seed)
    questions = questions_of(study)
    names = [question.name for question in questions]
    populations = _populations(study, models, wanted, model)
    correlations = _correlations(questions, populations, wanted)
    low, high = zip(*(question.scale.points for question in questions), strict=True)
    margins = find_margins(low, high, wanted.means, wanted.deviations, names=names)
    normal = underlying_correlations(margins, correlations, names=names)
    drawn = _draw(margins, normal, [*wanted.attributes.values()], n, seed)
    columns = columns_of(study, wanted, drawn, seed)
    return Simulated(n, study.survey.respondent_id, tuple(columns), populations)


def _check_size(n: int, seed: int) -> None:
    if not 1 <= n <= MOST_RESPONDENTS:
        raise RequestError(f"`n` must lie between 1 and {MOST_RESPONDENTS:,}, got {n:,}")
    if seed < 0:
        raise RequestError(f"`seed` must not be negative, got {seed}")


def _populations(
    study: Study, models: Mapping[str, Model], wanted: Wanted, model: str | None
) -> dict[str, Population]:
    """The populations of the models that hold."""
    if model is not None and model not in wanted.models:
        raise RequestError(_no_population(model, study, wanted))
    chosen = (model,) if model is not None else wanted.written or tuple(wanted.models)
    found = {name: _population(name, study, models, wanted) for name in chosen}
    populations = {name: population for name, population in found.items() if population}
    if model is not None and not populations:
        raise RequestError(f"model '{model}' offers no population with these options")
    _check_apart(populations)
    return populations


def _no_population(model: str, study: Study, wanted: Wanted) -> str:
    if model in study.models:
        known = f" Models that do: {', '.join(wanted.models)}." if wanted.models else ""
        return f"model '{model}' offers no population.{known}"
    return f"the study has no model '{model}'. {did_you_mean(model, study.models)}".strip()


def _population(
    name: str, study: Study, models: Mapping[str, Model], wanted: Wanted
) -> Population | None:
    """What one model makes of the population; its complaints are of its part of the truth."""
    choice, place = study.models[name], wanted.place("models", name)
    try:
        found = models[choice.use].population(study, choice.options, wanted.models[name])
    except ClientLensError as error:
        problems = [replace(p, place=p.place or place) for p in error.problems]
        raise RequestError(problems) from error
    known = {question.name for question in questions_of(study)}
    strange = [question for question in found.questions if question not in known] if found else []
    if strange:
        raise RequestError(f"model '{name}' speaks of '{strange[0]}', which the study doesn't ask")
    return found


def _check_apart(populations: Mapping[str, Population]) -> None:
    """Refuse two models that speak of one question: only one of them can hold."""
    by_question: dict[str, list[str]] = defaultdict(list)
    for name, population in populations.items():
        for question in population.questions:
            by_question[question].append(name)
    shared = {question: names for question, names in by_question.items() if len(names) > 1}
    if shared:
        question, names = next(iter(shared.items()))
        both = " and ".join(f"'{name}'" for name in names)
        more = f" and {len(shared) - 1} more questions" if len(shared) > 1 else ""
        hint = f"Choose one with --model {' or --model '.join(names)}."
        message = f"models {both} both say how the answers to '{question}'{more} hang together"
        raise RequestError(Problem(message, hint=hint))


def _correlations(
    questions: tuple[Question, ...], populations: Mapping[str, Population], wanted: Wanted
) -> FloatArray:
    """(p, p) correlations of the answers; none between what belongs to different parts."""
    position = {question.name: j for j, question in enumerate(questions)}
    matrix = np.eye(len(questions))
    told: dict[str, str] = {}
    for name, population in populations.items():
        told |= dict.fromkeys(population.questions, name)
        own = [position[question] for question in population.questions]
        matrix[np.ix_(own, own)] = population.correlations
    groups: dict[str, list[int]] = {group_of(question): [] for question in questions}
    for question in questions:
        if question.name not in told:
            groups[group_of(question)].append(position[question.name])
    _check_rules(groups, wanted)
    for group, own in groups.items():
        matrix[np.ix_(own, own)] = wanted.correlations[group]
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _check_rules(groups: Mapping[str, list[int]], wanted: Wanted) -> None:
    """Refuse a correlation that is written for questions of which a model speaks."""
    hint = "Take it away; the model says how they hang together."
    problems = [
        Problem(f"no two questions of '{group}' are left to a rule", place, hint)
        for group, own in groups.items()
        if len(own) < 2 and (place := wanted.place("correlation", group))  # noqa: PLR2004
    ]
    if problems:
        raise RequestError(problems)


def _draw(
    margins: Margins, normal: FloatArray, followings: list[Following], n: int, seed: int
) -> Drawn:
    p = len(normal)
    steps = np.empty((p, n), dtype=np.min_scalar_type(-margins.thresholds.shape[1] - 1))
    weights = _standing_weights(normal, followings)  # (p, a)
    standing = np.empty((len(followings), n))
    start = 0
    for Z in draw_variates(normal, n, np.random.Generator(np.random.PCG64(seed))):
        rows = slice(start, start := start + len(Z))
        steps[:, rows] = margins.steps(Z).T
        standing[:, rows] = (Z @ weights).T
    return Drawn(steps, standing)


def _standing_weights(normal: FloatArray, followings: list[Following]) -> FloatArray:
    """(p, a) weights under which the variates that an attribute follows add up to a standard one.

    All zero where it follows none.
    """
    chosen = np.zeros((len(normal), len(followings)))
    for k, following in enumerate(followings):
        chosen[list(following.questions), k] = 1.0
    variance = (chosen * (normal @ chosen)).sum(axis=0)
    return np.asarray(chosen / np.sqrt(np.where(variance > 0, variance, 1.0)))
