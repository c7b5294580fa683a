"""The levels of an attribute: its values, and which of them each respondent has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, IntArray, ObjectArray

UNKNOWN = -1
"""The code of a respondent of whom the value isn't known."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A column of n values as numbers.

    ``values`` are those that are there, sorted; ``codes`` (n,) are positions in them, -1 where the
    value is unknown.
    """

    values: tuple[str, ...]
    codes: IntArray

    @classmethod
    def of(cls, column: ObjectArray) -> Levels:
        """The levels of a column of value codes, None where unknown.

        Examples
        --------
        >>> levels = Levels.of(np.array(["b", None, "a"], dtype=object))
        >>> levels.values, levels.codes.tolist()
        (('a', 'b'), [1, -1, 0])
        """
        values = sorted({str(value) for value in set(column) if value is not None})
        place = {None: UNKNOWN} | {value: k for k, value in enumerate(values)}
        codes = np.fromiter(map(place.__getitem__, column), dtype=np.int64, count=len(column))
        return cls(tuple(values), codes)

    @property
    def is_known(self) -> BoolArray:
        """(n,) of whom the value is known."""
        return np.asarray(self.codes != UNKNOWN, dtype=bool)

    @property
    def sizes(self) -> IntArray:
        """How many respondents have each value."""
        counts = np.bincount(self.codes[self.is_known], minlength=len(self.values))
        return np.asarray(counts, dtype=np.int64)

    def masks(self) -> dict[str, BoolArray]:
        """Value → (n,) who has it."""
        return {v: np.asarray(self.codes == k, dtype=bool) for k, v in enumerate(self.values)}

    def are_in(self, wanted: Iterable[str]) -> BoolArray:
        """(n,) who has one of some values."""
        among = set(wanted)
        table = np.array([*(value in among for value in self.values), False], dtype=bool)
        return np.asarray(table[self.codes])  # unknown is the last
