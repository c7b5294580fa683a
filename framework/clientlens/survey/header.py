"""The header: which column of a survey file holds what a study asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clientlens.config.study import Study
from clientlens.errors import Place, Problem, did_you_mean
from clientlens.hierarchy import Question
from clientlens.spelling import fold, tidy
from clientlens.survey.cells import Cells, Column, column_letters
from clientlens.survey.complaints import refuse


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that a study reads.

    ``questions`` in the order of the study, ``attributes`` by code, and those that the study may
    leave out.
    """

    questions: tuple[Column, ...]
    attributes: Mapping[str, Column]
    respondent_id: Column | None
    weight: Column | None
    seconds: Column | None


def find_columns(
    cells: Cells, questions: tuple[Question, ...], study: Study, place: Place
) -> Header:
    """Find every column that a study names.

    Full-width forms, case and spacing make no difference between names, unless the file has
    several columns that differ in nothing else: then the exact one is meant.

    Parameters
    ----------
    cells : Cells
        The survey file.
    questions : tuple of Question
        What the study asks.
    study : Study
        The study.
    place : Place
        The header row.

    Raises
    ------
    AnswersError
        With every column that is missing or there twice.
    """
    survey = study.survey
    attributes = {code: a.column or code for code, a in study.asked_attributes.items()}
    single = (survey.respondent_id, survey.weight, survey.seconds)
    uses = [(q.column, q.name) for q in questions]
    uses += [(column, f"attribute {code}") for code, column in attributes.items()]
    named = zip(single, ("survey.respondent_id", "survey.weight", "survey.seconds"), strict=True)
    uses += [(column, key) for column, key in named if column is not None]
    positions = _Positions.of(cells)
    problems = list(_misfits(uses, positions, place))
    if problems:
        refuse(problems)

    def column(name: str) -> Column:
        return cells.column(positions.of_name(name)[0])

    return Header(
        tuple(column(q.column) for q in questions),
        {code: column(name) for code, name in attributes.items()},
        *(None if name is None else column(name) for name in single),
    )


@dataclass(frozen=True, slots=True)
class _Positions:
    """Positions of the columns by their exact and by their folded name."""

    names: tuple[str, ...]
    exact: Mapping[str, list[int]]
    folded: Mapping[str, list[int]]

    @classmethod
    def of(cls, cells: Cells) -> _Positions:
        exact, folded = defaultdict(list), defaultdict(list)
        for position, name in enumerate(cells.columns):
            exact[tidy(name)].append(position)
            folded[fold(name)].append(position)
        return cls(cells.columns, dict(exact), dict(folded))

    def of_name(self, name: str) -> list[int]:
        found = self.folded.get(fold(name), [])
        return found if len(found) == 1 else self.exact.get(tidy(name), found)


def _misfits(uses: list[tuple[str, str]], positions: _Positions, place: Place) -> Iterator[Problem]:
    found = {name: positions.of_name(name) for name, _ in uses}
    missing = [(name, use) for name, use in uses if not found[name]]
    taken = {position for each in found.values() for position in each}
    free = [tidy(name) for k, name in enumerate(positions.names) if k not in taken and tidy(name)]
    if len(missing) == len(uses) > 1:
        message = f"none of the {len(uses)} columns of the study is there"
        shown = did_you_mean("", free)
        yield Problem(message, place, f"{shown}\nIs this the header row? See survey.header_row.")
        return
    for name, use in missing:
        yield Problem(f"no column '{name}' ({use})", place, did_you_mean(name, free))
    for name, use in dict(uses).items():
        if len(found[name]) > 1:
            letters = " and ".join(column_letters(k) for k in found[name])
            message = f"column '{name}' ({use}) is there {len(found[name])} times: {letters}"
            yield Problem(message, place, "Rename all but the one that is meant.")
