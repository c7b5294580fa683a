"""What must fit together between a study and the options of the composite index."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.plugin_api import Problem, Study, did_you_mean
from clientlens_composite.options import CompositeOptions

_ONLY_FOR = {
    "indicators": "mean",
    "within": "mean",
    "dimensions": "mean",
    "exponent": "mean",
    "availability": "mean",
    "operator": "fuzzy",
    "grade_scores": "fuzzy",
    "distinguishing": "grey",
}
"""Option → the method that uses it."""


def check(study: Study, options: CompositeOptions) -> Iterator[Problem]:
    """Every problem of an entry, at its place in the study file."""
    entry = study.entry(options)
    if not study.dimensions:
        hint = "Write the indicators under 'hierarchy:'."
        yield study.problem("a composite index needs a hierarchy", *entry, hint=hint)
        return
    if options.facet not in study.facets:
        hint = did_you_mean(options.facet, study.facets)
        yield study.problem(f"unknown facet '{options.facet}'", *entry, "facet", hint=hint)
        return
    for code in options.within:
        if code not in study.dimensions:
            hint = did_you_mean(code, study.dimensions)
            yield study.problem(f"unknown dimension '{code}'", *entry, "within", code, hint=hint)
    yield from _check_unused(study, options, entry)
    yield from _check_scores(study, options, entry)


def _check_unused(
    study: Study, options: CompositeOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    """What is written and changes nothing is usually a slip."""
    for key, method in _ONLY_FOR.items():
        if key in options.model_fields_set and options.method != method:
            message = f"'{key}' is not used with  method: {options.method}"
            hint = f"Take it away, or say  method: {method}."
            yield study.problem(message, *entry, key, hint=hint)
    is_power = "power" in (options.indicators, options.dimensions, *options.within.values())
    if "exponent" in options.model_fields_set and options.method == "mean" and not is_power:
        hint = "Say  indicators: power  or  dimensions: power."
        yield study.problem(
            "'exponent' is not used without a power mean", *entry, "exponent", hint=hint
        )


def _check_scores(
    study: Study, options: CompositeOptions, entry: tuple[str, ...]
) -> Iterator[Problem]:
    scores = options.grade_scores
    if not scores:
        return
    grades = len(study.scales[study.facets[options.facet].scale].categories)
    if len(scores) != grades:
        message = f"{len(scores)} scores for the {grades} grades of '{options.facet}'"
        hint = "Give one for each scale point, lowest first."
        yield study.problem(message, *entry, "grade_scores", hint=hint)
    elif list(scores) != sorted(scores) or not 0 <= scores[0] < scores[-1] <= 100:  # noqa: PLR2004  an index runs to 100
        hint = "They rise from the lowest grade to the highest, within 0 to 100."
        yield study.problem(
            "the scores of the grades don't rise", *entry, "grade_scores", hint=hint
        )
