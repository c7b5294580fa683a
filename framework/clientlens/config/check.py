"""Checks of a study that no single value can fail: what must fit together."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clientlens.config.derived import with_derived_values
from clientlens.config.derived_check import check_derived
from clientlens.config.grouping import check_groups
from clientlens.config.schema import (
    MOST_SCALE_POINTS,
    Attribute,
    Dimension,
    Indicator,
    Scale,
    StudyFile,
    Weighting,
)
from clientlens.config.text import Document, KeyPath, walk
from clientlens.errors import Problem, did_you_mean
from clientlens.spelling import canonical, fold

_LAST_OF_PLANE = 0xFFFE
"""The last two code points of each Unicode plane are no characters."""
_GIVEN = "given"
_WEIGHT_SUMS = (1.0, 100.0)
_WEIGHT_TOLERANCE = 1e-6


def check_study(study: StudyFile, document: Document) -> list[Problem]:
    """Every problem of a study whose single values are right."""
    checks = (
        _check_scales,
        _check_questions_asked,
        _check_scale_names,
        _check_codes,
        _check_facet_names,
        _check_columns,
        _check_weights,
        _check_respondents,
        check_derived,
        check_groups,
        _check_uncertainty,
    )
    return [problem for check in checks for problem in check(study, document)]


def check_characters(document: Document) -> Iterator[Problem]:
    """Texts with characters that no report can show: control characters, broken pairs."""
    for path, value in walk(document.values):
        texts = [str(path[-1]), value] if isinstance(value, str) else [str(path[-1])]
        for text in texts:
            strange = next((c for c in text if _can_not_be_shown(c)), None)
            if strange:
                message = f"a text holds the character U+{ord(strange):04X}, which can't be shown"
                yield Problem(message, document.place(*path), "Take it out.")


def _can_not_be_shown(character: str) -> bool:
    is_space = character in "\n\t"
    is_noncharacter = ord(character) & _LAST_OF_PLANE == _LAST_OF_PLANE
    kind = unicodedata.category(character)
    return is_noncharacter or (kind in ("Cc", "Cs", "Zl", "Zp") and not is_space)


def indicators_of(study: StudyFile) -> Iterator[tuple[KeyPath, str, Indicator]]:
    """Every second-level indicator: its path, its code, itself."""
    for dimension_code, dimension in study.hierarchy.items():
        for code, indicator in dimension.indicators.items():
            yield ("hierarchy", dimension_code, "indicators", code), code, indicator


def _check_scales(study: StudyFile, document: Document) -> Iterator[Problem]:
    for name, scale in study.scales.items():
        path = ("scales", name)
        if not 1 <= scale.high - scale.low < MOST_SCALE_POINTS:
            message = f"scale '{name}' can't run from {scale.low} to {scale.high}"
            hint = f"Give the lowest point first, and at most {MOST_SCALE_POINTS} points in all."
            yield Problem(message, document.place(*path, "points"), hint)
            continue
        yield from _check_labels(scale, path, document)


def _check_labels(scale: Scale, path: KeyPath, document: Document) -> Iterator[Problem]:
    for label, point in scale.labels.items():
        if not scale.low <= point <= scale.high:
            message = (
                f"label '{label}' means {point}, outside its scale {scale.low} to {scale.high}"
            )
            yield Problem(message, document.place(*path, "labels", label))
    answers = {canonical(text): point for text, point in _spelt(scale).items()}
    for label, point in scale.labels.items():
        if answers[canonical(label)] != point:
            message = f"label '{label}' is spelt like another one that means something else"
            hint = "Full-width forms, case and spaces make no difference."
            yield Problem(message, document.place(*path, "labels", label), hint)
    for i, cell in enumerate(scale.missing):
        if canonical(cell) in answers:
            message = f"{cell!r} is declared missing and is an answer of the scale as well"
            yield Problem(
                message, document.place(*path, "missing", i), "Take it out of one of them."
            )


def _spelt(scale: Scale) -> dict[str, int]:
    """Every text that is an answer of the scale: its points, and its labels."""
    return {str(point): point for point in scale.categories} | dict(scale.labels)


def _check_questions_asked(study: StudyFile, document: Document) -> Iterator[Problem]:
    if not study.hierarchy and not study.items:
        hint = "Write the indicators under 'hierarchy:', or single questions under 'items:'."
        yield Problem("the study asks nothing", document.place("study"), hint)
    if study.hierarchy and not study.facets:
        hint = "For example  facets: {satisfaction: {scale: satisfaction, column: '{code}_sat'}}"
        message = "the indicators are rated on nothing: 'facets' is missing"
        yield Problem(message, document.key_place("hierarchy"), hint)
    for code, dimension in study.hierarchy.items():
        if not dimension.indicators:
            hint = "Give it indicators, or take it away with null."
            place = document.key_place("hierarchy", code)
            yield Problem(f"dimension '{code}' has no indicators", place, hint)


def _check_scale_names(study: StudyFile, document: Document) -> Iterator[Problem]:
    named = [(("facets", code), facet.scale) for code, facet in study.facets.items()]
    named += [(("items", code), item.scale) for code, item in study.items.items()]
    for path, scale in named:
        if scale not in study.scales:
            hint = did_you_mean(scale, study.scales) or "Declare it under 'scales:'."
            yield Problem(f"unknown scale '{scale}'", document.place(*path, "scale"), hint)


def _check_codes(study: StudyFile, document: Document) -> Iterator[Problem]:
    """One code names one thing: they are the keys of every table."""
    seen: dict[str, KeyPath] = {}
    places: list[tuple[str, KeyPath]] = [(code, ("hierarchy", code)) for code in study.hierarchy]
    places += [(code, path) for path, code, _ in indicators_of(study)]
    places += [(code, ("items", code)) for code in study.items]
    for code, path in places:
        if code in seen:
            hint = f"First used at {document.key_place(*seen[code])}."
            yield Problem(f"code '{code}' is used twice", document.key_place(*path), hint)
        seen.setdefault(code, path)


def _check_facet_names(study: StudyFile, document: Document) -> Iterator[Problem]:
    of_roles = (facet for role in study.roles.values() for facet in role.facets)
    facets = dict.fromkeys([*study.facets, *of_roles])
    for path, code, indicator in indicators_of(study):
        places = [(name, (*path, "columns", name)) for name in indicator.columns]
        places += [(name, (*path, "question", name)) for name in indicator.question]
        places += [(name, (*path, "reversed", i)) for i, name in enumerate(indicator.reversed)]
        for name, place in places:
            if name not in facets:
                hint = did_you_mean(name, facets)
                message = f"unknown facet '{name}' of indicator '{code}'"
                yield Problem(message, document.key_place(*place), hint)


def _check_columns(study: StudyFile, document: Document) -> Iterator[Problem]:
    """No two questions may read one column."""
    many = sum(len(dimension.indicators) for dimension in study.hierarchy.values()) > 1
    for code, facet in study.facets.items():
        if many and "{code}" not in facet.column:
            message = f"column template '{facet.column}' doesn't hold {{code}}"
            hint = f"Every indicator needs a column of its own, e.g. '{{code}}_{code}'."
            yield Problem(message, document.place("facets", code, "column"), hint)
            return
    yield from _check_same_columns(study, document)


def _check_same_columns(study: StudyFile, document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for question, column, path in _columns(study):
        folded = fold(column)
        if seen.get(folded, question) != question:
            message = f"column '{column}' is read for '{question}' and for '{seen[folded]}'"
            yield Problem(message, document.key_place(*path))
        seen.setdefault(folded, question)


def _columns(study: StudyFile) -> Iterator[tuple[str, str, KeyPath]]:
    for path, code, indicator in indicators_of(study):
        for facet_code, facet in study.facets.items():
            template = indicator.columns.get(facet_code, facet.column)
            column = template.replace("{code}", code).replace("{facet}", facet_code)
            yield f"{code} ({facet_code})", column, (*path, "columns", facet_code)
    for code, item in study.items.items():
        yield code, item.column or code, ("items", code, "column")


def _check_weights(study: StudyFile, document: Document) -> Iterator[Problem]:
    given = set(_given_nodes(study.weighting, [*study.hierarchy]))
    families: list[tuple[str | None, KeyPath, Mapping[str, Dimension | Indicator]]] = [
        (None, ("hierarchy",), study.hierarchy)
    ]
    families += [
        (code, ("hierarchy", code, "indicators"), dimension.indicators)
        for code, dimension in study.hierarchy.items()
    ]
    for node, path, family in families:
        yield from _check_siblings(document, path, family, is_used=node in given)
    for code in study.weighting.within:
        if code not in study.hierarchy:
            hint = did_you_mean(code, study.hierarchy)
            place = document.key_place("weighting", "within", code)
            yield Problem(f"unknown dimension '{code}'", place, hint)


def _given_nodes(weighting: Weighting, dimensions: list[str]) -> Iterator[str | None]:
    """Dimensions whose indicators have their weight written beside them; None for themselves."""
    entries = [weighting.model_dump(), *weighting.compare.values()]
    for name, entry in zip(("", *weighting.compare), entries, strict=True):
        whole = entry.get("method", name)
        for level, nodes in (("dimensions", [None]), ("indicators", dimensions)):
            method = (entry.get(level) or {}).get("method", whole)
            yield from nodes if _GIVEN in _methods(entry.get(level) or entry, method) else ()
        for code, other in (entry.get("within") or {}).items():
            yield from [code] if _GIVEN in _methods(other, other.get("method")) else ()


def _methods(entry: Mapping[str, Any], method: Any) -> Iterator[Any]:
    """The method of an entry, and those of its parts."""
    yield method
    parts = entry.get("of")
    for name, part in parts.items() if isinstance(parts, dict) else ():
        if isinstance(part, dict):
            yield from _methods(part, part.get("method", name))


def _check_siblings(
    document: Document,
    path: KeyPath,
    family: Mapping[str, Dimension | Indicator],
    *,
    is_used: bool,
) -> Iterator[Problem]:
    weights = {code: node.weight for code, node in family.items() if node.weight is not None}
    if not weights:
        if is_used and len(family) > 1:
            message = f"weights are to be given, and {', '.join(family)} have none"
            hint = "Weigh all of them, or leave out  weighting: {method: given}."
            yield Problem(message, document.key_place(*path), hint)
        return
    first = (*path, next(iter(weights)), "weight")
    if not is_used:
        hint = "Say  weighting: {method: given}  to use it, or take it away."
        yield Problem("a weight is given, but not used", document.place(*first), hint)
        return
    lacking = [code for code in family if code not in weights]
    for code in lacking:
        message = f"'{code}' has no weight, though its siblings have one"
        yield Problem(message, document.key_place(*path, code), "Weigh all of them or none.")
    total = sum(weights.values())
    fits = any(math.isclose(total, s, rel_tol=_WEIGHT_TOLERANCE) for s in _WEIGHT_SUMS)
    if not lacking and not fits:
        message = f"the weights of {', '.join(family)} add up to {total:g}"
        yield Problem(message, document.place(*first), "They must add up to 1 or to 100.")


def _check_respondents(study: StudyFile, document: Document) -> Iterator[Problem]:
    for code, attribute in with_derived_values(study.respondents).items():
        known = set(attribute.values.values())
        for value in attribute.names:
            if known and value not in known:
                hint = did_you_mean(value, sorted(known))
                message = f"attribute '{code}' never takes the value '{value}'"
                yield Problem(
                    message, document.key_place("respondents", code, "names", value), hint
                )
        yield from _check_values(code, attribute, document)


def _check_values(code: str, attribute: Attribute, document: Document) -> Iterator[Problem]:
    """One spelling means one thing: a value, another value, or unknown."""
    path = ("respondents", code)
    meanings: dict[str, str] = {}
    for text, value in attribute.values.items():
        spelling = canonical(text)
        if not spelling:
            message, hint = f"a blank cell is no value of attribute '{code}'", "It means unknown."
            yield Problem(message, document.key_place(*path, "values", text), hint)
        elif meanings.setdefault(spelling, value) != value:
            message = f"value '{text}' is spelt like another one that means something else"
            hint = "Full-width forms, case, spaces and leading zeros make no difference."
            yield Problem(message, document.key_place(*path, "values", text), hint)
    for i, cell in enumerate(attribute.missing):
        if canonical(cell) in meanings:
            message = f"{cell!r} is declared missing and is a value of attribute '{code}' as well"
            hint = "Take it out of one of them."
            yield Problem(message, document.place(*path, "missing", i), hint)


def _check_uncertainty(study: StudyFile, document: Document) -> Iterable[Problem]:
    uncertainty = study.uncertainty
    keyed = uncertainty.method in ("poisson", "bayesian")
    if keyed and not (study.survey.respondent_id or uncertainty.cluster):
        message = f"'{uncertainty.method}' weights are keyed by respondent, and none is named"
        hint = "Name the column under survey.respondent_id, or use  method: bootstrap."
        yield Problem(message, document.place("uncertainty", "method"), hint)
    is_jackknife = uncertainty.method == "jackknife"
    if uncertainty.interval and is_jackknife != (uncertainty.interval == "t"):
        message = f"'{uncertainty.method}' gives no '{uncertainty.interval}' interval"
        hint = "A jackknife has a t interval, draws have the others. Take it away for the default."
        yield Problem(message, document.place("uncertainty", "interval"), hint)
    if is_jackknife and ("uncertainty", "replicates") in document.spots:
        message = "a jackknife has one replicate for each respondent, not a number of its own"
        hint = "Take it away; in an overlay by  replicates: null."
        yield Problem(message, document.place("uncertainty", "replicates"), hint)
