"""The cells of a simulated survey file: columns, labels, attributes, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.schema import Attribute
from clientlens.config.study import Study
from clientlens.hierarchy import Question
from clientlens.simulation.truth import EVERYTHING, AttributeTruth, Truth

if TYPE_CHECKING:
    import pandas as pd

_ANY_VALUES = ("a", "b", "c")
_SECONDS_A_QUESTION = (8, 15)


def cells_of(
    study: Study,
    questions: tuple[Question, ...],
    answers: FloatArray,
    normal: FloatArray,
    truth: Truth,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The cells of a survey file, as a platform would export them.

    Parameters
    ----------
    study : Study
        Names the columns and what stands in them.
    questions : tuple of Question
        The p questions.
    answers, normal : (n, p) array
        Scale points, and the normal variables that were cut into them.
    truth : Truth
        Attributes and missing answers.
    rng : Generator
        Draws them.
    """
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
        said = truth.respondents.get(code, AttributeTruth())
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
    names = (question.name, question.facet, EVERYTHING)
    share = next((truth.missing[name] for name in names if name in truth.missing), 0.0)
    cells[rng.random(len(cells)) < share] = ""
    return cells
