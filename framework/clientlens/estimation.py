"""The estimation: every model on the same replicate weights, chunk by chunk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.chunks import Progress, chunk_rows, in_parallel
from clientlens.config.study import Study, WeightingPlan
from clientlens.hierarchy import hierarchy_of
from clientlens.model import Values
from clientlens.results.estimates import Estimates
from clientlens.roles import NO_ROLES, Beside, Roles
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.stacking import dataset
from clientlens.stats.resample import ReplicatePlan
from clientlens.structural import StructuralWeights
from clientlens.survey.groups import Group
from clientlens.survey.suppression import hidden_answers
from clientlens.task import Task, check_axes, checked, means_for, told_once
from clientlens.weighting import BUILT_IN_WEIGHTINGS, Weighting, key_of, weigh

_USED = ""
"""No compared weighting can have this name."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A group of clients: its ratings as far as they are shown, and the roles beside it."""

    group: Group
    ratings: Ratings
    beside: Beside


@dataclass(frozen=True, slots=True, eq=False)
class Estimation:
    """What is estimated: tasks × groups × replicates.

    ``groups`` leaves out suppressed ones; ``ratings`` are those of every client who was kept, and
    ``roles`` the others who were asked.
    """

    study: Study
    tasks: tuple[Task, ...]
    groups: tuple[Group, ...]
    ratings: Ratings
    plan: ReplicatePlan
    roles: Roles = NO_ROLES
    weightings: Mapping[str, Weighting] = field(
        default_factory=lambda: {method.name: method() for method in BUILT_IN_WEIGHTINGS}
    )

    def run(self, jobs: int = 1, progress: Progress | None = None) -> list[Estimates]:
        """Estimates of each task; they don't depend on `jobs`."""
        parts = self.parts()
        chunks = self._chunks(parts, jobs, progress)
        return self.labelled(chunks, self._samples(parts, 0, 1))

    def run_replicates(self, jobs: int = 1, progress: Progress | None = None) -> list[Estimates]:
        """The same without what has no replicates, which costs as much again in some models."""
        nothing: list[list[Values]] = [[{} for _ in self.groups] for _ in self.tasks]
        return self._labelled(self._chunks(self.parts(), jobs, progress), nothing)

    def parts(self) -> list[_Part]:
        """The groups, each as far as it is shown."""
        return [
            _Part(
                group,
                self.ratings.select(group.mask).without(np.flatnonzero(hidden)),
                self.roles.beside(group),
            )
            for group, hidden in zip(self.groups, self.hidden_questions(), strict=True)
        ]

    def hidden_questions(self) -> BoolArray:
        """(G, p) which questions can't be shown of each group: few answered, or few are left."""
        answered = ~np.isnan(self.ratings.values)  # (n, p)
        minimum = self.study.report.minimum_group
        masks = np.array([group.mask for group in self.groups]).reshape(-1, len(answered))
        hidden = np.zeros((len(masks), answered.shape[1]), dtype=bool)
        # A group that no attribute makes is held against everybody else.
        families = [group.attribute or group.code for group in self.groups]
        for family in dict.fromkeys(families):
            own = np.array([code == family for code in families])
            hidden[own] = hidden_answers(masks[own], answered, minimum)
        return hidden

    def _chunks(
        self, parts: Sequence[_Part], jobs: int, progress: Progress | None
    ) -> list[list[list[Values]]]:
        """[chunk][task][group] → estimates."""

        def work(rows: tuple[int, int]) -> list[list[Values]]:
            return self._estimate_rows(parts, *rows)

        means = means_for(self.tasks)
        return list(in_parallel(work, chunk_rows(self.plan, means), jobs, progress, means))

    def labelled(
        self, chunks: list[list[list[Values]]], answered: Sequence[Sample]
    ) -> list[Estimates]:
        """Estimates of each task from [chunk][task][group] and the samples as answered."""
        return self._labelled(chunks, [self._once(task, answered) for task in self.tasks])

    def _labelled(
        self, chunks: list[list[list[Values]]], once: Sequence[list[Values]]
    ) -> list[Estimates]:
        hidden = self._hidden()
        return [
            self._label(task, [chunk[i] for chunk in chunks], once[i], hidden)
            for i, task in enumerate(self.tasks)
        ]

    def _hidden(self) -> dict[tuple[str, str], str]:
        """(group, question) → why it isn't shown."""
        minimum = self.study.report.minimum_group
        few, told = (
            f"fewer than {minimum} answers",
            f"it would tell of fewer than {minimum} answers",
        )
        whole = [self.ratings.select(group.mask) for group in self.groups]
        rare = [set(ratings.rare(minimum)) for ratings in whole]
        return {
            (self.groups[g].code, self.ratings.questions[i].name): few if i in rare[g] else told
            for g, i in np.argwhere(self.hidden_questions()).tolist()
        }

    def everybody(self) -> Sample:
        """The clients as they answered, whatever groups there are; no others beside them."""
        ratings = self.ratings.shown(self.study.report.minimum_group)
        return Sample(ratings, self.plan.weights(0, 1), weighting=self.weighed())

    def weighed(self) -> Weighed | None:
        """Structural weights of the sample as answered; None where they are as written."""
        return self._weigh(self.plan.weights(0, 1))

    def _weigh(self, weights: FloatArray, answered: Weighed | None = None) -> Weighed | None:
        """Structural weights from everybody, for all groups; None where they are as written."""
        if not (self._needs_answers or self.study.compared):
            return None
        return self.weigh_by(self._everybody(weights), answered, {})

    def _everybody(self, weights: FloatArray) -> Sample:
        """Everybody as far as they are shown."""
        return Sample(self.ratings.shown(self.study.report.minimum_group), weights)

    def weigh_by(
        self, everybody: Sample, answered: Weighed | None, made: dict[str, StructuralWeights]
    ) -> Weighed:
        """Structural weights of `everybody`; `made` keeps them for who weighs in the same way."""
        study = self.study
        known = {_USED: answered.used, **answered.compared} if answered else {}
        found = {}
        for name, plan in {_USED: study.weighting, **study.compared}.items():
            key = self._key_of(plan)
            if key not in made:
                made[key] = weigh(everybody, study, plan, self.weightings, known.get(name))
            found[name] = made[key]
        return Weighed(found.pop(_USED), found, answered)

    @property
    def weighting_key(self) -> str:
        """What the structural weights depend on, besides the answers."""
        plans = {_USED: self.study.weighting, **self.study.compared}
        return repr({name: self._key_of(plan) for name, plan in plans.items()})

    def _key_of(self, plan: WeightingPlan) -> str:
        """What the weights of a plan depend on, besides the answers."""
        choices = (plan.dimensions, plan.indicators, *plan.within.values())
        methods = {name for choice in choices for name in choice.methods}
        if any(self.weightings[name].rests_on_models for name in methods):
            models = {name: repr(choice) for name, choice in self.study.models.items()}
            return key_of(plan) + repr(models)
        return key_of(plan)

    @property
    def _needs_answers(self) -> bool:
        """Whether the weighting that is used isn't just as it is written."""
        plan = self.study.weighting
        choices = (plan.dimensions, plan.indicators, *plan.within.values())
        written = {method.name for method in BUILT_IN_WEIGHTINGS}
        return not {choice.method for choice in choices} <= written

    def _samples(self, parts: Sequence[_Part], start: int, stop: int) -> list[Sample]:
        """The sample of each group, on the replicates from `start` to `stop`."""
        return self.chunk(parts, start, stop).weighed_for(self)

    def _estimate_rows(self, parts: Sequence[_Part], start: int, stop: int) -> list[list[Values]]:
        """[task][group] → estimates; all models of a group share its statistics."""
        return self.estimate(self._samples(parts, start, stop))

    def estimate(self, samples: Sequence[Sample]) -> list[list[Values]]:
        """[task][group] → estimates."""
        return [
            [checked(task, sample, self.study) for sample in task.groups_of(samples)]
            for task in self.tasks
        ]

    def chunk(self, parts: Sequence[_Part], start: int, stop: int) -> Chunk:
        """Everybody and the groups on some replicates, under the weights that are written."""
        weights, answered = self.plan.weights(start, stop), self.plan.weights(0, 1)
        of_roles, roles_answered = self.roles.weights(start, stop), self.roles.weights(0, 1)
        known: dict[tuple[str, bytes], Sample] = {}
        samples = [
            Sample(
                part.ratings,
                weights[:, part.group.mask],
                answered[:, part.group.mask],
                roles=part.beside.samples(of_roles, roles_answered, None, known),
                absent_roles=part.beside.absent,
                group=part.group.code,
            )
            for part in parts
        ]
        return Chunk(cache(lambda: self._everybody(weights)), samples)

    def _once(self, task: Task, samples: Sequence[Sample]) -> list[Values]:
        return [told_once(task, sample, self.study) for sample in task.groups_of(samples)]

    def _label(
        self,
        task: Task,
        chunks: list[list[Values]],
        once: list[Values],
        hidden: Mapping[tuple[str, str], str],
    ) -> Estimates:
        """Arrays of all chunks and groups as labelled datasets."""
        groups = task.groups_of(self.groups)
        by_group = [[chunk[g] for chunk in chunks] for g in range(len(groups))]
        labels = self._labels(task)
        check_axes(task, task.dims(self.study), itertools.chain(*by_group), labels)
        check_axes(task, task.once_dims(self.study), once, labels)
        absent = {key: reason for key, reason in hidden.items() if key[0] in labels["group"]}
        data = dataset(task.dims(self.study), by_group, labels, ("group", "replicate"), absent)
        data = data.assign_coords(
            replicate=np.arange(self.plan.rows),
            kind=("replicate", np.array(self.plan.kinds)),
            stratum=("replicate", self.roles.strata_of_rows(self.plan.rows)),
            concerns=(("group", "replicate"), np.array([*map(self._concerns, groups)])),
        )
        task.describe(data, self.study)
        once_dims = task.once_dims(self.study) if any(once) else {}
        counts = dataset(once_dims, [[own] for own in once], labels, ("group",), absent)
        return Estimates(data, counts, absent, self.study.uncertainty)

    def _concerns(self, group: Group) -> BoolArray:
        """(R,) whether a row may change a group, or whom it is compared with."""
        return self.plan.concerns(group.mask) | self.roles.concerns(group, self.plan.rows)

    def _labels(self, task: Task) -> dict[str, list[str]]:
        hierarchy = hierarchy_of(self.study)
        labels: dict[str, Sequence[str]] = {
            "group": [group.code for group in task.groups_of(self.groups)],
            "indicator": hierarchy.indicators,
            "dimension": hierarchy.dimensions,
            **task.model.coords(self.study, task.choice.options),
        }
        return {dim: list(codes) for dim, codes in labels.items()}


def repeated(weighed: Weighed, rows: int) -> Weighed:
    """Structural weights of the sample as answered, in each of so many rows."""

    def repeat(weights: StructuralWeights) -> StructuralWeights:
        def rowwise(values: FloatArray) -> FloatArray:
            return np.broadcast_to(values[:1], (rows, values.shape[1]))

        return replace(
            weights, dimensions=rowwise(weights.dimensions), within=rowwise(weights.within)
        )

    compared = {name: repeat(weights) for name, weights in weighed.compared.items()}
    return Weighed(repeat(weighed.used), compared, weighed.as_answered)


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """One chunk of replicates before anything is weighed: everybody, once asked for; the groups."""

    everybody: Callable[[], Sample]
    samples: Sequence[Sample]
    made: dict[str, StructuralWeights] = field(default_factory=dict)

    def estimate(self, estimation: Estimation) -> list[list[Values]]:
        """[task][group] → estimates of one study."""
        return estimation.estimate(self.weighed_for(estimation))

    def weighed_for(self, estimation: Estimation) -> list[Sample]:
        """The groups under the structural weights of one study."""
        hierarchy = estimation.ratings.hierarchy
        answered = estimation.weighed()
        weighting = None
        if answered is not None:
            everybody = self.everybody().weighed_by(None, hierarchy)
            weighting = estimation.weigh_by(everybody, answered, self.made)
        roles: dict[int, Sample] = {}
        return [sample.weighed_by(weighting, hierarchy, roles) for sample in self.samples]
