"""The values of derived attributes: what a cross or the rules make of each respondent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from clientlens.arrays import BoolArray, ObjectArray
from clientlens.config.derived import JOINT, in_order
from clientlens.config.schema import Attribute, Rule
from clientlens.errors import AnswersError, Place, Problem
from clientlens.survey.answers import Answers

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


def cells_of(parts: Sequence[ObjectArray]) -> dict[tuple[str, ...], BoolArray]:
    """The combinations of values that are there → (n,) who has them, sorted."""
    texts = [part.astype(str) for part in parts]  # (n,) each
    is_known = np.all([_is_known(part) for part in parts], axis=0)
    levels = [np.unique(text[is_known]) for text in texts]
    places = [np.searchsorted(own, text) for own, text in zip(levels, texts, strict=True)]
    rows = np.column_stack(places)  # (n, parts)
    return {
        tuple(str(own[k]) for own, k in zip(levels, row, strict=True)): np.asarray(
            is_known & (rows == row).all(axis=1), dtype=bool
        )
        for row in np.unique(rows[is_known], axis=0)
    }


def _check_distinct(code: str, attribute: Attribute, columns: Columns, answers: Answers) -> None:
    """No two combinations of a cross may be called alike; declared ones were checked before."""
    cells = cells_of([columns[part] for part in attribute.cross]) if attribute.cross else {}
    seen: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        other = seen.setdefault(JOINT.join(cell), cell)
        if other != cell:
            named = " and ".join(" × ".join(each) for each in (other, cell))
            message = f"attribute '{code}' would call two combinations alike: {named}"
            hint = f"Declare the values of its parts, with codes that don't hold '{JOINT}'."
            raise AnswersError(Problem(message, Place(answers.source.path), hint))


def _crossed(attribute: Attribute, columns: Columns) -> ObjectArray:
    parts = [columns[part] for part in attribute.cross]
    found = np.full(len(parts[0]), None, dtype=object)
    for cell, mask in cells_of(parts).items():
        found[mask] = JOINT.join(cell)
    return found


def _by_rules(attribute: Attribute, columns: Columns) -> ObjectArray:
    n = len(next(iter(columns.values())))
    found = np.full(n, None, dtype=object)
    is_left = np.ones(n, dtype=bool)
    for value, rule in attribute.rules.items():
        fits, may_fit = _fits(rule, columns, n)
        found[is_left & fits] = value
        is_left &= ~may_fit
    return found


def _fits(rule: Rule, columns: Columns, n: int) -> tuple[BoolArray, BoolArray]:
    """(n,) whom a rule fits, and whom it may fit: the others are certain not to."""
    if not rule:
        return np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    fits, may_fit = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for condition in rule:
        has = [np.isin(columns[name].astype(str), wanted) for name, wanted in condition.items()]
        known = [_is_known(columns[name]) for name in condition]
        fits |= np.all([h & k for h, k in zip(has, known, strict=True)], axis=0)
        may_fit |= np.all([h | ~k for h, k in zip(has, known, strict=True)], axis=0)
    return fits, may_fit


def _is_known(column: ObjectArray) -> BoolArray:
    return np.asarray(column != None, dtype=bool)  # noqa: E711  by element
