"""The simulation: answers to a study's questions, drawn from a population with known truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, ValidationError, model_validator

from clientlens.arrays import FloatArray
from clientlens.config.schema import Attribute, Options
from clientlens.config.study import ModelChoice, Study
from clientlens.config.text import Document, KeyPath, read_yaml
from clientlens.config.wording import problems_of
from clientlens.errors import ClientLensError, Problem, RequestError, StudyError, did_you_mean
from clientlens.hierarchy import Question, questions_of
from clientlens.model import Model
from clientlens.population import Population
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
_SINGLE = "items"
"""Single questions that no model speaks of hang together under this name."""

_ANY_VALUES = ("a", "b", "c")
_SECONDS_A_QUESTION = (8, 15)


class QuestionTruth(Options):
    """How a question is answered."""

    mean: float | None = Field(None, description="Mean, scale points.")
    deviation: float | None = Field(None, gt=0, description="Standard deviation, scale points.")


class AttributeTruth(Options):
    """Whom an attribute tells apart."""

    shares: dict[str, float] = Field({}, description="Code → share of the respondents.")
    follows: tuple[str, ...] = Field(
        (),
        strict=False,
        description="Questions or facets: respondents with the lowest answers get the first code.",
    )
    correlation: float = Field(
        0.3, ge=0, le=1, description="How closely the attribute follows those answers."
    )

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("follows"), str):
            return {**value, "follows": [value["follows"]]}
        return value


class Truth(Options):
    """A whole truth file."""

    questions: dict[str, QuestionTruth] = Field(
        {}, description="Facet, `facet.indicator` or item → moments; the more exact name wins."
    )
    models: dict[str, dict[str, Any]] = Field({}, description="What a model makes true.")
    correlation: dict[str, float] = Field(
        {},
        description="Facet, or `items` → correlation of its questions that no model speaks of; "
        "0.3 by default.",
    )
    respondents: dict[str, AttributeTruth] = Field({}, description="Attributes by their codes.")
    missing: dict[str, float] = Field(
        {}, description="Question, facet or `all` → share of answers left out at random."
    )


@dataclass(frozen=True, slots=True, eq=False)
class TruthFile:
    """A truth with the places of its values; without a file all defaults."""

    truth: Truth
    document: Document | None = None

    def problem(self, message: str, *path: str | int, hint: str = "") -> Problem:
        """A problem with the value at `path`."""
        place = self.document.place(*path) if self.document else None
        return Problem(message, place, hint)


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


def read_truth(path: Path | None) -> TruthFile:
    """Read and check a truth file.

    Raises
    ------
    StudyError
        With every problem of the file.
    """
    if path is None:
        return TruthFile(Truth())  # type: ignore[call-arg]
    document = read_yaml(path)
    try:
        return TruthFile(Truth.model_validate(document.values), document)
    except ValidationError as error:
        raise StudyError(problems_of(error, document, Truth)) from error


def simulate(  # noqa: PLR0913  what is drawn, from what, how much of it
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
    _check(file, study, questions)
    choice, population = _population(study, models, file, model)
    margins = _margins(questions, file)
    rng = np.random.default_rng(seed)
    normal = _normal(questions, margins, population, file.truth, n, rng)
    answers = to_answers(normal, margins)
    cells = _cells(study, questions, answers, normal, file.truth, rng)
    return Simulated(cells, choice.name if choice else None, population)


def _check(file: TruthFile, study: Study, questions: tuple[Question, ...]) -> None:
    """Every name that the study doesn't have, at its place."""
    names = [*study.facets, *(q.name for q in questions)]
    problems = []
    for section, extra in (("questions", ()), ("missing", ("all",))):
        for name in getattr(file.truth, section):
            if name not in (*names, *extra):
                hint = did_you_mean(name, [*names, *extra])
                problems.append(file.problem(f"unknown question '{name}'", section, name, hint=hint))
    for name, share in file.truth.missing.items():
        if not 0 <= share < 1:
            message = f"a share of missing answers lies between 0 and 1, got {share:g}"
            problems.append(file.problem(message, "missing", name))
    for name, value in file.truth.correlation.items():
        if name not in (*study.facets, _SINGLE):
            hint = did_you_mean(name, [*study.facets, _SINGLE])
            problems.append(file.problem(f"unknown facet '{name}'", "correlation", name, hint=hint))
        elif not 0 <= value < 1:
            message = f"a correlation of many questions lies between 0 and 1, got {value:g}"
            problems.append(file.problem(message, "correlation", name))
    for code in file.truth.models:
        if code not in study.models:
            hint = did_you_mean(code, study.models)
            problems.append(file.problem(f"unknown model '{code}'", "models", code, hint=hint))
    problems += _attribute_problems(file, study, names)
    if problems:
        raise StudyError(problems)


def _attribute_problems(file: TruthFile, study: Study, names: list[str]) -> Iterator[Problem]:
    for code, truth in file.truth.respondents.items():
        path = ("respondents", code)
        if code not in study.respondents:
            hint = did_you_mean(code, study.respondents)
            yield file.problem(f"unknown respondent attribute '{code}'", *path, hint=hint)
            continue
        known = set(study.respondents[code].values.values())
        for value, share in truth.shares.items():
            if known and value not in known:
                hint = did_you_mean(value, sorted(known))
                message = f"attribute '{code}' never takes the value '{value}'"
                yield file.problem(message, *path, "shares", value, hint=hint)
            elif share < 0:
                yield file.problem(f"a share can't be negative, got {share:g}", *path, "shares", value)
        for i, name in enumerate(truth.follows):
            if name not in names:
                hint = did_you_mean(name, names)
                yield file.problem(f"unknown question '{name}'", *path, "follows", i, hint=hint)


def _population(
    study: Study, models: Mapping[str, Model], file: TruthFile, wanted: str | None
) -> tuple[ModelChoice | None, Population | None]:
    """The one model that is true, and what it makes of the answers."""
    if wanted is not None and wanted not in study.models:
        raise RequestError(f"the study has no model '{wanted}'. {did_you_mean(wanted, study.models)}")
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


def _made_true(study: Study, model: Model, choice: ModelChoice, file: TruthFile) -> Population | None:
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
            margins.append(
                ordinal_margin(question.scale.low, question.scale.high, mean, deviation)
            )
        except RequestError as error:
            problems.append(file.problem(f"{question.name}: {error}", *place))
    if problems:
        raise StudyError(problems)
    return margins


def _normal(  # noqa: PLR0913, PLR0917  all that the normal variables depend on
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
            parts.setdefault(question.facet or _SINGLE, []).append(place[question.name])
    for name, columns in parts.items():
        r = truth.correlation.get(name, _CORRELATION)
        k = len(columns)
        yield columns, np.full((k, k), r) + (1 - r) * np.eye(k)


def _cells(  # noqa: PLR0913, PLR0917  all that a survey file is made of
    study: Study,
    questions: tuple[Question, ...],
    answers: FloatArray,
    normal: FloatArray,
    truth: Truth,
    rng: np.random.Generator,
) -> pd.DataFrame:
    import pandas as pd

    n = len(answers)
    survey = study.survey
    columns: dict[str, Any] = {}
    if survey.respondent_id:
        columns[survey.respondent_id] = [f"S{i:0{len(str(n))}d}" for i in range(1, n + 1)]
    if survey.weight:
        columns[survey.weight] = ["1"] * n
    if survey.seconds:
        low, high = (seconds * len(questions) for seconds in _SECONDS_A_QUESTION)
        columns[survey.seconds] = rng.integers(low, high, n).astype(str)
    for code, attribute in study.respondents.items():
        said = truth.respondents.get(code, AttributeTruth())  # type: ignore[call-arg]
        columns[attribute.column or code] = _attribute(attribute, said, questions, normal, rng)
    for i, question in enumerate(questions):
        columns[question.column] = _question_cells(question, answers[:, i], truth, rng)
    return pd.DataFrame(columns)


def _attribute(
    attribute: Attribute,
    said: AttributeTruth,
    questions: tuple[Question, ...],
    normal: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """(n,) cells; in the order of the shares where the attribute follows answers."""
    codes = list(said.shares) or list(dict.fromkeys(attribute.values.values())) or list(_ANY_VALUES)
    shares = np.array([said.shares.get(code, 1.0) for code in codes])
    rank = _standing(said, questions, normal, rng).argsort(kind="stable").argsort(kind="stable")
    ends = (shares / shares.sum()).cumsum()
    number = np.searchsorted(ends[:-1], (rank + 0.5) / len(normal))
    cells = {code: cell for cell, code in reversed(attribute.values.items())}
    return np.array([cells.get(code, code) for code in codes], dtype=object)[number]


def _standing(
    said: AttributeTruth,
    questions: tuple[Question, ...],
    normal: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """(n,) by which respondents are sorted: their answers and chance, or chance alone."""
    noise = rng.random(len(normal))
    from scipy.special import ndtri

    if not said.follows:
        return noise
    own = [i for i, q in enumerate(questions) if {q.name, q.facet} & set(said.follows)]
    level = normal[:, own].mean(axis=1)
    spread = level.std()
    level = (level - level.mean()) / (spread if spread > 0 else 1.0)
    r = said.correlation
    return np.asarray(r * level + np.sqrt(1 - r**2) * ndtri(noise + 2.0**-54))


def _question_cells(
    question: Question, answers: FloatArray, truth: Truth, rng: np.random.Generator
) -> FloatArray:
    """(n,) texts: labels where every point has one, else points; a reversed question turned."""
    scale = question.scale
    points = answers.astype(np.int64)
    if question.is_reversed:
        points = scale.low + scale.high - points
    named = {point: label for label, point in reversed(scale.labels.items())}
    texts = [named.get(point, str(point)) for point in scale.categories]
    if len(named) < len(texts):
        texts = [str(point) for point in scale.categories]
    cells = np.array(texts, dtype=object)[points - scale.low]
    names = (question.name, question.facet, "all")
    share = next((truth.missing[name] for name in names if name in truth.missing), 0.0)
    cells[rng.random(len(cells)) < share] = ""
    return cells
