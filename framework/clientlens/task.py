"""The task: one model with its options, and whether it returns what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from clientlens.chunks import ParallelMeans
from clientlens.config.study import ModelChoice, Study
from clientlens.model import Dims, Model, Values, dims_in
from clientlens.per_replicate import is_per_replicate
from clientlens.results.estimates import CLASSES, SCALE, Absent
from clientlens.sample import Sample

if TYPE_CHECKING:
    import xarray as xr

_OfGroup = TypeVar("_OfGroup")


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One model with its options."""

    choice: ModelChoice
    model: Model

    def groups_of(self, groups: Sequence[_OfGroup]) -> Sequence[_OfGroup]:
        """Those of all groups, everybody first, that it is estimated for."""
        return groups[:1] if self.model.only_everybody else groups

    def dims(self, study: Study) -> Dims:
        """Quantity → dims, as the options want them."""
        return self.model.dims_for(study, self.choice.options)

    def dims_in(self, sample: Sample, study: Study) -> Dims:
        """The same of what is estimated of one sample."""
        return dims_in(self.model, sample, study, self.choice.options)

    def once_dims(self, study: Study) -> Dims:
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


def means_for(tasks: Iterable[Task]) -> ParallelMeans:
    """Processes where a model loops in Python, which lets one thread alone do so."""
    return "processes" if any(is_per_replicate(task.model) for task in tasks) else "threads"


def checked(task: Task, sample: Sample, study: Study) -> Values:
    """What a model returns, held against what it declares."""
    values = task.model.estimate(sample, study, task.choice.options)
    declared = task.dims_in(sample, study)
    check_names(task, values, declared)
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


def check_names(task: Task, values: Values, dims: Dims) -> None:
    """Everything declared is there, and nothing else."""
    undeclared, forgotten = sorted(set(values) - set(dims)), sorted(set(dims) - set(values))
    if undeclared:
        names = ", ".join(undeclared)
        raise TypeError(f"model '{task.choice.use}' returns {names}, which its dims don't declare")
    if forgotten:
        names = ", ".join(forgotten)
        raise TypeError(f"model '{task.choice.use}' declares {names} and returns nothing for it")
