"""Groups: parts of the sample for which everything is estimated as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.config.study import Study
from clientlens.survey.answers import Answers, BoolArray

EVERYBODY = "all"


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


def find_groups(answers: Answers, study: Study) -> tuple[Group, ...]:
    """Everybody first, then every value of every attribute that ``segments.by`` names.

    Values come in the order of the study file, others sorted; respondents whose value is unknown
    belong to ``all`` alone. A group with fewer than ``report.minimum_group`` members is marked.
    """
    everybody = Group(EVERYBODY, np.ones(len(answers), dtype=bool))
    attributes = study.segments.by if study.segments else ()
    parts = [group for name in attributes for group in _split(answers, study, name)]
    return (everybody, *parts)


def _split(answers: Answers, study: Study, attribute: str) -> list[Group]:
    column = answers.attributes[attribute]
    declared = list(dict.fromkeys(study.respondents[attribute].values.values()))
    present = {str(value) for value in column if value is not None}
    values = [v for v in declared if v in present] + sorted(present - set(declared))
    minimum = study.report.minimum_group
    groups = []
    for value in values:
        mask = np.asarray(column == value, dtype=bool)
        code = f"{attribute}={value}"
        groups.append(Group(code, mask, attribute, value, int(mask.sum()) < minimum))
    return groups
