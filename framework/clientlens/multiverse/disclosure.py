"""Disclosure: universes whose numbers, set against others', would tell of single clients.

The mean of 56 clients and that of 55 of them tell what the one left out has answered. So a
universe shows numbers only where no part of the clients that it and the others tell apart is
smaller than a group may be; what it says of classes can't be subtracted, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from clientlens.arrays import IntArray
from clientlens.engine import Prepared
from clientlens.survey.answers import Answers

_CLIENTS = ""
_EVERYBODY = ""
"""No role, and no question, has this name."""

_ANY_FILE = ""
"""Clients are known by their ids, in whatever file they are."""

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
        self._numbers: dict[str, int] = {}

    def allows(self, prepared: Prepared) -> bool:
        """Whether numbers of these answers may be shown beside the others; then they are.

        Every question is looked at by itself: of eight clients set aside maybe one answered it.
        """
        own = {key: rows for key, rows in self._sets(prepared) if len(rows) >= self.minimum}
        if any(_smallest_part([*self._shown.get(k, []), r]) < self.minimum for k, r in own.items()):
            return False
        for key, rows in own.items():
            self._shown.setdefault(key, []).append(rows)
        return True

    def _sets(self, prepared: Prepared) -> Iterator[tuple[_Key, IntArray]]:
        """Who was kept, and who answered each question, of the clients and of every role.

        By the rows of their file, and where they have ids by these as well: another file may hold
        the same clients but for a few.
        """
        strata = prepared.estimation.roles.strata
        asked = {_CLIENTS: prepared.kept, **{code: s.answers for code, s in strata.items()}}
        for role, answers in asked.items():
            yield from _by_question(answers.source.sha256, role, answers, answers.rows)
            if answers.ids is not None:
                yield from _by_question(_ANY_FILE, role, answers, self._numbered(answers.ids))

    def _numbered(self, ids: npt.NDArray[np.object_]) -> IntArray:
        """(n,) a number for every id, the same in all universes."""
        return np.array([self._numbers.setdefault(str(i), len(self._numbers)) for i in ids])


def _by_question(
    file: str, role: str, answers: Answers, members: IntArray
) -> Iterator[tuple[_Key, IntArray]]:
    yield (file, role, _EVERYBODY), members
    for j, question in enumerate(answers.questions):
        yield (file, role, question.name), members[~np.isnan(answers.values[:, j])]


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
