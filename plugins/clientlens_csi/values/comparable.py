"""The indicators and dimensions of an index, under the names that all models share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample
from clientlens_csi.study.setup import Setup

COMPARABLE_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("performance", "importance", "priority"), ("indicator",)),
    "dimension_score": ("dimension",),
}


def comparable_values(
    values: Mapping[str, FloatArray], sample: Sample, setup: Setup
) -> dict[str, FloatArray | Absent]:
    """Performance, importance and priority of indicators; the index of what is one dimension.

    Parameters
    ----------
    values : mapping
        From `clientlens_csi.quantities.quantities`.
    sample, setup
        The indicators, and the questions that rate them.

    Returns
    -------
    dict
        Name → (R, J) or (R, D) array; empty where no question rates an indicator.
    """
    hierarchy = sample.hierarchy
    place = setup.rating_of_indicator
    if not place:
        return {}
    rated = [place.get(code, -1) for code in hierarchy.indicators]
    return {
        "performance": _taken(values["question_performance"], rated),  # (R, J)
        "importance": _taken(values["question_importance"], rated),
        "priority": _taken(values["question_priority"], rated),
        "dimension_score": _dimension_scores(values["construct_index"], sample, setup),
    }


def _taken(values: FloatArray, columns: list[int]) -> FloatArray:
    """(R, J) columns by their numbers, NaN for -1."""
    known = np.array(columns)
    return np.where(known >= 0, values[:, known], np.nan)


def _dimension_scores(index: FloatArray, sample: Sample, setup: Setup) -> FloatArray | Absent:
    """(R, D) index of the construct that is measured by just a dimension's indicators."""
    hierarchy = sample.hierarchy
    found = []
    for d in range(len(hierarchy.dimensions)):
        own = {
            c for c, of in zip(hierarchy.indicators, hierarchy.dimension_of, strict=True) if of == d
        }
        found.append(_construct_of(own, setup))
    if all(c < 0 for c in found):
        return Absent("no construct is measured by the indicators of one dimension")
    return _taken(index, found)


def _construct_of(indicators: set[str], setup: Setup) -> int:
    codes = {question.name: question.code for question in setup.questions if question.facet}
    for construct, block in setup.design.blocks.items():
        if {codes.get(question) for question in block} == indicators:
            return setup.reading.position(construct)
    return -1
