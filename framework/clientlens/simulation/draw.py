"""The simulation: answers to a study's questions, drawn from a population with known truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from clientlens.arrays import FloatArray
from clientlens.config.study import ModelChoice, Study
from clientlens.config.text import KeyPath
from clientlens.config.wording import problems_of
from clientlens.errors import ClientLensError, Problem, RequestError, StudyError, did_you_mean
from clientlens.hierarchy import Question, questions_of
from clientlens.model import Model
from clientlens.population import Population
from clientlens.simulation.cells import cells_of
from clientlens.simulation.truth import SINGLE, Truth, TruthFile, check_names
from clientlens.stats.ordinal import (
    OrdinalMargin,
    draw_normal,
    normal_correlations,
    ordinal_margin,
    to_answers,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_RESPONDENTS = 10_000_000
_HEIGHT, _SPREAD = 0.7, 0.2
"""Mean and standard deviation where a truth doesn't say: shares of the scale's width."""

_CORRELATION = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A survey file that was drawn.

    Attributes
    ----------
    cells : DataFrame
        As a survey platform would export them: the study's columns, texts.
    model : str or None
        The entry under ``models:`` whose truth the answers follow.
    population : Population or None
        That truth.
    """

    cells: pd.DataFrame
    model: str | None
    population: Population | None


def simulate(
    study: Study,
    models: Mapping[str, Model],
    file: TruthFile,
    *,
    n: int,
    seed: int,
    model: str | None = None,
) -> Simulated:
    """Draw answers to all questions of a study.

    Parameters
    ----------
    study : Study
        A checked study.
    models : mapping
        The loaded models by the names that a study uses.
    file : TruthFile
        What is true.
    n : int
        Respondents.
    seed : int
        Of all randomness.
    model : str, optional
        The entry under ``models:`` that is true; by default the only one that can be.

    Returns
    -------
    Simulated

    Raises
    ------
    ClientLensError
        The truth names what the study doesn't have, or no answers can be so.

    Notes
    -----
    Answers have the means, standard deviations and correlations of the population itself, not of
    normal variables behind them. Attributes are given out after the answers, so the answers of
    all respondents together stay as they were wanted.
    """
    if not 1 <= n <= MOST_RESPONDENTS:
        raise RequestError(f"`n` must lie between 1 and {MOST_RESPONDENTS:,}, got {n:,}")
    questions = questions_of(study)
    check_names(file, study, questions)
    choice, population = _population(study, models, file, model)
    margins = _margins(questions, file)
    rng = np.random.default_rng(seed)
    normal = _normal(questions, margins, population, file.truth, n, rng)
    answers = to_answers(normal, margins)
    cells = cells_of(study, questions, answers, normal, file.truth, rng)
    return Simulated(cells, choice.name if choice else None, population)


def _population(
    study: Study, models: Mapping[str, Model], file: TruthFile, wanted: str | None
) -> tuple[ModelChoice | None, Population | None]:
    """The one model that is true, and what it makes of the answers."""
    if wanted is not None and wanted not in study.models:
        raise RequestError(
            f"the study has no model '{wanted}'. {did_you_mean(wanted, study.models)}"
        )
    choices = [c for c in study.models.values() if wanted in (None, c.name)]
    able = [c for c in choices if models[c.use].Truth is not None]
    written = [c for c in able if c.name in file.truth.models]
    if wanted is not None and not able:
        raise RequestError(f"the model '{wanted}' makes no population: it has no truth")
    chosen = written if len(written) == 1 else able
    if len(chosen) > 1:
        names = ", ".join(f"'{c.name}'" for c in chosen)
        hint = "Say which with --model, or write one of them under 'models:' of the truth file."
        raise RequestError(Problem(f"several models could be true: {names}", hint=hint))
    if not chosen:
        return None, None
    choice = chosen[0]
    return choice, _made_true(study, models[choice.use], choice, file)


def _made_true(
    study: Study, model: Model, choice: ModelChoice, file: TruthFile
) -> Population | None:
    schema = model.Truth
    values = file.truth.models.get(choice.name, {})
    path: KeyPath = ("models", choice.name)
    if schema is None:
        return None
    try:
        truth = schema.model_validate(values)
    except ValidationError as error:
        if file.document is None:
            raise
        raise StudyError(problems_of(error, file.document, schema, path)) from error
    try:
        return model.population(study, choice.options, truth)
    except ClientLensError as error:
        raise StudyError(
            [file.problem(p.message, *path, hint=p.hint) for p in error.problems]
        ) from error


def _margins(questions: tuple[Question, ...], file: TruthFile) -> list[OrdinalMargin]:
    problems: list[Problem] = []
    margins = []
    for question in questions:
        width = question.scale.high - question.scale.low
        mean = question.scale.low + _HEIGHT * width
        deviation = _SPREAD * width
        place: tuple[str, ...] = ("questions",)
        for name in filter(None, (question.facet, question.name)):
            said = file.truth.questions.get(name)
            if said:
                place = ("questions", name)
                mean = mean if said.mean is None else said.mean
                deviation = deviation if said.deviation is None else said.deviation
        try:
            margins.append(ordinal_margin(question.scale.low, question.scale.high, mean, deviation))
        except RequestError as error:
            problems.append(file.problem(f"{question.name}: {error}", *place))
    if problems:
        raise StudyError(problems)
    return margins


def _normal(
    questions: tuple[Question, ...],
    margins: list[OrdinalMargin],
    population: Population | None,
    truth: Truth,
    n: int,
    rng: np.random.Generator,
) -> FloatArray:
    """(n, p) normal variables; questions of different parts don't hang together."""
    out = np.empty((n, len(questions)))
    for columns, correlations in _parts(questions, population, truth):
        own = [margins[i] for i in columns]
        try:
            out[:, columns] = draw_normal(normal_correlations(own, correlations), n, rng)
        except RequestError as error:
            names = ", ".join(questions[i].name for i in columns[:4])
            raise RequestError(f"questions {names} …: {error}") from error
    return out


def _parts(
    questions: tuple[Question, ...], population: Population | None, truth: Truth
) -> Iterator[tuple[list[int], FloatArray]]:
    """Columns that hang together, with their correlations: the model's, then facet by facet."""
    place = {question.name: i for i, question in enumerate(questions)}
    told = population.questions if population else ()
    if population:
        yield [place[name] for name in told], population.correlations
    parts: dict[str, list[int]] = {}
    for question in questions:
        if question.name not in told:
            parts.setdefault(question.facet or SINGLE, []).append(place[question.name])
    for name, columns in parts.items():
        r = truth.correlation.get(name, _CORRELATION)
        k = len(columns)
        yield columns, np.full((k, k), r) + (1 - r) * np.eye(k)
