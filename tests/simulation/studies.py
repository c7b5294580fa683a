"""A small study with a model of known truth, and what is drawn for it."""

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import RequestError
from clientlens.plugin_api import Model, Options, Population, Problem
from clientlens.simulation.draw import simulate
from clientlens.simulation.truth import read_truth
from clientlens.survey.code import code_answers
from clientlens.survey.delimited import DelimitedReader
from clientlens.survey.read import read_cells
from clientlens.survey.write import write_survey

STUDY = """
study: {id: small}
survey: {respondent_id: id, weight: w, seconds: secs}
scales:
  five: {points: [1, 5], labels: {bad: 1, poor: 2, so-so: 3, "fine, good": 4, superb: 5, great: 5}}
  ten: {points: [1, 10], labels: {never: 1}}
  two: {points: [0, 1]}
facets: {importance: {scale: ten}, satisfaction: {scale: five}}
hierarchy:
  process: {indicators: {speed: {}, ease: {}, papers: {reversed: [satisfaction]}}}
items:
  overall: {scale: ten}
  again: {scale: ten}
  trouble: {scale: ten, reversed: true}
  complained: {scale: two}
respondents:
  city: {column: City, values: {East: east, E: east, West: west}, missing: [unknown]}
  branch: {}
models:
  factor: {items: [overall, again, trouble]}
"""
POINTS = {"bad": 1, "poor": 2, "so-so": 3, "fine, good": 4, "superb": 5}


class FactorOptions(Options):
    items: tuple[str, ...] = Field((), strict=False)


class FactorTruth(Options):
    loading: float = 0.8


class Factor(Model):
    """Questions with one common factor."""

    name = "factor"
    Options = FactorOptions
    Truth = FactorTruth
    dims: ClassVar = {}
    locale = Path()

    def population(self, study, options, truth):
        if truth.loading > 1:
            raise RequestError(Problem("a loading is at most 1", hint="Write a smaller one."))
        matrix = np.full((len(options.items),) * 2, truth.loading**2)
        np.fill_diagonal(matrix, 1)
        return Population(options.items, matrix) if options.items else None

    def estimate(self, sample, study, options):
        return {}


class Bare(Factor):
    """A model that makes no population."""

    name = "bare"
    Truth = None


MODELS = {"factor": Factor(), "bare": Bare()}


def study(text=STUDY):
    schemas = {name: model.Options for name, model in MODELS.items()}
    return study_of(parse_yaml(text, "small.yaml"), Vocabulary(schemas, {}))


def drawn(truth=None, text=STUDY, n=300, seed=1, **arguments):
    asked = study(text)
    known = read_truth(truth, asked, MODELS)
    return simulate(asked, MODELS, known, n=n, seed=seed, **arguments)


def answers(found, tmp_path, text=STUDY):
    """What clientlens reads in the written file."""
    path = tmp_path / "answers.csv"
    asked = study(text)
    write_survey(path, found.names, found.blocks(), asked.survey)
    return code_answers(*read_cells(path, asked.survey, {"delimited": DelimitedReader()}), asked)


def values(found, tmp_path, text=STUDY):
    """Question → scale points, reversed ones turned."""
    read = answers(found, tmp_path, text)
    return {q.name: read.values[:, j] for j, q in enumerate(read.questions)}


def refusal(truth=None, text=STUDY, **arguments):
    with pytest.raises(RequestError) as refused:
        drawn(truth, text, **arguments)
    return str(refused.value)
