"""The checks of derived attributes: what they are made of is there, and makes something."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from clientlens.config.derived import JOINT, in_order, with_derived_values
from clientlens.config.schema import ELSE, Attribute, StudyFile
from clientlens.config.text import Document, KeyPath
from clientlens.errors import Problem, did_you_mean

_OF_A_COLUMN = ("column", "values", "missing")
_FEWEST_PARTS = 2


def check_derived(study: StudyFile, document: Document) -> Iterator[Problem]:
    """Every problem of the attributes that a cross of others, or rules on others, make."""
    known = with_derived_values(study.respondents)
    ready = {code for code in known if not known[code].is_derived} | {*in_order(known)}
    for code, attribute in study.respondents.items():
        yield from _check_kind(code, attribute, document)
        yield from _check_cross(code, attribute, known, document)
        yield from _check_rules(code, attribute, document)
        yield from _check_parts(study, code, document)
        parts = attribute.parts
        if code not in ready and all(part in known for part in parts):
            yield from _check_circle(code, study.respondents, document)
        yield from _check_values(code, known, document)


def _check_kind(code: str, attribute: Attribute, document: Document) -> Iterator[Problem]:
    """An attribute stands in a column, or is a cross, or has rules."""
    path = ("respondents", code)
    if not attribute.is_derived:
        return
    if attribute.cross and attribute.rules:
        message = f"attribute '{code}' can't be a cross and have rules as well"
        yield Problem(message, document.key_place(*path, "rules"), "Make two attributes of it.")
    for key in _OF_A_COLUMN:
        if (*path, key) in document.spots:
            message = f"attribute '{code}' is made of others, so '{key}' says nothing"
            yield Problem(message, document.key_place(*path, key), "Take it away.")


def _check_cross(
    code: str, attribute: Attribute, known: Mapping[str, Attribute], document: Document
) -> Iterator[Problem]:
    path = ("respondents", code, "cross")
    if path not in document.spots:
        return
    parts = attribute.cross
    if len(parts) < _FEWEST_PARTS:
        hint = "For example  cross: [client_class, stage]"
        yield Problem("a cross needs two attributes or more", document.place(*path), hint)
    for i, part in enumerate(parts):
        if part in parts[:i]:
            yield Problem(f"'{part}' is crossed with itself", document.place(*path, i))
    values = [dict.fromkeys(known[part].values.values()) for part in parts if part in known]
    cells = list(itertools.product(*values))
    if len({JOINT.join(cell) for cell in cells}) < len(cells):
        message = f"two combinations of {', '.join(parts)} would be called alike"
        hint = f"'{JOINT}' joins their codes. Take it out of the codes of one of them."
        yield Problem(message, document.place(*path), hint)


def _check_rules(code: str, attribute: Attribute, document: Document) -> Iterator[Problem]:
    """Somebody is left for every rule, and the rules ask for something."""
    path = ("respondents", code, "rules")
    if not attribute.rules:
        return
    if not attribute.parts:
        message = f"no rule of attribute '{code}' has a condition"
        hint = "For example  strategic: {duty: [high], value: [high, middle]}"
        yield Problem(message, document.place(*path), hint)
    values = list(attribute.rules)
    last = next((i for i, value in enumerate(values) if not attribute.rules[value]), len(values))
    for value in values[last + 1 :]:
        message = f"the rule for '{value}' is never reached: '{values[last]}' takes all others"
        hint = f"Write the rule that is '{ELSE}' last."
        yield Problem(message, document.key_place(*path, value), hint)


def _check_parts(study: StudyFile, code: str, document: Document) -> Iterator[Problem]:
    """What an attribute is made of are attributes, and none that is yet to be found."""
    found = study.segments.found if study.segments else {}
    for name, path, is_key in _named(code, study.respondents[code], document):
        if name in study.respondents:
            continue
        place = document.key_place(*path) if is_key else document.place(*path)
        if name in found:
            message = f"attribute '{code}' can't be made of '{name}', which is found after it"
            yield Problem(message, place, "Segments are found when all other attributes are made.")
        else:
            hint = did_you_mean(name, [each for each in study.respondents if each != code])
            yield Problem(f"unknown respondent attribute '{name}'", place, hint)


def _check_circle(
    code: str, respondents: Mapping[str, Attribute], document: Document
) -> Iterator[Problem]:
    way = _circle(code, respondents)
    if way and code == next(each for each in respondents if each in way):  # told once
        message = f"attribute '{code}' is made of itself: {' → '.join(way)}"
        yield Problem(message, document.key_place("respondents", code))


def _circle(code: str, respondents: Mapping[str, Attribute]) -> tuple[str, ...]:
    """The shortest way from an attribute through its parts back to it; none where there is none."""
    ways: list[tuple[str, ...]] = [(code,)]
    seen = {code}
    for way in ways:
        attribute = respondents.get(way[-1])
        for part in attribute.parts if attribute else ():
            if part == code:
                return (*way, code)
            if part not in seen:
                seen.add(part)
                ways.append((*way, part))
    return ()


def _check_values(
    code: str, known: Mapping[str, Attribute], document: Document
) -> Iterator[Problem]:
    """A rule asks for values that an attribute can have, where that is known."""
    for value, rule in known[code].rules.items():
        for i, condition in enumerate(rule):
            path = _condition_path(code, value, i, document)
            for name, wanted in condition.items():
                values = dict.fromkeys(known[name].values.values()) if name in known else {}
                for j, one in enumerate(wanted):
                    if values and one not in values:
                        message = f"attribute '{name}' never takes the value '{one}'"
                        place = document.place(*path, name, j)
                        yield Problem(message, place, did_you_mean(one, values))


def _named(
    code: str, attribute: Attribute, document: Document
) -> Iterator[tuple[str, KeyPath, bool]]:
    """Every attribute that a derived one names, where, and whether it stands there as a key."""
    for i, part in enumerate(attribute.cross):
        yield part, ("respondents", code, "cross", i), False
    for value, rule in attribute.rules.items():
        for i, condition in enumerate(rule):
            for name in condition:
                yield name, (*_condition_path(code, value, i, document), name), True


def _condition_path(code: str, value: str, i: int, document: Document) -> KeyPath:
    """Where a condition stands: one alone may be written without a list."""
    path = ("respondents", code, "rules", value)
    return (*path, i) if (*path, i) in document.spots else path
