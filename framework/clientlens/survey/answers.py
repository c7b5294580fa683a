"""The answers: what each respondent replied, in scale points, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.hierarchy import Question


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers were read from: enough to tell later whether it is still the same file."""

    path: str
    sha256: str
    reader: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """All answers of a survey file.

    Attributes
    ----------
    questions : tuple of Question
        The p columns of ``values``.
    values : (n, p) array
        Scale points, reversed items already turned; NaN where there is no answer.
    attributes : mapping
        Attribute code → (n,) object array of value codes, None where unknown.
    ids : (n,) object array or None
        Respondent ids, where the study names their column.
    weights : (n,) array or None
        Design weights, positive.
    seconds : (n,) array or None
        Answering time, NaN where unknown.
    rows : (n,) integer array
        Row of the file, as a spreadsheet counts: the header is row 1.
    source : Source
        The file.
    """

    questions: tuple[Question, ...]
    values: FloatArray
    attributes: Mapping[str, npt.NDArray[np.object_]]
    ids: npt.NDArray[np.object_] | None
    weights: FloatArray | None
    seconds: FloatArray | None
    rows: npt.NDArray[np.int64]
    source: Source

    def __len__(self) -> int:
        """The number of respondents n."""
        return len(self.values)

    def facet(self, facet: str) -> FloatArray:
        """(n, J) ratings of one facet in leaf order."""
        return self.values[:, [q.facet == facet for q in self.questions]]  # (n, J)

    def select(self, mask: BoolArray) -> Answers:
        """The same answers, of the respondents in `mask` (n,) alone."""
        return replace(
            self,
            values=self.values[mask],
            attributes={code: column[mask] for code, column in self.attributes.items()},
            ids=None if self.ids is None else self.ids[mask],
            weights=None if self.weights is None else self.weights[mask],
            seconds=None if self.seconds is None else self.seconds[mask],
            rows=self.rows[mask],
        )
