"""What must fit together between a study and the options of the gap model."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.plugin_api import Problem, Study, did_you_mean, hierarchy_of
from clientlens_servqual.chain import CLIENTS, SERVICE, Link, Rating, scale_of, why_not
from clientlens_servqual.layout import layout_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.presets import PRESETS

_Path = tuple[str | int, ...]
_FACETS = ("perception", "expectation", "minimum", "adequacy", "superiority")


def check(study: Study, options: ServqualOptions) -> Iterator[Problem]:
    """Every problem of an entry, at its place in the study file."""
    names = [choice.name for choice in study.models.values() if choice.options is options]
    entry: _Path = ("models", *names[:1])
    if not study.dimensions:
        hint = "Write the indicators under 'hierarchy:'."
        yield study.problem("gaps need a hierarchy of indicators", *entry, hint=hint)
        return
    missing = list(_missing_facets(study, options, entry))
    yield from missing
    yield from _check_layout(study, options, entry)
    yield from _check_weights(study, options, entry)
    yield from _check_overall(study, options, entry)
    yield from _check_role_gaps(study, options, entry)
    if not missing:
        yield from _check_columns(study, options, entry)


def _missing_facets(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    for key in _FACETS:
        facet = getattr(options, key)
        if facet is None or facet in study.facets:
            continue
        hint = did_you_mean(facet, study.facets)
        if key == "expectation" and options.importance_facet in study.facets:
            hint += (
                "\nExpectations are asked as a rating of their own. With  expectation: "
                f"{options.importance_facet}\nthe gaps are labelled importance gaps."
            )
        yield study.problem(f"unknown facet '{facet}' as {key}", *entry, key, hint=hint)


def _check_layout(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    layout = layout_of(study, options)
    if not layout.dimensions:
        hint = "Give indicators their 'servqual:', or use  dimensions: hierarchy."
        message = "no indicator belongs to a quality dimension"
        yield study.problem(message, *entry, hint=hint)
    if options.preset is None:
        return
    if options.dimensions == "hierarchy":
        hint = "Take it away, or use  dimensions: tagged."
        message = "'preset' is not used with  dimensions: hierarchy"
        yield study.problem(message, *entry, "preset", hint=hint)
        return
    known = PRESETS[options.preset].dimensions
    for d, dimension in study.dimensions.items():
        for code, indicator in dimension.indicators.items():
            if indicator.servqual is not None and indicator.servqual not in known:
                path = ("hierarchy", d, "indicators", code, "servqual")
                message = f"'{options.preset}' has no dimension '{indicator.servqual}'"
                yield study.problem(message, *path, hint=did_you_mean(indicator.servqual, known))


def _check_weights(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    if options.weights == "importance" and options.importance_facet not in study.facets:
        hint = did_you_mean(options.importance_facet, study.facets)
        message = f"unknown facet '{options.importance_facet}' as importance_facet"
        yield study.problem(message, *entry, "weights", hint=hint)
    if options.weights != "allocation":
        if options.allocation:
            message = "'allocation' is not used without  weights: allocation"
            yield study.problem(message, *entry, "allocation", hint="Say  weights: allocation.")
        return
    yield from _check_allocation(study, options, entry)


def _check_allocation(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    """Every dimension has an item for its points, and every entry both."""
    dimensions = layout_of(study, options).dimensions
    for code in dimensions:
        if code not in options.allocation:
            message = f"no item holds the points of dimension '{code}'"
            hint = f"Write  allocation: {{{code}: item}}."
            yield study.problem(message, *entry, "allocation", hint=hint)
    for code, item in options.allocation.items():
        if code not in dimensions:
            hint = did_you_mean(code, dimensions)
            message = f"unknown quality dimension '{code}'"
            yield study.problem(message, *entry, "allocation", code, hint=hint)
        if item not in study.items:
            hint = did_you_mean(item, study.items) or "Declare it under 'items:'."
            yield study.problem(f"unknown item '{item}'", *entry, "allocation", code, hint=hint)


def _check_overall(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    if options.overall is not None and options.overall not in study.items:
        hint = did_you_mean(options.overall, study.items) or "Declare it under 'items:'."
        yield study.problem(f"unknown item '{options.overall}'", *entry, "overall", hint=hint)


def _check_role_gaps(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    """Every rating that is named is asked, and both ends of a gap on one scale."""
    for code, gap in options.role_gaps.items():
        path: _Path = (*entry, "role_gaps", code)
        if code == SERVICE:
            hint = "Name its ratings under 'perception' and 'expectation'."
            yield study.problem(f"'{SERVICE}' is gap 5 itself", *path, hint=hint)
            continue
        found = [*_unknown_rating(study, gap.of, (*path, "of"))]
        found += _unknown_rating(study, gap.against, (*path, "against"))
        yield from found
        link = Link(code, Rating.of(gap.of), Rating.of(gap.against))
        if link.of == link.against:
            message = f"gap '{code}' holds '{link.of}' to itself"
            yield study.problem(message, *path, "against", hint="Name another rating.")
        if not found and (reason := why_not(link, study)):
            message = f"{reason}: their difference means nothing"
            yield study.problem(message, *path, hint="Ask both on one scale.")


def _unknown_rating(study: Study, text: str, path: _Path) -> Iterator[Problem]:
    rating = Rating.of(text)
    if rating.role != CLIENTS and rating.role not in study.roles:
        hint = did_you_mean(rating.role, [CLIENTS, *study.roles])
        yield study.problem(f"unknown role '{rating.role}'", *path, hint=hint)
    elif scale_of(rating, study) is None:
        asked = study if rating.role == CLIENTS else study.roles[rating.role].study
        hint = did_you_mean(rating.facet, asked.facets)
        yield study.problem(f"unknown facet '{rating.facet}' of '{rating.role}'", *path, hint=hint)


def _check_columns(study: Study, options: ServqualOptions, entry: _Path) -> Iterator[Problem]:
    """Ratings that are subtracted from each other stand on one scale."""
    if options.perception == options.expectation:
        hint = "Ask expectations apart from perceptions."
        message = f"perception and expectation are both the facet '{options.perception}'"
        yield study.problem(message, *entry, "expectation", hint=hint)
    own = study.scales[study.facets[options.perception].scale].points
    for key in ("expectation", "minimum"):
        facet = getattr(options, key)
        if facet is None:
            continue
        other = study.scales[study.facets[facet].scale].points
        if other != own:
            message = (
                f"'{facet}' runs from {other[0]} to {other[1]} and '{options.perception}' from "
                f"{own[0]} to {own[1]}: their difference means nothing"
            )
            yield study.problem(message, *entry, key, hint="Ask both on one scale.")
    two_columns = (options.adequacy is not None) + (options.superiority is not None)
    if two_columns == 1:
        key = "adequacy" if options.adequacy else "superiority"
        hint = "The zone of tolerance needs both ends: name the other one, too."
        yield study.problem("the two-column format needs two columns", *entry, key, hint=hint)
    if two_columns and options.minimum:
        hint = "Three columns (minimum) or two (adequacy, superiority): choose one format."
        yield study.problem("the zone of tolerance is asked twice", *entry, "minimum", hint=hint)


def excluded_indicators(study: Study, options: ServqualOptions) -> tuple[str, ...]:
    """Indicators that belong to no quality dimension, such as prices."""
    layout = layout_of(study, options)
    pairs = zip(hierarchy_of(study).indicators, layout.is_asked, strict=True)
    return tuple(code for code, is_asked in pairs if not is_asked)
