"""The columns of a segmentation: what `features` names in a study, and what a sample has of it."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import FloatArray, Sample, Study, hierarchy_of
from clientlens_segments.features import Column
from clientlens_segments.options import FeatureList, GapOf

GAP = "gap"


def columns_of(listed: FeatureList, study: Study, sample: Sample) -> tuple[Column, ...]:
    """Every column that `features` names, each once, in its order."""
    found: dict[str, Column] = {}
    for entry in listed:
        for column in _of_entry(entry, study, sample):
            found.setdefault(column.name, column)
    return tuple(found.values())


def _of_entry(entry: str | GapOf, study: Study, sample: Sample) -> list[Column]:
    hierarchy = hierarchy_of(study)
    if isinstance(entry, GapOf):
        return [Column(f"{GAP}.{i}", GAP, hierarchy.parent(i)) for i in hierarchy.indicators]
    if entry in study.respondents:
        return [Column(entry, categories=tuple(sample.units(entry)))]
    return [
        Column(q.name, q.facet or "", hierarchy.parent(q.code) if q.facet else "")
        for q in (sample.ratings.questions[i] for i in sample.ratings.positions(entry))
    ]


def data_of(columns: tuple[Column, ...], listed: FeatureList, sample: Sample) -> FloatArray:
    """(n, m) what respondents answered: scale points, gaps, numbers of values; NaN if unknown."""
    return np.column_stack([_values(column, listed, sample) for column in columns])


def _values(column: Column, listed: FeatureList, sample: Sample) -> FloatArray:
    if column.is_attribute:
        place = {value: float(i) for i, value in enumerate(column.categories)}
        own = sample.ratings.attributes[column.name]
        return np.array([place.get(str(value), np.nan) for value in own])
    if column.block == GAP:
        first, second = next(entry.gap for entry in listed if isinstance(entry, GapOf))
        code = column.name.partition(".")[2]
        return (sample.answers([f"{first}.{code}"]) - sample.answers([f"{second}.{code}"]))[:, 0]
    return sample.answers([column.name])[:, 0]
