"""Small studies with groups, put together in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np

from clientlens.config.load import study_of
from clientlens.config.schema import Differences
from clientlens.config.study import ModelChoice, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.differences.compare import compare_groups
from clientlens.estimation import Estimation
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.plugin_api import Absent, Model, Options
from clientlens.sample import Ratings
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group
from clientlens.task import Task

STUDY = """
study: {{id: small}}
scales: {{five: {{points: [1, 5]}}}}
facets: {{satisfaction: {{scale: five}}}}
hierarchy:
  service: {{indicators: {{speed: {{}}, manners: {{}}}}}}
  price: {{indicators: {{rate: {{}}}}}}
respondents: {{class: {{}}, branch: {{}}}}
segments: {{by: [class, branch]}}
uncertainty: {{method: {method}, seed: 11}}
report: {{minimum_group: 1}}
"""
CLASSES = {"high": 34, "middle": 40, "low": 46}
N = sum(CLASSES.values())


class Level(Model):
    """Means of indicators, the best of them, and what a small sample lacks."""

    name = "level"
    Options = Options
    dims: ClassVar = {"performance": ("indicator",), "index": (), "rare": ()}
    locale = Path()

    def estimate(self, sample, study, options):
        mean = sample.mean("satisfaction")
        few = (sample.weights > 0).sum(axis=1).max() < 35
        rare = Absent("fewer than 35 respondents") if few else mean[:, 0]
        return {"performance": mean, "index": mean.max(axis=1), "rare": rare}


class Whole(Level):
    name = "whole"
    only_everybody = True


def classes():
    return np.repeat(list(CLASSES), list(CLASSES.values()))


def ratings_of(seed=3, shift=0.0, missing=0.05):
    """(N, 3) ratings; the first class is higher by `shift` on the first indicator."""
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 6, (N, 3)).astype(float)
    values[classes() == "high", 0] += shift
    values[rng.random(values.shape) < missing] = np.nan
    return values


def groups_of(column, attribute="class", codes=None):
    """Everybody, then a group for each value."""
    everybody = Group("all", np.ones(len(column), dtype=bool))
    found = codes or list(dict.fromkeys(column))
    own = (Group(f"{attribute}={v}", column == v, attribute, v) for v in found)
    return (everybody, *own)


def estimation_of(
    values=None, groups=None, *, method="bootstrap", draws=200, models=(Level,), **changes
):
    """What is estimated of a small study; `changes` are those of its replicate plan."""
    values = ratings_of() if values is None else values
    study = study_of(parse_yaml(STUDY.format(method=method), "s.yaml"), VOCABULARY)
    n = len(values)
    rows = {"jackknife_rows": n} if method == "jackknife" else {}
    has_draws = method not in ("jackknife", "none")
    plan = ReplicatePlan(method, draws if has_draws else 0, 11, np.ones(n), np.arange(n), **rows)
    tasks = tuple(Task(ModelChoice(m.name, m.name, Options()), m()) for m in models)
    ratings = Ratings(values, questions_of(study), hierarchy_of(study))
    known = groups or groups_of(classes())
    return Estimation(study, tasks, known, ratings, replace(plan, **changes))


VOCABULARY = Vocabulary({}, {})


def compare(estimation, groups=None, jobs=1, **settings):
    """The differences of a small study."""
    known = groups or estimation.groups
    return compare_groups(estimation, estimation.run(), known, Differences(**settings), jobs=jobs)


def row_of(found, quantity="performance", key="speed", **sides):
    """One row of the table of differences, as a dict."""
    frame = found.differences.frame
    frame = frame[(frame["quantity"] == quantity) & (frame["key"] == key)]
    for name, code in sides.items():
        frame = frame[frame[name] == code]
    (row,) = frame.to_dict("records")
    return row
