"""What must fit together between a study and the options of the quadrant model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clientlens.plugin_api import Problem, Study, check_overall, did_you_mean, hierarchy_of
from clientlens_quadrant.importance import MOST_DRIVERS
from clientlens_quadrant.lines import Axis, scale_of
from clientlens_quadrant.options import External, Fixed, QuadrantOptions


def check(study: Study, options: QuadrantOptions) -> Iterator[Problem]:
    """Every problem of an entry, at its place in the study file.

    Later checks need the facets that earlier ones ask for; they wait until those are there.
    """
    entry = _entry(study, options)
    if not study.dimensions:
        hint = "Write the indicators under 'hierarchy:'."
        yield study.problem("the quadrants need a hierarchy of indicators", *entry, hint=hint)
    missing = list(_missing_facets(study, options, entry))
    yield from missing
    if missing:
        return
    yield from _check_top_boxes(study, options, entry)
    yield from _check_crossing(study, options, entry)
    if options.importance == "derived":
        yield from _check_derivation(study, options, entry)
    else:
        yield from _check_statement(study, options, entry)


def _check_statement(
    study: Study, options: QuadrantOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    """What belongs to derived importance, and two axes that are one."""
    for key in ("method", "overall", "level"):
        if (*entry, key) in study.document.spots:
            hint = "Write importance: derived, or leave it out."
            message = f"'{key}' is not used while importance is stated"
            yield study.problem(message, *entry, key, hint=hint)
    if options.importance_facet == options.performance_facet:
        message = f"both axes show the facet '{options.performance_facet}'"
        key = "importance_facet"
        key = key if (*entry, key) in study.document.spots else "performance_facet"
        yield study.problem(message, *entry, key, hint="Ask importance and performance apart.")


def _entry(study: Study, options: QuadrantOptions) -> tuple[str, ...]:
    """Path of the entry under ``models:`` that holds these options."""
    names = [choice.name for choice in study.models.values() if choice.options is options]
    return ("models", *names[:1])


def _missing_facets(
    study: Study, options: QuadrantOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    asked = {"performance_facet": options.performance_facet}
    if options.importance == "stated":
        asked["importance_facet"] = options.importance_facet
    for key, facet in asked.items():
        if facet not in study.facets:
            hint = did_you_mean(facet, study.facets)
            yield study.problem(f"unknown facet '{facet}' as {key}", *entry, key, hint=hint)


def _check_top_boxes(
    study: Study, options: QuadrantOptions, entry: tuple[str, ...]
) -> Iterable[Problem]:
    scale = scale_of("performance", study, options)
    if options.top_boxes >= len(scale.categories):
        message = f"{options.top_boxes} top boxes are the whole scale {scale.low} to {scale.high}"
        yield study.problem(message, *entry, "top_boxes", hint="2 is usual on five points.")


def _check_crossing(
    study: Study, options: QuadrantOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    rule = options.crosshair
    if rule == "scale_midpoint" and options.importance == "derived":
        hint = "Use data_mean or median."
        message = "derived importance has no scale, so no midpoint"
        yield study.problem(message, *entry, "crosshair", hint=hint)
    if not isinstance(rule, (Fixed, External)):
        return
    kind = "fixed" if isinstance(rule, Fixed) else "external"
    crossing = rule.fixed if isinstance(rule, Fixed) else rule.external
    axes: list[Axis] = ["performance"]
    if options.importance == "stated":
        axes.insert(0, "importance")
    for axis in axes:
        value: float = getattr(crossing, axis)
        scale = scale_of(axis, study, options)
        if not scale.low <= value <= scale.high:
            message = f"the {axis} line at {value:g} is outside its scale"
            hint = f"The scale runs from {scale.low} to {scale.high}."
            yield study.problem(message, *entry, "crosshair", kind, axis, hint=hint)


def _check_derivation(
    study: Study, options: QuadrantOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    yield from check_overall(study, options)
    drivers = len(study.dimensions)
    if options.level == "indicator":
        drivers = len(hierarchy_of(study).indicators)
    if options.method == "lmg" and drivers > MOST_DRIVERS:
        message = f"lmg tries every subset: {drivers} drivers are too many, {MOST_DRIVERS} the most"
        hint = "Use johnson, or level: dimension."
        yield study.problem(message, *entry, "method", hint=hint)
    if options.method == "log_partial" and scale_of("performance", study, options).low < 1:
        message = "log_partial needs answers above zero"
        hint = "Use partial, or a scale that begins at 1."
        yield study.problem(message, *entry, "method", hint=hint)
