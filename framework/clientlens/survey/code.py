"""The coding of a survey file: from the text of its cells to scale points and attributes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from clientlens.arrays import FloatArray, ObjectArray
from clientlens.config.schema import Attribute, Scale
from clientlens.config.study import Study
from clientlens.errors import Place, Problem, did_you_mean
from clientlens.hierarchy import Question, questions_of
from clientlens.spelling import canonical, fold, number_of, seconds_of, tidy
from clientlens.survey.answers import Answers, Source
from clientlens.survey.cells import BLANK, Cells, Column
from clientlens.survey.complaints import beside, quote, refuse
from clientlens.survey.derived import with_derived
from clientlens.survey.header import find_columns

_NO_ANSWER = math.nan


def code_answers(cells: Cells, source: Source, study: Study) -> Answers:
    """Code the cells of a survey file as a study says.

    A cell is looked up among the labels of its scale, then among the cells that mean no answer,
    then read as a whole number. A cell of an attribute is looked up among its values and among
    the cells that mean unknown. Texts are compared by `canonical`; a study in which one text
    means two things was refused when it was read. An answer to a reversed question is turned:
    ``low + high - x``.

    Parameters
    ----------
    cells : Cells
        The n rows of the file.
    source : Source
        The file.
    study : Study
        The study.

    Returns
    -------
    Answers
        Of all n respondents, in the order of the file.

    Raises
    ------
    AnswersError
        With every column that is missing, else with every cell that means nothing; the same text
        in one column is one problem.
    """
    questions = questions_of(study)
    header = find_columns(cells, questions, study, Place(source.path, study.survey.header_row))
    coding = _Coding(source.path, cells)
    books = {name: _ScaleBook.of(name, study) for name in study.scales}
    values = np.empty((len(cells), len(questions)))  # (n, p) scale points
    for j, (question, column) in enumerate(zip(questions, header.questions, strict=True)):
        values[:, j] = coding.points(column, question, books[_scale_name(question, study)])
    attributes = {
        code: coding.attribute(column, code, study) for code, column in header.attributes.items()
    }
    ids, weight, seconds = header.respondent_id, header.weight, header.seconds
    answers = Answers(
        questions=questions,
        values=values,
        attributes=attributes,
        ids=None if ids is None else coding.ids(ids),
        weights=None if weight is None else coding.weights(weight),
        seconds=None if seconds is None else coding.seconds(seconds),
        rows=cells.rows,
        source=source,
    )
    if coding.problems:
        refuse(coding.problems)
    return with_derived(answers, study.respondents)


@dataclass(frozen=True, slots=True)
class _ScaleBook:
    """A scale, its name, and what each text means: a scale point, or NaN."""

    name: str
    scale: Scale
    meanings: Mapping[str, float]

    @classmethod
    def of(cls, name: str, study: Study) -> _ScaleBook:
        scale = study.scales[name]
        labels = {canonical(label): float(point) for label, point in scale.labels.items()}
        missing = dict.fromkeys(map(canonical, scale.missing), _NO_ANSWER)
        return cls(name, scale, labels | missing)

    def point(self, text: str) -> float | None:
        """The meaning of a text; None where it has none."""
        key = canonical(text)
        if not key:
            return _NO_ANSWER
        if key in self.meanings:
            return self.meanings[key]
        number = number_of(key)
        return number if number in self.scale.categories else None

    def complaint(self, text: str) -> tuple[str, str]:
        """What is wrong with a text, and how to mend it."""
        low, high = self.scale.points
        declare = f"declare {text} under scales.{self.name}.missing"
        if number_of(text) is None:
            near = did_you_mean(text, self.scale.labels)
            hint = f"Correct the answer, or declare it under scales.{self.name}."
            return f"no answer of scale '{self.name}'", f"{near} {hint}".strip()
        if low <= (number_of(text) or 0) <= high:
            return f"no point of its scale {low} to {high}", f"Correct the answer, or {declare}."
        return f"outside its scale {low} to {high}", f"Correct the answer, or {declare}."


@dataclass(frozen=True, slots=True)
class _Coding:
    """Columns to arrays; what can't be coded is noted."""

    file: str
    cells: Cells
    problems: list[Problem] = field(default_factory=list)

    def points(self, column: Column, question: Question, book: _ScaleBook) -> FloatArray:
        """(n,) scale points, turned where the question is reversed."""

        def complaint(text: str) -> tuple[str, str]:
            fault, hint = book.complaint(text)
            return f"{_named(column)} holds {quote(text)}, {fault}", hint

        points = self._numbers(column, book.point, complaint)
        low, high = question.scale.points
        return low + high - points if question.is_reversed else points

    def weights(self, column: Column) -> FloatArray:
        """(n,) design weights, positive and finite."""

        def weight(text: str) -> float | None:
            number = number_of(text)
            return number if number is not None and 0 < number < math.inf else None

        def complaint(text: str) -> tuple[str, str]:
            message = f"{_named(column)} holds {quote(text)}, no positive number"
            return message, "A design weight says how many clients the respondent stands for."

        message = f"no weight in {_named(column)}"
        self._complain_of_blanks(column, message, "Give every respondent a weight, 1 for instance.")
        return self._numbers(column, weight, complaint)

    def seconds(self, column: Column) -> FloatArray:
        """(n,) answering times, NaN where unknown."""

        def complaint(text: str) -> tuple[str, str]:
            message = f"{_named(column)} holds {quote(text)}, no time in seconds"
            return message, "Known: 123, 123秒, 2分3秒, 0:02:03, or nothing."

        return self._numbers(column, seconds_of, complaint)

    def ids(self, column: Column) -> ObjectArray:
        """(n,) respondent ids."""
        message = f"no respondent id in {_named(column)}"
        hint = "Give every respondent an id, or leave survey.respondent_id out of the study."
        self._complain_of_blanks(column, message, hint)
        return _spread(column, [tidy(text) for text in column.texts])

    def attribute(self, column: Column, code: str, study: Study) -> ObjectArray:
        """(n,) value codes, None where unknown."""
        declared = study.respondents[code]
        values = {canonical(text): value for text, value in declared.values.items()}
        unknown = {canonical(cell) for cell in declared.missing} | {""}
        coded: list[str | None] = []
        strange = []
        for position, text in enumerate(column.texts):
            key = canonical(text)
            is_known = key not in unknown
            value = values.get(key) if values else tidy(text)
            coded.append(value if is_known else None)
            if is_known and value is None:
                strange.append(position)
        self._complain(column, strange, _attribute_complaint(column, code, declared))
        return _spread(column, coded)

    def _numbers(
        self,
        column: Column,
        meaning: Callable[[str], float | None],
        complaint: Callable[[str], tuple[str, str]],
    ) -> FloatArray:
        """(n,) the meanings of the cells, NaN where blank."""
        found = [meaning(text) if fold(text) else _NO_ANSWER for text in column.texts]
        strange = [position for position, number in enumerate(found) if number is None]
        self._complain(column, strange, complaint)
        numbers = np.array([*found, _NO_ANSWER], dtype=np.float64)
        return np.asarray(numbers[column.codes])  # blank is -1, the last

    def _complain(
        self, column: Column, strange: list[int], complaint: Callable[[str], tuple[str, str]]
    ) -> None:
        """One problem for each text that means nothing, at the first row that holds it."""
        held: dict[str, list[int]] = defaultdict(list)
        for position, rows in self._rows_of(column, strange):
            held[tidy(column.texts[position])] += rows
        for text, rows in held.items():
            rows.sort()
            message, hint = complaint(text)
            problem = Problem(f"{message}{beside(rows)}", Place(self.file, rows[0]), hint)
            self.problems.append(problem)

    def _complain_of_blanks(self, column: Column, message: str, hint: str) -> None:
        spaces = [position for position, text in enumerate(column.texts) if not fold(text)]
        is_blank = np.isin(column.codes, [BLANK, *spaces])
        rows = self.cells.rows[is_blank].tolist()
        if rows:
            place = Place(self.file, rows[0])
            self.problems.append(Problem(f"{message}{beside(rows)}", place, hint))

    def _rows_of(self, column: Column, positions: list[int]) -> Iterator[tuple[int, list[int]]]:
        """The rows that hold each of some texts."""
        if not positions:
            return
        order = np.argsort(column.codes, kind="stable")
        bounds = np.searchsorted(column.codes[order], [positions, [p + 1 for p in positions]])
        for position, start, stop in zip(positions, *bounds.tolist(), strict=True):
            yield position, self.cells.rows[order[start:stop]].tolist()


def _attribute_complaint(
    column: Column, code: str, declared: Attribute
) -> Callable[[str], tuple[str, str]]:
    def complaint(text: str) -> tuple[str, str]:
        message = f"{_named(column)} holds {quote(text)}, no value of attribute '{code}'"
        near = did_you_mean(text, declared.values)
        return message, f"{near} Correct it, or declare it under respondents.{code}."

    return complaint


def _named(column: Column) -> str:
    return f"column {quote(tidy(column.name))}"


def _spread(column: Column, values: list[str | None] | list[str]) -> ObjectArray:
    """(n,) the value of each cell, None where blank."""
    lookup = np.array([*values, None], dtype=object)
    return np.asarray(lookup[column.codes])


def _scale_name(question: Question, study: Study) -> str:
    asked = study.facets[question.facet] if question.facet else study.items[question.code]
    return asked.scale
