"""The estimation: every model on the same replicate weights, chunk by chunk."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.config.study import ModelChoice, Study, WeightingPlan
from clientlens.errors import ClientLensError
from clientlens.hierarchy import hierarchy_of
from clientlens.model import Model, Values
from clientlens.per_replicate import is_per_replicate
from clientlens.results.estimates import CLASSES, SCALE, Absent, Estimates
from clientlens.roles import NO_ROLES, Beside, Roles
from clientlens.sample import Ratings, Sample, Weighed
from clientlens.stats.resample import ReplicatePlan
from clientlens.structural import StructuralWeights
from clientlens.survey.groups import Group
from clientlens.weighting import BUILT_IN_WEIGHTINGS, Weighting, key_of, weigh

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]
"""Called with the chunks done and the chunks in all."""

ParallelMeans = Literal["threads", "processes"]
"""What chunks are worked on by, where there are several jobs."""

_CHUNK_CELLS = 8_000_000
"""Weights are made for so many replicates × respondents at a time, about 64 MB."""
_MOST_CHUNK_ROWS = 512
_MOST_LOOPED_ROWS = 64
"""Fewer where a model loops, so that many processes have something to do."""
_OfGroup = TypeVar("_OfGroup")
_Rows = TypeVar("_Rows")
_Done = TypeVar("_Done")
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

    def dims_in(self, sample: Sample, study: Study) -> Mapping[str, tuple[str, ...]]:
        """The same of what is estimated of one sample."""
        dims = self.dims(study)
        if sample.is_everybody:
            return dims
        alone = set(self.model.of_everybody(study, self.choice.options))
        return {name: own for name, own in dims.items() if name not in alone}

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
        parts = self.parts()
        chunks = self._chunks(parts, jobs, progress)
        return self.labelled(chunks, self._samples(parts, 0, 1))

    def run_replicates(self, jobs: int = 1, progress: Progress | None = None) -> list[Estimates]:
        """The same without what has no replicates, which costs as much again in some models."""
        nothing: list[list[Values]] = [[{} for _ in self.groups] for _ in self.tasks]
        return self._labelled(self._chunks(self.parts(), jobs, progress), nothing)

    def parts(self) -> list[_Part]:
        """The groups, each as far as it is shown."""
        minimum = self.study.report.minimum_group
        return [
            _Part(group, self.ratings.select(group.mask).shown(minimum), self.roles.beside(group))
            for group in self.groups
        ]

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
        whole = [self.ratings.select(group.mask) for group in self.groups]
        minimum = self.study.report.minimum_group
        reason = f"fewer than {minimum} answers"
        return {
            (group.code, self.ratings.questions[i].name): reason
            for group, ratings in zip(self.groups, whole, strict=True)
            for i in ratings.rare(minimum)
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

    def chunk(self, parts: Sequence[_Part], start: int, stop: int) -> _Chunk:
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
        return _Chunk(cache(lambda: self._everybody(weights)), samples)

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
        by_group = [[chunk[g] for chunk in chunks] for g in range(len(groups))]
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
        once_dims = task.once_dims(self.study) if any(once) else {}
        counts = _dataset(once_dims, [[own] for own in once], labels, ("group",), absent)
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
class _Chunk:
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


def run_together(
    estimations: Sequence[Estimation], jobs: int = 1, progress: Progress | None = None
) -> list[list[Estimates] | ClientLensError]:
    """Estimates of studies that differ in their weighting and their models alone.

    They share the replicates and every statistic that structural weights don't enter, and find what
    `Estimation.run` would find for each.

    Parameters
    ----------
    estimations : sequence of Estimation
        All of the same respondents: ratings, groups, plan and roles are those of the first.
    jobs, progress
        As for `Estimation.run`.

    Returns
    -------
    list
        For each, estimates of its tasks, or why it can't be estimated.
    """
    first = estimations[0]
    parts = first.parts()

    def work(rows: tuple[int, int]) -> list[list[list[Values]] | ClientLensError]:
        chunk = first.chunk(parts, *rows)
        return [_tried(partial(chunk.estimate, estimation)) for estimation in estimations]

    means = means_for(task for estimation in estimations for task in estimation.tasks)
    chunks = list(in_parallel(work, chunk_rows(first.plan, means), jobs, progress, means))
    answered = first.chunk(parts, 0, 1)
    return [
        _together([chunk[i] for chunk in chunks], estimation, answered)
        for i, estimation in enumerate(estimations)
    ]


def _together(
    chunks: list[list[list[Values]] | ClientLensError], estimation: Estimation, answered: _Chunk
) -> list[Estimates] | ClientLensError:
    """The chunks of one study put together; what failed in one has failed."""
    known = [chunk for chunk in chunks if not isinstance(chunk, ClientLensError)]
    for chunk in chunks:
        if isinstance(chunk, ClientLensError):
            return chunk
    return _tried(lambda: estimation.labelled(known, answered.weighed_for(estimation)))


def _tried(work: Callable[[], _Done]) -> _Done | ClientLensError:
    """What comes of some work, or what a user can mend."""
    try:
        return work()
    except ClientLensError as error:
        return error


def chunk_rows(plan: ReplicatePlan, means: ParallelMeans = "threads") -> list[tuple[int, int]]:
    """Start and stop of each chunk of replicates; they don't depend on the number of jobs."""
    return split_rows(plan.rows, len(plan.base), plan.rows_per_block, means)


def split_rows(
    rows: int, respondents: int, rows_per_block: int, means: ParallelMeans = "threads"
) -> list[tuple[int, int]]:
    """Start and stop of chunks of rows of so many respondents, drawn in blocks after row 0."""
    most = _MOST_LOOPED_ROWS if means == "processes" else _MOST_CHUNK_ROWS
    wanted = int(np.clip(_CHUNK_CELLS // max(respondents, 1), 1, most))
    step = max(wanted // rows_per_block, 1) * rows_per_block
    # Row 0 is no draw, so blocks of draws begin at row 1.
    starts = [0, *range(1 + step, rows, step)]
    return list(itertools.pairwise([*starts, rows]))


def means_for(tasks: Iterable[Task]) -> ParallelMeans:
    """Processes where a model loops in Python, which lets one thread alone do so."""
    return "processes" if any(is_per_replicate(task.model) for task in tasks) else "threads"


def in_parallel(
    work: Callable[[_Rows], Any],
    chunks: list[_Rows],
    jobs: int,
    progress: Progress | None,
    means: ParallelMeans = "threads",
) -> Iterator[Any]:
    """The results of all chunks in order; joblib's own settings may choose a cluster instead."""
    for done, result in enumerate(_worked_on(work, chunks, jobs, means), start=1):
        if progress:
            progress(done, len(chunks))
        yield result


def _worked_on(
    work: Callable[[_Rows], Any], chunks: list[_Rows], jobs: int, means: ParallelMeans
) -> Iterable[Any]:
    if jobs == 1 and "joblib" not in sys.modules:  # so nobody has told it what to choose
        return map(work, chunks)
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, prefer=means, return_as="generator")
    results: Iterable[Any] = parallel(delayed(work)(chunk) for chunk in chunks)
    return results


def checked(task: Task, sample: Sample, study: Study) -> Values:
    """What a model returns, held against what it declares."""
    values = task.model.estimate(sample, study, task.choice.options)
    declared = task.dims_in(sample, study)
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


def joined(chunks: list[Values]) -> Values:
    """The replicates of one group put together; absent in one chunk is absent in all."""
    joined: dict[str, FloatArray | Absent] = {}
    for name in chunks[0]:
        pieces = [chunk[name] for chunk in chunks]
        missing = next((piece for piece in pieces if isinstance(piece, Absent)), None)
        arrays = [piece for piece in pieces if not isinstance(piece, Absent)]
        joined[name] = missing or np.concatenate(arrays)
    return joined


_Pieces = tuple[FloatArray, ...] | Absent | None
"""A quantity of one group, chunk by chunk; None where it is of everybody alone."""


def _pieces(chunks: Sequence[Values], name: str) -> _Pieces:
    """What is absent in one chunk is absent in all."""
    if any(name not in chunk for chunk in chunks):
        return None
    found = [chunk[name] for chunk in chunks]
    missing = next((piece for piece in found if isinstance(piece, Absent)), None)
    return missing or tuple(piece for piece in found if not isinstance(piece, Absent))


def _dataset(
    dims: Mapping[str, tuple[str, ...]],
    by_group: list[list[Values]],
    labels: Mapping[str, list[str]],
    leading: tuple[str, ...],
    absent: dict[tuple[str, str], str],
) -> xr.Dataset:
    """One variable per quantity that at least one group has; what is absent is noted.

    ``by_group`` holds the chunks of each group.
    """
    import xarray as xr

    variables = {}
    for name, own in dims.items():
        column = [_pieces(chunks, name) for chunks in by_group]
        for code, pieces in zip(labels["group"], column, strict=True):
            if isinstance(pieces, Absent):
                absent[code, name] = pieces.reason
        if any(isinstance(pieces, tuple) for pieces in column):
            variables[name] = ((*leading, *own), _stacked(column))
    used = {"group", *(dim for dims_, _ in variables.values() for dim in dims_)}
    coords = {dim: codes for dim, codes in labels.items() if dim in used}
    return xr.Dataset(variables, coords=coords)


def _stacked(column: Sequence[_Pieces]) -> FloatArray:
    """(G, …) the groups, each with its chunks behind each other; NaN where there is nothing."""
    first = next(pieces for pieces in column if isinstance(pieces, tuple))
    is_whole = len(first) == 1
    shape = np.shape(first[0]) if is_whole else (sum(map(len, first)), *first[0].shape[1:])
    stacked = np.empty((len(column), *shape))
    for g, pieces in enumerate(column):
        if not isinstance(pieces, tuple):
            stacked[g] = np.nan
        elif is_whole:
            stacked[g] = pieces[0]
        else:
            np.concatenate(pieces, out=stacked[g])
    return stacked
