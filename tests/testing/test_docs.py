"""The page about testing plugins says what the kit does."""

import inspect
import json
import re
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from clientlens.plugin_api import Model, Options
from clientlens.testing import BrokenLaw, laws_of
from clientlens.testing.generated import FACETS, SIZES

PAGE = (Path(__file__).parents[2] / "docs/testing-plugins.md").read_text(encoding="utf-8")


class Spread(Model):
    """Counts clients who are there, however much they weigh."""

    name = "spread"
    Options = Options
    dims: ClassVar = {"spread": ()}
    locale = Path(__file__).parent / "locale"

    def estimate(self, sample, study, options):
        X = sample.answers("satisfaction")  # (n, J)
        there = (sample.weights > 0).astype(float)
        mean = there @ np.nan_to_num(X, nan=3.0) / there.sum(axis=1, keepdims=True)
        return {"spread": mean.max(axis=1) - mean.min(axis=1)}


def test_the_failure_on_the_page_is_what_is_told():
    (law,) = [law for law in laws_of(Spread) if law.name == "weight 2 is a duplicated row"]
    with pytest.raises(BrokenLaw) as told:
        law.check()
    assert f"```\n{told.value}\n```" in PAGE


def test_every_argument_stands_on_the_page():
    cells = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    told = set(re.findall(r"`(\w+)`", " ".join(cells)))
    assert told == set(inspect.signature(laws_of).parameters) - {"plugin"}


def test_what_a_generated_study_holds_stands_on_the_page():
    assert all(f"`{facet}`" in PAGE for facet in FACETS)
    for size in SIZES:
        assert f"{size.clients} clients and {sum(size.indicators)} indicators" in PAGE


class Fixed(Spread):
    """Takes 1 and 5 for the ends of every scale."""

    dims: ClassVar = {"index": ()}

    def estimate(self, sample, study, options):
        return {"index": 25 * (sample.mean("satisfaction").mean(axis=1) - 1)}


def test_the_other_scale_on_the_page_finds_a_model_that_knows_one_alone():
    (study,) = re.findall(r"`study=(\{.*\})` tries it", PAGE)
    (law,) = [each for each in laws_of(Fixed, study=json.loads(study)) if "scales" in each.name]
    with pytest.raises(BrokenLaw, match="outside 0 to 100"):
        law.check()
