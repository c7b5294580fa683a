"""The estimation: every model on the same replicate weights, chunk by chunk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.config.study import ModelChoice, Study
from clientlens.hierarchy import hierarchy_of
from clientlens.model import Model, Values
from clientlens.results.estimates import CLASSES, SCALE, Absent, Estimates
from clientlens.roles import NO_ROLES, Beside, Roles
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group
from clientlens.weighting import BUILT_IN_WEIGHTINGS, Weighting, weigh

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]
"""Called with the chunks done and the chunks in all."""

_CHUNK_CELLS = 8_000_000
"""Weights are made for so many replicates × respondents at a time, about 64 MB."""
_MOST_CHUNK_ROWS = 512
_OfGroup = TypeVar("_OfGroup")
_USED = ""
"""No compared weighting can have this name."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One model with its options."""

    choice: ModelChoice
    model: Model

    def groups_of(self, groups: Sequence[_OfGroup]) -> Sequence[_OfGroup]:
        """Those of all groups, everybody first, that it is estimated for."""
        return groups[:1] if self.model.only_everybody else groups

    def dims(self, study: Study) -> Mapping[str, tuple[str, ...]]:
        """Quantity → dims, as the options want them."""
        return self.model.dims_for(study, self.choice.options)

    def once_dims(self, study: Study) -> Mapping[str, tuple[str, ...]]:
        """The same of what has no replicates."""
        return self.model.once_dims_for(study, self.choice.options)

    def describe(self, data: xr.Dataset, study: Study) -> None:
        """Note beside each quantity the ends of its scale, or the classes it tells apart."""
        for name, ends in self.model.scales_for(study, self.choice.options).items():
            if name in data:
                data[name].attrs[SCALE] = [float(end) for end in ends]
        for name, codes in self.model.classes.items():
            if name in data:
                data[name].attrs[CLASSES] = " ".join(codes)


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
        whole = [self.ratings.select(group.mask) for group in self.groups]
        hidden = self._hidden(whole)
        minimum = self.study.report.minimum_group
        parts = [
            _Part(group, ratings.shown(minimum), self.roles.beside(group))
            for group, ratings in zip(self.groups, whole, strict=True)
        ]

        def work(rows: tuple[int, int]) -> list[list[Values]]:
            return self._estimate_rows(parts, *rows)

        chunks = list(_in_parallel(work, chunk_rows(self.plan), jobs, progress))
        answered = self._samples(parts, 0, 1)
        return [
            self._label(task, [chunk[i] for chunk in chunks], self._once(task, answered), hidden)
            for i, task in enumerate(self.tasks)
        ]

    def _hidden(self, whole: Sequence[Ratings]) -> dict[tuple[str, str], str]:
        """(group, question) → why it isn't shown."""
        minimum = self.study.report.minimum_group
        reason = f"fewer than {minimum} answers"
        return {
            (group.code, self.ratings.questions[i].name): reason
            for group, ratings in zip(self.groups, whole, strict=True)
            for i in ratings.rare(minimum)
        }

    def weighed(self) -> Weighed | None:
        """Structural weights of the sample as answered; None where they are as written."""
        return self._weigh(self.plan.weights(0, 1))

    def _weigh(self, weights: FloatArray, answered: Weighed | None = None) -> Weighed | None:
        """Structural weights from everybody, for all groups; None where they are as written."""
        study = self.study
        if not (self._needs_answers or study.compared):
            return None
        everybody = Sample(self.ratings.shown(study.report.minimum_group), weights)
        known = {_USED: answered.used, **answered.compared} if answered else {}
        found = {
            name: weigh(everybody, study, plan, self.weightings, known.get(name))
            for name, plan in {_USED: study.weighting, **study.compared}.items()
        }
        return Weighed(found.pop(_USED), found, answered)

    @property
    def _needs_answers(self) -> bool:
        """Whether the weighting that is used isn't just as it is written."""
        plan = self.study.weighting
        choices = (plan.dimensions, plan.indicators, *plan.within.values())
        written = {method.name for method in BUILT_IN_WEIGHTINGS}
        return not {choice.method for choice in choices} <= written

    def _samples(self, parts: Sequence[_Part], start: int, stop: int) -> list[Sample]:
        """The sample of each group, on the replicates from `start` to `stop`."""
        weights, answered = self.plan.weights(start, stop), self.plan.weights(0, 1)
        weighting = self._weigh(weights, self.weighed())
        of_roles, roles_answered = self.roles.weights(start, stop), self.roles.weights(0, 1)
        return [
            Sample(
                part.ratings,
                weights[:, part.group.mask],
                answered[:, part.group.mask],
                roles=part.beside.samples(of_roles, roles_answered, weighting),
                absent_roles=part.beside.absent,
                weighting=weighting,
            )
            for part in parts
        ]

    def _estimate_rows(self, parts: Sequence[_Part], start: int, stop: int) -> list[list[Values]]:
        """[task][group] → estimates; all models of a group share its statistics."""
        samples = self._samples(parts, start, stop)
        return [
            [_checked(task, sample, self.study) for sample in task.groups_of(samples)]
            for task in self.tasks
        ]

    def _once(self, task: Task, samples: Sequence[Sample]) -> list[Values]:
        options = task.choice.options
        own = task.groups_of(samples)
        found = [task.model.once(sample, self.study, options) for sample in own]
        for values in found:
            _check_names(task, values, task.once_dims(self.study))
        return found

    def _label(
        self,
        task: Task,
        chunks: list[list[Values]],
        once: list[Values],
        hidden: Mapping[tuple[str, str], str],
    ) -> Estimates:
        """Arrays of all chunks and groups as labelled datasets."""
        groups = task.groups_of(self.groups)
        by_group = [_joined([chunk[g] for chunk in chunks]) for g in range(len(groups))]
        labels = self._labels(task)
        absent = {key: reason for key, reason in hidden.items() if key[0] in labels["group"]}
        data = _dataset(task.dims(self.study), by_group, labels, ("group", "replicate"), absent)
        data = data.assign_coords(
            replicate=np.arange(self.plan.rows),
            kind=("replicate", np.array(self.plan.kinds)),
            stratum=("replicate", self.roles.strata_of_rows(self.plan.rows)),
            concerns=(("group", "replicate"), np.array([*map(self._concerns, groups)])),
        )
        task.describe(data, self.study)
        counts = _dataset(task.once_dims(self.study), once, labels, ("group",), absent)
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


def chunk_rows(plan: ReplicatePlan) -> list[tuple[int, int]]:
    """Start and stop of each chunk of replicates; they depend on the plan alone."""
    wanted = int(np.clip(_CHUNK_CELLS // max(len(plan.base), 1), 1, _MOST_CHUNK_ROWS))
    step = max(wanted // plan.rows_per_block, 1) * plan.rows_per_block
    # Row 0 is no draw, so blocks of draws begin at row 1.
    starts = [0, *range(1 + step, plan.rows, step)]
    return list(itertools.pairwise([*starts, plan.rows]))


def _in_parallel(
    work: Callable[[tuple[int, int]], Any],
    chunks: list[tuple[int, int]],
    jobs: int,
    progress: Progress | None,
) -> Iterator[Any]:
    """The results of all chunks in order; joblib's own settings choose threads or a cluster."""
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, prefer="threads", return_as="generator")
    results = parallel(delayed(work)(chunk) for chunk in chunks)
    for done, result in enumerate(results, start=1):
        if progress:
            progress(done, len(chunks))
        yield result


def _checked(task: Task, sample: Sample, study: Study) -> Values:
    """What a model returns, held against what it declares."""
    values = task.model.estimate(sample, study, task.choice.options)
    declared = task.dims(study)
    _check_names(task, values, declared)
    for name, value in values.items():
        if isinstance(value, Absent):
            continue
        dims = declared[name]
        if np.ndim(value) != 1 + len(dims) or len(value) != len(sample.weights):
            message = f"model '{task.choice.use}' returns '{name}' with the shape {np.shape(value)}"
            raise TypeError(
                f"{message}; replicates come first, then {', '.join(dims) or 'nothing'}"
            )
    return values


def _check_names(task: Task, values: Values, dims: Mapping[str, tuple[str, ...]]) -> None:
    """Everything declared is there, and nothing else."""
    undeclared, forgotten = sorted(set(values) - set(dims)), sorted(set(dims) - set(values))
    if undeclared:
        names = ", ".join(undeclared)
        raise TypeError(f"model '{task.choice.use}' returns {names}, which its dims don't declare")
    if forgotten:
        names = ", ".join(forgotten)
        raise TypeError(f"model '{task.choice.use}' declares {names} and returns nothing for it")


def _joined(chunks: list[Values]) -> Values:
    """The replicates of one group put together; absent in one chunk is absent in all."""
    joined: dict[str, FloatArray | Absent] = {}
    for name in chunks[0]:
        pieces = [chunk[name] for chunk in chunks]
        missing = next((piece for piece in pieces if isinstance(piece, Absent)), None)
        arrays = [piece for piece in pieces if not isinstance(piece, Absent)]
        joined[name] = missing or np.concatenate(arrays)
    return joined


def _dataset(
    dims: Mapping[str, tuple[str, ...]],
    by_group: list[Values],
    labels: Mapping[str, list[str]],
    leading: tuple[str, ...],
    absent: dict[tuple[str, str], str],
) -> xr.Dataset:
    """One variable per quantity that at least one group has; what is absent is noted."""
    import xarray as xr

    variables = {}
    for name, own in dims.items():
        column = [values[name] for values in by_group]
        for code, value in zip(labels["group"], column, strict=True):
            if isinstance(value, Absent):
                absent[code, name] = value.reason
        arrays = [value for value in column if not isinstance(value, Absent)]
        if arrays:
            empty = np.full(np.shape(arrays[0]), np.nan)
            stacked = [empty if isinstance(value, Absent) else value for value in column]
            variables[name] = ((*leading, *own), np.stack(stacked).astype(np.float64))
    used = {"group", *(dim for dims_, _ in variables.values() for dim in dims_)}
    coords = {dim: codes for dim, codes in labels.items() if dim in used}
    return xr.Dataset(variables, coords=coords)
