"""The bad answers: what a survey may look like at worst."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.study import Study
from clientlens.hierarchy import hierarchy_of
from clientlens.survey.answers import Answers


def bad_values(study: Study, answers: Answers) -> Iterator[tuple[str, FloatArray]]:
    """What is bad, in words, and answers (n, p) that are so."""
    X = answers.values
    low = np.array([question.scale.low for question in answers.questions])
    high = np.array([question.scale.high for question in answers.questions])
    code = next(iter(hierarchy_of(study).indicators), None)
    of_one = np.array([question.code == code for question in answers.questions])
    if of_one.any() and not of_one.all():
        yield f"nobody answered about '{code}'", np.where(of_one, np.nan, X)
        yield f"everybody answers alike about '{code}'", np.where(of_one, low, X)
    silent = X.copy()
    silent[0] = np.nan
    yield "one client answered nothing", silent
    yield "everybody gives the highest answer", np.broadcast_to(high * 1.0, X.shape).copy()
    yield "everybody answers all as the first client", np.repeat(X[:1], len(X), axis=0)
