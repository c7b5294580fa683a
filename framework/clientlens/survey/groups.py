"""Groups: parts of the sample for which everything is estimated as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from clientlens.arrays import BoolArray, ObjectArray
from clientlens.config.derived import in_order, with_cells
from clientlens.config.schema import Attribute, Segments
from clientlens.config.study import Study
from clientlens.errors import AnswersError
from clientlens.survey.answers import Answers
from clientlens.survey.derived import cells_of
from clientlens.survey.levels import Levels
from clientlens.survey.suppression import Key, hidden_groups

EVERYBODY = "all"
FEW = 30
"""What is said of a group with fewer respondents stands on weak feet."""
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A part of the sample.

    Attributes
    ----------
    code : str
        ``all``, or ``client_class=strategic``; the key in every table.
    attribute, value : str or None
        The respondent attribute and the value that its members share.
    mask : (n,) boolean array
        Who belongs to it, of the kept respondents.
    is_suppressed : bool
        Too small to be shown: nothing is estimated for it.
    """

    code: str
    mask: BoolArray
    attribute: str | None = None
    value: str | None = None
    is_suppressed: bool = False

    @property
    def n(self) -> int:
        """The number of its members."""
        return int(self.mask.sum())

    @property
    def is_small(self) -> bool:
        """Whether it is shown, with fewer than 30 respondents."""
        return not self.is_suppressed and self.n < FEW


def with_values(study: Study, answers: Answers) -> Study:
    """A study whose attributes know their values: those that it doesn't declare, as answered.

    So every model can label what it finds of the units that an attribute makes.
    """
    columns = answers.attributes
    known = {
        code: attribute
        if attribute.values or attribute.is_derived or code not in columns
        else attribute.model_copy(update={"values": _present(columns[code])})
        for code, attribute in study.respondents.items()
    }
    for code in in_order(known):
        attribute = known[code]
        if attribute.cross:
            known[code] = with_cells(attribute, _cells(attribute, known, columns), known)
    return replace(study, respondents=known)


def _cells(
    attribute: Attribute, known: Mapping[str, Attribute], columns: Mapping[str, ObjectArray]
) -> list[tuple[str, ...]]:
    """The combinations that are there, in the order that the parts of a cross have."""
    orders = [list(dict.fromkeys(known[part].values.values())) for part in attribute.cross]
    cells, _ = cells_of([columns[part] for part in attribute.cross])
    return sorted(cells, key=lambda cell: [o.index(v) for o, v in zip(orders, cell, strict=True)])


def _present(column: ObjectArray) -> dict[str, str]:
    return {value: value for value in Levels.of(column).values}


def check_values(answers: Answers, study: Study) -> None:
    """Refuse attributes that make no groups, or more than anybody could read.

    Raises
    ------
    AnswersError
        With every attribute under ``segments.by`` that is unknown of everybody, alike for
        everybody, or has more values than ``segments.most``.
    """
    segments = study.segments
    if segments is None:
        return
    problems = []
    for i, name in enumerate(segments.by):
        column = answers.attributes[name]
        if told := _misfit(name, column, segments):
            problems.append(study.problem(told[0], "segments", "by", i, hint=told[1]))
    if problems:
        raise AnswersError(problems)


def _misfit(name: str, column: ObjectArray, segments: Segments) -> tuple[str, str] | None:
    """Why an attribute can't make groups, and what would do."""
    levels = Levels.of(column)
    values = levels.values
    if not values:
        return f"attribute '{name}' is unknown of everybody", "Take it from segments.by."
    if len(values) == 1 and levels.is_known.all():
        message = f"everybody has the value '{values[0]}' of attribute '{name}'"
        lower = f", or lower segments.merge.{name}.below" if name in segments.merge else ""
        return message, f"It makes no groups: take it from segments.by{lower}."
    most = segments.most
    if len(values) <= most:
        return None
    shown = ", ".join(values[:_MOST_NAMED])
    message = f"attribute '{name}' makes {len(values)} groups, more than segments.most, {most}"
    hint = (
        f"The first are {shown}.\n"
        f"Derive a coarser attribute by rules, put small groups together under "
        f"segments.merge.{name}, or raise segments.most."
    )
    return message, hint


def find_groups(answers: Answers, study: Study) -> tuple[Group, ...]:
    """Everybody first, then every value of every attribute that makes groups.

    Values come in the order of the study file, others sorted; respondents whose value is unknown
    belong to ``all`` alone. Groups that `hidden_groups` names are marked as suppressed.
    """
    everybody = Group(EVERYBODY, np.ones(len(answers), dtype=bool))
    columns = {name: answers.attributes[name] for name in study.grouped_by}
    hidden = hidden_groups(columns, study.report.minimum_group)
    parts = [group for name, own in columns.items() for group in _split(own, name, study, hidden)]
    return (everybody, *parts)


def _split(column: ObjectArray, attribute: str, study: Study, hidden: set[Key]) -> list[Group]:
    declared = list(dict.fromkeys(study.respondents[attribute].values.values()))
    masks = Levels.of(column).masks()
    values = [v for v in declared if v in masks] + [v for v in masks if v not in declared]
    return [
        Group(f"{attribute}={value}", masks[value], attribute, value, (attribute, value) in hidden)
        for value in values
    ]
