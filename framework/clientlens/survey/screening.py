"""The screening of a survey: how many went out, came back, were set aside, and count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray
from clientlens.stats.proportions import wilson_interval
from clientlens.survey.rule import Action


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of questionnaires with its Wilson interval."""

    count: int
    total: int
    estimate: float
    ci_low: float
    ci_high: float
    level: float

    @classmethod
    def of(cls, count: int, total: int, level: float) -> Rate:
        """The share of `count` in `total`, which is positive."""
        interval = wilson_interval(count, total, level)
        return cls(count, total, count / total, float(interval.low), float(interval.high), level)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule found.

    Attributes
    ----------
    rule, action : str
        The rule, and whether it removes or flags.
    caught : int
        All that it caught, whatever other rules say of them.
    removed : int
        Those that it set aside and no earlier rule did; they add up over the rules.
    flagged : int
        Those that it flags among the valid ones.
    """

    rule: str
    action: Action
    caught: int
    removed: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a respondent is set aside or flagged: the rules, in the order of the study file."""

    row: int
    id: str | None
    removed_by: tuple[str, ...]
    flagged_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """Who was asked, came back and counts.

    Attributes
    ----------
    distributed : int or None
        Questionnaires that went out, where the study says so.
    returned, valid : int
        Those that came back, and those kept: ``returned - valid`` is the sum of ``removed``.
    rules : tuple of RuleCount
        Every rule in the order of the study file.
    response_rate : Rate or None
        Returned among distributed.
    valid_rate : Rate
        Valid among returned.
    rows : (n,) integer array
        Rows of all n that came back.
    ids : (n,) object array or None
        Their ids.
    caught : mapping
        Rule → (n,) whom it caught.
    """

    distributed: int | None
    returned: int
    valid: int
    rules: tuple[RuleCount, ...]
    response_rate: Rate | None
    valid_rate: Rate
    rows: npt.NDArray[np.int64]
    ids: npt.NDArray[np.object_] | None
    caught: Mapping[str, BoolArray]

    @property
    def removed(self) -> int:
        """How many were set aside."""
        return self.returned - self.valid

    def remarks(self) -> Iterator[Remark]:
        """Everybody set aside or flagged, in the order of the file. These are client data."""
        if not self.caught:
            return
        for k in np.flatnonzero(np.logical_or.reduce(list(self.caught.values()))).tolist():
            rules = [count for count in self.rules if self.caught[count.rule][k]]
            yield Remark(
                int(self.rows[k]),
                None if self.ids is None else str(self.ids[k]),
                tuple(count.rule for count in rules if count.action == "remove"),
                tuple(count.rule for count in rules if count.action == "flag"),
            )

    # Any: plain values for JSON, numbers and maps of them.
    def values(self) -> dict[str, Any]:
        """Counts and rates as plain values, without a word on any single respondent."""
        return {
            "distributed": self.distributed,
            "returned": self.returned,
            "removed": self.removed,
            "valid": self.valid,
            "response_rate": None if self.response_rate is None else asdict(self.response_rate),
            "valid_rate": asdict(self.valid_rate),
            "rules": [asdict(count) for count in self.rules],
        }
