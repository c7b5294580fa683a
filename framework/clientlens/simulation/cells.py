"""The cells of a simulated survey file: columns, labels, attributes, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.config.schema import Attribute, Scale
from clientlens.config.study import Study
from clientlens.errors import Problem, RequestError
from clientlens.hierarchy import Question, questions_of
from clientlens.population import Population
from clientlens.simulation.truth import Following, Wanted
from clientlens.spelling import canonical, fold
from clientlens.stats.ordinal import draw_variates

if TYPE_CHECKING:
    import pandas as pd

    from clientlens.survey.write import Block

_SECONDS_A_QUESTION = (8, 14)
_BLOCK_ROWS = 16_384

CodeArray = npt.NDArray[np.signedinteger[Any]]  # Any: as many bits as are needed


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: ``codes`` (n,) are positions in ``texts``; -1 is a blank cell."""

    name: str
    codes: CodeArray
    texts: tuple[str, ...]

    def cells(self, rows: slice) -> npt.NDArray[np.object_]:
        """The texts of some rows."""
        lookup = np.array([*self.texts, ""], dtype=object)
        return np.asarray(lookup[self.codes[rows]])


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A survey file that was drawn, in the columns and the words of its study.

    Attributes
    ----------
    n : int
        Respondents.
    ids : str or None
        Column of their ids, where the study names one.
    columns : tuple of Column
        The other columns.
    populations : mapping
        Models that hold in the population → what they make of it. No two speak of one question.
    """

    n: int
    ids: str | None
    columns: tuple[Column, ...]
    populations: Mapping[str, Population]

    @property
    def names(self) -> list[str]:
        """The column names."""
        return [*filter(None, [self.ids]), *(column.name for column in self.columns)]

    @property
    def cells(self) -> pd.DataFrame:
        """All cells as text; blank ones are ``""``."""
        import pandas as pd

        (block,) = self.blocks(self.n)
        return pd.DataFrame(dict(zip(self.names, block, strict=True)))

    def blocks(self, rows: int = _BLOCK_ROWS) -> Iterator[Block]:
        """The cells, so many rows at a time."""
        for start in range(0, self.n, rows):
            stop = min(start + rows, self.n)
            ids = [[_id_of(row) for row in range(start + 1, stop + 1)]] if self.ids else []
            yield [*ids, *(c.cells(slice(start, stop)).tolist() for c in self.columns)]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """n respondents: their answers ``steps`` (p, n), counted from 0, and their ``standing``.

    ``standing`` (a, n) is how high the answers lie that each of a attributes follows, standardised.
    """

    steps: CodeArray
    standing: FloatArray


def _id_of(row: int) -> str:
    return f"S{row:06d}"


def columns_of(study: Study, wanted: Wanted, drawn: Drawn, seed: int) -> list[Column]:
    """All columns but that of the ids: weight and time, attributes, questions.

    Parameters
    ----------
    study : Study
        Names the columns and what stands in them.
    wanted : Wanted
        Attributes and missing answers.
    drawn : Drawn
        The answers.
    seed : int
        Of what is left to chance; every column has a stream of its own.

    Raises
    ------
    RequestError
        A column has two uses that don't go together, or nothing is left of a respondent.
    """
    questions = questions_of(study)
    survey, n = study.survey, drawn.steps.shape[1]
    single = []
    if survey.weight:
        single.append(Column(survey.weight, np.zeros(n, dtype=np.int8), ("1",)))
    if survey.seconds:
        single.append(_seconds(survey.seconds, n, len(questions), seed))
    asked = [
        _answers(question, steps, share, seed)
        for question, steps, share in zip(questions, drawn.steps, wanted.missing, strict=True)
    ]
    known = _attributes(study, wanted, drawn.standing, [*single, *asked], seed)
    columns = [*single, *known, *asked]
    if not survey.respondent_id:
        _check_blank_rows(columns)
    return columns


def _attributes(
    study: Study, wanted: Wanted, standing: FloatArray, others: list[Column], seed: int
) -> list[Column]:
    """The columns of the attributes, apart from those that hold something else as well."""
    there = {fold(column.name): column.texts for column in others}
    there[fold(study.survey.respondent_id or "")] = (_id_of(1),)
    columns = []
    for (code, following), height in zip(wanted.attributes.items(), standing, strict=True):
        attribute = study.respondents[code]
        name = attribute.column or code
        if fold(name) in there:
            _check_shared(code, name, attribute, there[fold(name)])
            continue
        texts = _texts_of(attribute, following)
        columns.append(Column(name, _given_out(code, following, height, seed), texts))
        there[fold(name)] = texts
    return columns


def _seconds(name: str, n: int, p: int, seed: int) -> Column:
    """Answering times, at a pace that differs from one respondent to another."""
    low, high = (seconds * p for seconds in _SECONDS_A_QUESTION)
    times = _stream(seed, "seconds").integers(low, high + 1, n)
    codes = (times - low).astype(np.min_scalar_type(low - high - 1))
    return Column(name, codes, tuple(str(time) for time in range(low, high + 1)))


def _answers(question: Question, steps: CodeArray, share: float, seed: int) -> Column:
    """One question: a reversed one turned back, some answers left out."""
    scale = question.scale
    codes = scale.high - scale.low - steps if question.is_reversed else steps
    if share > 0:
        is_missing = _stream(seed, f"missing {question.name}").random(len(codes)) < share
        codes = np.where(is_missing, codes.dtype.type(-1), codes)
    return Column(question.column, codes, _texts_of_scale(scale))


def _texts_of_scale(scale: Scale) -> tuple[str, ...]:
    """What the points of a scale are called, lowest first; their numbers where one has no label."""
    labels = {point: label for label, point in reversed(scale.labels.items()) if canonical(label)}
    are_named = all(point in labels for point in scale.categories)
    return tuple(labels[point] if are_named else str(point) for point in scale.categories)


def _texts_of(attribute: Attribute, following: Following) -> tuple[str, ...]:
    """The cells that mean the codes of an attribute: of several the first."""
    cells = {value: cell for cell, value in reversed(attribute.values.items())}
    return tuple(cells.get(code, code) for code in following.codes)


def _given_out(code: str, following: Following, standing: FloatArray, seed: int) -> CodeArray:
    """(n,) codes, by the answers that they follow or by chance."""
    stream = _stream(seed, f"attribute {code}")
    ends = np.cumsum(following.shares)
    ends[-1] = 1.0
    if not following.questions:
        found = np.searchsorted(ends, stream.random(len(standing)), side="right")
        return found.astype(np.min_scalar_type(-len(ends)))
    r = following.correlation
    noise = np.concatenate([*draw_variates(np.eye(1), len(standing), stream)])[:, 0]
    order = np.argsort(r * standing + np.sqrt(1 - r**2) * noise, kind="stable")
    counts = np.diff(np.rint(ends * len(order)).astype(np.int64), prepend=0)
    codes = np.empty(len(order), dtype=np.min_scalar_type(-len(ends)))
    codes[order] = np.repeat(np.arange(len(ends)), counts)
    return codes


def _check_shared(code: str, name: str, attribute: Attribute, texts: tuple[str, ...]) -> None:
    """Refuse an attribute that is read from a column with cells that it has no value for."""
    known = {*map(canonical, attribute.values), *map(canonical, attribute.missing)}
    strange = [text for text in texts if canonical(text) not in known]
    if attribute.values and strange:
        message = f"column '{name}' has another use, and attribute '{code}' no value for"
        raise RequestError(f"{message} '{strange[0]}'")


def _check_blank_rows(columns: list[Column]) -> None:
    """Refuse respondents of whom nothing would be left; nobody could read their rows."""
    is_blank = columns[0].codes < 0
    for column in columns[1:]:
        is_blank &= column.codes < 0
    if is_blank.any():
        message = f"respondent {is_blank.argmax() + 1} would leave every cell of the file blank"
        hint = "Want fewer missing answers, or name a column under survey.respondent_id."
        raise RequestError(Problem(message, hint=hint))


def _stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers of a part of the file, which the other parts don't change."""
    return np.random.Generator(np.random.PCG64([seed, *name.encode()]))
