"""The crosshair: where the rule of a study, or any other rule, puts the two lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from clientlens.plugin_api import FloatArray, Scale, Study
from clientlens_quadrant import quadrants
from clientlens_quadrant.options import External, Fixed, QuadrantOptions, Rule

Axis = Literal["importance", "performance"]


@dataclass(frozen=True, slots=True)
class CrosshairRule:
    """A rule that a study could follow: its name, and where its values come from."""

    name: str
    source: str
    options: QuadrantOptions


def study_line(
    axis: Axis, values: FloatArray, study: Study, options: QuadrantOptions
) -> FloatArray:
    """(…) the line on one axis by the rule of `options`, for indicator means (…, J)."""
    rule = options.crosshair
    if isinstance(rule, str):
        return quadrants.line(rule, values, midpoint_of(axis, study, options))
    crossing = rule.fixed if isinstance(rule, Fixed) else rule.external
    return np.full(values.shape[:-1], getattr(crossing, axis))


def rules_for(options: QuadrantOptions) -> Iterator[CrosshairRule]:
    """Every rule that can be tried with these options, the study's own fixed values included."""
    sources = {"scale_midpoint": "scale"}
    rules: tuple[Rule, ...] = get_args(Rule)
    for rule in rules:
        if rule == "scale_midpoint" and options.importance == "derived":
            continue
        own = options.model_copy(update={"crosshair": rule})
        yield CrosshairRule(rule, sources.get(rule, "answers"), own)
    if not isinstance(options.crosshair, str):
        yield CrosshairRule(rule_name(options), source_of(options), options)


def rule_name(options: QuadrantOptions) -> str:
    """What tables call the rule of a study."""
    rule = options.crosshair
    return rule if isinstance(rule, str) else type(rule).__name__.lower()


def source_of(options: QuadrantOptions) -> str:
    """Where the values of a crosshair that isn't computed come from."""
    rule = options.crosshair
    return rule.external.source if isinstance(rule, External) else "study"


def midpoint_of(axis: Axis, study: Study, options: QuadrantOptions) -> float:
    """Middle of the answer scale of an axis; NaN for derived importance, which has none."""
    if axis == "importance" and options.importance == "derived":
        return np.nan
    scale = scale_of(axis, study, options)
    return (scale.low + scale.high) / 2


def scale_of(axis: Axis, study: Study, options: QuadrantOptions) -> Scale:
    """The answer scale of an axis."""
    facet = options.importance_facet if axis == "importance" else options.performance_facet
    return study.scales[study.facets[facet].scale]


def same_scale(study: Study, options: QuadrantOptions) -> bool:
    """Whether importance and performance are answered on one scale, so that they compare."""
    if options.importance == "derived":
        return False
    axes: tuple[Axis, ...] = get_args(Axis)
    one, other = (scale_of(axis, study, options).points for axis in axes)
    return one == other
