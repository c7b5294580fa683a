"""The task: one model with its options, and whether it returns what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.chunks import ParallelMeans
from clientlens.config.study import ModelChoice, Study
from clientlens.errors import at_work
from clientlens.model import Dims, Model, Values, dims_in
from clientlens.per_replicate import is_per_replicate
from clientlens.results.estimates import CLASSES, SCALE, Absent
from clientlens.sample import Sample

if TYPE_CHECKING:
    import xarray as xr

_OfGroup = TypeVar("_OfGroup")
_NUMBERS = "buif"
"""Kinds of arrays that hold real numbers."""


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
    with at_work(task.model):
        values = task.model.estimate(sample, study, task.choice.options)
        declared = task.dims_in(sample, study)
        check_names(task, values, declared)
        for name, value in values.items():
            if not isinstance(value, Absent):
                _check_array(task, name, value, len(sample.weights), declared[name])
    return values


def told_once(task: Task, sample: Sample, study: Study) -> Values:
    """What a model tells without replicates, held against what it declares."""
    with at_work(task.model):
        values = task.model.once(sample, study, task.choice.options)
        check_names(task, values, task.once_dims(study))
    return values


def check_axes(
    task: Task, dims: Dims, by_group: Iterable[Values], labels: Mapping[str, Sequence[str]]
) -> None:
    """Every dim has labels, and the arrays are as long as these; their last axes are the dims."""
    with at_work(task.model):
        for values in by_group:
            for name, value in values.items():
                if not isinstance(value, Absent):
                    _check_axes(task, name, value, {dim: labels.get(dim) for dim in dims[name]})


def _check_axes(
    task: Task, name: str, value: FloatArray, labels: Mapping[str, Sequence[str] | None]
) -> None:
    lengths = np.shape(value)[np.ndim(value) - len(labels) :]
    for (dim, known), length in zip(labels.items(), lengths, strict=True):
        if known is None:
            message = f"model '{task.choice.use}' declares '{name}' by {dim}, which has no labels"
            raise TypeError(f"{message}; its coords give those of dims that are its own")
        if len(known) != length:
            message = f"model '{task.choice.use}' returns '{name}' for {length} of dim {dim}"
            raise TypeError(f"{message}, which has {len(known)}")


def _check_array(task: Task, name: str, value: FloatArray, rows: int, dims: Sequence[str]) -> None:
    told = f"model '{task.choice.use}' returns '{name}'"
    if np.ndim(value) != 1 + len(dims) or len(value) != rows:
        axes = ", ".join(dims) or "nothing"
        raise TypeError(
            f"{told} with the shape {np.shape(value)}; replicates come first, then {axes}"
        )
    kind = np.asarray(value).dtype
    if kind.kind not in _NUMBERS:
        raise TypeError(f"{told} as {kind}, which holds no real numbers")
    if np.isinf(value).any():
        raise ValueError(f"{told} with infinite numbers; what can't be estimated is NaN")


def check_names(task: Task, values: Values, dims: Dims) -> None:
    """Everything declared is there, and nothing else."""
    undeclared, forgotten = sorted(set(values) - set(dims)), sorted(set(dims) - set(values))
    if undeclared:
        names = ", ".join(undeclared)
        raise TypeError(f"model '{task.choice.use}' returns {names}, which its dims don't declare")
    if forgotten:
        names = ", ".join(forgotten)
        raise TypeError(f"model '{task.choice.use}' declares {names} and returns nothing for it")
