"""The values of derived attributes: what a cross or the rules make of each respondent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from clientlens.arrays import BoolArray, IntArray, ObjectArray
from clientlens.config.derived import JOINT, in_order
from clientlens.config.schema import Attribute, Rule
from clientlens.errors import AnswersError, Place, Problem
from clientlens.survey.answers import Answers
from clientlens.survey.levels import UNKNOWN, Levels

Columns = Mapping[str, ObjectArray]
"""Attribute → (n,) values, None where unknown."""


def with_derived(answers: Answers, respondents: Mapping[str, Attribute]) -> Answers:
    """Answers with the derived attributes whose parts they have, as far as they lack them.

    Parameters
    ----------
    answers : Answers
        Of n respondents.
    respondents : mapping
        The attributes of a study by their code.

    Raises
    ------
    AnswersError
        Two combinations of values that the study doesn't declare would be called alike.
    """
    columns = dict(answers.attributes)
    parts = {code: a for code, a in respondents.items() if a.is_derived or code in columns}
    for code in in_order(parts):
        if code not in columns:
            columns[code] = derive(parts[code], columns)
            _check_distinct(code, parts[code], columns, answers)
    return replace(answers, attributes=columns)


def derive(attribute: Attribute, columns: Columns) -> ObjectArray:
    """(n,) the value of a derived attribute for each respondent, None where it is unknown.

    A cross is unknown where one of its parts is. Of the rules the first that fits counts; where it
    is unknown whether a rule fits, so is the value, whatever the rules after it say.
    """
    return _by_rules(attribute, columns) if attribute.rules else _crossed(attribute, columns)


def cells_of(parts: Sequence[ObjectArray]) -> tuple[list[tuple[str, ...]], IntArray]:
    """The combinations of values that are there, sorted, and (n,) the one of each respondent.

    It is -1 for who lacks one of them.
    """
    levels = [Levels.of(part) for part in parts]
    is_known = np.all([own.is_known for own in levels], axis=0)
    shape = tuple(max(len(own.values), 1) for own in levels)
    flat = np.ravel_multi_index([np.maximum(own.codes, 0) for own in levels], shape)
    there, own_cell = np.unique(flat[is_known], return_inverse=True)
    places = zip(*np.unravel_index(there, shape), strict=True)
    cells = [tuple(own.values[k] for own, k in zip(levels, place, strict=True)) for place in places]
    found = np.full(len(flat), UNKNOWN)
    found[is_known] = own_cell
    return cells, found


def _check_distinct(code: str, attribute: Attribute, columns: Columns, answers: Answers) -> None:
    """No two combinations of a cross may be called alike; declared ones were checked before."""
    cells = cells_of([columns[part] for part in attribute.cross])[0] if attribute.cross else []
    seen: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        other = seen.setdefault(JOINT.join(cell), cell)
        if other != cell:
            named = " and ".join(" × ".join(each) for each in (other, cell))
            message = f"attribute '{code}' would call two combinations alike: {named}"
            hint = f"Declare the values of its parts, with codes that don't hold '{JOINT}'."
            raise AnswersError(Problem(message, Place(answers.source.path), hint))


def _crossed(attribute: Attribute, columns: Columns) -> ObjectArray:
    cells, own = cells_of([columns[part] for part in attribute.cross])
    lookup = np.array([*map(JOINT.join, cells), None], dtype=object)
    return np.asarray(lookup[own])  # unknown is the last


def _by_rules(attribute: Attribute, columns: Columns) -> ObjectArray:
    levels = {name: Levels.of(columns[name]) for name in attribute.parts}
    n = len(next(iter(columns.values())))
    found = np.full(n, None, dtype=object)
    is_left = np.ones(n, dtype=bool)
    for value, rule in attribute.rules.items():
        fits, may_fit = _fits(rule, levels, n)
        found[is_left & fits] = value
        is_left &= ~may_fit
    return found


def _fits(rule: Rule, levels: Mapping[str, Levels], n: int) -> tuple[BoolArray, BoolArray]:
    """(n,) whom a rule fits, and whom it may fit: the others are certain not to."""
    if not rule:
        return np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    fits, may_fit = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for condition in rule:
        has = {name: levels[name].are_in(wanted) for name, wanted in condition.items()}
        fits |= np.all([*has.values()], axis=0)
        may_fit |= np.all([own | ~levels[name].is_known for name, own in has.items()], axis=0)
    return fits, may_fit
