"""The roles at work: what others than clients answered, resampled beside the clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.study import Role, Study
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.replicates import plan_replicates
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.stats.resample import ReplicatePlan, stratified
from clientlens.survey.answers import Answers
from clientlens.survey.groups import Group
from clientlens.survey.suppression import Key, hidden_groups


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """A role: the answers of m respondents, over the indicators of the whole study.

    ``plan`` draws them apart from the clients, in the same rows; ``hidden`` are the parts of it,
    by attribute and value, that can't be shown.
    """

    answers: Answers
    ratings: Ratings
    plan: ReplicatePlan
    hidden: frozenset[Key] = frozenset()

    def members(self, group: Group) -> BoolArray:
        """(m,) who goes with a group of clients; nobody where they can't be shown.

        All of them, unless the role has the attribute that makes the group.
        """
        if group.attribute is None or group.attribute not in self.answers.attributes:
            return np.ones(len(self.answers), dtype=bool)
        column = self.answers.attributes[group.attribute]
        is_hidden = (group.attribute, group.value) in self.hidden
        return np.asarray((column == group.value) & (not is_hidden), dtype=bool)

    def why_nobody(self, code: str, group: Group, minimum: int) -> str:
        """Why nobody of the role called `code` goes with a group."""
        column = self.answers.attributes[str(group.attribute)]
        count = int((column == group.value).sum())
        if not count:
            return f"nobody of role '{code}' belongs to it"
        if count < minimum:
            return _too_few(code, minimum)
        return f"role '{code}' would tell of a part with fewer than {minimum} answers"


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Whom one group of clients is compared with.

    ``members`` and their ``ratings`` by role; ``absent`` says why there are none of a role.
    """

    members: Mapping[str, BoolArray] = field(default_factory=dict)
    ratings: Mapping[str, Ratings] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)

    def samples(
        self,
        weights: Mapping[str, FloatArray],
        answered: Mapping[str, FloatArray],
        weighting: Weighed | None,
    ) -> dict[str, Sample]:
        """The sample of each role, from its (R, m) weights and those as answered.

        `weighting` are the structural weights, which are those of the clients.
        """
        return {
            code: Sample(
                self.ratings[code],
                weights[code][:, mask],
                answered[code][:, mask],
                weighting=weighting,
            )
            for code, mask in self.members.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """The roles of a study; ``absent`` are those of whom too few answered."""

    strata: Mapping[str, Stratum] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    minimum: int = 1

    def beside(self, group: Group) -> Beside:
        """Whom a group of clients is compared with."""
        members = {c: stratum.members(group) for c, stratum in self.strata.items()}
        known = {code: mask for code, mask in members.items() if mask.any()}
        ratings = {code: self.strata[code].ratings.select(mask) for code, mask in known.items()}
        few = {
            code: self.strata[code].why_nobody(code, group, self.minimum)
            for code in members
            if code not in known
        }
        return Beside(
            known, {c: r.shown(self.minimum) for c, r in ratings.items()}, {**self.absent, **few}
        )

    def weights(self, start: int, stop: int) -> dict[str, FloatArray]:
        """Rows ``start`` to ``stop`` of each role's weights."""
        return {code: stratum.plan.weights(start, stop) for code, stratum in self.strata.items()}

    def strata_of_rows(self, rows: int) -> IntArray:
        """(R,) the stratum in which a row leaves somebody out; 0 for clients and for draws."""
        found = np.zeros(rows, dtype=np.int64)
        for number, stratum in enumerate(self.strata.values(), start=1):
            found[stratum.plan.leaves_out] = number
        return found

    def concerns(self, group: Group, rows: int) -> BoolArray:
        """(R,) whether a row may change whom a group is compared with."""
        found = np.zeros(rows, dtype=bool)
        for stratum in self.strata.values():
            found |= stratum.plan.concerns(stratum.members(group))
        return found


NO_ROLES = Roles()
"""Of a study that asks clients alone."""


def plan_roles(
    clients: ReplicatePlan, kept: Mapping[str, Answers], study: Study
) -> tuple[ReplicatePlan, Roles]:
    """The replicates of a study with its roles.

    Parameters
    ----------
    clients : ReplicatePlan
        That of the clients alone.
    kept : mapping
        Role → its answers after screening.
    study : Study
        The whole study.

    Returns
    -------
    tuple of ReplicatePlan and Roles
        The clients' plan again, with rows for those who are left out of the roles; and the roles.
    """
    minimum = study.report.minimum_group
    known = {code: answers for code, answers in kept.items() if len(answers) >= minimum}
    plans = stratified([clients, *(plan_replicates(a, study, c) for c, a in known.items())])
    strata = {
        code: Stratum(
            answers,
            _over_all(answers, study.roles[code], study),
            plan,
            _hidden(answers, study),
        )
        for (code, answers), plan in zip(known.items(), plans[1:], strict=True)
    }
    few = {code: _too_few(code, minimum) for code in kept if code not in known}
    return plans[0], Roles(strata, few, minimum)


def _hidden(answers: Answers, study: Study) -> frozenset[Key]:
    """The parts of a role, by what makes groups of clients, that can't be shown."""
    columns = answers.attributes
    own = {name: columns[name] for name in study.grouped_by if name in columns}
    return frozenset(hidden_groups(own, study.report.minimum_group))


def _too_few(code: str, minimum: int) -> str:
    return f"fewer than {minimum} answers by role '{code}'"


def _over_all(answers: Answers, role: Role, study: Study) -> Ratings:
    """The answers of a role in the leaf order of the study; NaN where it isn't asked."""
    questions = questions_of(replace(role.study, dimensions=study.dimensions))
    position = {question.name: j for j, question in enumerate(answers.questions)}
    values = np.full((len(answers), len(questions)), np.nan)
    for j, question in enumerate(questions):
        if question.name in position:
            values[:, j] = answers.values[:, position[question.name]]
    return Ratings(values, questions, hierarchy_of(study))
