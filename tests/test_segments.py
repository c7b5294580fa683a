"""Segments from the study file to the estimates: given, derived, found."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field

from clientlens import plugins, workbench
from clientlens.engine import evaluate_answers, read_answers
from clientlens.plugin_api import Model, Options, Segmentation, Segmenter, Text

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
            criteria={"silhouette": {2: 0.5}},
            chosen_by="silhouette",
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


@pytest.fixture(scope="module")
def registry():
    loaded = plugins.load()
    segmenters = {"halves": Halves(), "drawn": Drawn()}
    return replace(loaded, models={"means": Means()}, segmenters=segmenters)


def people(n=60, seed=5):
    """Rows of id, city, size, speed, manners."""
    rng = np.random.default_rng(seed)
    cities, sizes = rng.choice(["east", "west"], n), rng.choice(["S", "L"], n)
    ratings = rng.integers(1, 6, (n, 2))
    return [
        [f"c{i}", city, size, *map(str, row)]
        for i, (city, size, row) in enumerate(zip(cities, sizes, ratings.tolist(), strict=True))
    ]


def evaluation_of(registry, folder, rows, text=STUDY):
    lines = ["id,city,size,speed,manners", *map(",".join, rows)]
    (folder / "clients.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, folder / "study.yaml")
    return evaluate_answers(study, read_answers(study, registry), registry)


def test_a_found_segmentation_is_an_attribute_and_makes_groups(registry, tmp_path):
    rows = people()
    evaluation = evaluation_of(registry, tmp_path, rows)
    is_low = np.array([int(row[3]) < 3 for row in rows])
    found = {group.code: group.n for group in evaluation.groups}
    assert found == {"all": 60, "mood=s1": is_low.sum(), "mood=s2": (~is_low).sum()}
    means = evaluation["means"].estimates.summary("satisfaction")["estimate"]
    manners = np.array([int(row[4]) for row in rows])
    low = float(means.sel(group="mood=s1", indicator="manners"))
    assert low == pytest.approx(manners[is_low].mean())
    assert evaluation.study.respondents["mood"].names["s2"].en == "High"
    np.testing.assert_array_equal(evaluation.segmentations["mood"].labels, ~is_low)


@pytest.mark.parametrize("method", ["halves, cut: 3", "drawn"])
def test_segments_do_not_depend_on_the_order_of_respondents(registry, tmp_path, method):
    text = STUDY.replace("halves, cut: 3", method)
    rows = people()
    one = evaluation_of(registry, tmp_path, rows, text).segmentations["mood"].labels
    order = np.random.default_rng(1).permutation(len(rows))
    shuffled = [rows[i] for i in order]
    other = evaluation_of(registry, tmp_path, shuffled, text).segmentations["mood"].labels
    np.testing.assert_array_equal(one[order][_distinct(shuffled)], other[_distinct(shuffled)])


def _distinct(rows):
    """Who answered like nobody else: who is alike may change places."""
    told = [tuple(row[1:]) for row in rows]
    return np.array([told.count(row) == 1 for row in told])
