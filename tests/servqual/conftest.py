"""Small studies for the gap model, without files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from clientlens.config.load import study_of
from clientlens.config.study import Study, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.plugin_api import Sample, Values
from clientlens.sample import Ratings
from clientlens_servqual.model import Servqual
from clientlens_servqual.options import ServqualOptions

STUDY = """
study: {{id: small}}
scales: {{seven: {{points: [1, 7]}}, points: {{points: [0, 100]}}}}
facets: {facets}
hierarchy: {hierarchy}
items: {items}
models: {{servqual: {options}}}
uncertainty: {{method: none}}
"""
FACETS = ("satisfaction", "expectation")
TAGS = ("tangibles", "tangibles", "reliability", "empathy")


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """A study of indicators q1, q2 … with the given quality dimensions, null for none."""

    def make(
        tags: tuple[str | None, ...] = TAGS,
        facets: tuple[str, ...] = FACETS,
        items: tuple[str, ...] = (),
        hierarchy: dict[str, Any] | None = None,
        **options: Any,
    ) -> Study:
        tree = {"A": {"indicators": {f"q{j}": {"servqual": t} for j, t in enumerate(tags, 1)}}}
        text = STUDY.format(
            facets=json.dumps({facet: {"scale": "seven"} for facet in facets}),
            hierarchy=json.dumps(hierarchy or tree),
            items=json.dumps({item: {"scale": "points"} for item in items}),
            options=json.dumps(options),
        )
        vocabulary = Vocabulary(models={"servqual": ServqualOptions}, screens={})
        return study_of(parse_yaml(text, "small.yaml"), vocabulary)

    return make


@pytest.fixture(scope="session")
def sample_of() -> Callable[..., Sample]:
    """Answers in the order of the questions under weights (n,), ones by default."""

    def make(study: Study, *columns: Any, weights: Any = None) -> Sample:
        values = np.column_stack([np.asarray(part, dtype=np.float64) for part in columns])
        w = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
        return Sample(Ratings(values, questions_of(study), hierarchy_of(study)), w[None])

    return make


@pytest.fixture(scope="session")
def estimate(sample_of: Callable[..., Sample]) -> Callable[..., Values]:
    """Everything the gap model says of answers: row 0 of what has replicates, and the rest."""

    def run(study: Study, *columns: Any, weights: Any = None) -> Values:
        sample = sample_of(study, *columns, weights=weights)
        options = study.models["servqual"].options
        assert isinstance(options, ServqualOptions)
        model = Servqual()
        replicated = model.estimate(sample, study, options)
        found = {name: value[0] for name, value in replicated.items()}  # type: ignore[index]
        return {**found, **model.once(sample, study, options)}

    return run
