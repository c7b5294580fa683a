"""Disclosure: universes whose numbers, set against others', would tell of single clients.

The mean of 56 clients and that of 55 of them tell what the one left out has answered. So a
universe shows numbers only where no part of the clients that it and the others tell apart is
smaller than a group may be; what it says of classes can't be subtracted, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clientlens.arrays import IntArray
from clientlens.engine import Prepared
from clientlens.survey.answers import Answers

_CLIENTS = ""
_EVERYBODY = ""
"""No role, and no question, has this name."""

_Key = tuple[str, str, str]
"""Survey file, role, question."""


class Disclosure:
    """What was shown so far, and whether more may be.

    Parameters
    ----------
    minimum : int
        The smallest part of the clients that numbers may tell of.
    """

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum
        self._shown: dict[_Key, list[IntArray]] = {}

    def allows(self, prepared: Prepared) -> bool:
        """Whether numbers of these answers may be shown beside the others; then they are.

        Every question is looked at by itself: of eight clients set aside maybe one answered it.
        """
        own = {key: rows for key, rows in _sets(prepared) if len(rows) >= self.minimum}
        if any(_smallest_part([*self._shown.get(k, []), r]) < self.minimum for k, r in own.items()):
            return False
        for key, rows in own.items():
            self._shown.setdefault(key, []).append(rows)
        return True


def _sets(prepared: Prepared) -> Iterator[tuple[_Key, IntArray]]:
    """Who was kept, and who answered each question, of the clients and of every role."""
    strata = prepared.estimation.roles.strata
    asked = {_CLIENTS: prepared.kept, **{code: s.answers for code, s in strata.items()}}
    for role, answers in asked.items():
        yield (answers.source.sha256, role, _EVERYBODY), answers.rows
        yield from _by_question(role, answers)


def _by_question(role: str, answers: Answers) -> Iterator[tuple[_Key, IntArray]]:
    for j, question in enumerate(answers.questions):
        rows = answers.rows[~np.isnan(answers.values[:, j])]
        yield (answers.source.sha256, role, question.name), rows


def _smallest_part(sets: list[IntArray]) -> int:
    """The size of the smallest part that membership in some sets tells apart.

    Examples
    --------
    >>> _smallest_part([np.arange(10), np.arange(8)])
    2
    """
    everybody = np.unique(np.concatenate(sets))
    belongs = np.array([np.isin(everybody, rows) for rows in sets])  # (sets, n)
    return int(np.unique(belongs, axis=1, return_counts=True)[1].min())
