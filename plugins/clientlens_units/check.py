"""What must fit together between a study and the options of the comparison of units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from clientlens.plugin_api import Problem, Study, did_you_mean
from clientlens_units.combinations import levels_unfit, unfit
from clientlens_units.options import UnitsOptions
from clientlens_units.values import units_of

_Path = tuple[str | int, ...]
_REASONS = {
    "negative": "it needs values of 0 or more, and gets negative ones",
    "zero": "a unit that is last on one indicator would have 0 as a whole",
}
_Kind = TypeVar("_Kind", bound=str)


def check(study: Study, options: UnitsOptions) -> Iterator[Problem]:
    """Every problem of an entry, at its place in the study file."""
    names = [choice.name for choice in study.models.values() if choice.options is options]
    entry: _Path = ("models", *names[:1])
    if not study.dimensions:
        hint = "Write the indicators under 'hierarchy:'."
        yield study.problem("scores of units need a hierarchy of indicators", *entry, hint=hint)
        return
    yield from _check_units(study, options, entry)
    yield from _check_facet(study, options, entry)
    yield from _check_goal(study, options, entry)
    yield from _check_combinations(study, options, entry)
    yield from _check_vary(study, options, entry)
    yield from _check_ranks(study, options, entry)


def _check_units(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    if options.by not in study.respondents:
        hint = did_you_mean(options.by, study.respondents) or "Declare it under 'respondents:'."
        yield study.problem(f"unknown respondent attribute '{options.by}'", *entry, "by", hint=hint)
        return
    if study.uncertainty.cluster == options.by:
        message = f"units can't be compared by '{options.by}', which is resampled whole"
        hint = "A unit of one cluster has no sampling error. Take away  uncertainty.cluster."
        yield study.problem(message, *entry, "by", hint=hint)
    known = units_of(study, options)
    if options.top is not None and known and options.top >= len(known):
        message = f"the best {options.top} of {len(known)} units are no choice"
        hint = f"Write a number below {len(known)}, or leave it out for a quarter."
        yield study.problem(message, *entry, "top", hint=hint)


def _check_facet(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    if options.facet not in study.facets:
        hint = did_you_mean(options.facet, study.facets)
        yield study.problem(f"unknown facet '{options.facet}'", *entry, "facet", hint=hint)


def _check_goal(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    """What a normalisation needs is given, and nothing that none needs."""
    used = {options.normalisation, *options.vary.normalisations}
    for key in ("target", "reference"):
        given = getattr(options, key)
        if given is None and key in used:
            hint = f"Write  {key}:  beside it."
            yield study.problem(f"normalisation '{key}' needs a {key}", *entry, hint=hint)
        if given is not None and key not in used:
            hint = f"Take it away, or say  normalisation: {key}."
            message = f"'{key}' is not used without  normalisation: {key}"
            yield study.problem(message, *entry, key, hint=hint)
    if options.target is not None and options.facet in study.facets:
        low, high = study.scales[study.facets[options.facet].scale].points
        if not low < options.target <= high:
            message = f"a target of {options.target:g} lies outside the scale, {low} to {high}"
            yield study.problem(message, *entry, "target", hint="Write it in scale points.")
    if options.reference is not None and options.by in study.respondents:
        known = units_of(study, options)
        if known and options.reference not in known:
            hint = did_you_mean(options.reference, known)
            message = f"unknown unit '{options.reference}'"
            yield study.problem(message, *entry, "reference", hint=hint)


def _check_combinations(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    """Every normalisation that may be used, with every aggregation: nothing fails when it runs."""
    vary, exponent = options.vary, options.exponent
    normalisations = _placed(options.normalisation, vary.normalisations, "normalisation", entry)
    within = _placed(options.aggregation, vary.aggregations, "aggregation", entry)
    above = _placed(
        options.dimension_aggregation, vary.dimension_aggregations, "dimension_aggregation", entry
    )
    hint = "Choose another normalisation or another mean."
    for normalisation, at_normalisation in normalisations:
        for aggregation, path in (*within, *above):
            reach = unfit(normalisation, aggregation, exponent)
            if reach:
                place = max(path, at_normalisation, key=len)
                message = f"'{aggregation}' can't follow '{normalisation}': {_REASONS[reach]}"
                yield study.problem(message, *place, hint=hint)
    for first, at_first in within:
        for second, path in above:
            reach = levels_unfit(first, second, exponent)
            if reach:
                place = max(path, at_first, key=len)
                message = f"'{second}' of dimensions can't follow '{first}': {_REASONS[reach]}"
                yield study.problem(message, *place, hint="Choose another mean of dimensions.")


def _placed(
    used: _Kind, others: Sequence[_Kind], key: str, entry: _Path
) -> list[tuple[_Kind, _Path]]:
    """Alternatives with the places at which a study names them."""
    varied = [
        (other, (*entry, "vary", f"{key}s", i)) for i, other in enumerate(others) if other != used
    ]
    return [(used, (*entry, key)), *varied]


def _check_vary(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    vary = options.vary
    for i, name in enumerate(vary.weightings):
        if name not in study.compared:
            hint = did_you_mean(name, study.compared) or "Declare it under 'weighting.compare:'."
            path = (*entry, "vary", "weightings", i)
            yield study.problem(f"unknown weighting '{name}'", *path, hint=hint)
    if vary.concentration is not None and "noise" in vary.model_fields_set and vary.noise:
        hint = "Choose one way to vary the weights."
        path = (*entry, "vary", "concentration")
        yield study.problem("weights are varied twice, by noise as well", *path, hint=hint)


def _check_ranks(study: Study, options: UnitsOptions, entry: _Path) -> Iterator[Problem]:
    method = study.uncertainty.method
    if options.ranks == "resampling" and method in ("jackknife", "none"):
        message = f"'resampling' needs draws, and  uncertainty.method: {method}  has none"
        hint = "Choose bootstrap, poisson or bayesian; or  ranks: posterior."
        yield study.problem(message, *entry, "ranks", hint=hint)
