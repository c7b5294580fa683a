"""The members: which respondent belongs to which segment, by id; client data, on request alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import FloatArray, ObjectArray

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("respondent", "segmentation", "segment", "probability")


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The segments of n respondents.

    Attributes
    ----------
    ids : (n,) object array
        Their ids.
    segments : mapping
        Attribute → (n,) the segment of everybody, None where there is none.
    probabilities : mapping
        Attribute → (n,) how likely everybody belongs there, where a method says it.
    """

    ids: ObjectArray
    segments: Mapping[str, ObjectArray]
    probabilities: Mapping[str, FloatArray] = field(default_factory=dict)

    def frame(self) -> pd.DataFrame:
        """A row for each respondent in each segmentation, blank where there is no segment."""
        import pandas as pd

        parts = [
            pd.DataFrame(
                {
                    "respondent": self.ids,
                    "segmentation": name,
                    "segment": column,
                    "probability": self._probability(name, column),
                },
                columns=list(COLUMNS),
            )
            for name, column in self.segments.items()
        ]
        return pd.concat(parts, ignore_index=True)

    def _probability(self, name: str, column: ObjectArray) -> FloatArray:
        unknown = np.full(len(self.ids), np.nan)
        known = self.probabilities.get(name, unknown)
        return np.where(column == None, np.nan, known)  # noqa: E711  by element
