"""A small study whose segments are found by plugins of the tests."""

from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field

from clientlens import workbench
from clientlens.engine import evaluate_answers, read_answers
from clientlens.plugin_api import Features, Model, Options, Segmentation, Segmenter, Text

STUDY = """
study: {id: small}
survey: {source: clients.csv, respondent_id: id}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five, column: "{code}"}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}}
respondents:
  city: {}
  size: {values: {S: small, L: large}}
segments: {found: {mood: {method: halves, cut: 3}}}
models: {means: {}}
uncertainty: {replicates: 30, seed: 3}
report: {language: en, formats: []}
"""


class HalvesOptions(Options):
    """Options of ``halves``."""

    cut: int = Field(description="Segment one rates speed below, segment two from here on.")


class Halves(Segmenter):
    """Clients who rate speed low, and those who rate it high."""

    name = "halves"
    Options = HalvesOptions

    def find(self, sample, study, options, rng):
        speed = sample.answers("satisfaction")[:, 0]
        labels = np.where(np.isnan(speed), -1, speed >= options.cut).astype(np.int64)
        if len(np.unique(labels[labels >= 0])) == 1:
            return Segmentation((), np.full(len(speed), -1), reason="all rate alike")
        return Segmentation(
            ("s1", "s2"),
            labels,
            names={"s1": Text(zh="低", en="Low"), "s2": Text(zh="高", en="High")},
            probabilities=np.where(labels[:, None] == [0, 1], 0.9, 0.1),
            criteria={"silhouette": {2: 0.5}},
            features=Features(("satisfaction.speed",), speed[:, None]),
            remarks=("speed alone was looked at",),
            chosen_by="silhouette",
            local={"mean": {"s1": {"speed": 1.5}, "s2": {"speed": 4.0}}},
        )


class Drawn(Segmenter):
    """Segments by chance, in the order in which the clients come."""

    name = "drawn"
    Options = Options

    def find(self, sample, study, options, rng):
        return Segmentation(("s1", "s2"), rng.permutation(len(sample.ratings.values)) % 2)


class Means(Model):
    """The means of the indicators."""

    name = "means"
    Options = Options
    dims: ClassVar = {"satisfaction": ("indicator",)}
    locale = Path()

    def estimate(self, sample, study, options):
        return {"satisfaction": sample.mean("satisfaction")}


def people(n=60, seed=5):
    """Rows of id, city, size, speed, manners."""
    rng = np.random.default_rng(seed)
    cities, sizes = rng.choice(["east", "west"], n), rng.choice(["S", "L"], n)
    ratings = rng.integers(1, 6, (n, 2))
    return [
        [f"c{i}", city, size, *map(str, row)]
        for i, (city, size, row) in enumerate(zip(cities, sizes, ratings.tolist(), strict=True))
    ]


def study_with(old, new):
    assert old in STUDY
    return STUDY.replace(old, new)


def evaluation_of(registry, folder, rows, text=STUDY):
    lines = ["id,city,size,speed,manners", *map(",".join, rows)]
    (folder / "clients.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, folder / "study.yaml")
    return evaluate_answers(study, read_answers(study, registry), registry)
