"""The truth: what a truth file says of a population, held against a study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
from pydantic import Field, ValidationError, model_validator

from clientlens.arrays import FloatArray
from clientlens.config.check import check_characters
from clientlens.config.overlay import amend
from clientlens.config.schema import Attribute, Options
from clientlens.config.study import Study
from clientlens.config.text import Document, KeyPath, Spot, TextFile, read_yaml, walk
from clientlens.config.wording import problems_of
from clientlens.errors import Place, Problem, RequestError, StudyError, did_you_mean
from clientlens.hierarchy import Question, questions_of
from clientlens.model import Model
from clientlens.spelling import canonical
from clientlens.stats.ordinal import deviation_limits, deviation_misfit, mean_misfit

ALL = "all"
"""What ``missing`` calls every question."""

ITEMS = "items"
"""What ``correlation`` calls the single questions, which have no facet."""

_HEIGHT, _SPREAD = 0.7, 0.2
"""Mean and deviation where nothing is said, as shares of the width of the scale."""

_CORRELATION = 0.3
_ANY_CODES = ("a", "b", "c")
"""The codes of an attribute for which neither the study nor the truth has any."""

_SUMS = (1.0, 100.0)
_TOLERANCE = 1e-6

Share = Annotated[float, Field(ge=0, lt=1)]
Correlation = Annotated[float, Field(ge=-1, le=1)]
_Schema = TypeVar("_Schema", bound=Options)


class QuestionTruth(Options):
    """How a question is answered."""

    mean: float | None = Field(
        None, description="Mean of the answers in scale points; 70 % up the scale by default."
    )
    deviation: float | None = Field(
        None, description="Their standard deviation; about 20 % of the scale's width by default."
    )


class AttributeTruth(Options):
    """Whom an attribute tells apart."""

    shares: dict[str, Annotated[float, Field(ge=0)]] = Field(
        {}, description="Code → share of the respondents; equal shares by default."
    )
    follows: tuple[str, ...] = Field(
        (),
        strict=False,
        description="Questions or facets; the first code goes with the lowest answers.",
    )
    correlation: Correlation = Field(0.3, description="How closely it follows these answers.")

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("follows"), str):
            return {**value, "follows": [value["follows"]]}
        return value


class Truth(Options):
    """A whole truth file."""

    questions: dict[str, QuestionTruth] = Field(
        {}, description="Facet, `facet.indicator` or item → answers; the more exact name wins."
    )
    models: dict[str, dict[str, Any]] = Field(
        {}, description="Model of the study → what is true where it holds."
    )
    correlation: dict[str, Correlation] = Field(
        {},
        description="Facet, or `items` → correlation between any two of its questions of which no "
        "model speaks; 0.3 by default.",
    )
    respondents: dict[str, AttributeTruth] = Field({}, description="Attributes by their code.")
    missing: dict[str, Share] = Field(
        {},
        description="Share of answers left blank: a number, or a map by question, facet or `all`.",
    )

    @model_validator(mode="before")
    @classmethod
    def _one_share(cls, value: Any) -> Any:
        share = value.get("missing") if isinstance(value, dict) else None
        is_number = isinstance(share, int | float) and not isinstance(share, bool)
        return {**value, "missing": {ALL: share}} if is_number else value


@dataclass(frozen=True, slots=True)
class Following:
    """How an attribute is given out: its codes, their shares, and what they follow.

    ``questions`` are positions of the questions whose answers it follows; none where it follows
    chance alone.
    """

    codes: tuple[str, ...]
    shares: tuple[float, ...]
    questions: tuple[int, ...]
    correlation: float


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What is wanted of a population of respondents to a study with p questions.

    Attributes
    ----------
    means, deviations : (p,) array
        Of the answers as a study reads them, reversed ones turned.
    missing : (p,) array
        Shares of answers left blank.
    correlations : mapping
        Facet, or ``items`` → correlation of its questions that no model speaks of.
    attributes : mapping
        Attribute → how it is given out.
    models : mapping
        Models of the study that offer a population → what is true of it, an instance of their
        ``Truth``.
    written : tuple of str
        Those of them that the truth file speaks of.
    document : Document
        The file with its places.
    """

    means: FloatArray
    deviations: FloatArray
    missing: FloatArray
    correlations: Mapping[str, float]
    attributes: Mapping[str, Following]
    models: Mapping[str, Options]
    written: tuple[str, ...]
    document: Document

    def place(self, *path: str) -> Place | None:
        """Where the entry at `path` was written; None where it wasn't."""
        return self.document.key_place(*path) if path in self.document.spots else None


def group_of(question: Question) -> str:
    """What ``correlation`` calls the questions among which one stands."""
    return question.facet or ITEMS


def read_truth(
    source: Path | Mapping[str, Any] | None, study: Study, models: Mapping[str, Model]
) -> Wanted:
    """Read a truth file and hold it against a study.

    Parameters
    ----------
    source : Path, mapping or None
        A truth file, or what would stand in one; None for the defaults alone.
    study : Study
        The study.
    models : mapping
        The loaded models, by the names that a study uses.

    Raises
    ------
    RequestError
        With every problem that was found, each with its line and column.
    """
    document = _document(source)
    problems = [*check_characters(document), *_unknown_names(document.values, study, document)]
    file = _validated(document.values, document, Truth, (), problems)
    truths = _model_truths(study, models, document, problems)
    if file:
        problems += [*_question_misfits(file, study, document)]
        problems += [*_attribute_misfits(file, study, document)]
    if problems or not file:
        raise RequestError(dict.fromkeys(problems))
    questions = questions_of(study)
    return Wanted(
        means=np.array([_mean(file, question)[0] for question in questions]),
        deviations=np.array([_deviation(file, question)[0] for question in questions]),
        missing=np.array([_missing(file, question) for question in questions]),
        correlations={
            group: file.correlation.get(group, _CORRELATION) for group in map(group_of, questions)
        },
        attributes={code: _following(file, code, study) for code in study.asked_attributes},
        models=truths,
        written=tuple(name for name in truths if name in file.models),
        document=document,
    )


def _document(source: Path | Mapping[str, Any] | None) -> Document:
    """The truth as it is written; a key without a value says nothing."""
    if isinstance(source, Path):
        try:
            return amend(read_yaml(source, first="questions"), {}, str(source))
        except StudyError as error:
            raise RequestError(error.problems) from error
    here = Spot(Place("truth"), Place("truth"))
    values = dict(source or {})
    document = Document(values, {path: here for path, _ in walk(values)}, (TextFile("truth", ""),))
    return amend(document, {}, "truth")


def _validated(
    values: Mapping[str, Any],
    document: Document,
    schema: type[_Schema],
    path: KeyPath,
    problems: list[Problem],
) -> _Schema | None:
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems += problems_of(error, document, schema, path)
        return None


def _unknown_names(
    values: Mapping[str, Any], study: Study, document: Document
) -> Iterator[Problem]:
    """Keys that name nothing in the study, whatever else is wrong with the file."""
    questions = questions_of(study)
    asked = [*study.facets, *(question.name for question in questions)]
    groups = dict.fromkeys(map(group_of, questions))
    named: list[tuple[str, str, Iterable[str]]] = [
        ("questions", "facet or question", asked),
        ("correlation", "facet", groups),
        ("respondents", "respondent attribute", study.asked_attributes),
        ("missing", "facet or question", [ALL, *asked]),
    ]
    for section, noun, known in named:
        yield from _unknown(_keys(values.get(section)), noun, known, (section,), document)
    for code, said in _maps(values.get("respondents")).items():
        follows = said.get("follows", [])
        names = follows if isinstance(follows, list) else [follows]
        for i, name in enumerate(names):
            if isinstance(name, str) and name not in asked:
                place = document.place("respondents", code, "follows", i)
                hint = did_you_mean(name, asked)
                yield Problem(f"unknown facet or question '{name}'", place, hint)


def _unknown(
    names: Iterable[str], noun: str, known: Iterable[str], path: KeyPath, document: Document
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            place = document.key_place(*path, name)
            yield Problem(f"unknown {noun} '{name}'", place, did_you_mean(name, known))


def _keys(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _maps(value: Any) -> dict[str, dict[str, Any]]:
    entries = value.items() if isinstance(value, dict) else ()
    return {key: entry for key, entry in entries if isinstance(entry, dict)}


def _model_truths(
    study: Study, models: Mapping[str, Model], document: Document, problems: list[Problem]
) -> dict[str, Options]:
    """What is true where each model holds that offers a population."""
    schemas = {
        name: schema
        for name, choice in study.models.items()
        if choice.use in models and (schema := models[choice.use].Truth) is not None
    }
    said = document.values.get("models")
    for name in _keys(said):
        if name in study.models and name not in schemas:
            message = f"model '{name}' makes no population that anything could be true of"
            problems.append(Problem(message, document.key_place("models", name)))
    problems += _unknown(_keys(said), "model", study.models, ("models",), document)
    truths = {
        name: _validated(_maps(said).get(name, {}), document, schema, ("models", name), problems)
        for name, schema in schemas.items()
    }
    return {name: truth for name, truth in truths.items() if truth is not None}


def _mean(file: Truth, question: Question) -> tuple[float, KeyPath]:
    """The mean of a question, and where it is written."""
    low, high = question.scale.points
    for name in (question.name, question.facet):
        if name in file.questions and (mean := file.questions[name].mean) is not None:
            return mean, ("questions", name, "mean")
    return low + _HEIGHT * (high - low), ("questions",)


def _deviation(file: Truth, question: Question) -> tuple[float, KeyPath]:
    """The deviation of a question, and where it is written."""
    for name in (question.name, question.facet):
        if name in file.questions and (said := file.questions[name].deviation) is not None:
            return said, ("questions", name, "deviation")
    return usual_deviation(_mean(file, question)[0], *question.scale.points), ("questions",)


def usual_deviation(mean: float, low: int, high: int) -> float:
    """The deviation where none is said: 20 % of the scale's width, if that is a usual one.

    It is kept between a quarter and a half of the way from the smallest to the largest deviation
    that the mean allows.

    Examples
    --------
    >>> usual_deviation(3.8, 1, 5), round(usual_deviation(4.9, 1, 5), 3)
    (0.8, 0.462)
    """
    smallest, largest = deviation_limits(mean, low, high)
    middle = smallest + (largest - smallest) * np.array([1 / 4, 1 / 2])
    return float(np.clip(_SPREAD * (high - low), *middle))


def _missing(file: Truth, question: Question) -> float:
    names = [name for name in (question.name, question.facet, ALL) if name in file.missing]
    return file.missing[names[0]] if names else 0.0


def _question_misfits(file: Truth, study: Study, document: Document) -> Iterator[Problem]:
    """Moments that no answers have; once for those that all questions of a facet share."""
    for question in questions_of(study):
        low, high = question.scale.points
        mean, path = _mean(file, question)
        if misfit := mean_misfit(str(path[-2:][0]), mean, low, high):
            yield Problem(misfit, document.place(*path))
            continue
        deviation, where = _deviation(file, question)
        is_shared = question.facet in where and path[1:2] in ((), where[1:2])
        name = question.facet if is_shared else question.name
        if misfit := deviation_misfit(name or question.name, deviation, mean, low, high):
            yield Problem(misfit, document.place(*where))


def _attribute_misfits(file: Truth, study: Study, document: Document) -> Iterator[Problem]:
    for code, said in file.respondents.items():
        if code not in study.asked_attributes:
            continue
        path = ("respondents", code)
        yield from _code_misfits(code, study.respondents[code], said, document)
        total = sum(said.shares.values())
        if said.shares and not any(abs(total - s) <= _TOLERANCE * s for s in _SUMS):
            message = f"the shares of {', '.join(said.shares)} add up to {total:g}"
            place = document.key_place(*path, "shares")
            yield Problem(message, place, "They must add up to 1 or to 100.")
        if "correlation" in said.model_fields_set and not said.follows:
            message = f"attribute '{code}' is to correlate, and follows nothing"
            hint = "Name what it follows, for example  follows: overall."
            yield Problem(message, document.key_place(*path, "correlation"), hint)


def _code_misfits(
    code: str, attribute: Attribute, said: AttributeTruth, document: Document
) -> Iterator[Problem]:
    """Codes that the attribute never has; where it has any, cells that mean unknown."""
    known = dict.fromkeys(attribute.values.values())
    unknown = {"", *map(canonical, attribute.missing)}
    for name in said.shares:
        place = document.key_place("respondents", code, "shares", name)
        if known and name not in known:
            message = f"attribute '{code}' never takes the value '{name}'"
            yield Problem(message, place, did_you_mean(name, known))
        elif not known and canonical(name) in unknown:
            yield Problem(f"the cell {name!r} means that attribute '{code}' is unknown", place)


def _following(file: Truth, code: str, study: Study) -> Following:
    said = file.respondents.get(code, AttributeTruth())
    known = dict.fromkeys(study.respondents[code].values.values())
    codes = tuple(said.shares or known or _ANY_CODES)
    shares = np.array([said.shares.get(each, 1.0) for each in codes])
    return Following(
        codes=codes,
        shares=tuple((shares / shares.sum()).tolist()),
        questions=tuple(
            j
            for j, question in enumerate(questions_of(study))
            if {question.name, question.facet} & set(said.follows)
        ),
        correlation=said.correlation,
    )
